//! Which members of a request a form shows at once, and what it proposes for them.

use serde_json::Value;

use crate::model::api::shapes::Member;
use crate::model::api::task_definitions::validate::FARGATE_SIZES;

/// Whose form it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guide {
    TaskDefinition,
    /// A request of which the form around it has these members already.
    Request {
        hidden: &'static [&'static str],
    },
}

/// Structures of up to so many members are shown whole.
const SMALL: usize = 6;

/// What a beginner needs of a structure, by the path to it with `*` for places in lists.
const FIRST: [(&str, &[&str]); 6] = [
    ("", &["family", "requiresCompatibilities", "networkMode", "cpu", "memory", "containerDefinitions"]),
    (
        "/containerDefinitions/*",
        &["name", "image", "essential", "cpu", "memory", "portMappings", "environment", "healthCheck"],
    ),
    ("/containerDefinitions/*/portMappings/*", &["containerPort", "hostPort", "protocol"]),
    ("/containerDefinitions/*/linuxParameters", &[]),
    ("/volumes/*", &["name"]),
    ("/containerDefinitions/*/logConfiguration", &["logDriver", "options"]),
];

impl Guide {
    /// Shown although it is absent, at `path`.
    pub fn shows(self, path: &str, member: &Member, siblings: usize) -> bool {
        let at_top = path.is_empty();
        match self {
            Self::Request { .. } if at_top => false,
            Self::TaskDefinition => match FIRST.iter().find(|(known, _)| *known == pattern(path)) {
                Some((_, first)) => first.contains(&member.name),
                None => member.required || siblings <= SMALL,
            },
            Self::Request { .. } => member.required || siblings <= SMALL,
        }
    }

    /// The order of a structure's fields; members that are equal stay in the table's.
    pub fn rank(self, path: &str, name: &str) -> usize {
        if self != Self::TaskDefinition {
            return 0;
        }
        let first = FIRST.iter().find(|(known, _)| *known == pattern(path));
        let place = first.and_then(|(_, first)| first.iter().position(|known| *known == name));
        place.unwrap_or(usize::MAX)
    }

    /// The form around it has a field of its own for the member.
    pub fn hides(self, path: &str, name: &str) -> bool {
        matches!(self, Self::Request { hidden } if path.is_empty() && hidden.contains(&name))
    }

    /// The only sensible values of a field; none if anything may be typed.
    pub fn choices(self, document: &Value, path: &str) -> Vec<String> {
        if self != Self::TaskDefinition {
            return Vec::new();
        }
        let names = |of: &str, member: &str| {
            let entries = document.pointer(of).and_then(Value::as_array).into_iter().flatten();
            entries.filter_map(|entry| entry[member].as_str().map(str::to_owned)).collect()
        };
        match pattern(path).as_str() {
            "/cpu" if on_fargate(document) => FARGATE_SIZES.iter().map(|row| row.units.to_string()).collect(),
            "/memory" if on_fargate(document) => {
                let cpu = document["cpu"].as_str().unwrap_or_default();
                let row = FARGATE_SIZES.iter().find(|row| row.units.to_string() == cpu);
                let sizes = row.map(|row| row.memory_sizes()).unwrap_or_default();
                sizes.iter().map(u32::to_string).collect()
            }
            "/containerDefinitions/*/mountPoints/*/sourceVolume" => names("/volumes", "name"),
            "/containerDefinitions/*/dependsOn/*/containerName"
            | "/containerDefinitions/*/volumesFrom/*/sourceContainer" => {
                names("/containerDefinitions", "name")
            }
            _ => Vec::new(),
        }
    }
}

fn on_fargate(document: &Value) -> bool {
    let asked = document["requiresCompatibilities"].as_array();
    asked.is_some_and(|asked| asked.iter().any(|word| word == "FARGATE"))
}

/// The path with `*` for places in lists.
fn pattern(path: &str) -> String {
    let is_place = |step: &str| !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_digit());
    path.split('/').map(|step| if is_place(step) { "*" } else { step }).collect::<Vec<_>>().join("/")
}

/// What an entry of a list is called: by what names it, else by its place.
pub fn entry_title(entry: &Value, place: usize) -> String {
    const NAMES: [&str; 9] = [
        "name",
        "containerName",
        "key",
        "sourceVolume",
        "sourceContainer",
        "hostname",
        "containerPort",
        "capacityProvider",
        "type",
    ];
    let named = NAMES.iter().find_map(|name| match &entry[*name] {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    named.unwrap_or_else(|| format!("Number {}", place + 1))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::api::shapes::task_definition::REGISTER_TASK_DEFINITION;

    #[test]
    fn the_first_members_are_members() {
        for (path, first) in FIRST {
            let steps = path.split('/').skip(1);
            let shape = steps.fold(&REGISTER_TASK_DEFINITION, |shape, step| match shape {
                crate::model::api::shapes::Shape::List { member, .. } => member,
                _ => shape.member(step).unwrap_or_else(|| panic!("{path}: no {step}")).shape,
            });
            for name in first {
                assert!(shape.member(name).is_some(), "{path}/{name}");
            }
        }
    }

    #[test]
    fn fargate_has_its_own_sizes() {
        let guide = Guide::TaskDefinition;
        let mut document = json!({ "cpu": "256", "requiresCompatibilities": ["FARGATE"] });
        assert_eq!(guide.choices(&document, "/memory"), ["512", "1024", "2048"]);
        assert!(guide.choices(&document, "/cpu").contains(&"4096".to_owned()));
        document["requiresCompatibilities"] = json!(["EC2"]);
        assert!(guide.choices(&document, "/memory").is_empty());
        document["volumes"] = json!([{ "name": "data" }]);
        let mount = "/containerDefinitions/0/mountPoints/1/sourceVolume";
        assert_eq!(guide.choices(&document, mount), ["data"]);
    }

    #[test]
    fn entries_go_by_what_names_them() {
        assert_eq!(entry_title(&json!({ "name": "app" }), 0), "app");
        assert_eq!(entry_title(&json!({ "containerPort": 80 }), 0), "80");
        assert_eq!(entry_title(&json!({ "name": "" }), 1), "Number 2");
    }
}
