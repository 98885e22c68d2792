//! Instances that come, go and come back.

use std::rc::Rc;

use ecs_playground::model::capacity::{INSTANCE_TYPES, MOST_INSTANCES_PER_CLUSTER, instance_type};
use ecs_playground::model::ecs::ContainerInstanceId;
use ecs_playground::model::ecs::container_instance::{CpuArchitecture, Resources};
use ecs_playground::model::ecs::{ContainerInstanceStatus, Ec2State, TaskStatus, TaskStopCode};
use serde_json::{Value, json};

use crate::playground_world::PlaygroundWorld;

#[test]
fn an_instance_type_registers_what_is_known_of_it() {
    // Name, CPU units, MiB registered, GPUs, network interfaces for tasks.
    let rows = [
        ("m5.large", 2048, 7690, 0, 2),
        ("t3.medium", 2048, 3884, 0, 2),
        // Estimated: a small burstable one, and a large one.
        ("t3.micro", 2048, 962, 0, 1),
        ("m6i.large", 2048, 7664, 0, 2),
        ("g5.xlarge", 4096, 15528, 1, 3),
    ];
    for (name, cpu_units, memory_mib, gpus, enis) in rows {
        let expected = Resources { cpu_units, memory_mib, gpus, enis };
        assert_eq!(instance_type(name).expect(name).registered_resources(false), expected, "{name}");
    }
    assert_eq!(instance_type("m5.nano"), None);
}

#[test]
fn the_table_of_instance_types_is_sound() {
    assert_eq!(INSTANCE_TYPES.len(), 51);
    for row in INSTANCE_TYPES {
        assert!(std::ptr::eq(instance_type(row.name).unwrap(), row), "{} is there twice", row.name);
        assert!(row.registered_memory_mib < row.memory_mib, "{}", row.name);
        assert!(
            row.awsvpc_tasks_with_trunking.is_none_or(|tasks| tasks > row.awsvpc_tasks()),
            "{}",
            row.name
        );
        let graviton = ["t4g.", "m6g.", "m7g.", "c7g."].iter().any(|family| row.name.starts_with(family));
        assert_eq!(row.architecture == CpuArchitecture::Arm64, graviton, "{}", row.name);
    }
}

fn launch(world: &mut PlaygroundWorld, request: Value) -> Value {
    world.ok("playground", "LaunchInstances", request)
}

#[test]
fn a_launched_instance_boots_and_registers_within_90_seconds() {
    let mut world = PlaygroundWorld::new();
    launch(&mut world, json!({ "cluster": "lab", "count": 20 }));
    let registered = |world: &PlaygroundWorld| world.world().clusters.iter().next().unwrap().1.clone();
    assert_eq!(world.state(0), "Pending Registering not connected");
    assert_eq!(registered(&world).registered_container_instances_count, 0);
    world.advance(30);
    assert_eq!(world.state(0), "Running Registering not connected");
    world.advance(29);
    assert_eq!(registered(&world).registered_container_instances_count, 0, "nobody is that fast");
    world.advance(31);
    assert_eq!(registered(&world).registered_container_instances_count, 20);
    for id in 0..20 {
        assert_eq!(world.state(id), "Running Active connected");
        let seconds = world.instance(id).registered_at.as_millis() / 1000;
        assert!((60..=90).contains(&seconds), "{seconds}");
    }
    world.check_every_event();
}

#[test]
fn a_ready_instance_is_registered_at_once_with_all_it_says_of_itself() {
    let mut world = PlaygroundWorld::new();
    let attributes = json!([{ "name": "stack", "value": "production" }]);
    let request = json!({
        "cluster": "lab",
        "instanceType": "m6g.large",
        "availabilityZone": "us-east-1b",
        "attributes": attributes,
        "ready": true,
    });
    launch(&mut world, request);
    assert_eq!(world.state(0), "Running Active connected");
    let expected = [
        ("ecs.availability-zone", Some("us-east-1b")),
        ("ecs.instance-type", Some("m6g.large")),
        ("ecs.os-type", Some("linux")),
        ("ecs.os-family", Some("LINUX")),
        ("ecs.cpu-architecture", Some("arm64")),
        ("ecs.capability.task-eni", None),
        ("com.amazonaws.ecs.capability.docker-remote-api.1.17", None),
        ("com.amazonaws.ecs.capability.logging-driver.awslogs", None),
        ("stack", Some("production")),
    ];
    for (name, value) in expected {
        let attribute = world.instance(0).attribute(name).unwrap_or_else(|| panic!("{name} is missing"));
        assert_eq!(attribute.value.as_deref(), value, "{name}");
    }
    let ports: Vec<u16> = world.instance(0).ports.keys().map(|(_, port)| *port).collect();
    assert_eq!(ports, [22, 2375, 2376, 51678, 51679]);
}

