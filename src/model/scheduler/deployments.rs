//! The list of deployments: how far each has come, and when it is done.

use super::census::{Census, source_of};
use super::look::Look;
use super::reconcile::Motion;
use super::service_deployments::{self, going_back, going_forward};
use super::{health, lifecycle, messages};
use crate::model::ecs::deployment_configuration::EarlySuccess;
use crate::model::ecs::{
    Deployment, DeploymentId, DeploymentRolloutState, DeploymentStatus, LifecycleStage, ServiceId, Task,
    TaskId, TaskStatus,
};
use crate::model::world::event::ServiceAction;
use crate::model::world::{Ctx, Event, World};

/// `rolloutStateReason` of a deployment that has begun.
pub fn in_progress_reason(deployment: &str) -> String {
    format!("ECS deployment {deployment} in progress.")
}

/// `rolloutStateReason` of a deployment that is done.
pub fn completed_reason(deployment: &str) -> String {
    format!("ECS deployment {deployment} completed.")
}

/// One more launch or health failure in a row: what the circuit breaker reads.
pub fn count_failure(ctx: &mut Ctx, service: ServiceId, deployment: DeploymentId) {
    if let Some(row) = listed(ctx.world(), service, deployment) {
        let failed_tasks = row.failed_tasks + 1;
        ctx.emit(Event::DeploymentFailuresCounted { service, deployment, failed_tasks });
    }
}

/// A task never reached RUNNING. Once one of the deployment has, the circuit breaker looks at health checks only.
pub fn count_start_failure(ctx: &mut Ctx, service: ServiceId, deployment: DeploymentId) {
    if listed(ctx.world(), service, deployment).is_some_and(|row| !row.has_run) {
        count_failure(ctx, service, deployment);
    }
}

/// A task found no place. Only a circuit breaker takes that for a failed task.
pub fn count_placement_failure(look: &mut Look) {
    let service = look.service;
    let Some((deployment, row)) = going_forward(look.world(), service) else { return };
    if row.configuration.breaker().enable {
        count_start_failure(look.ctx, service, deployment);
    }
}

/// A task of the deployment is RUNNING.
pub fn note_running(ctx: &mut Ctx, service: ServiceId, deployment: DeploymentId) {
    if listed(ctx.world(), service, deployment).is_some_and(|row| !row.has_run) {
        ctx.emit(Event::DeploymentHasRun { service, deployment });
    }
}

/// A task of the deployment runs and is healthy, as far as it is checked: the row of failures is broken, unless
/// `resetOnHealthyTask` says that they add up.
pub fn clear_failures(ctx: &mut Ctx, service: ServiceId, deployment: DeploymentId) {
    if listed(ctx.world(), service, deployment).is_none_or(|row| row.failed_tasks == 0) {
        return;
    }
    let breaker = ctx.world().service_deployments.get(&deployment).map(|row| row.configuration.breaker());
    if breaker.is_none_or(|breaker| !breaker.enable || breaker.reset_on_healthy_task) {
        ctx.emit(Event::DeploymentFailuresCounted { service, deployment, failed_tasks: 0 });
    }
}

pub fn listed(world: &World, service: ServiceId, deployment: DeploymentId) -> Option<&Deployment> {
    world.services[service].deployments.iter().find(|row| row.id == deployment)
}

/// Lowers what older deployments aim at to what is still of use. One that was superseded before it was
/// completed gets nothing back that it loses; the source of the rollout gets back only what healthy new
/// tasks do not make up for.
pub fn forget_lost(look: &mut Look, census: &Census) {
    let service = look.service();
    let replaces = lifecycle::motion(look.world(), look.service) == Motion::Rolling;
    let made_up_for = if replaces { census.new.counts().healthy } else { 0 };
    let needed = service.desired_count.saturating_sub(made_up_for);
    let source = source_of(service).map(|row| row.id);
    let aim = |row: &Deployment| {
        let has = row.running_count + row.pending_count;
        if Some(row.id) == source { has.max(needed) } else { has }
    };
    let old = service.deployments.iter().filter(|row| row.status == DeploymentStatus::Active);
    let lowered = old.map(|row| (row.id, row.desired_count, aim(row))).filter(|(_, was, aim)| aim < was);
    let lowered: Vec<_> = lowered.collect();
    let service = look.service;
    for (deployment, _, desired_count) in lowered {
        look.ctx.emit(Event::DeploymentDesiredCountChanged { service, deployment, desired_count });
    }
}

/// A change of the desired count during a rollout goes to both revisions, in proportion.
pub fn scale(ctx: &mut Ctx, service: ServiceId, from: u32, to: u32) {
    let Some(source) = source_of(&ctx.world().services[service]) else { return };
    let scaled = u64::from(source.desired_count) * u64::from(to) / u64::from(from.max(1));
    let (deployment, desired_count) = (source.id, scaled as u32);
    ctx.emit(Event::DeploymentDesiredCountChanged { service, deployment, desired_count });
}

