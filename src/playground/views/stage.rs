//! The stage: a cluster's zones, instances and task blocks, its services, and the sentence above them.

mod instances;

use std::rc::Rc;

pub use instances::{block, cards, is_forgotten, mood};

use super::balancing::{self, BalancerCard, Rate, TargetMark};
use super::colour::{Colour, ColourBy, Palette};
use super::deployments::{self, Gauge};
use super::providers::Market;
use super::shelf::{Run, Shelves};
use crate::model::ecs::{
    ClusterId, ContainerInstanceId, DeploymentStatus, HealthStatus, LaunchType, ServiceId, ServiceStatus,
    TargetState, TaskId, TaskStatus, ZoneId,
};
use crate::model::kernel::SimTime;
use crate::model::kernel::order;
use crate::model::world::World;

/// Which resource the rows of a card are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeBy {
    Cpu,
    Memory,
}

/// What of a world is drawn, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    pub cluster: ClusterId,
    pub size_by: SizeBy,
    pub colour_by: ColourBy,
    /// Host ports and network interfaces are written on blocks and cards.
    pub ports: bool,
}

impl Look {
    pub fn new(cluster: ClusterId) -> Self {
        Self { cluster, size_by: SizeBy::Cpu, colour_by: ColourBy::Revision, ports: false }
    }
}

