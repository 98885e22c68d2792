//! One pass over the live tasks of a service: who counts as what at this moment.

use super::health::{self, Standing};
use super::reconcile::{Counts, Input};
use super::{daemon, lifecycle};
use crate::model::ecs::service::SchedulingStrategy;
use crate::model::ecs::{
    ContainerInstanceStatus, Deployment, DeploymentRolloutState, DeploymentStatus, Service, ServiceId, Task,
    TaskId,
};
use crate::model::kernel::SimTime;
use crate::model::world::World;

/// Tasks that are meant to run, in order of creation within each list.
#[derive(Clone, Debug, Default)]
pub struct Group {
    pub pending: Vec<TaskId>,
    pub unproven: Vec<TaskId>,
    pub healthy: Vec<TaskId>,
    pub unhealthy: Vec<TaskId>,
}

impl Group {
    pub fn counts(&self) -> Counts {
        Counts {
            pending: self.pending.len() as u32,
            unproven: self.unproven.len() as u32,
            healthy: self.healthy.len() as u32,
            unhealthy: self.unhealthy.len() as u32,
        }
    }

    fn add(&mut self, id: TaskId, standing: Standing) {
        match standing {
            Standing::Pending => self.pending.push(id),
            Standing::Unproven { .. } => self.unproven.push(id),
            Standing::Healthy => self.healthy.push(id),
            Standing::Unhealthy => self.unhealthy.push(id),
        }
    }
}

/// The tasks of a service, sorted by what the scheduler does with them. See [`Input`] for the groups.
#[derive(Clone, Debug, Default)]
pub struct Census {
    pub new: Group,
    pub source: Group,
    pub leaving: Group,
    /// Tasks that stop because they failed their checks.
    pub condemned: u32,
    /// The next moment at which a task counts differently though nothing happens to it.
    pub next_change: Option<SimTime>,
}

impl Census {
    pub fn take(world: &World, id: ServiceId) -> Self {
        let service = &world.services[id];
        let primary = service.primary().map(|deployment| deployment.id);
        let source = source_of(service).map(|deployment| deployment.id);
        let is_daemon = service.scheduling_strategy == SchedulingStrategy::Daemon;
        let daemon = is_daemon.then(|| daemon::Rules::of(world, service));
        let mut census = Self::default();
        census.new.healthy.reserve(service.tasks.len());
        for &task in &service.tasks {
            let row = &world.tasks[task];
            census.condemned += u32::from(health::is_condemned(row));
            if !row.is_wanted() || (daemon.is_some() && daemon::waits_for_others(world, id, row)) {
                continue;
            }
            let standing = health::standing(world, service, row);
            if let Standing::Unproven { until: Some(until) } = standing {
                census.next_change = Some(census.next_change.map_or(until, |due| due.min(until)));
            }
            let must_leave = match &daemon {
                Some(rules) => row.container_instance.is_some_and(|instance| !rules.admit(world, instance)),
                None => row.retires || is_on_draining_instance(world, row),
            };
            let group = match row.deployment {
                _ if must_leave => &mut census.leaving,
                deployment if deployment == primary => &mut census.new,
                deployment if deployment == source => &mut census.source,
                _ => &mut census.leaving,
            };
            group.add(task, standing);
        }
        census
    }

    pub fn input(&self, world: &World, id: ServiceId) -> Input {
        let service = &world.services[id];
        Input {
            motion: lifecycle::motion(world, id),
            desired: service.desired_count,
            minimum_healthy_percent: service.deployment_configuration.minimum_healthy_percent,
            maximum_percent: service.deployment_configuration.maximum_percent,
            new: self.new.counts(),
            source: self.source.counts(),
            source_desired: source_of(service).map_or(0, |deployment| deployment.desired_count),
            leaving: self.leaving.counts(),
            condemned: self.condemned,
        }
    }
}

/// What the rollout replaces: the newest older deployment that was completed, though a rollback to it may have been cut
/// short.
pub fn source_of(service: &Service) -> Option<&Deployment> {
    let mut older = service.deployments.iter().filter(|row| row.status == DeploymentStatus::Active);
    older.find(|row| row.was_completed && row.rollout_state != DeploymentRolloutState::Failed)
}

/// What a rollback would go back to: the newest older deployment that is COMPLETED. One that was rolled back to is not
/// until it has settled.
/// Source: "How the Amazon ECS deployment circuit breaker detects failures".
pub fn refuge_of(service: &Service) -> Option<&Deployment> {
    service.deployments.iter().find(|row| {
        row.status == DeploymentStatus::Active && row.rollout_state == DeploymentRolloutState::Completed
    })
}

pub fn is_on_draining_instance(world: &World, task: &Task) -> bool {
    let instance = task.container_instance.map(|instance| &world.container_instances[instance]);
    instance.is_some_and(|instance| instance.status == ContainerInstanceStatus::Draining)
}