/// Takes older deployments without tasks off the list, then says that the PRIMARY is completed, if it is.
pub fn close_finished(look: &mut Look, census: &Census) {
    let service = look.service;
    // What the deployment replaces stays listed until that is done: it may have to come back.
    let kept = going_forward(look.world(), service).and_then(|(_, row)| row.sources.first().copied());
    let kept = kept.filter(|&id| listed(look.world(), service, id).is_some());
    let empty = empty_old_deployments(look);
    for &deployment in empty.iter().filter(|&&id| Some(id) != kept) {
        let status = DeploymentStatus::Inactive;
        look.ctx.emit(Event::DeploymentStatusChanged { service, deployment, status });
    }
    let Some(primary) = look.service().primary() else { return };
    if primary.rollout_state != DeploymentRolloutState::InProgress {
        return;
    }
    let is_replaced = kept.is_none_or(|id| empty.contains(&id));
    let is_through = match early_success(look, census) {
        Some(criteria) if criteria.is_deferred => true,
        Some(_) => is_replaced && are_old_tasks_gone(look),
        None => is_replaced && is_settled(look),
    };
    if !is_through {
        return;
    }
    let deployment = primary.id;
    if bakes(look) {
        return;
    }
    if let Some(deployment) = kept.filter(|_| is_replaced) {
        let status = DeploymentStatus::Inactive;
        look.ctx.emit(Event::DeploymentStatusChanged { service, deployment, status });
    }
    let name = look.world().deployment_name(deployment);
    look.ctx.emit(Event::DeploymentRolloutChanged {
        service,
        deployment,
        state: DeploymentRolloutState::Completed,
        reason: completed_reason(&name).into(),
    });
    let message = messages::deployment_completed(&look.service().name, &name);
    look.post(message, Some(ServiceAction::ServiceDeploymentCompleted));
    service_deployments::finish(look);
}

/// The criteria by which the rolling deployment under way is completed early, if its healthy tasks are enough for them.
/// Source: "Complete Amazon ECS rolling deployments early with early success criteria".
fn early_success(look: &Look, census: &Census) -> Option<EarlySuccess> {
    let (_, row) = going_forward(look.world(), look.service)?;
    let criteria = row.configuration.early_success()?;
    let needed = criteria.needs(look.service().desired_count);
    (census.new.counts().healthy >= needed).then_some(criteria)
}

/// No task of an older deployment has a container left.
fn are_old_tasks_gone(look: &Look) -> bool {
    let service = look.service();
    let primary = service.primary().map(|row| row.id);
    let tasks = service.tasks.iter().map(|&task| &look.world().tasks[task]);
    let mut old = tasks.filter(|task| task.deployment != primary);
    old.all(|task| !task.is_wanted() && task.last_status >= TaskStatus::Deprovisioning)
}

/// Everything is replaced, but the alarms of a rolling deployment are watched for a while longer; and a deployment
/// that shifts traffic is not through its stages.
fn bakes(look: &mut Look) -> bool {
    if going_back(look.world(), look.service).is_some_and(|(_, row)| row.stage.is_some()) {
        return true;
    }
    let Some((id, row)) = going_forward(look.world(), look.service) else { return false };
    let row = row.clone();
    if row.configuration.shifts_traffic() && row.stage.is_some() {
        return row.stage != Some(LifecycleStage::CleanUp);
    }
    if row.configuration.alarms().is_none() {
        return false;
    }
    let now = look.now();
    let since = row.baking_since.unwrap_or(now);
    if row.baking_since.is_none() {
        service_deployments::change(look.ctx, id, |row| row.baking_since = Some(now));
    }
    let over = since + row.configuration.bake();
    if now < over {
        look.wake_by(over);
    }
    now < over
}

/// Ends all deployments of a service that is gone.
pub fn close_all(look: &mut Look) {
    let service = look.service;
    service_deployments::supersede(look.ctx, service);
    let all: Vec<DeploymentId> = look.service().deployments.iter().map(|row| row.id).collect();
    for deployment in all {
        let status = DeploymentStatus::Inactive;
        look.ctx.emit(Event::DeploymentStatusChanged { service, deployment, status });
    }
}

fn empty_old_deployments(look: &Look) -> Vec<DeploymentId> {
    let service = look.service();
    let candidates = service.deployments.iter().filter(|row| {
        row.status == DeploymentStatus::Active
            && row.running_count + row.pending_count == 0
            && row.desired_count == 0
    });
    // The counts leave out a task that was asked to stop before it ran; it may run for a moment still.
    let may_run = |id: DeploymentId| {
        let tasks = service.tasks.iter().map(|&task| &look.world().tasks[task]);
        let mut tasks = tasks.filter(|task| task.deployment == Some(id));
        tasks.any(|task| task.last_status <= TaskStatus::Running || serves(look.world(), task))
    };
    candidates.map(|row| row.id).filter(|&id| !may_run(id)).collect()
}

/// The service has what it wants: one deployment that has tasks, every task of it RUNNING, and HEALTHY where checked.
pub fn is_settled(look: &Look) -> bool {
    let service = look.service();
    let Some((primary, others)) = service.deployments.split_first() else { return false };
    if others.iter().any(|row| row.desired_count + row.running_count + row.pending_count > 0) {
        return false;
    }
    let counts_fit = primary.running_count == service.desired_count && primary.pending_count == 0;
    counts_fit && service.tasks.iter().all(|&task| is_well(look.world(), task, primary.id))
}

/// No target group has been told yet that the task leaves, so it still gets requests.
fn serves(world: &World, task: &Task) -> bool {
    task.targets.iter().any(|&target| world.targets[target].is_registered())
}

/// Running and healthy, or out of the way. A task of an older deployment is when its containers are gone: two measured
/// deployments were completed 52 seconds after their old task was deregistered, 12 after its process had ended, and
/// the guide says that old tasks which are slow to drain hold a deployment open.
fn is_well(world: &World, task: TaskId, primary: DeploymentId) -> bool {
    let task = &world.tasks[task];
    if !task.is_wanted() {
        let is_gone = task.last_status >= TaskStatus::Deprovisioning || task.deployment == Some(primary);
        return !task.is_running() && !serves(world, task) && is_gone;
    }
    health::passes(world, task)
}
