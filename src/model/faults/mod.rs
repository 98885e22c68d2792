//! What the playground can do that ECS cannot: launch instances, break things, set image behaviours.

use serde_json::Value;

use crate::model::ecs::EcsResult;
use crate::model::world::Ctx;

pub fn execute(_ctx: &mut Ctx, _operation: &str, _request: &Value) -> EcsResult<Value> {
    Ok(Value::Null)
}
