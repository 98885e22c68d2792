//! When a task counts as healthy, and what follows when it does not.

use super::look::Look;
use super::{deployments, messages};
use crate::model::ecs::{DeploymentId, HealthStatus, Service, Task, TaskDefinition, TaskId, TaskStatus};
use crate::model::kernel::{SimDuration, SimTime};

/// During a rollout, a task without health checks counts as healthy so long after it is RUNNING.
/// Source: minimumHealthyPercent in DeploymentConfiguration.
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

/// An essential container has a health check, so the task's health is known.
pub fn is_checked(definition: &TaskDefinition) -> bool {
    let mut containers = definition.container_definitions.iter();
    containers.any(|container| container.essential && container.has_health_check())
}

/// How far `task` of `service` is at `now`.
pub fn standing(service: &Service, task: &Task, now: SimTime) -> Standing {
    if task.last_status != TaskStatus::Running {
        return Standing::Pending;
    }
    let started = task.started_at.unwrap_or(now);
    if !is_checked(&task.definition) {
        return settled(service, started, now);
    }
    match task.health_status {
        HealthStatus::Healthy => Standing::Healthy,
        HealthStatus::Unknown => Standing::Unproven { until: None },
        HealthStatus::Unhealthy => {
            let grace = service.health_check_grace_period_seconds.unwrap_or(0);
            let grace_ends = started + SimDuration::from_secs(u64::from(grace));
            if now < grace_ends {
                Standing::Unproven { until: Some(grace_ends) }
            } else {
                Standing::Unhealthy
            }
        }
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

/// Says of every task that has become unhealthy that it failed its checks, once.
pub fn announce(look: &mut Look, unhealthy: &[TaskId]) {
    let known = std::mem::take(&mut look.memory.unhealthy);
    for &task in unhealthy.iter().filter(|task| known.binary_search(task).is_err()) {
        look.post(messages::failed_health_checks(&look.service().name, &look.world().task_hex(task)), None);
        if let Some(deployment) = look.world().tasks[task].deployment {
            count_failure(look, deployment);
        }
    }
    look.memory.unhealthy = unhealthy.to_vec();
    look.memory.unhealthy.sort_unstable();
}

fn count_failure(look: &mut Look, deployment: DeploymentId) {
    let service = look.service;
    deployments::count_failure(look.ctx, service, deployment);
}
