//! Deployments that fail, roll back, wait and shift traffic.

use ecs_playground::model::ecs::{DeploymentId, ServiceDeployment, ServiceId};
use ecs_playground::model::kernel::SimDuration;
use ecs_playground::playground::cli::parse::NoFiles;
use ecs_playground::playground::scenarios::{self, script};
use serde_json::{Value, json};

use crate::lab::Lab;

fn breaker(members: Value) -> Value {
    let mut breaker = json!({ "enable": true, "rollback": true });
    crate::lab::overlay(&mut breaker, members);
    json!({ "deploymentConfiguration": { "deploymentCircuitBreaker": breaker } })
}

/// A steady service whose next revision cannot be pulled.
fn broken_update(desired: u32, members: Value) -> Lab {
    let mut lab = Lab::new();
    lab.register_fargate("web", json!({}));
    lab.register_fargate("web", json!({ "image": "shop/api:2" }));
    lab.playground("UnpullableImage", json!({ "image": "shop/api:2" }));
    let mut request = json!({ "taskDefinition": "web:1" });
    crate::lab::overlay(&mut request, members);
    lab.create_web(desired, request);
    lab.advance(240);
    lab.update_web(json!({ "taskDefinition": "web:2" }));
    lab
}

fn deployment(lab: &Lab, number: u32) -> ServiceDeployment {
    (*lab.world().service_deployments[&DeploymentId(number)]).clone()
}

fn status(lab: &Lab, number: u32) -> &'static str {
    deployment(lab, number).status.as_str()
}

#[test]
fn the_circuit_breaker_rolls_back() {
    let mut lab = broken_update(1, breaker(json!({})));
    let said = lab.messages("web").len();
    lab.advance(1800);
    let messages = lab.messages("web")[said..].to_vec();
    let expected = [
        "(service web) has started 1 tasks: (task ID).",
        "(service web) has started 1 tasks: (task ID).",
        "(service web) has started 1 tasks: (task ID).",
        "(service web) has started 1 tasks: (task ID).",
        "(service web) stopped 1 pending tasks.",
        "(service web) (deployment ecs-svc/DEP) deployment failed: tasks failed to start.",
        "(service web) rolling back to deployment ecs-svc/DEP.",
        "(service web) (deployment ecs-svc/DEP) deployment completed.",
        "(service web) has reached a steady state.",
    ];
    assert_eq!(messages, expected);
    let service = lab.service("web");
    assert_eq!(service["deployments"].as_array().unwrap().len(), 1);
    assert_eq!(service["deployments"][0]["rolloutState"], "COMPLETED");
    assert!(service["taskDefinition"].as_str().unwrap().ends_with("web:1"));
    let row = deployment(&lab, 1);
    assert_eq!((row.status.as_str(), row.failure_count, row.threshold), ("ROLLBACK_SUCCESSFUL", 3, 3));
    assert_eq!(
        row.status_reason.as_deref(),
        Some("Service deployment rolled back because the circuit breaker threshold was exceeded.")
    );
    assert_eq!(row.rollback.unwrap().to, DeploymentId(0));
}

#[test]
fn without_rollback_a_failed_deployment_stays() {
    let mut lab = broken_update(1, breaker(json!({ "rollback": false })));
    lab.advance(3600);
    let service = lab.service("web");
    assert_eq!(service["deployments"][0]["rolloutState"], "FAILED");
    assert_eq!(
        service["deployments"][0]["rolloutStateReason"],
        "ECS deployment circuit breaker: tasks failed to start."
    );
    assert_eq!(service["runningCount"], 1, "the old task goes on");
    assert_eq!(status(&lab, 1), "STOPPED");
    let started = lab.messages("web").iter().filter(|text| text.contains("has started")).count();
    assert_eq!(started, 5, "nothing more is started");
    lab.update_web(json!({ "taskDefinition": "web:1", "forceNewDeployment": true }));
    lab.advance(300);
    assert_eq!(
        lab.service("web")["deployments"][0]["rolloutState"],
        "COMPLETED",
        "a new one is a new chance"
    );
}

