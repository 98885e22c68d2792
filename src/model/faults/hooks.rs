//! What the Lambda functions behind lifecycle hooks answer. There is no function here: a person decides.

use serde::Deserialize;
use serde_json::{Value, json};

use super::request::decode;
use crate::model::ecs::service_deployment::HookStatus;
use crate::model::ecs::{EcsError, EcsResult};
use crate::model::world::{Ctx, Event};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SetLifecycleHook {
    hook_target_arn: String,
    hook_status: HookStatus,
}

/// Sets the answer of a function; until then it is SUCCEEDED.
pub fn set(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let request: SetLifecycleHook = decode(request)?;
    let is_answer = !matches!(request.hook_status, HookStatus::AwaitingAction | HookStatus::TimedOut);
    if !is_answer || request.hook_target_arn.trim().is_empty() {
        return Err(EcsError::invalid_parameter(
            "hookTargetArn cannot be empty, and hookStatus must be SUCCEEDED, FAILED or IN_PROGRESS.",
        ));
    }
    let function = request.hook_target_arn.into();
    ctx.emit(Event::HookOutcomeSet { function, status: request.hook_status });
    Ok(json!({}))
}
