//! Breaking things through the service `playground`.

use ecs_playground::model::ecs::{HealthStatus, TaskId, TaskStatus};
use ecs_playground::model::faults::catalogue::catalogue;
use ecs_playground::model::workload::checked_port;
use ecs_playground::model::workload::strain::{self, Strain};
use ecs_playground::playground::cli::verbs::VERBS;
use serde_json::{Value, json};

use crate::playground_world::PlaygroundWorld;

fn play(world: &mut PlaygroundWorld, operation: &str, request: Value) -> Value {
    world.ok("playground", operation, request)
}

#[test]
fn a_container_dies_runs_out_of_memory_or_falls_ill() {
    // Operation, exit code asked for, exit code and reason of the container, stopped reason of the task.
    let rows = [
        ("KillContainer", None, Some(137), None, Some("Essential container in task exited")),
        ("KillContainer", Some(3), Some(3), None, Some("Essential container in task exited")),
        (
            "OomContainer",
            None,
            Some(137),
            Some("OutOfMemoryError: Container killed due to memory usage"),
            Some("Essential container in task exited"),
        ),
        ("FailHealthChecks", None, None, None, None),
    ];
    for (operation, asked, exit_code, reason, stopped_reason) in rows {
        let mut world = PlaygroundWorld::with_instances(1);
        world.start_tasks(&[0]);
        assert_eq!(world.task(0).health_status, HealthStatus::Healthy);
        let arn = world.world().task_arn(TaskId(0));
        let mut request = json!({ "task": arn, "container": "app" });
        if let Some(code) = asked {
            request["exitCode"] = json!(code);
        }
        let answer = play(&mut world, operation, request);
        assert_eq!(answer, json!({ "taskArn": arn, "container": "app" }));
        world.advance(60);
        let task = world.task(0);
        assert_eq!(task.containers[0].exit_code, exit_code, "{operation}");
        assert_eq!(task.containers[0].reason.as_deref(), reason, "{operation}");
        assert_eq!(task.stopped_reason.as_deref(), stopped_reason, "{operation}");
        let ill = task.health_status == HealthStatus::Unhealthy;
        assert_eq!(ill, operation == "FailHealthChecks", "{operation}");
        world.check_every_event();
    }
}

#[test]
fn a_zone_loses_its_power_and_gets_it_back() {
    let mut world = PlaygroundWorld::with_instances(2);
    world.start_tasks(&[0, 1, 2, 3, 4, 5]);
    world.hit("StopInstance", 3).unwrap();
    world.advance(120);
    let request = json!({ "availabilityZone": "us-east-1a", "durationSeconds": 1800 });
    let answer = play(&mut world, "LoseAvailabilityZone", request);
    assert_eq!(answer["instances"].as_array().unwrap().len(), 1, "the other one was stopped before");
    assert_eq!(world.state(0), "Stopped Active not connected");
    assert_eq!(world.task(0).last_status, TaskStatus::Stopped);
    assert_eq!(world.task(1).last_status, TaskStatus::Running, "another zone");
    let refusal = "ClientException: InsufficientInstanceCapacity: There is no t3.medium capacity in \
                   Availability Zone us-east-1a now.";
    let request = json!({ "cluster": "lab", "availabilityZone": "us-east-1a" });
    assert_eq!(world.refused("playground", "LaunchInstances", request), refusal);
    assert!(world.hit("StartInstance", 3).is_err(), "nothing starts without power");
    world.advance(1799);
    assert_eq!(world.state(0), "Stopped Active not connected");
    world.advance(121);
    assert_eq!(world.state(0), "Running Active connected");
    assert_eq!(world.state(3), "Stopped Active not connected", "its owner had stopped it");
    world.check_every_event();
}

