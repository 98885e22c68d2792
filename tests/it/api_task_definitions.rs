//! Task definitions: revisions, their states, and the answers member by member.

use serde_json::{Value, json};

use crate::api_world::{ApiWorld, far, golden, web};

const PREFIX: &str = "arn:aws:ecs:us-east-1:123456789012:task-definition/";

#[test]
fn a_revision_is_described_as_it_was_registered() {
    let mut world = ApiWorld::new();
    let registered = world.ok("RegisterTaskDefinition", web());
    let described =
        world.ok("DescribeTaskDefinition", json!({ "taskDefinition": "web", "include": ["TAGS"] }));
    assert_eq!(registered, described);
    let bare = world.ok("DescribeTaskDefinition", json!({ "taskDefinition": "web:1" }));
    assert_eq!(bare["tags"], json!([]));
    golden("task_definition_ec2", &described);
    let fargate = world.ok("RegisterTaskDefinition", far());
    assert_eq!(fargate.get("tags"), None);
    golden("task_definition_fargate", &fargate);
}

#[test]
fn a_revision_is_never_given_twice() {
    let mut world = ApiWorld::new();
    let mut register = || world.ok("RegisterTaskDefinition", web())["taskDefinition"]["revision"].clone();
    assert_eq!([register(), register()], [1, 2]);
    world.ok("DeregisterTaskDefinition", json!({ "taskDefinition": "web:2" }));
    world.ok("DeleteTaskDefinitions", json!({ "taskDefinitions": ["web:2"] }));
    assert_eq!(world.ok("RegisterTaskDefinition", web())["taskDefinition"]["revision"], 3);
    world.ok("DeregisterTaskDefinition", json!({ "taskDefinition": "web:3" }));
    let newest = world.ok("DescribeTaskDefinition", json!({ "taskDefinition": "web" }));
    assert_eq!(newest["taskDefinition"]["revision"], 1, "a family means its newest ACTIVE revision");
}

#[test]
fn revisions_retire_step_by_step() {
    let mut world = ApiWorld::new();
    world.ok("RegisterTaskDefinition", web());
    world.ok("RegisterTaskDefinition", web());
    world.advance(5);
    let inactive = world.ok("DeregisterTaskDefinition", json!({ "taskDefinition": "web:1" }));
    assert_eq!(inactive["taskDefinition"]["status"], "INACTIVE");
    assert_eq!(inactive["taskDefinition"]["deregisteredAt"], json!(1_767_607_205.0));
    let names = ["web:1", "web:2", "web:9", "web"];
    let deleted = world.ok("DeleteTaskDefinitions", json!({ "taskDefinitions": names }));
    assert_eq!(deleted["taskDefinitions"][0]["status"], "DELETE_IN_PROGRESS");
    let failure = |name: &str, reason: &str| json!({ "arn": name, "reason": reason });
    assert_eq!(
        deleted["failures"],
        json!([
            failure(
                "web:2",
                "The specified task definition is still in ACTIVE status. Please deregister the target and try again."
            ),
            failure(
                "web:9",
                "The specified task definition does not exist. Specify a valid account, family, revision and try again."
            ),
            failure(
                "web",
                "The specified task definition identifier is invalid. Specify a valid name or ARN and try again."
            ),
        ])
    );
}

#[test]
fn lists() {
    let mut world = ApiWorld::new();
    for definition in [web(), far(), web(), web()] {
        world.ok("RegisterTaskDefinition", definition);
    }
    let mut other = web();
    other["family"] = json!("web-admin");
    world.ok("RegisterTaskDefinition", other);
    world.ok("DeregisterTaskDefinition", json!({ "taskDefinition": "web:2" }));
    world.ok("DeregisterTaskDefinition", json!({ "taskDefinition": "web-admin:1" }));
    let definitions = [
        (json!({}), vec!["far:1", "web:1", "web:3"]),
        (json!({ "sort": "DESC" }), vec!["web:3", "web:1", "far:1"]),
        (json!({ "familyPrefix": "web" }), vec!["web:1", "web:3"]),
        (json!({ "familyPrefix": "we" }), vec![]),
        (json!({ "status": "INACTIVE" }), vec!["web:2", "web-admin:1"]),
        (json!({ "status": "DELETE_IN_PROGRESS" }), vec![]),
    ];
    for (request, expected) in definitions {
        let expected: Vec<String> = expected.iter().map(|name| format!("{PREFIX}{name}")).collect();
        assert_eq!(world.ok("ListTaskDefinitions", request), json!({ "taskDefinitionArns": expected }));
    }
    let families = [
        (json!({}), json!(["far", "web", "web-admin"])),
        (json!({ "status": "ACTIVE" }), json!(["far", "web"])),
        (json!({ "status": "INACTIVE" }), json!(["web-admin"])),
        (json!({ "familyPrefix": "we" }), json!(["web", "web-admin"])),
    ];
    for (request, expected) in families {
        assert_eq!(world.ok("ListTaskDefinitionFamilies", request), json!({ "families": expected }));
    }
    let first = world.ok("ListTaskDefinitions", json!({ "sort": "DESC", "maxResults": 2 }));
    let rest = world.ok("ListTaskDefinitions", json!({ "sort": "DESC", "nextToken": first["nextToken"] }));
    assert_eq!(rest, json!({ "taskDefinitionArns": [format!("{PREFIX}far:1")] }));
}

#[test]
fn refusals() {
    let with = |key: &str, value: Value| {
        let mut definition = web();
        definition[key] = value;
        definition
    };
    let container = json!({ "image": "nginx", "memory": 64 });
    let eleven: Vec<Value> = (0..11)
        .map(|number| {
            let mut container = container.clone();
            container["name"] = json!(format!("c{number}"));
            container
        })
        .collect();
    let rows = [
        (
            "RegisterTaskDefinition",
            with("containerDefinitions", json!(eleven)),
            "ClientException: Too many containers.",
        ),
        (
            "RegisterTaskDefinition",
            with("family", json!("a b")),
            "ClientException: Family contains invalid characters.",
        ),
        ("RegisterTaskDefinition", with("family", json!(1)), "SerializationException: "),
        (
            "RegisterTaskDefinition",
            with("memory", json!("9".repeat(10_000_000))),
            "ClientException: Actual length: ",
        ),
        (
            "DescribeTaskDefinition",
            json!({ "taskDefinition": "nope" }),
            "ClientException: Unable to describe task definition.",
        ),
        ("DescribeTaskDefinition", json!({}), "InvalidParameterException: TaskDefinition cannot be empty."),
        (
            "DeregisterTaskDefinition",
            json!({ "taskDefinition": "web" }),
            "ClientException: Revision is missing.",
        ),
        (
            "DeregisterTaskDefinition",
            json!({ "taskDefinition": "web:foo" }),
            "InvalidParameterException: Invalid revision number. Number: foo",
        ),
        (
            "DeregisterTaskDefinition",
            json!({ "taskDefinition": "web:7" }),
            "ClientException: The specified task definition does not exist.",
        ),
        (
            "DeleteTaskDefinitions",
            json!({ "taskDefinitions": vec!["web:1"; 11] }),
            "InvalidParameterException: Size of TaskDefinition references list cannot exceed 10",
        ),
        (
            "ListTaskDefinitions",
            json!({ "sort": "UP" }),
            "InvalidParameterException: 'UP' is not a valid value for 'sort'.",
        ),
    ];
    let mut world = ApiWorld::new();
    for (operation, request, expected) in rows {
        let refusal = world.refused(operation, request);
        assert!(refusal.starts_with(expected), "{operation}: {refusal}");
    }
}
