//! Services from creation to deletion: what happens, and what is said.

use ecs_playground::model::world::Event;
use ecs_playground::model::world::scheduling::SchedulerBlock;
use serde_json::{Value, json};

use crate::lab::Lab;

pub const STEADY: &str = "(service web) has reached a steady state.";
const COMPLETED: &str = "(service web) (deployment ecs-svc/DEP) deployment completed.";
const STUCK: &str = "(service web) was unable to stop or start tasks during a deployment because of the service \
                     deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.";
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
    let rows = [
        (2, 100, 200, "+2 -2 completed steady"),
        (1, 0, 100, "-1 +1 completed steady"),
        (2, 50, 100, "-1 +1 -1 +1 completed steady"),
        (2, 100, 150, "+1 -1 +1 -1 completed steady"),
        (1, 100, 150, "stuck"),
    ];
    for (desired, minimum, maximum, expected) in rows {
        let percents = json!({ "minimumHealthyPercent": minimum, "maximumPercent": maximum });
        let mut lab = steady_web(desired, json!({ "deploymentConfiguration": percents }));
        lab.update_web(json!({ "forceNewDeployment": true }));
        assert_eq!(lab.service("web")["deployments"].as_array().unwrap().len(), 2);
        lab.advance(900);
        assert_eq!(condensed(&after(&lab, 3)), expected, "{desired} at {minimum}/{maximum}");
        let deployments = lab.service("web")["deployments"].as_array().unwrap().len();
        assert_eq!(deployments, if expected == "stuck" { 2 } else { 1 });
    }
}

/// Messages in short, those of the same kind in a row added up: tasks of a batch do not become healthy at
/// the same moment.
fn condensed(messages: &[String]) -> String {
    let mut steps: Vec<(char, u32)> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    for message in messages {
        let tasks = message.matches("(task ").count() as u32;
        let (sign, word) = match message {
            text if text.contains("has started") => ('+', ""),
            text if text.contains("has stopped") => ('-', ""),
            text if text == STEADY => (' ', "steady"),
            text if text == COMPLETED => (' ', "completed"),
            text if text == STUCK => (' ', "stuck"),
            other => panic!("{other}"),
        };
        match steps.last_mut() {
            Some((last, count)) if *last == sign && sign != ' ' => {
                *count += tasks;
                *words.last_mut().unwrap() = format!("{sign}{count}");
            }
            _ if sign == ' ' => {
                steps.push((sign, 0));
                words.push(word.to_owned());
            }
            _ => {
                steps.push((sign, tasks));
                words.push(format!("{sign}{tasks}"));
            }
        }
    }
    words.join(" ")
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
        json!({ "healthCheck": { "command": ["CMD-SHELL", "exit 1"], "interval": 10, "retries": 2 } }),
    );
    lab.playground("SetImage", json!({ "image": "nginx:1.27", "health": "unhealthy" }));
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
    lab.playground("UnpullableImage", json!({ "image": "nginx:1.27" }));
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

/// A service on container instances that hold two of its tasks each.
pub fn ec2_web(desired_count: u32, instances: u32) -> Lab {
    let mut lab = Lab::new();
    lab.register_ec2("web", json!({ "cpu": 1024 }));
    launch(&mut lab, instances);
    lab.create_web(desired_count, json!({ "launchType": "EC2", "networkConfiguration": null }));
    lab
}

fn launch(lab: &mut Lab, count: u32) {
    if count > 0 {
        let request = json!({ "cluster": "lab", "instanceType": "t3.medium", "count": count, "ready": true });
        lab.playground("LaunchInstances", request);
    }
}

const NO_INSTANCES: &str = "(service web) was unable to place a task because no container instance met all of its \
     requirements. Reason: No Container Instances were found in your cluster. For more information, see the \
     Troubleshooting section of the Amazon ECS Developer Guide.";
const NO_CPU: &str = "(service web) was unable to place a task because no container instance met all of its \
     requirements. The closest matching (container-instance ID) has insufficient CPU units available. For more \
     information, see the Troubleshooting section of the Amazon ECS Developer Guide.";

#[test]
fn a_placement_failure_is_said_once_and_cured_by_an_instance() {
    let mut lab = ec2_web(1, 0);
    lab.advance(3600);
    assert_eq!(lab.messages("web"), [NO_INSTANCES], "a duplicate is held back");
    launch(&mut lab, 1);
    lab.advance(45);
    assert_eq!(after(&lab, 1)[..1], [STARTED_1]);
    lab.advance(120);
    assert_eq!(after(&lab, 1), [STARTED_1, COMPLETED, STEADY]);
}

