//! The functions of JMESPath.

use super::{Node, is_equal};
use crate::model::kernel::order;
use crate::playground::cli::python;
use serde_json::{Map, Number, Value};
use std::cmp::Ordering;

/// Calls a function by name. Arguments of the wrong number or type are errors.
pub(super) fn call(name: &str, arguments: &[Node], value: &Value) -> Result<Value, String> {
    let (fewest, most) = arity(name).ok_or_else(|| format!("Unknown function: {name}()"))?;
    if arguments.len() < fewest || arguments.len() > most {
        let given = arguments.len();
        return Err(format!("Expected {fewest} argument(s) for function {name}(), received {given}"));
    }
    match (name, arguments) {
        ("map", [Node::Reference(each), list]) => {
            let list = list.search(value)?;
            array(name, &list)?.iter().map(|entry| each.search(entry)).collect()
        }
        ("sort_by" | "max_by" | "min_by", [list, Node::Reference(key)]) => {
            by_key(name, &list.search(value)?, key)
        }
        ("map" | "sort_by" | "max_by" | "min_by", _) => {
            Err(format!("In function {name}(), expected an &expression"))
        }
        _ => {
            let values: Vec<Value> =
                arguments.iter().map(|node| node.search(value)).collect::<Result<_, _>>()?;
            plain(name, &values)
        }
    }
}

fn arity(name: &str) -> Option<(usize, usize)> {
    match name {
        "abs" | "avg" | "ceil" | "floor" | "keys" | "length" | "max" | "min" | "reverse" | "sort" | "sum"
        | "to_array" | "to_number" | "to_string" | "type" | "values" => Some((1, 1)),
        "contains" | "ends_with" | "join" | "map" | "max_by" | "min_by" | "sort_by" | "starts_with" => {
            Some((2, 2))
        }
        "merge" | "not_null" => Some((1, usize::MAX)),
        _ => None,
    }
}

fn plain(name: &str, values: &[Value]) -> Result<Value, String> {
    let first = &values[0];
    match name {
        "abs" => Ok(match first.as_i64() {
            Some(whole) => whole.saturating_abs().into(),
            None => number(amount(name, first)?.abs()),
        }),
        "ceil" => Ok(number(amount(name, first)?.ceil())),
        "floor" => Ok(number(amount(name, first)?.floor())),
        "avg" => average(&amounts(name, first)?),
        "sum" => Ok(number(amounts(name, first)?.iter().sum())),
        "keys" => Ok(object(name, first)?.keys().cloned().map(Value::from).collect()),
        "values" => Ok(object(name, first)?.values().cloned().collect()),
        "length" => length(first),
        "max" => extreme(name, first, Ordering::Greater),
        "min" => extreme(name, first, Ordering::Less),
        "sort" => sorted(name, first),
        "reverse" => match first {
            Value::String(text) => Ok(text.chars().rev().collect::<String>().into()),
            _ => Ok(array(name, first)?.iter().rev().cloned().collect()),
        },
        "to_array" => Ok(if first.is_array() { first.clone() } else { vec![first.clone()].into() }),
        "to_number" => Ok(match first {
            Value::Number(_) => first.clone(),
            Value::String(text) => text
                .parse::<i64>()
                .map(Value::from)
                .ok()
                .or_else(|| python::number(text)?.as_f64().map(number))
                .unwrap_or(Value::Null),
            _ => Value::Null,
        }),
        "to_string" => Ok(if first.is_string() { first.clone() } else { first.to_string().into() }),
        "type" => Ok(type_of(first).into()),
        "contains" => match first {
            Value::String(text) => Ok(values[1].as_str().is_some_and(|part| text.contains(part)).into()),
            _ => Ok(array(name, first)?.iter().any(|entry| is_equal(entry, &values[1])).into()),
        },
        "starts_with" => Ok(text(name, first)?.starts_with(text(name, &values[1])?).into()),
        "ends_with" => Ok(text(name, first)?.ends_with(text(name, &values[1])?).into()),
        "join" => {
            let parts = array(name, &values[1])?
                .iter()
                .map(|part| text(name, part))
                .collect::<Result<Vec<_>, _>>()?;
            Ok(parts.join(text(name, first)?).into())
        }
        "merge" => {
            let mut merged = Map::new();
            for value in values {
                merged.extend(object(name, value)?.clone());
            }
            Ok(merged.into())
        }
        _ => Ok(values.iter().find(|value| !value.is_null()).cloned().unwrap_or(Value::Null)),
    }
}