#[test]
fn a_power_cut_that_was_ended_early_does_not_end_the_next_one() {
    let mut world = PlaygroundWorld::with_instances(1);
    let zone = json!({ "availabilityZone": "us-east-1b" });
    play(
        &mut world,
        "LoseAvailabilityZone",
        json!({ "availabilityZone": "us-east-1b", "durationSeconds": 600 }),
    );
    play(&mut world, "RestoreAvailabilityZone", zone.clone());
    world.advance(300);
    play(&mut world, "LoseAvailabilityZone", zone.clone());
    world.advance(3600);
    assert!(!world.world().zones[1].available);
    let error = world.refused("playground", "LoseAvailabilityZone", zone);
    assert_eq!(
        error,
        "InvalidParameterException: The Availability Zone us-east-1b is without power already."
    );
}

#[test]
fn an_instance_that_boots_when_the_power_goes_boots_again_when_it_is_back() {
    let mut world = PlaygroundWorld::new();
    play(&mut world, "LaunchInstances", json!({ "cluster": "lab", "availabilityZone": "us-east-1c" }));
    world.advance(5);
    play(&mut world, "LoseAvailabilityZone", json!({ "availabilityZone": "us-east-1c" }));
    world.advance(300);
    assert_eq!(world.state(0), "Stopped Registering not connected");
    play(&mut world, "RestoreAvailabilityZone", json!({ "availabilityZone": "us-east-1c" }));
    world.advance(90);
    assert_eq!(world.state(0), "Running Active connected");
    world.check_every_event();
}

#[test]
fn an_image_changes_only_in_what_is_said() {
    // Each row goes on from the one before: request, pointer into the behaviour, value expected.
    let rows = [
        (json!({ "bootMs": 250 }), "/bootMillis", json!(250)),
        (json!({ "then": "exit", "exitCode": 2, "afterSeconds": 9 }), "/bootMillis", json!(250)),
        (json!({}), "/then", json!({ "kind": "exit", "code": 2, "afterMillis": 9000 })),
        (json!({ "exitCode": 4 }), "/then", json!({ "kind": "exit", "code": 4, "afterMillis": 9000 })),
        (json!({ "then": "crash" }), "/then", json!({ "kind": "crash", "code": 4, "meanMillis": 60_000 })),
        (
            json!({ "then": "leak", "leakMibPerMinute": 7 }),
            "/then",
            json!({ "kind": "leak", "mibPerMinute": 7 }),
        ),
        (json!({ "then": "run" }), "/then", json!({ "kind": "run" })),
        (json!({ "health": "unhealthy", "healthAfterSeconds": 30 }), "/health/afterMillis", json!(30_000)),
        (json!({ "health": "healthy" }), "/health", json!({ "kind": "healthy" })),
        (json!({ "ignoresSigterm": true }), "/stopMillis", Value::Null),
        (json!({ "stopMs": 40 }), "/stopMillis", json!(40)),
        (json!({ "pull": "denied" }), "/pull", json!("denied")),
        (json!({ "cpuPercent": 80 }), "/cpuPercent", json!(80)),
    ];
    let mut world = PlaygroundWorld::new();
    for (mut request, pointer, expected) in rows {
        request["image"] = json!("shop");
        let shown = request.to_string();
        let answer = play(&mut world, "SetImage", request);
        assert_eq!(answer["image"]["behaviour"].pointer(pointer), Some(&expected), "{shown}");
    }
    let before = world.simulation.log().len();
    let listed = play(&mut world, "ListImages", json!({}));
    assert_eq!(listed["images"][0]["image"], "shop");
    assert_eq!(world.simulation.log().len(), before, "a read leaves no trace");
    assert_eq!(play(&mut world, "ResetImage", json!({})), json!({ "images": ["shop"] }));
    assert_eq!(play(&mut world, "ListImages", json!({})), json!({ "images": [] }));
}

