//! Members of a request as fields of a form: what a field is called, what it holds, and the edit that typing
//! into it makes.

use serde_json::{Map, Value};

use crate::model::api::shapes::Shape;
use crate::model::api::task_definitions::validate::Edit;

/// How the text of a field stands for a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    /// On or off.
    Flag,
    /// One entry a line.
    Lines,
    /// One `name=value` a line.
    Pairs,
    /// Any JSON.
    Json,
    /// One of a list's words: the field says whether it is in it.
    Word,
}

impl Kind {
    /// Of a value that one field can hold; none for structures and lists of them.
    pub fn of(shape: &Shape) -> Option<Self> {
        Some(match shape {
            Shape::String | Shape::Enum(_) | Shape::Timestamp => Self::Text,
            Shape::Integer { .. } | Shape::Long | Shape::Double => Self::Number,
            Shape::Boolean => Self::Flag,
            Shape::Map { .. } => Self::Pairs,
            Shape::Document => Self::Json,
            Shape::List { member: Shape::Enum(_), .. } => Self::Word,
            Shape::List { member, .. } if member.is_scalar() => Self::Lines,
            Shape::List { .. } | Shape::Structure { .. } => return None,
        })
    }

    /// As an attribute of the field has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Flag => "flag",
            Self::Lines => "lines",
            Self::Pairs => "pairs",
            Self::Json => "json",
            Self::Word => "word",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        let all = [Self::Text, Self::Number, Self::Flag, Self::Lines, Self::Pairs, Self::Json, Self::Word];
        all.into_iter().find(|kind| kind.name() == name)
    }

    /// The value as the field shows it.
    pub fn text_of(self, value: &Value) -> String {
        match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            Value::Array(entries) if matches!(self, Self::Lines | Self::Word) => {
                entries.iter().map(|entry| Self::Text.text_of(entry)).collect::<Vec<_>>().join("\n")
            }
            Value::Object(members) if self == Self::Pairs => {
                let line =
                    |(name, value): (&String, &Value)| [name, "=", &Self::Text.text_of(value)].concat();
                members.iter().map(line).collect::<Vec<_>>().join("\n")
            }
            other => other.to_string(),
        }
    }
}

/// The edit that a field's new text makes at its place. An emptied field takes the member away. `present` is
/// the value that stands there; of a [`Kind::Word`] the text is the word, which comes or goes.
pub fn edit_of(kind: Kind, path: &str, text: &str, present: Option<&Value>) -> Edit {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let value: Value = match kind {
        Kind::Word => {
            let mut words: Vec<Value> = present.and_then(Value::as_array).cloned().unwrap_or_default();
            let before = words.len();
            words.retain(|word| word != text);
            if words.len() == before {
                words.push(text.into());
            }
            words.into()
        }
        Kind::Text => text.into(),
        Kind::Number => match text.trim().parse::<i64>() {
            Ok(number) => number.into(),
            // What is no number is left to the model, which says so in ECS's words.
            Err(_) => serde_json::from_str(text).unwrap_or_else(|_| text.trim().into()),
        },
        Kind::Flag => (text == "true").into(),
        Kind::Lines => lines().collect(),
        Kind::Pairs => {
            let pair = |line: &str| {
                let (name, value) = line.split_once('=').unwrap_or((line, ""));
                (name.trim().to_owned(), Value::from(value.trim()))
            };
            Value::Object(lines().map(pair).collect())
        }
        Kind::Json => serde_json::from_str(text).unwrap_or_else(|_| text.into()),
    };
    let is_nothing = match &value {
        Value::String(text) => text.is_empty(),
        Value::Array(entries) => entries.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    };
    if is_nothing { Edit::remove(path) } else { Edit::set(path, value) }
}

/// A new value of the shape, to be filled in: what it requires is there, empty.
pub fn blank(shape: &Shape) -> Value {
    match shape {
        Shape::Structure { members } => {
            let required = members.iter().filter(|member| member.required);
            let made = required.map(|member| (member.name.to_owned(), blank(member.shape)));
            Value::Object(made.collect::<Map<_, _>>())
        }
        Shape::List { member, .. } => match member {
            Shape::Structure { .. } => Value::Array(vec![blank(member)]),
            _ => Value::Array(Vec::new()),
        },
        Shape::Map { .. } | Shape::Document => Value::Object(Map::new()),
        Shape::Enum(words) => words.first().copied().unwrap_or_default().into(),
        Shape::Integer { min, .. } => (*min).max(0).into(),
        Shape::Long | Shape::Double => 0.into(),
        Shape::Boolean => true.into(),
        Shape::String | Shape::Timestamp => "".into(),
    }
}

