//! What makes the scheduler look at a service, and how soon. Nothing is decided here: a look is promised,
//! and whatever happens until then is seen by the same look. Costs nothing that grows with the service.

use std::rc::Rc;

use super::health::{self, SETTLING};
use super::{deployments, failure, rebalance, service_deployments, steady, throttle, waiting};
use crate::model::ecs::service::{AvailabilityZoneRebalancing, Rebalancing, SchedulerMemory};
use crate::model::ecs::{
    AlarmState, ClusterId, ContainerInstanceId, ContainerInstanceStatus, DeploymentId, Service, ServiceId,
    ServiceStatus, TargetId, TargetState, Task, TaskId, TaskStatus, TaskStopCode,
};
use crate::model::kernel::SimDuration;
use crate::model::world::{CapacityEvent, Ctx, Event, Room, Timer, World};

/// From the shortest to the longest time until the scheduler reacts.
type Reaction = (SimDuration, SimDuration);

const fn millis(low: u64, high: u64) -> Reaction {
    (SimDuration::from_millis(low), SimDuration::from_millis(high))
}

/// A new service said "has started" 5.8 seconds after it was created.
const TO_NEW_DEPLOYMENT: Reaction = millis(4_500, 7_000);
/// A lost task was replaced after 0.7 and after 19 seconds.
const TO_LOST_TASK: Reaction = millis(700, 19_000);
/// A task that ended at once was followed by the next one every 13 to 23 seconds, for ever.
const TO_CRASHED_TASK: Reaction = millis(10_000, 20_000);
/// A task that was RUNNING for less than this ended at once (assumed).
const AT_ONCE: SimDuration = SimDuration::from_secs(10);
/// How often alarms are polled is not documented (assumed).
const TO_ALARM: Reaction = millis(5_000, 20_000);
const TO_UPDATE: Reaction = millis(1_000, 5_000);
const TO_SETTLING: Reaction = millis(1_000, 3_000);
/// A daemon's task comes before those of other services on a new container instance (how soon is assumed).
const TO_DAEMON: Reaction = millis(2_000, 6_000);
/// A placement failure was cured 31 seconds after a container instance joined.
const TO_CAPACITY: Reaction = millis(20_000, 40_000);

/// Promises a look wherever one may be needed.
pub fn hear(ctx: &mut Ctx, event: &Event) {
    match event {
        Event::DeploymentCreated { service, deployment } => {
            if deployment.task_set.is_none() {
                service_deployments::begin(ctx, *service, deployment.id);
            }
            on_deployment(ctx, *service);
        }
        Event::ServiceChanged { service, .. } => on_update(ctx, *service),
        Event::ServiceStatusChanged { service, .. } => promise(ctx, *service, TO_UPDATE),
        Event::TaskStatusChanged { task, status } => on_status(ctx, *task, *status),
        Event::TaskStopAsked { task, code, .. } => on_stop_asked(ctx, *task, *code),
        Event::TaskHealthChanged { task, .. } | Event::TaskProtectionChanged { task, .. } => {
            on_health(ctx, *task);
        }
        Event::TargetHealthChanged { target, state, .. } => on_target(ctx, *target, *state),
        Event::ContainerInstanceRegistered(instance) => {
            on_capacity(ctx, instance.cluster);
            on_new_room(ctx, instance.cluster);
        }
        Event::ContainerInstanceStatusChanged { instance, status, .. } => {
            on_instance_status(ctx, *instance, *status);
        }
        Event::AgentConnectionChanged { instance, connected: true }
        | Event::AttributesChanged { instance, .. } => {
            let cluster = ctx.world().container_instances[*instance].cluster;
            on_capacity(ctx, cluster);
            on_new_room(ctx, cluster);
        }
        Event::ZonePowerChanged { available: true, .. }
        | Event::Capacity(CapacityEvent::ShortageEnded { .. }) => on_power(ctx),
        Event::Capacity(CapacityEvent::TaskRetires { task }) => {
            if let Some(service) = ctx.world().tasks[*task].service {
                unsettle(ctx, service);
                promise(ctx, service, TO_UPDATE);
            }
        }
        Event::AlarmChanged { name, to } if to.state == AlarmState::Alarm => on_alarm(ctx, name),
        _ => {}
    }
}

/// Alarms are polled.
fn on_alarm(ctx: &mut Ctx, name: &str) {
    let world = ctx.world();
    let watches = |service: &ServiceId| {
        let row = world.services[*service].service_deployment;
        let alarms = row.and_then(|row| world.service_deployments[&row].configuration.alarms());
        alarms.is_some_and(|alarms| alarms.names.iter().any(|watched| **watched == *name))
    };
    let watching: Vec<ServiceId> = world.services.ids().filter(watches).collect();
    for service in watching {
        promise(ctx, service, TO_ALARM);
    }
}

