//! Task definitions found in public repositories, run: whatever people wrote comes up and goes down again.

use ecs_playground::model::agent;
use ecs_playground::model::api::task_definitions::validate::unwrapped;
use ecs_playground::model::ecs::container_instance::Resources;
use ecs_playground::model::ecs::{TaskDefinition, TaskStatus, TaskStopCode};
use serde_json::Value;

use crate::agent_world::AgentWorld;
use crate::real_task_definitions::documents;

/// Files whose tasks are not RUNNING after half an hour. The command of 005 is `exit 42`.
const NOT_RUNNING: [&str; 1] = ["005 STOPPED, exit code Some(42)"];

fn outcome(name: &str, document: &Value) -> Option<String> {
    let document = unwrapped(document).unwrap_or(document);
    let definition: TaskDefinition = serde_json::from_value(document.clone()).ok()?;
    let mut world = AgentWorld::new();
    let plenty = Resources { cpu_units: 1 << 16, memory_mib: 1 << 18, gpus: 8, enis: 8 };
    let instance = world.instance_with(plenty);
    let needs_fargate = definition.needs_eni();
    let definition = world.definition(&document.to_string());
    let task =
        if needs_fargate { world.run_on_fargate(definition) } else { world.run_on(instance, definition) };
    world.advance(1_800);
    let row = world.task(task);
    let code = row.containers.iter().find_map(|container| container.exit_code);
    let told = (row.last_status != TaskStatus::Running)
        .then(|| format!("{name} {}, exit code {code:?}", row.last_status.as_str()));
    world.act(|ctx| agent::stop_task(ctx, task, TaskStopCode::UserInitiated, "Task stopped by user"));
    world.advance(600);
    assert_eq!(world.task(task).last_status, TaskStatus::Stopped, "{name}");
    world.check_invariants();
    told
}

#[test]
fn real_task_definitions_run() {
    let told: Vec<String> =
        documents().iter().filter_map(|(name, document)| outcome(name, document)).collect();
    assert_eq!(told, NOT_RUNNING);
}
