//! The policies of each target come to one decision, which is carried out or recorded with what held it back.

use super::change;
use super::propose::{Proposal, proposals};
use crate::model::ecs::service_scaling::{
    CooledStep, PolicyKind, ScalableTarget, ScalingActivity, ScalingOutcome,
};
use crate::model::ecs::{AlarmState, DeploymentRolloutState, ServiceStatus};
use crate::model::kernel::{SimDuration, SimTime};
use crate::model::world::{Ctx, World};

/// Lets every scalable target act on its alarms.
pub fn act(ctx: &mut Ctx) {
    for target in ctx.world().scaling.targets.clone() {
        let service = &ctx.world().services[target.service];
        if service.status == ServiceStatus::Active && !target.policies.is_empty() {
            let proposals = proposals(ctx.world(), &target);
            decide(ctx, &target, proposals);
        }
    }
}

/// Out if any policy wants out, and then as far as the one that wants most; else in, but no further than any wants.
fn decide(ctx: &mut Ctx, target: &ScalableTarget, proposals: Vec<Proposal>) {
    let (out, back): (Vec<_>, Vec<_>) = proposals.into_iter().partition(|proposal| proposal.scales_out);
    // Of those that want the same, the oldest policy; none, for fear of flapping, counts as the most.
    let wants = |proposal: &Proposal| proposal.to.unwrap_or(u32::MAX);
    let largest = |list: Vec<Proposal>| list.into_iter().rev().max_by_key(wants);
    if let Some(proposal) = largest(out) {
        scale_out(ctx, target, &proposal);
    } else if let Some(proposal) = largest(back) {
        scale_in(ctx, target, &proposal);
    }
}

fn scale_out(ctx: &mut Ctx, target: &ScalableTarget, proposal: &Proposal) {
    let now = ctx.now();
    let service = &ctx.world().services[target.service];
    let (desired, running) = (service.desired_count, service.running_count());
    let wanted = proposal.to.unwrap_or(running);
    let max = target.max_capacity;
    let in_force = target.last_out.filter(|step| now < step.until);
    // What was added already is part of the next, larger, scale-out.
    let to = match in_force {
        Some(step) => step.from.saturating_add(wanted.saturating_sub(running)),
        None => wanted,
    };
    // A count below the minimum is first brought to the minimum.
    let to = if desired < target.min_capacity { target.min_capacity } else { to.min(max) };
    let outcome = if target.suspended.dynamic_out {
        ScalingOutcome::Suspended
    } else if to > desired {
        ScalingOutcome::InProgress
    } else if desired >= max {
        ScalingOutcome::AlreadyAtMaxCapacity
    } else if let Some(step) = in_force.filter(|_| wanted > desired) {
        ScalingOutcome::Cooldown { until: step.until }
    } else {
        ScalingOutcome::AlreadyAtDesiredCapacity
    };
    if let Some(until) = settle(ctx, target, proposal, to, outcome) {
        change::remember(ctx, target.service, |target| {
            target.last_out = Some(CooledStep { from: running.min(desired), to, until });
            target.in_cooldown_until = None;
        });
    }
}

fn scale_in(ctx: &mut Ctx, target: &ScalableTarget, proposal: &Proposal) {
    let now = ctx.now();
    let service = &ctx.world().services[target.service];
    let desired = service.desired_count;
    let rolling = service.primary().is_none_or(|row| row.rollout_state == DeploymentRolloutState::InProgress);
    let (min, max) = (target.min_capacity, target.max_capacity);
    let to = match proposal.to {
        Some(to) if desired <= max => to.max(min),
        // A count above the maximum is first brought to the maximum.
        _ if desired > max => max,
        _ => desired,
    };
    let outcome = if target.suspended.dynamic_in {
        ScalingOutcome::Suspended
    } else if desired <= min {
        ScalingOutcome::AlreadyAtMinCapacity
    } else if let Some(policy) = disagreeing(ctx.world(), target, proposal) {
        ScalingOutcome::OtherPolicyDisagrees { policy }
    } else if rolling {
        ScalingOutcome::TargetServicePutResourceAsUnscalable
    } else if proposal.to.is_none() && desired <= max {
        ScalingOutcome::AutoScalingAnticipatedFlapping
    } else if let Some(until) = target.in_cooldown_until.filter(|&until| now < until) {
        ScalingOutcome::Cooldown { until }
    } else if to < desired {
        ScalingOutcome::InProgress
    } else {
        ScalingOutcome::AlreadyAtDesiredCapacity
    };
    if let Some(until) = settle(ctx, target, proposal, to, outcome) {
        change::remember(ctx, target.service, |target| target.in_cooldown_until = Some(until));
    }
}

/// Records what came of a proposal, and carries it out if it scales. Gives the end of its cooldown then.
fn settle(
    ctx: &mut Ctx,
    target: &ScalableTarget,
    proposal: &Proposal,
    to: u32,
    outcome: ScalingOutcome,
) -> Option<SimTime> {
    let activity = activity(ctx.world(), target, proposal, to, outcome);
    if !activity.has_scaled() {
        change::record(ctx, activity);
        return None;
    }
    change::scale(ctx, activity);
    Some(ctx.now() + SimDuration::from_secs(u64::from(proposal.cooldown)))
}

/// A target tracking policy that may scale in and whose low alarm is not in ALARM.
fn disagreeing(world: &World, target: &ScalableTarget, proposal: &Proposal) -> Option<std::rc::Rc<str>> {
    if !proposal.is_tracking {
        return None;
    }
    let disagrees = |low: &str| world.alarms.get(low).is_none_or(|alarm| alarm.state != AlarmState::Alarm);
    let found = target.policies.iter().find(|policy| match &policy.kind {
        PolicyKind::TargetTracking(tracking) => tracking.low_alarm.as_deref().is_some_and(disagrees),
        PolicyKind::Step(_) => false,
    });
    found.map(|policy| policy.name.clone())
}

fn activity(
    world: &World,
    target: &ScalableTarget,
    proposal: &Proposal,
    to: u32,
    outcome: ScalingOutcome,
) -> ScalingActivity {
    let service = &world.services[target.service];
    ScalingActivity {
        number: world.scaling.next_number,
        service: target.service,
        at: world.now,
        ended_at: None,
        cause: proposal.cause.clone(),
        from: service.desired_count,
        to: if outcome == ScalingOutcome::InProgress { to } else { service.desired_count },
        running: service.running_count(),
        min_capacity: target.min_capacity,
        max_capacity: target.max_capacity,
        outcome,
    }
}
