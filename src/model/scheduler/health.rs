//! When a task counts as healthy, and what follows when it does not.

use super::look::Look;
use super::{deployments, messages};
use crate::model::ecs::{
    DeploymentId, HealthStatus, Service, TargetId, TargetState, Task, TaskId, TaskStatus, TaskStopCode,
};
use crate::model::kernel::{SimDuration, SimTime};
use crate::model::world::World;

/// During a rollout, a task without health checks counts as healthy so long after it is RUNNING.
/// Source: minimumHealthyPercent in DeploymentConfiguration. It says so of services without a load balancer only. That a
/// rolling deployment waits as long where targets are healthy sooner is assumed: in two measured ones the old task was
/// stopped fifty seconds after the new one was registered, and outside of a deployment the service was steady after
/// eight.
pub const SETTLING: SimDuration = SimDuration::from_secs(40);

/// How far a task that is meant to run has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Pending,
    /// RUNNING, and not known to be healthy. Time alone settles it at `until`, if that is given.
    Unproven {
        until: Option<SimTime>,
    },
    Healthy,
    Unhealthy,
}

/// What the checks of a task say of it; one without any is well.
fn check_state(task: &Task) -> HealthStatus {
    if task.definition.has_essential_health_check() { task.health_status } else { HealthStatus::Healthy }
}

/// RUNNING, and well as far as its checks and its load balancers can tell.
pub fn passes(world: &World, task: &Task) -> bool {
    task.is_running()
        && check_state(task) == HealthStatus::Healthy
        && target_state(world, task) == HealthStatus::Healthy
}

/// What the load balancers of a task say of it: one target that is unhealthy is enough to lose it.
pub fn target_state(world: &World, task: &Task) -> HealthStatus {
    let states = || task.targets.iter().map(|&target| world.target_health(target).state);
    if states().any(|state| state == TargetState::Unhealthy) {
        HealthStatus::Unhealthy
    } else if states().all(|state| state == TargetState::Healthy) {
        HealthStatus::Healthy
    } else {
        HealthStatus::Unknown
    }
}

/// The first target of the task that is unhealthy.
pub fn unhealthy_target(world: &World, task: TaskId) -> Option<TargetId> {
    let mut targets = world.tasks[task].targets.iter().copied();
    targets.find(|&target| world.target_health(target).state == TargetState::Unhealthy)
}

/// How far `task` of `service` is now.
///
/// | | no check on essential containers | with check |
/// |---|---|---|
/// | no load balancer | some time after RUNNING | task HEALTHY |
/// | load balancer | all targets healthy, in a rolling deployment some time after RUNNING too | both |
pub fn standing(world: &World, service: &Service, task: &Task) -> Standing {
    let now = world.now;
    if task.last_status != TaskStatus::Running {
        return Standing::Pending;
    }
    let started = task.started_at.unwrap_or(now);
    match (check_state(task), target_state(world, task)) {
        (HealthStatus::Healthy, HealthStatus::Healthy) => {
            let shifts = service.deployment_configuration.shifts_traffic() && !task.targets.is_empty();
            if shifts || task.definition.has_essential_health_check() {
                Standing::Healthy
            } else {
                settled(service, started, now)
            }
        }
        (HealthStatus::Unhealthy, _) | (_, HealthStatus::Unhealthy) => {
            let grace = service.health_check_grace_period_seconds.unwrap_or(0);
            let grace_ends = started + SimDuration::from_secs(u64::from(grace));
            if now < grace_ends {
                Standing::Unproven { until: Some(grace_ends) }
            } else {
                Standing::Unhealthy
            }
        }
        _ => Standing::Unproven { until: None },
    }
}

/// Without a check, a task is healthy as soon as it runs, but a rollout waits for it to settle. Draining
/// container instances alone does not: there RUNNING is enough.
fn settled(service: &Service, started: SimTime, now: SimTime) -> Standing {
    let settled_at = started + SETTLING;
    if service.deployments.len() > 1 && now < settled_at {
        Standing::Unproven { until: Some(settled_at) }
    } else {
        Standing::Healthy
    }
}

/// How `stoppedReason` of a task begins that was stopped for its health.
pub const FAILED: &str = "Task failed ";

/// It was told to stop because it failed its checks, and is not STOPPED yet.
pub fn is_condemned(task: &Task) -> bool {
    let for_its_health = || task.stopped_reason.as_deref().is_some_and(|reason| reason.starts_with(FAILED));
    !task.is_wanted()
        && task.last_status != TaskStatus::Stopped
        && task.stop_code == Some(TaskStopCode::ServiceSchedulerInitiated)
        && for_its_health()
}

/// Says of every task that has become unhealthy that it failed its checks, once.
pub fn announce(look: &mut Look, unhealthy: &[TaskId]) {
    let known = std::mem::take(&mut look.memory.unhealthy);
    for &task in unhealthy.iter().filter(|task| known.binary_search(task).is_err()) {
        look.post(what_is_unhealthy(look, task), None);
        if let Some(deployment) = look.world().tasks[task].deployment {
            count_failure(look, deployment);
        }
    }
    look.memory.unhealthy = unhealthy.to_vec();
    look.memory.unhealthy.sort_unstable();
}

fn what_is_unhealthy(look: &Look, task: TaskId) -> String {
    let (world, name) = (look.world(), &look.service().name);
    let hex = world.task_hex(task);
    let by_check = world.tasks[task].definition.has_essential_health_check()
        && world.tasks[task].health_status == HealthStatus::Unhealthy;
    match unhealthy_target(world, task).filter(|_| !by_check) {
        Some(target) => messages::unhealthy_target(world, name, &hex, target),
        None => messages::failed_health_checks(name, &hex),
    }
}

fn count_failure(look: &mut Look, deployment: DeploymentId) {
    let service = look.service;
    deployments::count_failure(look.ctx, service, deployment);
}
