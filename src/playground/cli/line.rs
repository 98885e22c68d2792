//! A request becomes the line that makes it, correctly quoted.

use super::options::{is_option, option_name};
use super::value::scalar_word;
use super::verbs::Verb;
use crate::model::api::operations::Operation;
use crate::model::api::shapes::Shape;
use serde_json::{Map, Value};

/// The longest shorthand that is still easier to read than JSON.
const LONGEST_SHORTHAND: usize = 120;

/// The `aws` line of a request. Members come in the order of the operations table; what that table does not know
/// goes into `--cli-input-json`.
pub fn to_line(operation: &Operation, request: &Value) -> String {
    line(format!("aws {} {}", operation.api, operation.cli), operation.input, request, None)
}

/// The `playground` line of a request.
pub fn verb_to_line(verb: &Verb, request: &Value) -> String {
    line(format!("playground {}", verb.name), verb.input, request, verb.positional)
}

fn line(mut out: String, input: &'static Shape, request: &Value, positional: Option<&str>) -> String {
    let nothing = Map::new();
    let members = request.as_object().unwrap_or(&nothing);
    let (options, rest) = split(input, members);
    if !rest.is_empty() {
        out.push_str(&format!(" --cli-input-json {}", quoted(&Value::Object(rest).to_string())));
    }
    for (name, shape, value) in options {
        out.push(' ');
        match scalar_word(value).filter(|word| positional == Some(name) && !is_option(word) && word != "help")
        {
            Some(word) => out.push_str(&quoted(&word)),
            None => out.push_str(&option(&option_name(name), shape, value)),
        }
    }
    out
}

type Options<'a> = Vec<(&'static str, &'static Shape, &'a Value)>;

/// The members that have an option and a value it can give, and the others.
fn split<'a>(input: &'static Shape, members: &'a Map<String, Value>) -> (Options<'a>, Map<String, Value>) {
    let mut options = Options::new();
    for member in input.members() {
        if let Some(value) = members.get(member.name).filter(|value| has_option(member.shape, value)) {
            options.push((member.name, member.shape, value));
        }
    }
    let rest = members
        .iter()
        .filter(|(name, value)| !value.is_null() && options.iter().all(|(option, ..)| option != name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    (options, rest)
}

/// A text that begins like a file's address would be read as one, whatever its quoting.
fn has_option(shape: &Shape, value: &Value) -> bool {
    has_kind(shape, value) && !value.as_str().is_some_and(|text| text.starts_with("file://"))
}

fn has_kind(shape: &Shape, value: &Value) -> bool {
    match shape {
        Shape::Structure { .. } | Shape::Map { .. } => value.is_object(),
        Shape::List { .. } => value.is_array(),
        Shape::String | Shape::Enum(_) => value.is_string(),
        Shape::Boolean => value.is_boolean(),
        Shape::Integer { .. } | Shape::Long => value.is_i64(),
        Shape::Double | Shape::Timestamp => value.is_number(),
        Shape::Document => true,
    }
}

fn option(name: &str, shape: &'static Shape, value: &Value) -> String {
    match (shape, value) {
        (Shape::Boolean, Value::Bool(true)) => format!("--{name}"),
        (Shape::Boolean, _) => format!("--no-{name}"),
        (Shape::List { member, .. }, Value::Array(entries)) => match list_words(member, entries) {
            Some(words) => format!("--{name} {}", words.join(" ")),
            None => format!("--{name} {}", quoted(&value.to_string())),
        },
        _ if shape.is_scalar() => scalar_option(name, &scalar_word(value).unwrap_or_default()),
        _ => {
            let word = shorthand_argument(shape, value).unwrap_or_else(|| value.to_string());
            format!("--{name} {}", quoted(&word))
        }
    }
}

/// A word that looks like an option is tied to its own with `=`.
fn scalar_option(name: &str, word: &str) -> String {
    let separator = if is_option(word) { '=' } else { ' ' };
    format!("--{name}{separator}{}", quoted(word))
}

/// A word of its own that would be taken for an option or a file's address, whatever its quoting.
fn is_misread(word: &str) -> bool {
    is_option(word) || word.starts_with("file://")
}

/// Several words for a list, when each reads back as its entry.
fn list_words(member: &'static Shape, entries: &[Value]) -> Option<Vec<String>> {
    if entries.is_empty() {
        return None;
    }
    let words = entries.iter().map(|entry| match scalar_word(entry) {
        Some(word) if member.is_scalar() && has_kind(member, entry) => Some(word),
        _ => shorthand_argument(member, entry),
    });
    let words: Vec<String> = words.collect::<Option<_>>()?;
    let ambiguous = words.iter().any(|word| is_misread(word)) || words[0].trim_start().starts_with('[');
    (!ambiguous).then(|| words.iter().map(|word| quoted(word)).collect())
}

/// Shorthand for a structure, when it is short and reads back as the same value.
fn shorthand_argument(shape: &'static Shape, value: &Value) -> Option<String> {
    let members = value.as_object().filter(|members| !members.is_empty())?;
    let text = shorthand_members(shape, members)?;
    (text.len() <= LONGEST_SHORTHAND && !is_misread(&text)).then_some(text)
}

fn shorthand_members(shape: &'static Shape, members: &Map<String, Value>) -> Option<String> {
    let pairs = members.iter().map(|(name, value)| {
        let inner = match shape {
            Shape::Map { value } => value,
            _ => shape.member(name)?.shape,
        };
        let is_key = !name.is_empty()
            && name.chars().all(|next| next.is_ascii_alphanumeric() || "-_.#/:".contains(next));
        is_key.then_some(())?;
        Some(format!("{name}={}", shorthand_value(inner, value)?))
    });
    Some(pairs.collect::<Option<Vec<_>>>()?.join(","))
}

fn shorthand_value(shape: &'static Shape, value: &Value) -> Option<String> {
    has_kind(shape, value).then_some(())?;
    match (shape, value) {
        (Shape::Document, _) => None,
        (Shape::List { member, .. }, Value::Array(entries)) => {
            let entries: Option<Vec<String>> =
                entries.iter().map(|entry| shorthand_value(member, entry)).collect();
            Some(format!("[{}]", entries?.join(",")))
        }
        (_, Value::Object(members)) => Some(format!("{{{}}}", shorthand_members(shape, members)?)),
        // Numbers are left to JSON when they have a fraction: their text need not read back as the same number.
        (Shape::Double | Shape::Timestamp, _) => None,
        _ => shorthand_text(&scalar_word(value)?),
    }
}

/// Plain where nothing in the text means anything to shorthand; texts that need quoting twice are left to JSON.
fn shorthand_text(text: &str) -> Option<String> {
    let is_plain = |next: char| next.is_ascii_alphanumeric() || "-_./:@+*%=".contains(next);
    let plain = !text.is_empty() && !text.starts_with('=') && text.chars().all(is_plain);
    if plain {
        return Some(text.to_string());
    }
    let quotable = text.chars().all(|next| !next.is_control() && !"'\"\\".contains(next));
    quotable.then(|| format!("\"{text}\""))
}

/// The word as a POSIX shell must see it.
pub fn quoted(word: &str) -> String {
    let is_safe = |next: char| next.is_ascii_alphanumeric() || "-_./:@%+=,".contains(next);
    if !word.is_empty() && word.chars().all(is_safe) {
        return word.to_string();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}
