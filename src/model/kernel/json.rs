//! Typed values out of JSON.
//!
//! An application that is downloaded pays for every way there is from a text to a type. So there is one: all that is
//! typed is read from a borrowed [`Value`], by [`Deserialize`], whose derive writes one call for each member where
//! serde's writes a parser. A mismatch is noted and reading goes on, with any value in its place: nothing on the way
//! has to be checked or taken down again.

use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

pub use ecs_playground_derive::Deserialize;
use serde_json::{Map, Value};

/// The typed value.
pub fn decode<T: Deserialize>(value: &Value) -> Result<T, Error> {
    let mut reader = Reader(None);
    let typed = T::read(value, &mut reader);
    reader.0.map_or(Ok(typed), Err)
}

/// The typed value of a text.
pub fn parse<T: Deserialize>(text: &str) -> Result<T, Error> {
    let value: Value = serde_json::from_str(text).map_err(|error| Error::new(format_args!("{error}")))?;
    decode(&value)
}

/// A type that is read from JSON. Members that are not known are passed over.
pub trait Deserialize: Sized {
    /// The value, or any value at all when the reader is told why not.
    fn read(value: &Value, reader: &mut Reader) -> Self;

    /// In place of a member that is not there.
    fn absent(name: &'static str, reader: &mut Reader) -> Self {
        reader.refuse(format_args!("missing field `{name}`"));
        Self::read(&Value::Null, reader)
    }
}

/// Why JSON is not of the type it was taken for, in serde's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<str>);

impl Error {
    #[cold]
    #[inline(never)]
    fn new(message: fmt::Arguments<'_>) -> Self {
        Self(message.to_string().into())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

/// The members of an object; none when there is no object, which the reader knows by then.
pub type Members<'a> = Option<&'a Map<String, Value>>;

/// Knows what went wrong first.
pub struct Reader(Option<Error>);

impl Reader {
    #[cold]
    #[inline(never)]
    pub fn refuse(&mut self, message: fmt::Arguments<'_>) {
        self.0.get_or_insert_with(|| Error::new(message));
    }

    #[cold]
    #[inline(never)]
    fn wrong_type(&mut self, found: &Value, expected: &str) {
        self.refuse(format_args!("invalid type: {}, expected {expected}", words(found)));
    }

    #[inline(never)]
    pub fn members<'a>(&mut self, value: &'a Value) -> Members<'a> {
        let Value::Object(members) = value else {
            self.wrong_type(value, "an object");
            return None;
        };
        Some(members)
    }

    #[inline(never)]
    pub fn required<T: Deserialize>(&mut self, members: Members<'_>, name: &'static str) -> T {
        match member(members, name) {
            Some(value) => T::read(value, self),
            None => T::absent(name, self),
        }
    }

    #[inline(never)]
    pub fn optional<T: Deserialize>(&mut self, members: Members<'_>, name: &str, default: T) -> T {
        member(members, name).map_or(default, |value| T::read(value, self))
    }

    /// A member that is written in a way of its own.
    pub fn with<T>(
        &mut self,
        members: Members<'_>,
        name: &str,
        default: T,
        read: fn(&Value, &mut Self) -> T,
    ) -> T {
        member(members, name).map_or(default, |value| read(value, self))
    }

    /// What was made of a value, unless its maker refused it.
    pub fn accept<T: Default, E: fmt::Display>(&mut self, made: Result<T, E>) -> T {
        made.unwrap_or_else(|problem| {
            self.refuse(format_args!("{problem}"));
            T::default()
        })
    }

    /// Which of the words the value is.
    #[inline(never)]
    pub fn word(&mut self, value: &Value, words: &[&str]) -> usize {
        let Value::String(text) = value else {
            self.wrong_type(value, "a string");
            return 0;
        };
        words.iter().position(|word| word == text).unwrap_or_else(|| {
            let known = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>();
            let known = match &*known {
                [one, other] => format!("{one} or {other}"),
                [one] => one.clone(),
                many => format!("one of {}", many.join(", ")),
            };
            self.refuse(format_args!("unknown variant `{text}`, expected {known}"));
            0
        })
    }

    /// Which of the words the member is that says what the others are.
    pub fn tag(&mut self, members: Members<'_>, name: &'static str, words: &[&str]) -> usize {
        let tag = member(members, name).unwrap_or_else(|| {
            self.refuse(format_args!("missing field `{name}`"));
            &Value::Null
        });
        self.word(tag, words)
    }

