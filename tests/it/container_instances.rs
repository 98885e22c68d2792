//! The actions on container instances and attributes.

use ecs_playground::model::ecs::{ContainerInstanceId, TaskStatus};
use serde_json::{Value, json};

use crate::api_world::golden;
use crate::playground_world::PlaygroundWorld;

fn ask(world: &mut PlaygroundWorld, operation: &str, mut request: Value) -> Value {
    request["cluster"] = json!("lab");
    world.ok("ecs", operation, request)
}

fn refused(world: &mut PlaygroundWorld, operation: &str, mut request: Value) -> String {
    request["cluster"] = json!("lab");
    world.refused("ecs", operation, request)
}

fn arn(world: &PlaygroundWorld, id: u32) -> String {
    world.world().container_instance_arn(ContainerInstanceId(id))
}

/// Which instances a list names, by their numbers.
fn numbers(world: &PlaygroundWorld, answer: &Value) -> Vec<u32> {
    let listed = answer["containerInstanceArns"].as_array().expect("a list");
    let number = |listed: &Value| (0..99).find(|&id| arn(world, id) == *listed.as_str().unwrap()).unwrap();
    listed.iter().map(number).collect()
}

#[test]
fn a_description_has_the_shape_of_the_api() {
    let mut world = PlaygroundWorld::with_instances(1);
    world.start_tasks(&[0]);
    let hex = world.world().container_instance_hex(ContainerInstanceId(0));
    let unknown = "0123456789abcdef0123456789abcdef";
    let include = ["TAGS", "CONTAINER_INSTANCE_HEALTH"];
    let request = json!({ "containerInstances": [hex, unknown], "include": include });
    golden("describe-container-instances", &ask(&mut world, "DescribeContainerInstances", request));
}

#[test]
fn lists_are_filtered_by_status_and_by_query() {
    let rows = [
        (json!({}), vec![0, 1, 2, 3, 4]),
        (json!({ "status": "ACTIVE" }), vec![0, 2, 3, 4]),
        (json!({ "status": "DRAINING" }), vec![1]),
        (json!({ "status": "REGISTERING" }), vec![]),
        (json!({ "filter": "attribute:ecs.availability-zone == us-east-1a" }), vec![0, 3]),
        (json!({ "filter": "agentConnected == false" }), vec![4]),
        (json!({ "filter": "attribute:stack exists", "status": "ACTIVE" }), vec![2]),
    ];
    let mut world = PlaygroundWorld::with_instances(2);
    world.ok("playground", "LaunchInstances", json!({ "cluster": "lab" }));
    let names = json!([arn(&world, 1)]);
    ask(
        &mut world,
        "UpdateContainerInstancesState",
        json!({ "containerInstances": names, "status": "DRAINING" }),
    );
    let stack = json!([{ "name": "stack", "value": "blue", "targetId": arn(&world, 2) }]);
    ask(&mut world, "PutAttributes", json!({ "attributes": stack }));
    world.hit("DisconnectAgent", 4).unwrap();
    let gone = json!({ "containerInstance": arn(&world, 5) });
    ask(&mut world, "DeregisterContainerInstance", gone);
    for (request, expected) in rows {
        let shown = request.to_string();
        let answer = ask(&mut world, "ListContainerInstances", request);
        assert_eq!(numbers(&world, &answer), expected, "{shown}");
    }
    let error = refused(&mut world, "ListContainerInstances", json!({ "filter": "attribute:" }));
    assert!(error.starts_with("InvalidParameterException: Invalid expression"), "{error}");
}

#[test]
fn a_token_stays_good_while_the_list_changes() {
    let mut world = PlaygroundWorld::with_instances(2);
    let first = ask(&mut world, "ListContainerInstances", json!({ "maxResults": 3 }));
    assert_eq!(numbers(&world, &first), [0, 1, 2]);
    let gone = json!({ "containerInstance": arn(&world, 0) });
    ask(&mut world, "DeregisterContainerInstance", gone);
    let next = json!({ "maxResults": 3, "nextToken": first["nextToken"] });
    let second = ask(&mut world, "ListContainerInstances", next);
    assert_eq!(numbers(&world, &second), [3, 4, 5]);
    assert_eq!(second.get("nextToken"), None);
    let error = refused(&mut world, "ListContainerInstances", json!({ "nextToken": "17" }));
    assert_eq!(error, "InvalidParameterException: Invalid token.");
}

