//! Capacity providers of Managed Instances: ECS itself launches what the waiting tasks need. No Auto Scaling group, no
//! metric. Source: ECS developer guide, "Architect for Amazon ECS Managed Instances".

use std::collections::BTreeMap;
use std::rc::Rc;

use super::groups::emit;
use super::managed_scaling::estimate::waiting_for;
use super::registration::Registration;
use super::{INSTANCE_TYPES, InstanceType, instance_type, launch, shortages};
use crate::model::ecs::capacity_provider::{ManagedInstancesProvider, ScalingMemory};
use crate::model::ecs::container_instance::{CpuArchitecture, Resources, SpotInstance};
use crate::model::ecs::shortage::ShortageOf;
use crate::model::ecs::{
    CapacityProviderId, ContainerInstance, ContainerInstanceId, ContainerInstanceStatus, ProviderKind, Task,
    ZoneId,
};
use crate::model::kernel::{SimDuration, order};
use crate::model::world::{CapacityEvent, Ctx, Room, Timer, World};

/// From the first waiting task to the launch, so that tasks of one batch are looked at together (assumed).
const TO_ACT: (u64, u64) = (2, 5);
/// After a launch that EC2 refused (assumed).
const TO_TRY_AGAIN: (u64, u64) = (55, 65);
/// Spread over zones, a provider aims at so many instances.
const AIM: u32 = 3;

/// The provider and its settings, if it is one of Managed Instances.
pub fn settings<'a>(
    world: &'a World,
    provider: Option<&str>,
) -> Option<(CapacityProviderId, &'a ManagedInstancesProvider)> {
    let id = world.find_any_capacity_provider(provider?)?;
    match &world.capacity_providers[id].kind {
        ProviderKind::ManagedInstances(own) => Some((id, own)),
        ProviderKind::AutoScalingGroup(_) => None,
    }
}

/// A task waits for capacity: if its provider is one of ours, instances are launched for it soon.
pub(super) fn on_waiting_task(ctx: &mut Ctx, task: &Task) {
    let Some((provider, _)) = settings(ctx.world(), task.capacity_provider.as_deref()) else { return };
    promise_look(ctx, provider, TO_ACT);
}

fn promise_look(ctx: &mut Ctx, provider: CapacityProviderId, (soonest, latest): (u64, u64)) {
    let memory = ctx.world().capacity_providers[provider].memory.clone();
    if memory.measures {
        return;
    }
    let memory = Rc::new(ScalingMemory { measures: true, ..(*memory).clone() });
    emit(ctx, CapacityEvent::ScalingMemoryChanged { provider, memory });
    let (soonest, latest) = (SimDuration::from_secs(soonest), SimDuration::from_secs(latest));
    let delay = ctx.draw(Room::Capacity).duration(soonest, latest);
    ctx.schedule(delay, Timer::ManagedInstancesLook { provider });
}

/// Launches what the waiting tasks need beyond what is on its way.
pub fn look(ctx: &mut Ctx, provider: CapacityProviderId) {
    let row = ctx.world().capacity_providers.rc(provider).clone();
    let was_refused = row.memory.is_refused;
    let memory = Rc::new(ScalingMemory { is_refused: was_refused, ..ScalingMemory::default() });
    emit(ctx, CapacityEvent::ScalingMemoryChanged { provider, memory });
    let ProviderKind::ManagedInstances(own) = &row.kind else { return };
    let trunking = ctx.world().has_trunking();
    let mut is_refused = false;
    for (needs, architecture, count) in unserved(ctx.world(), &row.name, own) {
        let leaves = |row: &ContainerInstance| row.status == ContainerInstanceStatus::Draining;
        let there = instances(ctx.world(), &row.name, own).filter(|(_, row)| !leaves(row)).count();
        let aim = aim(ctx.world(), own).saturating_sub(there as u32).min(count);
        let Some((kind, instances)) = cheapest(own, trunking, (needs, architecture, count), aim) else {
            emit(
                ctx,
                CapacityEvent::ManagedInstancesLaunched {
                    provider,
                    instance_type: None,
                    instances: 0,
                    tasks: count,
                },
            );
            continue;
        };
        let launched = (0..instances).filter(|_| launch_one(ctx, &row.name, own, kind)).count() as u32;
        // That EC2 gives none is said once; the attempts that follow say nothing new.
        is_refused |= launched == 0;
        if launched > 0 || !was_refused {
            let instance_type = Some(Rc::from(kind.name));
            emit(
                ctx,
                CapacityEvent::ManagedInstancesLaunched {
                    provider,
                    instance_type,
                    instances: launched,
                    tasks: count,
                },
            );
        }
        if launched < instances {
            promise_look(ctx, provider, TO_TRY_AGAIN);
        }
    }
    if is_refused != was_refused {
        let memory = ctx.world().capacity_providers[provider].memory.clone();
        let memory = Rc::new(ScalingMemory { is_refused, ..(*memory).clone() });
        emit(ctx, CapacityEvent::ScalingMemoryChanged { provider, memory });
    }
}

