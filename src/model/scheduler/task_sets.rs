//! Services with the EXTERNAL deployment controller: every task set keeps its own count, and nothing is rolled.

use std::rc::Rc;

use super::census::is_on_draining_instance;
use super::health::{self, Standing};
use super::look::Look;
use super::{hear, messages, start, steady, stop};
use crate::model::ecs::{
    Deployment, DeploymentId, DeploymentStatus, HealthStatus, Service, ServiceId, TaskId, TaskSet,
};
use crate::model::placement;
use crate::model::world::event::ServiceAction;
use crate::model::world::{Ctx, Event};

/// Brings every task set closer to its count.
pub fn keep(look: &mut Look) {
    let sets: Vec<DeploymentId> = look.service().deployments.iter().map(|row| row.id).collect();
    let unhealthy = unhealthy(look);
    health::announce(look, &unhealthy);
    let mut acted = false;
    for &set in &sets {
        acted |= balance(look, set);
    }
    for set in sets {
        settle(look, set);
    }
    if acted {
        steady::disturb(&mut look.memory);
    } else {
        steady::say_of_task_sets(look);
    }
}

fn unhealthy(look: &Look) -> Vec<TaskId> {
    let is_unhealthy = |task: &&TaskId| {
        let row = &look.world().tasks[**task];
        row.is_wanted() && health::standing(look.world(), look.service(), row) == Standing::Unhealthy
    };
    look.service().tasks.iter().filter(is_unhealthy).copied().collect()
}

fn row(service: &Service, set: DeploymentId) -> Option<&Deployment> {
    service.deployments.iter().find(|row| row.id == set)
}

/// Starts what is missing and stops what is too much or unhealthy. Tells whether it did either.
fn balance(look: &mut Look, set: DeploymentId) -> bool {
    let Some(deployment) = row(look.service(), set).cloned() else { return false };
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for &task in &look.service().tasks {
        let of_set = &look.world().tasks[task];
        if of_set.deployment != Some(set) || !of_set.is_wanted() {
            continue;
        }
        match health::standing(look.world(), look.service(), of_set) {
            Standing::Unhealthy => bad.push(task),
            _ => good.push(task),
        }
    }
    let (wanted, there) = (deployment.desired_count, good.len() as u32);
    let surplus = match there.saturating_sub(wanted) {
        0 => Vec::new(),
        many => placement::choose_to_stop(look.world(), look.service, &good, many),
    };
    let leaving = [bad, surplus].concat();
    let stopped = stop::of_task_set(look, set, &leaving);
    let missing = wanted.saturating_sub(there);
    let started = start::of_task_set(look, &deployment, missing);
    stopped + started > 0
}

/// Says when a task set has become steady or no longer is, and takes an empty one that was deleted off the list.
fn settle(look: &mut Look, set: DeploymentId) {
    let Some(deployment) = row(look.service(), set).cloned() else { return };
    let Some(own) = &deployment.task_set else { return };
    let service = look.service;
    let is_empty = deployment.running_count + deployment.pending_count == 0;
    if deployment.status == DeploymentStatus::Draining && is_empty {
        let status = DeploymentStatus::Inactive;
        look.ctx.emit(Event::DeploymentStatusChanged { service, deployment: set, status });
        return;
    }
    let is_steady = deployment.running_count == deployment.desired_count
        && deployment.pending_count == 0
        && all_are_well(look, set);
    if is_steady == own.is_steady {
        return;
    }
    let to = TaskSet { is_steady, stability_at: look.now(), ..(**own).clone() };
    look.ctx.emit(Event::TaskSetChanged { service, deployment: set, to: Rc::new(to) });
    if is_steady {
        let name = look.world().deployment_name(set);
        let message = messages::task_set_steady(&look.service().name, &name);
        look.post(message, Some(ServiceAction::TasksetSteadyState));
    }
}

/// None of its tasks is on a DRAINING container instance, and those that have checks pass them.
fn all_are_well(look: &Look, set: DeploymentId) -> bool {
    let world = look.world();
    let tasks = look.service().tasks.iter().map(|&task| &world.tasks[task]);
    let mut of_set = tasks.filter(|task| task.deployment == Some(set) && task.is_wanted());
    of_set.all(|task| {
        let passes =
            !task.definition.has_essential_health_check() || task.health_status == HealthStatus::Healthy;
        passes
            && health::target_state(world, task) == HealthStatus::Healthy
            && !is_on_draining_instance(world, task)
    })
}

/// Recomputes the counts of all task sets, and says so.
pub fn rescale(ctx: &mut Ctx, service: ServiceId) {
    let row = ctx.world().services.rc(service).clone();
    for deployment in &row.deployments {
        let Some(own) = &deployment.task_set else { continue };
        let count = match deployment.status {
            DeploymentStatus::Draining => 0,
            _ => own.computed_desired_count(row.desired_count),
        };
        if count != deployment.desired_count {
            set_count(ctx, service, deployment.id, count);
        }
    }
    hear::promise_soon(ctx, service);
}

/// Changes the count of a task set, and says so.
pub fn set_count(ctx: &mut Ctx, service: ServiceId, deployment: DeploymentId, desired_count: u32) {
    ctx.emit(Event::DeploymentDesiredCountChanged { service, deployment, desired_count });
    let row = row(&ctx.world().services[service], deployment);
    if let Some(own) = row.and_then(|row| row.task_set.clone()).filter(|own| own.is_steady) {
        let to = TaskSet { is_steady: false, stability_at: ctx.now(), ..(*own).clone() };
        ctx.emit(Event::TaskSetChanged { service, deployment, to: Rc::new(to) });
    }
    let name = ctx.world().deployment_name(deployment);
    let message = messages::task_set_count(&ctx.world().services[service].name, &name, desired_count);
    ctx.emit(Event::ServiceEventPosted { service, message: message.into(), action: None });
}