/// A new deployment is a new chance: what failed before is forgotten.
fn on_deployment(ctx: &mut Ctx, service: ServiceId) {
    let mut memory = memory_of(ctx, service);
    throttle::reset(&mut memory);
    steady::disturb(&mut memory);
    memory.stuck_message_at = None;
    memory.placement_failure = None;
    remember(ctx, service, memory);
    promise(ctx, service, TO_NEW_DEPLOYMENT);
}

/// Somebody did something about the service: what still holds it back is worth saying again.
fn on_update(ctx: &mut Ctx, service: ServiceId) {
    if ctx.world().services[service].memory.placement_failure.is_some() {
        remember(ctx, service, SchedulerMemory { placement_failure: None, ..memory_of(ctx, service) });
    }
    unsettle(ctx, service);
    promise(ctx, service, TO_UPDATE);
}

/// Something happened that the next look will have to judge: until then the service does not count as steady. What
/// was said of it stands, in case nothing has to be done.
fn unsettle(ctx: &mut Ctx, service: ServiceId) {
    if ctx.world().services[service].memory.steady_since.is_some() {
        remember(ctx, service, SchedulerMemory { steady_since: None, ..memory_of(ctx, service) });
    }
}

fn on_status(ctx: &mut Ctx, id: TaskId, status: TaskStatus) {
    let world = ctx.world();
    let task = world.tasks.rc(id).clone();
    let (Some(service), Some(deployment)) = (task.service, task.deployment) else { return };
    if status == TaskStatus::Running {
        clear_start_failures(ctx, service);
        deployments::note_running(ctx, service, deployment);
        if !task.definition.has_essential_health_check() && task.targets.is_empty() {
            deployments::clear_failures(ctx, service, deployment);
        }
        let row = &ctx.world().services[service];
        if row.deployments.len() > 1
            && !task.definition.has_essential_health_check()
            && task.targets.is_empty()
        {
            promise(ctx, service, (SETTLING + TO_SETTLING.0, SETTLING + TO_SETTLING.1));
        }
    }
    let failed = status == TaskStatus::Stopped && task.started_at.is_none();
    if failed && task.stop_code != Some(TaskStopCode::ServiceSchedulerInitiated) {
        count_start_failure(ctx, service);
        deployments::count_start_failure(ctx, service, deployment);
        if failure::is_broken(ctx.world(), service) {
            promise(ctx, service, TO_SETTLING);
        }
    }
    if may_have_settled(&ctx.world().services[service], deployment) {
        promise(ctx, service, TO_SETTLING);
    }
}

/// The counts say that something may be complete: the service, perhaps with tasks too many that were waiting
/// for their replacements; an old deployment; or the end of a deleted service. The look finds out.
fn may_have_settled(service: &Service, deployment: DeploymentId) -> bool {
    if service.status == ServiceStatus::Draining {
        return service.pending_count() + service.running_count() == 0;
    }
    if service.is_external() {
        return true;
    }
    let settled = service.running_count() >= service.desired_count && service.pending_count() == 0;
    let mut old = service.deployments.iter().skip(1);
    settled || old.any(|row| row.id == deployment && row.running_count + row.pending_count == 0)
}

fn on_stop_asked(ctx: &mut Ctx, id: TaskId, code: TaskStopCode) {
    let task = ctx.world().tasks.rc(id).clone();
    if task.container_instance.is_some() {
        on_capacity(ctx, task.cluster);
    }
    // What the scheduler stopped itself it knows of.
    if let Some(service) = task.service.filter(|_| code != TaskStopCode::ServiceSchedulerInitiated) {
        unsettle(ctx, service);
        if ended_at_once(ctx.world(), &task, code) {
            promise(ctx, service, TO_CRASHED_TASK);
        } else {
            promise_reaction_to_loss(ctx, service);
        }
    }
}

fn ended_at_once(world: &World, task: &Task, code: TaskStopCode) -> bool {
    let ran = task.started_at.map(|started| world.now.since(started));
    code == TaskStopCode::EssentialContainerExited && ran.is_some_and(|ran| ran < AT_ONCE)
}

/// Mostly quick, sometimes slow: the shorter of two draws.
fn promise_reaction_to_loss(ctx: &mut Ctx, service: ServiceId) {
    let slow = ctx.draw(Room::Scheduler).duration(TO_LOST_TASK.0, TO_LOST_TASK.1);
    promise(ctx, service, (TO_LOST_TASK.0, slow));
}