#[test]
fn an_unpullable_image_keeps_new_tasks_from_starting() {
    let mut world = PlaygroundWorld::with_instances(1);
    world.start_tasks(&[0]);
    play(&mut world, "UnpullableImage", json!({ "image": "nginx:1.27" }));
    world.start_tasks(&[1]);
    world.advance(120);
    assert_eq!(world.task(0).last_status, TaskStatus::Running);
    assert_eq!(world.task(1).last_status, TaskStatus::Stopped);
    assert!(world.task(1).stopped_reason.as_deref().unwrap().starts_with("CannotPullContainerError"));
}

#[test]
fn absurd_requests_are_refused() {
    let rows = [
        ("LaunchInstances", json!({ "count": 0 }), "count must be between 1 and 5000, but was 0."),
        ("LaunchInstances", json!({ "instanceType": "m5.nano" }), "There is no instance type m5.nano here."),
        (
            "LaunchInstances",
            json!({ "availabilityZone": "mars-1a" }),
            "There is no Availability Zone mars-1a.",
        ),
        ("LaunchInstances", json!({ "attributes": [{ "name": "ecs.os-type" }] }), "is reserved."),
        ("LaunchInstances", json!({ "cluster": "moon" }), "ClusterNotFoundException: Cluster not found."),
        ("StopInstance", json!({ "containerInstance": "i-0" }), "The container instance i-0 was not found."),
        ("StopInstance", json!({}), "missing field `containerInstance`."),
        ("KillContainer", json!({ "task": "x" }), "The task x was not found."),
        ("SetImage", json!({ "image": "a", "exitCode": 256 }), "exitCode must be between 0 and 255"),
        ("SetImage", json!({ "image": " " }), "image cannot be empty."),
        (
            "UnpullableImage",
            json!({ "image": "a", "reason": "ok" }),
            "reason must be missing, denied or timeout.",
        ),
        ("RestoreAvailabilityZone", json!({ "availabilityZone": "us-east-1a" }), "has not lost its power."),
        ("Explode", json!({}), "UnknownOperationException: The playground has no operation Explode."),
    ];
    for (operation, mut request, expected) in rows {
        let mut world = PlaygroundWorld::new();
        if operation == "LaunchInstances" && request.get("cluster").is_none() {
            request["cluster"] = json!("lab");
        }
        let error = world.refused("playground", operation, request);
        assert!(error.contains(expected), "{operation}: {error}");
    }
}

#[test]
fn every_fault_of_the_catalogue_can_be_typed_and_has_its_parameters_there() {
    for fault in catalogue() {
        for operation in [Some(fault.operation), fault.undo].into_iter().flatten() {
            let mut world = PlaygroundWorld::new();
            let error = world.call("playground", operation, json!({})).err();
            let known = error.is_none_or(|error| !error.to_string().starts_with("UnknownOperation"));
            assert!(known, "{operation} does nothing");
        }
        let verb = VERBS.iter().find(|verb| operation_name(verb.name) == fault.operation);
        let verb = verb.unwrap_or_else(|| panic!("{} cannot be typed", fault.operation));
        for parameter in fault.parameters {
            assert!(verb.input.member(parameter.name).is_some(), "{} {}", verb.name, parameter.name);
        }
    }
}

/// `fault kill-container` is `KillContainer`.
fn operation_name(verb: &str) -> String {
    let words = verb.strip_prefix("fault ").unwrap_or(verb);
    words.split('-').map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}

