//! Does the document have the shape of the request: known members, right types, known words?
//!
//! The walk gives back a copy with everything left out that later rules could stumble over (nulls, unknown
//! members, values of a wrong type), so that one slip does not hide the other problems from the editor.

use serde_json::{Map, Number, Value};

use crate::model::api::shapes::check::nearest;
use crate::model::api::shapes::task_definition::REGISTER_TASK_DEFINITION;
use crate::model::api::shapes::{Member, Shape};

use super::problem::{Edit, Findings};
use super::words;

/// Members DescribeTaskDefinition adds; people paste them back.
const DESCRIBED_ONLY: &[&str] = &[
    "taskDefinitionArn",
    "revision",
    "status",
    "requiresAttributes",
    "compatibilities",
    "registeredAt",
    "deregisteredAt",
    "deleteRequestedAt",
    "registeredBy",
];

/// Words that are not checked here: any protocol counts as tcp, and log drivers have a rule with its own message.
const RULES_KNOW_THE_WORDS: &[&str] = &["protocol", "logDriver"];

/// The integers that may be negative.
const SIGNED: &[&str] = &["softLimit", "hardLimit", "ignoredExitCodes"];

/// What the walk leaves behind.
#[derive(Debug)]
pub struct Shaped {
    /// The document without nulls and without what is not of the right shape.
    pub value: Value,
    /// Pointers of members taken out because of an error; rules need not complain that they are missing.
    pub left_out: Vec<String>,
}