#[test]
fn room_that_appears_is_used() {
    let mut lab = ec2_web(3, 1);
    lab.advance(60);
    assert_eq!(lab.messages("web"), [STARTED_2, NO_CPU]);
    launch(&mut lab, 1);
    lab.advance(120);
    assert_eq!(after(&lab, 2), [STARTED_1, COMPLETED, STEADY]);
}

#[test]
fn a_draining_instance_loses_its_tasks() {
    let mut lab = ec2_web(2, 2);
    lab.advance(120);
    let steady = lab.messages("web").len();
    let instances = lab.ok("ListContainerInstances", json!({ "cluster": "lab" }));
    let drained = instances["containerInstanceArns"][0].clone();
    lab.ok(
        "UpdateContainerInstancesState",
        json!({ "cluster": "lab", "containerInstances": [drained], "status": "DRAINING" }),
    );
    lab.advance(240);
    assert_eq!(after(&lab, steady), [STARTED_1, STOPPED_1, STEADY], "the replacement comes first");
    let request = json!({ "cluster": "lab", "containerInstances": [drained] });
    let described = lab.ok("DescribeContainerInstances", request);
    assert_eq!(described["containerInstances"][0]["runningTasksCount"], 0);
}

#[test]
fn a_lost_instance_is_made_up_for() {
    let mut lab = ec2_web(2, 3);
    lab.advance(120);
    let steady = lab.messages("web").len();
    let first = lab.world().tasks.iter().next().unwrap().1.container_instance.unwrap();
    let instance = lab.world().ec2_instance_id(first);
    lab.playground("TerminateInstance", json!({ "cluster": "lab", "containerInstance": instance }));
    lab.advance(240);
    assert_eq!(after(&lab, steady), [STARTED_1, STEADY]);
}

#[test]
fn a_daemon_runs_once_on_every_instance() {
    let mut lab = Lab::new();
    lab.register_ec2("agent", json!({}));
    launch(&mut lab, 2);
    let request = json!({
        "cluster": "lab", "serviceName": "agent", "taskDefinition": "agent", "schedulingStrategy": "DAEMON",
    });
    lab.ok("CreateService", request);
    lab.advance(120);
    let service = lab.service("agent");
    assert_eq!((&service["desiredCount"], &service["runningCount"]), (&json!(2), &json!(2)));
    launch(&mut lab, 1);
    lab.advance(120);
    assert_eq!(lab.service("agent")["runningCount"], 3);
    let tasks = lab.world().tasks.iter();
    let mut instances: Vec<_> = tasks.map(|(_, task)| task.container_instance).collect();
    instances.dedup();
    assert_eq!(instances.len(), 3, "one each");
}

#[test]
fn decisions_are_recorded_with_their_numbers() {
    let decisions = |percents: (u32, u32)| {
        let members = json!({ "minimumHealthyPercent": percents.0, "maximumPercent": percents.1 });
        let mut lab = steady_web(1, json!({ "deploymentConfiguration": members }));
        lab.update_web(json!({ "forceNewDeployment": true }));
        lab.advance(300);
        let log = lab.simulation.log().iter();
        let recorded = log.filter_map(|logged| match &logged.event {
            Event::SchedulerDecided(decision) => Some(decision.clone()),
            _ => None,
        });
        let brief = recorded.map(|row| {
            (row.lower, row.upper, row.healthy, row.new, row.old, row.started, row.stopped, row.blocked_by)
        });
        brief.collect::<Vec<_>>()
    };
    let waiting = Some(SchedulerBlock::WaitingForHealthyTasks);
    let first = (1, 2, 0, 0, 0, 1, 0, None);
    let rollout = [(1, 2, 1, 0, 1, 1, 0, None), (1, 2, 1, 1, 1, 0, 0, waiting), (1, 2, 2, 1, 1, 0, 1, None)];
    assert_eq!(decisions((100, 200)), [&[first][..], &rollout].concat());
    let stuck = Some(SchedulerBlock::DeploymentConfiguration);
    assert_eq!(decisions((100, 150)).last(), Some(&(1, 1, 1, 0, 1, 0, 0, stuck)));
}
