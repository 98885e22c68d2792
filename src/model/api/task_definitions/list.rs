//! Lists of revisions and of families.

use serde::Deserialize;
use serde_json::Value;

use crate::model::api::page::{PageRequest, page};
use crate::model::api::request::decode;
use crate::model::ecs::EcsResult;
use crate::model::ecs::task_definition::TaskDefinitionStatus;
use crate::model::world::{Family, World};

const PER_PAGE: u32 = 100;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ListTaskDefinitions {
    family_prefix: Option<String>,
    status: Option<TaskDefinitionStatus>,
    sort: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ListTaskDefinitionFamilies {
    family_prefix: Option<String>,
    status: Option<String>,
}

/// ListTaskDefinitions: by family, then by the number of the revision. Despite its name, `familyPrefix` is a whole
/// family's name.
pub fn list(world: &World, request: &Value) -> EcsResult<Value> {
    let asked: PageRequest = decode(request)?;
    let request: ListTaskDefinitions = decode(request)?;
    let status = request.status.unwrap_or_default();
    let wanted = |name: &str| request.family_prefix.as_deref().is_none_or(|family| family == name);
    let families = world.families.iter().filter(|(name, _)| wanted(name));
    let definitions = families
        .flat_map(|(_, family)| &family.revisions)
        .map(|&id| &world.task_definitions[id])
        .filter(|definition| definition.status == status);
    let mut arns: Vec<String> =
        definitions.map(|definition| definition.task_definition_arn.clone()).collect();
    if request.sort.as_deref() == Some("DESC") {
        arns.reverse();
    }
    page(world, "taskDefinitionArns", (0..).zip(arns), &asked, PER_PAGE, Value::from)
}

/// ListTaskDefinitionFamilies: here `familyPrefix` is really a prefix.
pub fn list_families(world: &World, request: &Value) -> EcsResult<Value> {
    let asked: PageRequest = decode(request)?;
    let request: ListTaskDefinitionFamilies = decode(request)?;
    let prefix = request.family_prefix.as_deref().unwrap_or_default();
    let status = request.status.as_deref().unwrap_or("ALL");
    let wanted = |family: &Family| match status {
        "ACTIVE" => has_active(world, family),
        "INACTIVE" => !has_active(world, family),
        _ => true,
    };
    let families = world.families.iter().filter(|(name, family)| name.starts_with(prefix) && wanted(family));
    let names = families.map(|(name, _)| name.to_string());
    page(world, "families", (0..).zip(names), &asked, PER_PAGE, Value::from)
}

fn has_active(world: &World, family: &Family) -> bool {
    family.revisions.iter().any(|&id| world.task_definitions[id].status == TaskDefinitionStatus::Active)
}
