//! Placement decisions, written down while they are made. `explain` reads them and never decides again.

use std::ops::Deref;
use std::rc::Rc;

use serde::{Serialize, Serializer};

use crate::model::ecs::container_instance::{ContainerInstanceStatus, Resources, TransportProtocol};
use crate::model::ecs::task_definition::CpuArchitecture;
use crate::model::ecs::{
    ClusterId, ContainerInstanceId, DeploymentId, LaunchType, PlacementConstraint, PlacementConstraintType,
    PlacementStrategy, ServiceId, TaskDefinitionId, ZoneId,
};
use crate::model::kernel::SimTime;
use crate::model::kernel::order;

/// Who asked for the placement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Purpose {
    RunTask,
    /// The caller named the container instance: the rules are checked, nothing is chosen.
    StartTask,
    Service {
        service: ServiceId,
        deployment: DeploymentId,
    },
}

/// What one task needs of a container instance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Needs {
    pub resources: Resources,
    pub host_ports: Rc<[(TransportProtocol, u16)]>,
    pub architecture: Option<CpuArchitecture>,
    /// Names from the task definition's `requiresAttributes`.
    pub attributes: Rc<[Rc<str>]>,
}

impl Needs {
    /// Countable resources of which `room` has too little.
    pub fn shortfalls(&self, room: Resources) -> impl Iterator<Item = RejectReason> + use<> {
        let needs = self.resources;
        let cpu = RejectReason::Cpu { needs: needs.cpu_units, has: room.cpu_units };
        let memory = RejectReason::Memory { needs: needs.memory_mib, has: room.memory_mib };
        let gpu = RejectReason::Gpu { needs: needs.gpus, has: room.gpus };
        let eni = RejectReason::Eni { needs: needs.enis, has: room.enis };
        let rows = [
            (needs.cpu_units > room.cpu_units, cpu),
            (needs.memory_mib > room.memory_mib, memory),
            (needs.gpus > room.gpus, gpu),
            (needs.enis > room.enis, eni),
        ];
        rows.into_iter().filter(|(short, _)| *short).map(|(_, reason)| reason)
    }
}

/// One rule of placement. Every candidate is held against all of them, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Rule {
    Status,
    Agent,
    Attributes,
    Cpu,
    Memory,
    Gpu,
    Ports,
    Eni,
    Constraints,
}

/// Host ports of one container instance that tasks and the agent together can reserve. Dynamic ports do
/// not count. Source: ECS developer guide, task definition parameters.
pub const MOST_RESERVED_PORTS: u32 = 100;

/// Why a container instance cannot take a task, with the numbers that were compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum RejectReason {
    Status(ContainerInstanceStatus),
    /// Its Availability Zone has no power.
    ZoneUnavailable,
    AgentDisconnected,
    MissingAttribute(Rc<str>),
    Architecture {
        needs: CpuArchitecture,
        has: CpuArchitecture,
    },
    Cpu {
        needs: u32,
        has: u32,
    },
    Memory {
        needs: u32,
        has: u32,
    },
    Gpu {
        needs: u32,
        has: u32,
    },
    Port {
        protocol: TransportProtocol,
        port: u16,
    },
    /// At most [`MOST_RESERVED_PORTS`] host ports of an instance can be reserved; `has` are left.
    PortLimit {
        needs: u32,
        has: u32,
    },
    Eni {
        needs: u32,
        has: u32,
    },
    /// Another task of the group is on it.
    DistinctInstance,
    /// The expression does not hold for it.
    MemberOf(Rc<str>),
    /// No subnet of the request lies in its Availability Zone.
    Location,
}

impl RejectReason {
    pub fn rule(&self) -> Rule {
        match self {
            Self::Status(_) | Self::ZoneUnavailable => Rule::Status,
            Self::AgentDisconnected => Rule::Agent,
            Self::MissingAttribute(_) | Self::Architecture { .. } => Rule::Attributes,
            Self::Cpu { .. } => Rule::Cpu,
            Self::Memory { .. } => Rule::Memory,
            Self::Gpu { .. } => Rule::Gpu,
            Self::Port { .. } | Self::PortLimit { .. } => Rule::Ports,
            Self::Eni { .. } => Rule::Eni,
            Self::DistinctInstance | Self::MemberOf(_) | Self::Location => Rule::Constraints,
        }
    }
}

/// A container instance held against the rules, as it was when the decision began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    pub instance: ContainerInstanceId,
    pub zone: ZoneId,
    pub remaining: Resources,
    /// Tasks of the same service (or group) that were on it.
    pub group_tasks: u32,
    /// Empty: it could take a task.
    pub rejects: Rejects,
}

