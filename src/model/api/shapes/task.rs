//! Requests about tasks, and what services share with them: network, placement, overrides, EBS volumes.

use super::cluster::CAPACITY_PROVIDER_STRATEGY;
use super::container::{ENVIRONMENT, ENVIRONMENT_FILES, RESOURCE_REQUIREMENTS};
use super::tag::TAGS;
use super::task_definition::EPHEMERAL_STORAGE;
use super::{
    BOOLEAN, ENABLED_OR_DISABLED, INTEGER, Member, STRING, STRING_LIST, Shape, cluster_member, list,
    list_up_to, next_token_member, optional, range, required, structure,
};

pub static LAUNCH_TYPE: Shape = Shape::Enum(&["EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"]);
pub static PROPAGATE_TAGS: Shape = Shape::Enum(&["TASK_DEFINITION", "SERVICE", "NONE"]);
pub static INCLUDE_TAGS: Shape = list(&Shape::Enum(&["TAGS"]));

pub static NETWORK_CONFIGURATION: Shape = structure(&[optional(
    "awsvpcConfiguration",
    &structure(&[
        required(
            "subnets",
            &list_up_to(&STRING, 16),
            "1 to 16 subnets of one VPC; they decide the Availability Zones.",
        ),
        optional(
            "securityGroups",
            &list_up_to(&STRING, 5),
            "Up to 5 security groups; the VPC's default when left out.",
        ),
        optional(
            "assignPublicIp",
            &ENABLED_OR_DISABLED,
            "Give the task's ENI a public IP address. Fargate only.",
        )
        .text("DISABLED"),
    ]),
    "Subnets and security groups of the tasks' ENIs.",
)]);

pub static PLACEMENT_CONSTRAINTS: Shape = list_up_to(
    &structure(&[
        optional(
            "type",
            &Shape::Enum(&["distinctInstance", "memberOf"]),
            "distinctInstance: each task on its own instance. memberOf: only instances the expression matches.",
        ),
        optional("expression", &STRING, "Cluster query language, up to 2000 characters; only with memberOf."),
    ]),
    10,
);

pub static PLACEMENT_STRATEGY: Shape = list_up_to(
    &structure(&[
        optional(
            "type",
            &Shape::Enum(&["random", "spread", "binpack"]),
            "spread evens out over field; binpack leaves the least of field unused; random picks any.",
        ),
        optional(
            "field",
            &STRING,
            "spread: instanceId, host or attribute:name. binpack: cpu or memory. Not used with random.",
        ),
    ]),
    5,
);

static CONTAINER_OVERRIDE: Shape = structure(&[
    optional("name", &STRING, "Container of the task definition to override."),
    optional("command", &STRING_LIST, "Command in place of the task definition's."),
    optional("environment", &ENVIRONMENT, "Environment variables to add or replace."),
    optional("environmentFiles", &ENVIRONMENT_FILES, "Environment files to add. At most 10."),
    optional("cpu", &INTEGER, "CPU units in place of the task definition's."),
    optional("memory", &INTEGER, "Hard memory limit in MiB in place of the task definition's."),
    optional("memoryReservation", &INTEGER, "Soft memory limit in MiB in place of the task definition's."),
    optional("resourceRequirements", &RESOURCE_REQUIREMENTS, "GPUs in place of the task definition's."),
]);

/// What one run changes of its task definition.
pub static TASK_OVERRIDE: Shape = structure(&[
    optional("containerOverrides", &list(&CONTAINER_OVERRIDE), "Changes to single containers."),
    optional("cpu", &STRING, "Task CPU: units such as 512, or vCPUs such as .5 vCPU."),
    optional(
        "inferenceAcceleratorOverrides",
        &list(&structure(&[
            optional("deviceName", &STRING, "Device name of the task definition."),
            optional("deviceType", &STRING, "Elastic Inference type to use instead."),
        ])),
        "Retired with Elastic Inference.",
    ),
    optional("executionRoleArn", &STRING, "Role the agent uses to pull images and write logs."),
    optional("memory", &STRING, "Task memory: MiB such as 1024, or GB such as 1 GB."),
    optional("taskRoleArn", &STRING, "Role the containers assume."),
    optional("ephemeralStorage", &EPHEMERAL_STORAGE, "Fargate ephemeral storage of the task."),
]);

