//! Requests about services.

use super::cluster::CAPACITY_PROVIDER_STRATEGY;
use super::service_connect::{SERVICE_CONNECT_CONFIGURATION, VPC_LATTICE_CONFIGURATIONS};
use super::tag::TAGS;
use super::task::{
    INCLUDE_TAGS, LAUNCH_TYPE, NETWORK_CONFIGURATION, PLACEMENT_CONSTRAINTS, PLACEMENT_STRATEGY,
    PROPAGATE_TAGS, SERVICE_VOLUMES, execute_command_member, managed_tags_member,
};
use super::{
    BOOLEAN, DOUBLE, ENABLED_OR_DISABLED, INTEGER, Member, PORT, STRING, STRING_LIST, Shape, cluster_member,
    list, list_up_to, next_token_member, optional, range, required, structure,
};

static COUNT: Shape = range(0, i32::MAX);
static MINUTES_PER_DAY: Shape = range(0, 1440);

pub static LOAD_BALANCERS: Shape = list_up_to(
    &structure(&[
        optional("targetGroupArn", &STRING, "Target group the tasks are registered with."),
        optional("loadBalancerName", &STRING, "A Classic Load Balancer, in place of targetGroupArn."),
        optional("containerName", &STRING, "Container that receives the traffic."),
        optional("containerPort", &PORT, "Its port; the task definition must map it."),
        optional(
            "advancedConfiguration",
            &structure(&[
                optional("alternateTargetGroupArn", &STRING, "Target group of the other colour."),
                optional("productionListenerRule", &STRING, "Listener rule of production traffic."),
                optional("testListenerRule", &STRING, "Listener rule of test traffic."),
                optional("roleArn", &STRING, "Role ECS uses to shift traffic."),
            ]),
            "Settings for blue/green, linear and canary deployments.",
        ),
    ]),
    5,
);

pub static SERVICE_REGISTRIES: Shape = list_up_to(
    &structure(&[
        optional("registryArn", &STRING, "Cloud Map service."),
        optional("port", &PORT, "Port of an SRV record."),
        optional("containerName", &STRING, "Container of an SRV record."),
        optional("containerPort", &PORT, "Container port of an SRV record."),
    ]),
    1,
);

static CIRCUIT_BREAKER: Shape = structure(&[
    required("enable", &BOOLEAN, "Fail a deployment whose tasks keep failing."),
    required("rollback", &BOOLEAN, "Go back to the last completed deployment when it fails."),
    optional("resetOnHealthyTask", &BOOLEAN, "Start counting anew after a healthy task.").flag(true),
    optional(
        "thresholdConfiguration",
        &structure(&[
            optional(
                "type",
                &Shape::Enum(&["BOUNDED_PERCENT", "UNBOUNDED_PERCENT", "COUNT"]),
                "How value is read: percent of desiredCount kept within 3 to 200, the same unbounded, or a count.",
            )
            .text("BOUNDED_PERCENT"),
            optional("value", &INTEGER, "Failed tasks until the deployment fails.").number(50),
        ]),
        "How many failed tasks it takes.",
    ),
]);

static LIFECYCLE_HOOK: Shape = structure(&[
    optional("targetType", &Shape::Enum(&["AWS_LAMBDA", "PAUSE"]), "Call a function, or wait for continue.")
        .text("AWS_LAMBDA"),
    optional("hookTargetArn", &STRING, "The Lambda function."),
    optional("roleArn", &STRING, "Role that may call it."),
    optional(
        "lifecycleStages",
        &list(&Shape::Enum(&[
            "RECONCILE_SERVICE",
            "PRE_SCALE_UP",
            "POST_SCALE_UP",
            "TEST_TRAFFIC_SHIFT",
            "POST_TEST_TRAFFIC_SHIFT",
            "PRE_PRODUCTION_TRAFFIC_SHIFT",
            "PRODUCTION_TRAFFIC_SHIFT",
            "POST_PRODUCTION_TRAFFIC_SHIFT",
        ])),
        "Stages of the deployment at which the hook runs.",
    ),
    optional("hookDetails", &Shape::Document, "Your own data, handed to the hook."),
    optional(
        "timeoutConfiguration",
        &structure(&[
            optional("timeoutInMinutes", &range(1, 20_160), "Minutes to wait, 1 to 20160.").number(1440),
            optional("action", &Shape::Enum(&["ROLLBACK", "CONTINUE"]), "What happens then.")
                .text("ROLLBACK"),
        ]),
        "How long the hook may take.",
    ),
]);