#[test]
fn a_first_deployment_has_nothing_to_roll_back_to() {
    let mut lab = Lab::new();
    lab.register_fargate("web", json!({}));
    lab.playground("UnpullableImage", json!({ "image": "nginx:1.27" }));
    lab.create_web(2, breaker(json!({})));
    lab.advance(3600);
    assert_eq!(lab.service("web")["deployments"][0]["rolloutState"], "FAILED");
    assert_eq!(status(&lab, 0), "ROLLBACK_FAILED");
    assert_eq!(lab.wanted("web"), [""; 0]);
}

#[test]
fn thresholds_count_as_configured() {
    let rows = [
        (json!({}), 1, 3),
        (json!({}), 7, 4),
        (json!({}), 25, 13),
        (json!({}), 800, 200),
        (json!({ "type": "UNBOUNDED_PERCENT", "value": 10 }), 5, 1),
        (json!({ "type": "UNBOUNDED_PERCENT", "value": 100 }), 800, 800),
        (json!({ "type": "COUNT", "value": 7 }), 800, 7),
        (json!({ "type": "BOUNDED_PERCENT", "value": 100 }), 10, 10),
    ];
    let mut lab = Lab::new();
    lab.register_fargate("web", json!({}));
    for (number, (threshold, desired, expected)) in rows.into_iter().enumerate() {
        let mut request = crate::lab::fargate_service(&format!("web{number}"), "web", desired);
        crate::lab::overlay(&mut request, breaker(json!({ "thresholdConfiguration": threshold })));
        lab.ok("CreateService", request);
        assert_eq!(deployment(&lab, number as u32).threshold, expected, "{threshold} of {desired}");
    }
}

#[test]
fn failed_health_checks_add_up_until_a_healthy_task_comes() {
    let check =
        json!({ "healthCheck": { "command": ["CMD-SHELL", "exit 0"], "interval": 10, "retries": 2 } });
    let mut lab = Lab::new();
    lab.register_fargate("web", check);
    lab.create_web(1, breaker(json!({})));
    lab.advance(200);
    assert_eq!(lab.service("web")["deployments"][0]["rolloutState"], "COMPLETED");
    lab.playground("SetImage", json!({ "image": "nginx:1.27", "health": "unhealthy" }));
    lab.update_web(json!({ "forceNewDeployment": true }));
    lab.advance(600);
    assert_eq!(status(&lab, 1), "ROLLBACK_SUCCESSFUL", "{:?}", lab.messages("web"));
    assert_eq!(deployment(&lab, 1).failure_count, 3);
}

/// A deployment is under way, so a task of it still has to settle when its target is healthy: that it is well counts.
#[test]
fn a_healthy_target_breaks_the_row_of_failures() {
    let mut session = scenarios::start("balanced").expect("the scenario exists");
    let mut run = |lines: &str| {
        for step in script::steps(lines) {
            script::run_step(&mut session, &step, &NoFiles).unwrap_or_else(|error| panic!("{error}"));
        }
        let row = |number: usize| session.world().services[ServiceId(0)].deployments.get(number).cloned();
        (row(0).map_or(0, |row| row.failed_tasks), row(1).map_or(0, |row| row.running_count))
    };
    let (mut failed, mut old) = run("playground fault unpullable-image --image shop/web:2\n\
         aws ecs update-service --cluster demo --service web --task-definition web:2\n+1m\n\
         playground image reset --image shop/web:2");
    assert!(failed > 0, "no task failed");
    while failed > 0 && old == 4 {
        (failed, old) = run("+5s");
    }
    assert_eq!((failed, old), (0, 4), "failures, and old tasks that run");
}

const FUNCTION: &str = "arn:aws:lambda:us-east-1:123456789012:function:check";

fn blue_green(members: Value) -> Value {
    let mut configuration = json!({ "strategy": "BLUE_GREEN", "bakeTimeInMinutes": 5 });
    crate::lab::overlay(&mut configuration, members);
    json!({ "deploymentConfiguration": configuration })
}

