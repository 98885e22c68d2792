//! The life of tasks and containers, as stories: what is said of a task, in order.

use std::rc::Rc;

use ecs_playground::model::world::decision::Target;
use serde_json::json;

use crate::agent_stories::{ASKED, On, UP, awsvpc, bridge, check, container, depends, stop, story, world};
use crate::agent_world::AgentWorld;

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
fn overrides_change_what_runs() {
    let mut world = AgentWorld::new();
    let instance = world.instance();
    let json = bridge(&[container("a", "busybox", r#""memory": 64, "command": ["sleep", "infinity"]"#)]);
    let definition = world.definition(&json);
    let overrides =
        json!({"containerOverrides": [{"name": "a", "command": ["sh", "-c", "exit 3"], "memory": 32}]});
    let mut task = world.new_task(definition, Target::ContainerInstance(instance));
    task.overrides = Some(Rc::new(overrides));
    let task = world.create(task);
    world.advance(30);
    assert_eq!(world.task(task).containers[0].exit_code, Some(3));
    assert_eq!(world.task(task).reservation.memory_mib, 32);
    assert!(!Rc::ptr_eq(&world.task(task).definition, world.world().task_definitions.rc(definition)));
    world.check_invariants();
}

#[test]
fn targets_are_registered_before_running_and_deregistered_before_stopping() {
    let mut world = world();
    let instance = world.instance();
    let definition = world.definition(&bridge(&[container("a", "steady", "")]));
    let service = world.service_with_targets(definition);
    let mut task = world.new_task(definition, Target::ContainerInstance(instance));
    task.service = Some(service);
    let task = world.create(task);
    world.advance(30);
    stop(&mut world, task);
    world.advance(60);
    let expected = format!(
        "a Pulling; a Created; a Running; ACTIVATING; RUNNING; {ASKED}; DEACTIVATING; STOPPING; a SIGTERM; \
         a exited 0; STOPPED"
    );
    assert_eq!(world.story(task).join("; "), expected);
    world.check_invariants();
}
