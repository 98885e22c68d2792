//! A container definition.

use super::linux::{LINUX_PARAMETERS, SYSTEM_CONTROLS, ULIMITS};
use super::{
    BOOLEAN, INTEGER, PORT, STRING, STRING_LIST, STRING_MAP, Shape, list, list_up_to, optional, range,
    required, structure,
};

pub static ENVIRONMENT: Shape = list(&structure(&[
    optional("name", &STRING, "Name of the variable."),
    optional("value", &STRING, "Its value. Keep secrets in `secrets`."),
]));

pub static ENVIRONMENT_FILES: Shape = list_up_to(
    &structure(&[
        required("value", &STRING, "ARN of an S3 object whose name ends in .env."),
        required("type", &Shape::Enum(&["s3"]), "Kind of file; s3 is the only one."),
    ]),
    10,
);

pub static RESOURCE_REQUIREMENTS: Shape = list(&structure(&[
    required("value", &STRING, "GPU: how many, or ALL. InferenceAccelerator: its device name."),
    required(
        "type",
        &Shape::Enum(&["GPU", "InferenceAccelerator", "NeuronDevice"]),
        "Kind of resource. Not on Fargate.",
    ),
    optional("sharingStrategy", &STRING, "How containers share the GPUs."),
]));

static SECRETS: Shape = list(&structure(&[
    required("name", &STRING, "Environment variable that receives the secret."),
    required(
        "valueFrom",
        &STRING,
        "ARN in Secrets Manager or SSM Parameter Store, or a parameter name of the same Region.",
    ),
]));

static PORT_MAPPINGS: Shape = list(&structure(&[
    optional("containerPort", &PORT, "Port in the container."),
    optional(
        "hostPort",
        &PORT,
        "Port on the host. bridge: 0 or absent picks a free one. awsvpc and host: absent or equal to containerPort.",
    ),
    optional("protocol", &Shape::Enum(&["tcp", "udp"]), "tcp or udp.").text("tcp"),
    optional(
        "name",
        &STRING,
        "Name for Service Connect: up to 64 lowercase letters, digits, underscores and hyphens.",
    ),
    optional(
        "appProtocol",
        &Shape::Enum(&["http", "http2", "grpc"]),
        "Protocol Service Connect understands; TCP when left out.",
    ),
    optional(
        "containerPortRange",
        &STRING,
        "Ports from-to, such as 8000-8010, in place of containerPort; no hostPort then.",
    ),
]));

pub static LOG_CONFIGURATION: Shape = structure(&[
    required(
        "logDriver",
        &Shape::Enum(&[
            "json-file",
            "syslog",
            "journald",
            "gelf",
            "fluentd",
            "awslogs",
            "splunk",
            "awsfirelens",
        ]),
        "Where the output goes. Fargate allows awslogs, splunk and awsfirelens.",
    ),
    optional(
        "options",
        &STRING_MAP,
        "Options of the driver. awslogs needs awslogs-group and awslogs-region.",
    ),
    optional("secretOptions", &SECRETS, "Secrets handed to the driver."),
]);

static HEALTH_CHECK: Shape = structure(&[
    required(
        "command",
        &STRING_LIST,
        "CMD and arguments, or CMD-SHELL and one shell line. Exit code 0 is healthy.",
    ),
    optional("interval", &range(5, 300), "Seconds between checks, 5 to 300.").number(30),
    optional("timeout", &range(2, 60), "Seconds until a check counts as failed, 2 to 60.").number(5),
    optional("retries", &range(1, 10), "Failures in a row until the container is UNHEALTHY, 1 to 10.")
        .number(3),
    optional("startPeriod", &range(0, 300), "Seconds at the start in which failures do not count, 0 to 300.")
        .number(0),
]);

static RESTART_POLICY: Shape = structure(&[
    required("enabled", &BOOLEAN, "Restart the container in place when it exits."),
    optional("ignoredExitCodes", &list_up_to(&INTEGER, 50), "Exit codes that cause no restart. At most 50."),
    optional(
        "restartAttemptPeriod",
        &range(60, 1800),
        "Seconds it must have run before a restart, 60 to 1800.",
    )
    .number(300),
]);

static DEPENDENCIES: Shape = list(&structure(&[
    required("containerName", &STRING, "The container to wait for."),
    required(
        "condition",
        &Shape::Enum(&["START", "COMPLETE", "SUCCESS", "HEALTHY"]),
        "START: it has started. COMPLETE: it has exited. SUCCESS: it has exited with 0. HEALTHY: its health check passes.",
    ),
]));