/// The zones of the subnets it was given; all where it was given none.
fn zones(world: &World, own: &ManagedInstancesProvider) -> Vec<ZoneId> {
    let subnets = &own.request["instanceLaunchTemplate"]["networkConfiguration"]["subnets"];
    let subnets = subnets.as_array().map_or(&[][..], Vec::as_slice);
    let named = subnets.iter().filter_map(|subnet| Some(world.zone_of_subnet(subnet.as_str()?)));
    let mut zones: Vec<ZoneId> = named.collect();
    zones.sort_unstable();
    zones.dedup();
    if zones.is_empty() { (0..world.zones.len() as u32).map(ZoneId).collect() } else { zones }
}

/// So many instances a provider wants: in one zone tasks are packed, in several they are spread.
pub(super) fn aim(world: &World, own: &ManagedInstancesProvider) -> u32 {
    if zones(world, own).len() > 1 { AIM } else { 0 }
}

/// Waiting tasks with the same needs that do not fit in what is booting: needs, architecture, count.
fn unserved(
    world: &World,
    provider: &str,
    own: &ManagedInstancesProvider,
) -> Vec<(Resources, CpuArchitecture, u32)> {
    let mut coming: Vec<(CpuArchitecture, Resources)> = instances(world, provider, own)
        .filter(|(_, row)| row.status == ContainerInstanceStatus::Registering)
        .map(|(_, row)| (row.architecture, row.registered_resources))
        .collect();
    let mut alike: BTreeMap<([u32; 4], bool), u32> = BTreeMap::new();
    for task in waiting_for(world, provider).into_iter().map(|id| &world.tasks[id]) {
        let (needs, architecture) = (task.reservation, task.definition.architecture());
        let room = coming.iter_mut().find(|(kind, room)| *kind == architecture && needs.fits_in(*room));
        match room {
            Some((_, room)) => room.take(needs),
            None => {
                let key = [needs.cpu_units, needs.memory_mib, needs.gpus, needs.enis];
                *alike.entry((key, architecture == CpuArchitecture::Arm64)).or_insert(0) += 1;
            }
        }
    }
    let unpacked = alike.into_iter().map(|(([cpu_units, memory_mib, gpus, enis], arm), count)| {
        let architecture = if arm { CpuArchitecture::Arm64 } else { CpuArchitecture::X86_64 };
        (Resources { cpu_units, memory_mib, gpus, enis }, architecture, count)
    });
    unpacked.collect()
}

pub(super) fn instances<'a>(
    world: &'a World,
    provider: &'a str,
    own: &ManagedInstancesProvider,
) -> impl Iterator<Item = (ContainerInstanceId, &'a ContainerInstance)> {
    let ids = world.clusters[own.cluster].container_instances.iter();
    ids.map(|&id| (id, &world.container_instances[id]))
        .filter(move |(_, row)| row.capacity_provider.as_deref() == Some(provider) && row.gone_at.is_none())
}

/// The type that holds all of the tasks for the least money, on `aim` instances at least; the smaller one if two cost
/// the same.
fn cheapest(
    own: &ManagedInstancesProvider,
    trunking: bool,
    (needs, architecture, count): (Resources, CpuArchitecture, u32),
    aim: u32,
) -> Option<(&'static InstanceType, u32)> {
    let allowed: Vec<&InstanceType> = match own.allowed_instance_types.as_slice() {
        // General-purpose ones, where nobody asks for others.
        [] => INSTANCE_TYPES.iter().filter(|kind| kind.name.starts_with('m') || kind.gpus > 0).collect(),
        names => names.iter().filter_map(|name| instance_type(name)).collect(),
    };
    let fitting = allowed.into_iter().filter(|kind| kind.architecture == architecture).filter_map(|kind| {
        let has = kind.registered_resources(trunking);
        let parts = [
            (has.cpu_units, needs.cpu_units),
            (has.memory_mib, needs.memory_mib),
            (has.gpus, needs.gpus),
            (has.enis, needs.enis),
        ];
        let room = parts.into_iter().filter_map(|(has, needs)| has.checked_div(needs)).min()?;
        let instances = count.div_ceil(Some(room).filter(|&room| room > 0)?).max(aim);
        let price = u64::from(kind.price_micro_usd_per_hour) * u64::from(instances);
        Some((price, kind.price_micro_usd_per_hour, kind, instances))
    });
    { fitting }.min_by_key(|(all, each, ..)| (*all, *each)).map(|(.., kind, instances)| (kind, instances))
}

/// Launches an instance in the zone that has fewest. False if EC2 has none for it.
fn launch_one(
    ctx: &mut Ctx,
    provider: &Rc<str>,
    own: &ManagedInstancesProvider,
    kind: &'static InstanceType,
) -> bool {
    let world = ctx.world();
    let count = |zone: ZoneId| instances(world, provider, own).filter(|(_, row)| row.zone == zone).count();
    let mut zones = zones(world, own);
    order::sort_by_key(&mut zones, |&zone| (count(zone), zone));
    let zone = zones.into_iter().find(|&zone| !shortages::denies_launch(ctx, zone, ShortageOf::Api));
    let Some(zone) = zone else { return false };
    let mut registration = Registration::new(ctx.world(), own.cluster, kind, zone, &[]);
    registration.capacity_provider = Some(provider.clone());
    if own.spot {
        registration.sold_as_spot(SpotInstance { drains: true, interrupted_at: None });
    }
    launch::set_off(ctx, &registration);
    true
}