#[test]
fn instances_spread_over_the_zones_and_share_their_attributes() {
    let mut world = PlaygroundWorld::new();
    launch(&mut world, json!({ "cluster": "lab", "availabilityZone": "us-east-1a", "count": 2 }));
    launch(&mut world, json!({ "cluster": "lab", "count": 7 }));
    let zones: Vec<u32> = (0..9).map(|id| world.instance(id).zone.0).collect();
    assert_eq!(zones, [0, 0, 1, 2, 1, 2, 0, 1, 2], "the emptiest zone comes first");
    assert!(Rc::ptr_eq(&world.instance(2).attributes, &world.instance(4).attributes));
}

#[test]
fn a_cluster_has_room_for_5000_instances() {
    let mut world = PlaygroundWorld::new();
    let all_but_one = MOST_INSTANCES_PER_CLUSTER - 1;
    launch(&mut world, json!({ "cluster": "lab", "count": all_but_one, "ready": true }));
    let error = world.refused("playground", "LaunchInstances", json!({ "cluster": "lab", "count": 2 }));
    assert_eq!(
        error,
        "LimitExceededException: A cluster can have at most 5000 container instances. \
         lab has 4999, so 2 more are too many."
    );
    launch(&mut world, json!({ "cluster": "lab" }));
    let error = world.refused("playground", "LaunchInstances", json!({ "cluster": "lab" }));
    assert!(error.starts_with("LimitExceededException"), "one that boots counts: {error}");
}

/// What is done to instance 0 on which a task runs, how it is at once and how two minutes later, the stopped
/// reason of the task, and how the instance is two minutes after a start, if it can be started.
struct Life {
    done: &'static [&'static str],
    at_once: &'static str,
    later: &'static str,
    reason: Option<&'static str>,
    started: Option<&'static str>,
}

#[test]
fn what_happens_to_an_instance_happens_to_its_tasks() {
    let rows = [
        Life {
            done: &["TerminateInstance"],
            at_once: "ShuttingDown Inactive not connected",
            later: "Terminated Inactive not connected",
            reason: Some("Host EC2 (instance ID) terminated."),
            started: None,
        },
        Life {
            done: &["DisconnectAgent", "TerminateInstance"],
            at_once: "ShuttingDown Active not connected",
            later: "Terminated Active not connected",
            reason: Some("Host EC2 (instance ID) terminated."),
            started: None,
        },
        Life {
            done: &["StopInstance"],
            at_once: "Stopping Active connected",
            later: "Stopped Active not connected",
            reason: Some("Host EC2 (instance ID) stopped."),
            started: Some("Running Active connected"),
        },
        Life {
            done: &["StopInstance", "TerminateInstance"],
            at_once: "ShuttingDown Active not connected",
            later: "Terminated Active not connected",
            reason: Some("Host EC2 (instance ID) terminated."),
            started: None,
        },
        Life {
            done: &["RebootInstance"],
            at_once: "Running Active not connected",
            later: "Running Active connected",
            reason: Some("Essential container in task exited"),
            started: None,
        },
        Life {
            done: &["DisconnectAgent"],
            at_once: "Running Active not connected",
            later: "Running Active not connected",
            reason: None,
            started: None,
        },
    ];
    for row in rows {
        let name = row.done.join(" ");
        let mut world = PlaygroundWorld::with_instances(1);
        world.start_tasks(&[0]);
        assert_eq!(world.task(0).last_status, TaskStatus::Running);
        row.done.iter().for_each(|operation| drop(world.hit(operation, 0).expect(operation)));
        assert_eq!(world.state(0), row.at_once, "{name}, at once");
        world.advance(120);
        assert_eq!(world.state(0), row.later, "{name}, later");
        let reason =
            row.reason.map(|text| text.replace("ID", &world.world().ec2_instance_id(ContainerInstanceId(0))));
        assert_eq!(world.task(0).stopped_reason.as_deref(), reason.as_deref(), "{name}");
        let stopped = world.task(0).last_status == TaskStatus::Stopped;
        assert_eq!(stopped, row.reason.is_some(), "{name}");
        assert_eq!(world.hit("StartInstance", 0).is_ok(), row.started.is_some(), "{name}");
        if let Some(started) = row.started {
            world.advance(120);
            assert_eq!(world.state(0), started, "{name}, started");
        }
        world.check_every_event();
    }
}

