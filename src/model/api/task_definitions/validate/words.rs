//! Wordings that are assumed.

/// Wordings of ours where the real one is not known. `{}` stands for what the rule fills in.
///
/// The fidelity list shows them, so that nobody takes them for AWS's.
pub const ASSUMED_MESSAGES: &[&str] = &[
    UNEXPECTED_OBJECT,
    UNEXPECTED_LIST,
    NOT_CONVERTIBLE,
    NOT_AN_INTEGER,
    UNKNOWN_WORD,
    INVALID_SETTING,
    INVALID_SETTING_OF_CONTAINER,
    NO_FAMILY,
    FAMILY_TOO_LONG,
    NAME_TOO_LONG,
    INVALID_MEMORY,
    TASK_CPU_RANGE,
    MEMORY_NOT_GIVEN,
    CONTAINER_MEMORY_MINIMUM,
    CONTAINER_MEMORY_SUM,
    EPHEMERAL_STORAGE_MAXIMUM,
    CONSTRAINT_TYPE,
    CONSTRAINT_EXPRESSION,
    TOO_MANY_CONSTRAINTS,
    WINDOWS_PARAMETER,
    WINDOWS_NETWORK_MODE,
    FARGATE_FAMILY,
    ARM64_WINDOWS,
    PROXY_EGRESS_PORT,
    MANAGED_INSTANCES_ONLY,
    TOO_MANY_TAGS,
    TAG_KEY,
    TAG_VALUE,
    DUPLICATE_TAG,
    DEPENDENCY_CYCLE,
    DEPENDENCY_CONDITION,
    DEPENDENCY_ON_ITSELF,
    UNKNOWN_LINK,
    UNKNOWN_SOURCE_CONTAINER,
    LINKS_BRIDGE_ONLY,
    FARGATE_TIMEOUT,
    HEALTH_CHECK_COMMAND,
    HEALTH_CHECK_MINIMUM,
    RESTART_ENABLED_REQUIRED,
    TOO_MANY_EXIT_CODES,
    LOG_DRIVER_REQUIRED,
    SECRET_MEMBER,
    ENVIRONMENT_FILE_EXTENSION,
    FIRELENS_TYPE,
    FARGATE_FIRELENS_FILE,
    TOO_MANY_ROUTERS,
    FARGATE_GPU,
    GPU_VALUE,
    NEURON_VALUE,
    SWAPPINESS,
    TOO_MANY_CREDENTIAL_SPECS,
    HOST_NET_CONTROLS,
    HOST_PORT_RANGE,
    BOTH_PROTOCOLS,
    NO_PORTS_WITHOUT_NETWORK,
    HOST_PORT_WITH_PORT_RANGE,
    TOO_MANY_RANGES,
    PORT_NAME,
    DUPLICATE_HOST_PORT,
    WINDOWS_PORT,
    VOLUME_NAME,
    DUPLICATE_VOLUME,
    ONE_KIND_OF_VOLUME,
    VOLUME_MEMBER,
    AUTOPROVISION_SHARED_ONLY,
    ONE_VOLUME_AT_LAUNCH,
    S3FILES_ROLE,
    MOUNT_MEMBER,
    EXTERNAL_NETWORK_MODE,
];

pub const UNEXPECTED_OBJECT: &str = "Start of structure or map found where not expected.";
pub const UNEXPECTED_LIST: &str = "Start of list found where not expected";
pub const NOT_CONVERTIBLE: &str = "{} can not be converted to {}";
pub const NOT_AN_INTEGER: &str = "NUMBER_VALUE can not be converted to an Integer";
pub const UNKNOWN_WORD: &str = "'{}' is not a valid value for '{}'. Valid values: {}.";
pub const INVALID_SETTING: &str = "Invalid '{}' setting.";
pub const INVALID_SETTING_OF_CONTAINER: &str = "Invalid '{}' setting for container '{}'.";
pub const NO_FAMILY: &str = "Family should not be null or empty.";
pub const FAMILY_TOO_LONG: &str = "Family should be 255 characters or less.";
pub const NAME_TOO_LONG: &str = "Container.name should be 255 characters or less.";
pub const INVALID_MEMORY: &str = "Invalid 'memory' setting for task.";
pub const TASK_CPU_RANGE: &str = "Invalid 'cpu' setting for task. The value must be between 128 and 196608.";
pub const MEMORY_NOT_GIVEN: &str = "Fargate requires that 'memory' be defined at the task level.";
pub const CONTAINER_MEMORY_MINIMUM: &str = "The '{}' setting for container '{}' must be at least 6 MiB.";
pub const CONTAINER_MEMORY_SUM: &str = "The sum of all container 'memoryReservation' values cannot be greater than the value of the task 'memory'.";
pub const EPHEMERAL_STORAGE_MAXIMUM: &str = "EphemeralStorage size should be at most 200";
pub const CONSTRAINT_TYPE: &str = "Placement constraint type must be memberOf.";
pub const CONSTRAINT_EXPRESSION: &str = "A memberOf placement constraint must have an expression.";
pub const TOO_MANY_CONSTRAINTS: &str = "Maximum number of placement constraints is 10";
pub const WINDOWS_PARAMETER: &str = "Windows containers do not support {}.";
pub const WINDOWS_NETWORK_MODE: &str =
    "Windows containers on container instances support only the networkMode awsvpc, or none given.";
pub const FARGATE_FAMILY: &str = "Fargate does not support the operating system family {}.";
pub const ARM64_WINDOWS: &str =
    "The CPU architecture ARM64 is supported only with the operating system family LINUX.";