/// A service that was deployed step by step, and is deployed anew beside that.
fn green(mut members: Value) -> Lab {
    let mut lab = Lab::new();
    lab.register_fargate("web", json!({}));
    lab.create_web(2, json!({}));
    lab.advance(240);
    assert_eq!(lab.service("web")["deployments"][0]["rolloutState"], "COMPLETED");
    members["forceNewDeployment"] = json!(true);
    lab.update_web(members);
    lab
}

/// Stages in the order they were entered, each with its weight of production traffic.
fn stages(lab: &Lab, number: u32) -> Vec<String> {
    use ecs_playground::model::world::Event;
    let mut stages: Vec<String> = Vec::new();
    for logged in lab.simulation.log().iter() {
        let Event::ServiceDeploymentChanged { deployment, to } = &logged.event else { continue };
        let Some(stage) = to.stage.filter(|_| *deployment == DeploymentId(number)) else { continue };
        let entry = format!("{} {}", stage.as_str(), to.production_weight);
        if stages.last() != Some(&entry) {
            stages.push(entry);
        }
    }
    stages
}

#[test]
fn blue_green_goes_through_every_stage() {
    let mut lab = green(blue_green(json!({})));
    lab.advance(400);
    let service = lab.service("web");
    assert_eq!(service["deployments"].as_array().unwrap().len(), 2, "both run while it bakes");
    assert_eq!(service["runningCount"], 4);
    lab.advance(400);
    let expected = [
        "PRE_SCALE_UP 0",
        "SCALE_UP 0",
        "POST_SCALE_UP 0",
        "TEST_TRAFFIC_SHIFT 0",
        "POST_TEST_TRAFFIC_SHIFT 0",
        "PRE_PRODUCTION_TRAFFIC_SHIFT 0",
        "PRODUCTION_TRAFFIC_SHIFT 1000",
        "POST_PRODUCTION_TRAFFIC_SHIFT 1000",
        "BAKE_TIME 1000",
        "CLEAN_UP 1000",
    ];
    assert_eq!(stages(&lab, 1), expected);
    assert_eq!(status(&lab, 1), "SUCCESSFUL");
    assert_eq!(lab.service("web")["runningCount"], 2);
}

#[test]
fn a_first_deployment_goes_through_every_stage_but_takes_no_steps() {
    let canary = json!({
        "strategy": "CANARY", "bakeTimeInMinutes": 30,
        "lifecycleHooks": [{ "targetType": "PAUSE", "lifecycleStages": ["POST_SCALE_UP"] }],
    });
    let mut lab = Lab::new();
    lab.register_fargate("web", json!({}));
    lab.create_web(2, json!({ "deploymentConfiguration": canary }));
    lab.advance(300);
    assert_eq!(deployment(&lab, 0).stage.map(|stage| stage.as_str()), Some("POST_SCALE_UP"));
    let service = lab.service_id("web");
    let view = ecs_playground::playground::views::deployments::deployment(lab.world(), service).unwrap();
    lab.simulation.execute(&view.answers[0].command).unwrap();
    lab.advance(120);
    assert_eq!(status(&lab, 0), "SUCCESSFUL");
    let shifts = stages(&lab, 0).into_iter().filter(|entry| entry.starts_with("PRODUCTION"));
    assert_eq!(shifts.collect::<Vec<_>>(), ["PRODUCTION_TRAFFIC_SHIFT 1000"]);
}

#[test]
fn linear_and_canary_shift_in_steps() {
    let shifts = |configuration: Value, seconds: u64| {
        let mut lab = green(json!({ "deploymentConfiguration": configuration }));
        lab.advance(seconds);
        assert_eq!(status(&lab, 1), "SUCCESSFUL");
        let weights = stages(&lab, 1).into_iter();
        let shifts =
            weights.filter_map(|entry| Some(entry.strip_prefix("PRODUCTION_TRAFFIC_SHIFT ")?.to_owned()));
        shifts.collect::<Vec<_>>().join(" ")
    };
    let linear = json!({
        "strategy": "LINEAR", "bakeTimeInMinutes": 1,
        "linearConfiguration": { "stepPercent": 33.3, "stepBakeTimeInMinutes": 2 },
    });
    assert_eq!(shifts(linear, 1200), "333 666 999 1000");
    let canary = json!({
        "strategy": "CANARY", "bakeTimeInMinutes": 1,
        "canaryConfiguration": { "canaryPercent": 2.5, "canaryBakeTimeInMinutes": 3 },
    });
    assert_eq!(shifts(canary, 900), "25 1000");
}

