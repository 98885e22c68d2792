//! The life of tasks and containers, as stories: what is said of a task, in order.

use std::rc::Rc;

use ecs_playground::model::agent;
use ecs_playground::model::ecs::image::{HealthPlan, ImageBehaviour, PullOutcome, Then};
use ecs_playground::model::ecs::{HealthStatus, TaskId, TaskStatus, TaskStopCode};
use ecs_playground::model::kernel::SimTime;
use ecs_playground::model::world::Event;
use ecs_playground::model::world::decision::Target;
use serde_json::json;

use crate::agent_world::{AgentWorld, steady};

/// Images that each do one thing, so that a case can name what it is about.
fn world() -> AgentWorld {
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
fn container(name: &str, image: &str, more: &str) -> String {
    let comma = if more.is_empty() { "" } else { ", " };
    format!(r#"{{"name": "{name}", "image": "{image}"{comma}{more}}}"#)
}

fn bridge(containers: &[String]) -> String {
    format!(r#"{{"containerDefinitions": [{}]}}"#, containers.join(", "))
}

fn awsvpc(containers: &[String]) -> String {
    let containers = containers.join(", ");
    format!(
        r#"{{"networkMode": "awsvpc", "cpu": "256", "memory": "512", "containerDefinitions": [{containers}]}}"#
    )
}

fn stop(world: &mut AgentWorld, task: TaskId) {
    world.act(|ctx| agent::stop_task(ctx, task, TaskStopCode::UserInitiated, "Task stopped by user"));
}

/// Where a case runs, and when its task is told to stop.
#[derive(Clone, Copy)]
enum On {
    Ec2,
    Fargate,
}

/// Runs the definition for a quarter of an hour, telling it to stop after `stop_after` seconds.
fn story(json: &str, on: On, stop_after: Option<u64>) -> Vec<String> {
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

fn check(case: &str, json: &str, on: On, stop_after: Option<u64>, expected: &str) {
    let expected: Vec<&str> = expected.split(';').map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(story(json, on, stop_after), expected, "{case}");
}

const ASKED: &str = "UserInitiated: Task stopped by user";
const UP: &str = "a Pulling; a Created; a Running; RUNNING";

#[test]
fn statuses_follow_the_kind_of_task() {
    let one = [container("a", "steady", "")];
    check(
        "EC2, bridge",
        &bridge(&one),
        On::Ec2,
        Some(60),
        &format!("{UP}; {ASKED}; STOPPING; a SIGTERM; a exited 0; STOPPED"),
    );
    check(
        "EC2, awsvpc",
        &awsvpc(&one),
        On::Ec2,
        Some(60),
        &format!("PENDING; {UP}; {ASKED}; STOPPING; a SIGTERM; a exited 0; DEPROVISIONING; STOPPED"),
    );
    check(
        "Fargate",
        &awsvpc(&one),
        On::Fargate,
        Some(60),
        &format!(
            "PENDING; ACTIVATING; {UP}; {ASKED}; DEACTIVATING; STOPPING; a SIGTERM; a exited 0; \
             DEPROVISIONING; STOPPED"
        ),
    );
    check(
        "Fargate, stopped while PROVISIONING",
        &awsvpc(&one),
        On::Fargate,
        Some(2),
        &format!("{ASKED}; a never ran; DEPROVISIONING; STOPPED"),
    );
    check(
        "EC2, stopped before the agent has it",
        &bridge(&one),
        On::Ec2,
        Some(0),
        &format!("{ASKED}; a never ran; STOPPED"),
    );
}

#[test]
fn containers_end_in_many_ways() {
    let asked_down = |sigterm: &str| format!("{UP}; {ASKED}; STOPPING; a SIGTERM; {sigterm}; STOPPED");
    let exited = "EssentialContainerExited: Essential container in task exited; STOPPED";
    let cases = [
        ("dies of SIGTERM", "signalled", Some(30), asked_down("a exited 143")),
        ("deaf to SIGTERM", "deaf", Some(30), asked_down("a exited 137")),
        ("ends well", "init", None, format!("{UP}; a exited 0; {exited}")),
        ("ends badly", "failing", None, format!("{UP}; a exited 3; {exited}")),
        (
            "leaks",
            "leaky",
            None,
            format!("{UP}; a exited 137 (OutOfMemoryError: Container killed due to memory usage); {exited}"),
        ),
        (
            "too big",
            "big",
            None,
            format!("{UP}; a exited 137 (OutOfMemoryError: Container killed due to memory usage); {exited}"),
        ),
    ];
    for (case, image, stop_after, expected) in cases {
        let json = bridge(&[container("a", image, r#""memory": 128"#)]);
        check(case, &json, On::Ec2, stop_after, &expected);
    }
}

#[test]
fn what_cannot_start_says_why() {
    let cases = [
        (
            "missing",
            "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref \
             missing: not found",
        ),
        (
            "denied",
            "CannotPullContainerError: The task can’t pull the image. Check whether the image exists. Error \
             response from daemon: pull access denied for denied, repository does not exist or may require \
             'docker login': denied: requested access to the resource is denied",
        ),
        (
            "unreachable",
            "CannotPullContainerError: The task can’t pull the image. Check your network configuration. Error \
             response from daemon: Get \"https://registry-1.docker.io/v2/\": net/http: request canceled while \
             waiting for connection (Client.Timeout exceeded while awaiting headers)",
        ),
    ];
    for (image, reason) in cases {
        let json = bridge(&[container("a", image, "")]);
        let expected = format!("a Pulling; a never ran ({reason}); TaskFailedToStart: {reason}; STOPPED");
        check(image, &json, On::Ec2, None, &expected);
    }
    let reason = "CannotStartContainerError: Error response from daemon: OCI runtime create failed: \
                  container_linux.go:380: starting container process caused: exec format error";
    check(
        "exec format",
        &awsvpc(&[container("a", "broken", "")]),
        On::Fargate,
        None,
        &format!(
            "PENDING; ACTIVATING; a Pulling; a Created; a never ran ({reason}); TaskFailedToStart: {reason}; \
             DEPROVISIONING; STOPPED"
        ),
    );
}

fn depends(on: &str, condition: &str) -> String {
    format!(r#""dependsOn": [{{"containerName": "{on}", "condition": "{condition}"}}]"#)
}

#[test]
fn dependencies_hold_containers_back() {
    let health = r#""healthCheck": {"command": ["CMD", "true"], "interval": 5, "startPeriod": 60}"#;
    let side = |image, more: &str| container("s", image, &format!(r#""essential": false, {more}"#));
    let quiet = r#""cpu": 1"#;
    let cases = [
        (
            "START waits for RUNNING",
            [container("a", "steady", &depends("s", "START")), side("steady", quiet)],
            "s Pulling; s Created; s Running; a Pulling; a Created; a Running; RUNNING".to_owned(),
        ),
        (
            "SUCCESS waits for the exit code 0",
            [container("a", "steady", &depends("s", "SUCCESS")), side("init", quiet)],
            "s Pulling; s Created; s Running; s exited 0; a Pulling; a Created; a Running; RUNNING"
                .to_owned(),
        ),
        (
            "COMPLETE takes any exit code",
            [container("a", "steady", &depends("s", "COMPLETE")), side("failing", quiet)],
            "s Pulling; s Created; s Running; s exited 3; a Pulling; a Created; a Running; RUNNING"
                .to_owned(),
        ),
        (
            "HEALTHY waits for the health check",
            [container("a", "steady", &depends("s", "HEALTHY")), side("slow", health)],
            "s Pulling; s Created; s Running; s Healthy; a Pulling; a Created; a Running; RUNNING".to_owned(),
        ),
        (
            "a link is a START",
            [container("a", "steady", r#""links": ["s:database"]"#), side("steady", quiet)],
            "s Pulling; s Created; s Running; a Pulling; a Created; a Running; RUNNING".to_owned(),
        ),
        (
            "volumesFrom is a START",
            [container("a", "steady", r#""volumesFrom": [{"sourceContainer": "s"}]"#), side("steady", quiet)],
            "s Pulling; s Created; s Running; a Pulling; a Created; a Running; RUNNING".to_owned(),
        ),
    ];
    for (case, containers, expected) in cases {
        check(case, &bridge(&containers), On::Ec2, None, &expected);
    }
}

#[test]
fn dependencies_that_cannot_be_met_stop_the_task() {
    let arn = {
        let mut world = world();
        let (instance, definition) = (world.instance(), world.definition(&bridge(&[])));
        let task = world.run_on(instance, definition);
        world.world().task_arn(task)
    };
    let reason = format!("TaskDependencyError: Task dependencies cannot be resolved, taskArn: {arn}");
    let failed = [
        container("a", "steady", &depends("s", "SUCCESS")),
        container("s", "failing", r#""essential": false"#),
    ];
    check(
        "SUCCESS with another code",
        &bridge(&failed),
        On::Ec2,
        None,
        &format!(
            "s Pulling; s Created; s Running; s exited 3; a never ran ({reason}); TaskFailedToStart: {reason}; \
             STOPPED"
        ),
    );
    let late = [
        container("a", "steady", &depends("s", "COMPLETE")),
        container("s", "steady", r#""essential": false, "startTimeout": 20"#),
    ];
    check(
        "startTimeout",
        &bridge(&late),
        On::Ec2,
        None,
        &format!(
            "s Pulling; s Created; s Running; TaskFailedToStart: {reason}; a never ran; STOPPING; s SIGTERM; \
             s exited 0; STOPPED"
        ),
    );
}

#[test]
fn shutdown_is_start_up_reversed() {
    let chain = [
        container("a", "steady", ""),
        container("b", "steady", &depends("a", "START")),
        container("c", "steady", &depends("b", "START")),
    ];
    let told = story(&bridge(&chain), On::Ec2, Some(60));
    let down: Vec<&str> =
        told.iter().skip_while(|line| *line != "STOPPING").skip(1).map(String::as_str).collect();
    let expected =
        ["c SIGTERM", "c exited 0", "b SIGTERM", "b exited 0", "a SIGTERM", "a exited 0", "STOPPED"];
    assert_eq!(down, expected);
}

#[test]
fn a_container_that_is_not_essential_may_go() {
    let json = bridge(&[container("a", "steady", ""), container("s", "init", r#""essential": false"#)]);
    let told = story(&json, On::Ec2, None);
    assert_eq!(told.last().map(String::as_str), Some("s exited 0"), "{told:?}");
    assert!(told.iter().any(|line| line == "RUNNING"));

    let json = bridge(&[container("a", "steady", ""), container("s", "missing", r#""essential": false"#)]);
    let told = story(&json, On::Ec2, None);
    assert_eq!(told.last().map(String::as_str), Some("RUNNING"), "{told:?}");
}

#[test]
fn restart_policy_is_tested_in_the_agents_order() {
    let exited = "EssentialContainerExited: Essential container in task exited; STOPPED";
    let cases = [
        ("off", "hourly", r#"{"enabled": false}"#, format!("{UP}; a exited 1; {exited}")),
        (
            "ignored code",
            "hourly",
            r#"{"enabled": true, "ignoredExitCodes": [1], "restartAttemptPeriod": 60}"#,
            format!("{UP}; a exited 1; {exited}"),
        ),
        (
            "too soon",
            "hourly",
            r#"{"enabled": true, "restartAttemptPeriod": 120}"#,
            format!("{UP}; a exited 1; {exited}"),
        ),
        (
            "restarts for ever",
            "hourly",
            r#"{"enabled": true, "restartAttemptPeriod": 60}"#,
            format!("{UP}{}", "; a restarted".repeat(8)),
        ),
    ];
    for (case, image, policy, expected) in cases {
        let json = bridge(&[container("a", image, &format!(r#""restartPolicy": {policy}"#))]);
        check(case, &json, On::Ec2, None, &expected);
    }
}

/// Seconds from the start of the container until each change of its health.
fn health_changes(image: &str, check: &str) -> Vec<(HealthStatus, u64)> {
    let mut world = world();
    let members = format!(r#""healthCheck": {check}"#);
    let (instance, definition) =
        (world.instance(), world.definition(&bridge(&[container("a", image, &members)])));
    let task = world.run_on(instance, definition);
    world.advance(600);
    world.check_invariants();
    let started_at = world.task(task).containers[0].started_at.expect("it started");
    let changes = world.state.log.iter().filter_map(|logged| match logged.event {
        Event::TaskHealthChanged { health, .. } => Some((health, logged.at.since(started_at).as_secs())),
        _ => None,
    });
    changes.collect()
}

#[test]
fn health_changes_when_the_checks_say_so() {
    use HealthStatus::{Healthy, Unhealthy};
    let cases: [(&str, &str, &str, &[(HealthStatus, u64)]); 6] = [
        ("first check passes", "steady", r#"{"command": ["CMD"]}"#, &[(Healthy, 30)]),
        ("retries x interval", "sick", r#"{"command": ["CMD"]}"#, &[(Unhealthy, 90)]),
        (
            "failures in the start period do not count",
            "sick",
            r#"{"command": ["CMD"], "interval": 10, "startPeriod": 45, "retries": 2}"#,
            &[(Unhealthy, 60)],
        ),
        (
            "slow, without a start period",
            "slow",
            r#"{"command": ["CMD"], "interval": 5}"#,
            &[(Unhealthy, 15), (Healthy, 25)],
        ),
        (
            "slow, with one",
            "slow",
            r#"{"command": ["CMD"], "interval": 5, "startPeriod": 30}"#,
            &[(Healthy, 25)],
        ),
        (
            "sickens",
            "sickens",
            r#"{"command": ["CMD"], "interval": 10, "retries": 2, "startPeriod": 300}"#,
            &[(Healthy, 10), (Unhealthy, 80)],
        ),
    ];
    for (case, image, check, expected) in cases {
        assert_eq!(health_changes(image, check), expected, "{case}");
    }
}

#[test]
fn task_health_is_the_worst_of_the_essential_checks() {
    let mut world = world();
    let check = r#""healthCheck": {"command": ["CMD"], "interval": 10, "retries": 1}"#;
    let json = bridge(&[
        container("a", "steady", check),
        container("b", "steady", check),
        container("c", "sick", &format!(r#""essential": false, {check}"#)),
        container("d", "steady", ""),
    ]);
    let (instance, definition) = (world.instance(), world.definition(&json));
    let task = world.run_on(instance, definition);
    world.advance(60);
    assert_eq!(world.task(task).health_status, HealthStatus::Healthy);
    assert!(world.act(|ctx| agent::fail_health(ctx, task, 1)));
    assert!(!world.act(|ctx| agent::fail_health(ctx, task, 3)), "it has no health check");
    world.advance(11);
    assert_eq!(world.task(task).health_status, HealthStatus::Unhealthy);
    assert_eq!(world.task(task).last_status, TaskStatus::Running, "nobody replaces a standalone task");
    world.check_invariants();
}

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
fn faults_hit_one_container() {
    let mut world = world();
    let instance = world.instance();
    let restarts = r#""memory": 64, "restartPolicy": {"enabled": true, "restartAttemptPeriod": 60}"#;
    let definition = world.definition(&bridge(&[container("a", "steady", restarts)]));
    let task = world.run_on(instance, definition);
    world.advance(90);
    world.act(|ctx| agent::oom_container(ctx, task, 0));
    assert_eq!(
        (world.task(task).last_status, world.task(task).containers[0].restart_count),
        (TaskStatus::Running, 1)
    );
    world.act(|ctx| agent::kill_container(ctx, task, 0, 139, None));
    world.advance(5);
    let row = world.task(task);
    assert_eq!((row.last_status, row.containers[0].exit_code), (TaskStatus::Stopped, Some(139)));
    assert_eq!(row.stop_code, Some(TaskStopCode::EssentialContainerExited));
    world.check_invariants();
}

#[test]
fn overrides_change_what_runs() {
    let mut world = AgentWorld::new();
    let instance = world.instance();
    let json = bridge(&[container("a", "busybox", r#""memory": 64, "command": ["sleep", "infinity"]"#)]);
    let definition = world.definition(&json);
    let overrides =
        json!({"containerOverrides": [{"name": "a", "command": ["sh", "-c", "exit 3"], "memory": 32}]});
    let task = world.run(definition, Target::ContainerInstance(instance), Some(overrides));
    world.advance(30);
    assert_eq!(world.task(task).containers[0].exit_code, Some(3));
    assert_eq!(world.task(task).reservation.memory_mib, 32);
    assert!(!Rc::ptr_eq(&world.task(task).definition, world.world().task_definitions.rc(definition)));
    world.check_invariants();
}