pub const PROXY_EGRESS_PORT: &str = "Egress port not found";
pub const MANAGED_INSTANCES_ONLY: &str = "{} is supported only with MANAGED_INSTANCES.";
pub const TOO_MANY_TAGS: &str = "Too many tags: a task definition has at most 50.";
pub const TAG_KEY: &str =
    "A tag key has 1 to 128 letters, digits, spaces or _.:/=+-@ and does not start with aws:.";
pub const TAG_VALUE: &str = "A tag value has at most 256 letters, digits, spaces or _.:/=+-@.";
pub const DUPLICATE_TAG: &str = "Duplicate tag keys found. Each tag key must be unique.";
pub const DEPENDENCY_CYCLE: &str = "Container dependencies should not have a cycle";
pub const DEPENDENCY_CONDITION: &str = "A container dependency must have a condition";
pub const DEPENDENCY_ON_ITSELF: &str = "Container {} cannot depend on itself";
pub const UNKNOWN_LINK: &str = "Cannot link to container {} because it does not exist";
pub const UNKNOWN_SOURCE_CONTAINER: &str = "Cannot use volumes from container {} because it does not exist";
pub const LINKS_BRIDGE_ONLY: &str = "Links are not supported when networkMode={}.";
pub const FARGATE_TIMEOUT: &str = "The '{}' setting for container '{}' must be between 2 and 120 on Fargate.";
pub const HEALTH_CHECK_COMMAND: &str =
    "Health check command must start with CMD, CMD-SHELL or NONE for container '{}'";
pub const HEALTH_CHECK_MINIMUM: &str =
    "Health check {} must be greater than or equal to the minimum allowed value {} for container '{}'";
pub const RESTART_ENABLED_REQUIRED: &str =
    "the 'enabled' setting of the restart policy for container '{}' is required";
pub const TOO_MANY_EXIT_CODES: &str =
    "the restart policy for container '{}' has more than 50 ignored exit codes";
pub const LOG_DRIVER_REQUIRED: &str = "Log configuration of container '{}' must have a log driver.";
pub const SECRET_MEMBER: &str = "A secret of container '{}' must have a name and a valueFrom.";
pub const ENVIRONMENT_FILE_EXTENSION: &str = "An environment file must have the extension .env";
pub const FIRELENS_TYPE: &str = "A firelens configuration must have a type";
pub const FARGATE_FIRELENS_FILE: &str = "Fargate supports only file for the firelens option config-file-type";
pub const TOO_MANY_ROUTERS: &str = "A task definition can have only one firelens configuration object";
pub const FARGATE_GPU: &str = "Fargate compatible task definitions do not support resourceRequirements";
pub const GPU_VALUE: &str = "The GPU value for container '{}' must be a positive number or ALL.";
pub const NEURON_VALUE: &str = "The NeuronDevice value for container '{}' must be ALL.";
pub const SWAPPINESS: &str = "The 'swappiness' setting for container '{}' must be between 0 and 100.";
pub const TOO_MANY_CREDENTIAL_SPECS: &str = "Container '{}' can have at most one credential spec.";
pub const HOST_NET_CONTROLS: &str = "System control {} is not supported when networkMode=host.";
pub const HOST_PORT_RANGE: &str = "Invalid 'hostPort' setting for container '{}'.";
pub const BOTH_PROTOCOLS: &str = "Container port {} of container '{}' cannot be used with both tcp and udp.";
pub const NO_PORTS_WITHOUT_NETWORK: &str = "Port mappings are not supported when networkMode=none.";
pub const HOST_PORT_WITH_PORT_RANGE: &str = "hostPort is not supported together with containerPortRange.";
pub const TOO_MANY_RANGES: &str = "Container '{}' has more than 100 container port ranges.";
pub const PORT_NAME: &str =
    "A port mapping name has 1 to 64 lowercase letters, digits, _ or - and does not start with -.";
pub const DUPLICATE_HOST_PORT: &str = "Host port {} is used multiple times in task";
pub const WINDOWS_PORT: &str = "Fargate does not support port 3150 for Windows containers.";
pub const VOLUME_NAME: &str = "Volume name has 1 to 255 letters, digits, _ or -.";
pub const DUPLICATE_VOLUME: &str = "Volume names must be unique within a task definition: {}";
pub const ONE_KIND_OF_VOLUME: &str = "Only one volume configuration can be specified for volume '{}'.";
pub const VOLUME_MEMBER: &str = "{} is required in {} of volume '{}'.";
pub const AUTOPROVISION_SHARED_ONLY: &str = "autoprovision is supported only with the scope shared.";
pub const ONE_VOLUME_AT_LAUNCH: &str = "Only one volume can be configured at launch.";
pub const S3FILES_ROLE: &str = "An s3filesVolumeConfiguration requires a task role.";
pub const MOUNT_MEMBER: &str =
    "A mount point of container '{}' must have a sourceVolume and a containerPath.";
pub const EXTERNAL_NETWORK_MODE: &str = "External instances do not support networkMode 'awsvpc'.";

/// Fills the `{}` of a wording, one after the other.
pub fn fill(wording: &str, parts: &[&str]) -> String {
    let mut filled = String::new();
    let mut parts = parts.iter();
    let mut pieces = wording.split("{}").peekable();
    while let Some(piece) = pieces.next() {
        filled.push_str(piece);
        if pieces.peek().is_some() {
            filled.push_str(parts.next().unwrap_or(&""));
        }
    }
    filled
}
