//! Reading requests of the playground. Their wordings are ours, not ECS's.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::model::ecs::arn::short_name;
use crate::model::ecs::{ContainerInstanceId, EcsError, EcsResult, ExceptionName, TaskId, ZoneId};
use crate::model::kernel::{Kind, json};
use crate::model::world::World;

/// The typed request. No request at all is an empty one.
pub fn decode<T: DeserializeOwned>(request: &Value) -> EcsResult<T> {
    let decoded = if request.is_null() { json::decode(&json!({})) } else { json::decode(request) };
    decoded.map_err(|error| EcsError::invalid_parameter(format!("{error}.")))
}

/// Refuses a number outside `least` and `most`.
pub fn check_range(name: &str, value: u32, least: u32, most: u32) -> EcsResult<()> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(EcsError::invalid_parameter(format!("{name} must be between {least} and {most}, but was {value}.")))
}

pub fn zone(world: &World, name: &str) -> EcsResult<ZoneId> {
    world.zone_named(name).ok_or_else(|| {
        let known: Vec<&str> = world.zones.iter().map(|zone| &*zone.name).collect();
        EcsError::invalid_parameter(format!(
            "There is no Availability Zone {name}. There are {}.",
            known.join(", ")
        ))
    })
}

/// The instance of an EC2 instance id, or of the id or ARN of a container instance. A cluster need not be
/// named, but one that is named must be the instance's own.
pub fn instance(world: &World, cluster: Option<&str>, name: &str) -> EcsResult<ContainerInstanceId> {
    let cluster = cluster.map(|cluster| world.active_cluster(Some(cluster))).transpose()?;
    let found = if name.starts_with("i-") {
        world.find_ec2_instance(name)
    } else {
        let row = world.identifiers.parse_hex(Kind::ContainerInstance, short_name(name));
        let row = row.map(ContainerInstanceId).filter(|&id| world.container_instances.contains(id));
        row.filter(|&id| !name.starts_with("arn:") || world.container_instance_arn(id) == name)
    };
    found
        .filter(|&id| cluster.is_none_or(|cluster| world.container_instances[id].cluster == cluster))
        .ok_or_else(|| not_found(format!("The container instance {name} was not found.")))
}

/// The task of an id or ARN. As for instances, a cluster need not be named.
pub fn task(world: &World, cluster: Option<&str>, name: &str) -> EcsResult<TaskId> {
    let cluster = cluster.map(|cluster| world.active_cluster(Some(cluster))).transpose()?;
    let row = world.identifiers.parse_hex(Kind::Task, short_name(name)).map(TaskId);
    row.filter(|&id| world.tasks.contains(id))
        .filter(|&id| world.find_task(cluster.unwrap_or(world.tasks[id].cluster), name) == Some(id))
        .ok_or_else(|| not_found(format!("The task {name} was not found.")))
}

/// The number of a task's container; without a name that of its first essential one.
pub fn container(world: &World, task: TaskId, name: Option<&str>) -> EcsResult<u8> {
    let definitions = &world.tasks[task].definition.container_definitions;
    let position = match name {
        Some(name) => definitions.iter().position(|container| container.name == name),
        None => definitions.iter().position(|container| container.essential),
    };
    let missing = || {
        let names: Vec<&str> = definitions.iter().map(|container| container.name.as_str()).collect();
        not_found(format!(
            "The task has no container {}. It has {}.",
            name.unwrap_or_default(),
            names.join(", ")
        ))
    };
    position.map(|position| position as u8).ok_or_else(missing)
}

fn not_found(message: String) -> EcsError {
    EcsError::new(ExceptionName::ResourceNotFoundException, message)
}
