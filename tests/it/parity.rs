//! The table of operations, the actions and the fidelity list name the same things.

use ecs_playground::model::api::apis::APIS;
use ecs_playground::model::api::operations::{OPERATIONS, operation};
use ecs_playground::model::ecs::ExceptionName;
use serde::Deserialize;
use serde_json::json;

use crate::api_world::{ApiWorld, network};

#[test]
fn every_operation_is_answered() {
    for row in APIS.iter().flat_map(|api| api.operations) {
        let answer = ApiWorld::new().call_service(row.api, row.name, json!({}));
        let unanswered = answer.is_err_and(|error| error.name == ExceptionName::UnknownOperationException);
        assert!(!unanswered, "nobody answers {}", row.name);
    }
}

/// A line of the fidelity list, as the page shows it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    area: String,
    /// The operation's name, or what is judged.
    subject: String,
    level: Level,
    note: String,
    source: String,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Level {
    /// Acts as documented, as far as a caller can see.
    Modelled,
    /// Acts, but leaves out something a caller could see.
    Simplified,
    /// Not there, or accepted and kept without effect.
    Absent,
}

/// A choice for which no source says what ECS does.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Assumption {
    area: String,
    choice: String,
}

fn operations() -> Vec<Line> {
    serde_json::from_str(include_str!("../../static/help/operations.json")).unwrap()
}

fn behaviours() -> Vec<Line> {
    serde_json::from_str(include_str!("../../static/help/behaviours.json")).unwrap()
}

#[test]
fn every_operation_is_in_the_fidelity_list() {
    let lines = operations();
    for row in OPERATIONS {
        let judged: Vec<&Line> = lines.iter().filter(|line| line.subject == row.name).collect();
        assert_eq!(judged.len(), 1, "{} is judged once in static/help/operations.json", row.name);
        assert_ne!(judged[0].level, Level::Absent, "{} is answered", row.name);
    }
    let others = lines.iter().filter(|line| operation(&line.subject).is_none());
    others.for_each(|line| assert_eq!(line.level, Level::Absent, "{}", line.subject));
}

#[test]
fn every_line_is_a_sentence_with_a_source() {
    for line in operations().iter().chain(&behaviours()) {
        assert!(!line.area.is_empty(), "{line:?}");
        assert!(line.note.ends_with('.') && !line.note.ends_with(".."), "{line:?}");
        assert!(line.source.contains(": "), "{line:?}: names the kind of page, then the page");
    }
    let assumed = include_str!("../../static/help/assumed.json");
    let assumed: Vec<Assumption> = serde_json::from_str(assumed).unwrap();
    assert!(assumed.iter().all(|line| !line.area.is_empty() && line.choice.ends_with('.')));
}

/// The members of the output shapes in the ECS service model (2014-11-13), as far as an answer here has them.
const RESPONSE_MEMBERS: &[(&str, &[&str])] = &[
    ("task", TASK_MEMBERS),
    ("tasks", TASK_MEMBERS),
    ("cluster", CLUSTER_MEMBERS),
    ("clusters", CLUSTER_MEMBERS),
    ("taskDefinition", TASK_DEFINITION_MEMBERS),
    ("taskDefinitions", TASK_DEFINITION_MEMBERS),
    ("service", SERVICE_MEMBERS),
    ("services", SERVICE_MEMBERS),
    ("containerInstances", CONTAINER_INSTANCE_MEMBERS),
    ("capacityProvider", CAPACITY_PROVIDER_MEMBERS),
    ("capacityProviders", CAPACITY_PROVIDER_MEMBERS),
    ("serviceDeployments", SERVICE_DEPLOYMENT_MEMBERS),
    ("serviceRevisions", SERVICE_REVISION_MEMBERS),
    ("failures", &["arn", "reason", "detail"]),
    ("tags", &["key", "value"]),
];

const TASK_MEMBERS: &[&str] = &[
    "attachments",
    "attributes",
    "availabilityZone",
    "capacityProviderName",
    "clusterArn",
    "connectivity",
    "connectivityAt",
    "containerInstanceArn",
    "containers",
    "cpu",
    "createdAt",
    "desiredStatus",
    "enableExecuteCommand",
    "executionStoppedAt",
    "group",
    "healthStatus",
    "inferenceAccelerators",
    "lastStatus",
    "launchType",
    "memory",
    "overrides",
    "platformVersion",
    "platformFamily",
    "pullStartedAt",
    "pullStoppedAt",
    "startedAt",
    "startedBy",
    "stopCode",
    "stoppedAt",
    "stoppedReason",
    "stoppingAt",
    "tags",
    "taskArn",
    "taskDefinitionArn",
    "version",
    "ephemeralStorage",
    "fargateEphemeralStorage",
];

const CAPACITY_PROVIDER_MEMBERS: &[&str] = &[
    "capacityProviderArn",
    "name",
    "cluster",
    "status",
    "autoScalingGroupProvider",
    "managedInstancesProvider",
    "updateStatus",
    "updateStatusReason",
    "tags",
    "type",
];

const SERVICE_DEPLOYMENT_MEMBERS: &[&str] = &[
    "serviceDeploymentArn",
    "serviceArn",
    "clusterArn",
    "createdAt",
    "startedAt",
    "finishedAt",
    "stoppedAt",
    "updatedAt",
    "sourceServiceRevisions",
    "targetServiceRevision",
    "targetServiceRevisionArn",
    "status",
    "statusReason",
    "lifecycleStage",
    "lifecycleHookDetails",
    "deploymentConfiguration",
    "rollback",
    "deploymentCircuitBreaker",
    "alarms",
];

