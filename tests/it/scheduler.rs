//! The service scheduler: its arithmetic as a table, and services from creation to deletion.

use ecs_playground::model::kernel::SimDuration;
use ecs_playground::model::scheduler::reconcile::{Counts, Input, Plan, lower_limit, plan, upper_limit};
use ecs_playground::model::scheduler::throttle::gap_after;
use serde_json::{Value, json};

use crate::lab::Lab;

fn healthy(count: u32) -> Counts {
    Counts { healthy: count, ..Counts::default() }
}

fn pending(count: u32) -> Counts {
    Counts { pending: count, ..Counts::default() }
}

/// A rollout of `new` over `source`, which aims at what it has.
fn rollout(desired: u32, (minimum, maximum): (u32, u32), source: Counts, new: Counts) -> Input {
    Input {
        desired,
        minimum_healthy_percent: minimum,
        maximum_percent: maximum,
        new,
        source,
        source_desired: source.total(),
        ..Input::default()
    }
}

/// Carries a rollout through, with every started task healthy by the next look: `+n` tasks started, `-n`
/// old ones stopped, `stuck`, or `done`.
fn sequence(desired: u32, percents: (u32, u32)) -> String {
    let mut input = rollout(desired, percents, healthy(desired), Counts::default());
    let mut steps = Vec::new();
    for _ in 0..50 {
        let Plan { start, start_source, stop, stuck, lower, upper, .. } = plan(&input);
        assert_eq!(start_source, 0, "nothing of the source was lost");
        if stuck {
            steps.push("stuck".to_owned());
            break;
        }
        if start + stop.total() == 0 {
            steps.push("done".to_owned());
            break;
        }
        if start > 0 {
            steps.push(format!("+{start}"));
        }
        if stop.total() > 0 {
            steps.push(format!("-{}", stop.total()));
        }
        input.new.healthy += start;
        input.source.healthy -= stop.source.healthy;
        input.source_desired -= stop.source.healthy;
        let running = input.new.healthy + input.source.healthy;
        assert!(running >= lower && running <= upper.max(desired), "{steps:?}");
    }
    steps.join(" ")
}

#[test]
fn rollouts_follow_the_documented_arithmetic() {
    let rows = [
        (4, (100, 200), (4, 8), "+4 -4 done"),
        (4, (50, 200), (2, 8), "+4 -2 -2 done"),
        (4, (50, 100), (2, 4), "-2 +2 -2 +2 done"),
        (4, (100, 150), (4, 6), "+2 -2 +2 -2 done"),
        (1, (100, 200), (1, 2), "+1 -1 done"),
        (1, (50, 200), (1, 2), "+1 -1 done"),
        (1, (0, 100), (0, 1), "-1 +1 done"),
        (1, (100, 150), (1, 1), "stuck"),
        (3, (100, 125), (3, 3), "stuck"),
        (2, (75, 100), (2, 2), "stuck"),
        (5, (100, 100), (5, 5), "stuck"),
        (0, (100, 200), (0, 0), "done"),
    ];
    for (desired, percents, limits, expected) in rows {
        let found = (lower_limit(desired, percents.0), upper_limit(desired, percents.1));
        assert_eq!(found, limits, "{desired} at {percents:?}");
        assert_eq!(sequence(desired, percents), expected, "{desired} at {percents:?}");
    }
}

#[test]
fn single_plans() {
    let unhealthy = |healthy, unhealthy| Counts { healthy, unhealthy, ..Counts::default() };
    let steady = |desired, percents, new| rollout(desired, percents, Counts::default(), new);
    // (what, input) -> (start, for unhealthy ones, start of the source, surplus, unhealthy, old stops)
    let rows = [
        ("all is well", steady(3, (100, 200), healthy(3)), (0, 0, 0, 0, 0, 0)),
        ("one lost", steady(3, (100, 200), healthy(2)), (1, 0, 0, 0, 0, 0)),
        ("one lost and on its way", steady(1, (100, 200), pending(1)), (0, 0, 0, 0, 0, 0)),
        ("too many", steady(2, (100, 200), healthy(5)), (0, 0, 0, 3, 0, 0)),
        ("unhealthy, room: start first", steady(4, (100, 200), unhealthy(3, 1)), (1, 1, 0, 0, 0, 0)),
        ("its replacement is healthy", steady(4, (100, 200), unhealthy(4, 1)), (0, 0, 0, 0, 1, 0)),
        (
            "the replacement is bad too: stop either",
            steady(4, (100, 200), unhealthy(3, 2)),
            (1, 1, 0, 0, 1, 0),
        ),
        ("unhealthy, no room: stop first", steady(4, (50, 100), unhealthy(2, 2)), (0, 0, 0, 0, 1, 0)),
        ("lost and unhealthy", steady(4, (100, 200), unhealthy(2, 1)), (2, 1, 0, 0, 0, 0)),
        (
            "lost by the source: its own revision comes back",
            Input { source_desired: 4, ..rollout(4, (100, 200), healthy(3), pending(4)) },
            (0, 0, 1, 0, 0, 0),
        ),
        (
            "lost by the source, made up for by a healthy new one",
            Input { source_desired: 4, ..rollout(4, (100, 200), healthy(3), unhealthy(1, 0)) },
            (3, 0, 0, 0, 0, 0),
        ),
        (
            "superseded and pending: goes at once",
            Input { leaving: pending(2), ..rollout(2, (100, 200), healthy(2), Counts::default()) },
            (0, 0, 0, 0, 0, 2),
        ),
        (
            "draining, minimum 100: replacement first",
            Input { leaving: healthy(1), ..steady(2, (100, 200), healthy(1)) },
            (1, 0, 0, 0, 0, 0),
        ),
        (
            "draining, minimum 50: stop first",
            Input { leaving: healthy(1), ..steady(2, (50, 100), healthy(1)) },
            (0, 0, 0, 0, 0, 1),
        ),
    ];
    for (what, input, expected) in rows {
        let plan = plan(&input);
        let old = plan.stop.leaving.total() + plan.stop.source.total();
        let found = (
            plan.start,
            plan.start_for_unhealthy,
            plan.start_source,
            plan.stop.surplus,
            plan.stop.unhealthy,
            old,
        );
        assert_eq!(found, expected, "{what}: {plan:?}");
    }
}

