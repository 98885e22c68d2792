//! `--query`: JMESPath over a response, members kept in their order.
//!
//! Follows the JMESPath specification (jmespath.org), all functions included. It works on JSON values directly, so a
//! structure that is picked keeps the order its response had. That is why this is not the `jmespath` crate: it sorts the
//! members of every structure, and the AWS CLI prints them as the service or the expression orders them.

mod functions;
mod lexer;
mod parser;

use functions::call;
use serde_json::{Map, Value};

/// A compiled expression.
#[derive(Clone, Debug)]
pub struct Query {
    root: Node,
}

/// A part of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Current,
    Field(String),
    Index(i64),
    Slice {
        start: Option<i64>,
        stop: Option<i64>,
        step: i64,
    },
    Literal(Value),
    /// The right side on the result of the left: `a.b`, `a | b`, `a[0]`.
    Then(Box<Node>, Box<Node>),
    /// The right side on each entry of the left's list.
    Each(Box<Node>, Box<Node>),
    /// The right side on each value of the left's structure.
    EachValue(Box<Node>, Box<Node>),
    /// The right side on each entry that meets the condition.
    Filter {
        list: Box<Node>,
        condition: Box<Node>,
        then: Box<Node>,
    },
    Flatten(Box<Node>),
    Or(Box<Node>, Box<Node>),
    And(Box<Node>, Box<Node>),
    Not(Box<Node>),
    Compare(Comparison, Box<Node>, Box<Node>),
    List(Vec<Node>),
    Structure(Vec<(String, Node)>),
    Call(String, Vec<Node>),
    /// `&expression`, for functions that evaluate it themselves.
    Reference(Box<Node>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Query {
    /// Reads an expression; the error says what is wrong and where.
    pub fn compile(expression: &str) -> Result<Self, String> {
        parser::parse(expression).map(|root| Self { root })
    }

    /// The part of the value the expression picks; null where there is none. Only a function given the wrong types is
    /// an error.
    pub fn search(&self, value: &Value) -> Result<Value, String> {
        self.root.search(value)
    }
}

impl Node {
    pub(crate) fn search(&self, value: &Value) -> Result<Value, String> {
        match self {
            Node::Current => Ok(value.clone()),
            Node::Field(name) => Ok(value.get(name.as_str()).cloned().unwrap_or(Value::Null)),
            Node::Index(index) => Ok(at(value, *index)),
            Node::Slice { start, stop, step } => Ok(slice(value, *start, *stop, *step)),
            Node::Literal(literal) => Ok(literal.clone()),
            Node::Then(left, right) => {
                let left = left.search(value)?;
                Room::new().take(&left)?;
                right.search(&left)
            }
            Node::Each(left, right) => match left.search(value)? {
                Value::Array(entries) => right.each(entries.into_iter()),
                _ => Ok(Value::Null),
            },
            Node::EachValue(left, right) => match left.search(value)? {
                Value::Object(members) => right.each(members.into_iter().map(|(_, member)| member)),
                _ => Ok(Value::Null),
            },
            Node::Filter { list, condition, then } => match list.search(value)? {
                Value::Array(entries) => filter(entries, condition, then),
                _ => Ok(Value::Null),
            },
            Node::Flatten(inner) => Ok(flatten(inner.search(value)?)),
            Node::Or(left, right) => {
                let left = left.search(value)?;
                if is_true(&left) { Ok(left) } else { right.search(value) }
            }
            Node::And(left, right) => {
                let left = left.search(value)?;
                if is_true(&left) { right.search(value) } else { Ok(left) }
            }
            Node::Not(inner) => Ok((!is_true(&inner.search(value)?)).into()),
            Node::Compare(comparison, left, right) => {
                Ok(compare(*comparison, &left.search(value)?, &right.search(value)?))
            }
            Node::List(_) | Node::Structure(_) if value.is_null() => Ok(Value::Null),
            Node::List(nodes) => {
                let mut room = Room::new();
                nodes.iter().map(|node| room.keep(node.search(value)?)).collect()
            }
            Node::Structure(members) => {
                let mut room = Room::new();
                let members =
                    members.iter().map(|(name, node)| Ok((name.clone(), room.keep(node.search(value)?)?)));
                members.collect::<Result<Map<_, _>, String>>().map(Value::Object)
            }
            Node::Call(name, arguments) => call(name, arguments, value),
            Node::Reference(_) => Ok(Value::Null),
        }
    }

    /// Applies the node to each entry and leaves nulls out.
    fn each(&self, entries: impl Iterator<Item = Value>) -> Result<Value, String> {
        let results = entries.map(|entry| self.search(&entry));
        let kept = results.filter(|result| !matches!(result, Ok(Value::Null)));
        kept.collect::<Result<Vec<_>, _>>().map(Value::Array)
    }
}

/// How many values an intermediate result may still hold: `[@,@] | [@,@] | ...` doubles with each step.
struct Room(usize);

impl Room {
    fn new() -> Self {
        Self(1_000_000)
    }

    fn keep(&mut self, value: Value) -> Result<Value, String> {
        self.take(&value)?;
        Ok(value)
    }

    fn take(&mut self, value: &Value) -> Result<(), String> {
        self.0 = self.0.checked_sub(1).ok_or("The result of --query grows too large")?;
        match value {
            Value::Array(entries) => entries.iter().try_for_each(|entry| self.take(entry)),
            Value::Object(members) => members.values().try_for_each(|member| self.take(member)),
            _ => Ok(()),
        }
    }
}

/// What counts as true: everything but false, null and what is empty.
pub(crate) fn is_true(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Number(_) => true,
        Value::String(text) => !text.is_empty(),
        Value::Array(entries) => !entries.is_empty(),
        Value::Object(members) => !members.is_empty(),
    }
}