const SERVICE_REVISION_MEMBERS: &[&str] = &[
    "serviceRevisionArn",
    "serviceArn",
    "clusterArn",
    "taskDefinition",
    "capacityProviderStrategy",
    "launchType",
    "platformVersion",
    "platformFamily",
    "loadBalancers",
    "serviceRegistries",
    "networkConfiguration",
    "containerImages",
    "guardDutyEnabled",
    "serviceConnectConfiguration",
    "volumeConfigurations",
    "fargateEphemeralStorage",
    "createdAt",
    "vpcLatticeConfigurations",
    "resolvedConfiguration",
];

const CLUSTER_MEMBERS: &[&str] = &[
    "clusterArn",
    "clusterName",
    "configuration",
    "status",
    "registeredContainerInstancesCount",
    "runningTasksCount",
    "pendingTasksCount",
    "activeServicesCount",
    "statistics",
    "tags",
    "settings",
    "capacityProviders",
    "defaultCapacityProviderStrategy",
    "attachments",
    "attachmentsStatus",
    "serviceConnectDefaults",
];

const TASK_DEFINITION_MEMBERS: &[&str] = &[
    "taskDefinitionArn",
    "containerDefinitions",
    "family",
    "taskRoleArn",
    "executionRoleArn",
    "networkMode",
    "revision",
    "volumes",
    "status",
    "requiresAttributes",
    "placementConstraints",
    "compatibilities",
    "runtimePlatform",
    "requiresCompatibilities",
    "cpu",
    "memory",
    "inferenceAccelerators",
    "pidMode",
    "ipcMode",
    "proxyConfiguration",
    "registeredAt",
    "deregisteredAt",
    "deleteRequestedAt",
    "registeredBy",
    "ephemeralStorage",
    "enableFaultInjection",
];

const SERVICE_MEMBERS: &[&str] = &[
    "serviceArn",
    "serviceName",
    "clusterArn",
    "loadBalancers",
    "serviceRegistries",
    "status",
    "desiredCount",
    "runningCount",
    "pendingCount",
    "launchType",
    "capacityProviderStrategy",
    "platformVersion",
    "platformFamily",
    "taskDefinition",
    "deploymentConfiguration",
    "taskSets",
    "deployments",
    "roleArn",
    "events",
    "createdAt",
    "currentServiceDeployment",
    "currentServiceRevisions",
    "placementConstraints",
    "placementStrategy",
    "networkConfiguration",
    "healthCheckGracePeriodSeconds",
    "schedulingStrategy",
    "deploymentController",
    "tags",
    "createdBy",
    "enableECSManagedTags",
    "propagateTags",
    "enableExecuteCommand",
    "availabilityZoneRebalancing",
];

const CONTAINER_INSTANCE_MEMBERS: &[&str] = &[
    "containerInstanceArn",
    "ec2InstanceId",
    "capacityProviderName",
    "version",
    "versionInfo",
    "remainingResources",
    "registeredResources",
    "status",
    "statusReason",
    "agentConnected",
    "runningTasksCount",
    "pendingTasksCount",
    "agentUpdateStatus",
    "attributes",
    "registeredAt",
    "attachments",
    "tags",
    "healthStatus",
];

#[test]
fn answers_have_only_members_of_the_api() {
    let mut world = ApiWorld::with_definitions();
    let network = network(&world);
    let on_fargate = json!({
        "cluster": "lab", "taskDefinition": "far", "launchType": "FARGATE", "networkConfiguration": network,
    });
    let task = world.one_task(on_fargate);
    world.advance(60);
    let include = ["ATTACHMENTS", "CONFIGURATIONS", "SETTINGS", "STATISTICS", "TAGS"];
    let requests = [
        ("RunTask", json!({ "cluster": "lab", "taskDefinition": "web", "count": 2 })),
        ("DescribeTasks", json!({ "cluster": "lab", "tasks": [task, "gone"], "include": ["TAGS"] })),
        ("StopTask", json!({ "cluster": "lab", "task": task })),
        ("DescribeClusters", json!({ "clusters": ["lab", "gone"], "include": include })),
        (
            "CreateService",
            json!({ "cluster": "lab", "serviceName": "s", "taskDefinition": "web", "desiredCount": 1 }),
        ),
        ("DescribeServices", json!({ "cluster": "lab", "services": ["s", "gone"], "include": ["TAGS"] })),
        (
            "DescribeContainerInstances",
            json!({ "cluster": "lab", "containerInstances": [world.instance_arn(0)], "include": ["TAGS"] }),
        ),
        ("DescribeTaskDefinition", json!({ "taskDefinition": "web", "include": ["TAGS"] })),
        ("DeregisterTaskDefinition", json!({ "taskDefinition": "web:1" })),
        ("DeleteTaskDefinitions", json!({ "taskDefinitions": ["web:1", "own:1"] })),
    ];
    for (operation, request) in requests {
        let answer = world.ok(operation, request);
        for (name, value) in answer.as_object().into_iter().flatten() {
            let (_, known) = RESPONSE_MEMBERS.iter().find(|(known, _)| known == name).expect(name);
            let one = std::slice::from_ref(value);
            for entry in value.as_array().map_or(one, Vec::as_slice) {
                let members = entry.as_object().into_iter().flat_map(|members| members.keys());
                members.for_each(|member| {
                    assert!(known.contains(&member.as_str()), "{operation}: {name}.{member}")
                });
            }
        }
    }
}
