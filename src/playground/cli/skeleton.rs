//! `--generate-cli-skeleton`: a request with every member in place.

use super::format::pretty_json;
use crate::model::api::shapes::Shape;
use serde_json::{Map, Value};

/// The skeleton of a request, printed as the AWS CLI prints it.
pub fn skeleton(shape: &Shape) -> String {
    pretty_json(&sample(shape)) + "\n"
}

fn sample(shape: &Shape) -> Value {
    match shape {
        Shape::Structure { members } => members
            .iter()
            .map(|member| (member.name.to_string(), sample(member.shape)))
            .collect::<Map<_, _>>()
            .into(),
        Shape::List { member, .. } => vec![sample(member)].into(),
        Shape::Map { value } => Value::Object([("KeyName".to_string(), sample(value))].into_iter().collect()),
        Shape::Enum(words) => words[0].into(),
        Shape::String => "".into(),
        Shape::Integer { .. } | Shape::Long => 0.into(),
        Shape::Double => 0.0.into(),
        Shape::Boolean => true.into(),
        Shape::Timestamp => "1970-01-01T00:00:00".into(),
        Shape::Document => Value::Object(Map::new()),
    }
}
