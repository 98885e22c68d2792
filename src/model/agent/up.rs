//! A task's way to RUNNING.
//!
//! | kind | statuses |
//! |---|---|
//! | EC2, bridge or host | PENDING, RUNNING |
//! | EC2, awsvpc | PROVISIONING, PENDING, RUNNING |
//! | Fargate | PROVISIONING, PENDING, ACTIVATING, RUNNING |
//! | EC2 with targets to register | ACTIVATING comes before RUNNING |

use super::{connection, containers, live_tasks, timing};
use crate::model::ecs::container_instance::Resources;
use crate::model::ecs::task::AttachmentStatus;
use crate::model::ecs::{
    ContainerInstance, ContainerInstanceId, ContainerStatus, LaunchType, Task, TaskId, TaskStatus,
};
use crate::model::elb;
use crate::model::world::timer::TaskStep;
use crate::model::world::{Ctx, Event, Timer, World};

/// Promises a new task its first step.
pub fn set_off(ctx: &mut Ctx, task: TaskId) {
    let row = &ctx.world().tasks[task];
    let (step, span) = match row.last_status {
        TaskStatus::Provisioning if row.waits_for_capacity() => {
            (TaskStep::WaitsTooLong, timing::CAPACITY_WAIT)
        }
        TaskStatus::Provisioning => (TaskStep::NetworkReady, timing::network_provisioning(row.launch_type)),
        _ => (TaskStep::AgentAccepts, timing::AGENT_HEARS),
    };
    promise(ctx, task, step, &span);
}

/// The network interface is attached: PROVISIONING is over.
pub fn network_ready(ctx: &mut Ctx, task: TaskId) {
    let row = &ctx.world().tasks[task];
    if !row.is_wanted() || row.last_status != TaskStatus::Provisioning {
        return;
    }
    let span = timing::until_accepted(row.launch_type);
    ctx.emit(Event::NetworkInterfaceChanged { task, status: AttachmentStatus::Attached });
    ctx.emit(Event::TaskConnected { task });
    ctx.emit(Event::TaskStatusChanged { task, status: TaskStatus::Pending });
    promise(ctx, task, TaskStep::AgentAccepts, &span);
}

/// The agent, or Fargate, takes the task on if it can. On a container instance it waits until what it
/// reserves has really come free; it is tried again when a task there stops or the agent reconnects.
pub fn accept(ctx: &mut Ctx, task: TaskId) {
    let row = &ctx.world().tasks[task];
    if !is_waiting(row) || !has_room(ctx.world(), row) {
        return;
    }
    let launch_type = row.launch_type;
    ctx.emit(Event::TaskAccepted { task });
    if launch_type == LaunchType::Fargate {
        ctx.emit(Event::TaskStatusChanged { task, status: TaskStatus::Activating });
    }
    ctx.emit(Event::TaskPullStarted { task });
    proceed(ctx, task);
}

/// Something was freed, or the agent is back: tries the tasks that wait on this container instance, the
/// oldest first. One that still does not fit does not hold up those behind it.
pub fn retry_waiting(ctx: &mut Ctx, instance: ContainerInstanceId) {
    if ctx.world().container_instances[instance].pending_tasks_count == 0 {
        return;
    }
    for task in live_tasks(ctx, instance) {
        accept(ctx, task);
    }
}

fn is_waiting(task: &Task) -> bool {
    task.is_wanted() && task.last_status == TaskStatus::Pending && task.accepted_at.is_none()
}

fn has_room(world: &World, task: &Task) -> bool {
    let Some(instance) = task.container_instance else { return true };
    let instance = &world.container_instances[instance];
    let ports_free = task.host_ports.iter().all(|port| !instance.held_ports.contains_key(port));
    instance.agent_connected && task.reservation.fits_in(not_held(instance)) && ports_free
}

fn not_held(instance: &ContainerInstance) -> Resources {
    let mut room = instance.registered_resources;
    room.take(instance.held_resources);
    room
}

/// Starts what may start, and declares the task RUNNING once every container is up or has run.
pub fn proceed(ctx: &mut Ctx, task: TaskId) {
    containers::start_what_may_start(ctx, task);
    let row = &ctx.world().tasks[task];
    let up = |status| matches!(status, ContainerStatus::Running | ContainerStatus::Stopped);
    let all_up = row.containers.iter().all(|container| up(container.status));
    if !all_up || !row.is_wanted() || !row.last_status.is_starting() {
        return;
    }
    if !has_targets(ctx.world(), row) {
        ctx.emit(Event::TaskStatusChanged { task, status: TaskStatus::Running });
        return;
    }
    if row.last_status < TaskStatus::Activating {
        ctx.emit(Event::TaskStatusChanged { task, status: TaskStatus::Activating });
    }
    promise(ctx, task, TaskStep::Registered, &timing::REGISTRATION);
}

/// Time to register the task with its target groups, and then to call it RUNNING. Service discovery knows it too by
/// now.
pub fn registered(ctx: &mut Ctx, task: TaskId) {
    if !awaits_registration(ctx.world(), task) {
        return;
    }
    let row = &ctx.world().tasks[task];
    let Some(service) = row.service.filter(|_| elb::lacks_targets(ctx.world(), row)) else {
        ctx.emit(Event::TaskStatusChanged { task, status: TaskStatus::Running });
        return;
    };
    elb::register_waiting(ctx, service);
    if elb::lacks_targets(ctx.world(), &ctx.world().tasks[task]) {
        promise(ctx, task, TaskStep::Registered, &timing::REGISTRATION_RETRY);
    }
}

/// A target group knows the task. Once all do, it is RUNNING.
pub fn target_registered(ctx: &mut Ctx, task: TaskId) {
    if awaits_registration(ctx.world(), task) && !elb::lacks_targets(ctx.world(), &ctx.world().tasks[task]) {
        ctx.emit(Event::TaskStatusChanged { task, status: TaskStatus::Running });
    }
}

fn awaits_registration(world: &World, task: TaskId) -> bool {
    let row = &world.tasks[task];
    row.is_wanted() && row.last_status == TaskStatus::Activating && connection::is_reachable(world, task)
}

/// Belongs to a deployment with load balancers or service discovery, so it is registered before RUNNING.
fn has_targets(world: &World, task: &Task) -> bool {
    is_discovered(world, task) || elb::lacks_targets(world, task)
}

/// Belongs to a service with service discovery, so it is deregistered before STOPPING.
pub fn is_discovered(world: &World, task: &Task) -> bool {
    task.service.is_some_and(|service| !world.services[service].spec.service_registries.is_empty())
}

pub fn promise(ctx: &mut Ctx, task: TaskId, step: TaskStep, span: &timing::Span) {
    let delay = span.draw(ctx);
    ctx.schedule(delay, Timer::TaskStep { task, step });
}
