//! Containers that come back in place, their health, and what befalls one of them.

use ecs_playground::model::agent;
use ecs_playground::model::ecs::{HealthStatus, TaskStatus, TaskStopCode};
use ecs_playground::model::world::Event;

use crate::agent_stories::{On, UP, bridge, check, container, world};

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
    type Case = (&'static str, &'static str, &'static str, &'static [(HealthStatus, u64)]);
    let cases: [Case; 8] = [
        ("first check passes", "steady", r#"{"command": ["CMD"]}"#, &[(Healthy, 30)]),
        (
            "a command that can only fail",
            "steady",
            r#"{"command": ["CMD-SHELL", "exit 1"], "interval": 10}"#,
            &[(Unhealthy, 30)],
        ),
        (
            "a command that may fail",
            "steady",
            r#"{"command": ["CMD-SHELL", "curl -f http://localhost/ || exit 1"], "interval": 10}"#,
            &[(Healthy, 10)],
        ),
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
fn what_was_promised_to_an_earlier_life_does_not_happen_to_a_later_one() {
    let mut world = world();
    let instance = world.instance();
    let restarts = r#""restartPolicy": {"enabled": true, "restartAttemptPeriod": 60}"#;
    let definition = world.definition(&bridge(&[container("a", "hourly", restarts)]));
    let task = world.run_on(instance, definition);
    world.advance(90);
    // It would have ended by itself after 101 seconds; now it does so 101 seconds after this.
    world.act(|ctx| agent::kill_container(ctx, task, 0, 1, None));
    world.advance(95);
    assert_eq!(world.task(task).containers[0].restart_count, 1);
    assert_eq!(world.task(task).last_status, TaskStatus::Running);
    world.advance(10);
    assert_eq!(world.task(task).containers[0].restart_count, 2);
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
