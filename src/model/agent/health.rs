//! Container health checks, and the task's health that follows from them.
//!
//! A check's outcome at any moment follows from the image's behaviour, so no timer runs per check: only
//! the moments at which the health status changes are worked out and promised.

use super::containers;
use crate::model::ecs::task_definition::HealthCheck;
use crate::model::ecs::{Container, HealthStatus, Task, TaskId};
use crate::model::kernel::{SimDuration, SimTime};
use crate::model::workload::{self, HealthPlan, strain};
use crate::model::world::timer::ContainerStep;
use crate::model::world::{Ctx, Event, World};

/// A health status and when it is reached, in milliseconds since the container was (re)started.
type Change = (u64, HealthStatus);

/// Makes every health check of a container fail from now on, until it is restarted. It turns UNHEALTHY
/// after as many failures as `retries` says. False if it has no health check or does not run.
pub fn fail_health(ctx: &mut Ctx, task: TaskId, container: u8) -> bool {
    let checked = check_of(ctx.world(), task, container).is_some();
    if !checked || !super::is_running(ctx, task, container) {
        return false;
    }
    if containers::container_of(ctx.world(), task, container).health_broken_at.is_none() {
        ctx.emit(Event::ContainerHealthBroken { task, container });
        watch(ctx, task, container);
    }
    true
}

/// A fault of the task began or ended: its health checks may turn out otherwise.
pub fn fault_changed(ctx: &mut Ctx, task: TaskId) {
    for container in containers::numbers(&ctx.world().tasks[task]) {
        if super::is_running(ctx, task, container) {
            watch(ctx, task, container);
        }
    }
}

/// Promises the next moment at which the container's health status changes.
pub fn watch(ctx: &mut Ctx, task: TaskId, container: u8) {
    let world = ctx.world();
    let Some(check) = check_of(world, task, container) else { return };
    let row = containers::container_of(world, task, container);
    let age = age_millis(world, row);
    let next = changes(check, &world.tasks[task], row).into_iter().find(|(at, _)| *at > age);
    if let Some((at, _)) = next {
        let delay = SimDuration::from_millis(at - age);
        containers::promise(ctx, task, container, ContainerStep::HealthCheck, delay);
    }
}

/// A health check at which the status may change.
pub fn check(ctx: &mut Ctx, task: TaskId, container: u8) {
    let world = ctx.world();
    let Some(check) = check_of(world, task, container) else { return };
    let row = containers::container_of(world, task, container);
    let age = age_millis(world, row);
    let latest = changes(check, &world.tasks[task], row).into_iter().rfind(|(at, _)| *at <= age);
    let health = latest.map_or(HealthStatus::Unknown, |(_, health)| health);
    if health != row.health_status {
        ctx.emit(Event::ContainerHealthChanged { task, container, health });
        tell_task(ctx, task);
        super::up::proceed(ctx, task);
    }
    watch(ctx, task, container);
}

/// Brings the task's health in line with its containers': any UNHEALTHY, else any UNKNOWN, else HEALTHY,
/// of the essential containers that have a check.
pub fn tell_task(ctx: &mut Ctx, task: TaskId) {
    let row = &ctx.world().tasks[task];
    let definitions = row.definition.container_definitions.iter();
    let mut checked = definitions
        .zip(&row.containers)
        .filter(|(definition, _)| definition.essential && definition.has_health_check())
        .map(|(_, container)| container.health_status)
        .peekable();
    let health = match checked.peek() {
        None => HealthStatus::Unknown,
        Some(_) => checked.max_by_key(|health| severity(*health)).unwrap_or(HealthStatus::Unknown),
    };
    if health != row.health_status {
        ctx.emit(Event::TaskHealthChanged { task, health });
    }
}

fn severity(health: HealthStatus) -> u8 {
    match health {
        HealthStatus::Healthy => 0,
        HealthStatus::Unknown => 1,
        HealthStatus::Unhealthy => 2,
    }
}

