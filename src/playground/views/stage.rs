//! The stage: a cluster's zones, instances and task blocks, its services, and the sentence above them.

use std::rc::Rc;

use super::colour::{self, Colour};
use super::shelf::{CPU_ROW, MEMORY_ROW, Run, Shelves};
use crate::model::ecs::container_instance::ContainerInstanceStatus;
use crate::model::ecs::{
    ClusterId, ContainerInstanceId, DeploymentStatus, Ec2State, HealthStatus, LaunchType, ServiceId,
    ServiceStatus, Task, TaskId, TaskStatus, ZoneId,
};
use crate::model::kernel::SimDuration;
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
    pub blocks: Vec<TaskBlock>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneColumn {
    pub id: ZoneId,
    pub name: Rc<str>,
    pub available: bool,
    pub registered_cpu: u32,
    pub reserved_cpu: u32,
    pub instances: Vec<Rc<InstanceCard>>,
    pub fargate: Rc<Vec<TaskBlock>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevisionMark {
    pub revision: u32,
    pub colour: Colour,
}

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
    pub pips: Vec<TaskBlock>,
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

/// How long what is gone keeps its outline.
pub const OUTLINE_STAYS: SimDuration = SimDuration::from_secs(60);

/// The stage of a cluster.
pub fn stage(world: &World, shelves: &Shelves, cluster: ClusterId, size_by: SizeBy) -> StageView {
    let row = &world.clusters[cluster];
    let services = row.services.iter().copied();
    let services: Vec<_> = services.filter_map(|id| service_card(world, id)).map(Rc::new).collect();
    let zones: Vec<_> = (0..world.zones.len() as u32)
        .map(|zone| zone_column(world, shelves, cluster, ZoneId(zone), size_by))
        .collect();
    let blocks = zones.iter().flat_map(|zone| {
        zone.fargate.iter().chain(zone.instances.iter().flat_map(|instance| &instance.blocks))
    });
    let stopping =
        blocks.filter(|block| block.status > TaskStatus::Running && block.status != TaskStatus::Stopped);
    StageView {
        cluster,
        name: row.name.clone(),
        region: world.config.region.clone(),
        instances: row.registered_container_instances_count,
        running: row.running_tasks.total(),
        pending: row.pending_tasks.total(),
        stopping: stopping.count() as u32,
        services,
        zones,
    }
}

fn zone_column(
    world: &World,
    shelves: &Shelves,
    cluster: ClusterId,
    zone: ZoneId,
    size_by: SizeBy,
) -> ZoneColumn {
    let row = world.zone(zone);
    let ids = world.clusters[cluster].container_instances.iter().copied();
    let here = ids.filter(|&id| world.container_instances[id].zone == zone);
    let instances: Vec<_> =
        here.filter_map(|id| instance_card(world, shelves, id, size_by)).map(Rc::new).collect();
    let counted = || instances.iter().filter(|card| card.mood != InstanceMood::Lost);
    ZoneColumn {
        id: zone,
        name: row.name.clone(),
        available: row.available,
        registered_cpu: counted().map(|card| card.registered_cpu).sum(),
        reserved_cpu: counted().map(|card| card.reserved_cpu).sum(),
        fargate: Rc::new(fargate_tasks(world, cluster, zone)),
        instances,
    }
}

fn instance_card(
    world: &World,
    shelves: &Shelves,
    id: ContainerInstanceId,
    size_by: SizeBy,
) -> Option<InstanceCard> {
    let row = &world.container_instances[id];
    if row.gone_at.is_some_and(|gone_at| world.now.since(gone_at) > OUTLINE_STAYS) {
        return None;
    }
    let (registered, remaining) = (row.registered_resources, row.remaining_resources);
    let (unit_row, length) = match size_by {
        SizeBy::Cpu => (CPU_ROW, registered.cpu_units),
        SizeBy::Memory => (MEMORY_ROW, registered.memory_mib),
    };
    let blocks = row.tasks.iter().map(|&task| {
        let run = match size_by {
            SizeBy::Cpu => shelves.cpu_run(id, task),
            SizeBy::Memory => shelves.memory_run(id, task),
        };
        TaskBlock { run, ..block(world, task) }
    });
    Some(InstanceCard {
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
        blocks: blocks.collect(),
    })
}

fn mood(row: &crate::model::ecs::ContainerInstance) -> InstanceMood {
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
    }
}

/// Fargate tasks have no instance to be found on: those of services come from their services, the others
/// from the newest tasks.
fn fargate_tasks(world: &World, cluster: ClusterId, zone: ZoneId) -> Vec<TaskBlock> {
    let live = live_tasks(world, cluster);
    let here = live.filter(|&id| {
        let task = &world.tasks[id];
        task.launch_type == LaunchType::Fargate && task.zone == Some(zone)
    });
    here.map(|id| block(world, id)).collect()
}

/// Every task of the cluster that is not STOPPED, in order of creation.
pub fn live_tasks(world: &World, cluster: ClusterId) -> impl Iterator<Item = TaskId> + '_ {
    let live = move |&(_, task): &(TaskId, &Rc<Task>)| {
        task.cluster == cluster && task.last_status != TaskStatus::Stopped
    };
    world.tasks.iter().filter(live).map(|(id, _)| id)
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
        pips: service.tasks.iter().map(|&task| block(world, task)).collect(),
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