#[test]
fn what_boots_is_not_known_to_the_api() {
    let mut world = PlaygroundWorld::new();
    world.ok("playground", "LaunchInstances", json!({ "cluster": "lab" }));
    let name = arn(&world, 0);
    let answer = ask(&mut world, "DescribeContainerInstances", json!({ "containerInstances": [name] }));
    assert_eq!(answer["containerInstances"], json!([]));
    assert_eq!(answer["failures"], json!([{ "arn": name, "reason": "MISSING" }]));
    world.advance(90);
    let answer = ask(&mut world, "DescribeContainerInstances", json!({ "containerInstances": [name] }));
    assert_eq!(answer["containerInstances"][0]["status"], "ACTIVE");
}

#[test]
fn deregistering_an_instance_with_tasks_takes_force() {
    let mut world = PlaygroundWorld::with_instances(1);
    world.start_tasks(&[0]);
    let name = arn(&world, 0);
    let error = refused(&mut world, "DeregisterContainerInstance", json!({ "containerInstance": name }));
    assert_eq!(error, "InvalidParameterException: Found running tasks on the instance.");
    let request = json!({ "containerInstance": name, "force": true });
    let answer = ask(&mut world, "DeregisterContainerInstance", request.clone());
    assert_eq!(answer["containerInstance"]["status"], "INACTIVE");
    assert_eq!(world.task(0).last_status, TaskStatus::Stopped);
    let reason = world.task(0).stopped_reason.as_deref();
    assert_eq!(reason, Some("Container instance deregistration forced by user"));
    let error = refused(&mut world, "DeregisterContainerInstance", request);
    assert_eq!(error, format!("InvalidParameterException: Referenced container instance {name} not found."));
    let describe = json!({ "containerInstances": [name] });
    let answer = ask(&mut world, "DescribeContainerInstances", describe.clone());
    assert_eq!(answer["containerInstances"][0]["status"], "INACTIVE", "for an hour");
    world.advance(3600);
    let answer = ask(&mut world, "DescribeContainerInstances", describe);
    assert_eq!(answer["failures"][0]["reason"], "MISSING", "and no longer");
    world.check_every_event();
}

#[test]
fn draining_tells_what_it_could_not_do() {
    let mut world = PlaygroundWorld::with_instances(1);
    let (kept, gone) = (arn(&world, 0), arn(&world, 1));
    ask(&mut world, "DeregisterContainerInstance", json!({ "containerInstance": gone }));
    let request = json!({ "containerInstances": [kept, gone, "none"], "status": "DRAINING" });
    let answer = ask(&mut world, "UpdateContainerInstancesState", request);
    assert_eq!(answer["containerInstances"][0]["status"], "DRAINING");
    assert_eq!(answer["containerInstances"].as_array().unwrap().len(), 1);
    let unknown = "arn:aws:ecs:us-east-1:123456789012:container-instance/lab/none";
    let failures = json!([{ "arn": gone, "reason": "INACTIVE" }, { "arn": unknown, "reason": "MISSING" }]);
    assert_eq!(answer["failures"], failures);
    let request = json!({ "containerInstances": [kept], "status": "ACTIVE" });
    let answer = ask(&mut world, "UpdateContainerInstancesState", request);
    assert_eq!(answer["containerInstances"][0]["status"], "ACTIVE", "draining can be taken back");
}

#[test]
fn an_agent_registers_by_the_identity_document_of_its_instance() {
    let mut world = PlaygroundWorld::new();
    let document =
        json!({ "instanceId": "i-1", "instanceType": "c5.large", "availabilityZone": "us-east-1b" });
    let request = json!({
        "instanceIdentityDocument": document.to_string(),
        "totalResources": [{ "name": "MEMORY", "type": "INTEGER", "integerValue": 3000 }],
        "versionInfo": { "agentVersion": "1.90.0" },
        "attributes": [{ "name": "rack", "value": "7" }, { "name": "ecs.capability.task-eni" }],
        "tags": [{ "key": "team", "value": "shop" }],
    });
    let answer = ask(&mut world, "RegisterContainerInstance", request);
    let instance = &answer["containerInstance"];
    assert_eq!(instance["status"], "ACTIVE");
    assert_eq!(instance["versionInfo"]["agentVersion"], "1.90.0");
    assert_eq!(instance["remainingResources"][0]["integerValue"], 2048, "as the type has it");
    assert_eq!(instance["remainingResources"][1]["integerValue"], 3000, "as the agent counted it");
    assert_eq!(instance["tags"], json!([{ "key": "team", "value": "shop" }]));
    let row = world.instance(0);
    assert_eq!(row.attribute("rack").unwrap().value.as_deref(), Some("7"));
    assert_eq!(row.attribute("ecs.availability-zone").unwrap().value.as_deref(), Some("us-east-1b"));
    world.hit("DisconnectAgent", 0).unwrap();
    let again = json!({ "containerInstanceArn": arn(&world, 0) });
    let answer = ask(&mut world, "RegisterContainerInstance", again);
    assert_eq!(answer["containerInstance"]["agentConnected"], true);
    let error = refused(&mut world, "RegisterContainerInstance", json!({}));
    assert_eq!(error, "InvalidParameterException: InstanceIdentityDocument cannot be empty.");
}

