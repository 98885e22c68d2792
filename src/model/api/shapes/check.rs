//! Holds a request against its shape.

use super::Shape;
use serde_json::{Map, Value};

/// One place where a request does not have its shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShapeProblem {
    /// JSON pointer to the value, or to the structure a member is missing from.
    pub pointer: String,
    pub kind: ProblemKind,
}

/// What is wrong there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The structure has no such member; the pointer names it.
    UnknownMember { did_you_mean: Option<&'static str> },
    /// On the wire this is a `SerializationException`.
    WrongType { expected: &'static str, got: &'static str },
    /// The service model requires the member.
    MissingRequired { name: &'static str },
    /// ECS knows other values for this string.
    NotInEnum { allowed: &'static [&'static str], did_you_mean: Option<&'static str> },
    /// The integer is outside its documented limits.
    OutOfRange { min: i32, max: i32 },
    /// The list is longer than ECS takes.
    TooMany { max: u32 },
}

/// All problems of a value. Per structure: first what is missing, then unknown members, then the members' own
/// problems, as the SDKs report them. Null counts as absent.
pub fn check(shape: &Shape, value: &Value) -> Vec<ShapeProblem> {
    let mut checker = Checker { pointer: String::new(), problems: Vec::new() };
    checker.value(shape, value);
    checker.problems
}

/// The JSON kind of a value, as `WrongType::got` names it.
pub fn json_kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "list",
        Value::Object(_) => "structure",
    }
}

/// The candidate a person most likely meant: at most a third of the letters differ, case aside.
pub fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_ascii_lowercase();
    let most = (wanted.len() / 3).max(1);
    candidates
        .map(|candidate| (edit_distance(&wanted, &candidate.to_ascii_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

struct Checker {
    pointer: String,
    problems: Vec<ShapeProblem>,
}

impl Checker {
    fn report(&mut self, kind: ProblemKind) {
        self.problems.push(ShapeProblem { pointer: self.pointer.clone(), kind });
    }

    /// Runs `visit` one step further down.
    fn at(&mut self, step: &str, visit: impl FnOnce(&mut Self)) {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
        visit(self);
        self.pointer.truncate(length);
    }

    fn value(&mut self, shape: &Shape, value: &Value) {
        match (shape, value) {
            (_, Value::Null) | (Shape::Document, _) => {}
            (Shape::Structure { .. }, Value::Object(members)) => self.structure(shape, members),
            (Shape::List { member, max }, Value::Array(entries)) => self.list(member, *max, entries),
            (Shape::Map { value }, Value::Object(entries)) => {
                for (key, entry) in entries {
                    self.at(key, |checker| checker.value(value, entry));
                }
            }
            (Shape::Enum(allowed), Value::String(text)) => self.word(allowed, text),
            (Shape::Integer { min, max }, Value::Number(number)) => self.integer(*min, *max, number.as_i64()),
            (Shape::Long, Value::Number(number)) if number.is_i64() => {}
            (Shape::String, Value::String(_))
            | (Shape::Boolean, Value::Bool(_))
            | (Shape::Double | Shape::Timestamp, Value::Number(_)) => {}
            _ => self.report(ProblemKind::WrongType { expected: shape.type_name(), got: json_kind(value) }),
        }
    }

    fn structure(&mut self, shape: &Shape, values: &Map<String, Value>) {
        for member in shape.members() {
            if member.required && values.get(member.name).is_none_or(Value::is_null) {
                self.report(ProblemKind::MissingRequired { name: member.name });
            }
        }
        for name in values.keys().filter(|name| shape.member(name).is_none()) {
            let did_you_mean = nearest(name, shape.members().iter().map(|member| member.name));
            self.at(name, |checker| checker.report(ProblemKind::UnknownMember { did_you_mean }));
        }
        for (name, value) in values {
            if let Some(member) = shape.member(name) {
                self.at(name, |checker| checker.value(member.shape, value));
            }
        }
    }

    fn list(&mut self, member: &Shape, max: u32, entries: &[Value]) {
        if entries.len() as u64 > u64::from(max) {
            self.report(ProblemKind::TooMany { max });
        }
        for (index, entry) in entries.iter().enumerate() {
            self.at(&index.to_string(), |checker| checker.value(member, entry));
        }
    }

    fn word(&mut self, allowed: &'static [&'static str], text: &str) {
        if !allowed.contains(&text) {
            let did_you_mean = nearest(text, allowed.iter().copied());
            self.report(ProblemKind::NotInEnum { allowed, did_you_mean });
        }
    }

    fn integer(&mut self, min: i32, max: i32, number: Option<i64>) {
        match number.map(i32::try_from) {
            Some(Ok(number)) if (min..=max).contains(&number) => {}
            Some(Ok(_)) => self.report(ProblemKind::OutOfRange { min, max }),
            // The wire's integers have 32 bits: neither 1.5 nor 10^10 can be read into one.
            Some(Err(_)) | None => self.report(ProblemKind::WrongType { expected: "integer", got: "number" }),
        }
    }
}

/// Levenshtein's distance, counted in bytes: the names compared are ASCII.
fn edit_distance(left: &str, right: &str) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in right.bytes().enumerate() {
            let replaced = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[right.len()]
}
