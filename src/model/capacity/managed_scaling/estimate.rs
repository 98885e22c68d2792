//! M and N: how many instances the tasks need, and how many there are.
//! Source: ECS developer guide, "How Amazon ECS manages scale-out and scale-in of cluster auto scaling".

use std::collections::BTreeMap;

use crate::model::capacity::InstanceType;
use crate::model::capacity::groups::{in_service_since, instance_types};
use crate::model::ecs::capacity_provider::{Datapoint, ManagedScaling};
use crate::model::ecs::container_instance::Resources;
use crate::model::ecs::{
    CapacityProviderId, ContainerInstance, ContainerInstanceStatus, PlacementConstraintType, Task,
    TaskDefinitionId, TaskId,
};
use crate::model::world::World;

/// The value of the metric while tasks wait and there is no instance at all: two are launched first.
const FROM_ZERO: u32 = 20_000;

/// Tasks with the same needs: their definition, what they reserve, and whether each wants an instance to itself.
type Likeness = (TaskDefinitionId, [u32; 4], bool);

/// This minute's datapoint of a provider that has a group.
pub fn measure(world: &World, provider: CapacityProviderId) -> Datapoint {
    let row = &world.capacity_providers[provider];
    let scaling = row.group().map(|group| group.managed_scaling).unwrap_or_default();
    let instances = row.group().map_or(&[][..], |group| &world.auto_scaling_groups[group.group].instances);
    let in_service = instances.iter().filter(|&&id| in_service_since(world, id).is_some());
    let (mut running, mut empty, mut booting) = (0, 0, 0);
    in_service.map(|&id| &world.container_instances[id]).for_each(|row| {
        running += 1;
        empty += u32::from(is_empty(world, row));
        booting += u32::from(row.status == ContainerInstanceStatus::Registering);
    });
    let waiting = waiting_for(world, &row.name);
    let missing = missing(world, provider, &waiting, scaling);
    let (needed, fits) = match missing {
        _ if waiting.is_empty() => (running - empty, true),
        // Those that still boot are among the instances that the waiting tasks need.
        Some(missing) => (running + missing.saturating_sub(booting), true),
        None => (running - empty, false),
    };
    let reservation = match (needed, running) {
        _ if !fits => scaling.target_capacity * 100,
        (0, 0) => 10_000,
        (_, 0) => FROM_ZERO,
        (needed, running) => (u64::from(needed) * 10_000 / u64::from(running)) as u32,
    };
    Datapoint { at: world.now, needed, running, reservation, waiting: waiting.len() as u32, empty }
}

/// Whether two datapoints say the same.
pub fn same(one: &Datapoint, other: &Datapoint) -> bool {
    Datapoint { at: other.at, ..*one } == *other
}

/// Tasks that wait for the provider to make room.
pub fn waiting_for(world: &World, provider: &str) -> Vec<TaskId> {
    let waiting = world.waiting_tasks.iter().map(|&(_, task)| task);
    waiting.filter(|&task| world.tasks[task].capacity_provider.as_deref() == Some(provider)).collect()
}

/// An instance without tasks, or with none but those of daemons.
pub fn is_empty(world: &World, instance: &ContainerInstance) -> bool {
    instance.tasks.iter().all(|&task| is_of_daemon(world, &world.tasks[task]))
}

pub fn is_of_daemon(world: &World, task: &Task) -> bool {
    task.service.is_some_and(|id| world.services[id].is_daemon())
}

/// Instances to add for the waiting tasks, within the step sizes. None if no group of them fits any instance.
fn missing(
    world: &World,
    provider: CapacityProviderId,
    waiting: &[TaskId],
    scaling: ManagedScaling,
) -> Option<u32> {
    let group = world.capacity_providers[provider].group()?.group;
    let types = instance_types(world, group);
    let mut alike: BTreeMap<Likeness, u32> = BTreeMap::new();
    for task in waiting.iter().map(|&task| &world.tasks[task]) {
        let needs = task.reservation;
        let key = [needs.cpu_units, needs.memory_mib, needs.gpus, needs.enis];
        *alike.entry((task.definition_id, key, wants_own_instance(world, task))).or_insert(0) += 1;
    }
    let needed = alike
        .iter()
        .filter_map(|(likeness, &count)| instances_for(&types, world.has_trunking(), likeness, count));
    let needed: Vec<u32> = needed.collect();
    let all: u32 = needed.iter().sum();
    let step = all.clamp(scaling.minimum_scaling_step_size, scaling.maximum_scaling_step_size);
    (!needed.is_empty()).then_some(step)
}

/// Bin packing on the largest values of the group's types; the smallest are a guard: tasks that do not fit there
/// are left out.
fn instances_for(types: &[&InstanceType], trunking: bool, likeness: &Likeness, count: u32) -> Option<u32> {
    let (_, [cpu_units, memory_mib, gpus, enis], alone) = *likeness;
    let needs = Resources { cpu_units, memory_mib, gpus, enis };
    let value = |pick: fn(Resources) -> u32| {
        let values = types.iter().map(move |kind| pick(kind.registered_resources(trunking)));
        Some((values.clone().min()?, values.max()?))
    };
    let (cpu, memory) = (value(|row| row.cpu_units)?, value(|row| row.memory_mib)?);
    let (gpu, eni) = (value(|row| row.gpus)?, value(|row| row.enis)?);
    let smallest = Resources { cpu_units: cpu.0, memory_mib: memory.0, gpus: gpu.0, enis: eni.0 };
    if !needs.fits_in(smallest) {
        return None;
    }
    let parts = [(cpu.1, cpu_units), (memory.1, memory_mib), (gpu.1, gpus), (eni.1, enis)];
    let room = parts.into_iter().filter_map(|(has, needs)| has.checked_div(needs)).min().unwrap_or(u32::MAX);
    Some(count.div_ceil(if alone { 1 } else { room.max(1) }))
}

/// Two such tasks cannot share an instance: they have fixed host ports, or ask for distinct instances.
fn wants_own_instance(world: &World, task: &Task) -> bool {
    let service = task.service.map(|id| &world.services[id]);
    let distinct = PlacementConstraintType::DistinctInstance;
    !task.host_ports.is_empty()
        || service.is_some_and(|row| row.placement_constraints.iter().any(|rule| rule.kind == distinct))
}