#[test]
fn attributes_are_put_listed_and_deleted() {
    let mut world = PlaygroundWorld::with_instances(1);
    let (first, second) = (arn(&world, 0), arn(&world, 1));
    let put =
        |name: &str, value: &str, target: &str| json!({ "name": name, "value": value, "targetId": target });
    let attributes =
        json!([put("stack", "blue", &first), put("stack", "green", &second), put("disk", "ssd", &first)]);
    let answer = ask(&mut world, "PutAttributes", json!({ "attributes": attributes }));
    assert_eq!(answer["attributes"], attributes);
    ask(&mut world, "PutAttributes", json!({ "attributes": [put("stack", "red", &first)] }));

    let rows = [
        (
            json!({ "attributeName": "stack" }),
            json!([put("stack", "red", &first), put("stack", "green", &second)]),
        ),
        (
            json!({ "attributeName": "stack", "attributeValue": "green" }),
            json!([put("stack", "green", &second)]),
        ),
        (json!({ "attributeName": "none" }), json!([])),
    ];
    for (mut request, expected) in rows {
        request["targetType"] = json!("container-instance");
        assert_eq!(ask(&mut world, "ListAttributes", request)["attributes"], expected);
    }

    let delete = json!({ "attributes": [{ "name": "stack", "targetId": first }, { "name": "none", "targetId": first }] });
    let answer = ask(&mut world, "DeleteAttributes", delete);
    assert_eq!(answer["attributes"], json!([put("stack", "red", &first)]));
    assert_eq!(world.instance(0).attribute("stack"), None);
    assert!(world.instance(0).attribute("disk").is_some());
}

#[test]
fn all_attributes_are_paged_through_without_loss() {
    let mut world = PlaygroundWorld::with_instances(1);
    let (mut seen, mut token) = (0, Value::Null);
    loop {
        let request = json!({ "targetType": "container-instance", "nextToken": token });
        let answer = ask(&mut world, "ListAttributes", request);
        seen += answer["attributes"].as_array().unwrap().len();
        match answer.get("nextToken") {
            Some(next) => token = next.clone(),
            None => break,
        }
    }
    assert_eq!(seen, (0..3).map(|id| world.instance(id).attributes.len()).sum::<usize>());
}

#[test]
fn bad_attributes_are_refused_and_change_nothing() {
    let mut world = PlaygroundWorld::with_instances(1);
    let target = arn(&world, 0);
    let short = world.world().container_instance_hex(ContainerInstanceId(0));
    let one = |name: &str, value: &str| json!([{ "name": name, "value": value, "targetId": target }]);
    let many: Vec<Value> = (0..10).map(|n| json!({ "name": format!("a{n}"), "targetId": target })).collect();
    let rows = [
        (json!([]), "InvalidParameterException: Attributes cannot be empty."),
        (
            one("ecs.os-type", "windows"),
            "InvalidParameterException: The attribute name ecs.os-type is reserved.",
        ),
        (one("a b", "c"), "InvalidParameterException: The attribute name \"a b\" is not valid."),
        (one("a", " b"), "InvalidParameterException: The attribute value \" b\" is not valid."),
        (json!([{ "name": "a" }]), "InvalidParameterException: Target id cannot be empty."),
        (json!([{ "name": "a", "targetId": short }]), "InvalidParameterException: targetType is required"),
        (json!([{ "name": "a", "targetId": "arn:x" }]), "TargetNotFoundException: "),
    ];
    for (attributes, expected) in rows {
        let error = refused(&mut world, "PutAttributes", json!({ "attributes": attributes }));
        assert!(error.starts_with(expected), "{error}");
    }
    ask(&mut world, "PutAttributes", json!({ "attributes": many }));
    let error = refused(&mut world, "PutAttributes", json!({ "attributes": one("eleventh", "x") }));
    assert_eq!(error, "AttributeLimitExceededException: A resource can have at most 10 custom attributes.");
    assert_eq!(world.instance(0).attribute("eleventh"), None);
    assert!(world.instance(0).attribute("a9").is_some());
}
