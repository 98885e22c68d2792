//! Deregistering and deleting revisions.

use serde::Deserialize;
use serde_json::{Value, json};

use super::task_definition;
use crate::model::api::members::failure;
use crate::model::api::request::decode;
use crate::model::ecs::arn::short_name;
use crate::model::ecs::task_definition::TaskDefinitionStatus;
use crate::model::ecs::{EcsError, EcsResult, TaskDefinitionId};
use crate::model::world::{Ctx, Event, World};

const NOT_FOUND: &str =
    "The specified task definition does not exist. Specify a valid account, family, revision and try again.";
const INVALID: &str =
    "The specified task definition identifier is invalid. Specify a valid name or ARN and try again.";
const STILL_ACTIVE: &str =
    "The specified task definition is still in ACTIVE status. Please deregister the target and try again.";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DeregisterTaskDefinition {
    task_definition: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DeleteTaskDefinitions {
    task_definitions: Vec<String>,
}

/// DeregisterTaskDefinition: nothing new can use the revision. What uses it goes on. Doing it again changes nothing
/// (assumed).
pub fn deregister(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let request: DeregisterTaskDefinition = decode(request)?;
    let Some((_, revision)) = short_name(&request.task_definition).rsplit_once(':') else {
        return Err(EcsError::client("Revision is missing."));
    };
    if revision.parse::<u32>().is_err() {
        return Err(EcsError::invalid_parameter(format!("Invalid revision number. Number: {revision}")));
    }
    let id = ctx
        .world()
        .find_task_definition(&request.task_definition)
        .ok_or_else(|| EcsError::client(NOT_FOUND))?;
    if ctx.world().task_definitions[id].status == TaskDefinitionStatus::Active {
        ctx.emit(Event::TaskDefinitionDeregistered { definition: id });
    }
    Ok(json!({ "taskDefinition": task_definition(ctx.world(), id) }))
}

/// DeleteTaskDefinitions: revisions that are INACTIVE become DELETE_IN_PROGRESS, others are failures.
pub fn delete(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let request: DeleteTaskDefinitions = decode(request)?;
    let (mut deleted, mut failures) = (Vec::new(), Vec::new());
    for name in request.task_definitions {
        match deletable(ctx.world(), &name) {
            Ok(id) => {
                if ctx.world().task_definitions[id].status == TaskDefinitionStatus::Inactive {
                    ctx.emit(Event::TaskDefinitionDeletionAsked { definition: id });
                }
                deleted.push(task_definition(ctx.world(), id));
            }
            Err(reason) => failures.push(failure(Some(name), reason)),
        }
    }
    Ok(json!({ "taskDefinitions": deleted, "failures": failures }))
}

fn deletable(world: &World, name: &str) -> Result<TaskDefinitionId, &'static str> {
    let has_revision =
        short_name(name).rsplit_once(':').is_some_and(|(_, number)| number.parse::<u32>().is_ok());
    if !has_revision {
        return Err(INVALID);
    }
    let id = world.find_task_definition(name).ok_or(NOT_FOUND)?;
    match world.task_definitions[id].status {
        TaskDefinitionStatus::Active => Err(STILL_ACTIVE),
        TaskDefinitionStatus::Inactive | TaskDefinitionStatus::DeleteInProgress => Ok(id),
    }
}
