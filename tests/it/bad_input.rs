//! Absurd requests: each is answered or refused in the API's own way, and nothing of ours breaks.

use ecs_playground::model::api::apis::APIS;
use serde_json::{Map, Value, json};

use crate::api_world::{ApiWorld, network};

/// A request that would do, for any operation: the members it has, of those that are needed somewhere.
fn plausible(world: &ApiWorld, task: &str) -> Value {
    json!({
        "cluster": "lab",
        "clusters": ["lab"],
        "taskDefinition": "web:1",
        "taskDefinitions": ["web:1"],
        "task": task,
        "tasks": [task],
        "service": "web",
        "services": ["web"],
        "containerInstance": world.instance_arn(0),
        "containerInstances": [world.instance_arn(0)],
        "resourceArn": "arn:aws:ecs:us-east-1:123456789012:cluster/lab",
        "tags": [{ "key": "a", "value": "b" }],
        "tagKeys": ["a"],
        "attributes": [{ "name": "a", "targetId": world.instance_arn(0) }],
        "targetType": "container-instance",
        "status": "ACTIVE",
        "settings": [],
        "capacityProviders": ["FARGATE"],
        "defaultCapacityProviderStrategy": [],
    })
}

fn absurd(world: &ApiWorld) -> Vec<Value> {
    let mut deep = json!([]);
    for _ in 0..100 {
        deep = json!([deep]);
    }
    vec![
        json!(null),
        json!(true),
        json!(-1),
        json!(0),
        json!(1.5),
        json!(i32::MAX),
        json!(1_000_000_000),
        json!(u64::MAX),
        json!(""),
        json!("::/::"),
        json!("arn:aws:ecs:us-east-1:123456789012:task/"),
        json!("\u{0}ä€𝄞"),
        json!("x".repeat(100_000)),
        json!([]),
        json!([null]),
        json!([{}]),
        json!(["x", "x"]),
        json!(vec!["x"; 1_000]),
        json!([{ "name": "web", "cpu": i32::MAX, "memory": i32::MAX, "type": "memberOf", "key": "" }]),
        json!({}),
        json!({ "awsvpcConfiguration": {} }),
        json!({ "containerOverrides": [{ "name": "web", "cpu": i32::MAX, "memory": -1 }] }),
        json!({ "maximumPercent": i32::MAX, "minimumHealthyPercent": 0 }),
        network(world),
        deep,
    ]
}

#[test]
fn absurd_members_break_nothing() {
    let mut world = ApiWorld::with_definitions();
    let task = world.one_task(json!({ "cluster": "lab", "taskDefinition": "web" }));
    let (plausible, absurd) = (plausible(&world, &task), absurd(&world));
    let operations = APIS.iter().flat_map(|api| api.operations);
    for row in operations.filter(|row| row.name != "DeleteCluster") {
        let members = row.input.members().iter().map(|member| member.name);
        let known = members.clone().filter_map(|name| Some((name.to_owned(), plausible.get(name)?.clone())));
        let base: Map<String, Value> = known.collect();
        for (member, value) in members.flat_map(|member| absurd.iter().map(move |value| (member, value))) {
            let mut request = base.clone();
            request.insert(member.to_owned(), value.clone());
            if let Err(error) = world.call_service(row.api, row.name, Value::Object(request)) {
                assert!(!error.message.is_empty(), "{} {member} {value:.100}", row.name);
            }
        }
        assert_eq!(world.simulation.world().broken_invariant(), None, "{}", row.name);
    }
    world.advance(600);
}

#[test]
fn no_service_has_a_billion_tasks() {
    let mut world = ApiWorld::with_definitions();
    for (count, exception) in [
        (json!(1_000_000_000), "InvalidParameterException: "),
        (json!(10_000_000_000_u64), "SerializationException: "),
        (json!(-1), "InvalidParameterException: "),
    ] {
        let request =
            json!({ "cluster": "lab", "serviceName": "w", "taskDefinition": "web", "desiredCount": count });
        let refusal = world.refused("CreateService", request);
        assert!(refusal.starts_with(exception), "{count}: {refusal}");
    }
}

#[test]
fn what_is_deleted_is_refused_by_name() {
    let mut world = ApiWorld::with_definitions();
    let service =
        json!({ "cluster": "lab", "serviceName": "web", "taskDefinition": "web", "desiredCount": 0 });
    world.ok("CreateService", service);
    world.ok("DeleteService", json!({ "cluster": "lab", "service": "web" }));
    world.advance(60);
    let update = json!({ "cluster": "lab", "service": "web", "desiredCount": 1 });
    let refusal = world.refused("UpdateService", update);
    assert!(refusal.starts_with("ServiceNotActiveException: "), "{refusal}");
    world.ok("DeregisterTaskDefinition", json!({ "taskDefinition": "web:1" }));
    let run = json!({ "cluster": "lab", "taskDefinition": "web:1" });
    assert_eq!(world.refused("RunTask", run), "ClientException: TaskDefinition is inactive");
    world.ok("DeleteCluster", json!({ "cluster": "empty" }));
    let run = json!({ "cluster": "empty", "taskDefinition": "own" });
    let refusal = world.refused("RunTask", run);
    assert_eq!(refusal, "ClusterNotFoundException: The referenced cluster was inactive.");
}