/// A task as a block or a pip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskBlock {
    pub id: TaskId,
    /// `web:4`.
    pub name: Rc<str>,
    /// The first eight digits of its id.
    pub short_id: Rc<str>,
    pub status: TaskStatus,
    /// Asked to stop while its status does not show it yet.
    pub stop_asked: bool,
    /// From scale-in.
    pub is_protected: bool,
    /// A fault acts on it.
    pub is_strained: bool,
    /// None if it has no health check.
    pub health: Option<HealthStatus>,
    /// The worst of its targets; none if no load balancer knows it.
    pub target: Option<TargetState>,
    pub colour: Colour,
    pub run: Option<Run>,
    pub cpu_units: u32,
    pub memory_mib: u32,
    /// When it came to its status.
    pub since: SimTime,
    pub service: Option<ServiceId>,
    /// `:32768`, or `:80` of its own network interface; only if they are asked for.
    pub ports: Option<Rc<str>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstanceMood {
    Launching,
    Fine,
    Draining,
    AgentLost,
    Stopped,
    /// Terminated or deregistered a short while ago: its outline stays.
    Lost,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstanceCard {
    pub id: ContainerInstanceId,
    pub ec2_instance_id: Rc<str>,
    pub instance_type: Rc<str>,
    pub mood: InstanceMood,
    /// Its outline is gone too: its place waits for the next launch, as others stand behind it.
    pub is_vacant: bool,
    pub registered_cpu: u32,
    pub reserved_cpu: u32,
    pub registered_memory: u32,
    pub reserved_memory: u32,
    /// In use and in all, for tasks of their own; the instance's own interface is not counted.
    pub enis: (u32, u32),
    /// Host ports that are held on it; only if they are asked for.
    pub ports: Option<u32>,
    /// Units in one drawn row.
    pub row: u32,
    /// Units of the drawn resource in all.
    pub length: u32,
    /// Outlines of STOPPED tasks first, so that living ones are drawn over them.
    pub blocks: Vec<TaskBlock>,
    /// Since it is gone, in whole seconds.
    pub gone_for_seconds: Option<u64>,
    pub market: Market,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneColumn {
    pub id: ZoneId,
    pub name: Rc<str>,
    pub available: bool,
    pub registered_cpu: u32,
    pub reserved_cpu: u32,
    /// Of ECS or on the way to it; without those that are gone.
    pub count: u32,
    /// Empty if the cluster is a crowd.
    pub instances: Vec<Rc<InstanceCard>>,
    pub fargate: Rc<Vec<TaskBlock>>,
    /// The cluster has a Fargate capacity provider: there is room for tasks without instances.
    pub offers_fargate: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevisionMark {
    pub revision: u32,
    pub colour: Colour,
}

/// So many tasks of one revision, RUNNING or on their way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BarPart {
    pub colour: Colour,
    pub is_running: bool,
    pub count: u32,
}

/// A service with more tasks is drawn as a bar.
pub const MOST_PIPS: usize = 12;
/// A cluster with more container instances is a crowd: it is drawn as a whole, not as cards.
pub const MOST_CARDS: usize = 60;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceCard {
    pub id: ServiceId,
    pub name: Rc<str>,
    pub is_daemon: bool,
    pub is_fargate: bool,
    pub is_draining: bool,
    pub desired: u32,
    pub running: u32,
    pub pending: u32,
    /// Healthy tasks must not fall below, all tasks must not pass.
    pub lower: u32,
    pub upper: u32,
    /// Oldest first; two while a deployment replaces one by the other.
    pub revisions: Vec<RevisionMark>,
    /// One for each task, or none if there are more than [`MOST_PIPS`].
    pub pips: Vec<TaskBlock>,
    /// The same as sums, RUNNING ones first.
    pub parts: Vec<BarPart>,
    pub unplaced: u32,
    pub is_steady: bool,
    /// `ALB` or `NLB`.
    pub behind: Option<&'static str>,
    pub targets: Vec<TargetMark>,
    /// What is sent to its tasks, while anything is.
    pub rate: Option<Rate>,
    /// Of the circuit breaker, while a deployment is watched by it.
    pub gauge: Option<Gauge>,
    /// What its deployment is at.
    pub deployment: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageView {
    pub cluster: ClusterId,
    pub name: Rc<str>,
    pub region: Rc<str>,
    pub instances: u32,
    pub running: u32,
    pub pending: u32,
    pub stopping: u32,
    pub balancers: Vec<Rc<BalancerCard>>,
    pub services: Vec<Rc<ServiceCard>>,
    pub zones: Vec<ZoneColumn>,
    /// More container instances than [`MOST_CARDS`].
    pub is_crowd: bool,
}

/// The stage of a cluster.
pub fn stage(world: &World, shelves: &Shelves, look: Look) -> StageView {
    let row = &world.clusters[look.cluster];
    let palette = Palette::new(world, look.cluster, look.colour_by);
    let services = row.services.iter().copied();
    let services: Vec<_> = services.filter_map(|id| service_card(world, id, &palette)).map(Rc::new).collect();
    let stopping = shelves.ending().filter(|&id| world.tasks[id].cluster == look.cluster);
    let (zones, is_crowd) = instances::zones(world, shelves, look, &palette);
    StageView {
        cluster: look.cluster,
        name: row.name.clone(),
        region: world.config.region.clone(),
        instances: row.registered_container_instances_count,
        running: row.running_tasks.total(),
        pending: row.pending_tasks.total(),
        stopping: stopping.count() as u32,
        balancers: balancing::balancers(world, look.cluster),
        services,
        zones,
        is_crowd,
    }
}

fn service_card(world: &World, id: ServiceId, palette: &Palette) -> Option<ServiceCard> {
    let service = &world.services[id];
    if service.status == ServiceStatus::Inactive {
        return None;
    }
    let configuration = &service.deployment_configuration;
    let desired = service.desired_count;
    let (lower, upper) = match deployments::runs_side_by_side(world, id) {
        true => (desired, desired.saturating_mul(2)),
        false => configuration.limits(desired),
    };
    let mut deployments: Vec<_> = service.deployments.iter().collect();
    deployments.reverse();
    let revisions = deployments.iter().map(|deployment| {
        let revision = world.task_definitions[deployment.task_definition].revision;
        RevisionMark { revision, colour: palette.of_revision(id, revision) }
    });
    let launch_type = service.primary().and_then(|primary| primary.spec.launch_type);
    let primary = service.primary();
    let wanted = service.running_count() + service.pending_count();
    Some(ServiceCard {
        id,
        name: service.name.clone(),
        is_daemon: service.is_daemon(),
        is_fargate: launch_type == Some(LaunchType::Fargate),
        is_draining: service.status == ServiceStatus::Draining,
        desired,
        running: service.running_count(),
        pending: service.pending_count(),
        lower,
        upper,
        revisions: revisions.collect(),
        pips: if service.tasks.len() <= MOST_PIPS {
            pips(world, &service.tasks, palette)
        } else {
            Vec::new()
        },
        parts: parts(world, id, palette),
        unplaced: match primary {
            Some(row)
                if service.memory.placement_failure.is_some() && row.status == DeploymentStatus::Primary =>
            {
                desired.saturating_sub(wanted)
            }
            _ => 0,
        },
        is_steady: service.memory.steady_since.is_some(),
        behind: balancing::behind(world, service),
        targets: balancing::target_marks(world, &service.tasks),
        rate: balancing::of_service(world, id),
        gauge: deployments::gauge_of(world, id).filter(|gauge| gauge.failed > 0),
        deployment: deployments::tag_of(world, id),
    })
}

/// RUNNING ones, then those on their way, then those that stop, each in order of creation: so the marks
/// of minimum and maximum can stand between them.
fn pips(world: &World, tasks: &[TaskId], palette: &Palette) -> Vec<TaskBlock> {
    let mut pips: Vec<_> = tasks.iter().map(|&task| block(world, task, palette)).collect();
    order::sort_by_key(&mut pips, |pip| match pip.status {
        _ if pip.stop_asked => 2,
        TaskStatus::Running => 0,
        status if status.is_starting() => 1,
        _ => 2,
    });
    pips
}

fn parts(world: &World, id: ServiceId, palette: &Palette) -> Vec<BarPart> {
    let of = |is_running: bool| {
        world.services[id].deployments.iter().map(move |deployment| {
            let revision = world.task_definitions[deployment.task_definition].revision;
            let count = if is_running { deployment.running_count } else { deployment.pending_count };
            BarPart { colour: palette.of_revision(id, revision), is_running, count }
        })
    };
    of(true).chain(of(false)).filter(|part| part.count > 0).collect()
}
