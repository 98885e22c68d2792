//! Requests about task definitions.

use super::container::{CONTAINER_DEFINITION, ENVIRONMENT};
use super::tag::TAGS;
use super::task::INCLUDE_TAGS;
use super::volume::VOLUMES;
use super::{
    BOOLEAN, STRING, Shape, list, list_up_to, next_token_member, optional, range, required, structure,
};

pub static EPHEMERAL_STORAGE: Shape = structure(&[required(
    "sizeInGiB",
    &range(21, 200),
    "Size in GiB, 21 to 200; 20 when ephemeralStorage is left out.",
)]);

static RUNTIME_PLATFORM: Shape = structure(&[
    optional(
        "cpuArchitecture",
        &Shape::Enum(&["X86_64", "ARM64"]),
        "The instance must have the same. ARM64 is Linux only.",
    )
    .text("X86_64"),
    optional(
        "operatingSystemFamily",
        &Shape::Enum(&[
            "LINUX",
            "WINDOWS_SERVER_2016_FULL",
            "WINDOWS_SERVER_2004_CORE",
            "WINDOWS_SERVER_20H2_CORE",
            "WINDOWS_SERVER_2019_CORE",
            "WINDOWS_SERVER_2019_FULL",
            "WINDOWS_SERVER_2022_CORE",
            "WINDOWS_SERVER_2022_FULL",
            "WINDOWS_SERVER_2025_CORE",
            "WINDOWS_SERVER_2025_FULL",
        ]),
        "Operating system of the containers. Fargate: LINUX, Windows Server 2019 and 2022.",
    )
    .text("LINUX"),
]);

static PROXY_CONFIGURATION: Shape = structure(&[
    optional("type", &Shape::Enum(&["APPMESH"]), "Kind of proxy; APPMESH is the only one.").text("APPMESH"),
    required("containerName", &STRING, "The container that is the proxy."),
    optional(
        "properties",
        &ENVIRONMENT,
        "AppPorts, ProxyIngressPort, ProxyEgressPort, IgnoredUID or IgnoredGID and others.",
    ),
]);

static PLACEMENT_CONSTRAINTS: Shape = list_up_to(
    &structure(&[
        optional("type", &Shape::Enum(&["memberOf"]), "memberOf is the only kind a task definition takes."),
        optional("expression", &STRING, "Cluster query language, up to 2000 characters."),
    ]),
    10,
);

static COMPATIBILITIES: Shape = list(&Shape::Enum(&["EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"]));

/// Every parameter of a task definition; the editor's document has this shape.
pub static REGISTER_TASK_DEFINITION: Shape = structure(&[
    required("family", &STRING, "Name that revisions share. Up to 255 letters, digits, hyphens and underscores."),
    optional("taskRoleArn", &STRING, "Role the containers assume when they call AWS."),
    optional("executionRoleArn", &STRING, "Role the agent uses to pull images, read secrets and write logs."),
    optional(
        "networkMode",
        &Shape::Enum(&["bridge", "host", "awsvpc", "none"]),
        "awsvpc gives each task its own ENI, and is the only mode on Fargate; bridge maps ports; host shares the host's network.",
    )
    .text("bridge"),
    required("containerDefinitions", &list_up_to(&CONTAINER_DEFINITION, 10), "The containers of a task, 1 to 10."),
    optional("volumes", &VOLUMES, "Volumes the containers can mount."),
    optional("placementConstraints", &PLACEMENT_CONSTRAINTS, "Rules an instance must meet. At most 10. Not on Fargate."),
    optional("requiresCompatibilities", &COMPATIBILITIES, "Launch types whose rules are checked at registration."),
    optional(
        "cpu",
        &STRING,
        "Task CPU: units such as 512, or vCPUs such as .5 vCPU. Fargate needs it: 256, 512, 1024, 2048, 4096, 8192 or 16384.",
    ),
    optional(
        "memory",
        &STRING,
        "Task memory: MiB such as 1024, or GB such as 1 GB. Fargate needs it, and allows certain sizes for each cpu.",
    ),
    optional("tags", &TAGS, "Tags for this revision. At most 50."),
    optional("pidMode", &Shape::Enum(&["host", "task"]), "Process namespace the containers share; private when left out. Fargate: task only."),
    optional("ipcMode", &Shape::Enum(&["host", "task", "none"]), "IPC namespace the containers share. Not on Fargate."),
    optional("proxyConfiguration", &PROXY_CONFIGURATION, "App Mesh proxy. Network mode awsvpc only."),
    optional(
        "inferenceAccelerators",
        &list(&structure(&[
            required("deviceName", &STRING, "Name of the device."),
            required("deviceType", &STRING, "Elastic Inference type."),
        ])),
        "Retired: ECS refuses it.",
    ),
    optional("ephemeralStorage", &EPHEMERAL_STORAGE, "Storage of a Fargate task beyond the 20 GiB it always has."),
    optional("runtimePlatform", &RUNTIME_PLATFORM, "CPU architecture and operating system the task needs."),
    optional("enableFaultInjection", &BOOLEAN, "Let fault injection calls reach the containers.").flag(false),
    optional(
        "trustedExecutionConfiguration",
        &structure(&[optional(
            "isolationMode",
            &Shape::Enum(&["SHARED", "ISOLATED_SANDBOX", "CONFIDENTIAL_SANDBOX"]),
            "How strictly the task is kept apart from others.",
        )]),
        "Isolation of the task. Managed Instances only.",
    ),
]);

pub static DESCRIBE_TASK_DEFINITION: Shape = structure(&[
    required("taskDefinition", &STRING, "Family (its latest ACTIVE revision), family:revision or ARN."),
    optional("include", &INCLUDE_TAGS, "TAGS adds the task definition's tags to the answer."),
]);

pub static LIST_TASK_DEFINITIONS: Shape = structure(&[
    optional("familyPrefix", &STRING, "The whole name of a family; all families when left out."),
    optional(
        "status",
        &Shape::Enum(&["ACTIVE", "INACTIVE", "DELETE_IN_PROGRESS"]),
        "List revisions in this status.",
    )
    .text("ACTIVE"),
    optional(
        "sort",
        &Shape::Enum(&["ASC", "DESC"]),
        "Order by family and revision; DESC puts the newest first.",
    )
    .text("ASC"),
    next_token_member(),
    optional("maxResults", &range(1, 100), "Task definitions per page, 1 to 100.").number(100),
]);

pub static LIST_TASK_DEFINITION_FAMILIES: Shape = structure(&[
    optional("familyPrefix", &STRING, "What the family names start with."),
    optional(
        "status",
        &Shape::Enum(&["ACTIVE", "INACTIVE", "ALL"]),
        "ACTIVE: families with an ACTIVE revision. INACTIVE: those without. ALL: both.",
    )
    .text("ALL"),
    next_token_member(),
    optional("maxResults", &range(1, 100), "Families per page, 1 to 100.").number(100),
]);

pub static DEREGISTER_TASK_DEFINITION: Shape = structure(&[required(
    "taskDefinition",
    &STRING,
    "family:revision or ARN. The revision becomes INACTIVE; tasks and services that use it go on.",
)]);

pub static DELETE_TASK_DEFINITIONS: Shape = structure(&[required(
    "taskDefinitions",
    &list_up_to(&STRING, 10),
    "Up to 10 INACTIVE revisions, each family:revision or ARN.",
)]);