/// One container of a task: every member of the API's ContainerDefinition.
pub static CONTAINER_DEFINITION: Shape = structure(&[
    optional(
        "name",
        &STRING,
        "Up to 255 letters, digits, hyphens and underscores, unique in the task. ECS requires it.",
    ),
    optional("image", &STRING, "Image to run: repository:tag or repository@sha256:digest. ECS requires it."),
    optional(
        "repositoryCredentials",
        &structure(&[required("credentialsParameter", &STRING, "ARN of a Secrets Manager secret.")]),
        "Credentials for a private registry.",
    ),
    optional(
        "cpu",
        &INTEGER,
        "CPU units reserved, 1024 per vCPU. All containers' together at most the task's.",
    )
    .number(0),
    optional("memory", &INTEGER, "Hard limit in MiB, at least 6; above it the container is killed."),
    optional(
        "memoryReservation",
        &INTEGER,
        "Soft limit in MiB, at most memory; placement reserves it rather than memory.",
    ),
    optional(
        "links",
        &STRING_LIST,
        "Containers to reach by name, as name or name:alias. Network mode bridge only.",
    ),
    optional("portMappings", &PORT_MAPPINGS, "Ports to publish. Not in network mode none."),
    optional(
        "essential",
        &BOOLEAN,
        "When an essential container stops, the whole task stops. One must be essential.",
    )
    .flag(true),
    optional("restartPolicy", &RESTART_POLICY, "Restart the container without replacing the task."),
    optional("entryPoint", &STRING_LIST, "Entry point in place of the image's."),
    optional("command", &STRING_LIST, "Command in place of the image's."),
    optional("environment", &ENVIRONMENT, "Environment variables in plain text."),
    optional("environmentFiles", &ENVIRONMENT_FILES, "Files of environment variables in S3. At most 10."),
    optional(
        "mountPoints",
        &list(&structure(&[
            optional("sourceVolume", &STRING, "Name of a volume of the task definition."),
            optional("containerPath", &STRING, "Where it is mounted in the container."),
            optional("readOnly", &BOOLEAN, "Mount it read-only.").flag(false),
        ])),
        "Volumes to mount.",
    ),
    optional(
        "volumesFrom",
        &list(&structure(&[
            optional("sourceContainer", &STRING, "Container whose mounts to take over."),
            optional("readOnly", &BOOLEAN, "Mount them read-only.").flag(false),
        ])),
        "Containers whose mounts to take over.",
    ),
    optional("linuxParameters", &LINUX_PARAMETERS, "Kernel capabilities, devices, shared memory and swap."),
    optional("secrets", &SECRETS, "Secrets to pass as environment variables. Need an executionRoleArn."),
    optional(
        "dependsOn",
        &DEPENDENCIES,
        "Containers that must reach a condition before this one starts. No cycles.",
    ),
    optional(
        "startTimeout",
        &range(2, 120),
        "Seconds its dependencies may take before it gives up; Fargate 2 to 120.",
    ),
    optional("stopTimeout", &range(0, 120), "Seconds between SIGTERM and SIGKILL; Fargate 2 to 120.")
        .number(30),
    optional(
        "versionConsistency",
        &Shape::Enum(&["enabled", "disabled"]),
        "Resolve the image tag to one digest per deployment.",
    )
    .text("enabled"),
    optional("hostname", &STRING, "Hostname in the container. Not in network mode awsvpc."),
    optional("user", &STRING, "User, or user:group, the process runs as; the image's when left out."),
    optional("workingDirectory", &STRING, "Directory the command starts in; the image's when left out."),
    optional("disableNetworking", &BOOLEAN, "Turn networking off. Not in network mode awsvpc.").flag(false),
    optional("privileged", &BOOLEAN, "Give root-like rights on the host. Not on Fargate.").flag(false),
    optional("readonlyRootFilesystem", &BOOLEAN, "Mount the root file system read-only.").flag(false),
    optional("dnsServers", &STRING_LIST, "DNS servers. Not in network mode awsvpc."),
    optional("dnsSearchDomains", &STRING_LIST, "DNS search domains. Not in network mode awsvpc."),
    optional(
        "extraHosts",
        &list(&structure(&[
            required("hostname", &STRING, "Name to add to /etc/hosts."),
            required("ipAddress", &STRING, "Address it stands for."),
        ])),
        "Entries for /etc/hosts. Not in network mode awsvpc.",
    ),
    optional("dockerSecurityOptions", &STRING_LIST, "SELinux, AppArmor or gMSA options. EC2 only."),
    optional("interactive", &BOOLEAN, "Keep stdin open.").flag(false),
    optional("pseudoTerminal", &BOOLEAN, "Allocate a terminal.").flag(false),
    optional("dockerLabels", &STRING_MAP, "Labels of the container."),
    optional("ulimits", &ULIMITS, "Limits on what a process may use."),
    optional("logConfiguration", &LOG_CONFIGURATION, "Where the container's output goes."),
    optional("healthCheck", &HEALTH_CHECK, "How ECS finds out whether the container works."),
    optional("systemControls", &SYSTEM_CONTROLS, "Kernel parameters (sysctl)."),
    optional("resourceRequirements", &RESOURCE_REQUIREMENTS, "GPUs the container needs. Not on Fargate."),
    optional(
        "firelensConfiguration",
        &structure(&[
            required("type", &Shape::Enum(&["fluentd", "fluentbit"]), "The log router in this container."),
            optional("options", &STRING_MAP, "Router options, such as enable-ecs-log-metadata."),
        ]),
        "Makes this container the log router of the task.",
    ),
    optional("credentialSpecs", &list_up_to(&STRING, 1), "ARN of a gMSA credential spec. At most 1."),
]);
