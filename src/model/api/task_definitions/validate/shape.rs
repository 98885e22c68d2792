//! Does the document have the shape of the request: known members, right types, known words?
//!
//! The walk gives back a copy with everything left out that later rules could stumble over (nulls, unknown
//! members, values of a wrong type), so that one slip does not hide the other problems from the editor.

use serde_json::{Map as JsonMap, Number, Value};

use super::problem::{Edit, Findings};
use super::{schema, words};

/// The kind of value a member wants.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Kept as it is.
    Any,
    Text,
    Flag,
    /// A 32-bit integer.
    Integer,
    /// A 32-bit integer that must not be negative.
    Natural,
    /// One of these words.
    OneOf(&'static [&'static str]),
    List(&'static Shape),
    /// Text by name.
    Map,
    Object(&'static [(&'static str, Shape)]),
}

/// What the walk leaves behind.
#[derive(Debug)]
pub struct Shaped {
    /// The document without nulls and without what is not of the right shape.
    pub value: Value,
    /// Pointers of members taken out because of an error; rules need not complain that they are missing.
    pub left_out: Vec<String>,
}

/// Walks `input` along `shape`, reports what does not fit, and gives back what does.
pub fn fit(input: &Value, shape: Shape, findings: &mut Findings) -> Shaped {
    let mut walk = Walk { root: input, findings, left_out: Vec::new() };
    let value = walk.value(input, shape, "").unwrap_or_else(|| Value::Object(JsonMap::new()));
    Shaped { value, left_out: walk.left_out }
}

/// A member's name as a step of a JSON pointer.
pub fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

struct Walk<'a> {
    root: &'a Value,
    findings: &'a mut Findings,
    left_out: Vec<String>,
}