#[test]
fn faults_of_tasks_spare_those_that_they_do_not_mean() {
    // Operation, request beside the task, and a name that a load balancer goes by: delay, losses and cut.
    let ten = json!({ "flowsPercent": 10, "delayMilliseconds": 500, "jitterMilliseconds": 0 });
    let rows = [
        ("TaskNetworkLatency", json!({}), "front", (200, 0, false)),
        ("TaskNetworkLatency", ten, "front", (50, 0, false)),
        ("TaskNetworkLatency", json!({ "sources": ["back"] }), "front", (0, 0, false)),
        ("TaskNetworkLatency", json!({ "sources": ["back", "front"] }), "front", (200, 0, false)),
        ("TaskNetworkLatency", json!({ "delayMilliseconds": 60_000 }), "front", (0, 1_000_000, false)),
        ("TaskNetworkPacketLoss", json!({ "lossPercent": 100 }), "front", (0, 1_000_000, false)),
        ("TaskNetworkPacketLoss", json!({ "lossPercent": 50 }), "front", (701, 1_953, false)),
        ("TaskNetworkPacketLoss", json!({}), "front", (16, 0, false)),
        ("TaskNetworkBlackholePort", json!({ "port": 80, "trafficType": "ingress" }), "front", (0, 0, true)),
        ("TaskNetworkBlackholePort", json!({ "port": 81, "trafficType": "ingress" }), "front", (0, 0, false)),
        ("TaskNetworkBlackholePort", json!({ "port": 80, "trafficType": "egress" }), "front", (0, 0, false)),
        (
            "TaskNetworkBlackholePort",
            json!({ "port": 80, "trafficType": "ingress", "protocol": "udp" }),
            "front",
            (0, 0, false),
        ),
    ];
    for (operation, mut request, client, expected) in rows {
        let mut world = PlaygroundWorld::with_instances(1);
        world.start_tasks(&[0]);
        request["task"] = json!(world.world().task_arn(TaskId(0)));
        let shown = request.to_string();
        play(&mut world, operation, request);
        let strain = strain::on_requests(world.task(0), 256, 80, &[client]);
        let found = (strain.delay_millis, strain.lost_per_million, strain.is_cut_off);
        assert_eq!(found, expected, "{operation} {shown}");
        world.advance(301);
        assert_eq!(strain::on_requests(world.task(0), 256, 80, &[client]), Strain::default(), "it is over");
        world.check_every_event();
    }
}

#[test]
fn a_health_check_fails_while_its_port_is_dropped_and_passes_again() {
    let mut world = PlaygroundWorld::with_instances(1);
    world.start_tasks(&[0]);
    let mut request = json!({ "task": world.world().task_arn(TaskId(0)), "durationSeconds": 120 });
    (request["port"], request["trafficType"]) = (json!(80), json!("ingress"));
    assert_eq!(world.task(0).health_status, HealthStatus::Healthy);
    play(&mut world, "TaskNetworkBlackholePort", request);
    world.advance(119);
    assert_eq!(world.task(0).health_status, HealthStatus::Unhealthy);
    world.advance(40);
    assert_eq!(world.task(0).health_status, HealthStatus::Healthy);
    world.check_every_event();
}

#[test]
fn the_port_that_a_health_check_asks_is_found_in_its_command() {
    let rows = [
        ("curl -f http://localhost/ || exit 1", Some(80)),
        ("curl -f http://localhost:8080/health || exit 1", Some(8080)),
        ("wget -q -O- https://127.0.0.1/", Some(443)),
        ("nc -z 127.0.0.1 5432", Some(5432)),
        ("redis-cli ping", None),
    ];
    for (command, port) in rows {
        let command = ["CMD-SHELL".to_owned(), command.to_owned()];
        assert_eq!(checked_port(&command), port, "{command:?}");
    }
}

#[test]
fn a_fault_says_what_aws_fis_would_miss() {
    let mut world = PlaygroundWorld::with_instances(1);
    world.start_tasks(&[0]);
    let task = world.world().task_arn(TaskId(0));
    let missing = |world: &mut PlaygroundWorld, operation| {
        play(world, operation, json!({ "task": task }))["missingForFis"].clone()
    };
    let always = ["enableFaultInjection: true", "a container with the SSM agent"];
    assert_eq!(missing(&mut world, "TaskCpuStress"), json!(always));
    let network = [always[0], always[1], "network mode awsvpc or host"];
    assert_eq!(missing(&mut world, "TaskNetworkLatency"), json!(network));
    let error = world.refused("playground", "TaskNetworkPacketLoss", json!({ "task": task }));
    assert!(error.ends_with("while aws:ecs:task-network-latency does."), "{error}");
}
