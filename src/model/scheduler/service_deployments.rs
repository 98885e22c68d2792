//! The record of each deployment as a whole: when it began, how it is watched, what became of it.

use std::rc::Rc;

use super::census::source_of;
use super::look::Look;
use super::{hear, traffic};
use crate::model::ecs::service_deployment::{HookStatus, ServiceDeploymentStatus as Status};
use crate::model::ecs::{DeploymentId, LifecycleStage, ServiceDeployment, ServiceId};
use crate::model::elb::lanes;
use crate::model::world::{Ctx, Event, World};

/// Opens the record of a deployment that has just been created. What was under way is superseded.
pub fn begin(ctx: &mut Ctx, id: ServiceId, deployment: DeploymentId) {
    let supersedes = supersede(ctx, id);
    traffic::undo_unfinished(ctx, id);
    if supersedes {
        traffic::give_back(ctx, id);
    }
    drop_missing_of_early_source(ctx, id);
    let (world, now) = (ctx.world(), ctx.now());
    let service = &world.services[id];
    let configuration = service.deployment_configuration.clone();
    let source = source_of(service).map(|row| row.id);
    let older = service.deployments.iter().filter(|row| row.id != deployment);
    let older = older.filter(|row| row.running_count + row.pending_count > 0).count();
    let first_stage = if older > 1 { LifecycleStage::ReconcileService } else { LifecycleStage::PreScaleUp };
    let shifts = configuration.shifts_traffic();
    // One alarm that rings already is enough: none is watched then.
    let alarms = configuration.alarms().map_or(Vec::new(), |alarms| alarms.names);
    let ignored_alarms = if alarms.iter().any(|name| world.is_in_alarm(name)) { alarms } else { Vec::new() };
    let row = ServiceDeployment {
        service: id,
        spec: service.spec.clone(),
        sources: source.into_iter().collect(),
        status: Status::Pending,
        status_reason: None,
        created_at: now,
        started_at: None,
        finished_at: None,
        stopped_at: None,
        updated_at: now,
        stage: shifts.then_some(first_stage),
        stage_since: now,
        production_weight: 0,
        test_weight: 0,
        lanes: None,
        hooks: Vec::new(),
        hooks_run: 0,
        failure_count: 0,
        threshold: configuration.breaker().threshold(service.desired_count),
        ignored_alarms,
        triggered_alarms: Vec::new(),
        baking_since: None,
        rollback: None,
        configuration: Rc::new(configuration),
    };
    ctx.emit(Event::ServiceDeploymentChanged { deployment, to: Rc::new(row) });
}

/// A source that may have been completed early has no claim to tasks that it does not have: they would be of the old
/// revision, and new.
fn drop_missing_of_early_source(ctx: &mut Ctx, service: ServiceId) {
    let world = ctx.world();
    let Some(source) = source_of(&world.services[service]) else { return };
    let row = world.service_deployments.get(&source.id);
    let is_early = row.is_some_and(|row| row.configuration.early_success().is_some());
    let (deployment, has) = (source.id, source.running_count + source.pending_count);
    if is_early && has < source.desired_count {
        ctx.emit(Event::DeploymentDesiredCountChanged { service, deployment, desired_count: has });
    }
}

/// Whatever is under way for the service is over. Tells whether something was.
pub fn supersede(ctx: &mut Ctx, service: ServiceId) -> bool {
    let now = ctx.now();
    let Some(old) = ctx.world().services[service].service_deployment else { return false };
    change(ctx, old, |row| {
        row.status = Status::Stopped;
        row.stopped_at = Some(now);
        row.stage = None;
        row.hooks.clear();
    });
    true
}

/// Writes down what became of a service deployment.
pub fn change(ctx: &mut Ctx, deployment: DeploymentId, change: impl FnOnce(&mut ServiceDeployment)) {
    let Some(row) = ctx.world().service_deployments.get(&deployment) else { return };
    let mut to = (**row).clone();
    change(&mut to);
    to.updated_at = ctx.now();
    ctx.emit(Event::ServiceDeploymentChanged { deployment, to: Rc::new(to) });
}

/// The service deployment under way, if it goes forward: not one that is on its way back.
pub fn going_forward(world: &World, service: ServiceId) -> Option<(DeploymentId, &Rc<ServiceDeployment>)> {
    let id = world.services[service].service_deployment?;
    let row = world.service_deployments.get(&id)?;
    row.rollback.is_none().then_some((id, row))
}

/// The service deployment under way, if it is on its way back.
pub fn going_back(world: &World, service: ServiceId) -> Option<(DeploymentId, &Rc<ServiceDeployment>)> {
    let id = world.services[service].service_deployment?;
    let row = world.service_deployments.get(&id)?;
    row.rollback.is_some().then_some((id, row))
}

/// The scheduler takes it up.
pub fn start(look: &mut Look) {
    let now = look.now();
    let Some(id) = look.service().service_deployment else { return };
    let row = look.world().service_deployments[&id].clone();
    if row.status != Status::Pending {
        return;
    }
    // A rolling deployment has its tasks where production traffic goes already. One that shifts it finds its target
    // groups as soon as no other is in the way; if there are none that fit, it fails by that.
    let lanes = match row.stage {
        None => Some(lanes::find(look.world(), &row.spec, false).unwrap_or_default()),
        Some(LifecycleStage::ReconcileService) => None,
        Some(_) => lanes::find(look.world(), &row.spec, true).ok(),
    };
    change(look.ctx, id, |row| {
        row.status = Status::InProgress;
        row.started_at = Some(now);
        row.stage_since = now;
        row.lanes = lanes.map(Rc::from);
    });
}

/// The PRIMARY deployment is completed: the service deployment has come to its end, or back to where it began.
pub fn finish(look: &mut Look) {
    let now = look.now();
    let Some(id) = look.service().service_deployment else { return };
    let failed_tasks = look.service().deployments.iter().find(|row| row.id == id).map(|row| row.failed_tasks);
    change(look.ctx, id, |row| {
        row.status = if row.rollback.is_some() { Status::RollbackSuccessful } else { Status::Successful };
        row.finished_at = Some(now);
        row.stage = None;
        row.hooks.clear();
        row.production_weight = if row.rollback.is_some() { 0 } else { 1000 };
        if let Some(count) = failed_tasks.filter(|_| row.rollback.is_none()) {
            row.failure_count = count;
        }
    });
}

/// Somebody wants it stopped where it is, or rolled back.
pub fn ask_to_stop(ctx: &mut Ctx, deployment: DeploymentId, rollback: bool) {
    let status = if rollback { Status::RollbackRequested } else { Status::StopRequested };
    change(ctx, deployment, |row| row.status = status);
    let service = ctx.world().service_deployments[&deployment].service;
    hear::promise_soon(ctx, service);
}

/// Answers a PAUSE hook.
pub fn answer_hook(ctx: &mut Ctx, deployment: DeploymentId, number: u32, goes_on: bool) {
    let status = if goes_on { HookStatus::Succeeded } else { HookStatus::Failed };
    change(ctx, deployment, |row| {
        row.hooks.iter_mut().filter(|run| run.number == number).for_each(|run| run.status = status);
    });
    let service = ctx.world().service_deployments[&deployment].service;
    hear::promise_soon(ctx, service);
}
