//! Scheduled actions set the bounds when they are due, whatever cooldown is on.

use std::rc::Rc;

use super::{change, schedule};
use crate::model::ecs::ServiceId;
use crate::model::ecs::service_scaling::{
    ScalableTarget, ScalingActivity, ScalingCause, ScalingOutcome, ScheduledAction,
};
use crate::model::kernel::{SimTime, TimeZone};
use crate::model::world::{Ctx, ScalingEvent, Timer, World};

/// When an action is due next, after now.
pub fn next_at(world: &World, action: &ScheduledAction) -> Option<SimTime> {
    let start = world.config.start_epoch_millis;
    let parsed = schedule::parse(&action.schedule)?;
    let from = action.starts_at.unwrap_or(SimTime::ZERO).max(world.now);
    let anchor = world.epoch_millis(action.starts_at.unwrap_or(action.created_at));
    let zone = action.timezone.as_deref().map_or(Some(TimeZone::UTC), TimeZone::named)?;
    let due = schedule::next(&parsed, zone, anchor, world.epoch_millis(from))?;
    let due = SimTime::from_millis(due.checked_sub(start)?);
    (action.ends_at.is_none_or(|ends| due <= ends)).then_some(due)
}

/// Asks to be woken for the next of the target's actions.
pub fn promise(ctx: &mut Ctx, service: ServiceId) {
    let Some(target) = ctx.world().scaling.target(service) else { return };
    if let Some(due) = target.actions.iter().filter_map(|action| action.next_at).min() {
        ctx.schedule(due.since(ctx.now()), Timer::ScheduledScaling { service });
    }
}

/// Carries out the actions of a target that are due.
pub fn due(ctx: &mut Ctx, service: ServiceId) {
    let now = ctx.now();
    let Some(target) = ctx.world().scaling.target(service).cloned() else { return };
    for action in target.actions.iter().filter(|action| action.next_at.is_some_and(|at| at <= now)) {
        carry_out(ctx, service, action);
    }
}

fn carry_out(ctx: &mut Ctx, service: ServiceId, action: &Rc<ScheduledAction>) {
    let next_at = next_at(ctx.world(), action);
    let Some(target) = ctx.world().scaling.target(service).cloned() else { return };
    let mut changed: ScalableTarget = (*target).clone();
    let runs = !target.suspended.scheduled;
    if runs {
        changed.min_capacity = action.min_capacity.unwrap_or(target.min_capacity);
        changed.max_capacity = action.max_capacity.unwrap_or(target.max_capacity);
        // With one bound alone the other gives way.
        if changed.min_capacity > changed.max_capacity {
            match action.max_capacity {
                Some(max) => changed.min_capacity = max,
                None => changed.max_capacity = changed.min_capacity,
            }
        }
    }
    for row in changed.actions.iter_mut().filter(|row| row.number == action.number) {
        *row = Rc::new(ScheduledAction { next_at, ..(**row).clone() });
    }
    let row = &ctx.world().services[service];
    let activity = ScalingActivity {
        number: ctx.world().scaling.next_number,
        service,
        at: ctx.now(),
        ended_at: Some(ctx.now()),
        cause: ScalingCause::ScheduledAction { name: action.name.clone() },
        from: row.desired_count,
        to: row.desired_count,
        running: row.running_count(),
        min_capacity: changed.min_capacity,
        max_capacity: changed.max_capacity,
        outcome: if runs { ScalingOutcome::Successful } else { ScalingOutcome::Suspended },
    };
    let seq = change::emit(ctx, ScalingEvent::Activity(Rc::new(activity)));
    ctx.caused_by(seq, |ctx| {
        change::emit(ctx, ScalingEvent::TargetChanged(Rc::new(changed)));
        if runs {
            change::enforce_bounds(ctx, service);
        }
    });
}
