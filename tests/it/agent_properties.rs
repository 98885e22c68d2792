//! Chance against the agent: whatever a task consists of and whatever befalls it, it comes to an end.

use ecs_playground::model::agent;
use ecs_playground::model::ecs::{ContainerInstanceId, TaskId, TaskStatus, TaskStopCode};
use ecs_playground::model::world::Event;
use ecs_playground::model::world::decision::Target;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::agent_world::AgentWorld;

/// Each says what it does; the unknown one is a web application.
const COMMANDS: [&[&str]; 6] = [
    &["sleep", "infinity"],
    &["sleep", "20"],
    &["sh", "-c", "sleep 2; exit 1"],
    &["true"],
    &["sleep", "400"],
    &["serve"],
];
const CONDITIONS: [&str; 4] = ["START", "COMPLETE", "SUCCESS", "HEALTHY"];

#[derive(Clone, Debug)]
struct Shape {
    essential: bool,
    command: usize,
    checked: bool,
    restarts: bool,
    memory: u32,
    /// Which of the containers before it, and the condition.
    depends_on: Vec<(usize, usize)>,
}

fn shape() -> impl Strategy<Value = Shape> {
    let depends_on = prop::collection::vec((0..10_usize, 0..CONDITIONS.len()), 0..3);
    (any::<bool>(), 0..COMMANDS.len(), any::<bool>(), any::<bool>(), 1..80_u32, depends_on).prop_map(
        |(essential, command, checked, restarts, memory, depends_on)| Shape {
            essential,
            command,
            checked,
            restarts,
            memory,
            depends_on,
        },
    )
}

/// What registration would accept: dependencies point backwards, only containers that are not essential
/// are waited for until they end, only checked ones until they are HEALTHY.
fn definition(shapes: &[Shape], awsvpc: bool) -> String {
    let containers: Vec<Value> =
        shapes.iter().enumerate().map(|(at, row)| container(shapes, at, row)).collect();
    let mode = if awsvpc { "awsvpc" } else { "bridge" };
    json!({"networkMode": mode, "cpu": "512", "memory": "1024", "containerDefinitions": containers})
        .to_string()
}

fn container(shapes: &[Shape], at: usize, row: &Shape) -> Value {
    let is_essential = |at: usize| at == 0 || shapes[at].essential;
    let depends_on: Vec<Value> = row
        .depends_on
        .iter()
        .filter(|_| at > 0)
        .map(|&(on, condition)| {
            let on = on % at;
            let condition = match CONDITIONS[condition] {
                "COMPLETE" | "SUCCESS" if is_essential(on) => "START",
                "HEALTHY" if !shapes[on].checked => "START",
                condition => condition,
            };
            json!({"containerName": format!("c{on}"), "condition": condition})
        })
        .collect();
    let check = if row.checked { json!({"command": ["CMD"], "interval": 7}) } else { Value::Null };
    json!({
        "name": format!("c{at}"), "image": "acme/app", "command": COMMANDS[row.command], "memory": row.memory,
        "essential": is_essential(at), "dependsOn": depends_on, "startTimeout": 90, "stopTimeout": 25,
        "healthCheck": check, "portMappings": [{"containerPort": 80}],
        "restartPolicy": {"enabled": row.restarts, "restartAttemptPeriod": 60},
    })
}

/// What befalls the tasks, at some second.
#[derive(Clone, Debug)]
enum Blow {
    Stop(usize),
    Kill(usize, u8),
    OutOfMemory(usize, u8),
    FailHealth(usize, u8),
    Connection(bool),
    HostLost,
}

/// Milliseconds until the next blow: often so few that it falls into the middle of something.
fn wait() -> impl Strategy<Value = u64> {
    prop_oneof![0..3_000_u64, 0..60_000_u64]
}

fn blow() -> impl Strategy<Value = Blow> {
    let target = || (0..4_usize, 0..5_u8);
    prop_oneof![
        3 => (0..4_usize).prop_map(Blow::Stop),
        3 => target().prop_map(|(task, container)| Blow::Kill(task, container)),
        2 => target().prop_map(|(task, container)| Blow::OutOfMemory(task, container)),
        2 => target().prop_map(|(task, container)| Blow::FailHealth(task, container)),
        4 => any::<bool>().prop_map(Blow::Connection),
        1 => Just(Blow::HostLost),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_task_is_stuck_for_ever(
        seed in any::<u64>(),
        shapes in prop::collection::vec(shape(), 1..6),
        awsvpc in any::<bool>(),
        blows in prop::collection::vec((wait(), blow()), 0..10),
    ) {
        let mut world = AgentWorld::seeded(seed);
        let instance = world.instance();
        let id = world.definition(&definition(&shapes, awsvpc));
        // Two network interfaces there are, so of three awsvpc tasks one waits until another has stopped.
        let mut with_targets = world.new_task(id, Target::ContainerInstance(instance));
        with_targets.service = Some(world.service_with_targets(id));
        let mut tasks = vec![world.run_on(instance, id), world.create(with_targets)];
        tasks.push(world.run_on_fargate(id));
        world.act(|ctx| agent::stop_task(ctx, tasks[0], TaskStopCode::UserInitiated, "Task stopped by user"));
        tasks.push(world.run_on(instance, id));
        for (wait, blow) in blows {
            world.advance_millis(wait);
            strike(&mut world, &tasks, &blow);
        }
        world.say(Event::AgentConnectionChanged { instance, connected: true });
        world.advance(1_800);
        world.check_invariants();
        for &task in &tasks {
            let status = world.task(task).last_status;
            let ended = matches!(status, TaskStatus::Running | TaskStatus::Stopped);
            prop_assert!(ended, "{status:?}: {:?}", world.story(task));
            let wanted = world.task(task).is_wanted();
            prop_assert_eq!(wanted, status == TaskStatus::Running);
        }
    }
}

fn strike(world: &mut AgentWorld, tasks: &[TaskId], blow: &Blow) {
    let instance = ContainerInstanceId(0);
    match *blow {
        Blow::Stop(task) => world.act(|ctx| {
            agent::stop_task(ctx, tasks[task], TaskStopCode::UserInitiated, "Task stopped by user");
        }),
        Blow::Kill(task, container) => {
            world.act(|ctx| agent::kill_container(ctx, tasks[task], container, 139, None));
        }
        Blow::OutOfMemory(task, container) => {
            world.act(|ctx| agent::oom_container(ctx, tasks[task], container));
        }
        Blow::FailHealth(task, container) => {
            let has_it = usize::from(container) < world.task(tasks[task]).containers.len();
            if has_it {
                world.act(|ctx| agent::fail_health(ctx, tasks[task], container));
            }
        }
        Blow::Connection(connected) => world.say(Event::AgentConnectionChanged { instance, connected }),
        Blow::HostLost => world.act(|ctx| {
            agent::host_lost(
                ctx,
                instance,
                TaskStopCode::TerminationNotice,
                "Host EC2 (instance i-0) terminated.",
            );
        }),
    }
}
