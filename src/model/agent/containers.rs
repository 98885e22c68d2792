//! One container's life: pulled, created, started, ended.

use std::rc::Rc;

use super::{dependencies, down, health, memory, messages, ports, restart, timing, up};
use crate::model::ecs::task_definition::ContainerDefinition;
use crate::model::ecs::{Container, ContainerStatus, Task, TaskId, TaskStopCode};
use crate::model::kernel::SimDuration;
use crate::model::workload::{PullOutcome, Then};
use crate::model::world::timer::ContainerStep;
use crate::model::world::{Ctx, Event, Room, Timer, World};

pub fn container_of(world: &World, task: TaskId, container: u8) -> &Container {
    &world.tasks[task].containers[usize::from(container)]
}

pub fn definition_of(task: &Task, container: u8) -> &ContainerDefinition {
    &task.definition.container_definitions[usize::from(container)]
}

/// Numbers of the containers of a task; a task definition has at most ten.
pub fn numbers(task: &Task) -> std::ops::Range<u8> {
    0..task.containers.len() as u8
}

/// What was promised to a container that is still in the life it was promised to.
pub fn step(ctx: &mut Ctx, task: TaskId, container: u8, step: ContainerStep) {
    let row = container_of(ctx.world(), task, container);
    let (status, stop_requested) = (row.status, row.stop_requested);
    match (step, status) {
        (ContainerStep::PullDone, ContainerStatus::Pulling) => pulled(ctx, task, container),
        (ContainerStep::PullFailed, ContainerStatus::Pulling) => pull_failed(ctx, task, container),
        (ContainerStep::Started, ContainerStatus::Created) => started(ctx, task, container),
        (ContainerStep::Exits { code }, ContainerStatus::Running) => {
            ended(ctx, task, container, Some(code), None);
        }
        (ContainerStep::OutOfMemory, ContainerStatus::Running) => memory::kill(ctx, task, container),
        (ContainerStep::HealthCheck, ContainerStatus::Running) => health::check(ctx, task, container),
        (ContainerStep::StartTimeout, ContainerStatus::Running) => {
            dependencies::start_timed_out(ctx, task, container);
        }
        (ContainerStep::StopsGracefully, ContainerStatus::Running) if stop_requested => {
            let code = container_of(ctx.world(), task, container).behaviour.stop_exit_code;
            ended(ctx, task, container, Some(code), None);
        }
        (ContainerStep::Killed, ContainerStatus::Running) if stop_requested => {
            ended(ctx, task, container, Some(messages::SIGKILL_EXIT_CODE), None);
        }
        _ => {}
    }
}

/// Pulls every container whose dependencies allow it, and gives up those whose dependencies never will.
pub fn start_what_may_start(ctx: &mut Ctx, task: TaskId) {
    for container in numbers(&ctx.world().tasks[task]) {
        let row = &ctx.world().tasks[task];
        if !row.is_wanted() {
            return;
        }
        if row.containers[usize::from(container)].status != ContainerStatus::None {
            continue;
        }
        match dependencies::gate(row, container) {
            dependencies::Gate::Open => pull(ctx, task, container),
            dependencies::Gate::Waiting => {}
            dependencies::Gate::Never => {
                let reason = messages::unresolvable_dependencies(ctx.world(), task);
                ended(ctx, task, container, None, Some(reason));
            }
        }
    }
}

/// Docker is asked to pull. By default the agent falls back on a cached image when that fails.
fn pull(ctx: &mut Ctx, task: TaskId, container: u8) {
    let row = &ctx.world().tasks[task];
    let behaviour = row.containers[usize::from(container)].behaviour.clone();
    let cached = is_cached(ctx.world(), row, container);
    let launch_type = row.launch_type;
    ctx.emit(Event::ContainerStatusChanged { task, container, status: ContainerStatus::Pulling });
    let (step, span) = match behaviour.pull {
        PullOutcome::Ok => {
            (ContainerStep::PullDone, timing::pull(launch_type, behaviour.pull_size_mib, cached))
        }
        _ if cached => (ContainerStep::PullDone, timing::PULL_REFUSED),
        PullOutcome::Missing | PullOutcome::Denied => (ContainerStep::PullFailed, timing::PULL_REFUSED),
        PullOutcome::Timeout => (ContainerStep::PullFailed, timing::PULL_UNANSWERED),
    };
    let delay = span.draw(ctx);
    promise(ctx, task, container, step, delay);
}

fn is_cached(world: &World, task: &Task, container: u8) -> bool {
    let image = definition_of(task, container).image.as_str();
    let instance = task.container_instance.map(|instance| &world.container_instances[instance]);
    instance.is_some_and(|instance| instance.image_cache.contains_key(image))
}