#[test]
fn the_throttle_grows_to_27_minutes() {
    let minutes: Vec<u64> = (0..10).map(|attempts| gap_after(attempts).as_secs() / 60).collect();
    assert_eq!(minutes, [0, 0, 0, 0, 1, 3, 9, 27, 27, 27]);
    assert_eq!(gap_after(u32::MAX), SimDuration::from_mins(27));
}

const STEADY: &str = "(service web) has reached a steady state.";
const COMPLETED: &str = "(service web) (deployment ecs-svc/DEP) deployment completed.";
const STARTED_1: &str = "(service web) has started 1 tasks: (task ID).";
const STARTED_2: &str = "(service web) has started 2 tasks: (task ID) (task ID).";
const STOPPED_1: &str = "(service web) has stopped 1 running tasks: (task ID).";
const STOPPED_2: &str = "(service web) has stopped 2 running tasks: (task ID) (task ID).";

fn web(desired_count: u32, members: Value) -> Lab {
    let mut lab = Lab::new();
    lab.register_fargate("web", json!({}));
    lab.create_web(desired_count, members);
    lab
}

fn steady_web(desired_count: u32, members: Value) -> Lab {
    let mut lab = web(desired_count, members);
    lab.advance(180);
    assert_eq!(lab.messages("web").last().map(String::as_str), Some(STEADY));
    lab
}

/// What was said after the first `count` messages.
fn after(lab: &Lab, count: usize) -> Vec<String> {
    lab.messages("web")[count..].to_vec()
}

#[test]
fn a_new_service_becomes_steady() {
    let mut lab = web(2, json!({}));
    lab.advance(4);
    assert_eq!(lab.messages("web"), [""; 0], "nobody acts at once");
    lab.advance(4);
    assert_eq!(lab.messages("web"), [STARTED_2]);
    lab.advance(120);
    assert_eq!(lab.messages("web"), [STARTED_2, COMPLETED, STEADY]);
    let service = lab.service("web");
    assert_eq!(service["runningCount"], 2);
    assert_eq!(service["deployments"][0]["rolloutState"], "COMPLETED");
    lab.advance(6 * 3600);
    assert_eq!(lab.messages("web")[3..], [STEADY], "said again after six hours");
}

#[test]
fn a_service_of_no_tasks_is_steady_at_once() {
    let mut lab = web(0, json!({}));
    lab.advance(30);
    assert_eq!(lab.messages("web"), [COMPLETED, STEADY]);
}

#[test]
fn a_stopped_task_is_replaced() {
    let mut lab = steady_web(2, json!({}));
    let victim = lab.wanted("web")[0].clone();
    lab.ok("StopTask", json!({ "cluster": "lab", "task": victim }));
    lab.advance(120);
    assert_eq!(after(&lab, 3), [STARTED_1, STEADY]);
    assert!(!lab.wanted("web").contains(&victim));
}

#[test]
fn scaling_out_and_in() {
    let mut lab = steady_web(1, json!({}));
    lab.update_web(json!({ "desiredCount": 3 }));
    lab.advance(120);
    assert_eq!(after(&lab, 3), [STARTED_2, STEADY]);
    lab.update_web(json!({ "desiredCount": 1 }));
    lab.advance(240);
    assert_eq!(after(&lab, 5), [STOPPED_2, STEADY]);
    let stopped = lab.world().tasks.iter().find(|(_, task)| !task.is_wanted()).unwrap().1;
    let reason = stopped.stopped_reason.as_deref().unwrap();
    assert!(reason.starts_with("Scaling activity initiated by (deployment ecs-svc/"), "{reason}");
    lab.update_web(json!({ "desiredCount": 2 }));
    lab.advance(9);
    lab.update_web(json!({ "desiredCount": 1 }));
    lab.advance(120);
    assert_eq!(after(&lab, 7), [STARTED_1, "(service web) stopped 1 pending tasks.", STEADY]);
}

