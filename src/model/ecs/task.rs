//! A task: one run of a task definition, and its containers.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::container_instance::{Resources, TransportProtocol};
use super::image::ImageBehaviour;
use super::{
    ClusterId, ContainerInstanceId, DecisionId, DeploymentId, ServiceId, Tag, TargetId, TaskDefinition,
    TaskDefinitionId, TaskFault, ZoneId,
};
use crate::model::kernel::SimTime;

/// `lastStatus`. The order is the order of life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TaskStatus {
    Provisioning,
    Pending,
    Activating,
    Running,
    Deactivating,
    Stopping,
    Deprovisioning,
    Stopped,
}

impl TaskStatus {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Provisioning => "PROVISIONING",
            Self::Pending => "PENDING",
            Self::Activating => "ACTIVATING",
            Self::Running => "RUNNING",
            Self::Deactivating => "DEACTIVATING",
            Self::Stopping => "STOPPING",
            Self::Deprovisioning => "DEPROVISIONING",
            Self::Stopped => "STOPPED",
        }
    }

    /// On the way to RUNNING.
    pub fn is_starting(self) -> bool {
        self < Self::Running
    }

    /// Its containers have been told to stop, or are gone.
    pub fn is_ending(self) -> bool {
        self >= Self::Stopping
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DesiredStatus {
    Running,
    Stopped,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HealthStatus {
    Healthy,
    Unhealthy,
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TaskStopCode {
    TaskFailedToStart,
    EssentialContainerExited,
    UserInitiated,
    ServiceSchedulerInitiated,
    SpotInterruption,
    TerminationNotice,
    InfrastructureHealth,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LaunchType {
    Ec2,
    Fargate,
    External,
}

impl LaunchType {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ec2 => "EC2",
            Self::Fargate => "FARGATE",
            Self::External => "EXTERNAL",
        }
    }
}

/// What the agent knows of a container. The API shows everything before RUNNING as PENDING.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ContainerStatus {
    /// Nothing done yet, perhaps because a `dependsOn` condition is not met.
    None,
    Pulling,
    Pulled,
    Created,
    Running,
    Stopped,
}

/// What befalls a container, sooner or later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum ContainerStep {
    PullDone,
    PullFailed,
    /// Created and started.
    Started,
    /// The process ends on its own.
    Exits {
        code: i32,
    },
    /// Memory passes the limit.
    OutOfMemory,
    HealthCheck,
    /// `startTimeout` of the containers that depend on it has passed.
    StartTimeout,
    /// The process reacts to SIGTERM.
    StopsGracefully,
    /// `stopTimeout` has passed: SIGKILL.
    Killed,
}

/// A container port and the host port that leads to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkBinding {
    #[serde(rename = "bindIP")]
    pub bind_ip: Rc<str>,
    pub container_port: u16,
    pub host_port: u16,
    pub protocol: TransportProtocol,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Container {
    pub name: Rc<str>,
    pub status: ContainerStatus,
    /// How its image behaves, settled when the task was created.
    #[serde(skip)]
    pub behaviour: Rc<ImageBehaviour>,
    /// The agent has been told to stop it.
    pub stop_requested: bool,
    pub health_status: HealthStatus,
    /// Its health check fails since this moment, whatever the image does.
    pub health_broken_at: Option<SimTime>,
    /// None for a container that never ran or still runs.
    pub exit_code: Option<i32>,
    /// `ErrorName: text`, when it did not end on its own.
    pub reason: Option<Rc<str>>,
    pub network_bindings: Vec<NetworkBinding>,
    pub started_at: Option<SimTime>,
    pub stopped_at: Option<SimTime>,
    /// Restarts in place by its `restartPolicy`.
    pub restart_count: u32,
    /// What befell it while its agent was disconnected, in order.
    pub held_back: Vec<ContainerStep>,
}

