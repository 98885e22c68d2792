//! `overrides` of RunTask and StartTask, laid over a task definition.

use std::rc::Rc;

use serde_json::Value;

use crate::model::ecs::TaskDefinition;
use crate::model::ecs::task_definition::{ContainerDefinition, KeyValuePair};
use crate::model::kernel::json;

/// The definition that a task with these overrides really runs. Members that are absent or not of the
/// right type leave the definition as it is; refusing those is the API's business.
pub fn with_overrides(definition: &Rc<TaskDefinition>, overrides: &Value) -> Rc<TaskDefinition> {
    let mut changed = TaskDefinition::clone(definition);
    for (member, size) in [("cpu", &mut changed.cpu), ("memory", &mut changed.memory)] {
        if let Some(given) = overrides[member].as_str() {
            *size = Some(given.to_owned());
        }
    }
    for given in overrides["containerOverrides"].as_array().into_iter().flatten() {
        let named = |row: &&mut ContainerDefinition| given["name"].as_str() == Some(&row.name);
        if let Some(container) = changed.container_definitions.iter_mut().find(named) {
            override_container(container, given);
        }
    }
    Rc::new(changed)
}

fn override_container(container: &mut ContainerDefinition, given: &Value) {
    if let Some(command) = given["command"].as_array() {
        container.command = command.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    }
    if let Some(cpu) = units(&given["cpu"]) {
        container.cpu = cpu;
    }
    container.memory = units(&given["memory"]).or(container.memory);
    container.memory_reservation = units(&given["memoryReservation"]).or(container.memory_reservation);
    for variable in given["environment"].as_array().into_iter().flatten() {
        if let Ok(variable) = json::decode(variable) {
            set_variable(&mut container.environment, variable);
        }
    }
    if let Ok(requirements) = json::decode(&given["resourceRequirements"]) {
        container.resource_requirements = requirements;
    }
}

fn units(value: &Value) -> Option<u32> {
    u32::try_from(value.as_u64()?).ok()
}

fn set_variable(environment: &mut Vec<KeyValuePair>, variable: KeyValuePair) {
    match environment.iter_mut().find(|row| row.name == variable.name) {
        Some(row) => *row = variable,
        None => environment.push(variable),
    }
}
