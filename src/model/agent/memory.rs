//! Memory that containers use, and what happens when there is not enough.

use std::rc::Rc;

use super::{containers, messages};
use crate::model::ecs::{ContainerStatus, Task, TaskId};
use crate::model::kernel::SimDuration;
use crate::model::workload::Then;
use crate::model::world::timer::ContainerStep;
use crate::model::world::{Ctx, World};

/// Promises the moment at which a container that has just (re)started runs out of memory, if it ever does.
pub fn watch(ctx: &mut Ctx, task: TaskId, container: u8) {
    let behaviour = containers::container_of(ctx.world(), task, container).behaviour.clone();
    let Some(limit) = limit_mib(ctx.world(), task, container) else { return };
    let up_after = u64::from(behaviour.boot_millis);
    let millis = match behaviour.then {
        // It is killed while it is still filling its memory: halfway, as far as anyone can tell.
        _ if behaviour.memory_mib > limit => up_after / 2,
        Then::Leak { mib_per_minute } => {
            let room = u64::from(limit - behaviour.memory_mib) + 1;
            up_after + (room * 60_000).div_ceil(u64::from(mib_per_minute.max(1)))
        }
        _ => return,
    };
    containers::promise(ctx, task, container, ContainerStep::OutOfMemory, SimDuration::from_millis(millis));
}

/// The kernel kills the container for its memory use.
pub fn kill(ctx: &mut Ctx, task: TaskId, container: u8) {
    let reason = Some(Rc::from(messages::OUT_OF_MEMORY));
    containers::ended(ctx, task, container, Some(messages::SIGKILL_EXIT_CODE), reason);
}

/// The most memory the container can use: its hard limit, what the rest of the task leaves of the task's
/// memory, and what the container instance has at all. None on Fargate without a task size.
fn limit_mib(world: &World, task: TaskId, container: u8) -> Option<u32> {
    let row = &world.tasks[task];
    let hard = containers::definition_of(row, container).memory;
    let left = row.definition.task_memory_mib().map(|all| all.saturating_sub(used_by_others(row, container)));
    let host = row.container_instance.map(|id| world.container_instances[id].registered_resources.memory_mib);
    hard.into_iter().chain(left).chain(host).min()
}

fn used_by_others(task: &Task, container: u8) -> u32 {
    let rows = task.containers.iter().enumerate();
    let others = rows
        .filter(|(other, row)| *other != usize::from(container) && row.status != ContainerStatus::Stopped);
    others.map(|(_, row)| row.behaviour.memory_mib).fold(0, u32::saturating_add)
}
