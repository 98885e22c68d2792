//! A shape as the compact JSON the editor takes.

use super::{DefaultValue, Member, Shape};
use serde_json::{Map, Value, json};

/// The shape as `{ type, doc?, members?, required?, member?, value?, enum?, min?, max?, default? }`. `doc` and
/// `default` come from the member that has the shape; a document is a map of anything.
pub fn schema_json(shape: &Shape) -> Value {
    Value::Object(schema(shape))
}

fn schema(shape: &Shape) -> Map<String, Value> {
    let mut out = Map::new();
    let type_name = if matches!(shape, Shape::Document) { "map" } else { shape.type_name() };
    out.insert("type".into(), type_name.into());
    match shape {
        Shape::Structure { members } => structure(&mut out, members),
        Shape::List { member, max } => {
            out.insert("member".into(), schema_json(member));
            if *max != u32::MAX {
                out.insert("max".into(), (*max).into());
            }
        }
        Shape::Map { value } => {
            out.insert("value".into(), schema_json(value));
        }
        Shape::Enum(words) => {
            out.insert("enum".into(), json!(words));
        }
        Shape::Integer { min, max } => {
            if *min != i32::MIN {
                out.insert("min".into(), (*min).into());
            }
            if *max != i32::MAX {
                out.insert("max".into(), (*max).into());
            }
        }
        _ => {}
    }
    out
}

fn structure(out: &mut Map<String, Value>, members: &[Member]) {
    let described = members.iter().map(|member| (member.name.to_string(), described(member))).collect();
    out.insert("members".into(), Value::Object(described));
    let required: Vec<&str> =
        members.iter().filter(|member| member.required).map(|member| member.name).collect();
    if !required.is_empty() {
        out.insert("required".into(), json!(required));
    }
}

fn described(member: &Member) -> Value {
    let mut out = schema(member.shape);
    out.insert("doc".into(), member.doc.into());
    match member.default {
        DefaultValue::None => {}
        DefaultValue::Text(text) => drop(out.insert("default".into(), text.into())),
        DefaultValue::Number(number) => drop(out.insert("default".into(), number.into())),
        DefaultValue::Flag(flag) => drop(out.insert("default".into(), flag.into())),
    }
    Value::Object(out)
}
