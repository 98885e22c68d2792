//! Every member RegisterTaskDefinition takes, and the kind of value it wants.
//! Source: the ECS service model, in its order.

use super::shape::Shape::{self, Any, Flag, Integer, List, Map, Natural, Object, OneOf, Text};

const TEXTS: Shape = List(&Text);
const ENABLED: Shape = OneOf(&["ENABLED", "DISABLED"]);
const NAME_VALUE: Shape = Object(&[("name", Text), ("value", Text)]);
const NAME_VALUES: Shape = List(&NAME_VALUE);
const SECRETS: Shape = List(&Object(&[("name", Text), ("valueFrom", Text)]));

/// The whole request.
pub const REGISTER_TASK_DEFINITION: Shape = Object(&[
    ("family", Text),
    ("taskRoleArn", Text),
    ("executionRoleArn", Text),
    ("networkMode", OneOf(&["bridge", "host", "awsvpc", "none"])),
    ("containerDefinitions", List(&CONTAINER)),
    ("volumes", List(&VOLUME)),
    ("placementConstraints", List(&Object(&[("type", OneOf(&["memberOf"])), ("expression", Text)]))),
    ("requiresCompatibilities", List(&OneOf(&["EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"]))),
    ("cpu", Text),
    ("memory", Text),
    ("tags", List(&Object(&[("key", Text), ("value", Text)]))),
    ("pidMode", OneOf(&["host", "task"])),
    ("ipcMode", OneOf(&["host", "task", "none"])),
    ("proxyConfiguration", PROXY_CONFIGURATION),
    ("inferenceAccelerators", Any),
    ("ephemeralStorage", Object(&[("sizeInGiB", Natural)])),
    ("runtimePlatform", RUNTIME_PLATFORM),
    ("enableFaultInjection", Flag),
    ("trustedExecutionConfiguration", TRUSTED_EXECUTION),
]);

/// Members DescribeTaskDefinition adds; people paste them back.
pub const DESCRIBED_ONLY: &[&str] = &[
    "taskDefinitionArn",
    "revision",
    "status",
    "requiresAttributes",
    "compatibilities",
    "registeredAt",
    "deregisteredAt",
    "deleteRequestedAt",
    "registeredBy",
];

const RUNTIME_PLATFORM: Shape = Object(&[
    ("cpuArchitecture", OneOf(&["X86_64", "ARM64"])),
    ("operatingSystemFamily", OneOf(OPERATING_SYSTEM_FAMILIES)),
]);

const OPERATING_SYSTEM_FAMILIES: &[&str] = &[
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
];

const TRUSTED_EXECUTION: Shape =
    Object(&[("isolationMode", OneOf(&["SHARED", "ISOLATED_SANDBOX", "CONFIDENTIAL_SANDBOX"]))]);

const PROXY_CONFIGURATION: Shape =
    Object(&[("type", OneOf(&["APPMESH"])), ("containerName", Text), ("properties", NAME_VALUES)]);

const CONTAINER: Shape = Object(&[
    ("name", Text),
    ("image", Text),
    ("repositoryCredentials", Object(&[("credentialsParameter", Text)])),
    ("cpu", Natural),
    ("memory", Natural),
    ("memoryReservation", Natural),
    ("links", TEXTS),
    ("portMappings", List(&PORT_MAPPING)),
    ("essential", Flag),
    ("restartPolicy", RESTART_POLICY),
    ("entryPoint", TEXTS),
    ("command", TEXTS),
    ("environment", NAME_VALUES),
    ("environmentFiles", List(&Object(&[("value", Text), ("type", OneOf(&["s3"]))]))),
    ("mountPoints", List(&Object(&[("sourceVolume", Text), ("containerPath", Text), ("readOnly", Flag)]))),
    ("volumesFrom", List(&Object(&[("sourceContainer", Text), ("readOnly", Flag)]))),
    ("linuxParameters", LINUX_PARAMETERS),
    ("secrets", SECRETS),
    ("dependsOn", List(&DEPENDENCY)),
    ("startTimeout", Natural),
    ("stopTimeout", Natural),
    ("versionConsistency", OneOf(&["enabled", "disabled"])),
    ("hostname", Text),
    ("user", Text),
    ("workingDirectory", Text),
    ("disableNetworking", Flag),
    ("privileged", Flag),
    ("readonlyRootFilesystem", Flag),
    ("dnsServers", TEXTS),
    ("dnsSearchDomains", TEXTS),
    ("extraHosts", List(&Object(&[("hostname", Text), ("ipAddress", Text)]))),
    ("dockerSecurityOptions", TEXTS),
    ("interactive", Flag),
    ("pseudoTerminal", Flag),
    ("dockerLabels", Map),
    ("ulimits", List(&ULIMIT)),
    ("logConfiguration", LOG_CONFIGURATION),
    ("healthCheck", HEALTH_CHECK),
    ("systemControls", List(&Object(&[("namespace", Text), ("value", Text)]))),
    ("resourceRequirements", List(&RESOURCE_REQUIREMENT)),
    ("firelensConfiguration", Object(&[("type", OneOf(&["fluentd", "fluentbit"])), ("options", Map)])),
    ("credentialSpecs", TEXTS),
]);