#[test]
fn the_stop_code_of_a_lost_host_is_termination_notice() {
    let mut world = PlaygroundWorld::with_instances(1);
    world.start_tasks(&[0]);
    world.hit("TerminateInstance", 0).unwrap();
    assert_eq!(world.task(0).stop_code, Some(TaskStopCode::TerminationNotice));
}

#[test]
fn an_instance_can_be_terminated_while_it_boots() {
    let mut world = PlaygroundWorld::new();
    launch(&mut world, json!({ "cluster": "lab" }));
    world.advance(20);
    world.hit("TerminateInstance", 0).unwrap();
    world.advance(120);
    assert_eq!(world.instance(0).ec2_state, Ec2State::Terminated);
    assert_eq!(world.instance(0).status, ContainerInstanceStatus::RegistrationFailed);
    let answer = world.ok("ecs", "ListContainerInstances", json!({ "cluster": "lab" }));
    assert_eq!(answer["containerInstanceArns"], json!([]), "ECS never knew of it");
}

#[test]
fn what_cannot_be_done_to_an_instance_is_refused() {
    let rows = [
        (
            vec!["TerminateInstance"],
            "TerminateInstance",
            "is shutting-down, a state from which it cannot be terminated.",
        ),
        (
            vec!["TerminateInstance"],
            "StopInstance",
            "is shutting-down, a state from which it cannot be stopped.",
        ),
        (vec![], "StartInstance", "is running, a state from which it cannot be started."),
        (vec!["StopInstance"], "RebootInstance", "is stopping, a state from which it cannot be rebooted."),
        (vec!["StopInstance"], "ConnectAgent", "No agent of a registered container instance runs on"),
    ];
    for (before, operation, expected) in rows {
        let mut world = PlaygroundWorld::with_instances(1);
        before.iter().for_each(|operation| drop(world.hit(operation, 0).expect(operation)));
        let error = world.hit(operation, 0).expect_err(operation).to_string();
        assert!(error.contains(expected), "{operation}: {error}");
    }
}

/// Starts a service of two tasks on three instances, drains one that has a task, waits, and says how many tasks
/// are left there and how many run in all.
fn drain_under_a_service(minimum: u32, maximum: u32) -> (usize, Value) {
    let mut world = PlaygroundWorld::with_instances(1);
    let container = json!({ "name": "app", "image": "nginx:1.27", "cpu": 256, "memory": 512 });
    let definition = json!({ "family": "web", "containerDefinitions": [container] });
    world.ok("ecs", "RegisterTaskDefinition", definition);
    let request = json!({
        "cluster": "lab",
        "serviceName": "web",
        "taskDefinition": "web",
        "desiredCount": 2,
        "deploymentConfiguration": { "minimumHealthyPercent": minimum, "maximumPercent": maximum },
    });
    world.ok("ecs", "CreateService", request);
    world.advance(120);
    let drained = world.task(0).container_instance.expect("a place").0;
    let name = world.world().container_instance_arn(ContainerInstanceId(drained));
    let request = json!({ "cluster": "lab", "containerInstances": [name], "status": "DRAINING" });
    world.ok("ecs", "UpdateContainerInstancesState", request);
    world.advance(600);
    world.check_every_event();
    let service = json!({ "cluster": "lab", "services": ["web"] });
    let answer = world.ok("ecs", "DescribeServices", service);
    (world.instance(drained).tasks.len(), answer["services"][0]["runningCount"].clone())
}

#[test]
fn draining_moves_service_tasks_as_far_as_the_service_allows() {
    let rows = [
        // minimumHealthyPercent, maximumPercent, tasks left on the instance.
        (100, 200, 0),
        (50, 100, 0),
        (0, 100, 0),
        // Two must stay and no third may start: it never drains.
        (51, 100, 1),
    ];
    for (minimum, maximum, left) in rows {
        assert_eq!(drain_under_a_service(minimum, maximum), (left, json!(2)), "{minimum}/{maximum}");
    }
}
