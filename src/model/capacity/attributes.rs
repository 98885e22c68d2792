//! What a container instance says of itself, and what its owner adds.

use std::rc::Rc;

use super::InstanceType;
use crate::model::ecs::container_instance::CpuArchitecture;
use crate::model::ecs::{Attribute, EcsError, EcsResult, ZoneId};
use crate::model::world::World;

/// The one VPC that this model has.
const VPC_ID: &str = "vpc-0a1b2c3d4e5f60718";
/// The Docker API versions that agents offer: 1.17 to that of Docker 25.
const DOCKER_REMOTE_API_MINORS: std::ops::RangeInclusive<u32> = 17..=44;
const LOGGING_DRIVERS: [&str; 9] =
    ["awsfirelens", "awslogs", "fluentd", "gelf", "journald", "json-file", "splunk", "syslog", "none"];
/// The other capabilities whose names begin with `com.amazonaws.ecs.capability.`
const AGENT_CAPABILITIES: [&str; 4] =
    ["ecr-auth", "privileged-container", "task-iam-role", "task-iam-role-network-host"];
/// The capabilities whose names begin with `ecs.capability.`
const ECS_CAPABILITIES: [&str; 23] = [
    "container-health-check",
    "container-ordering",
    "container-restart-policy",
    "efs",
    "efsAuth",
    "env-files.s3",
    "execute-command",
    "execution-role-awslogs",
    "execution-role-ecr-pull",
    "firelens.fluentbit",
    "firelens.fluentd",
    "firelens.options.config.file",
    "firelens.options.config.s3",
    "network.container-port-range",
    "pid-ipc-namespace-sharing",
    "private-registry-authentication.secretsmanager",
    "secrets.asm.bootstrap.log-driver",
    "secrets.asm.environment-variables",
    "secrets.ssm.bootstrap.log-driver",
    "secrets.ssm.environment-variables",
    "service-connect-v1",
    "storage.ebs-task-volume-attach",
    "task-cpu-mem-limit",
];

/// Everything an agent of today registers on Amazon Linux, and the `custom` attributes after it.
///
/// Instances of one launch in one zone share the list, so that thousands of them stay small.
pub fn agent_attributes(
    world: &World,
    kind: &InstanceType,
    zone: ZoneId,
    custom: &[Attribute],
) -> Rc<[Attribute]> {
    let zone = world.zone(zone);
    let built_in = [
        ("ecs.ami-id", ami_id(kind.architecture)),
        ("ecs.availability-zone", &zone.name),
        ("ecs.cpu-architecture", kind.architecture.attribute_value()),
        ("ecs.instance-type", kind.name),
        ("ecs.os-family", "LINUX"),
        ("ecs.os-type", "linux"),
        ("ecs.subnet-id", &zone.subnet_id),
        ("ecs.vpc-id", VPC_ID),
    ];
    let mut attributes: Vec<Attribute> = built_in
        .into_iter()
        .map(|(name, value)| Attribute { name: name.into(), value: Some(value.into()) })
        .collect();
    attributes.extend(capability_names().map(|name| Attribute { name: name.as_str().into(), value: None }));
    attributes.extend_from_slice(custom);
    attributes.into()
}

/// Made-up ids of the ECS-optimized Amazon Linux 2023 images.
fn ami_id(architecture: CpuArchitecture) -> &'static str {
    match architecture {
        CpuArchitecture::X86_64 => "ami-0e1c5a7b9d3f20864",
        CpuArchitecture::Arm64 => "ami-0b8d4f6a2c0e91753",
    }
}

fn capability_names() -> impl Iterator<Item = String> {
    let remote_apis = DOCKER_REMOTE_API_MINORS.map(|minor| format!("docker-remote-api.1.{minor}"));
    let logging = LOGGING_DRIVERS.into_iter().map(|driver| format!("logging-driver.{driver}"));
    let others = AGENT_CAPABILITIES.into_iter().map(str::to_owned);
    let agents = remote_apis.chain(logging).chain(others);
    let ecs = ECS_CAPABILITIES.into_iter().chain(["task-eni"]);
    agents
        .map(|name| format!("com.amazonaws.ecs.capability.{name}"))
        .chain(ecs.map(|name| format!("ecs.capability.{name}")))
}

/// Set by the owner, not by the agent: these count towards the ten that an instance may have.
pub fn is_custom(attribute: &Attribute) -> bool {
    !["ecs.", "com.amazonaws.ecs."].iter().any(|prefix| attribute.name.starts_with(prefix))
}

/// Refuses names and values that ECS does not take. The rules are documented, the wordings assumed.
pub fn check_custom(attribute: &Attribute) -> EcsResult<()> {
    let (name, value) = (&*attribute.name, attribute.value.as_deref());
    if !is_custom(attribute) {
        let message = format!("The attribute name {name} is reserved. Names must not begin with ecs.");
        return Err(EcsError::invalid_parameter(message));
    }
    let in_name = |c: char| c.is_ascii_alphanumeric() || "-_/\\.".contains(c);
    if !(1..=128).contains(&name.len()) || !name.chars().all(in_name) {
        return Err(EcsError::invalid_parameter(format!(
            "The attribute name {name:?} is not valid. Up to 128 letters (uppercase and lowercase), numbers, \
             hyphens, underscores, forward slashes, back slashes and periods are allowed."
        )));
    }
    let in_value = |c: char| in_name(c) || "@: ".contains(c);
    let is_good = |value: &str| {
        (1..=128).contains(&value.len()) && value.chars().all(in_value) && value.trim() == value
    };
    match value.filter(|value| !is_good(value)) {
        None => Ok(()),
        Some(value) => Err(EcsError::invalid_parameter(format!(
            "The attribute value {value:?} is not valid. Up to 128 letters (uppercase and lowercase), numbers, \
             hyphens, underscores, periods, at signs, forward slashes, back slashes, colons and inner spaces \
             are allowed."
        ))),
    }
}