/// The page gives the moment of the next step as the scheduler keeps it, though the configured time is none.
#[test]
fn a_step_lasts_as_long_as_a_shift_at_least() {
    use ecs_playground::playground::explain::{deployment::story, words};
    use ecs_playground::playground::views::deployments;
    let mut lab = green(json!({ "deploymentConfiguration": {
        "strategy": "CANARY", "bakeTimeInMinutes": 1,
        "canaryConfiguration": { "canaryPercent": 5.0, "canaryBakeTimeInMinutes": 0 },
    } }));
    while deployment(&lab, 1).production_weight == 0 {
        lab.advance(1);
    }
    let service = lab.service_id("web");
    let due = deployment(&lab, 1).stage_since + SimDuration::from_secs(20);
    let view = deployments::deployment(lab.world(), service).unwrap();
    assert_eq!(view.until, Some(format!("Next shift at {}", words::clock(due))));
    let told = story(lab.world(), service).unwrap().rest;
    assert!(told.contains(&format!("the next step comes at {}", words::clock(due))), "{told}");
    lab.advance(19);
    assert_eq!(deployment(&lab, 1).stage.map(|stage| stage.as_str()), Some("PRODUCTION_TRAFFIC_SHIFT"));
    lab.advance(1);
    assert_eq!(deployment(&lab, 1).stage.map(|stage| stage.as_str()), Some("PRE_PRODUCTION_TRAFFIC_SHIFT"));
}

#[test]
fn hooks_decide_whether_it_goes_on() {
    let hook = |stage: &str| {
        blue_green(json!({ "lifecycleHooks": [
            { "hookTargetArn": FUNCTION, "roleArn": "arn:aws:iam::123456789012:role/hook", "lifecycleStages": [stage] },
        ] }))
    };
    let mut lab = green(hook("POST_SCALE_UP"));
    lab.advance(900);
    assert_eq!(status(&lab, 1), "SUCCESSFUL", "a function that nobody touched succeeds");
    lab.playground("SetLifecycleHook", json!({ "hookTargetArn": FUNCTION, "hookStatus": "IN_PROGRESS" }));
    lab.update_web(json!({ "forceNewDeployment": true }));
    lab.advance(900);
    assert_eq!(
        deployment(&lab, 2).stage.map(|stage| stage.as_str()),
        Some("POST_SCALE_UP"),
        "it is called again"
    );
    lab.playground("SetLifecycleHook", json!({ "hookTargetArn": FUNCTION, "hookStatus": "FAILED" }));
    lab.advance(400);
    let row = deployment(&lab, 2);
    let reason = format!(
        "Service deployment rolled back because POST_SCALE_UP lifecycle hook(s) failed. Lifecycle hook target \
         {FUNCTION} returned FAILED status."
    );
    assert_eq!((row.status.as_str(), row.status_reason.as_deref()), ("ROLLBACK_SUCCESSFUL", Some(&*reason)));
    assert_eq!(lab.service("web")["deployments"].as_array().unwrap().len(), 1);
}

