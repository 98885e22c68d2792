//! Tags of clusters, tasks, task definitions and container instances.

use serde_json::{Value, json};

use crate::api_world::ApiWorld;

const ARN: &str = "arn:aws:ecs:us-east-1:123456789012";

#[test]
fn every_kind_of_resource_takes_tags() {
    let mut world = ApiWorld::with_definitions();
    let task = world.one_task(json!({ "cluster": "lab", "taskDefinition": "web" }));
    let cluster = format!("{ARN}:cluster/lab");
    let definition = format!("{ARN}:task-definition/own:1");
    let instance = world.instance_arn(0);
    let tag = |key: &str, value: &str| json!({ "key": key, "value": value });
    for arn in [task, cluster, definition, instance] {
        let tags = json!([tag("a", "1"), tag("b", "2")]);
        assert_eq!(world.ok("TagResource", json!({ "resourceArn": arn, "tags": tags })), json!({}));
        world.ok("TagResource", json!({ "resourceArn": arn, "tags": [tag("b", "3"), tag("c", "")] }));
        assert_eq!(
            world.ok("UntagResource", json!({ "resourceArn": arn, "tagKeys": ["a", "none"] })),
            json!({})
        );
        let listed = world.ok("ListTagsForResource", json!({ "resourceArn": arn }));
        assert_eq!(listed, json!({ "tags": [tag("b", "3"), tag("c", "")] }), "{arn}");
    }
}

#[test]
fn refusals() {
    let mut world = ApiWorld::new();
    world.ok("DeleteCluster", json!({ "cluster": "empty" }));
    let lab = format!("{ARN}:cluster/lab");
    let many = |prefix: &str, count: u32| -> Value {
        (0..count).map(|number| json!({ "key": format!("{prefix}{number}"), "value": "" })).collect()
    };
    let key = |key: &str| json!([{ "key": key, "value": "" }]);
    let rows = [
        (json!("lab"), key("a"), "InvalidParameterException: Invalid ARN"),
        (json!(format!("{ARN}:planet/earth")), key("a"), "InvalidParameterException: Invalid ARN"),
        (json!(format!("{ARN}:cluster/none")), key("a"), "ResourceNotFoundException: "),
        (json!(format!("{ARN}:task/lab/none")), key("a"), "ResourceNotFoundException: "),
        (
            json!(format!("{ARN}:cluster/empty")),
            key("a"),
            "InvalidParameterException: The specified cluster is inactive. Specify an active cluster and try again.",
        ),
        (json!(lab), key("aws:a"), "InvalidParameterException: A tag key has"),
        (json!(lab), key("AWS:a"), "InvalidParameterException: A tag key has"),
        (json!(lab), key(""), "InvalidParameterException: A tag key has"),
        (json!(lab), key(&"k".repeat(129)), "InvalidParameterException: A tag key has"),
        (json!(lab), key("a?b"), "InvalidParameterException: A tag key has"),
        (
            json!(lab),
            json!([{ "key": "a", "value": "v".repeat(257) }]),
            "InvalidParameterException: A tag value has",
        ),
        (
            json!(lab),
            json!([{ "key": "a" }, { "key": "a" }]),
            "InvalidParameterException: Duplicate tag keys found.",
        ),
        (json!(lab), many("a", 51), "InvalidParameterException: Tags can have at most 50 items."),
        (Value::Null, key("a"), "InvalidParameterException: ResourceArn cannot be empty."),
        (json!(lab), json!("a=b"), "SerializationException: "),
    ];
    for (arn, tags, expected) in rows {
        let refusal = world.refused("TagResource", json!({ "resourceArn": arn, "tags": tags }));
        assert!(refusal.starts_with(expected), "{arn}: {refusal}");
    }
    world.ok("TagResource", json!({ "resourceArn": lab, "tags": many("a", 50) }));
    let refusal = world.refused("TagResource", json!({ "resourceArn": lab, "tags": key("one-more") }));
    assert_eq!(refusal, "InvalidParameterException: A resource can have at most 50 tags.");
    world.ok("TagResource", json!({ "resourceArn": lab, "tags": key("a0") }));
}
