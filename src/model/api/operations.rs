//! The operations of the ECS API that ECS Playground has: one row each. [`super::apis`] lists them beside the
//! operations of the other AWS services that are answered here.
//!
//! The wire layer, the command line, its help and completion, and the forms all read this table.

use super::shapes::{
    Shape, account, capacity_provider, cluster, container_instance, service, service_deployment, tag, task,
    task_definition, task_set,
};

pub use super::shapes::check::{ProblemKind, ShapeProblem, check};
pub use super::shapes::schema::schema_json;

/// One action of an API.
#[derive(Debug)]
pub struct Operation {
    /// The service it belongs to, as a command and the AWS CLI name it: `ecs`.
    pub api: &'static str,
    /// The action, as `X-Amz-Target` names it: `RunTask`.
    pub name: &'static str,
    /// The subcommand of `aws ecs` or its like: `run-task`.
    pub cli: &'static str,
    /// One sentence: what it does.
    pub doc: &'static str,
    pub input: &'static Shape,
    /// The member of the response that holds the answer; empty when there is none.
    pub output_key: &'static str,
    pub paginated: Option<Pagination>,
}

/// How the pages of a list action are asked for.
#[derive(Debug)]
pub struct Pagination {
    /// The list in the response.
    pub result_key: &'static str,
    /// Names the next page, in request and response.
    pub token: &'static str,
    /// The request member that bounds a page.
    pub limit_key: &'static str,
}

/// The operation of ECS of that API name.
pub fn operation(name: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.name == name)
}

impl Operation {
    /// An operation of another service than ECS.
    pub const fn of(mut self, api: &'static str) -> Self {
        self.api = api;
        self
    }
}

/// An operation that answers in one piece.
pub const fn single(
    name: &'static str,
    cli: &'static str,
    input: &'static Shape,
    output_key: &'static str,
    doc: &'static str,
) -> Operation {
    Operation { api: "ecs", name, cli, doc, input, output_key, paginated: None }
}

/// An operation that answers in pages, as ECS asks for them.
pub const fn paged(
    name: &'static str,
    cli: &'static str,
    input: &'static Shape,
    result_key: &'static str,
    doc: &'static str,
) -> Operation {
    let paginated = Some(Pagination { result_key, token: "nextToken", limit_key: "maxResults" });
    Operation { api: "ecs", name, cli, doc, input, output_key: result_key, paginated }
}