#[test]
fn a_pause_waits_for_an_answer() {
    let pause = json!({ "lifecycleHooks": [
        { "targetType": "PAUSE", "lifecycleStages": ["PRE_PRODUCTION_TRAFFIC_SHIFT"] },
    ] });
    let mut lab = green(blue_green(pause));
    lab.advance(900);
    let described = |lab: &mut Lab| {
        let list = lab.ok("ListServiceDeployments", json!({ "cluster": "lab", "service": "web" }));
        let arn = list["serviceDeployments"][0]["serviceDeploymentArn"].clone();
        let answer = lab.ok("DescribeServiceDeployments", json!({ "serviceDeploymentArns": [arn] }));
        answer["serviceDeployments"][0].clone()
    };
    let row = described(&mut lab);
    assert_eq!(row["lifecycleHookDetails"][0]["status"], "AWAITING_ACTION");
    let request = json!({
        "serviceDeploymentArn": row["serviceDeploymentArn"], "hookId": row["lifecycleHookDetails"][0]["hookId"],
    });
    lab.ok("ContinueServiceDeployment", request);
    lab.advance(900);
    assert_eq!(described(&mut lab)["status"], "SUCCESSFUL");
}

#[test]
fn people_can_roll_back() {
    let mut lab = green(blue_green(json!({ "bakeTimeInMinutes": 60 })));
    lab.advance(600);
    let arn = lab.service("web")["currentServiceDeployment"].clone();
    let answer =
        lab.ok("StopServiceDeployment", json!({ "serviceDeploymentArn": arn, "stopType": "ROLLBACK" }));
    assert_eq!(answer["serviceDeploymentArn"], arn);
    assert_eq!(status(&lab, 1), "ROLLBACK_REQUESTED");
    lab.advance(300);
    assert_eq!(status(&lab, 1), "ROLLBACK_SUCCESSFUL");
    assert_eq!(lab.service("web")["runningCount"], 2);
    let again = lab.call("StopServiceDeployment", json!({ "serviceDeploymentArn": arn })).unwrap_err();
    assert_eq!(again.name.as_str(), "ConflictException");
}

#[test]
fn the_page_shows_stage_gauge_and_answers() {
    use ecs_playground::playground::views::deployments::{self, Passed};
    let configuration = json!({
        "deploymentCircuitBreaker": { "enable": true, "rollback": true },
        "lifecycleHooks": [{ "targetType": "PAUSE", "lifecycleStages": ["POST_SCALE_UP"] }],
    });
    let mut lab = green(blue_green(configuration));
    lab.advance(300);
    let service = lab.service_id("web");
    let view = deployments::deployment(lab.world(), service).unwrap();
    let now: Vec<_> = view.stages.iter().filter(|mark| mark.passed == Passed::Now).collect();
    assert_eq!((now[0].name, now[0].has_hook), ("POST_SCALE_UP", true));
    assert_eq!(view.gauge.map(|gauge| (gauge.failed, gauge.threshold, gauge.is_open)), Some((0, 3, false)));
    assert_eq!((view.weights[0].traffic, view.weights[0].share), ("Production", 0));
    let labels: Vec<_> = view.answers.iter().map(|answer| answer.label).collect();
    assert_eq!(labels, ["Continue", "Roll back", "Stop"]);
    assert_eq!(deployments::tag_of(lab.world(), service).as_deref(), Some("POST_SCALE_UP"));
    lab.simulation.execute(&view.answers[0].command).unwrap();
    lab.advance(120);
    let view = deployments::deployment(lab.world(), service).unwrap();
    assert_eq!(view.weights[0].share, 1000, "it went on");
    assert!(view.until.unwrap().starts_with("Bakes until"));
    lab.simulation.execute(&view.answers[0].command).unwrap();
    lab.advance(120);
    assert_eq!(deployments::deployment(lab.world(), service).unwrap().status, "ROLLBACK_SUCCESSFUL");
}

