//! Task definitions: what RegisterTaskDefinition takes and DescribeTaskDefinition gives back.
//!
//! Members stand in the order the API prints them. Members no rule of the model looks into are kept as they were
//! given (`serde_json::Value`), so that describing a task definition gives back everything that was registered.

pub mod container;
mod needs;
pub mod units;
pub mod volumes;

pub use container::{
    ContainerCondition, ContainerDefinition, ContainerDependency, FirelensConfiguration, HealthCheck,
    KeyValuePair, LogConfiguration, MountPoint, PortMapping, ResourceRequirement, ResourceType,
    RestartPolicy, Secret, TransportProtocol, VolumeFrom,
};
pub use needs::{DynamicPort, HostPort, Reservation};
pub use volumes::{EfsVolumeConfiguration, EphemeralStorage, HostVolumeProperties, Volume};

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One revision of a family.
///
/// The same type holds a registration that is still being checked: then the members ECS adds (ARN, revision,
/// status, times ...) have their defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TaskDefinition {
    pub task_definition_arn: String,
    pub container_definitions: Vec<ContainerDefinition>,
    pub family: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task_role_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub execution_role_arn: Option<String>,
    /// Absent when it was not given; see [`TaskDefinition::effective_network_mode`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network_mode: Option<NetworkMode>,
    /// From 1 up, never used twice in a family.
    pub revision: u32,
    pub volumes: Vec<Volume>,
    pub status: TaskDefinitionStatus,
    /// What a container instance must offer to run a task of this definition; Fargate is not asked.
    pub requires_attributes: Vec<RequiredAttribute>,
    pub placement_constraints: Vec<TaskDefinitionPlacementConstraint>,
    /// The launch types whose rules this definition meets.
    pub compatibilities: Vec<Compatibility>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runtime_platform: Option<RuntimePlatform>,
    /// The launch types the caller asked to check for; left out when not given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requires_compatibilities: Vec<Compatibility>,
    /// CPU units as decimal digits, whatever spelling was registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu: Option<String>,
    /// MiB as decimal digits, whatever spelling was registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pid_mode: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ipc_mode: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy_configuration: Option<Value>,
    #[serde(with = "crate::model::ecs::wire::epoch_seconds")]
    pub registered_at: u64,
    #[serde(
        skip_serializing_if = "Option::is_none",
        with = "crate::model::ecs::wire::epoch_seconds::option"
    )]
    pub deregistered_at: Option<u64>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        with = "crate::model::ecs::wire::epoch_seconds::option"
    )]
    pub delete_requested_at: Option<u64>,
    pub registered_by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ephemeral_storage: Option<EphemeralStorage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable_fault_injection: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trusted_execution_configuration: Option<Value>,
}

/// The life of a revision: ACTIVE, then INACTIVE once deregistered, then DELETE_IN_PROGRESS until nothing uses it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TaskDefinitionStatus {
    #[default]
    Active,
    Inactive,
    DeleteInProgress,
}

/// How the containers of a task reach a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NetworkMode {
    Bridge,
    Host,
    Awsvpc,
    None,
}

/// A kind of capacity a task definition may be checked against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Compatibility {
    Ec2,
    Fargate,
    External,
    ManagedInstances,
}

/// An attribute a container instance must have.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RequiredAttribute {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// A placement constraint every task of the definition carries. Only `memberOf` exists here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TaskDefinitionPlacementConstraint {
    #[serde(rename = "type")]
    pub kind: String,
    /// An expression of the cluster query language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expression: Option<String>,
}

/// The operating system and processor the images are built for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RuntimePlatform {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu_architecture: Option<CpuArchitecture>,
    /// `LINUX` or one of the Windows Server families.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operating_system_family: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum CpuArchitecture {
    #[default]
    #[serde(rename = "X86_64")]
    X86_64,
    #[serde(rename = "ARM64")]
    Arm64,
}

impl CpuArchitecture {
    /// The value container instances carry in `ecs.cpu-architecture`.
    pub fn attribute_value(self) -> &'static str {
        match self {
            CpuArchitecture::X86_64 => "x86_64",
            CpuArchitecture::Arm64 => "arm64",
        }
    }
}