/// Every operation of ECS, resource by resource.
pub static OPERATIONS: &[Operation] = &[
    single("CreateCluster", "create-cluster", &cluster::CREATE_CLUSTER, "cluster", "Create a cluster."),
    single(
        "DescribeClusters",
        "describe-clusters",
        &cluster::DESCRIBE_CLUSTERS,
        "clusters",
        "Describe clusters: status, counts, capacity providers.",
    ),
    paged(
        "ListClusters",
        "list-clusters",
        &cluster::LIST_CLUSTERS,
        "clusterArns",
        "List the ARNs of all clusters.",
    ),
    single(
        "UpdateCluster",
        "update-cluster",
        &cluster::UPDATE_CLUSTER,
        "cluster",
        "Change settings, configuration or Service Connect defaults of a cluster.",
    ),
    single(
        "UpdateClusterSettings",
        "update-cluster-settings",
        &cluster::UPDATE_CLUSTER_SETTINGS,
        "cluster",
        "Change the settings of a cluster.",
    ),
    single(
        "DeleteCluster",
        "delete-cluster",
        &cluster::DELETE_CLUSTER,
        "cluster",
        "Delete an empty cluster.",
    ),
    single(
        "PutClusterCapacityProviders",
        "put-cluster-capacity-providers",
        &cluster::PUT_CLUSTER_CAPACITY_PROVIDERS,
        "cluster",
        "Replace the capacity providers and the default strategy of a cluster.",
    ),
    single(
        "CreateCapacityProvider",
        "create-capacity-provider",
        &capacity_provider::CREATE_CAPACITY_PROVIDER,
        "capacityProvider",
        "Create a capacity provider from an Auto Scaling group, or one whose instances ECS manages.",
    ),
    single(
        "DescribeCapacityProviders",
        "describe-capacity-providers",
        &capacity_provider::DESCRIBE_CAPACITY_PROVIDERS,
        "capacityProviders",
        "Describe capacity providers: managed scaling, protection, draining.",
    ),
    single(
        "UpdateCapacityProvider",
        "update-capacity-provider",
        &capacity_provider::UPDATE_CAPACITY_PROVIDER,
        "capacityProvider",
        "Change managed scaling, termination protection or draining of a capacity provider.",
    ),
    single(
        "DeleteCapacityProvider",
        "delete-capacity-provider",
        &capacity_provider::DELETE_CAPACITY_PROVIDER,
        "capacityProvider",
        "Delete a capacity provider that no cluster has any more.",
    ),
    single(
        "RegisterTaskDefinition",
        "register-task-definition",
        &task_definition::REGISTER_TASK_DEFINITION,
        "taskDefinition",
        "Register a new revision of a task definition.",
    ),
    single(
        "DescribeTaskDefinition",
        "describe-task-definition",
        &task_definition::DESCRIBE_TASK_DEFINITION,
        "taskDefinition",
        "Describe one revision of a task definition.",
    ),
    paged(
        "ListTaskDefinitions",
        "list-task-definitions",
        &task_definition::LIST_TASK_DEFINITIONS,
        "taskDefinitionArns",
        "List the ARNs of task definition revisions.",
    ),
    paged(
        "ListTaskDefinitionFamilies",
        "list-task-definition-families",
        &task_definition::LIST_TASK_DEFINITION_FAMILIES,
        "families",
        "List the families of task definitions.",
    ),
    single(
        "DeregisterTaskDefinition",
        "deregister-task-definition",
        &task_definition::DEREGISTER_TASK_DEFINITION,
        "taskDefinition",
        "Make a revision INACTIVE, so that nothing new can use it.",
    ),
    single(
        "DeleteTaskDefinitions",
        "delete-task-definitions",
        &task_definition::DELETE_TASK_DEFINITIONS,
        "taskDefinitions",
        "Delete INACTIVE revisions.",
    ),
    single(
        "RunTask",
        "run-task",
        &task::RUN_TASK,
        "tasks",
        "Start tasks where the placement rules and strategies put them.",
    ),
    single(
        "StartTask",
        "start-task",
        &task::START_TASK,
        "tasks",
        "Start a task on each of the container instances named.",
    ),
    single("StopTask", "stop-task", &task::STOP_TASK, "task", "Stop a task."),
    single(
        "DescribeTasks",
        "describe-tasks",
        &task::DESCRIBE_TASKS,
        "tasks",
        "Describe tasks: status, containers, why they stopped.",
    ),
    paged("ListTasks", "list-tasks", &task::LIST_TASKS, "taskArns", "List the ARNs of tasks."),
    single(
        "GetTaskProtection",
        "get-task-protection",
        &task::GET_TASK_PROTECTION,
        "protectedTasks",
        "Tell which tasks are protected from scale-in, and until when.",
    ),
    single(
        "UpdateTaskProtection",
        "update-task-protection",
        &task::UPDATE_TASK_PROTECTION,
        "protectedTasks",
        "Protect tasks of services from scale-in, or no longer.",
    ),
    single(
        "CreateService",
        "create-service",
        &service::CREATE_SERVICE,
        "service",
        "Keep a number of tasks running from a task definition.",
    ),
    single(
        "UpdateService",
        "update-service",
        &service::UPDATE_SERVICE,
        "service",
        "Change a service: desired count, task definition, deployment and more.",
    ),
    single(
        "DeleteService",
        "delete-service",
        &service::DELETE_SERVICE,
        "service",
        "Delete a service and stop its tasks.",
    ),
    single(
        "DescribeServices",
        "describe-services",
        &service::DESCRIBE_SERVICES,
        "services",
        "Describe services: counts, deployments, events.",
    ),
    paged(
        "ListServices",
        "list-services",
        &service::LIST_SERVICES,
        "serviceArns",
        "List the ARNs of services.",
    ),
    paged(
        "ListServiceDeployments",
        "list-service-deployments",
        &service_deployment::LIST_SERVICE_DEPLOYMENTS,
        "serviceDeployments",
        "List the deployments of a service, the newest first.",
    ),
    single(
        "DescribeServiceDeployments",
        "describe-service-deployments",
        &service_deployment::DESCRIBE_SERVICE_DEPLOYMENTS,
        "serviceDeployments",
        "Describe service deployments: status, stage, circuit breaker, alarms, hooks.",
    ),
    single(
        "DescribeServiceRevisions",
        "describe-service-revisions",
        &service_deployment::DESCRIBE_SERVICE_REVISIONS,
        "serviceRevisions",
        "Describe service revisions: what a deployment brought.",
    ),
    single(
        "StopServiceDeployment",
        "stop-service-deployment",
        &service_deployment::STOP_SERVICE_DEPLOYMENT,
        "serviceDeploymentArn",
        "Stop a service deployment, or roll it back.",
    ),
    single(
        "ContinueServiceDeployment",
        "continue-service-deployment",
        &service_deployment::CONTINUE_SERVICE_DEPLOYMENT,
        "serviceDeploymentArn",
        "Let a service deployment go on that waits at a PAUSE hook.",
    ),
    single(
        "CreateTaskSet",
        "create-task-set",
        &task_set::CREATE_TASK_SET,
        "taskSet",
        "Create a task set of a service that is deployed from outside.",
    ),
    single(
        "UpdateTaskSet",
        "update-task-set",
        &task_set::UPDATE_TASK_SET,
        "taskSet",
        "Change the scale of a task set.",
    ),
    single(
        "UpdateServicePrimaryTaskSet",
        "update-service-primary-task-set",
        &task_set::UPDATE_SERVICE_PRIMARY_TASK_SET,
        "taskSet",
        "Make a task set the PRIMARY one.",
    ),
    single(
        "DeleteTaskSet",
        "delete-task-set",
        &task_set::DELETE_TASK_SET,
        "taskSet",
        "Delete a task set and stop its tasks.",
    ),
    single(
        "DescribeTaskSets",
        "describe-task-sets",
        &task_set::DESCRIBE_TASK_SETS,
        "taskSets",
        "Describe task sets: scale, counts, stability.",
    ),
    single(
        "RegisterContainerInstance",
        "register-container-instance",
        &container_instance::REGISTER_CONTAINER_INSTANCE,
        "containerInstance",
        "Register a container instance, as its agent does.",
    ),
    paged(
        "ListContainerInstances",
        "list-container-instances",
        &container_instance::LIST_CONTAINER_INSTANCES,
        "containerInstanceArns",
        "List the ARNs of container instances.",
    ),
    single(
        "DescribeContainerInstances",
        "describe-container-instances",
        &container_instance::DESCRIBE_CONTAINER_INSTANCES,
        "containerInstances",
        "Describe container instances: status, attributes, registered and remaining resources.",
    ),
    single(
        "DeregisterContainerInstance",
        "deregister-container-instance",
        &container_instance::DEREGISTER_CONTAINER_INSTANCE,
        "containerInstance",
        "Take a container instance out of its cluster.",
    ),
    single(
        "UpdateContainerInstancesState",
        "update-container-instances-state",
        &container_instance::UPDATE_CONTAINER_INSTANCES_STATE,
        "containerInstances",
        "Set container instances to DRAINING or back to ACTIVE.",
    ),
    single(
        "PutAttributes",
        "put-attributes",
        &container_instance::PUT_ATTRIBUTES,
        "attributes",
        "Set attributes of container instances.",
    ),
    single(
        "DeleteAttributes",
        "delete-attributes",
        &container_instance::DELETE_ATTRIBUTES,
        "attributes",
        "Remove attributes of container instances.",
    ),
    paged(
        "ListAttributes",
        "list-attributes",
        &container_instance::LIST_ATTRIBUTES,
        "attributes",
        "List attributes of container instances.",
    ),
    single(
        "PutAccountSetting",
        "put-account-setting",
        &account::PUT_ACCOUNT_SETTING,
        "setting",
        "Change an account setting, such as awsvpcTrunking.",
    ),
    single(
        "PutAccountSettingDefault",
        "put-account-setting-default",
        &account::PUT_ACCOUNT_SETTING_DEFAULT,
        "setting",
        "Change an account setting for everybody.",
    ),
    single(
        "DeleteAccountSetting",
        "delete-account-setting",
        &account::DELETE_ACCOUNT_SETTING,
        "setting",
        "Put an account setting back to its default.",
    ),
    paged(
        "ListAccountSettings",
        "list-account-settings",
        &account::LIST_ACCOUNT_SETTINGS,
        "settings",
        "List account settings.",
    ),
    single("TagResource", "tag-resource", &tag::TAG_RESOURCE, "", "Add tags to a resource."),
    single("UntagResource", "untag-resource", &tag::UNTAG_RESOURCE, "", "Remove tags from a resource."),
    single(
        "ListTagsForResource",
        "list-tags-for-resource",
        &tag::LIST_TAGS_FOR_RESOURCE,
        "tags",
        "List the tags of a resource.",
    ),
];