/// `networkMode` as people write it: `Network mode`. What is an abbreviation stays one.
pub fn label(name: &str) -> String {
    const SHORT: [&str; 10] = ["cpu", "arn", "iam", "dns", "pid", "ipc", "ip", "vpc", "az", "gib"];
    let letters: Vec<char> = name.chars().collect();
    let is_upper = |at: usize| letters.get(at).is_some_and(char::is_ascii_uppercase);
    let mut words: Vec<String> = Vec::new();
    for (at, letter) in letters.iter().enumerate() {
        // A capital begins a word, but within a row of capitals only the last one does, if small ones follow.
        let begins =
            at == 0 || is_upper(at) && !(is_upper(at - 1) && (is_upper(at + 1) || at + 1 == letters.len()));
        match words.last_mut() {
            Some(word) if !begins => word.push(*letter),
            _ => words.push(letter.to_string()),
        }
    }
    let word = |(at, word): (usize, String)| {
        let is_short = word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        if is_short || SHORT.contains(&word.to_ascii_lowercase().as_str()) {
            word.to_ascii_uppercase().replace("GIB", "GiB")
        } else if at == 0 {
            [word[..1].to_ascii_uppercase().as_str(), &word[1..]].concat()
        } else {
            word.to_ascii_lowercase()
        }
    };
    words.into_iter().enumerate().map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::api::shapes::task_definition::REGISTER_TASK_DEFINITION;

    #[test]
    fn what_is_typed_becomes_the_value() {
        let rows = [
            (Kind::Text, "web", Edit::set("/x", "web")),
            (Kind::Text, "", Edit::remove("/x")),
            (Kind::Number, "512", Edit::set("/x", 512)),
            (Kind::Number, "", Edit::remove("/x")),
            (Kind::Number, "many", Edit::set("/x", "many")),
            (Kind::Flag, "true", Edit::set("/x", true)),
            (Kind::Flag, "false", Edit::set("/x", false)),
            (Kind::Lines, "sh\n-c\n\n exit 1 ", Edit::set("/x", json!(["sh", "-c", "exit 1"]))),
            (Kind::Pairs, "a=1\nb = c=d\n", Edit::set("/x", json!({ "a": "1", "b": "c=d" }))),
            (Kind::Json, "{\"a\":1}", Edit::set("/x", json!({ "a": 1 }))),
        ];
        for (kind, text, edit) in rows {
            assert_eq!(edit_of(kind, "/x", text, None), edit, "{text:?}");
        }
        let present = json!(["EC2"]);
        let both = Edit::set("/x", json!(["EC2", "FARGATE"]));
        assert_eq!(edit_of(Kind::Word, "/x", "FARGATE", Some(&present)), both);
        assert_eq!(edit_of(Kind::Word, "/x", "EC2", Some(&present)), Edit::remove("/x"));
    }

    #[test]
    fn a_field_shows_what_it_made() {
        let rows = [
            (Kind::Lines, json!(["sh", "-c"])),
            (Kind::Pairs, json!({ "a": "1" })),
            (Kind::Number, json!(5)),
            (Kind::Flag, json!(true)),
            (Kind::Text, json!("web")),
        ];
        for (kind, value) in rows {
            let made = edit_of(kind, "/x", &kind.text_of(&value), None);
            assert_eq!(made, Edit::set("/x", value), "{kind:?}");
            assert_eq!(Kind::named(kind.name()), Some(kind));
        }
    }

    #[test]
    fn members_have_names_for_people() {
        let rows = [
            ("networkMode", "Network mode"),
            ("cpu", "CPU"),
            ("taskRoleArn", "Task role ARN"),
            ("minimumHealthyPercent", "Minimum healthy percent"),
            ("pidMode", "PID mode"),
            ("enableECSManagedTags", "Enable ECS managed tags"),
            ("vpcLatticeConfigurations", "VPC lattice configurations"),
        ];
        for (name, shown) in rows {
            assert_eq!(label(name), shown);
        }
    }

    #[test]
    fn a_new_container_has_what_ecs_requires() {
        let mount = REGISTER_TASK_DEFINITION.member("volumes").unwrap();
        assert_eq!(blank(mount.shape), json!([{}]));
        let storage = REGISTER_TASK_DEFINITION.member("ephemeralStorage").unwrap();
        assert_eq!(blank(storage.shape), json!({ "sizeInGiB": 21 }));
    }
}
