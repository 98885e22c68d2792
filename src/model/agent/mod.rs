//! Task and container lifecycle: the container agent and Fargate.
//!
//! Every handler reads the world as it is now and does nothing when its reason has gone: the task was
//! stopped, the container restarted, the agent lost its connection. So a timer can never do harm.

mod connection;
mod containers;
mod dependencies;
mod down;
mod health;
mod launch;
mod memory;
mod messages;
mod overrides;
mod ports;
mod restart;
mod timing;
mod up;
mod waiting;

use std::rc::Rc;

use serde_json::Value;

use crate::model::ecs::{
    ClusterId, ContainerInstanceId, ContainerStatus, DecisionId, DeploymentId, LaunchType, ServiceId, Tag,
    TargetState, TaskDefinitionId, TaskId, TaskStatus,
};
use crate::model::kernel::SimDuration;
use crate::model::world::decision::Target;
use crate::model::world::timer::{ContainerStep, TaskStep};
use crate::model::world::{Ctx, Event};

pub use connection::{connection_changed, deregistered, host_lost};
pub use down::stop_task;
pub use health::fail_health;
pub use messages::{MAINTENANCE, SIGKILL_EXIT_CODE, SPOT_INTERRUPTION};
pub use overrides::with_overrides;
pub use waiting::why_it_waits;

/// A task that shall be created.
#[derive(Clone, Debug)]
pub struct NewTask {
    pub cluster: ClusterId,
    pub definition: TaskDefinitionId,
    pub service: Option<(ServiceId, DeploymentId)>,
    pub group: Rc<str>,
    pub started_by: Option<Rc<str>>,
    pub launch_type: LaunchType,
    pub capacity_provider: Option<Rc<str>>,
    /// As asked for; only Fargate has one.
    pub platform_version: Option<Rc<str>>,
    /// None: it waits in PROVISIONING until its capacity provider has room.
    pub target: Option<Target>,
    /// The recorded decision, and which of its choices this task is.
    pub decision: Option<(DecisionId, u32)>,
    /// `overrides` of RunTask or StartTask.
    pub overrides: Option<Rc<Value>>,
    pub network_configuration: Option<Rc<Value>>,
    pub tags: Vec<Tag>,
    pub enable_execute_command: bool,
}

/// Creates the task and sets it on its way to RUNNING.
pub fn create_task(ctx: &mut Ctx, task: NewTask) -> TaskId {
    let id = ctx.world().tasks.next_id();
    let row = launch::task_row(ctx.world(), task);
    ctx.emit(Event::TaskCreated(Rc::new(row)));
    up::set_off(ctx, id);
    id
}

/// Gives a task that waited for capacity its place, and sets it on its way.
pub fn place_task(ctx: &mut Ctx, task: TaskId, target: Target, decision: (DecisionId, u32)) {
    ctx.emit(Event::TaskPlaced { task, target, decision });
    if ctx.world().tasks[task].network_interface.is_none() {
        ctx.emit(Event::TaskStatusChanged { task, status: TaskStatus::Pending });
    }
    up::set_off(ctx, task);
}

/// The container's process dies now with `exit_code`. Does nothing if it is not running.
pub fn kill_container(ctx: &mut Ctx, task: TaskId, container: u8, exit_code: i32, reason: Option<&str>) {
    if !is_running(ctx, task, container) {
        return;
    }
    if connection::is_reachable(ctx.world(), task) {
        containers::ended(ctx, task, container, Some(exit_code), reason.map(Rc::from));
    } else {
        // The agent sees the exit code when it is back, but not what was said of it here.
        connection::hold_back(ctx, task, container, ContainerStep::Exits { code: exit_code });
    }
}

/// The container's process is sent SIGTERM by somebody else than the agent: it ends in its own time, with `exit_code` or
/// the one it has for that, unless it ignores it.
pub fn terminate_process(ctx: &mut Ctx, task: TaskId, container: u8, exit_code: Option<i32>) {
    let behaviour = containers::container_of(ctx.world(), task, container).behaviour.clone();
    if let Some(millis) = behaviour.stop_millis {
        let step = ContainerStep::Exits { code: exit_code.unwrap_or(behaviour.stop_exit_code) };
        containers::promise(ctx, task, container, step, SimDuration::from_millis(u64::from(millis)));
    }
}

/// The kernel kills the container for its memory use. Does nothing if it is not running.
pub fn oom_container(ctx: &mut Ctx, task: TaskId, container: u8) {
    if !is_running(ctx, task, container) {
        return;
    }
    if connection::is_reachable(ctx.world(), task) {
        memory::kill(ctx, task, container);
    } else {
        connection::hold_back(ctx, task, container, ContainerStep::OutOfMemory);
    }
}

fn is_running(ctx: &Ctx, task: TaskId, container: u8) -> bool {
    let row = ctx.world().tasks[task].containers.get(usize::from(container));
    row.is_some_and(|row| row.status == ContainerStatus::Running)
}

/// What the agents do about what others said.
pub fn hear(ctx: &mut Ctx, event: &Event) {
    match event {
        Event::TaskStatusChanged { task, status: TaskStatus::Stopped } => {
            if let Some(instance) = ctx.world().tasks[*task].container_instance {
                up::retry_waiting(ctx, instance);
            }
        }
        Event::AgentConnectionChanged { instance, .. } => connection_changed(ctx, *instance),
        Event::TaskFaultBegan { task, .. } | Event::TaskFaultEnded { task, .. } => {
            health::fault_changed(ctx, *task);
        }
        Event::TargetRegistered(target) => {
            if let Some((task, _)) = target.task {
                up::target_registered(ctx, task);
            }
        }
        Event::TargetHealthChanged { target, state: TargetState::Unused, .. } => {
            if let Some((task, _)) = ctx.world().targets[*target].task {
                down::target_gone(ctx, task);
            }
        }
        _ => {}
    }
}

/// A promise made to a task falls due.
pub fn task_step(ctx: &mut Ctx, task: TaskId, step: TaskStep) {
    match step {
        TaskStep::NetworkReady => up::network_ready(ctx, task),
        TaskStep::AgentAccepts => up::accept(ctx, task),
        TaskStep::Registered => up::registered(ctx, task),
        TaskStep::WaitsTooLong => waiting::give_up(ctx, task),
        TaskStep::Deregistered => down::deregistered(ctx, task),
        TaskStep::MachineGone => down::machine_gone(ctx, task),
        TaskStep::Deprovisioned => down::deprovisioned(ctx, task),
    }
}

/// A promise made to the `start`th life of a container falls due.
pub fn container_step(ctx: &mut Ctx, task: TaskId, container: u8, start: u32, step: ContainerStep) {
    let row = &ctx.world().tasks[task].containers[usize::from(container)];
    if row.restart_count != start || row.status == ContainerStatus::Stopped {
        return;
    }
    if connection::is_reachable(ctx.world(), task) {
        containers::step(ctx, task, container, step);
    } else {
        connection::hold_back(ctx, task, container, step);
    }
}

/// The tasks of a container instance that are not STOPPED, as they are before anything is done to them.
fn live_tasks(ctx: &Ctx, instance: ContainerInstanceId) -> Vec<TaskId> {
    ctx.world().container_instances[instance].tasks.clone()
}
