//! Clusters: answers member by member, and refusals word by word.

use serde_json::{Value, json};

use crate::api_world::{ApiWorld, golden, web};

#[test]
fn creating_a_cluster_twice_gives_the_first_one() {
    let mut world = ApiWorld::new();
    let first = world.ok("CreateCluster", json!({ "tags": [{ "key": "env", "value": "lab" }] }));
    let again = world.ok("CreateCluster", json!({ "settings": [] }));
    assert_eq!(first, again);
    assert_eq!(first["cluster"]["clusterName"], "default");
    golden("cluster_created", &first);
}

#[test]
fn describing_gives_what_was_asked_for() {
    let mut world = ApiWorld::new();
    world.ok("RegisterTaskDefinition", web());
    world.ok("RunTask", json!({ "cluster": "lab", "taskDefinition": "web", "count": 2 }));
    world.advance(60);
    let all = ["ATTACHMENTS", "CONFIGURATIONS", "SETTINGS", "STATISTICS", "TAGS"];
    let full = world.ok("DescribeClusters", json!({ "clusters": ["lab", "gone"], "include": all }));
    golden("clusters_described", &full);
    let bare = world.ok("DescribeClusters", json!({ "clusters": ["lab"] }));
    for empty in ["statistics", "tags", "settings"] {
        assert_eq!(bare["clusters"][0][empty], json!([]), "{empty}");
    }
    for absent in ["attachments", "attachmentsStatus", "configuration"] {
        assert_eq!(bare["clusters"][0].get(absent), None, "{absent}");
    }
}

#[test]
fn a_deleted_cluster_is_described_but_neither_listed_nor_used() {
    let mut world = ApiWorld::new();
    let deleted = world.ok("DeleteCluster", json!({ "cluster": "empty" }));
    assert_eq!(deleted["cluster"]["status"], "INACTIVE");
    let listed = world.ok("ListClusters", json!({}));
    assert_eq!(listed, json!({ "clusterArns": ["arn:aws:ecs:us-east-1:123456789012:cluster/lab"] }));
    let described = world.ok("DescribeClusters", json!({ "clusters": ["empty"] }));
    assert_eq!(described["clusters"][0]["status"], "INACTIVE");
    let used = world.refused("ListTasks", json!({ "cluster": "empty" }));
    assert_eq!(used, "ClusterNotFoundException: The referenced cluster was inactive.");
    let again = world.ok("CreateCluster", json!({ "clusterName": "empty" }));
    assert_eq!(again["cluster"]["status"], "ACTIVE");
}

#[test]
fn lists_come_in_pages() {
    let mut world = ApiWorld::new();
    let first = world.ok("ListClusters", json!({ "maxResults": 1 }));
    assert_eq!(first["clusterArns"].as_array().map(Vec::len), Some(1));
    let second = world.ok("ListClusters", json!({ "maxResults": 1, "nextToken": first["nextToken"] }));
    assert_eq!(second, json!({ "clusterArns": ["arn:aws:ecs:us-east-1:123456789012:cluster/empty"] }));
}

#[test]
fn updates_replace_what_they_name() {
    let mut world = ApiWorld::new();
    let settings = json!([{ "name": "containerInsights", "value": "enhanced" }]);
    let updated = world.ok("UpdateClusterSettings", json!({ "cluster": "lab", "settings": settings }));
    assert_eq!(updated["cluster"]["settings"], settings);
    let configuration = json!({ "executeCommandConfiguration": { "logging": "NONE" } });
    let updated = world.ok("UpdateCluster", json!({ "cluster": "lab", "configuration": configuration }));
    assert_eq!(updated["cluster"]["configuration"], configuration);
    assert_eq!(updated["cluster"]["settings"], settings);
    let strategy = json!([{ "capacityProvider": "FARGATE", "weight": 1, "base": 0 }]);
    let request = json!({
        "cluster": "lab", "capacityProviders": ["FARGATE"], "defaultCapacityProviderStrategy": strategy,
    });
    let updated = world.ok("PutClusterCapacityProviders", request);
    assert_eq!(updated["cluster"]["capacityProviders"], json!(["FARGATE"]));
    assert_eq!(updated["cluster"]["defaultCapacityProviderStrategy"], strategy);
}

