//! Stopping a service deployment, and answering its PAUSE hooks.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::model::api::request::decode;
use crate::model::ecs::service_deployment::{HookStatus, ServiceDeploymentStatus as Status};
use crate::model::ecs::{
    DeploymentId, EcsError, EcsResult, ExceptionName, LifecycleStage, ServiceDeployment,
};
use crate::model::scheduler;
use crate::model::world::{Ctx, World};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StopServiceDeployment {
    service_deployment_arn: String,
    stop_type: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ContinueServiceDeployment {
    service_deployment_arn: String,
    hook_id: String,
    action: Option<String>,
}

/// StopServiceDeployment: rolls back, or with ABORT stays where it is.
pub fn stop(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let request: StopServiceDeployment = decode(request)?;
    let id = find(ctx.world(), &request.service_deployment_arn)?;
    let row = ctx.world().service_deployments[&id].clone();
    let rollback = request.stop_type.as_deref() != Some("ABORT");
    refuse_stop(&row, &request.service_deployment_arn, rollback)?;
    scheduler::ask_to_stop(ctx, id, rollback);
    Ok(json!({ "serviceDeploymentArn": request.service_deployment_arn }))
}

/// Assumed: ECS's own words are not known.
fn refuse_stop(row: &ServiceDeployment, arn: &str, rollback: bool) -> EcsResult<()> {
    let message = if row.status.is_over() {
        "The service deployment has already ended."
    } else if !matches!(row.status, Status::Pending | Status::InProgress) {
        "The service deployment is already being stopped or rolled back."
    } else if rollback && row.sources.is_empty() {
        "The service deployment has no source service revision to roll back to."
    } else if rollback && row.stage == Some(LifecycleStage::CleanUp) {
        "The service deployment is in CLEAN_UP: its source service revision loses its tasks."
    } else {
        return Ok(());
    };
    let conflict = EcsError::new(ExceptionName::ConflictException, message);
    Err(EcsError { resource_ids: vec![arn.to_owned()], ..conflict })
}

/// ContinueServiceDeployment: a PAUSE hook that waits gets its answer.
pub fn answer(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let request: ContinueServiceDeployment = decode(request)?;
    let id = find(ctx.world(), &request.service_deployment_arn)?;
    let number = waiting_hook(ctx.world(), id, &request.hook_id)?;
    scheduler::answer_hook(ctx, id, number, request.action.as_deref() != Some("ROLLBACK"));
    Ok(json!({ "serviceDeploymentArn": request.service_deployment_arn }))
}

fn waiting_hook(world: &World, id: DeploymentId, hook_id: &str) -> EcsResult<u32> {
    let runs = &world.service_deployments[&id].hooks;
    let named = runs.iter().find(|run| world.hook_id(id, run.number) == hook_id);
    // Both assumed.
    let run = named.ok_or_else(|| EcsError::invalid_parameter("The referenced hook was not found."))?;
    if run.status != HookStatus::AwaitingAction {
        return Err(EcsError::invalid_parameter("The referenced hook does not wait for an action."));
    }
    Ok(run.number)
}

fn find(world: &World, arn: &str) -> EcsResult<DeploymentId> {
    world.find_service_deployment(arn).ok_or_else(|| {
        // Assumed.
        let message = "Service deployment not found.";
        EcsError::new(ExceptionName::ServiceDeploymentNotFoundException, message)
    })
}