/// Walks `input` along the shape of the request, reports what does not fit, and gives back what does. Limits and
/// required members are the rules' business.
pub fn fit(input: &Value, findings: &mut Findings) -> Shaped {
    let mut walk = Walk { root: input, findings, left_out: Vec::new() };
    let value = walk.value(input, &REGISTER_TASK_DEFINITION, "").unwrap_or_else(|| Value::Object(Map::new()));
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
    fn value(&mut self, value: &Value, shape: &'static Shape, pointer: &str) -> Option<Value> {
        let fitted = match (shape, value) {
            (_, Value::Null) => return None,
            (Shape::Enum(words), Value::String(word)) => self.word(word, words, pointer),
            (Shape::Document, value)
            | (Shape::String, value @ Value::String(_))
            | (Shape::Boolean, value @ Value::Bool(_))
            | (Shape::Double | Shape::Timestamp, value @ Value::Number(_)) => Some(value.clone()),
            (Shape::Integer { .. } | Shape::Long, Value::Number(number)) => self.integer(number, pointer),
            (Shape::List { member, .. }, Value::Array(items)) => Some(self.list(items, member, pointer)),
            (Shape::Map { value }, Value::Object(members)) => Some(self.map(members, value, pointer)),
            (Shape::Structure { members: known }, Value::Object(members)) => {
                Some(self.structure(members, known, pointer))
            }
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
    fn list(&mut self, items: &[Value], shape: &'static Shape, pointer: &str) -> Value {
        let fit_item =
            |(index, item)| self.value(item, shape, &format!("{pointer}/{index}")).or(empty(shape));
        items.iter().enumerate().filter_map(fit_item).collect()
    }

    fn map(&mut self, members: &Map<String, Value>, shape: &'static Shape, pointer: &str) -> Value {
        let mut fitted = Map::new();
        for (name, value) in members {
            if let Some(value) = self.value(value, shape, &format!("{pointer}/{}", escape(name))) {
                fitted.insert(name.clone(), value);
            }
        }
        Value::Object(fitted)
    }

    fn structure(&mut self, members: &Map<String, Value>, known: &'static [Member], pointer: &str) -> Value {
        let mut fitted = Map::new();
        for (name, value) in members {
            let member_pointer = format!("{pointer}/{}", escape(name));
            match known.iter().find(|member| member.name == name) {
                Some(member) => {
                    if let Some(value) = self.value(value, member.shape, &member_pointer) {
                        fitted.insert(name.clone(), value);
                    }
                }
                None if value.is_null() => {}
                None => self.unknown(name, known, members, &member_pointer),
            }
        }
        Value::Object(fitted)
    }

    fn unknown(&mut self, name: &str, known: &[Member], given: &Map<String, Value>, pointer: &str) {
        let at_top = pointer.rfind('/') == Some(0);
        if at_top && DESCRIBED_ONLY.contains(&name) {
            let message = format!("DescribeTaskDefinition adds {name}; registering ignores it.");
            let problem = self.findings.warning(pointer, message);
            problem.key = true;
            problem.fix_by_removing();
            let all = DESCRIBED_ONLY.iter().filter(|name| given.contains_key(**name));
            let edits: Vec<Edit> = all.map(|name| Edit::remove(format!("/{name}"))).collect();
            if edits.len() > 1 {
                problem.fix("Remove all that DescribeTaskDefinition adds", edits);
            }
            return;
        }
        let free = known.iter().map(|member| member.name).filter(|name| !given.contains_key(*name));
        let problem = self.findings.warning(pointer, format!("Unknown member {name}: ECS ignores it."));
        problem.key = true;
        if let Some(meant) = nearest(name, free) {
            problem.fix(format!("Rename to {meant}"), vec![Edit::rename(pointer, meant)]);
        }
        problem.fix_by_removing();
    }

    fn word(&mut self, word: &str, known: &'static [&'static str], pointer: &str) -> Option<Value> {
        let member = member_name(pointer);
        if known.contains(&word) || RULES_KNOW_THE_WORDS.contains(&member) {
            return Some(word.into());
        }
        let message = words::fill(words::UNKNOWN_WORD, &[word, member, &known.join(", ")]);
        let problem = self.findings.client(pointer, message);
        if let Some(meant) = nearest(word, known.iter().copied()) {
            problem.fix(format!("Change to {meant}"), vec![Edit::set(pointer, meant)]);
        }
        None
    }

    fn integer(&mut self, number: &Number, pointer: &str) -> Option<Value> {
        let Some(integer) = number.as_i64().filter(|integer| i32::try_from(*integer).is_ok()) else {
            self.findings.serialization(pointer, words::NOT_AN_INTEGER);
            return None;
        };
        if integer < 0 && !SIGNED.contains(&member_name(pointer)) {
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

    fn wrong_type(&mut self, value: &Value, shape: &Shape, pointer: &str) {
        let message = match value {
            Value::Object(_) => words::UNEXPECTED_OBJECT.to_owned(),
            Value::Array(_) => words::UNEXPECTED_LIST.to_owned(),
            _ => words::fill(words::NOT_CONVERTIBLE, &[token(value), wanted(shape)]),
        };
        let problem = self.findings.serialization(pointer, message);
        match (shape, value) {
            (Shape::String | Shape::Enum(_), Value::Number(_) | Value::Bool(_)) => {
                problem.fix("Put it in quotes", vec![Edit::set(pointer, value.to_string())]);
            }
            (Shape::Integer { .. } | Shape::Boolean, Value::String(text)) => {
                let bare = serde_json::from_str::<Value>(text.trim()).ok();
                if let Some(bare) = bare.filter(|bare| bare.is_i64() || bare.is_boolean()) {
                    problem.fix("Take the quotes away", vec![Edit::set(pointer, bare)]);
                }
            }
            (Shape::List { .. }, Value::String(_)) => {
                let list = Value::Array(vec![value.clone()]);
                problem.fix("Put it in a list", vec![Edit::set(pointer, list)]);
            }
            _ => {}
        }
    }
}

fn empty(shape: &Shape) -> Option<Value> {
    match shape {
        Shape::String => Some("".into()),
        Shape::Integer { .. } => Some(0.into()),
        Shape::Structure { .. } => Some(Value::Object(Map::new())),
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

fn wanted(shape: &Shape) -> &'static str {
    match shape {
        Shape::Integer { .. } => "an Integer",
        Shape::Boolean => "a Boolean",
        Shape::List { .. } => "a List",
        Shape::Map { .. } => "a Map",
        Shape::Structure { .. } => "a Structure",
        _ => "a String",
    }
}
