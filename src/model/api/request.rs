//! Reading requests.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::model::ecs::{ClusterId, EcsError, EcsResult, ExceptionName};
use crate::model::kernel::json;
use crate::model::world::World;

/// The typed request. No request at all is an empty one. Operations check the shape of their request before
/// they come here, so what is refused here is what no shape can say.
pub fn decode<T: DeserializeOwned>(request: &Value) -> EcsResult<T> {
    let decoded = if request.is_null() { json::decode(&json!({})) } else { json::decode(request) };
    decoded.map_err(|error| EcsError::new(ExceptionName::SerializationException, error.to_string()))
}

/// A member that must be there, by the name ECS would call it: `Container instance`.
/// The wording follows `Tasks cannot be empty.`
pub fn required<T>(member: Option<T>, name: &str) -> EcsResult<T> {
    member.ok_or_else(|| EcsError::invalid_parameter(format!("{name} cannot be empty.")))
}

/// A list that must hold between one and `most` entries. The wordings follow `Tasks cannot be empty.` and
/// `Size of TaskDefinition references list cannot exceed 10`.
pub fn required_list<T>(list: &[T], name: &str, most: usize) -> EcsResult<()> {
    match list.len() {
        0 => Err(EcsError::invalid_parameter(format!("{name} cannot be empty."))),
        length if length > most => {
            Err(EcsError::invalid_parameter(format!("Size of {name} list cannot exceed {most}")))
        }
        _ => Ok(()),
    }
}

/// The cluster that a request names, `default` if it names none. It must not be deleted.
pub fn cluster(world: &World, name_or_arn: Option<&str>) -> EcsResult<ClusterId> {
    world.active_cluster(name_or_arn)
}