#[test]
fn a_cluster_in_use_is_not_deleted() {
    let mut world = ApiWorld::new();
    let delete = json!({ "cluster": "lab" });
    assert_eq!(
        world.refused("DeleteCluster", delete.clone()),
        "ClusterContainsContainerInstancesException: The Cluster cannot be deleted while Container Instances are active or draining."
    );
    world.ok("RegisterTaskDefinition", web());
    world.ok("RunTask", json!({ "cluster": "lab", "taskDefinition": "web" }));
    assert_eq!(
        world.refused("DeleteCluster", delete),
        "ClusterContainsTasksException: The Cluster cannot be deleted while Tasks are active."
    );
}

#[test]
fn refusals() {
    let providers = |providers: Value, strategy: Value| json!({ "cluster": "lab", "capacityProviders": providers, "defaultCapacityProviderStrategy": strategy });
    let item = |name: &str, weight: u32, base: u32| json!({ "capacityProvider": name, "weight": weight, "base": base });
    let rows = [
        (
            "CreateCluster",
            json!({ "clusterName": "no/slash" }),
            "InvalidParameterException: Cluster must match ^[a-zA-Z0-9\\-_]{1,255}$, but was no/slash",
        ),
        (
            "CreateCluster",
            json!({ "clusterName": "a".repeat(256) }),
            "InvalidParameterException: Cluster must match",
        ),
        (
            "CreateCluster",
            json!({ "clusterName": 5 }),
            "SerializationException: NUMBER_VALUE can not be converted to a String",
        ),
        (
            "CreateCluster",
            json!({ "capacityProviders": ["my-asg"] }),
            "ClientException: The specified capacity provider does not exist. Specify a valid name or ARN and try again.",
        ),
        ("DeleteCluster", json!({ "cluster": "nope" }), "ClusterNotFoundException: Cluster not found."),
        ("DeleteCluster", json!({}), "InvalidParameterException: Cluster cannot be empty."),
        (
            "DescribeClusters",
            json!({ "clusters": vec!["x"; 101] }),
            "InvalidParameterException: Clusters can have at most 100 items.",
        ),
        (
            "ListClusters",
            json!({ "maxResults": 101 }),
            "InvalidParameterException: maxResults must be between 1 and 100.",
        ),
        ("ListClusters", json!({ "nextToken": "x" }), "InvalidParameterException: Invalid token."),
        (
            "UpdateCluster",
            json!({ "cluster": "lab", "configuration": { "executeCommandConfiguration": { "logging": "OVERRIDE" } } }),
            "InvalidParameterException: A CloudWatch log group name or S3 bucket name must be specified when overriding the default log configuration",
        ),
        (
            "PutClusterCapacityProviders",
            providers(json!([]), json!([item("FARGATE", 1, 0)])),
            "InvalidParameterException: The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster",
        ),
        (
            "PutClusterCapacityProviders",
            providers(
                json!(["FARGATE", "FARGATE_SPOT"]),
                json!([item("FARGATE", 1, 1), item("FARGATE_SPOT", 1, 1)]),
            ),
            "InvalidParameterException: There are multiple capacity providers in the specified capacity provider strategy with a base value defined",
        ),
        (
            "PutClusterCapacityProviders",
            providers(json!(["FARGATE"]), json!([item("FARGATE", 0, 1)])),
            "InvalidParameterException: There are no capacity providers in the capacity provider strategy with a weight value greater than zero",
        ),
    ];
    let mut world = ApiWorld::new();
    for (operation, request, expected) in rows {
        let refusal = world.refused(operation, request);
        assert!(refusal.starts_with(expected), "{operation}: {refusal}");
    }
}
