//! The stage: a cluster's zones, instances and task blocks, its services, and the sentence above them.

use std::rc::Rc;

use super::colour::{self, Colour};
use super::providers::Market;
use super::shelf::{CPU_ROW, MEMORY_ROW, OUTLINE_STAYS, Run, Shelves};
use crate::model::ecs::container_instance::ContainerInstanceStatus;
use crate::model::ecs::{
    ClusterId, ContainerInstanceId, DeploymentStatus, Ec2State, HealthStatus, LaunchType, ServiceId,
    ServiceStatus, Task, TaskId, TaskStatus, ZoneId,
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
    /// None if it has no health check.
    pub health: Option<HealthStatus>,
    pub colour: Colour,
    pub run: Option<Run>,
    pub cpu_units: u32,
    pub memory_mib: u32,
    /// When it came to its status.
    pub since: SimTime,
    pub service: Option<ServiceId>,
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
    pub registered_cpu: u32,
    pub reserved_cpu: u32,
    pub registered_memory: u32,
    pub reserved_memory: u32,
    /// In use and in all; shown once a task takes one.
    pub enis: (u32, u32),
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

/// A run of one colour on an instance's bar, in thousandths of its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stripe {
    pub start: u16,
    pub end: u16,
    pub colour: Colour,
    /// RUNNING; otherwise on its way up or down.
    pub is_solid: bool,
}

/// A container instance among many: no words, only how full it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstanceBar {
    pub id: ContainerInstanceId,
    pub mood: InstanceMood,
    pub stripes: Vec<Stripe>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneColumn {
    pub id: ZoneId,
    pub name: Rc<str>,
    pub available: bool,
    pub registered_cpu: u32,
    pub reserved_cpu: u32,
    /// Empty if the cluster is drawn as bars.
    pub instances: Vec<Rc<InstanceCard>>,
    /// Empty if the cluster is drawn as cards.
    pub bars: Vec<InstanceBar>,
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
/// A cluster with more container instances is drawn as bars.
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
    pub services: Vec<Rc<ServiceCard>>,
    pub zones: Vec<ZoneColumn>,
}

/// The stage of a cluster.
pub fn stage(world: &World, shelves: &Shelves, cluster: ClusterId, size_by: SizeBy) -> StageView {
    let row = &world.clusters[cluster];
    let services = row.services.iter().copied();
    let services: Vec<_> = services.filter_map(|id| service_card(world, id)).map(Rc::new).collect();
    let shown = row.container_instances.iter().filter(|&&id| !is_forgotten(world, id)).count();
    let as_bars = shown > MOST_CARDS;
    let zones = (0..world.zones.len() as u32)
        .map(|zone| zone_column(world, shelves, cluster, ZoneId(zone), size_by, as_bars));
    let on_instances = row.container_instances.iter().flat_map(|&id| &world.container_instances[id].tasks);
    let stopping = on_instances.copied().chain(shelves.afloat()).filter(|&id| {
        let task = &world.tasks[id];
        task.cluster == cluster && task.last_status > TaskStatus::Running
    });
    StageView {
        cluster,
        name: row.name.clone(),
        region: world.config.region.clone(),
        instances: row.registered_container_instances_count,
        running: row.running_tasks.total(),
        pending: row.pending_tasks.total(),
        stopping: stopping.count() as u32,
        services,
        zones: zones.collect(),
    }
}