/// Reasons against one candidate, in the order of the rules. Most candidates have none, and decisions are
/// what a long run fills its memory with: so none takes no more room than a pointer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rejects(Option<Rc<Vec<RejectReason>>>);

impl From<Vec<RejectReason>> for Rejects {
    fn from(reasons: Vec<RejectReason>) -> Self {
        Self((!reasons.is_empty()).then(|| Rc::new(reasons)))
    }
}

impl Deref for Rejects {
    type Target = [RejectReason];

    fn deref(&self) -> &[RejectReason] {
        self.0.as_deref().map_or(&[], Vec::as_slice)
    }
}

impl Serialize for Rejects {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

/// Where a task was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Target {
    ContainerInstance(ContainerInstanceId),
    Fargate(ZoneId),
}

/// How one strategy narrowed the field for one task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Narrowing {
    /// Position in [`PlacementRecord::strategy`].
    pub strategy: u8,
    /// Candidates before and after.
    pub from: u32,
    pub to: u32,
    /// The value that won: the tasks there were in the chosen group (spread), or the units that would
    /// have remained (binpack).
    pub best: u32,
}

/// One task of the batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    pub target: Target,
    pub narrowed: Vec<Narrowing>,
    /// Candidates that were still equal at the end; the seed picked among them.
    pub tied: u32,
}

/// One placement decision: up to `choices.len() + unplaced` tasks of one definition, placed one after
/// the other. What candidate `c` had left for task `n` is `candidates[c]` less what the choices before
/// `n` took of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlacementRecord {
    pub at: SimTime,
    pub cluster: ClusterId,
    pub purpose: Purpose,
    pub definition: TaskDefinitionId,
    pub group: Rc<str>,
    pub launch_type: LaunchType,
    pub needs: Needs,
    /// In force, the default one spelled out.
    pub strategy: Vec<PlacementStrategy>,
    pub constraints: Vec<PlacementConstraint>,
    /// Sorted by how close they came, those that fit first; at most [`MOST_CANDIDATES`].
    pub candidates: Rc<[Candidate]>,
    /// Candidates looked at but not recorded, because there were too many.
    pub left_out: u32,
    /// Tasks of the group in each zone when the decision began, by zone id. Empty if no strategy or
    /// constraint asked for them: then nobody counted.
    pub zone_tasks: Vec<u32>,
    pub choices: Vec<Choice>,
    /// Tasks for which there was no place.
    pub unplaced: u32,
    /// Daemons for whose tasks room was kept on some candidate, which so had less remaining.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kept_for: Vec<Rc<str>>,
    /// Why the first of them had none, for each candidate as it was by then: the closest one first.
    pub failure: Option<PlacementFailure>,
}

/// Rows kept of one decision. A page shows them all; a cluster of thousands would fill the memory.
pub const MOST_CANDIDATES: usize = 512;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlacementFailure {
    /// The candidates as they were when no place was left, closest first; at most [`MOST_CANDIDATES`].
    pub candidates: Rc<[Candidate]>,
    /// The one that came closest, and the reason it is named for.
    pub closest: Option<(ContainerInstanceId, RejectReason)>,
    /// Fargate: no zone could take it.
    pub no_fargate_capacity: bool,
}

impl PlacementRecord {
    /// The service that asked, if one did.
    pub fn service(&self) -> Option<ServiceId> {
        match self.purpose {
            Purpose::Service { service, .. } => Some(service),
            Purpose::RunTask | Purpose::StartTask => None,
        }
    }

    /// The candidate as it was when the batch had come to choice `choice`: less what the choices before it
    /// took, and with the rejects that follow from that. A `memberOf` that asks for the groups on an
    /// instance is not asked again; [`PlacementRecord::failure`] has the answer at the end of the batch.
    pub fn candidate_as_of(&self, candidate: &Candidate, choice: u32) -> Candidate {
        let target = Target::ContainerInstance(candidate.instance);
        let earlier = self.choices.iter().take(choice as usize);
        let placed = earlier.filter(|choice| choice.target == target).count() as u32;
        let mut as_of = candidate.clone();
        if placed == 0 {
            return as_of;
        }
        (0..placed).for_each(|_| as_of.remaining.take(self.needs.resources));
        as_of.group_tasks += placed;
        let mut rejects = as_of.rejects.to_vec();
        rejects.extend(self.needs.shortfalls(as_of.remaining));
        let taken = self.needs.host_ports.iter();
        rejects.extend(taken.map(|&(protocol, port)| RejectReason::Port { protocol, port }));
        let distinct = PlacementConstraintType::DistinctInstance;
        if self.constraints.iter().any(|constraint| constraint.kind == distinct) {
            rejects.push(RejectReason::DistinctInstance);
        }
        order::sort_by_key(&mut rejects, RejectReason::rule);
        as_of.rejects = rejects.into();
        as_of
    }
}
