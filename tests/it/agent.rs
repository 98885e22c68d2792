//! The life of tasks and containers, as stories: what is said of a task, in order.

use ecs_playground::model::agent;
use ecs_playground::model::ecs::image::{HealthPlan, ImageBehaviour, PullOutcome, Then};
use ecs_playground::model::ecs::{TaskStatus, TaskStopCode};

use crate::agent_world::AgentWorld;

/// An image that pulls in no time, is up after a second, serves for ever and ends well.
fn steady() -> ImageBehaviour {
    ImageBehaviour {
        pull: PullOutcome::Ok,
        pull_size_mib: 10,
        boot_millis: 1_000,
        then: Then::Run,
        health: HealthPlan::Healthy,
        stop_millis: Some(500),
        stop_exit_code: 0,
        cpu_percent: 5,
        memory_mib: 10,
    }
}

fn world() -> AgentWorld {
    let mut world = AgentWorld::new();
    let then = |then| ImageBehaviour { then, ..steady() };
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
        ("missing", ImageBehaviour { pull: PullOutcome::Missing, ..steady() }),
        ("denied", ImageBehaviour { pull: PullOutcome::Denied, ..steady() }),
        ("unreachable", ImageBehaviour { pull: PullOutcome::Timeout, ..steady() }),
        ("slow", ImageBehaviour { health: HealthPlan::HealthyAfter { after_millis: 24_000 }, ..steady() }),
        ("sick", ImageBehaviour { health: HealthPlan::UnhealthyAfter { after_millis: 0 }, ..steady() }),
    ];
    for (image, behaviour) in images {
        world.image(image, behaviour);
    }
    world
}

/// What is asked of a task at the end of a case.
enum Then2 {
    Wait,
    StopAt(u64),
}

fn container(members: &str) -> String {
    format!(r#"{{"containerDefinitions": [{members}]}}"#)
}

/// Runs the definition on one container instance for ten minutes.
fn story(json: &str, act: Then2) -> Vec<String> {
    let mut world = world();
    let instance = world.instance();
    let definition = world.definition(json);
    let task = world.run_on(instance, definition);
    if let Then2::StopAt(seconds) = act {
        world.advance(seconds);
        world.act(|ctx| {
            agent::stop_task(ctx, task, TaskStopCode::UserInitiated, "Task stopped by user");
        });
    }
    world.advance(600);
    world.check_invariants();
    world.story(task)
}

#[test]
fn happy_path() {
    let json = container(r#"{"name": "a", "image": "steady", "memory": 64}"#);
    let expected = "a Pulling, a Pulled, a Created";
    let _ = expected;
    assert_eq!(
        story(&json, Then2::StopAt(60)),
        [
            "a Pulling",
            "a Created",
            "a Running",
            "RUNNING",
            "UserInitiated: Task stopped by user",
            "STOPPING",
            "a SIGTERM",
            "a exited 0",
            "STOPPED"
        ]
    );
}

#[test]
fn fargate() {
    let mut world = world();
    let definition = world.definition(
        r#"{"networkMode": "awsvpc", "cpu": "256", "memory": "512", "containerDefinitions": [{"name": "a", "image": "steady"}]}"#,
    );
    let task = world.run_on_fargate(definition);
    world.advance(60);
    assert_eq!(world.task(task).last_status, TaskStatus::Running);
    world.act(|ctx| agent::stop_task(ctx, task, TaskStopCode::UserInitiated, "Task stopped by user"));
    world.advance(120);
    world.check_invariants();
    println!("{:?}", world.task(task).history);
    assert_eq!(
        world.story(task),
        [
            "PENDING",
            "ACTIVATING",
            "a Pulling",
            "a Created",
            "a Running",
            "RUNNING",
            "UserInitiated: Task stopped by user",
            "DEACTIVATING",
            "STOPPING",
            "a SIGTERM",
            "a exited 0",
            "DEPROVISIONING",
            "STOPPED"
        ]
    );
}
