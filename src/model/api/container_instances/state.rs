//! DeregisterContainerInstance and UpdateContainerInstancesState.

use serde::Deserialize;
use serde_json::{Value, json};

use super::describe::{Include, container_instance, missing};
use super::{find, find_registered};
use crate::model::api::members::failure;
use crate::model::api::request::{self, decode, required_list};
use crate::model::capacity;
use crate::model::ecs::{ContainerInstanceStatus, EcsError, EcsResult};
use crate::model::world::Ctx;

const MOST_UPDATED: usize = 10;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Deregister {
    cluster: Option<String>,
    container_instance: String,
    #[serde(default)]
    force: bool,
}

/// DeregisterContainerInstance. Tasks on it are orphaned, which `force` must allow.
pub fn deregister(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let request: Deregister = decode(request)?;
    let cluster = request::cluster(ctx.world(), request.cluster.as_deref())?;
    let id = find_registered(ctx.world(), cluster, &request.container_instance)?;
    if !request.force && !ctx.world().container_instances[id].tasks.is_empty() {
        return Err(EcsError::invalid_parameter("Found running tasks on the instance."));
    }
    capacity::deregister(ctx, id);
    Ok(json!({ "containerInstance": container_instance(ctx.world(), id, Include::default()) }))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UpdateState {
    cluster: Option<String>,
    container_instances: Vec<String>,
    status: ContainerInstanceStatus,
}

/// UpdateContainerInstancesState: to DRAINING, and back to ACTIVE.
pub fn update_state(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let request: UpdateState = decode(request)?;
    let cluster = request::cluster(ctx.world(), request.cluster.as_deref())?;
    required_list(&request.container_instances, "Container instances", MOST_UPDATED)?;
    let (mut updated, mut failures) = (Vec::new(), Vec::new());
    for name in &request.container_instances {
        let Some(id) = find(ctx.world(), cluster, name) else {
            failures.push(missing(ctx.world(), cluster, name));
            continue;
        };
        if ctx.world().container_instances[id].is_registered() {
            capacity::change_state(ctx, id, request.status);
            updated.push(container_instance(ctx.world(), id, Include::default()));
        } else {
            // The reason that StartTask gives for a deregistered instance; assumed for this action.
            failures.push(failure(Some(ctx.world().container_instance_arn(id)), "INACTIVE"));
        }
    }
    Ok(json!({ "containerInstances": updated, "failures": failures }))
}