fn pulled(ctx: &mut Ctx, task: TaskId, container: u8) {
    let row = &ctx.world().tasks[task];
    let launch_type = row.launch_type;
    if let Some(instance) = row.container_instance.filter(|_| !is_cached(ctx.world(), row, container)) {
        let image = Rc::from(definition_of(row, container).image.as_str());
        ctx.emit(Event::ImageCached { instance, image });
    }
    pull_stopped(ctx, task, container);
    ctx.emit(Event::ContainerStatusChanged { task, container, status: ContainerStatus::Created });
    if container_of(ctx.world(), task, container).behaviour.then == Then::CannotStart {
        return ended(ctx, task, container, None, Some(messages::cannot_start()));
    }
    let delay = timing::container_start(launch_type).draw(ctx);
    promise(ctx, task, container, ContainerStep::Started, delay);
}

/// `pullStoppedAt` moves on with each round of pulls, as gated containers are pulled later.
fn pull_stopped(ctx: &mut Ctx, task: TaskId, container: u8) {
    let row = &ctx.world().tasks[task];
    let pulls = |&other: &u8| row.containers[usize::from(other)].status == ContainerStatus::Pulling;
    if !numbers(row).any(|other| other != container && pulls(&other)) {
        ctx.emit(Event::TaskPullStopped { task });
    }
}

fn pull_failed(ctx: &mut Ctx, task: TaskId, container: u8) {
    let row = &ctx.world().tasks[task];
    let outcome = row.containers[usize::from(container)].behaviour.pull;
    let reason = messages::cannot_pull(&definition_of(row, container).image, outcome);
    pull_stopped(ctx, task, container);
    ended(ctx, task, container, None, Some(reason));
}

fn started(ctx: &mut Ctx, task: TaskId, container: u8) {
    ports::bind(ctx, task, container);
    ctx.emit(Event::ContainerStatusChanged { task, container, status: ContainerStatus::Running });
    watch_process(ctx, task, container);
    up::proceed(ctx, task);
}

/// Promises what the process will do, now that it has been (re)started.
fn watch_process(ctx: &mut Ctx, task: TaskId, container: u8) {
    let behaviour = container_of(ctx.world(), task, container).behaviour.clone();
    let up_after = SimDuration::from_millis(u64::from(behaviour.boot_millis));
    match behaviour.then {
        Then::Exit { code, after_millis } => {
            let delay = up_after + SimDuration::from_millis(u64::from(after_millis));
            promise(ctx, task, container, ContainerStep::Exits { code }, delay);
        }
        Then::Crash { code, mean_millis } => {
            let mean = SimDuration::from_millis(u64::from(mean_millis));
            let delay = up_after + ctx.draw(Room::Workload).waiting_time(mean);
            promise(ctx, task, container, ContainerStep::Exits { code }, delay);
        }
        Then::Run | Then::Leak { .. } | Then::CannotStart => {}
    }
    memory::watch(ctx, task, container);
    health::watch(ctx, task, container);
    dependencies::watch_start_timeout(ctx, task, container);
}

/// The container's process ended with `exit_code`, or it never ran and never will. A restart policy may
/// bring it back; an essential container that stays down takes the task with it.
pub fn ended(ctx: &mut Ctx, task: TaskId, container: u8, exit_code: Option<i32>, reason: Option<Rc<str>>) {
    if restart::restarts(ctx.world(), task, container, exit_code) {
        ctx.emit(Event::ContainerRestarted { task, container });
        watch_process(ctx, task, container);
        health::tell_task(ctx, task);
        return;
    }
    ctx.emit(Event::ContainerStopped { task, container, exit_code, reason: reason.clone() });
    let row = &ctx.world().tasks[task];
    if row.is_wanted() && definition_of(row, container).essential {
        let (code, text) = match (exit_code, reason) {
            (None, Some(reason)) => (TaskStopCode::TaskFailedToStart, reason),
            _ => (TaskStopCode::EssentialContainerExited, Rc::from(messages::ESSENTIAL_CONTAINER_EXITED)),
        };
        ctx.emit(Event::TaskStopAsked { task, code, reason: text });
    }
    if ctx.world().tasks[task].is_wanted() {
        up::proceed(ctx, task);
    } else {
        down::proceed(ctx, task);
    }
}

/// Promises a step to the container's present life.
pub fn promise(ctx: &mut Ctx, task: TaskId, container: u8, step: ContainerStep, delay: SimDuration) {
    let start = container_of(ctx.world(), task, container).restart_count;
    ctx.schedule(delay, Timer::ContainerStep { task, container, start, step });
}