#[test]
fn a_dead_end_is_called_out_before_and_while_it_lasts() {
    use ecs_playground::playground::explain;
    let rows = [
        ((1, 100, 150), Some((200, 0))),
        ((3, 100, 125), Some((134, 66))),
        ((2, 75, 100), Some((150, 50))),
        ((4, 100, 125), None),
        ((4, 75, 100), None),
        ((0, 100, 125), None),
    ];
    for ((desired, minimum, maximum), expected) in rows {
        let percents = json!({ "minimumHealthyPercent": minimum, "maximumPercent": maximum });
        let mut lab = Lab::new();
        lab.register_fargate("web", json!({}));
        let rebalancing = if maximum == 100 { "DISABLED" } else { "ENABLED" };
        let members =
            json!({ "deploymentConfiguration": percents, "availabilityZoneRebalancing": rebalancing });
        lab.create_web(desired, members);
        let service = lab.service_id("web");
        let row = &lab.world().services[service];
        let way_out = row.deployment_configuration.way_out(desired);
        let freed = way_out.map(|way| (way.raise_maximum_percent_to, way.lower_minimum_healthy_percent_to));
        assert_eq!(freed, expected, "{desired} at {minimum}/{maximum}");
        assert_eq!(explain::deployment::dead_end(row).is_some(), expected.is_some());
        let Some((raised, _)) = expected else { continue };
        lab.advance(120);
        lab.update_web(json!({ "forceNewDeployment": true }));
        lab.advance(120);
        let story = explain::deployment::story(lab.world(), service).unwrap();
        assert!(story.is_stuck && story.rest.contains(&format!("maximumPercent to {raised}")), "{story:?}");
        lab.update_web(json!({ "deploymentConfiguration": { "maximumPercent": raised } }));
        lab.advance(600);
        assert_eq!(lab.service("web")["deployments"].as_array().unwrap().len(), 1, "the change frees it");
    }
}

#[test]
fn an_update_in_the_midst_of_a_rollback_replaces_what_was_gone_back_to() {
    let mut lab = green(blue_green(json!({})));
    lab.advance(240);
    assert_eq!(deployment(&lab, 1).production_weight, 1000);
    let arn = lab.world().service_deployment_arn(lab.service_id("web"), DeploymentId(1));
    lab.ok("StopServiceDeployment", json!({ "serviceDeploymentArn": arn }));
    lab.advance(10);
    assert_eq!(status(&lab, 1), "ROLLBACK_IN_PROGRESS");
    lab.update_web(json!({ "forceNewDeployment": true }));
    lab.advance(900);
    assert_eq!(status(&lab, 2), "SUCCESSFUL");
    assert_eq!(stages(&lab, 2)[0], "RECONCILE_SERVICE 0");
    assert_eq!(lab.service("web")["runningCount"], 2);
}

/// The scenario is left while green comes up; a PAUSE hook waits once test traffic has moved.
#[test]
fn the_page_tells_where_traffic_goes() {
    use ecs_playground::model::ecs::ServiceId;
    use ecs_playground::playground::scenarios;
    use ecs_playground::playground::views::{balancing, deployments};
    let mut session = scenarios::start("blue-green").unwrap();
    let told = |session: &ecs_playground::playground::recording::Session| {
        let story = ecs_playground::playground::explain::deployment::story(session.world(), ServiceId(0));
        story.map(|story| story.rest).unwrap_or_default()
    };
    let scale_up = told(&session);
    assert!(scale_up.contains("web:2 gets all its tasks beside web:1 in target group green"), "{scale_up}");
    let mut seen = Vec::new();
    for _ in 0..120 {
        session.advance_to(session.now() + SimDuration::from_secs(2));
        seen.push(told(&session));
    }
    let test_shift = "Test traffic goes to web:2: front:8080/default has blue 0%, green 100%.";
    assert!(seen.iter().any(|text| text == test_shift), "{seen:#?}");
    let view = deployments::deployment(session.world(), ServiceId(0)).unwrap();
    let weights: Vec<_> = view.weights.iter().map(|row| (row.traffic, row.share)).collect();
    assert_eq!(weights, [("Production", 0), ("Test", 1000)]);
    let lost: Vec<_> = view.weights.iter().map(|row| row.rate.as_ref().map(|rate| rate.lost)).collect();
    assert_eq!(lost, [None, Some(0)], "green answers test traffic, and gets no other");
    let groups = balancing::groups_of(session.world(), ServiceId(0));
    let groups: Vec<_> = groups.iter().map(|row| (&*row.name, row.revisions.concat(), row.share)).collect();
    assert_eq!(groups, [("green", "web:2".to_owned(), Some(0)), ("blue", "web:1".to_owned(), Some(1000))]);
}
