//! Agents that lose their connection, and hosts that are lost altogether.
//!
//! While an agent is disconnected its containers live on, but ECS hears nothing: the task keeps its last
//! status and health, nothing new starts, nothing is reported as stopped.

use std::rc::Rc;

use super::{containers, down, live_tasks, messages, up};
use crate::model::ecs::task::AttachmentStatus;
use crate::model::ecs::{ContainerInstanceId, ContainerStatus, TaskId, TaskStatus, TaskStopCode};
use crate::model::kernel::SimDuration;
use crate::model::world::timer::ContainerStep;
use crate::model::world::{Ctx, Event, World};

/// ECS and the task hear each other. Always so on Fargate.
pub fn is_reachable(world: &World, task: TaskId) -> bool {
    let instance = world.tasks[task].container_instance;
    instance.is_none_or(|instance| world.container_instances[instance].agent_connected)
}

/// What happened to a container is kept until the agent is back and can say it.
pub fn hold_back(ctx: &mut Ctx, task: TaskId, container: u8, step: ContainerStep) {
    ctx.emit(Event::ReportHeldBack { task, container, step });
}

/// The agent of a container instance came or went. When it comes it tells all that happened meanwhile,
/// stops what shall be stopped and starts what was waiting.
pub fn connection_changed(ctx: &mut Ctx, instance: ContainerInstanceId) {
    if !ctx.world().container_instances[instance].agent_connected {
        return;
    }
    for task in live_tasks(ctx, instance) {
        catch_up(ctx, task);
        resume(ctx, task);
    }
    up::retry_waiting(ctx, instance);
}

/// What was held back happens now, as far as ECS is concerned.
fn catch_up(ctx: &mut Ctx, task: TaskId) {
    let mut held_back = Vec::new();
    for container in containers::numbers(&ctx.world().tasks[task]) {
        let row = containers::container_of(ctx.world(), task, container);
        held_back.extend(row.held_back.iter().map(|&step| (container, step)));
    }
    if held_back.is_empty() {
        return;
    }
    ctx.emit(Event::ReportsCaughtUp { task });
    for (container, step) in held_back {
        containers::promise(ctx, task, container, step, SimDuration::ZERO);
    }
}

fn resume(ctx: &mut Ctx, task: TaskId) {
    let row = &ctx.world().tasks[task];
    match row.last_status {
        // The deregistration was over while nobody could be told to stop, or soon will be.
        TaskStatus::Deactivating => down::deregistered(ctx, task),
        status if !row.is_wanted() && status < TaskStatus::Stopping => down::begin(ctx, task),
        _ if !row.is_wanted() => down::proceed(ctx, task),
        status if status.is_starting() && row.accepted_at.is_some() => up::proceed(ctx, task),
        _ => {}
    }
}

/// The EC2 instance is gone, and the containers with it: its tasks are STOPPED at once, without the steps
/// that lead there.
pub fn host_lost(ctx: &mut Ctx, instance: ContainerInstanceId, code: TaskStopCode, reason: &str) {
    let reason = Rc::from(reason);
    for task in live_tasks(ctx, instance) {
        lose(ctx, task, code, &reason);
    }
}

/// The container instance was deregistered with force while tasks ran on it. Their containers live on as
/// orphans, but ECS counts the tasks as STOPPED. The stop code is assumed.
pub fn deregistered(ctx: &mut Ctx, instance: ContainerInstanceId) {
    host_lost(ctx, instance, TaskStopCode::UserInitiated, messages::DEREGISTRATION_FORCED);
}

fn lose(ctx: &mut Ctx, task: TaskId, code: TaskStopCode, reason: &Rc<str>) {
    let row = &ctx.world().tasks[task];
    if row.last_status == TaskStatus::Stopped {
        return;
    }
    let containers = row.containers.len() as u8;
    let has_interface = row.network_interface.is_some();
    if row.is_wanted() {
        ctx.emit(Event::TaskStopAsked { task, code, reason: reason.clone() });
    }
    for container in 0..containers {
        let row = &ctx.world().tasks[task].containers[usize::from(container)];
        if row.status != ContainerStatus::Stopped {
            ctx.emit(Event::ContainerStopped { task, container, exit_code: None, reason: None });
        }
    }
    if has_interface {
        ctx.emit(Event::NetworkInterfaceChanged { task, status: AttachmentStatus::Deleted });
    }
    ctx.emit(Event::TaskStatusChanged { task, status: TaskStatus::Stopped });
}