static DEPLOYMENT_CONFIGURATION: Shape = structure(&[
    optional("deploymentCircuitBreaker", &CIRCUIT_BREAKER, "Stop a deployment that cannot succeed."),
    optional(
        "maximumPercent",
        &COUNT,
        "Most tasks during a deployment, in percent of desiredCount, rounded down. DAEMON: 100.",
    )
    .number(200),
    optional(
        "minimumHealthyPercent",
        &COUNT,
        "Fewest healthy tasks during a deployment, in percent of desiredCount, rounded up. DAEMON: 0.",
    )
    .number(100),
    optional(
        "alarms",
        &structure(&[
            required("alarmNames", &STRING_LIST, "CloudWatch alarms to watch."),
            required("rollback", &BOOLEAN, "Go back when an alarm goes off."),
            required("enable", &BOOLEAN, "Watch the alarms."),
        ]),
        "Fail a deployment when an alarm goes off.",
    ),
    optional(
        "strategy",
        &Shape::Enum(&["ROLLING", "BLUE_GREEN", "LINEAR", "CANARY"]),
        "ROLLING replaces tasks step by step; the others start a second set and shift the traffic.",
    )
    .text("ROLLING"),
    optional("bakeTimeInMinutes", &MINUTES_PER_DAY, "Minutes both sets run after the shift, 0 to 1440."),
    optional("lifecycleHooks", &list(&LIFECYCLE_HOOK), "Functions called on the way."),
    optional(
        "linearConfiguration",
        &structure(&[
            optional("stepPercent", &DOUBLE, "Traffic per step, 3.0 to 100.0 percent.").number(10),
            optional("stepBakeTimeInMinutes", &MINUTES_PER_DAY, "Minutes between steps, 0 to 1440.")
                .number(6),
        ]),
        "Steps of strategy LINEAR.",
    ),
    optional(
        "canaryConfiguration",
        &structure(&[
            optional("canaryPercent", &DOUBLE, "Traffic of the first step, 0.1 to 100.0 percent.").number(5),
            optional("canaryBakeTimeInMinutes", &MINUTES_PER_DAY, "Minutes before the rest, 0 to 1440.")
                .number(10),
        ]),
        "First step of strategy CANARY.",
    ),
    optional(
        "earlySuccessCriteria",
        &structure(&[
            optional("enable", &BOOLEAN, "Count a rolling deployment as completed early.").flag(false),
            optional(
                "healthyPercent",
                &range(0, 100),
                "Healthy tasks it takes, in percent; at least minimumHealthyPercent.",
            ),
            optional(
                "sourceServiceRevisionCleanup",
                &Shape::Enum(&["BLOCKING", "DEFERRED"]),
                "When old tasks are stopped.",
            ),
        ]),
        "When a rolling deployment may count as completed before its last task runs.",
    ),
]);

static DEPLOYMENT_CONTROLLER: Shape = structure(&[required(
    "type",
    &Shape::Enum(&["ECS", "CODE_DEPLOY", "EXTERNAL"]),
    "Who deploys: ECS itself, CodeDeploy, or you with task sets.",
)
.text("ECS")]);

const fn desired_count_member() -> Member {
    optional("desiredCount", &COUNT, "Tasks to keep running. Required with REPLICA, refused with DAEMON.")
}

const fn service_member(doc: &'static str) -> Member {
    required("service", &STRING, doc)
}

const fn grace_period_member() -> Member {
    optional(
        "healthCheckGracePeriodSeconds",
        &COUNT,
        "Seconds after a task has started in which unhealthy checks do not count.",
    )
    .number(0)
}

static PROPAGATE_DOC: &str = "Where the tasks' tags are copied from.";
static NETWORK_DOC: &str = "Needed in network mode awsvpc, refused in the others.";
static CONSTRAINTS_DOC: &str = "Rules an instance must meet. At most 10. Not on Fargate.";
static STRATEGY_DOC: &str = "Which suitable instance to prefer. At most 5. Not on Fargate or with DAEMON.";
static DEPLOYMENT_DOC: &str = "How a deployment goes: percent limits, circuit breaker, alarms, strategy.";