    #[inline(never)]
    fn string<'a>(&mut self, value: &'a Value) -> &'a str {
        value.as_str().unwrap_or_else(|| {
            self.wrong_type(value, "a string");
            ""
        })
    }

    #[inline(never)]
    fn elements<'a>(&mut self, value: &'a Value) -> &'a [Value] {
        let Value::Array(values) = value else {
            self.wrong_type(value, "a sequence");
            return &[];
        };
        values
    }

    /// An integer within the limits of the type of that name.
    #[inline(never)]
    fn integer(&mut self, value: &Value, min: i64, max: u64, name: &str) -> i128 {
        let number = value.as_u64().map(i128::from).or_else(|| value.as_i64().map(i128::from));
        match number {
            Some(number) if (i128::from(min)..=i128::from(max)).contains(&number) => return number,
            Some(_) => self.refuse(format_args!("invalid value: {}, expected {name}", words(value))),
            None => self.wrong_type(value, name),
        }
        0
    }
}

#[inline(never)]
fn member<'a>(members: Members<'a>, name: &str) -> Option<&'a Value> {
    members?.get(name)
}

/// As serde_json says it.
fn words(found: &Value) -> String {
    match found {
        Value::Null => "null".into(),
        Value::Bool(value) => format!("boolean `{value}`"),
        Value::Number(number) if number.is_f64() => format!("floating point `{number}`"),
        Value::Number(number) => format!("integer `{number}`"),
        Value::String(text) => format!("string {text:?}"),
        Value::Array(_) => "sequence".into(),
        Value::Object(_) => "map".into(),
    }
}

macro_rules! integers {
    ($($name:ident)*) => {
        $(impl Deserialize for $name {
            fn read(value: &Value, reader: &mut Reader) -> Self {
                // Within the limits by then.
                reader.integer(value, $name::MIN as i64, $name::MAX as u64, stringify!($name)) as $name
            }
        })*
    };
}

integers! { u8 u16 u32 u64 i32 i64 }

impl Deserialize for f64 {
    fn read(value: &Value, reader: &mut Reader) -> Self {
        value.as_f64().unwrap_or_else(|| {
            reader.wrong_type(value, "f64");
            0.0
        })
    }
}

impl Deserialize for bool {
    fn read(value: &Value, reader: &mut Reader) -> Self {
        value.as_bool().unwrap_or_else(|| {
            reader.wrong_type(value, "a boolean");
            false
        })
    }
}

impl Deserialize for String {
    fn read(value: &Value, reader: &mut Reader) -> Self {
        reader.string(value).into()
    }
}

impl Deserialize for Rc<str> {
    fn read(value: &Value, reader: &mut Reader) -> Self {
        reader.string(value).into()
    }
}

impl Deserialize for Value {
    fn read(value: &Value, _: &mut Reader) -> Self {
        value.clone()
    }
}

impl Deserialize for Map<String, Value> {
    fn read(value: &Value, reader: &mut Reader) -> Self {
        reader.members(value).cloned().unwrap_or_default()
    }
}

impl<T: Deserialize> Deserialize for Option<T> {
    fn read(value: &Value, reader: &mut Reader) -> Self {
        (!value.is_null()).then(|| T::read(value, reader))
    }

    fn absent(_: &'static str, _: &mut Reader) -> Self {
        None
    }
}

impl<T: Deserialize> Deserialize for Box<T> {
    fn read(value: &Value, reader: &mut Reader) -> Self {
        Box::new(T::read(value, reader))
    }
}

impl<T: Deserialize> Deserialize for Rc<T> {
    fn read(value: &Value, reader: &mut Reader) -> Self {
        Rc::new(T::read(value, reader))
    }
}

impl<T: Deserialize> Deserialize for Vec<T> {
    fn read(value: &Value, reader: &mut Reader) -> Self {
        reader.elements(value).iter().map(|value| T::read(value, reader)).collect()
    }
}

impl<T: Deserialize> Deserialize for Rc<[T]> {
    fn read(value: &Value, reader: &mut Reader) -> Self {
        Vec::read(value, reader).into()
    }
}

impl<K: for<'a> From<&'a str> + Ord, V: Deserialize> Deserialize for BTreeMap<K, V> {
    fn read(value: &Value, reader: &mut Reader) -> Self {
        let members = reader.members(value);
        members.into_iter().flatten().map(|(name, value)| (K::from(name), V::read(value, reader))).collect()
    }
}
