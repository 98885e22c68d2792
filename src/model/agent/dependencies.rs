//! Which container waits for which: `dependsOn`, and what links, `volumesFrom` and FireLens imply.

use super::{containers, messages};
use crate::model::ecs::task_definition::{ContainerCondition, ContainerDefinition};
use crate::model::ecs::{Container, ContainerStatus, HealthStatus, Task, TaskId, TaskStopCode};
use crate::model::kernel::SimDuration;
use crate::model::world::Ctx;
use crate::model::world::timer::ContainerStep;

/// Whether a container may be pulled and started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    Open,
    Waiting,
    /// A condition can no longer be met.
    Never,
}

/// The gate of a container that has not been pulled: the worst of its dependencies.
pub fn gate(task: &Task, container: u8) -> Gate {
    let waits_for = dependencies(task, containers::definition_of(task, container));
    waits_for.map(|(on, condition)| condition_gate(task, on, condition)).max().unwrap_or(Gate::Open)
}

fn condition_gate(task: &Task, on: u8, condition: ContainerCondition) -> Gate {
    let dependency = &task.containers[usize::from(on)];
    let has_check = containers::definition_of(task, on).has_health_check();
    let gate = |met: bool| if met { Gate::Open } else { Gate::Waiting };
    if dependency.status == ContainerStatus::Stopped {
        return stopped_gate(dependency, condition);
    }
    match condition {
        ContainerCondition::Start => gate(dependency.status == ContainerStatus::Running),
        ContainerCondition::Complete | ContainerCondition::Success => Gate::Waiting,
        ContainerCondition::Healthy if !has_check => Gate::Never,
        ContainerCondition::Healthy => gate(dependency.health_status == HealthStatus::Healthy),
    }
}

/// START counts a container that has run and stopped; one that never ran has not started.
fn stopped_gate(dependency: &Container, condition: ContainerCondition) -> Gate {
    let met = match condition {
        ContainerCondition::Start | ContainerCondition::Complete => dependency.exit_code.is_some(),
        ContainerCondition::Success => dependency.exit_code == Some(0),
        ContainerCondition::Healthy => false,
    };
    if met { Gate::Open } else { Gate::Never }
}

/// What a container waits for: the other container's number and how far that one must be.
fn dependencies<'a>(
    task: &'a Task,
    definition: &'a ContainerDefinition,
) -> impl Iterator<Item = (u8, ContainerCondition)> + 'a {
    let stated = definition.depends_on.iter().map(|row| (row.container_name.as_str(), row.condition));
    // A link is written `name` or `name:alias`.
    let linked = definition.links.iter().map(|link| link.split(':').next().unwrap_or(link));
    let volumes = definition.volumes_from.iter().filter_map(|row| row.source_container.as_deref());
    let implied = linked.chain(volumes).map(|name| (name, ContainerCondition::Start));
    let named = stated.chain(implied).filter_map(|(name, condition)| Some((number(task, name)?, condition)));
    named.chain(log_router(task, definition).map(|router| (router, ContainerCondition::Start)))
}

fn number(task: &Task, name: &str) -> Option<u8> {
    containers::numbers(task).find(|&number| &*task.containers[usize::from(number)].name == name)
}

/// A container that logs through FireLens starts after the log router.
fn log_router(task: &Task, definition: &ContainerDefinition) -> Option<u8> {
    let logs = definition.log_configuration.as_ref();
    logs.filter(|logs| logs.log_driver == "awsfirelens")?;
    let is_router = |&number: &u8| containers::definition_of(task, number).firelens_configuration.is_some();
    containers::numbers(task).find(is_router)
}

/// May be told to stop: all containers that depend on it have stopped. Shutdown is start-up reversed.
pub fn may_stop(task: &Task, container: u8) -> bool {
    containers::numbers(task).all(|other| {
        let stopped = task.containers[usize::from(other)].status == ContainerStatus::Stopped;
        stopped || !depends_on(task, other, container)
    })
}

fn depends_on(task: &Task, container: u8, on: u8) -> bool {
    let definition = containers::definition_of(task, container);
    container != on && dependencies(task, definition).any(|(dependency, _)| dependency == on)
}

/// The container has started: others may wait for it `startTimeout` from now, and no longer.
pub fn watch_start_timeout(ctx: &mut Ctx, task: TaskId, container: u8) {
    let definition = containers::definition_of(&ctx.world().tasks[task], container);
    if let Some(seconds) = definition.start_timeout {
        let delay = SimDuration::from_secs(u64::from(seconds));
        containers::promise(ctx, task, container, ContainerStep::StartTimeout, delay);
    }
}

/// `startTimeout` has passed. Whoever still waits for this container never starts, and the task stops.
pub fn start_timed_out(ctx: &mut Ctx, task: TaskId, container: u8) {
    let row = &ctx.world().tasks[task];
    let waits = |&other: &u8| {
        let definition = containers::definition_of(row, other);
        row.containers[usize::from(other)].status == ContainerStatus::None
            && dependencies(row, definition)
                .any(|(on, condition)| on == container && condition_gate(row, on, condition) == Gate::Waiting)
    };
    if row.is_wanted() && containers::numbers(row).any(|other| waits(&other)) {
        let reason = messages::unresolvable_dependencies(ctx.world(), task);
        super::stop_task(ctx, task, TaskStopCode::TaskFailedToStart, &reason);
    }
}