fn on_health(ctx: &mut Ctx, task: TaskId) {
    let task = ctx.world().tasks.rc(task).clone();
    if let Some(service) = task.service.filter(|_| task.is_wanted()) {
        if let Some(deployment) = task.deployment.filter(|_| health::passes(ctx.world(), &task)) {
            deployments::clear_failures(ctx, service, deployment);
        }
        unsettle(ctx, service);
        promise(ctx, service, TO_SETTLING);
    }
}

/// A target that begins to drain may have been the last that an old deployment waited for.
fn on_target(ctx: &mut Ctx, target: TargetId, state: TargetState) {
    let Some((task, _)) = ctx.world().targets[target].task else { return };
    match state {
        TargetState::Unused => {}
        TargetState::Draining => {
            if let Some(service) = ctx.world().tasks[task].service {
                promise(ctx, service, TO_SETTLING);
            }
        }
        _ => on_health(ctx, task),
    }
}

fn on_instance_status(ctx: &mut Ctx, id: ContainerInstanceId, status: ContainerInstanceStatus) {
    let row = ctx.world().container_instances.rc(id).clone();
    on_capacity(ctx, row.cluster);
    if status == ContainerInstanceStatus::Draining {
        for &task in &row.tasks {
            if let Some(service) = ctx.world().tasks[task].service {
                unsettle(ctx, service);
                promise(ctx, service, TO_UPDATE);
            }
        }
    }
}

/// Room may have appeared for a service, or for a task, that waits for it.
fn on_capacity(ctx: &mut Ctx, cluster: ClusterId) {
    waiting::promise(ctx, cluster);
    let all = (cluster, ServiceId(0))..=(cluster, ServiceId(u32::MAX));
    let waiting: Vec<_> = ctx.world().services_awaiting_capacity.range(all).copied().collect();
    for (_, service) in waiting {
        let is_daemon = ctx.world().services[service].is_daemon();
        promise(ctx, service, if is_daemon { TO_DAEMON } else { TO_CAPACITY });
    }
}

/// Room in a zone that may have had none: services that even out their zones look whether they still are.
fn on_new_room(ctx: &mut Ctx, cluster: ClusterId) {
    let evened = |service: &Service| {
        service.availability_zone_rebalancing == AvailabilityZoneRebalancing::Enabled && !service.is_daemon()
    };
    let world = ctx.world();
    let services = world.clusters[cluster].services.iter().copied();
    let services: Vec<ServiceId> = services.filter(|&id| evened(&world.services[id])).collect();
    for service in services {
        if ctx.world().services[service].memory.rebalancing == Some(Rebalancing::Held) {
            remember(ctx, service, SchedulerMemory { rebalancing: None, ..memory_of(ctx, service) });
        }
        promise(ctx, service, rebalance::AFTER_NEW_ROOM);
    }
}

fn on_power(ctx: &mut Ctx) {
    let waiting: Vec<_> = ctx.world().services_awaiting_capacity.iter().copied().collect();
    for (_, service) in waiting {
        promise(ctx, service, TO_CAPACITY);
    }
}

fn count_start_failure(ctx: &mut Ctx, service: ServiceId) {
    let mut memory = memory_of(ctx, service);
    memory.start_failures += 1;
    remember(ctx, service, memory);
}

fn clear_start_failures(ctx: &mut Ctx, service: ServiceId) {
    if ctx.world().services[service].memory.start_failures > 0 {
        let mut memory = memory_of(ctx, service);
        throttle::reset(&mut memory);
        remember(ctx, service, memory);
        promise(ctx, service, TO_SETTLING);
    }
}

/// Somebody answered or stopped its deployment.
pub fn promise_soon(ctx: &mut Ctx, service: ServiceId) {
    unsettle(ctx, service);
    promise(ctx, service, TO_SETTLING);
}

/// Makes sure of a look at the service within the given time. If one is promised for before that, it is
/// that one.
fn promise(ctx: &mut Ctx, service: ServiceId, (soonest, latest): Reaction) {
    let row = &ctx.world().services[service];
    let due = row.memory.next_look_at;
    if row.status == ServiceStatus::Inactive || due.is_some_and(|due| due <= ctx.now() + soonest) {
        return;
    }
    let delay = ctx.draw(Room::Scheduler).duration(soonest, latest);
    let at = ctx.now() + delay;
    if due.is_none_or(|due| at < due) {
        let memory = SchedulerMemory { next_look_at: Some(at), ..memory_of(ctx, service) };
        remember(ctx, service, memory);
        ctx.schedule(delay, Timer::ServiceLook { service });
    }
}

fn memory_of(ctx: &Ctx, service: ServiceId) -> SchedulerMemory {
    (*ctx.world().services[service].memory).clone()
}

fn remember(ctx: &mut Ctx, service: ServiceId, memory: SchedulerMemory) {
    ctx.emit(Event::SchedulerMemoryChanged { service, memory: Rc::new(memory) });
}
