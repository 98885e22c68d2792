//! What tasks and their container instances have to do with each other.

use ecs_playground::model::agent;
use ecs_playground::model::ecs::image::{ImageBehaviour, PullOutcome};
use ecs_playground::model::ecs::{TaskId, TaskStatus, TaskStopCode};
use ecs_playground::model::kernel::SimTime;
use ecs_playground::model::world::Event;
use ecs_playground::model::world::decision::Target;

use crate::agent_stories::{awsvpc, bridge, container, stop, world};
use crate::agent_world::{AgentWorld, steady};

#[test]
fn the_agent_waits_until_resources_are_really_free() {
    let mut world = world();
    let instance = world.instance();
    let big = r#""memory": 4096, "portMappings": [{"containerPort": 80, "hostPort": 80}], "stopTimeout": 20"#;
    let old = world.definition(&bridge(&[container("a", "deaf", big)]));
    let old = world.run_on(instance, old);
    world.advance(30);
    stop(&mut world, old);
    let new = world.definition(&bridge(&[container("a", "steady", big)]));
    let new = world.run_on(instance, new);
    world.advance(15);
    assert_eq!(world.task(old).last_status, TaskStatus::Stopping);
    assert_eq!(world.task(new).last_status, TaskStatus::Pending);
    assert_eq!(world.task(new).accepted_at, None);
    world.advance(15);
    assert_eq!(world.task(old).containers[0].exit_code, Some(137));
    assert_eq!(world.task(new).last_status, TaskStatus::Running);
    assert_eq!(world.task(new).accepted_at, world.task(old).stopped_at);
    world.check_invariants();
}

#[test]
fn host_ports_never_clash() {
    let mut world = world();
    let instance = world.instance();
    let ports = r#""memory": 64, "portMappings": [{"containerPort": 80}, {"containerPort": 443, "hostPort": 0},
        {"containerPort": 53, "protocol": "udp"}]"#;
    let dynamic = world.definition(&bridge(&[container("a", "steady", ports)]));
    let fixed = r#""memory": 64, "portMappings": [{"containerPort": 80, "hostPort": 32769}]"#;
    let fixed = world.definition(&bridge(&[container("a", "steady", fixed)]));
    let tasks =
        [world.run_on(instance, fixed), world.run_on(instance, dynamic), world.run_on(instance, dynamic)];
    world.advance(30);
    let bound = |world: &AgentWorld, task: TaskId| -> Vec<u16> {
        world.task(task).containers[0].network_bindings.iter().map(|row| row.host_port).collect()
    };
    assert_eq!(bound(&world, tasks[0]), [32_769]);
    let mut dynamic_ports = [bound(&world, tasks[1]), bound(&world, tasks[2])];
    dynamic_ports.sort();
    assert_eq!(dynamic_ports, [[32_768, 32_770, 32_768], [32_771, 32_772, 32_769]]);
    for task in tasks {
        stop(&mut world, task);
    }
    world.advance(30);
    assert!(world.world().container_instances[instance].held_ports.is_empty());
    world.check_invariants();
}

