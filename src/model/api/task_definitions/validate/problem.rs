//! What a rule finds: where, what ECS says, and the edit that would cure it.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::model::ecs::{EcsError, ExceptionName};

/// One thing the caller did wrong or should know.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// JSON pointer to the offending value. For a member that is missing: to the object that lacks it.
    pub pointer: String,
    /// True when the name of the member is at fault, not its value.
    pub key: bool,
    pub severity: Severity,
    /// The exception ECS would throw; `Playground` for a warning of ours.
    pub source: String,
    pub message: String,
    /// Edits a person can take with one click.
    pub fixes: Vec<Fix>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Registering fails.
    Error,
    /// Registering works, but perhaps not as meant.
    Warning,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fix {
    pub label: String,
    pub edits: Vec<Edit>,
}

/// One change of the document, in the manner of JSON Patch.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Edit {
    pub path: String,
    pub op: EditOp,
    /// The new value; for `rename` the new name; for `remove` null.
    pub value: Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum EditOp {
    /// Replaces the value, or adds the member. An empty path replaces the document.
    Set,
    Remove,
    /// Gives the member another name, in its place.
    Rename,
}

impl Edit {
    pub fn set(path: impl Into<String>, value: impl Into<Value>) -> Self {
        Edit { path: path.into(), op: EditOp::Set, value: value.into() }
    }

    pub fn remove(path: impl Into<String>) -> Self {
        Edit { path: path.into(), op: EditOp::Remove, value: Value::Null }
    }

    pub fn rename(path: impl Into<String>, name: &str) -> Self {
        Edit { path: path.into(), op: EditOp::Rename, value: name.into() }
    }

    /// Changes the document; objects and lists that are still missing on the way are made. False if the
    /// document has no such place.
    pub fn apply(&self, document: &mut Value) -> bool {
        let Some((parent, step)) = self.path.rsplit_once('/') else {
            *document = self.value.clone();
            return self.op == EditOp::Set;
        };
        if self.op == EditOp::Set {
            return self.set_in(document, parent, step);
        }
        let step = step.replace("~1", "/").replace("~0", "~");
        match document.pointer_mut(parent) {
            Some(Value::Object(members)) if self.op == EditOp::Remove => {
                members.shift_remove(&step).is_some()
            }
            Some(Value::Object(members)) => {
                let name = self.value.as_str().unwrap_or_default().to_owned();
                let known = members.contains_key(&step);
                let renamed = std::mem::take(members).into_iter();
                *members = renamed
                    .map(|(key, value)| (if key == step { name.clone() } else { key }, value))
                    .collect();
                known
            }
            Some(Value::Array(entries)) if self.op == EditOp::Remove => {
                let at = step.parse().ok().filter(|at| *at < entries.len());
                at.map(|at: usize| entries.remove(at)).is_some()
            }
            _ => false,
        }
    }

    fn set_in(&self, document: &mut Value, parent: &str, step: &str) -> bool {
        let is_place = step.bytes().all(|byte| byte.is_ascii_digit());
        if document.pointer(parent).is_none_or(Value::is_null) {
            let empty = if is_place { Value::Array(Vec::new()) } else { Value::Object(Map::new()) };
            if !Edit::set(parent, empty).apply(document) {
                return false;
            }
        }
        match document.pointer_mut(parent) {
            Some(Value::Object(members)) => {
                members.insert(step.replace("~1", "/").replace("~0", "~"), self.value.clone());
                true
            }
            Some(Value::Array(entries)) => {
                let at: usize = step.parse().unwrap_or(entries.len());
                if at == entries.len() {
                    entries.push(Value::Null);
                }
                let place = entries.get_mut(at);
                place.map(|entry| *entry = self.value.clone()).is_some()
            }
            _ => false,
        }
    }
}

impl Problem {
    fn new(pointer: String, source: ExceptionName, message: String) -> Self {
        let severity = Severity::Error;
        Problem { pointer, key: false, severity, source: source.as_str(), message, fixes: Vec::new() }
    }

    /// Offers a one-click cure.
    pub fn fix(&mut self, label: impl Into<String>, edits: Vec<Edit>) -> &mut Self {
        self.fixes.push(Fix { label: label.into(), edits });
        self
    }

    /// Offers to take the member out that the problem points at.
    pub fn fix_by_removing(&mut self) -> &mut Self {
        let step = self.pointer.rsplit('/').next().unwrap_or_default();
        let is_place = step.bytes().all(|byte| byte.is_ascii_digit());
        let label = if is_place { "Remove it".to_owned() } else { format!("Remove {step}") };
        let edit = Edit::remove(self.pointer.clone());
        self.fix(label, vec![edit])
    }

    /// The exception, for an error.
    pub fn to_error(&self) -> EcsError {
        let name = if self.source == ExceptionName::SerializationException.as_str() {
            ExceptionName::SerializationException
        } else {
            ExceptionName::ClientException
        };
        EcsError::new(name, self.message.clone())
    }
}

/// The problems found so far, in the order of the rules.
#[derive(Debug, Default)]
pub struct Findings {
    pub problems: Vec<Problem>,
}

impl Findings {
    /// A rule of ECS is broken. `pointer` names the member even if it is missing.
    pub fn client(&mut self, pointer: impl Into<String>, message: impl Into<String>) -> &mut Problem {
        self.push(pointer, ExceptionName::ClientException, message)
    }

    /// The wire cannot read the value.
    pub fn serialization(&mut self, pointer: impl Into<String>, message: impl Into<String>) -> &mut Problem {
        self.push(pointer, ExceptionName::SerializationException, message)
    }

    /// A note of ours that stops nothing.
    pub fn warning(&mut self, pointer: impl Into<String>, message: impl Into<String>) -> &mut Problem {
        let problem = self.client(pointer, message);
        problem.severity = Severity::Warning;
        problem.source = "Playground".to_owned();
        problem
    }

    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }

    fn push(
        &mut self,
        pointer: impl Into<String>,
        name: ExceptionName,
        message: impl Into<String>,
    ) -> &mut Problem {
        let index = self.problems.len();
        self.problems.push(Problem::new(pointer.into(), name, message.into()));
        &mut self.problems[index]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn edits_change_what_they_name_and_nothing_else() {
        let before = json!({ "a": { "b": 1, "c": [1, 2] } });
        let rows = [
            (Edit::set("/a/b", 2), json!({ "a": { "b": 2, "c": [1, 2] } })),
            (Edit::set("/a/c/2", 3), json!({ "a": { "b": 1, "c": [1, 2, 3] } })),
            (Edit::set("/x/0/y", "z"), json!({ "a": { "b": 1, "c": [1, 2] }, "x": [{ "y": "z" }] })),
            (Edit::rename("/a/b", "d"), json!({ "a": { "d": 1, "c": [1, 2] } })),
            (Edit::remove("/a/c/0"), json!({ "a": { "b": 1, "c": [2] } })),
            (Edit::remove("/a/b"), json!({ "a": { "c": [1, 2] } })),
            (Edit::set("", 1), json!(1)),
        ];
        for (edit, after) in rows {
            let mut document = before.clone();
            assert!(edit.apply(&mut document), "{edit:?}");
            assert_eq!(document.to_string(), after.to_string(), "{edit:?}");
        }
        for edit in [Edit::remove("/a/x"), Edit::set("/a/b/c", 1), Edit::set("/a/c/7", 1)] {
            assert!(!edit.apply(&mut before.clone()), "{edit:?}");
        }
    }
}