impl Walk<'_> {
    fn value(&mut self, value: &Value, shape: Shape, pointer: &str) -> Option<Value> {
        let fitted = match (shape, value) {
            (_, Value::Null) => return None,
            (Shape::Any, value) => Some(value.clone()),
            (Shape::Text, Value::String(_)) | (Shape::Flag, Value::Bool(_)) => Some(value.clone()),
            (Shape::OneOf(words), Value::String(word)) => self.word(word, words, pointer),
            (Shape::Integer, Value::Number(number)) => self.integer(number, i64::from(i32::MIN), pointer),
            (Shape::Natural, Value::Number(number)) => self.integer(number, 0, pointer),
            (Shape::List(item), Value::Array(items)) => Some(self.list(items, *item, pointer)),
            (Shape::Map, Value::Object(members)) => Some(self.map(members, pointer)),
            (Shape::Object(known), Value::Object(members)) => Some(self.object(members, known, pointer)),
            _ => {
                self.wrong_type(value, shape, pointer);
                None
            }
        };
        if fitted.is_none() {
            self.left_out.push(pointer.to_owned());
        }
        fitted
    }

    /// An item that does not fit leaves an empty one behind, so that the pointers of the others stay right. Words
    /// have no empty form and are dropped; no rule points at one word of a list.
    fn list(&mut self, items: &[Value], shape: Shape, pointer: &str) -> Value {
        let fit_item =
            |(index, item)| self.value(item, shape, &format!("{pointer}/{index}")).or(empty(shape));
        items.iter().enumerate().filter_map(fit_item).collect()
    }

    fn map(&mut self, members: &JsonMap<String, Value>, pointer: &str) -> Value {
        let mut fitted = JsonMap::new();
        for (name, value) in members {
            if let Some(value) = self.value(value, Shape::Text, &format!("{pointer}/{}", escape(name))) {
                fitted.insert(name.clone(), value);
            }
        }
        Value::Object(fitted)
    }

    fn object(
        &mut self,
        members: &JsonMap<String, Value>,
        known: &'static [(&'static str, Shape)],
        pointer: &str,
    ) -> Value {
        let mut fitted = JsonMap::new();
        for (name, value) in members {
            let member_pointer = format!("{pointer}/{}", escape(name));
            match known.iter().find(|(known_name, _)| known_name == name) {
                Some((_, shape)) => {
                    if let Some(value) = self.value(value, *shape, &member_pointer) {
                        fitted.insert(name.clone(), value);
                    }
                }
                None => self.unknown(name, known, members, &member_pointer),
            }
        }
        Value::Object(fitted)
    }

    fn unknown(
        &mut self,
        name: &str,
        known: &[(&'static str, Shape)],
        members: &JsonMap<String, Value>,
        pointer: &str,
    ) {
        let at_top = pointer.rfind('/') == Some(0);
        if at_top && schema::DESCRIBED_ONLY.contains(&name) {
            let message = format!("DescribeTaskDefinition adds {name}; registering ignores it.");
            let problem = self.findings.warning(pointer, message);
            problem.key = true;
            problem.fix_by_removing();
            return;
        }
        let names = known.iter().map(|(name, _)| *name).filter(|name| !members.contains_key(*name));
        let nearest = words::nearest(name, names);
        let problem = self.findings.warning(pointer, format!("Unknown member {name}: ECS ignores it."));
        problem.key = true;
        if let Some(nearest) = nearest {
            problem.fix(format!("Rename to {nearest}"), vec![Edit::rename(pointer, nearest)]);
        }
        problem.fix_by_removing();
    }

    fn word(&mut self, word: &str, known: &'static [&'static str], pointer: &str) -> Option<Value> {
        if known.contains(&word) {
            return Some(word.into());
        }
        let member = member_name(pointer);
        let message = words::fill(words::UNKNOWN_WORD, &[word, member, &known.join(", ")]);
        let problem = self.findings.client(pointer, message);
        if let Some(nearest) = words::nearest(word, known.iter().copied()) {
            problem.fix(format!("Change to {nearest}"), vec![Edit::set(pointer, nearest)]);
        }
        None
    }

    fn integer(&mut self, number: &Number, least: i64, pointer: &str) -> Option<Value> {
        let Some(integer) = number.as_i64().filter(|integer| i32::try_from(*integer).is_ok()) else {
            self.findings.serialization(pointer, words::NOT_AN_INTEGER);
            return None;
        };
        if integer < least {
            self.negative(pointer);
            return None;
        }
        Some(integer.into())
    }

    fn negative(&mut self, pointer: &str) {
        let member = member_name(pointer);
        let mut steps = pointer.split('/').skip(1);
        let container = match (steps.next(), steps.next()) {
            (Some("containerDefinitions"), Some(index)) => {
                self.root.pointer(&format!("/containerDefinitions/{index}/name")).and_then(Value::as_str)
            }
            _ => None,
        };
        let message = match container {
            Some(container) => words::fill(words::INVALID_SETTING_OF_CONTAINER, &[member, container]),
            None => words::fill(words::INVALID_SETTING, &[member]),
        };
        self.findings.client(pointer, message);
    }

    fn wrong_type(&mut self, value: &Value, shape: Shape, pointer: &str) {
        let message = match value {
            Value::Object(_) => words::UNEXPECTED_OBJECT.to_owned(),
            Value::Array(_) => words::UNEXPECTED_LIST.to_owned(),
            _ => words::fill(words::NOT_CONVERTIBLE, &[token(value), wanted(shape)]),
        };
        let problem = self.findings.serialization(pointer, message);
        match (shape, value) {
            (Shape::Text | Shape::OneOf(_), Value::Number(_) | Value::Bool(_)) => {
                problem.fix("Put it in quotes", vec![Edit::set(pointer, value.to_string())]);
            }
            (Shape::Integer | Shape::Natural | Shape::Flag, Value::String(text)) => {
                let bare = serde_json::from_str::<Value>(text.trim()).ok();
                if let Some(bare) = bare.filter(|bare| bare.is_i64() || bare.is_boolean()) {
                    problem.fix("Take the quotes away", vec![Edit::set(pointer, bare)]);
                }
            }
            (Shape::List(_), Value::String(_)) => {
                let list = Value::Array(vec![value.clone()]);
                problem.fix("Put it in a list", vec![Edit::set(pointer, list)]);
            }
            _ => {}
        }
    }
}

fn empty(shape: Shape) -> Option<Value> {
    match shape {
        Shape::Text => Some("".into()),
        Shape::Integer | Shape::Natural => Some(0.into()),
        Shape::Object(_) => Some(Value::Object(JsonMap::new())),
        _ => None,
    }
}

fn member_name(pointer: &str) -> &str {
    let is_name = |step: &&str| !step.is_empty() && !step.bytes().all(|byte| byte.is_ascii_digit());
    pointer.rsplit('/').find(is_name).unwrap_or("value")
}

/// The wire reader's name for a JSON token.
fn token(value: &Value) -> &'static str {
    match value {
        Value::Bool(true) => "TRUE_VALUE",
        Value::Bool(false) => "FALSE_VALUE",
        Value::Number(_) => "NUMBER_VALUE",
        _ => "STRING_VALUE",
    }
}

fn wanted(shape: Shape) -> &'static str {
    match shape {
        Shape::Integer | Shape::Natural => "an Integer",
        Shape::Flag => "a Boolean",
        Shape::List(_) => "a List",
        Shape::Map => "a Map",
        Shape::Object(_) => "a Structure",
        Shape::Any | Shape::Text | Shape::OneOf(_) => "a String",
    }
}
