//! What ECS does with Managed Instances that run: it removes idle ones, moves tasks together, and replaces old ones.
//! Sources: ECS developer guide, "Infrastructure optimization" and "Patching" of Amazon ECS Managed Instances.

use super::managed_instances::{aim, instances, settings};
use super::managed_scaling::estimate::{is_empty, is_of_daemon};
use super::{change_state, life};
use crate::model::ecs::capacity_provider::ManagedInstancesProvider;
use crate::model::ecs::container_instance::Resources;
use crate::model::ecs::{ContainerInstance, ContainerInstanceId, ContainerInstanceStatus, Ec2State};
use crate::model::kernel::{SimDuration, order};
use crate::model::world::timer::InstanceStep;
use crate::model::world::{Ctx, Timer, World};

/// An idle instance is DEREGISTERING for so long (assumed).
const TO_RELEASE: SimDuration = SimDuration::from_secs(10);
/// ECS begins to drain an instance of this age, so that a patched one takes its place.
const OLD: SimDuration = SimDuration::from_mins(14 * 24 * 60);
/// An instance of this age goes, whatever still runs on it.
const TOO_OLD: SimDuration = SimDuration::from_mins(21 * 24 * 60);

fn own(world: &World, instance: ContainerInstanceId) -> Option<&ManagedInstancesProvider> {
    let row = &world.container_instances[instance];
    Some(settings(world, row.capacity_provider.as_deref())?.1)
}

fn promise(ctx: &mut Ctx, instance: ContainerInstanceId, step: InstanceStep, delay: SimDuration) {
    ctx.schedule(delay, Timer::InstanceStep { instance, step });
}

/// It became ACTIVE, perhaps for the first time.
pub(super) fn on_active(ctx: &mut Ctx, instance: ContainerInstanceId) {
    if own(ctx.world(), instance).is_none() {
        return;
    }
    let age = ctx.now().since(ctx.world().container_instances[instance].registered_at);
    if age == SimDuration::ZERO {
        promise(ctx, instance, InstanceStep::GrowsOld, OLD);
        promise(ctx, instance, InstanceStep::IsTooOld, TOO_OLD);
    }
    on_less_used(ctx, instance);
}

/// It has a task less, or none yet: it may go, or its tasks may move, once it was so for long enough.
pub(super) fn on_less_used(ctx: &mut Ctx, instance: ContainerInstanceId) {
    let Some(own) = own(ctx.world(), instance) else { return };
    let row = &ctx.world().container_instances[instance];
    match row.status {
        ContainerInstanceStatus::Draining if row.tasks.is_empty() => release(ctx, instance),
        ContainerInstanceStatus::Active => {
            let Some(seconds) = own.scale_in_after_seconds else { return };
            let version = row.version;
            let step = match is_empty(ctx.world(), row) {
                true => InstanceStep::IdleTooLong { version },
                false => InstanceStep::Underused { version },
            };
            promise(ctx, instance, step, SimDuration::from_secs(u64::from(seconds)));
        }
        _ => {}
    }
}

fn release(ctx: &mut Ctx, instance: ContainerInstanceId) {
    change_state(ctx, instance, ContainerInstanceStatus::Deregistering);
    promise(ctx, instance, InstanceStep::Released, TO_RELEASE);
    look_at_others(ctx, instance);
}

/// One instance less may not be all that can be saved: while it drained the others were left alone, and its tasks have
/// changed what is on them.
fn look_at_others(ctx: &mut Ctx, released: ContainerInstanceId) {
    let world = ctx.world();
    let Some(own) = own(world, released) else { return };
    let Some(provider) = &world.container_instances[released].capacity_provider else { return };
    let used = instances(world, provider, own).filter(|(_, row)| !is_empty(world, row)).map(|(id, _)| id);
    let used: Vec<ContainerInstanceId> = used.collect();
    for instance in used {
        on_less_used(ctx, instance);
    }
}

/// It was idle all the time if nothing has changed since.
pub(super) fn idle_too_long(ctx: &mut Ctx, instance: ContainerInstanceId, version: u32) {
    let row = &ctx.world().container_instances[instance];
    if row.version == version && row.status == ContainerInstanceStatus::Active {
        release(ctx, instance);
    }
}

pub(super) fn released(ctx: &mut Ctx, instance: ContainerInstanceId) {
    let row = &ctx.world().container_instances[instance];
    if row.ec2_state == Ec2State::Running {
        drop(life::terminate(ctx, instance));
    }
}

/// If nothing has changed since: drains the instance of the provider that has least on it, where the others have room
/// for all its tasks.
pub(super) fn underused(ctx: &mut Ctx, instance: ContainerInstanceId, version: u32) {
    let world = ctx.world();
    let row = &world.container_instances[instance];
    if row.version != version || row.status != ContainerInstanceStatus::Active {
        return;
    }
    let (Some(own), Some(provider)) = (own(world, instance), &row.capacity_provider) else { return };
    let mut all: Vec<(ContainerInstanceId, &ContainerInstance)> = instances(world, provider, own).collect();
    let spread_enough = all.len() as u32 > aim(world, own);
    if !spread_enough || all.iter().any(|(_, row)| row.status == ContainerInstanceStatus::Draining) {
        // One after the other: the room that is counted on must not be promised twice.
        return;
    }
    all.retain(|(_, row)| row.status == ContainerInstanceStatus::Active && row.agent_connected);
    let used =
        |row: &ContainerInstance| row.registered_resources.cpu_units - row.remaining_resources.cpu_units;
    order::sort_by_key(&mut all, |(id, row)| (used(row), *id));
    let movable = all.iter().find(|(id, row)| may_be_emptied(world, row) && fit_elsewhere(world, &all, *id));
    if let Some(&(id, _)) = movable {
        change_state(ctx, id, ContainerInstanceStatus::Draining);
    }
}

/// Not Spot Instances, and none with tasks that no service would start elsewhere.
fn may_be_emptied(world: &World, row: &ContainerInstance) -> bool {
    let of_services = row.tasks.iter().all(|&task| world.tasks[task].service.is_some());
    row.spot.is_none() && of_services && !is_empty(world, row)
}

/// Whether the tasks fit in what is free on the others. Ports and constraints are not looked at (assumed). Those of
/// daemons go nowhere.
fn fit_elsewhere(
    world: &World,
    all: &[(ContainerInstanceId, &ContainerInstance)],
    emptied: ContainerInstanceId,
) -> bool {
    let architecture = world.container_instances[emptied].architecture;
    let others = all.iter().filter(|(id, row)| *id != emptied && row.architecture == architecture);
    let mut free: Vec<Resources> = others.map(|(_, row)| row.remaining_resources).collect();
    let tasks = world.container_instances[emptied].tasks.iter().map(|&task| &world.tasks[task]);
    tasks.filter(|task| task.is_wanted() && !is_of_daemon(world, task)).all(|task| {
        let room = free.iter_mut().find(|room| task.reservation.fits_in(**room));
        room.map(|room| room.take(task.reservation)).is_some()
    })
}

/// Fourteen days have passed.
pub(super) fn grows_old(ctx: &mut Ctx, instance: ContainerInstanceId) {
    if ctx.world().container_instances[instance].status == ContainerInstanceStatus::Active {
        change_state(ctx, instance, ContainerInstanceStatus::Draining);
    }
}

/// Twenty-one days have passed.
pub(super) fn is_too_old(ctx: &mut Ctx, instance: ContainerInstanceId) {
    released(ctx, instance);
}
