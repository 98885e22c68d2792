//! The actions of the ECS API: requests, responses, validation, exceptions.

pub mod members;
pub mod operations;
pub mod page;
pub mod request;
pub mod shapes;
pub mod task_definitions;

use serde_json::Value;

use crate::model::ecs::EcsResult;
use crate::model::world::Ctx;

/// An action that changes nothing.
pub fn is_read(operation: &str) -> bool {
    ["Describe", "List", "Get"].iter().any(|verb| operation.starts_with(verb))
}

pub fn execute(_ctx: &mut Ctx, _operation: &str, _request: &Value) -> EcsResult<Value> {
    Ok(Value::Null)
}
