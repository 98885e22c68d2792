//! What cases about the agent share: images that each do one thing, and a task's story on them.

use ecs_playground::model::agent;
use ecs_playground::model::ecs::image::{HealthPlan, ImageBehaviour, PullOutcome, Then};
use ecs_playground::model::ecs::{TaskId, TaskStopCode};

use crate::agent_world::{AgentWorld, steady};

/// Images that each do one thing, so that a case can name what it is about.
pub fn world() -> AgentWorld {
    let mut world = AgentWorld::new();
    let then = |then| ImageBehaviour { then, ..steady() };
    let pull = |pull| ImageBehaviour { pull, ..steady() };
    let health = |health| ImageBehaviour { health, ..steady() };
    let images = [
        ("steady", steady()),
        ("deaf", ImageBehaviour { stop_millis: None, ..steady() }),
        ("signalled", ImageBehaviour { stop_exit_code: 143, ..steady() }),
        ("init", then(Then::Exit { code: 0, after_millis: 2_000 })),
        ("failing", then(Then::Exit { code: 3, after_millis: 2_000 })),
        ("hourly", then(Then::Exit { code: 1, after_millis: 100_000 })),
        ("leaky", then(Then::Leak { mib_per_minute: 60 })),
        ("broken", then(Then::CannotStart)),
        ("big", ImageBehaviour { memory_mib: 900, ..steady() }),
        ("missing", pull(PullOutcome::Missing)),
        ("denied", pull(PullOutcome::Denied)),
        ("unreachable", pull(PullOutcome::Timeout)),
        ("slow", health(HealthPlan::HealthyAfter { after_millis: 24_000 })),
        ("sick", health(HealthPlan::UnhealthyAfter { after_millis: 0 })),
        ("sickens", health(HealthPlan::UnhealthyAfter { after_millis: 60_000 })),
    ];
    for (image, behaviour) in images {
        world.image(image, behaviour);
    }
    world
}

/// One container definition, written as `name image` and more members in JSON.
pub fn container(name: &str, image: &str, more: &str) -> String {
    let comma = if more.is_empty() { "" } else { ", " };
    format!(r#"{{"name": "{name}", "image": "{image}"{comma}{more}}}"#)
}

pub fn bridge(containers: &[String]) -> String {
    format!(r#"{{"containerDefinitions": [{}]}}"#, containers.join(", "))
}

pub fn awsvpc(containers: &[String]) -> String {
    let containers = containers.join(", ");
    format!(
        r#"{{"networkMode": "awsvpc", "cpu": "256", "memory": "512", "containerDefinitions": [{containers}]}}"#
    )
}

pub fn stop(world: &mut AgentWorld, task: TaskId) {
    world.act(|ctx| agent::stop_task(ctx, task, TaskStopCode::UserInitiated, "Task stopped by user"));
}

/// Where a case runs, and when its task is told to stop.
#[derive(Clone, Copy)]
pub enum On {
    Ec2,
    Fargate,
}

/// Runs the definition for a quarter of an hour, telling it to stop after `stop_after` seconds.
pub fn story(json: &str, on: On, stop_after: Option<u64>) -> Vec<String> {
    let mut world = world();
    let instance = world.instance();
    let definition = world.definition(json);
    let task = match on {
        On::Ec2 => world.run_on(instance, definition),
        On::Fargate => world.run_on_fargate(definition),
    };
    if let Some(seconds) = stop_after {
        world.advance(seconds);
        stop(&mut world, task);
    }
    world.advance(900);
    world.check_invariants();
    world.story(task)
}

pub fn check(case: &str, json: &str, on: On, stop_after: Option<u64>, expected: &str) {
    let expected: Vec<&str> = expected.split(';').map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(story(json, on, stop_after), expected, "{case}");
}

pub const ASKED: &str = "UserInitiated: Task stopped by user";

pub const UP: &str = "a Pulling; a Created; a Running; RUNNING";

pub fn depends(on: &str, condition: &str) -> String {
    format!(r#""dependsOn": [{{"containerName": "{on}", "condition": "{condition}"}}]"#)
}