/// Numbers are equal when their amounts are: `1` and `1.0`.
pub(crate) fn is_equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| is_equal(left, right))
        }
        _ => left == right,
    }
}

fn filter(entries: Vec<Value>, condition: &Node, then: &Node) -> Result<Value, String> {
    let mut kept = Vec::new();
    for entry in entries {
        if is_true(&condition.search(&entry)?) {
            kept.push(entry);
        }
    }
    then.each(kept.into_iter())
}

fn at(value: &Value, index: i64) -> Value {
    let Some(entries) = value.as_array() else { return Value::Null };
    let index = if index < 0 { index + entries.len() as i64 } else { index };
    usize::try_from(index).ok().and_then(|index| entries.get(index)).cloned().unwrap_or(Value::Null)
}

fn slice(value: &Value, start: Option<i64>, stop: Option<i64>, step: i64) -> Value {
    let Some(entries) = value.as_array() else { return Value::Null };
    let length = entries.len() as i64;
    let (lowest, highest) = if step > 0 { (0, length) } else { (-1, length - 1) };
    let place = |bound: Option<i64>, absent: i64| match bound {
        None => absent,
        Some(bound) if bound < 0 => (bound + length).clamp(lowest, highest),
        Some(bound) => bound.clamp(lowest, highest),
    };
    let (first, last) = if step > 0 { (lowest, highest) } else { (highest, lowest) };
    let (mut index, stop) = (place(start, first), place(stop, last));
    let mut out = Vec::new();
    while (step > 0 && index < stop) || (step < 0 && index > stop) {
        out.push(entries[index as usize].clone());
        index = index.saturating_add(step);
    }
    Value::Array(out)
}

fn flatten(value: Value) -> Value {
    let Value::Array(entries) = value else { return Value::Null };
    let mut out = Vec::new();
    for entry in entries {
        match entry {
            Value::Array(inner) => out.extend(inner),
            other => out.push(other),
        }
    }
    Value::Array(out)
}

/// Only numbers have an order; JMESPath as the AWS CLI has it orders texts too, such as moments.
fn compare(comparison: Comparison, left: &Value, right: &Value) -> Value {
    let order = match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_f64().partial_cmp(&right.as_f64()),
        (Value::String(left), Value::String(right)) => Some(left.cmp(right)),
        _ => None,
    };
    match comparison {
        Comparison::Equal => is_equal(left, right).into(),
        Comparison::NotEqual => (!is_equal(left, right)).into(),
        Comparison::Less => order.map(|order| order.is_lt()).into(),
        Comparison::LessOrEqual => order.map(|order| order.is_le()).into(),
        Comparison::Greater => order.map(|order| order.is_gt()).into(),
        Comparison::GreaterOrEqual => order.map(|order| order.is_ge()).into(),
    }
}