fn zone_column(
    world: &World,
    shelves: &Shelves,
    cluster: ClusterId,
    zone: ZoneId,
    size_by: SizeBy,
    as_bars: bool,
) -> ZoneColumn {
    let row = world.zone(zone);
    let ids = world.clusters[cluster].container_instances.iter().copied();
    let here = ids.filter(|&id| world.container_instances[id].zone == zone);
    let here: Vec<_> = here.filter(|&id| !is_forgotten(world, id)).collect();
    let counted = || {
        let rows = here.iter().map(|&id| &world.container_instances[id]);
        rows.filter(|row| mood(row) != InstanceMood::Lost)
    };
    let registered_cpu = counted().map(|row| row.registered_resources.cpu_units).sum();
    let remaining_cpu: u32 = counted().map(|row| row.remaining_resources.cpu_units).sum();
    let (cards, bars) = if as_bars { (&[][..], &here[..]) } else { (&here[..], &[][..]) };
    ZoneColumn {
        id: zone,
        name: row.name.clone(),
        available: row.available,
        registered_cpu,
        reserved_cpu: registered_cpu - remaining_cpu,
        fargate: Rc::new(fargate_tasks(world, shelves, cluster, zone)),
        offers_fargate: world.clusters[cluster]
            .capacity_providers
            .iter()
            .any(|name| name.starts_with("FARGATE")),
        instances: cards.iter().map(|&id| Rc::new(instance_card(world, shelves, id, size_by))).collect(),
        bars: bars.iter().map(|&id| instance_bar(world, shelves, id, size_by)).collect(),
    }
}

/// Gone for so long that its outline is gone too.
fn is_forgotten(world: &World, id: ContainerInstanceId) -> bool {
    let gone_at = world.container_instances[id].gone_at;
    gone_at.is_some_and(|gone_at| world.now.since(gone_at) > OUTLINE_STAYS)
}

fn instance_bar(world: &World, shelves: &Shelves, id: ContainerInstanceId, size_by: SizeBy) -> InstanceBar {
    let row = &world.container_instances[id];
    let length = match size_by {
        SizeBy::Cpu => row.registered_resources.cpu_units,
        SizeBy::Memory => row.registered_resources.memory_mib,
    };
    let share = |units: u32| (u64::from(units) * 1000 / u64::from(length.max(1))).min(1000) as u16;
    let stripes = row.tasks.iter().filter_map(|&task| {
        let run = match size_by {
            SizeBy::Cpu => shelves.cpu_run(id, task),
            SizeBy::Memory => shelves.memory_run(id, task),
        }?;
        let (start, end) = (share(run.start), share(run.start + run.length));
        let task = &world.tasks[task];
        Some(Stripe { start, end, colour: colour::of_task(world, task), is_solid: task.is_running() })
    });
    let mut stripes: Vec<_> = stripes.filter(|stripe| stripe.end > stripe.start).collect();
    order::sort_by_key(&mut stripes, |stripe| stripe.start);
    InstanceBar { id, mood: mood(row), stripes }
}

fn instance_card(world: &World, shelves: &Shelves, id: ContainerInstanceId, size_by: SizeBy) -> InstanceCard {
    let row = &world.container_instances[id];
    let (registered, remaining) = (row.registered_resources, row.remaining_resources);
    let (unit_row, length) = match size_by {
        SizeBy::Cpu => (CPU_ROW, registered.cpu_units),
        SizeBy::Memory => (MEMORY_ROW, registered.memory_mib),
    };
    let outlines = shelves.outlines(id, size_by == SizeBy::Memory, world.now);
    let outlines = outlines.map(|(task, run)| TaskBlock { run: Some(run), ..block(world, task) });
    let live = row.tasks.iter().map(|&task| {
        let run = match size_by {
            SizeBy::Cpu => shelves.cpu_run(id, task),
            SizeBy::Memory => shelves.memory_run(id, task),
        };
        TaskBlock { run, ..block(world, task) }
    });
    InstanceCard {
        id,
        ec2_instance_id: world.ec2_instance_id(id).into(),
        instance_type: row.instance_type.clone(),
        mood: mood(row),
        registered_cpu: registered.cpu_units,
        reserved_cpu: registered.cpu_units - remaining.cpu_units,
        registered_memory: registered.memory_mib,
        reserved_memory: registered.memory_mib - remaining.memory_mib,
        enis: (registered.enis - remaining.enis, registered.enis),
        row: unit_row,
        length,
        blocks: outlines.chain(live).collect(),
        gone_for_seconds: row.gone_at.map(|gone_at| world.now.since(gone_at).as_secs()),
        market: Market::of(world, row),
    }
}

