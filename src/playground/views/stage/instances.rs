//! Zones with their container instances, and the tasks on them as blocks.

use std::fmt::Write;
use std::rc::Rc;

use super::{InstanceCard, InstanceMood, Look, MOST_CARDS, SizeBy, TaskBlock, ZoneColumn};
use crate::model::ecs::container_instance::ContainerInstanceStatus;
use crate::model::ecs::{
    ClusterId, ContainerInstance, ContainerInstanceId, Ec2State, LaunchType, Task, TaskId, ZoneId,
};
use crate::model::world::World;
use crate::playground::views::balancing;
use crate::playground::views::colour::Palette;
use crate::playground::views::providers::Market;
use crate::playground::views::shelf::{CPU_ROW, MEMORY_ROW, OUTLINE_STAYS, Shelves};

/// The zones, with cards unless there are too many; and whether there are.
pub fn zones(world: &World, shelves: &Shelves, look: Look, palette: &Palette) -> (Vec<ZoneColumn>, bool) {
    let cluster = &world.clusters[look.cluster];
    let offers_fargate = cluster.capacity_providers.iter().any(|name| name.starts_with("FARGATE"));
    let column = |(number, zone): (usize, &crate::model::world::Zone)| ZoneColumn {
        id: ZoneId(number as u32),
        name: zone.name.clone(),
        available: zone.available,
        registered_cpu: 0,
        reserved_cpu: 0,
        count: 0,
        instances: Vec::new(),
        fargate: Rc::new(fargate_tasks(world, shelves, look.cluster, ZoneId(number as u32), palette)),
        offers_fargate,
    };
    let mut zones: Vec<_> = world.zones.iter().enumerate().map(column).collect();
    let mut shown = 0;
    for row in cluster.container_instances.iter().map(|&id| &world.container_instances[id]) {
        if is_forgotten(world, row) {
            continue;
        }
        shown += 1;
        if mood(row) != InstanceMood::Lost {
            let zone = &mut zones[row.zone.0 as usize];
            let registered = row.registered_resources.cpu_units;
            zone.registered_cpu += registered;
            zone.reserved_cpu += registered - row.remaining_resources.cpu_units;
            zone.count += 1;
        }
    }
    let is_crowd = shown > MOST_CARDS;
    for zone in zones.iter_mut().filter(|_| !is_crowd) {
        let slots = shelves.slots(look.cluster, zone.id);
        let is_there = |&id: &ContainerInstanceId| !is_forgotten(world, &world.container_instances[id]);
        let end = slots.iter().rposition(is_there).map_or(0, |last| last + 1);
        let cards = slots[..end].iter().map(|&id| Rc::new(card(world, shelves, id, look, palette)));
        zone.instances = cards.collect();
    }
    (zones, is_crowd)
}

/// The cards of some instances of a crowd.
pub fn cards(
    world: &World,
    shelves: &Shelves,
    ids: impl IntoIterator<Item = ContainerInstanceId>,
    look: Look,
) -> Vec<Rc<InstanceCard>> {
    let palette = Palette::new(world, look.cluster, look.colour_by);
    ids.into_iter().map(|id| Rc::new(card(world, shelves, id, look, &palette))).collect()
}

/// Gone for so long that its outline is gone too.
pub fn is_forgotten(world: &World, row: &ContainerInstance) -> bool {
    row.gone_at.is_some_and(|gone_at| world.now.since(gone_at) > OUTLINE_STAYS)
}

fn card(
    world: &World,
    shelves: &Shelves,
    id: ContainerInstanceId,
    look: Look,
    palette: &Palette,
) -> InstanceCard {
    let row = &world.container_instances[id];
    let (registered, remaining) = (row.registered_resources, row.remaining_resources);
    let (unit_row, length) = match look.size_by {
        SizeBy::Cpu => (CPU_ROW, registered.cpu_units),
        SizeBy::Memory => (MEMORY_ROW, registered.memory_mib),
    };
    let drawn = |task: TaskId| {
        let ports = look.ports.then(|| ports(&world.tasks[task])).flatten();
        TaskBlock { ports, ..block(world, task, palette) }
    };
    let outlines = shelves.outlines(id, look.size_by == SizeBy::Memory, world.now);
    let outlines = outlines.map(|(task, run)| TaskBlock { run: Some(run), ..block(world, task, palette) });
    let live =
        row.tasks.iter().map(|&task| TaskBlock { run: shelves.run(look.size_by, id, task), ..drawn(task) });
    InstanceCard {
        id,
        ec2_instance_id: world.ec2_instance_id(id).into(),
        instance_type: row.instance_type.clone(),
        mood: mood(row),
        is_vacant: is_forgotten(world, row),
        registered_cpu: registered.cpu_units,
        reserved_cpu: registered.cpu_units - remaining.cpu_units,
        registered_memory: registered.memory_mib,
        reserved_memory: registered.memory_mib - remaining.memory_mib,
        enis: (registered.enis - remaining.enis, registered.enis),
        ports: look.ports.then_some(row.held_ports.len() as u32),
        row: unit_row,
        length,
        blocks: outlines.chain(live).collect(),
        gone_for_seconds: row.gone_at.map(|gone_at| world.now.since(gone_at).as_secs()),
        market: Market::of(world, row),
    }
}

/// The ports at which a task can be reached, once it can.
fn ports(task: &Task) -> Option<Rc<str>> {
    let mut text = String::new();
    for binding in task.containers.iter().flat_map(|container| &container.network_bindings) {
        let _ = write!(text, ":{} ", binding.host_port);
    }
    if task.network_interface.is_some() {
        let mappings = task.definition.container_definitions.iter().flat_map(|one| &one.port_mappings);
        for port in mappings.filter_map(|mapping| mapping.container_port) {
            let _ = write!(text, ":{port} ");
        }
        text.push_str("ENI");
    }
    (!text.is_empty()).then(|| text.trim_end().into())
}

/// How an instance is, at a glance.
pub fn mood(row: &ContainerInstance) -> InstanceMood {
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
pub fn block(world: &World, id: TaskId, palette: &Palette) -> TaskBlock {
    let task: &Task = &world.tasks[id];
    TaskBlock {
        id,
        name: task.definition.family_revision().into(),
        short_id: world.task_hex(id)[..8].into(),
        status: task.last_status,
        stop_asked: !task.is_wanted(),
        is_protected: task.is_protected(world.now),
        is_strained: task.stopped_at.is_none() && task.acting_faults().next().is_some(),
        health: task.definition.has_health_check().then_some(task.health_status),
        target: balancing::worst_target(world, task),
        colour: palette.of_task(task),
        run: None,
        cpu_units: task.reservation.cpu_units,
        memory_mib: task.reservation.memory_mib,
        since: task.history.last().map_or(task.created_at, |&(_, at)| at),
        service: task.service,
        ports: None,
    }
}

/// Fargate tasks are on no instance that anybody sees.
fn fargate_tasks(
    world: &World,
    shelves: &Shelves,
    cluster: ClusterId,
    zone: ZoneId,
    palette: &Palette,
) -> Vec<TaskBlock> {
    let here = shelves.afloat().filter(|&id| {
        let task = &world.tasks[id];
        task.cluster == cluster && task.launch_type == LaunchType::Fargate && task.zone == Some(zone)
    });
    here.map(|id| block(world, id, palette)).collect()
}