pub static CREATE_SERVICE: Shape = structure(&[
    cluster_member(),
    required(
        "serviceName",
        &STRING,
        "Up to 255 letters, digits, hyphens and underscores, unique in the cluster.",
    ),
    optional("taskDefinition", &STRING, "Family (its latest ACTIVE revision), family:revision or ARN."),
    optional(
        "availabilityZoneRebalancing",
        &ENABLED_OR_DISABLED,
        "Move tasks when Availability Zones are uneven.",
    )
    .text("ENABLED"),
    optional("loadBalancers", &LOAD_BALANCERS, "Target groups the tasks are registered with. At most 5."),
    optional("serviceRegistries", &SERVICE_REGISTRIES, "Cloud Map service discovery. At most 1."),
    desired_count_member(),
    optional("clientToken", &STRING, "Makes a repeated request create nothing new; up to 36 characters."),
    optional("launchType", &LAUNCH_TYPE, "Where the tasks run; not together with capacityProviderStrategy."),
    optional(
        "capacityProviderStrategy",
        &CAPACITY_PROVIDER_STRATEGY,
        "Capacity providers to use; not together with launchType. At most 20.",
    ),
    optional("platformVersion", &STRING, "Fargate platform version.").text("LATEST"),
    optional("role", &STRING, "Role for load balancer calls; ECS's service-linked role when left out."),
    optional("deploymentConfiguration", &DEPLOYMENT_CONFIGURATION, DEPLOYMENT_DOC),
    optional("placementConstraints", &PLACEMENT_CONSTRAINTS, CONSTRAINTS_DOC),
    optional("placementStrategy", &PLACEMENT_STRATEGY, STRATEGY_DOC),
    optional("networkConfiguration", &NETWORK_CONFIGURATION, NETWORK_DOC),
    grace_period_member(),
    optional(
        "schedulingStrategy",
        &Shape::Enum(&["REPLICA", "DAEMON"]),
        "REPLICA keeps desiredCount tasks; DAEMON keeps one on each suitable instance.",
    )
    .text("REPLICA"),
    optional("deploymentController", &DEPLOYMENT_CONTROLLER, "Who deploys."),
    optional("tags", &TAGS, "Tags for the service. At most 50."),
    managed_tags_member(),
    optional("propagateTags", &PROPAGATE_TAGS, PROPAGATE_DOC).text("NONE"),
    execute_command_member(),
    optional(
        "serviceConnectConfiguration",
        &SERVICE_CONNECT_CONFIGURATION,
        "Service Connect for this service.",
    ),
    optional("volumeConfigurations", &SERVICE_VOLUMES, "EBS volumes for configuredAtLaunch volumes."),
    optional("vpcLatticeConfigurations", &VPC_LATTICE_CONFIGURATIONS, "VPC Lattice target groups."),
]);

pub static UPDATE_SERVICE: Shape = structure(&[
    cluster_member(),
    service_member("Name or ARN of the service to change."),
    desired_count_member(),
    optional(
        "taskDefinition",
        &STRING,
        "New task definition: family, family:revision or ARN. Starts a deployment.",
    ),
    optional(
        "capacityProviderStrategy",
        &CAPACITY_PROVIDER_STRATEGY,
        "New strategy; needs forceNewDeployment to take effect.",
    ),
    optional("deploymentConfiguration", &DEPLOYMENT_CONFIGURATION, DEPLOYMENT_DOC),
    optional(
        "availabilityZoneRebalancing",
        &ENABLED_OR_DISABLED,
        "Move tasks when Availability Zones are uneven.",
    ),
    optional("networkConfiguration", &NETWORK_CONFIGURATION, NETWORK_DOC),
    optional("placementConstraints", &PLACEMENT_CONSTRAINTS, CONSTRAINTS_DOC),
    optional("placementStrategy", &PLACEMENT_STRATEGY, STRATEGY_DOC),
    optional("platformVersion", &STRING, "Fargate platform version. Starts a deployment."),
    optional("forceNewDeployment", &BOOLEAN, "Replace all tasks although nothing else changes.").flag(false),
    grace_period_member(),
    optional("deploymentController", &DEPLOYMENT_CONTROLLER, "Who deploys."),
    optional("enableExecuteCommand", &BOOLEAN, "Allow ECS Exec in tasks started from now on."),
    optional("enableECSManagedTags", &BOOLEAN, "Let ECS add its own tags to tasks started from now on."),
    optional("loadBalancers", &LOAD_BALANCERS, "New target groups; [] removes all. Starts a deployment."),
    optional("propagateTags", &PROPAGATE_TAGS, PROPAGATE_DOC),
    optional(
        "serviceRegistries",
        &SERVICE_REGISTRIES,
        "New service discovery; [] removes it. Starts a deployment.",
    ),
    optional(
        "serviceConnectConfiguration",
        &SERVICE_CONNECT_CONFIGURATION,
        "New Service Connect settings. Starts a deployment.",
    ),
    optional("volumeConfigurations", &SERVICE_VOLUMES, "New EBS volumes. Starts a deployment."),
    optional(
        "vpcLatticeConfigurations",
        &VPC_LATTICE_CONFIGURATIONS,
        "New VPC Lattice target groups. Starts a deployment.",
    ),
]);

pub static DELETE_SERVICE: Shape = structure(&[
    cluster_member(),
    service_member("Name or ARN of the service to delete."),
    optional("force", &BOOLEAN, "Delete it although desiredCount is above 0. DAEMON services need none.")
        .flag(false),
]);

pub static DESCRIBE_SERVICES: Shape = structure(&[
    cluster_member(),
    required("services", &list_up_to(&STRING, 10), "Up to 10 names or ARNs."),
    optional("include", &INCLUDE_TAGS, "TAGS adds the services' tags to the answer."),
]);

pub static LIST_SERVICES: Shape = structure(&[
    cluster_member(),
    next_token_member(),
    optional("maxResults", &range(1, 100), "Services per page, 1 to 100.").number(10),
    optional("launchType", &LAUNCH_TYPE, "List only services of this launch type."),
    optional(
        "schedulingStrategy",
        &Shape::Enum(&["REPLICA", "DAEMON"]),
        "List only services of this strategy.",
    ),
    optional(
        "resourceManagementType",
        &Shape::Enum(&["CUSTOMER", "ECS"]),
        "List only services this side manages.",
    ),
]);