/// The elastic network interface of an awsvpc task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NetworkInterface {
    pub status: AttachmentStatus,
    pub private_ipv4_address: Rc<str>,
    pub subnet_id: Rc<str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AttachmentStatus {
    Precreated,
    Attached,
    Deleted,
}

/// Its members lie as they stand here, with what every step of a container reads side by side.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[repr(C)]
pub struct Task {
    pub containers: Vec<Container>,
    #[serde(skip)]
    pub definition: Rc<TaskDefinition>,
    pub container_instance: Option<ContainerInstanceId>,
    pub service: Option<ServiceId>,
    pub cluster: ClusterId,
    pub zone: Option<ZoneId>,
    pub last_status: TaskStatus,
    pub desired_status: DesiredStatus,
    pub launch_type: LaunchType,
    pub health_status: HealthStatus,
    /// What it takes of its container instance, overrides applied.
    pub reservation: Resources,
    /// When the agent (or Fargate) took it on: from then until it is STOPPED it holds its resources.
    pub accepted_at: Option<SimTime>,
    pub started_at: Option<SimTime>,
    /// The fixed host ports it takes.
    pub host_ports: Rc<[(TransportProtocol, u16)]>,
    pub definition_id: TaskDefinitionId,
    pub deployment: Option<DeploymentId>,
    /// `service:NAME` or `family:NAME`, or what the caller of RunTask said.
    pub group: Rc<str>,
    pub started_by: Option<Rc<str>>,
    pub capacity_provider: Option<Rc<str>>,
    /// `1.4.0` on Fargate, none on EC2.
    pub platform_version: Option<Rc<str>>,
    pub network_interface: Option<NetworkInterface>,
    pub created_at: SimTime,
    pub connectivity_at: Option<SimTime>,
    pub pull_started_at: Option<SimTime>,
    pub pull_stopped_at: Option<SimTime>,
    pub stopping_at: Option<SimTime>,
    pub execution_stopped_at: Option<SimTime>,
    pub stopped_at: Option<SimTime>,
    pub stop_code: Option<TaskStopCode>,
    pub stopped_reason: Option<Rc<str>>,
    /// Every status it passed, with the moment it got there.
    pub history: Vec<(TaskStatus, SimTime)>,
    /// The recorded decision that placed it, and which of its choices this task is.
    pub decision: Option<(DecisionId, u32)>,
    pub overrides: Option<Rc<Value>>,
    pub network_configuration: Option<Rc<Value>>,
    pub tags: Vec<Tag>,
    pub enable_execute_command: bool,
    /// Fargate wants its machine back for maintenance.
    pub retires: bool,
    /// Its targets that are registered or draining, in order of registration.
    pub targets: Vec<TargetId>,
    /// Scale-in protection ends at this moment.
    pub protected_until: Option<SimTime>,
    /// What AWS FIS did to it for a while, oldest first; what is over stays.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<TaskFault>,
    /// Grows with each change that ECS would tell the world of.
    pub version: u32,
}

impl Task {
    /// Neither scaling, deployments nor rebalancing may stop it at `now`.
    pub fn is_protected(&self, now: SimTime) -> bool {
        self.protected_until.is_some_and(|until| until > now)
    }

    /// Counted as running by its service: RUNNING, and meant to be.
    pub fn is_running(&self) -> bool {
        self.last_status == TaskStatus::Running
    }

    /// PROVISIONING until its capacity provider has room for it: it has no place yet.
    pub fn waits_for_capacity(&self) -> bool {
        self.zone.is_none() && self.is_wanted()
    }

    /// Has a network interface of its own, once it has a place.
    pub fn has_own_network(&self) -> bool {
        self.definition.needs_eni() || self.launch_type == LaunchType::Fargate
    }

    /// What acts on it now.
    pub fn acting_faults(&self) -> impl Iterator<Item = &TaskFault> {
        self.faults.iter().filter(|fault| fault.ended_at.is_none())
    }

    /// Not STOPPED, and not asked to stop.
    pub fn is_wanted(&self) -> bool {
        self.desired_status == DesiredStatus::Running
    }
}
