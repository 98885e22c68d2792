//! The words of an option become a value of its shape.

use super::parse::Files;
use super::shorthand::shorthand;
use super::{CliError, python};
use crate::model::api::shapes::Shape;
use crate::model::kernel::calendar;
use serde_json::{Map, Value};

/// Reads the words given for an option. Words that start with `file://` are replaced by the file's text.
pub fn option_value(
    option: &str,
    shape: &'static Shape,
    words: &[String],
    files: &dyn Files,
) -> Result<Value, CliError> {
    let reader = Reader { option };
    let words: Vec<String> = words.iter().map(|word| load(option, word, files)).collect::<Result<_, _>>()?;
    match (shape, words.as_slice()) {
        (Shape::List { .. }, [only]) if only.trim_start().starts_with('[') => reader.json(only),
        (Shape::List { member, .. }, words) => words.iter().map(|word| reader.one(member, word)).collect(),
        (_, [only]) => reader.one(shape, only),
        _ => Ok(Value::Null),
    }
}

/// The text of a `file://` word, or the word itself.
pub fn load(option: &str, word: &str, files: &dyn Files) -> Result<String, CliError> {
    let Some(path) = word.strip_prefix("file://") else { return Ok(word.to_string()) };
    files.read(path.trim_start_matches("./")).ok_or_else(|| {
        let reason =
            format!("Unable to load paramfile {word}: [Errno 2] No such file or directory: '{path}'");
        CliError::parameter(option, &reason)
    })
}

/// JSON text of an option.
pub fn json(option: &str, text: &str) -> Result<Value, CliError> {
    Reader { option }.json(text)
}

struct Reader<'a> {
    option: &'a str,
}

impl Reader<'_> {
    fn json(&self, text: &str) -> Result<Value, CliError> {
        serde_json::from_str(text).map_err(|error| {
            CliError::parameter(self.option, &format!("Invalid JSON: {error}\nJSON received: {text}"))
        })
    }

    /// One word: a scalar, JSON, or shorthand.
    fn one(&self, shape: &'static Shape, word: &str) -> Result<Value, CliError> {
        if shape.is_scalar() {
            return scalar(shape, word);
        }
        if word.trim_start().starts_with(['{', '[']) || matches!(shape, Shape::Document) {
            return self.json(word);
        }
        let members = shorthand(word).map_err(|reason| CliError::parameter(self.option, &reason))?;
        typed(shape, Value::Object(members))
    }
}

/// Gives the texts of a shorthand value the types their shapes ask for. What does not fit stays as it is, for the
/// validation of the whole request to name.
fn typed(shape: &'static Shape, value: Value) -> Result<Value, CliError> {
    match (shape, value) {
        (Shape::Structure { .. }, Value::Object(members)) => {
            let typed_member = |(name, value): (String, Value)| {
                let value = match shape.member(&name) {
                    Some(member) => typed(member.shape, value)?,
                    None => value,
                };
                Ok((name, value))
            };
            members.into_iter().map(typed_member).collect::<Result<Map<_, _>, _>>().map(Value::Object)
        }
        (Shape::Map { value: shape }, Value::Object(entries)) => {
            let typed_entry = |(key, value)| Ok((key, typed(shape, value)?));
            entries.into_iter().map(typed_entry).collect::<Result<Map<_, _>, _>>().map(Value::Object)
        }
        (Shape::List { member, .. }, Value::Array(entries)) => {
            entries.into_iter().map(|entry| typed(member, entry)).collect()
        }
        // `subnets=a` means a list of one.
        (Shape::List { member, .. }, value) => Ok(Value::Array(vec![typed(member, value)?])),
        (Shape::Boolean, Value::String(text)) => Ok(match text.to_ascii_lowercase().as_str() {
            "true" => true.into(),
            "false" => false.into(),
            _ => text.into(),
        }),
        (_, Value::String(text)) if shape.is_scalar() => scalar(shape, &text),
        (_, value) => Ok(value),
    }
}

fn scalar(shape: &Shape, text: &str) -> Result<Value, CliError> {
    let wrong = || CliError::not_a_number(shape.type_name(), text);
    match shape {
        Shape::Integer { .. } | Shape::Long => {
            text.trim().parse::<i64>().map(Value::from).map_err(|_| wrong())
        }
        Shape::Timestamp if calendar::read(text.trim()).is_some() => {
            Ok(Value::from(calendar::read(text.trim()).unwrap_or_default() / 1000))
        }
        Shape::Double | Shape::Timestamp => python::number(text.trim()).map(Value::Number).ok_or_else(wrong),
        Shape::Boolean => Ok((!text.eq_ignore_ascii_case("false")).into()),
        _ => Ok(text.into()),
    }
}

/// The word that stands for a scalar on a line; `None` for lists and structures.
pub fn scalar_word(value: &Value) -> Option<String> {
    match value {
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(_) | Value::String(_) => Some(python::text(value)),
        _ => None,
    }
}