#[test]
fn rolling_updates() {
    let rows: [(u32, u32, u32, &[&str]); 4] = [
        (2, 100, 200, &[STARTED_2, STOPPED_2, COMPLETED, STEADY]),
        (1, 0, 100, &[STOPPED_1, STARTED_1, COMPLETED, STEADY]),
        (2, 50, 100, &[STOPPED_1, STARTED_1, STOPPED_1, STARTED_1, COMPLETED, STEADY]),
        (
            1,
            100,
            150,
            &["(service web) was unable to stop or start tasks during a deployment because of the service \
               deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again."],
        ),
    ];
    for (desired, minimum, maximum, expected) in rows {
        let percents = json!({ "minimumHealthyPercent": minimum, "maximumPercent": maximum });
        let mut lab = steady_web(desired, json!({ "deploymentConfiguration": percents }));
        lab.update_web(json!({ "forceNewDeployment": true }));
        assert_eq!(lab.service("web")["deployments"].as_array().unwrap().len(), 2);
        lab.advance(900);
        assert_eq!(after(&lab, 3), expected, "{desired} at {minimum}/{maximum}");
        if maximum != 150 {
            let deployments = lab.service("web")["deployments"].clone();
            assert_eq!(deployments.as_array().unwrap().len(), 1, "{deployments}");
        }
    }
}

#[test]
fn a_task_lost_during_a_rollout_comes_back_with_its_own_revision() {
    let mut lab = steady_web(2, json!({}));
    // The new revision takes its time to become healthy.
    lab.register_fargate(
        "web",
        json!({ "healthCheck": { "command": ["CMD-SHELL", "exit 0"], "interval": 300, "startPeriod": 300 } }),
    );
    lab.update_web(json!({ "taskDefinition": "web:2" }));
    lab.advance(60);
    let old: Vec<_> = lab.wanted("web")[..2].to_vec();
    lab.ok("StopTask", json!({ "cluster": "lab", "task": old[0] }));
    lab.advance(40);
    let deployments = lab.service("web")["deployments"].clone();
    assert_eq!(deployments[1]["desiredCount"], 2, "{deployments}");
    assert_eq!(after(&lab, 3)[..2], [STARTED_2, STARTED_1], "{:?}", after(&lab, 3));
    let newest = lab.world().tasks.iter().next_back().unwrap().1;
    assert_eq!(newest.definition.revision, 1);
}

#[test]
fn tasks_that_fail_their_health_checks_are_replaced() {
    let mut lab = Lab::new();
    lab.register_fargate(
        "web",
        json!({ "image": "busybox", "command": ["sleep", "100000"],
                "healthCheck": { "command": ["CMD-SHELL", "exit 1"], "interval": 10, "retries": 2 } }),
    );
    lab.create_web(1, json!({}));
    lab.advance(150);
    let messages = lab.messages("web");
    let expected = [
        STARTED_1,
        "(service web) (task ID) failed container health checks.",
        "(service web) has started 1 tasks: (task ID). Amazon ECS replaced 1 tasks due to an unhealthy status.",
    ];
    assert_eq!(messages[..3], expected, "{messages:?}");
}

#[test]
fn a_service_whose_tasks_never_run_is_throttled() {
    let mut lab = Lab::new();
    lab.register_fargate("web", json!({ "image": "nginx:1.27" }));
    lab.create_web(1, json!({ "platformVersion": "LATEST" }));
    lab.playground("SetImageBehaviour", json!({ "image": "nginx:1.27", "behaviour": { "pull": "missing" } }));
    lab.advance(4 * 3600);
    let messages = lab.messages("web");
    let impaired = "(service web) is unable to consistently start tasks successfully.";
    assert_eq!(messages.iter().filter(|message| *message == impaired).count(), 1, "{messages:?}");
    let starts = messages.iter().filter(|message| *message == STARTED_1).count();
    assert!((8..20).contains(&starts), "{starts} attempts in four hours");
    assert!(lab.service("web")["deployments"][0]["failedTasks"].as_u64() > Some(5));
}

#[test]
fn deleting_a_service() {
    let mut lab = steady_web(2, json!({}));
    let request = |force| json!({ "cluster": "lab", "service": "web", "force": force });
    lab.ok("DeleteService", request(true));
    assert_eq!(lab.service("web")["status"], "DRAINING");
    assert_eq!(lab.ok("ListServices", json!({ "cluster": "lab" }))["serviceArns"], json!([]));
    lab.advance(300);
    assert_eq!(lab.service("web")["status"], "INACTIVE");
    assert_eq!(after(&lab, 3), [STOPPED_2]);
    lab.create_web(1, json!({}));
    assert_eq!(lab.service("web")["status"], "ACTIVE", "the name can be used again");
}