static EBS_TAGS: Shape = list(&structure(&[
    required("resourceType", &Shape::Enum(&["volume"]), "Kind of resource; volume is the only one."),
    optional("tags", &TAGS, "Tags for the volume."),
    optional("propagateTags", &PROPAGATE_TAGS, "Where further tags are copied from.").text("NONE"),
]));

/// The members an EBS volume has in a task's and in a service's request.
macro_rules! ebs_members {
    ($($more:expr),*) => {
        structure(&[
            optional("encrypted", &BOOLEAN, "Encrypt the volume."),
            optional("kmsKeyId", &STRING, "KMS key for the encryption; the account's default when left out."),
            optional("volumeType", &STRING, "gp2, gp3, io1, io2, sc1, st1 or standard.").text("gp3"),
            optional("sizeInGiB", &range(1, 16_384), "Size in GiB; needed unless snapshotId is given."),
            optional("snapshotId", &STRING, "Snapshot the volume is made from."),
            optional("volumeInitializationRate", &INTEGER, "MiB per second at which a snapshot is fetched, 100 to 300."),
            optional("iops", &INTEGER, "I/O operations per second; needed for io1 and io2."),
            optional("throughput", &INTEGER, "MiB per second, up to 1000; gp3 only."),
            optional("tagSpecifications", &EBS_TAGS, "Tags for the volume."),
            required("roleArn", &STRING, "Role ECS uses to manage the volume."),
            optional("filesystemType", &Shape::Enum(&["ext3", "ext4", "xfs", "ntfs"]), "File system.").text("xfs"),
            $($more),*
        ])
    };
}

static VOLUME_NAME_DOC: &str = "Name of a configuredAtLaunch volume of the task definition.";

static TASK_VOLUMES: Shape = list(&structure(&[
    required("name", &STRING, VOLUME_NAME_DOC),
    optional(
        "managedEBSVolume",
        &ebs_members!(optional(
            "terminationPolicy",
            &structure(&[
                required("deleteOnTermination", &BOOLEAN, "Delete the volume with its task.").flag(true)
            ]),
            "What becomes of the volume when the task ends."
        )),
        "The EBS volume to create for the task.",
    ),
]));

pub static SERVICE_VOLUMES: Shape = list(&structure(&[
    required("name", &STRING, VOLUME_NAME_DOC),
    optional("managedEBSVolume", &ebs_members!(), "The EBS volume to create for each task."),
]));

const fn task_definition_member() -> Member {
    required("taskDefinition", &STRING, "Family (its latest ACTIVE revision), family:revision or ARN.")
}

const fn group_member() -> Member {
    optional(
        "group",
        &STRING,
        "Task group, for spreading and memberOf(task:group); family:<family> when left out.",
    )
}

pub const fn managed_tags_member() -> Member {
    optional("enableECSManagedTags", &BOOLEAN, "Let ECS add its own cluster and service tags.").flag(false)
}

pub const fn execute_command_member() -> Member {
    optional("enableExecuteCommand", &BOOLEAN, "Allow ECS Exec in the containers; needs a task role.")
        .flag(false)
}

pub static RUN_TASK: Shape = structure(&[
    optional(
        "capacityProviderStrategy",
        &CAPACITY_PROVIDER_STRATEGY,
        "Capacity providers to use; not together with launchType. At most 20.",
    ),
    cluster_member(),
    optional("count", &range(1, 10), "Tasks to start, 1 to 10.").number(1),
    managed_tags_member(),
    execute_command_member(),
    group_member(),
    optional("launchType", &LAUNCH_TYPE, "Where the tasks run; not together with capacityProviderStrategy."),
    optional(
        "networkConfiguration",
        &NETWORK_CONFIGURATION,
        "Needed in network mode awsvpc, refused in the others.",
    ),
    optional(
        "overrides",
        &TASK_OVERRIDE,
        "What this run changes of the task definition. Up to 8192 characters.",
    ),
    optional(
        "placementConstraints",
        &PLACEMENT_CONSTRAINTS,
        "Rules an instance must meet. At most 10. Not on Fargate.",
    ),
    optional(
        "placementStrategy",
        &PLACEMENT_STRATEGY,
        "Which suitable instance to prefer. At most 5. Not on Fargate.",
    ),
    optional("platformVersion", &STRING, "Fargate platform version.").text("LATEST"),
    optional(
        "propagateTags",
        &Shape::Enum(&["TASK_DEFINITION", "NONE"]),
        "Copy the task definition's tags to the tasks.",
    )
    .text("NONE"),
    optional("referenceId", &STRING, "Your own reference, up to 1024 characters."),
    optional(
        "startedBy",
        &STRING,
        "Who started the tasks, up to 128 characters; list-tasks can filter by it.",
    ),
    optional("tags", &TAGS, "Tags for the tasks. At most 50."),
    task_definition_member(),
    optional("clientToken", &STRING, "Makes a repeated request start nothing new; up to 64 characters."),
    optional("volumeConfigurations", &TASK_VOLUMES, "EBS volumes for configuredAtLaunch volumes."),
]);

