//! What differs between two registrations, as the paths an author would name.

use serde_json::Value;

/// One member that is not the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// `containerDefinitions.app.image`; entries of a list go by their name where they have one.
    pub path: String,
    /// As JSON; none if the member is new.
    pub old: Option<String>,
    /// None if it is gone.
    pub new: Option<String>,
}

/// More would not be read.
const MOST: usize = 40;

pub fn differences(old: &Value, new: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare("", Some(old), Some(new), &mut found);
    found.truncate(MOST);
    found
}

fn compare(path: &str, old: Option<&Value>, new: Option<&Value>, found: &mut Vec<Difference>) {
    if old == new || found.len() >= MOST {
        return;
    }
    if let (Some(Value::Object(before)), Some(Value::Object(after))) = (old, new) {
        let gone = before.keys().filter(|name| !after.contains_key(*name));
        for name in after.keys().chain(gone) {
            compare(&under(path, name), before.get(name), after.get(name), found);
        }
        return;
    }
    if let (Some(Value::Array(before)), Some(Value::Array(after))) = (old, new) {
        if let (Some(before), Some(after)) = (named(before), named(after)) {
            let gone = before.iter().filter(|(name, _)| after.iter().all(|(other, _)| other != name));
            for (name, _) in after.iter().chain(gone) {
                let of = |rows: &[(&str, &Value)]| {
                    rows.iter().find(|(other, _)| other == name).map(|(_, value)| (*value).clone())
                };
                compare(&under(path, name), of(&before).as_ref(), of(&after).as_ref(), found);
            }
            return;
        }
        if before.len() == after.len() && before.iter().chain(after).all(Value::is_object) {
            for (at, (old, new)) in before.iter().zip(after).enumerate() {
                compare(&format!("{path}[{at}]"), Some(old), Some(new), found);
            }
            return;
        }
    }
    let text = |value: Option<&Value>| value.map(Value::to_string);
    found.push(Difference { path: path.to_owned(), old: text(old), new: text(new) });
}

fn under(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// The entries by their `name`, if all have one and no two share it.
fn named(list: &[Value]) -> Option<Vec<(&str, &Value)>> {
    let rows: Option<Vec<_>> = list.iter().map(|entry| Some((entry.get("name")?.as_str()?, entry))).collect();
    let rows = rows?;
    let unique =
        rows.iter().enumerate().all(|(at, (name, _))| rows[..at].iter().all(|(other, _)| other != name));
    unique.then_some(rows)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::differences;

    #[test]
    fn members_are_named_by_their_path() {
        let containers =
            |image: &str, more: Value| json!([{ "name": "app", "image": image, "cpu": 256 }, more]);
        let old = json!({ "family": "web", "cpu": "256",
            "containerDefinitions": containers("web:1", json!({ "name": "log", "image": "log:1" })) });
        let new = json!({ "family": "web", "networkMode": "awsvpc",
            "containerDefinitions": containers("web:2", json!({ "name": "otel", "image": "otel:1" })) });
        let found = differences(&old, &new);
        let rows: Vec<_> = found
            .iter()
            .map(|row| {
                (row.path.as_str(), row.old.as_deref().unwrap_or("-"), row.new.as_deref().unwrap_or("-"))
            })
            .collect();
        assert_eq!(
            rows,
            [
                ("networkMode", "-", "\"awsvpc\""),
                ("containerDefinitions.app.image", "\"web:1\"", "\"web:2\""),
                ("containerDefinitions.otel", "-", r#"{"name":"otel","image":"otel:1"}"#),
                ("containerDefinitions.log", r#"{"name":"log","image":"log:1"}"#, "-"),
                ("cpu", "\"256\"", "-"),
            ]
        );
        assert_eq!(differences(&old, &old), []);
    }
}