fn check_of(world: &World, task: TaskId, container: u8) -> Option<&HealthCheck> {
    let definition = containers::definition_of(&world.tasks[task], container);
    definition.health_check.as_ref().filter(|_| definition.has_health_check())
}

fn age_millis(world: &World, container: &Container) -> u64 {
    container.started_at.map_or(0, |started_at| world.now.since(started_at).as_millis())
}

/// Every change of one life, in order. Checks run at each whole multiple of `interval`, and what they find is known at
/// once, a dropped one too (assumed: none takes time, so `timeout` is not looked at).
fn changes(check: &HealthCheck, task: &Task, container: &Container) -> Vec<Change> {
    let interval = u64::from(check.interval_seconds().max(1)) * 1000;
    let grace = u64::from(check.start_period_seconds()) * 1000;
    let retries = u64::from(check.retries().max(1));
    let (pass_from, fail_from) = passing(check, container);
    let dropped = dropped(check, task, container);
    let mut turns = vec![0, pass_from, fail_from];
    turns.extend(dropped.iter().flat_map(|&(from, until)| [from, until]));
    turns.sort_unstable();
    turns.dedup();
    let mut changes = Vec::new();
    let (mut failures, mut in_grace) = (0, true);
    let mut health = HealthStatus::Unknown;
    for (number, &from) in turns.iter().enumerate() {
        let until = turns.get(number + 1).copied().unwrap_or(u64::MAX);
        let first = interval.saturating_mul(from.div_ceil(interval).max(1));
        if first >= until {
            continue;
        }
        let is_dropped = dropped.iter().any(|&(began, ended)| (began..ended).contains(&from));
        if (pass_from..fail_from).contains(&from) && !is_dropped {
            // A pass ends the grace: from then on every failure counts.
            (failures, in_grace) = (0, false);
            if health != HealthStatus::Healthy {
                health = HealthStatus::Healthy;
                changes.push((first, health));
            }
            continue;
        }
        // Failures inside the grace do not count; the first that does is the first check after it.
        let counted = if in_grace { first.max(interval * (grace / interval + 1)) } else { first };
        if counted >= until || health == HealthStatus::Unhealthy {
            continue;
        }
        let gives_up = counted + interval * (retries - failures - 1);
        if gives_up < until {
            health = HealthStatus::Unhealthy;
            changes.push((gives_up, health));
        } else {
            failures += (until - 1 - counted) / interval + 1;
        }
    }
    changes
}

/// The times in which a fault of the task drops what the check sends to its own host, in milliseconds since the
/// container was (re)started.
fn dropped(check: &HealthCheck, task: &Task, container: &Container) -> Vec<(u64, u64)> {
    if task.faults.is_empty() {
        return Vec::new();
    }
    let Some(port) = workload::checked_port(&check.command) else { return Vec::new() };
    let started_at = container.started_at.unwrap_or_default();
    let dropping = task.faults.iter().filter(|fault| strain::drops(&fault.kind, port));
    let age = |at: SimTime| at.since(started_at).as_millis();
    dropping.map(|fault| (age(fault.began_at), fault.ended_at.map_or(u64::MAX, age))).collect()
}

/// From when until when checks pass, in milliseconds since the container was (re)started.
fn passing(check: &HealthCheck, container: &Container) -> (u64, u64) {
    if workload::check_always_fails(&check.command) {
        return (0, 0);
    }
    let up = u64::from(container.behaviour.boot_millis);
    let (from, until) = match container.behaviour.health {
        HealthPlan::Healthy => (up, u64::MAX),
        HealthPlan::HealthyAfter { after_millis } => (up + u64::from(after_millis), u64::MAX),
        HealthPlan::UnhealthyAfter { after_millis } => (up, up + u64::from(after_millis)),
    };
    let started_at = container.started_at.unwrap_or_default();
    let broken = container.health_broken_at.map(|at| at.since(started_at).as_millis());
    (from, broken.map_or(until, |broken| broken.min(until)))
}
