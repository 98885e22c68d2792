//! `--output yaml`: block style, lists at the level of their key.

use serde_json::Value;

use super::python;

/// The value as the AWS CLI's YAML output.
pub fn yaml(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Array(entries) if !entries.is_empty() => list(&mut out, 0, entries),
        Value::Object(members) if !members.is_empty() => structure(&mut out, 0, members),
        other => out.push_str(&(scalar(other) + "\n")),
    }
    out
}

fn structure(out: &mut String, indent: usize, members: &serde_json::Map<String, Value>) {
    for (index, (key, value)) in members.iter().enumerate() {
        // The first line of a list entry already stands behind its dash.
        if index > 0 || out.is_empty() || out.ends_with('\n') {
            out.push_str(&" ".repeat(indent));
        }
        out.push_str(&plain_or_quoted(key));
        out.push(':');
        match value {
            Value::Array(entries) if !entries.is_empty() => {
                out.push('\n');
                list(out, indent, entries);
            }
            Value::Object(inner) if !inner.is_empty() => {
                out.push('\n');
                structure(out, indent + 2, inner);
            }
            other => out.push_str(&format!(" {}\n", scalar(other))),
        }
    }
}

fn list(out: &mut String, indent: usize, entries: &[Value]) {
    for (index, entry) in entries.iter().enumerate() {
        if index > 0 || out.is_empty() || out.ends_with('\n') {
            out.push_str(&" ".repeat(indent));
        }
        out.push_str("- ");
        match entry {
            Value::Array(inner) if !inner.is_empty() => list(out, indent + 2, inner),
            Value::Object(members) if !members.is_empty() => structure(out, indent + 2, members),
            other => out.push_str(&(scalar(other) + "\n")),
        }
    }
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => plain_or_quoted(text),
        other => other.to_string(),
    }
}

/// Quotes what YAML would read as something other than this text.
fn plain_or_quoted(text: &str) -> String {
    if text.chars().any(char::is_control) {
        return Value::from(text).to_string();
    }
    let starts_oddly = text.starts_with(|first: char| "-?:,[]{}#&*!|>'\"%@` ".contains(first));
    let starts_as_text =
        text.starts_with('-') && text.len() > 1 && !text.starts_with("- ") && !text.starts_with("---");
    let breaks_off = text.contains(": ") || text.contains(" #") || text.ends_with([':', ' ']);
    let is_text = text.is_empty() || (starts_oddly && !starts_as_text) || breaks_off || reads_as_other(text);
    if is_text { format!("'{}'", text.replace('\'', "''")) } else { text.to_string() }
}

/// Whether a plain word means a number, a truth value, nothing, or a date.
fn reads_as_other(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "true", "false", "null", "yes", "no", "on", "off", "y", "n", "~", "=", "<<", "---", "...", ".inf",
        ".nan",
    ];
    let lower = text.to_ascii_lowercase();
    let is_number = python::number(&lower.replace('_', "")).is_some()
        || lower.starts_with("0x")
        || lower.starts_with("0b");
    let is_time = text.contains(':') && text.chars().all(|next| next.is_ascii_digit() || next == ':');
    let bytes = text.as_bytes();
    let is_date = bytes.len() >= 10
        && bytes[4] == b'-'
        && bytes[7] == b'-'
        && [0, 1, 2, 3, 5, 6, 8, 9].iter().all(|at| bytes[*at].is_ascii_digit());
    WORDS.contains(&lower.as_str()) || is_number || is_time || is_date
}