pub static START_TASK: Shape = structure(&[
    cluster_member(),
    required(
        "containerInstances",
        &list_up_to(&STRING, 10),
        "Ids or ARNs of up to 10 instances; a task starts on each.",
    ),
    managed_tags_member(),
    execute_command_member(),
    group_member(),
    optional(
        "networkConfiguration",
        &NETWORK_CONFIGURATION,
        "Needed in network mode awsvpc, refused in the others.",
    ),
    optional(
        "overrides",
        &TASK_OVERRIDE,
        "What this run changes of the task definition. Up to 8192 characters.",
    ),
    optional("propagateTags", &PROPAGATE_TAGS, "Copy the task definition's tags to the tasks.").text("NONE"),
    optional("referenceId", &STRING, "Your own reference."),
    optional("startedBy", &STRING, "Who started the tasks, up to 36 characters."),
    optional("tags", &TAGS, "Tags for the tasks. At most 50."),
    task_definition_member(),
    optional("volumeConfigurations", &TASK_VOLUMES, "EBS volumes for configuredAtLaunch volumes."),
]);

pub static STOP_TASK: Shape = structure(&[
    cluster_member(),
    required(
        "task",
        &STRING,
        "Id or ARN of the task. Its containers get SIGTERM, then SIGKILL after stopTimeout.",
    ),
    optional("reason", &STRING, "Shown as the task's stoppedReason."),
]);

pub static DESCRIBE_TASKS: Shape = structure(&[
    cluster_member(),
    required(
        "tasks",
        &list_up_to(&STRING, 100),
        "Up to 100 ids or ARNs. Stopped tasks are kept for an hour.",
    ),
    optional("include", &INCLUDE_TAGS, "TAGS adds the tasks' tags to the answer."),
]);

pub static LIST_TASKS: Shape = structure(&[
    cluster_member(),
    optional("containerInstance", &STRING, "List only tasks of this container instance."),
    optional("family", &STRING, "List only tasks of this task definition family."),
    next_token_member(),
    optional("maxResults", &range(1, 100), "Tasks per page, 1 to 100.").number(100),
    optional("startedBy", &STRING, "List only tasks this starter started; no other filter may be given."),
    optional("serviceName", &STRING, "List only tasks of this service."),
    optional(
        "desiredStatus",
        &Shape::Enum(&["RUNNING", "PENDING", "STOPPED"]),
        "RUNNING lists tasks meant to run, STOPPED those that are not. PENDING matches nothing.",
    )
    .text("RUNNING"),
    optional("launchType", &LAUNCH_TYPE, "List only tasks of this launch type."),
    optional("daemonName", &STRING, "List only tasks of this daemon."),
]);

pub static GET_TASK_PROTECTION: Shape = structure(&[
    required("cluster", &STRING, "Name or ARN of the cluster."),
    optional("tasks", &list_up_to(&STRING, 100), "Up to 100 ids or ARNs."),
]);

pub static UPDATE_TASK_PROTECTION: Shape = structure(&[
    required("cluster", &STRING, "Name or ARN of the cluster."),
    required("tasks", &list_up_to(&STRING, 10), "Up to 10 ids or ARNs of tasks of services."),
    required("protectionEnabled", &BOOLEAN, "Keep deployments, scaling and rebalancing from stopping them."),
    optional("expiresInMinutes", &range(1, 2880), "Minutes until the protection ends, 1 to 2880.")
        .number(120),
]);
