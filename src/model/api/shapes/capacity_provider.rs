//! Capacity providers.

use super::tag::TAGS;
use super::{
    ENABLED_OR_DISABLED, Member, STRING, STRING_LIST, Shape, list_up_to, optional, range, required, structure,
};

static MANAGED_SCALING: Shape = structure(&[
    optional("status", &ENABLED_OR_DISABLED, "Whether ECS sizes the Auto Scaling group."),
    optional(
        "targetCapacity",
        &range(1, 100),
        "Per cent of the instances that shall be in use, 1 to 100. Below 100 keeps room in reserve.",
    )
    .number(100),
    optional("minimumScalingStepSize", &range(1, 10_000), "Fewest instances a step adds, 1 to 10000.")
        .number(1),
    optional("maximumScalingStepSize", &range(1, 10_000), "Most instances a step adds, 1 to 10000.")
        .number(10_000),
    optional(
        "instanceWarmupPeriod",
        &range(0, 10_000),
        "Seconds until a new instance counts, 0 to 10000. The next step out waits for it.",
    )
    .number(300),
]);

const fn termination_protection() -> Member {
    optional(
        "managedTerminationProtection",
        &ENABLED_OR_DISABLED,
        "Keeps instances that run tasks from being scaled in. Needs managed scaling, and a group that protects its \
         new instances.",
    )
    .text("DISABLED")
}

const fn draining() -> Member {
    optional(
        "managedDraining",
        &ENABLED_OR_DISABLED,
        "Drains an instance before its group terminates it, for up to 48 hours.",
    )
    .text("ENABLED")
}

const fn managed_scaling() -> Member {
    optional("managedScaling", &MANAGED_SCALING, "How ECS sizes the Auto Scaling group.")
}

static AUTO_SCALING_GROUP_PROVIDER: Shape = structure(&[
    required("autoScalingGroupArn", &STRING, "ARN or name of the Auto Scaling group."),
    managed_scaling(),
    termination_protection(),
    draining(),
]);

static AUTO_SCALING_GROUP_PROVIDER_UPDATE: Shape =
    structure(&[managed_scaling(), termination_protection(), draining()]);

static INSTANCE_REQUIREMENTS: Shape = structure(&[optional(
    "allowedInstanceTypes",
    &STRING_LIST,
    "Instance types that may be launched, such as m5.large. The cheapest that holds a waiting task is taken.",
)]);

static MANAGED_INSTANCES_NETWORK: Shape = structure(&[
    optional("subnets", &STRING_LIST, "Subnets that instances are launched in."),
    optional("securityGroups", &STRING_LIST, "Security groups of the instances."),
]);

static LAUNCH_TEMPLATE: Shape = structure(&[
    optional("ec2InstanceProfileArn", &STRING, "Instance profile of the instances."),
    optional("networkConfiguration", &MANAGED_INSTANCES_NETWORK, "Where the instances are."),
    optional("capacityOptionType", &Shape::Enum(&["ON_DEMAND", "SPOT"]), "How the instances are bought.")
        .text("ON_DEMAND"),
    optional("instanceRequirements", &INSTANCE_REQUIREMENTS, "Which instance types may be launched."),
]);

static INFRASTRUCTURE_OPTIMIZATION: Shape = structure(&[optional(
    "scaleInAfter",
    &range(-1, 3600),
    "Seconds an instance is idle before it is removed, 0 to 3600; -1 keeps it.",
)]);

static MANAGED_INSTANCES_PROVIDER: Shape = structure(&[
    optional("infrastructureRoleArn", &STRING, "Role with which ECS manages the instances."),
    optional("instanceLaunchTemplate", &LAUNCH_TEMPLATE, "What is launched."),
    optional("infrastructureOptimization", &INFRASTRUCTURE_OPTIMIZATION, "When idle instances are removed."),
]);

pub static CREATE_CAPACITY_PROVIDER: Shape = structure(&[
    required(
        "name",
        &STRING,
        "Up to 255 letters, digits, hyphens and underscores; not beginning with aws, ecs or fargate.",
    ),
    optional("cluster", &STRING, "The cluster of a Managed Instances provider."),
    optional(
        "autoScalingGroupProvider",
        &AUTO_SCALING_GROUP_PROVIDER,
        "The Auto Scaling group it is made of.",
    ),
    optional(
        "managedInstancesProvider",
        &MANAGED_INSTANCES_PROVIDER,
        "Instances that ECS launches by itself.",
    ),
    optional("tags", &TAGS, "Tags for the capacity provider. At most 50."),
]);

pub static UPDATE_CAPACITY_PROVIDER: Shape = structure(&[
    required("name", &STRING, "The capacity provider to change."),
    optional("cluster", &STRING, "The cluster of a Managed Instances provider."),
    optional(
        "autoScalingGroupProvider",
        &AUTO_SCALING_GROUP_PROVIDER_UPDATE,
        "Members that are given replace the old ones.",
    ),
    optional("managedInstancesProvider", &MANAGED_INSTANCES_PROVIDER, "Replaces what was given before."),
]);

pub static DELETE_CAPACITY_PROVIDER: Shape = structure(&[
    required("capacityProvider", &STRING, "Name or ARN. It must be off all clusters."),
    optional("cluster", &STRING, "The cluster of a Managed Instances provider."),
]);

pub static DESCRIBE_CAPACITY_PROVIDERS: Shape = structure(&[
    optional("capacityProviders", &list_up_to(&STRING, 100), "Names or ARNs; all when left out."),
    optional("cluster", &STRING, "Only those of this cluster."),
    optional("include", &super::list(&Shape::Enum(&["TAGS"])), "TAGS to have the tags in the answer."),
    optional("maxResults", &range(1, 100), "Accepted; the answer has them all."),
    super::next_token_member(),
]);
