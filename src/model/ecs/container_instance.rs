//! A container instance: an EC2 instance whose agent registered with a cluster.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

pub use super::task_definition::{CpuArchitecture, TransportProtocol};
use super::{ClusterId, GroupMember, Tag, TaskId, ZoneId};
use crate::model::kernel::SimTime;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ContainerInstanceStatus {
    Registering,
    RegistrationFailed,
    Active,
    Inactive,
    Deregistering,
    Draining,
}

impl ContainerInstanceStatus {
    /// As the API spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Registering => "REGISTERING",
            Self::RegistrationFailed => "REGISTRATION_FAILED",
            Self::Active => "ACTIVE",
            Self::Inactive => "INACTIVE",
            Self::Deregistering => "DEREGISTERING",
            Self::Draining => "DRAINING",
        }
    }
}

/// The state of the EC2 instance under the container instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ec2State {
    Pending,
    Running,
    Stopping,
    Stopped,
    ShuttingDown,
    Terminated,
}

/// A name and perhaps a value; `ecs.`-names are the agent's, others the user's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    pub name: Rc<str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Rc<str>>,
}

/// Countable resources of an instance or a task.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resources {
    /// 1,024 units are one vCPU.
    pub cpu_units: u32,
    pub memory_mib: u32,
    pub gpus: u32,
    /// Network interfaces for awsvpc tasks; the primary one is not counted.
    pub enis: u32,
}

impl Resources {
    pub fn fits_in(self, room: Self) -> bool {
        self.cpu_units <= room.cpu_units
            && self.memory_mib <= room.memory_mib
            && self.gpus <= room.gpus
            && self.enis <= room.enis
    }

    pub fn add(&mut self, other: Self) {
        self.cpu_units += other.cpu_units;
        self.memory_mib += other.memory_mib;
        self.gpus += other.gpus;
        self.enis += other.enis;
    }

    /// Panics if less is there than is taken: then our own books are wrong.
    pub fn take(&mut self, other: Self) {
        assert!(other.fits_in(*self), "{other:?} taken from {self:?}");
        self.cpu_units -= other.cpu_units;
        self.memory_mib -= other.memory_mib;
        self.gpus -= other.gpus;
        self.enis -= other.enis;
    }
}

/// A Spot Instance: EC2 may take it back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SpotInstance {
    /// The agent sets itself DRAINING at an interruption notice: `ECS_ENABLE_SPOT_INSTANCE_DRAINING`.
    pub drains: bool,
    /// EC2 has given notice and takes it back at this moment.
    pub interrupted_at: Option<SimTime>,
}

/// Its members lie as they stand here, with what placement reads of thousands of instances side by side.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[repr(C)]
pub struct ContainerInstance {
    /// When it left for good: deregistered or terminated.
    pub gone_at: Option<SimTime>,
    /// What the scheduler may still give away. A task's share comes back as soon as its desired status
    /// is STOPPED, while its containers may still run.
    pub remaining_resources: Resources,
    pub capacity_provider: Option<Rc<str>>,
    pub cluster: ClusterId,
    pub zone: ZoneId,
    pub status: ContainerInstanceStatus,
    pub agent_connected: bool,
    pub architecture: CpuArchitecture,
    pub ec2_state: Ec2State,
    /// What containers really hold: a task's share comes back when the task is STOPPED. The agent starts
    /// a task only when it fits in what is left of `registered_resources`.
    pub held_resources: Resources,
    pub registered_resources: Resources,
    /// Images in its Docker cache, with the moment they were last pulled or used.
    pub image_cache: BTreeMap<Rc<str>, SimTime>,
    /// Host ports that containers really hold, dynamic ones included.
    #[serde(serialize_with = "as_pairs")]
    pub held_ports: BTreeMap<(TransportProtocol, u16), u32>,
    /// Host ports that are reserved or in use, as the scheduler sees them, with how many tasks hold each:
    /// two for the moment in which a stopping task and its successor share one.
    #[serde(serialize_with = "as_pairs")]
    pub ports: BTreeMap<(TransportProtocol, u16), u32>,
    /// Tasks on it that are not STOPPED, in order of creation.
    pub tasks: Vec<TaskId>,
    /// Tasks with `lastStatus` RUNNING.
    pub running_tasks_count: u32,
    /// Tasks on their way to RUNNING.
    pub pending_tasks_count: u32,
    pub instance_type: Rc<str>,
    pub status_reason: Option<Rc<str>>,
    /// Until it registers, the moment it was launched.
    pub registered_at: SimTime,
    pub attributes: Rc<[Attribute]>,
    pub tags: Vec<Tag>,
    /// What its Auto Scaling group knows of it, if one launched it.
    pub group: Option<Rc<GroupMember>>,
    /// How EC2 sells it, where that is not plain On-Demand.
    pub spot: Option<Rc<SpotInstance>>,
    /// What an hour of it costs, in millionths of a US dollar.
    pub price_micro_usd_per_hour: u32,
    pub agent_version: Rc<str>,
    pub version: u32,
}

impl ContainerInstance {
    /// May hold tasks at all: neither gone nor still coming.
    pub fn is_registered(&self) -> bool {
        matches!(self.status, ContainerInstanceStatus::Active | ContainerInstanceStatus::Draining)
    }

    /// False while it boots, and for one that was lost before its agent registered: the API shows neither.
    pub fn is_known_to_ecs(&self) -> bool {
        use ContainerInstanceStatus::{Registering, RegistrationFailed};
        !matches!(self.status, Registering | RegistrationFailed)
    }

    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| &*attribute.name == name)
    }
}

/// JSON has only texts for keys.
fn as_pairs<S: serde::Serializer>(
    ports: &BTreeMap<(TransportProtocol, u16), u32>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(ports)
}
