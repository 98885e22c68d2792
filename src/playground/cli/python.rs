//! How Python writes values: the AWS CLI is a Python program and shows it in error texts and plain output.

use serde_json::{Number, Value};

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

/// `float(text)`, of finite numbers.
pub fn number(text: &str) -> Option<Number> {
    let (sign, body) = match text.strip_prefix('-') {
        Some(body) => ("-", body),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (digits, exponent) = body.split_once(['e', 'E']).unwrap_or((body, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = is_digits(whole) && is_digits(fraction) && whole.len() + fraction.len() > 0;
    // JSON writes no zero before other digits, and always digits around the point.
    let whole = Some(whole.trim_start_matches('0')).filter(|whole| !whole.is_empty()).unwrap_or("0");
    let json = is_number.then(|| format!("{sign}{whole}.{fraction}0e{exponent}"))?;
    match serde_json::from_str(&json).ok()? {
        Value::Number(number) => Some(number),
        _ => None,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_python_reads_them() {
        let read = |text| number(text).and_then(|number| number.as_f64());
        for (text, value) in [
            ("1", 1.0),
            ("-1.5", -1.5),
            ("+.5", 0.5),
            ("1.", 1.0),
            ("007", 7.0),
            ("2e3", 2000.0),
            ("2.5E-1", 0.25),
        ] {
            assert_eq!(read(text), Some(value), "{text}");
        }
        for text in ["", "-", ".", "1e", "1 2", "1.2.3", "e5", "--1", "0x10", "1e999"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
