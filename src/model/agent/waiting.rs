//! Tasks that wait for their capacity provider to make room, and give up.

use super::stop_task;
use crate::model::ecs::{ContainerInstanceStatus, TaskId, TaskStopCode};
use crate::model::world::{Ctx, World};

/// The task has waited long enough: it is stopped, for the reason that its last placement failed.
pub fn give_up(ctx: &mut Ctx, task: TaskId) {
    if ctx.world().tasks[task].waits_for_capacity() {
        let reason = format!("TaskFailedToStart: {}", why_it_waits(ctx.world(), task));
        stop_task(ctx, task, TaskStopCode::TaskFailedToStart, &reason);
    }
}

/// ECS's word for why a waiting task has no place.
pub fn why_it_waits(world: &World, task: TaskId) -> &'static str {
    let row = &world.tasks[task];
    let instances = world.clusters[row.cluster].container_instances.iter();
    let own = instances
        .map(|&id| &world.container_instances[id])
        .filter(|instance| instance.is_registered() && instance.capacity_provider == row.capacity_provider);
    let (mut registered, mut active) = (0, 0);
    own.for_each(|instance| {
        registered += 1;
        active += u32::from(instance.status == ContainerInstanceStatus::Active);
    });
    let closest = row.decision.and_then(|(decision, _)| world.decisions[decision].failure.as_ref());
    match closest.and_then(|failure| failure.closest.as_ref()) {
        _ if registered == 0 => "EMPTY CAPACITY PROVIDER",
        _ if active == 0 => "NO ACTIVE INSTANCES",
        Some((_, reason)) => reason.failure_code(),
        None => "NO ACTIVE INSTANCES",
    }
}
