//! `--output text`: tab-separated lines, each list of structures under its name.

use super::python;
use crate::model::kernel::order;
use serde_json::{Map, Value};

/// The value as the AWS CLI's text output. Members come in alphabetical order, scalars first.
pub fn text(value: &Value) -> String {
    let mut out = String::new();
    write(&mut out, None, None, value);
    out
}

fn is_scalar(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

fn line(out: &mut String, cells: &[String]) {
    out.push_str(&cells.join("\t"));
    out.push('\n');
}

fn write(out: &mut String, name: Option<&str>, columns: Option<&[&str]>, value: &Value) {
    match value {
        Value::Object(members) => structure(out, name, columns, members),
        Value::Array(entries) => list(out, name, entries),
        scalar => line(out, &[python::text(scalar)]),
    }
}

fn list(out: &mut String, name: Option<&str>, entries: &[Value]) {
    if entries.iter().any(Value::is_object) {
        let mut columns: Vec<&str> = entries
            .iter()
            .filter_map(Value::as_object)
            .flat_map(|members| {
                members.iter().filter(|(_, value)| is_scalar(value)).map(|(key, _)| key.as_str())
            })
            .collect();
        order::sort_by(&mut columns, Ord::cmp);
        columns.dedup();
        entries.iter().for_each(|entry| write(out, name, Some(&columns), entry));
        return;
    }
    let scalars: Vec<String> = entries.iter().filter(|entry| is_scalar(entry)).map(python::text).collect();
    match name {
        Some(name) => scalars.into_iter().for_each(|scalar| line(out, &[name.to_ascii_uppercase(), scalar])),
        None if !scalars.is_empty() => line(out, &scalars),
        None => {}
    }
    entries.iter().filter(|entry| !is_scalar(entry)).for_each(|entry| write(out, name, None, entry));
}

/// `columns` are the scalar members of all structures of a list, so that their lines have the same columns.
fn structure(out: &mut String, name: Option<&str>, columns: Option<&[&str]>, members: &Map<String, Value>) {
    let mut names: Vec<&str> = members.keys().map(String::as_str).collect();
    order::sort_by(&mut names, Ord::cmp);
    let is_column = |member: &str| match columns {
        Some(columns) => columns.contains(&member),
        None => is_scalar(&members[member]),
    };
    let cell = |member: &str| members.get(member).map_or_else(String::new, python::text);
    let mut cells: Vec<String> = match columns {
        Some(columns) => columns.iter().map(|member| cell(member)).collect(),
        None => names.iter().filter(|member| is_column(member)).map(|member| cell(member)).collect(),
    };
    if !cells.is_empty() {
        if let Some(name) = name {
            cells.insert(0, name.to_ascii_uppercase());
        }
        line(out, &cells);
    }
    for member in names.into_iter().filter(|member| !is_column(member)) {
        write(out, Some(member), None, &members[member]);
    }
}
