//! How Python writes values: the AWS CLI is a Python program and shows it in error texts and plain output.

use serde_json::Value;

/// `str(value)`.
pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        _ => repr(value),
    }
}

fn repr(value: &Value) -> String {
    match value {
        Value::Null => "None".into(),
        Value::Bool(true) => "True".into(),
        Value::Bool(false) => "False".into(),
        Value::Number(number) => number.to_string(),
        Value::String(text) if text.contains('\'') && !text.contains('"') => format!("\"{text}\""),
        Value::String(text) => {
            format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n"))
        }
        Value::Array(entries) => format!("[{}]", entries.iter().map(repr).collect::<Vec<_>>().join(", ")),
        Value::Object(members) if members.is_empty() => "OrderedDict()".into(),
        Value::Object(members) => {
            let pairs: Vec<String> = members
                .iter()
                .map(|(key, value)| format!("{}: {}", repr(&key.as_str().into()), repr(value)))
                .collect();
            format!("OrderedDict({{{}}})", pairs.join(", "))
        }
    }
}

/// `type(value)`.
pub fn class(value: &Value) -> &'static str {
    match value {
        Value::Null => "<class 'NoneType'>",
        Value::Bool(_) => "<class 'bool'>",
        Value::Number(number) if number.is_f64() => "<class 'float'>",
        Value::Number(_) => "<class 'int'>",
        Value::String(_) => "<class 'str'>",
        Value::Array(_) => "<class 'list'>",
        Value::Object(_) => "<class 'collections.OrderedDict'>",
    }
}

/// The classes the SDK takes for a type of the service model.
pub fn valid_types(type_name: &str) -> &'static str {
    match type_name {
        "structure" | "map" => "<class 'dict'>",
        "list" => "<class 'list'>, <class 'tuple'>",
        "integer" | "long" => "<class 'int'>",
        "double" => "<class 'float'>, <class 'decimal.Decimal'>, <class 'int'>",
        "boolean" => "<class 'bool'>",
        _ => "<class 'str'>",
    }
}

/// A JSON pointer as a path, such as `containerDefinitions[0].name`.
pub fn path(request: &Value, pointer: &str) -> String {
    let mut out = String::new();
    let mut value = Some(request);
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        if value.is_some_and(Value::is_array) {
            out.push_str(&format!("[{step}]"));
            value = step.parse::<usize>().ok().and_then(|index| value?.get(index));
        } else {
            if !out.is_empty() {
                out.push('.');
            }
            out.push_str(&step);
            value = value.and_then(|value| value.get(&step));
        }
    }
    out
}
