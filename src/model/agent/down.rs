//! A task's way to STOPPED.
//!
//! | kind | statuses |
//! |---|---|
//! | EC2, bridge or host | STOPPING, STOPPED |
//! | EC2, awsvpc | STOPPING, DEPROVISIONING, STOPPED |
//! | Fargate | DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED |
//! | EC2 with targets to deregister | DEACTIVATING comes before STOPPING |
//!
//! A task whose containers are all gone already skips what has nothing left to do (assumed).

use std::rc::Rc;

use super::{connection, containers, dependencies, timing, up};
use crate::model::ecs::task::AttachmentStatus;
use crate::model::ecs::{ContainerStatus, LaunchType, TaskId, TaskStatus, TaskStopCode};
use crate::model::kernel::SimDuration;
use crate::model::world::timer::{ContainerStep, TaskStep};
use crate::model::world::{Ctx, Event, World};

/// Asks a task to stop, and sets it on its way to STOPPED. Does nothing if that was asked before.
pub fn stop_task(ctx: &mut Ctx, task: TaskId, code: TaskStopCode, reason: &str) {
    if !ctx.world().tasks[task].is_wanted() {
        return;
    }
    ctx.emit(Event::TaskStopAsked { task, code, reason: Rc::from(reason) });
    begin(ctx, task);
}

/// The first step down of a task whose desired status is STOPPED.
pub fn begin(ctx: &mut Ctx, task: TaskId) {
    let row = &ctx.world().tasks[task];
    let has_targets = !row.targets.is_empty();
    let registered =
        row.launch_type == LaunchType::Fargate || has_targets || up::is_discovered(ctx.world(), row);
    if row.last_status != TaskStatus::Running || !registered {
        return proceed(ctx, task);
    }
    if connection::is_reachable(ctx.world(), task) {
        ctx.emit(Event::TaskStatusChanged { task, status: TaskStatus::Deactivating });
        // Targets say themselves when they have drained.
        if !has_targets || hurries(ctx.world(), task) {
            up::promise(ctx, task, TaskStep::Deregistered, &timing::DEREGISTRATION);
        }
    }
}

/// Fargate Spot sends SIGTERM at once, whatever its targets still do (assumed).
fn hurries(world: &World, task: TaskId) -> bool {
    world.tasks[task].stop_code == Some(TaskStopCode::SpotInterruption)
}

/// A target of the task has drained. ECS looks for that now and then, and goes on when it was the last.
pub fn target_gone(ctx: &mut Ctx, task: TaskId) {
    let row = &ctx.world().tasks[task];
    if row.last_status == TaskStatus::Deactivating && row.targets.is_empty() {
        up::promise(ctx, task, TaskStep::Deregistered, &timing::UNUSED_SEEN);
    }
}

/// Nothing is sent to the task any more: its containers can be told to stop.
pub fn deregistered(ctx: &mut Ctx, task: TaskId) {
    let row = &ctx.world().tasks[task];
    if row.last_status == TaskStatus::Deactivating
        && (row.targets.is_empty() || hurries(ctx.world(), task))
        && connection::is_reachable(ctx.world(), task)
    {
        stop_containers(ctx, task);
    }
}

/// Takes the next step down that can be taken now. Safe to call at any time.
pub fn proceed(ctx: &mut Ctx, task: TaskId) {
    let row = &ctx.world().tasks[task];
    if row.is_wanted() || !connection::is_reachable(ctx.world(), task) {
        return;
    }
    let all_stopped = row.containers.iter().all(|row| row.status == ContainerStatus::Stopped);
    match row.last_status {
        TaskStatus::Stopped | TaskStatus::Deprovisioning => {}
        _ if all_stopped => release(ctx, task),
        TaskStatus::Deactivating => {}
        _ => stop_containers(ctx, task),
    }
}

/// Stops each container once those that depend on it have stopped. What never ran is simply dropped.
fn stop_containers(ctx: &mut Ctx, task: TaskId) {
    for container in containers::numbers(&ctx.world().tasks[task]) {
        let status = containers::container_of(ctx.world(), task, container).status;
        if status < ContainerStatus::Running {
            ctx.emit(Event::ContainerStopped { task, container, exit_code: None, reason: None });
        }
    }
    let row = &ctx.world().tasks[task];
    if row.containers.iter().all(|row| row.status == ContainerStatus::Stopped) {
        return release(ctx, task);
    }
    if row.last_status < TaskStatus::Stopping {
        ctx.emit(Event::TaskStatusChanged { task, status: TaskStatus::Stopping });
    }
    for container in containers::numbers(&ctx.world().tasks[task]) {
        let task_row = &ctx.world().tasks[task];
        let row = &task_row.containers[usize::from(container)];
        if row.status == ContainerStatus::Running
            && !row.stop_requested
            && dependencies::may_stop(task_row, container)
        {
            send_sigterm(ctx, task, container);
        }
    }
}

/// SIGTERM, and SIGKILL when `stopTimeout` has passed without the process ending.
fn send_sigterm(ctx: &mut Ctx, task: TaskId, container: u8) {
    let row = &ctx.world().tasks[task];
    let timeout = containers::definition_of(row, container).stop_timeout_seconds();
    let timeout = SimDuration::from_secs(u64::from(timeout));
    let graceful = row.containers[usize::from(container)].behaviour.stop_millis;
    let graceful = graceful.map(|millis| SimDuration::from_millis(u64::from(millis)));
    ctx.emit(Event::ContainerStopAsked { task, container });
    let (step, delay) = match graceful.filter(|span| *span < timeout) {
        Some(span) => (ContainerStep::StopsGracefully, span),
        None => (ContainerStep::Killed, timeout),
    };
    containers::promise(ctx, task, container, step, delay);
}

/// All containers are gone. On Fargate their machine is taken down first if it was told to stop them.
fn release(ctx: &mut Ctx, task: TaskId) {
    let row = &ctx.world().tasks[task];
    if row.launch_type == LaunchType::Fargate && row.last_status == TaskStatus::Stopping {
        return up::promise(ctx, task, TaskStep::MachineGone, &timing::FARGATE_SHUTDOWN);
    }
    deprovision(ctx, task);
}

/// Fargate has taken down the machine of a task.
pub fn machine_gone(ctx: &mut Ctx, task: TaskId) {
    if ctx.world().tasks[task].last_status == TaskStatus::Stopping {
        deprovision(ctx, task);
    }
}

/// Gives back the network interface, if there is one, and then is STOPPED.
fn deprovision(ctx: &mut Ctx, task: TaskId) {
    let row = &ctx.world().tasks[task];
    if row.network_interface.is_none() {
        ctx.emit(Event::TaskStatusChanged { task, status: TaskStatus::Stopped });
        return;
    }
    let span = timing::network_deprovisioning(row.launch_type);
    ctx.emit(Event::TaskStatusChanged { task, status: TaskStatus::Deprovisioning });
    up::promise(ctx, task, TaskStep::Deprovisioned, &span);
}

/// The network interface is deleted.
pub fn deprovisioned(ctx: &mut Ctx, task: TaskId) {
    if ctx.world().tasks[task].last_status == TaskStatus::Deprovisioning {
        ctx.emit(Event::NetworkInterfaceChanged { task, status: AttachmentStatus::Deleted });
        ctx.emit(Event::TaskStatusChanged { task, status: TaskStatus::Stopped });
    }
}
