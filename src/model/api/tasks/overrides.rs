//! `overrides` of RunTask and StartTask: their rules, and what they change of the reservation.

use std::rc::Rc;

use serde_json::Value;

use crate::model::agent::with_overrides;
use crate::model::api::task_definitions::validate::fargate_size_exists;
use crate::model::ecs::container_instance::Resources;
use crate::model::ecs::task_definition::{TaskDefinition, units};
use crate::model::ecs::{EcsError, EcsResult, LaunchType};

/// Characters all overrides together may have.
const LONGEST: usize = 8192;

pub fn refuse_too_long(overrides: Option<&Value>) -> EcsResult<()> {
    if overrides.is_some_and(|all| all.to_string().chars().count() > LONGEST) {
        // Assumed.
        return Err(EcsError::invalid_parameter("Overrides can have at most 8192 characters."));
    }
    Ok(())
}

/// Holds overrides against the definition: containers must exist, sizes must be sizes.
pub fn refuse(overrides: Option<&Value>, definition: &TaskDefinition, on: LaunchType) -> EcsResult<()> {
    let Some(overrides) = overrides else { return Ok(()) };
    for given in overrides["containerOverrides"].as_array().into_iter().flatten() {
        let name = given["name"].as_str().unwrap_or_default();
        if definition.container(name).is_none() {
            return Err(EcsError::invalid_parameter(format!(
                "Override for container named {name} is not a container in the TaskDefinition."
            )));
        }
        refuse_negative(name, given)?;
    }
    let cpu = overrides["cpu"].as_str().map(units::cpu_units);
    let memory = overrides["memory"].as_str().map(units::memory_mib);
    // The task definition's own texts; that they are the same here is assumed.
    if cpu == Some(None) || cpu == Some(Some(0)) {
        return Err(EcsError::client("Invalid 'cpu' setting for task."));
    }
    if memory == Some(None) || memory == Some(Some(0)) {
        return Err(EcsError::client("Invalid 'memory' setting for task."));
    }
    let sizes =
        (cpu.flatten().or(definition.task_cpu_units()), memory.flatten().or(definition.task_memory_mib()));
    match sizes {
        (Some(cpu), Some(memory))
            if on == LaunchType::Fargate && !fargate_size_exists(cpu, memory, definition.is_windows()) =>
        {
            Err(no_fargate_size(cpu, memory))
        }
        _ => Ok(()),
    }
}

fn refuse_negative(container: &str, given: &Value) -> EcsResult<()> {
    let lowest = [("cpu", 0), ("memory", 1), ("memoryReservation", 1)];
    let bad =
        lowest.iter().find(|(member, least)| given[member].as_i64().is_some_and(|value| value < *least));
    let Some((member, _)) = bad else { return Ok(()) };
    // Assumed, after the texts of the task definition.
    Err(EcsError::client(format!("Invalid '{member}' setting for container '{container}'.")))
}

fn no_fargate_size(cpu: u32, memory: u32) -> EcsError {
    EcsError::client(format!(
        "No Fargate configuration exists for given values: {cpu} CPU, {memory} memory. See the Amazon ECS documentation for the valid values."
    ))
}

/// What one task takes of its place, overrides applied.
pub fn reservation(
    definition: &Rc<TaskDefinition>,
    overrides: &Option<Rc<Value>>,
    on: LaunchType,
) -> Resources {
    match overrides {
        Some(given) => with_overrides(definition, given).takes(on),
        None => definition.takes(on),
    }
}
