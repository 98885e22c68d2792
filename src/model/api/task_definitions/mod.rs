//! Task definitions: RegisterTaskDefinition, DescribeTaskDefinition, ListTaskDefinitions,
//! ListTaskDefinitionFamilies, DeregisterTaskDefinition, DeleteTaskDefinitions.

mod list;
mod retire;
pub mod validate;

use std::rc::Rc;

use serde::Deserialize;
use serde_json::{Value, json};

pub use list::{list, list_families};
pub use retire::{delete, deregister};

use super::members::Members;
use super::request::decode;
use crate::model::ecs::{EcsError, EcsResult, TaskDefinitionId};
use crate::model::world::{Ctx, Event, World};
use validate::Registrar;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DescribeTaskDefinition {
    task_definition: String,
    include: Option<Vec<String>>,
}

/// RegisterTaskDefinition: a new revision, even of a definition that is the same as the last one.
pub fn register(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let world = ctx.world();
    let revisions = |family: &str| world.families.get(family).map_or(0, |row| row.revisions.len() as u32);
    let accepted = validate::register(
        request,
        &Registrar {
            region: &world.config.region,
            account_id: &world.config.account_id,
            principal: &super::principal(world),
            now: world.epoch_millis(world.now),
            next_revision: &|family| revisions(family) + 1,
        },
    )?;
    let id = ctx.world().task_definitions.next_id();
    let tags = (!accepted.tags.is_empty()).then(|| json!(accepted.tags));
    ctx.emit(Event::TaskDefinitionRegistered {
        definition: Rc::new(accepted.definition),
        tags: accepted.tags.into(),
    });
    Ok(Members::new().with("taskDefinition", task_definition(ctx.world(), id)).maybe("tags", tags).build())
}

/// DescribeTaskDefinition: INACTIVE revisions too.
pub fn describe(world: &World, request: &Value) -> EcsResult<Value> {
    let request: DescribeTaskDefinition = decode(request)?;
    let id = world
        .find_task_definition(&request.task_definition)
        .ok_or_else(|| EcsError::client("Unable to describe task definition."))?;
    let include_tags = request.include.is_some_and(|words| words.iter().any(|word| word == "TAGS"));
    let tags = world.task_definition_tags.get(&id).filter(|_| include_tags);
    let tags = tags.map_or_else(|| json!([]), |tags| json!(tags));
    Ok(json!({ "taskDefinition": task_definition(world, id), "tags": tags }))
}

/// One revision as the API gives it; its tags stand beside it.
pub fn task_definition(world: &World, id: TaskDefinitionId) -> Value {
    serde_json::to_value(&world.task_definitions[id]).expect("a task definition is made of plain members")
}