#[test]
fn a_cached_image_is_not_pulled_twice() {
    let mut world = AgentWorld::new();
    let instance = world.instance();
    let definition = world.definition(&bridge(&[container("a", "mysql:8", r#""memory": 512"#)]));
    let pull_millis = |world: &mut AgentWorld| {
        let task = world.run_on(instance, definition);
        world.advance(60);
        let row = world.task(task);
        row.pull_stopped_at.unwrap().since(row.pull_started_at.unwrap()).as_millis()
    };
    assert!(pull_millis(&mut world) > 2_500);
    assert!(pull_millis(&mut world) < 200);
    // With the default pull behaviour the cache also helps when the registry does not answer.
    world.image("mysql:8", ImageBehaviour { pull: PullOutcome::Timeout, ..steady() });
    assert!(pull_millis(&mut world) > 5_000);
    assert_eq!(world.world().container_instances[instance].running_tasks_count, 3);
    world.check_invariants();
}

#[test]
fn a_disconnected_agent_reports_nothing_until_it_is_back() {
    let mut world = world();
    let instance = world.instance();
    let definition = world.definition(&bridge(&[container("a", "hourly", r#""memory": 64"#)]));
    let steady = world.definition(&bridge(&[container("a", "steady", r#""memory": 64"#)]));
    let (ends, stops) = (world.run_on(instance, definition), world.run_on(instance, steady));
    world.advance(30);
    world.say(Event::AgentConnectionChanged { instance, connected: false });
    let waits = world.run_on(instance, steady);
    stop(&mut world, stops);
    world.advance(300);
    let statuses = |world: &AgentWorld| [ends, stops, waits].map(|task| world.task(task).last_status);
    assert_eq!(statuses(&world), [TaskStatus::Running, TaskStatus::Running, TaskStatus::Pending]);
    world.say(Event::AgentConnectionChanged { instance, connected: true });
    world.advance(30);
    assert_eq!(statuses(&world), [TaskStatus::Stopped, TaskStatus::Stopped, TaskStatus::Running]);
    assert_eq!(world.task(ends).containers[0].exit_code, Some(1));
    world.check_invariants();
}

#[test]
fn a_lost_host_takes_its_tasks_at_once() {
    let mut world = world();
    let instance = world.instance();
    let definition = world.definition(&awsvpc(&[container("a", "steady", "")]));
    let (up, young) = (world.run_on(instance, definition), {
        world.advance(60);
        world.run_on(instance, definition)
    });
    let reason = format!("Host EC2 (instance {}) terminated.", world.world().ec2_instance_id(instance));
    world.act(|ctx| agent::host_lost(ctx, instance, TaskStopCode::TerminationNotice, &reason));
    for task in [up, young] {
        let row = world.task(task);
        assert_eq!(row.last_status, TaskStatus::Stopped);
        assert_eq!(row.stop_code, Some(TaskStopCode::TerminationNotice));
        assert_eq!(row.stopped_reason.as_deref(), Some(reason.as_str()));
        assert_eq!(row.containers[0].exit_code, None);
    }
    world.advance(600);
    assert!(world.world().container_instances[instance].tasks.is_empty());
    world.check_invariants();
}

#[test]
fn forced_deregistration_has_its_own_words() {
    let mut world = world();
    let instance = world.instance();
    let definition = world.definition(&bridge(&[container("a", "steady", "")]));
    let task = world.run_on(instance, definition);
    world.advance(30);
    world.act(|ctx| agent::deregistered(ctx, instance));
    let reason = world.task(task).stopped_reason.as_deref();
    assert_eq!(reason, Some("Container instance deregistration forced by user"));
    world.check_invariants();
}

#[test]
fn steps_that_fall_into_a_disconnection_are_made_up_for() {
    // Seconds until the task is stopped, and from then until the agent is gone, for two minutes.
    let cases = [(0, 0), (1, 0), (2, 0), (3, 0), (30, 0), (30, 1), (30, 4), (30, 6)];
    for (stop_after, gone_after) in cases {
        let mut world = world();
        let instance = world.instance();
        let definition = world.definition(&awsvpc(&[container("a", "deaf", r#""stopTimeout": 5"#)]));
        let mut task = world.new_task(definition, Target::ContainerInstance(instance));
        task.service = Some(world.service_with_targets(definition));
        let other = world.create(task.clone());
        let task = world.create(task);
        world.advance(stop_after);
        stop(&mut world, task);
        world.advance(gone_after);
        world.say(Event::AgentConnectionChanged { instance, connected: false });
        world.advance(120);
        world.say(Event::AgentConnectionChanged { instance, connected: true });
        world.advance(120);
        let statuses = [other, task].map(|task| world.task(task).last_status);
        assert_eq!(statuses, [TaskStatus::Running, TaskStatus::Stopped], "{stop_after} {gone_after}");
        world.check_invariants();
    }
}

#[test]
fn fargate_takes_the_measured_time() {
    for seed in 0..20 {
        let mut world = AgentWorld::seeded(seed);
        let definition = world.definition(&awsvpc(&[container("a", "nginx", "")]));
        let task = world.run_on_fargate(definition);
        world.advance(60);
        stop(&mut world, task);
        world.advance(120);
        let row = world.task(task);
        let seconds = |at: Option<SimTime>| at.expect("it came that far").as_millis() as i64 / 100;
        let near = [
            (seconds(row.connectivity_at), 41, 10),
            (seconds(row.pull_started_at), 177, 25),
            (seconds(row.pull_stopped_at), 207, 35),
            (seconds(row.started_at), 237, 40),
        ];
        for (tenths, measured, off) in near {
            assert!((tenths - measured).abs() <= off, "seed {seed}: {tenths}, measured {measured}");
        }
        world.check_invariants();
    }
}
