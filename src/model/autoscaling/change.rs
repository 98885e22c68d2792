//! The desired count is changed, or it is recorded why not.

use std::rc::Rc;

use crate::model::ecs::service_scaling::{
    PolicyKind, ScalableTarget, ScalingActivity, ScalingCause, ScalingOutcome,
};
use crate::model::ecs::{Service, ServiceId};
use crate::model::scheduler;
use crate::model::world::{Ctx, Event, ScalingEvent};

/// Records an activity that did not scale, unless it would only repeat the one before it.
pub fn record(ctx: &mut Ctx, activity: ScalingActivity) {
    let last = ctx.world().scaling.activities.iter().rev().find(|row| row.service == activity.service);
    let repeats = last.is_some_and(|last| {
        std::mem::discriminant(&last.outcome) == std::mem::discriminant(&activity.outcome)
            && policy_of(last) == policy_of(&activity)
    });
    if !repeats {
        let ended_at = Some(activity.at);
        emit(ctx, ScalingEvent::Activity(Rc::new(ScalingActivity { ended_at, ..activity })));
    }
}

fn policy_of(activity: &ScalingActivity) -> Option<&str> {
    match &activity.cause {
        ScalingCause::Alarm { policy, .. } => Some(policy),
        _ => None,
    }
}

/// Sets the desired count, as UpdateService would.
pub fn scale(ctx: &mut Ctx, activity: ScalingActivity) {
    let (id, to) = (activity.service, activity.to);
    if let Some(open) = ctx.world().scaling.open_activity(id) {
        let (number, outcome) = (open.number, ScalingOutcome::Overridden);
        emit(ctx, ScalingEvent::ActivityEnded { number, outcome });
    }
    let seq = emit(ctx, ScalingEvent::Activity(Rc::new(activity)));
    ctx.caused_by(seq, |ctx| {
        let old = ctx.world().services.rc(id).clone();
        let service = Service { desired_count: to, ..(*old).clone() };
        ctx.emit(Event::ServiceChanged { service: id, to: Rc::new(service) });
        if old.is_external() {
            return scheduler::rescale_task_sets(ctx, id);
        }
        if let Some(deployment) = old.primary().map(|primary| primary.id) {
            ctx.emit(Event::DeploymentDesiredCountChanged { service: id, deployment, desired_count: to });
            scheduler::scale(ctx, id, old.desired_count, to);
        }
    });
    fulfil(ctx, id);
}

/// Ends the service's activity once the running count is what it asked for.
pub fn fulfil(ctx: &mut Ctx, service: ServiceId) {
    let Some(open) = ctx.world().scaling.open_activity(service) else { return };
    if ctx.world().services[service].running_count() == open.to {
        let (number, outcome) = (open.number, ScalingOutcome::Successful);
        emit(ctx, ScalingEvent::ActivityEnded { number, outcome });
    }
}

/// Brings a desired count that lies outside the bounds to the nearer one.
pub fn enforce_bounds(ctx: &mut Ctx, id: ServiceId) {
    let Some(target) = ctx.world().scaling.target(id).cloned() else { return };
    let service = &ctx.world().services[id];
    let from = service.desired_count;
    let to = from.max(target.min_capacity).min(target.max_capacity);
    if to != from {
        let activity = ScalingActivity {
            number: ctx.world().scaling.next_number,
            service: id,
            at: ctx.now(),
            ended_at: None,
            cause: ScalingCause::Bounds { minimum: to > from },
            from,
            to,
            running: service.running_count(),
            min_capacity: target.min_capacity,
            max_capacity: target.max_capacity,
            outcome: ScalingOutcome::InProgress,
        };
        scale(ctx, activity);
    }
}

/// Changes what a scalable target is or remembers.
pub fn remember(ctx: &mut Ctx, service: ServiceId, change: impl FnOnce(&mut ScalableTarget)) {
    if let Some(target) = ctx.world().scaling.target(service) {
        let mut target = (**target).clone();
        change(&mut target);
        emit(ctx, ScalingEvent::TargetChanged(Rc::new(target)));
    }
}

/// Forgets a scalable target with its policies, their own alarms, and its scheduled actions.
pub fn deregister(ctx: &mut Ctx, service: ServiceId) {
    let Some(target) = ctx.world().scaling.target(service).cloned() else { return };
    for policy in &target.policies {
        delete_alarms(ctx, &policy.kind);
    }
    emit(ctx, ScalingEvent::TargetDeregistered { service });
}

/// Target tracking takes its two alarms along; those of step scaling are the user's.
pub fn delete_alarms(ctx: &mut Ctx, policy: &PolicyKind) {
    let PolicyKind::TargetTracking(tracking) = policy else { return };
    for name in [Some(&tracking.high_alarm), tracking.low_alarm.as_ref()].into_iter().flatten() {
        if ctx.world().alarms.contains_key(name) {
            ctx.emit(Event::AlarmDeleted { name: name.clone() });
        }
    }
}

pub fn emit(ctx: &mut Ctx, event: ScalingEvent) -> u32 {
    ctx.emit(Event::Scaling(event))
}