const PORT_MAPPING: Shape = Object(&[
    ("containerPort", Natural),
    ("hostPort", Natural),
    ("protocol", Text),
    ("name", Text),
    ("appProtocol", OneOf(&["http", "http2", "grpc"])),
    ("containerPortRange", Text),
]);

const RESTART_POLICY: Shape =
    Object(&[("enabled", Flag), ("ignoredExitCodes", List(&Integer)), ("restartAttemptPeriod", Natural)]);

const DEPENDENCY: Shape =
    Object(&[("containerName", Text), ("condition", OneOf(&["START", "COMPLETE", "SUCCESS", "HEALTHY"]))]);

const LINUX_PARAMETERS: Shape = Object(&[
    ("capabilities", Object(&[("add", TEXTS), ("drop", TEXTS)])),
    ("devices", List(&Object(&[("hostPath", Text), ("containerPath", Text), ("permissions", TEXTS)]))),
    ("initProcessEnabled", Flag),
    ("sharedMemorySize", Natural),
    ("tmpfs", List(&Object(&[("containerPath", Text), ("size", Natural), ("mountOptions", TEXTS)]))),
    ("maxSwap", Natural),
    ("swappiness", Natural),
]);

const ULIMIT: Shape = Object(&[
    (
        "name",
        OneOf(&[
            "core",
            "cpu",
            "data",
            "fsize",
            "locks",
            "memlock",
            "msgqueue",
            "nice",
            "nofile",
            "nproc",
            "rss",
            "rtprio",
            "rttime",
            "sigpending",
            "stack",
        ]),
    ),
    ("softLimit", Integer),
    ("hardLimit", Integer),
]);

const LOG_CONFIGURATION: Shape = Object(&[("logDriver", Text), ("options", Map), ("secretOptions", SECRETS)]);

const HEALTH_CHECK: Shape = Object(&[
    ("command", TEXTS),
    ("interval", Natural),
    ("timeout", Natural),
    ("retries", Natural),
    ("startPeriod", Natural),
]);

const RESOURCE_REQUIREMENT: Shape = Object(&[
    ("value", Text),
    ("type", OneOf(&["GPU", "InferenceAccelerator", "NeuronDevice"])),
    ("sharingStrategy", Any),
]);

const VOLUME: Shape = Object(&[
    ("name", Text),
    ("host", Object(&[("sourcePath", Text)])),
    ("dockerVolumeConfiguration", DOCKER_VOLUME),
    ("efsVolumeConfiguration", EFS_VOLUME),
    ("fsxWindowsFileServerVolumeConfiguration", FSX_VOLUME),
    ("s3filesVolumeConfiguration", Any),
    ("configuredAtLaunch", Flag),
]);

const DOCKER_VOLUME: Shape = Object(&[
    ("scope", OneOf(&["task", "shared"])),
    ("autoprovision", Flag),
    ("driver", Text),
    ("driverOpts", Map),
    ("labels", Map),
]);

const EFS_VOLUME: Shape = Object(&[
    ("fileSystemId", Text),
    ("rootDirectory", Text),
    ("transitEncryption", ENABLED),
    ("transitEncryptionPort", Natural),
    ("authorizationConfig", Object(&[("accessPointId", Text), ("iam", ENABLED)])),
]);

const FSX_VOLUME: Shape = Object(&[
    ("fileSystemId", Text),
    ("rootDirectory", Text),
    ("authorizationConfig", Object(&[("credentialsParameter", Text), ("domain", Text)])),
]);