/// How an instance is, at a glance.
pub fn mood(row: &crate::model::ecs::ContainerInstance) -> InstanceMood {
    match row.status {
        _ if matches!(row.ec2_state, Ec2State::ShuttingDown | Ec2State::Terminated) => InstanceMood::Lost,
        ContainerInstanceStatus::Registering => InstanceMood::Launching,
        ContainerInstanceStatus::Inactive
        | ContainerInstanceStatus::Deregistering
        | ContainerInstanceStatus::RegistrationFailed => InstanceMood::Lost,
        _ if matches!(row.ec2_state, Ec2State::Stopped | Ec2State::Stopping) => InstanceMood::Stopped,
        _ if !row.agent_connected => InstanceMood::AgentLost,
        ContainerInstanceStatus::Draining => InstanceMood::Draining,
        ContainerInstanceStatus::Active => InstanceMood::Fine,
    }
}

/// A task as it is drawn, without its place on an instance.
pub fn block(world: &World, id: TaskId) -> TaskBlock {
    let task: &Task = &world.tasks[id];
    TaskBlock {
        id,
        name: format!("{}:{}", task.definition.family, task.definition.revision).into(),
        short_id: world.task_hex(id)[..8].into(),
        status: task.last_status,
        stop_asked: !task.is_wanted(),
        health: task.definition.has_health_check().then_some(task.health_status),
        colour: colour::of_task(world, task),
        run: None,
        cpu_units: task.reservation.cpu_units,
        memory_mib: task.reservation.memory_mib,
        since: task.history.last().map_or(task.created_at, |&(_, at)| at),
        service: task.service,
    }
}

/// Fargate tasks are on no instance that anybody sees.
fn fargate_tasks(world: &World, shelves: &Shelves, cluster: ClusterId, zone: ZoneId) -> Vec<TaskBlock> {
    let here = shelves.afloat().filter(|&id| {
        let task = &world.tasks[id];
        task.cluster == cluster && task.launch_type == LaunchType::Fargate && task.zone == Some(zone)
    });
    here.map(|id| block(world, id)).collect()
}

fn service_card(world: &World, id: ServiceId) -> Option<ServiceCard> {
    let service = &world.services[id];
    if service.status == ServiceStatus::Inactive {
        return None;
    }
    let configuration = &service.deployment_configuration;
    let desired = service.desired_count;
    let percent = |percent: u32| u64::from(desired) * u64::from(percent);
    let mut deployments: Vec<_> = service.deployments.iter().collect();
    deployments.reverse();
    let revisions = deployments.iter().map(|deployment| {
        let revision = world.task_definitions[deployment.task_definition].revision;
        RevisionMark { revision, colour: colour::of_revision(world, id, revision) }
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
        lower: percent(configuration.minimum_healthy_percent).div_ceil(100) as u32,
        upper: (percent(configuration.maximum_percent) / 100) as u32,
        revisions: revisions.collect(),
        pips: if service.tasks.len() <= MOST_PIPS { pips(world, &service.tasks) } else { Vec::new() },
        parts: parts(world, id),
        unplaced: match primary {
            Some(row)
                if service.memory.placement_failure.is_some() && row.status == DeploymentStatus::Primary =>
            {
                desired.saturating_sub(wanted)
            }
            _ => 0,
        },
        is_steady: service.memory.steady_since.is_some(),
    })
}

/// RUNNING ones, then those on their way, then those that stop, each in order of creation: so the marks
/// of minimum and maximum can stand between them.
fn pips(world: &World, tasks: &[TaskId]) -> Vec<TaskBlock> {
    let mut pips: Vec<_> = tasks.iter().map(|&task| block(world, task)).collect();
    order::sort_by_key(&mut pips, |pip| match pip.status {
        _ if pip.stop_asked => 2,
        TaskStatus::Running => 0,
        status if status.is_starting() => 1,
        _ => 2,
    });
    pips
}

fn parts(world: &World, id: ServiceId) -> Vec<BarPart> {
    let of = |is_running: bool| {
        world.services[id].deployments.iter().map(move |deployment| {
            let revision = world.task_definitions[deployment.task_definition].revision;
            let count = if is_running { deployment.running_count } else { deployment.pending_count };
            BarPart { colour: colour::of_revision(world, id, revision), is_running, count }
        })
    };
    of(true).chain(of(false)).filter(|part| part.count > 0).collect()
}