fn by_key(name: &str, list: &Value, key: &Node) -> Result<Value, String> {
    let entries = array(name, list)?.iter();
    let mut keyed: Vec<(Value, &Value)> =
        entries.map(|entry| Ok((key.search(entry)?, entry))).collect::<Result<_, String>>()?;
    let numbers = keyed.iter().all(|(key, _)| key.is_number());
    if !numbers && !keyed.iter().all(|(key, _)| key.is_string()) {
        return Err(wrong(
            name,
            "number or string",
            keyed.iter().map(|(key, _)| key).find(|key| !key.is_string()),
        ));
    }
    match name {
        "sort_by" => {
            order::sort_by(&mut keyed, |left, right| order(&left.0, &right.0));
            Ok(keyed.into_iter().map(|(_, entry)| entry.clone()).collect())
        }
        _ => {
            let wanted = if name == "max_by" { Ordering::Greater } else { Ordering::Less };
            let mut best: Option<(Value, &Value)> = None;
            for (key, entry) in keyed {
                if best.as_ref().is_none_or(|(best_key, _)| order(&key, best_key) == wanted) {
                    best = Some((key, entry));
                }
            }
            Ok(best.map_or(Value::Null, |(_, entry)| entry.clone()))
        }
    }
}

fn extreme(name: &str, list: &Value, wanted: Ordering) -> Result<Value, String> {
    let entries = array(name, list)?;
    comparable(name, entries)?;
    let mut best: Option<&Value> = None;
    for entry in entries {
        if best.is_none_or(|best| order(entry, best) == wanted) {
            best = Some(entry);
        }
    }
    Ok(best.cloned().unwrap_or(Value::Null))
}

fn sorted(name: &str, list: &Value) -> Result<Value, String> {
    let mut entries = array(name, list)?.clone();
    comparable(name, &entries)?;
    order::sort_by(&mut entries, order);
    Ok(entries.into())
}

fn comparable(name: &str, entries: &[Value]) -> Result<(), String> {
    if entries.iter().all(Value::is_number) || entries.iter().all(Value::is_string) {
        return Ok(());
    }
    Err(wrong(name, "array-number or array-string", entries.first()))
}

fn order(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::String(left), Value::String(right)) => left.cmp(right),
        _ => left.as_f64().partial_cmp(&right.as_f64()).unwrap_or(Ordering::Equal),
    }
}

fn length(value: &Value) -> Result<Value, String> {
    match value {
        Value::String(text) => Ok(text.chars().count().into()),
        Value::Array(entries) => Ok(entries.len().into()),
        Value::Object(members) => Ok(members.len().into()),
        other => Err(wrong("length", "string, array or object", Some(other))),
    }
}

fn average(amounts: &[f64]) -> Result<Value, String> {
    if amounts.is_empty() {
        return Ok(Value::Null);
    }
    let mean = amounts.iter().sum::<f64>() / amounts.len() as f64;
    Ok(Number::from_f64(mean).map_or(Value::Null, Value::Number))
}

/// A whole amount is written without a fraction.
fn number(amount: f64) -> Value {
    if amount.fract() == 0.0 && amount.abs() < 9e15 {
        Value::from(amount as i64)
    } else {
        Value::from(amount)
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn wrong(name: &str, expected: &str, found: Option<&Value>) -> String {
    let found = found.map_or("null", type_of);
    format!("In function {name}(), invalid type for value: expected {expected}, received: \"{found}\"")
}

fn amount(name: &str, value: &Value) -> Result<f64, String> {
    value.as_f64().ok_or_else(|| wrong(name, "number", Some(value)))
}

fn amounts(name: &str, value: &Value) -> Result<Vec<f64>, String> {
    array(name, value)?.iter().map(|entry| amount(name, entry)).collect()
}

fn array<'a>(name: &str, value: &'a Value) -> Result<&'a Vec<Value>, String> {
    value.as_array().ok_or_else(|| wrong(name, "array", Some(value)))
}

fn object<'a>(name: &str, value: &'a Value) -> Result<&'a Map<String, Value>, String> {
    value.as_object().ok_or_else(|| wrong(name, "object", Some(value)))
}

fn text<'a>(name: &str, value: &'a Value) -> Result<&'a str, String> {
    value.as_str().ok_or_else(|| wrong(name, "string", Some(value)))
}
