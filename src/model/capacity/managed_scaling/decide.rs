//! The two alarms judge a datapoint, and the group's desired capacity follows.

use std::rc::Rc;

use super::estimate::is_empty;
use crate::model::capacity::groups::{self, activities, emit, in_service_since};
use crate::model::ecs::capacity_provider::{
    Datapoint, ManagedScaling, ScalingDecision, ScalingMemory, ScalingOutcome,
};
use crate::model::ecs::{AutoScalingGroup, CapacityProviderId, ContainerInstanceId, LifecycleState};
use crate::model::kernel::{SimDuration, SimTime};
use crate::model::world::{CapacityEvent, Ctx, World};

/// The low alarm wants fifteen datapoints of a minute; and as long after a scale-out nothing is scaled in.
const LOW: SimDuration = SimDuration::from_mins(15);

/// What a datapoint comes to: another desired capacity, or why none.
type Verdict = (u32, ScalingOutcome);

pub(super) fn judge(
    ctx: &mut Ctx,
    provider: CapacityProviderId,
    datapoint: &Datapoint,
    memory: &mut ScalingMemory,
) {
    let row = ctx.world().capacity_providers.rc(provider).clone();
    let Some(own) = row.group() else { return };
    let scaling = own.managed_scaling;
    let group = ctx.world().auto_scaling_groups.rc(own.group).clone();
    let target = scaling.target_capacity * 100;
    let from = group.desired_capacity;
    let (mut to, mut outcome) = match datapoint.reservation {
        _ if waits_for_what_fits_nowhere(datapoint) => (from, ScalingOutcome::NothingFits),
        value if value > target => scale_out(ctx.world(), &group, scaling, datapoint, memory),
        value if value < target => scale_in(ctx.now(), &group, scaling, datapoint, memory),
        _ => (from, ScalingOutcome::AtTarget),
    };
    if outcome == ScalingOutcome::ScaledIn && own.managed_termination_protection {
        let lifted = lift_protection(ctx, &group, from - to);
        to = from - lifted;
        if lifted == 0 {
            outcome = ScalingOutcome::AllProtected;
        }
    }
    let changes = to != from;
    if changes || memory.last_outcome != Some(outcome) {
        let decision = ScalingDecision {
            provider,
            datapoint: *datapoint,
            target_capacity: scaling.target_capacity,
            from,
            to,
            outcome,
        };
        emit(ctx, CapacityEvent::ScalingDecided(Rc::new(decision)));
    }
    memory.last_outcome = Some(outcome);
    if changes {
        if to > from {
            memory.last_scale_out_at = Some(ctx.now());
        }
        // The count of minutes begins again, after a scale-out and after each step of a scale-in.
        memory.low_since = None;
        let cause = activities::scaled(ctx.world(), own.group, to > from, from, to);
        groups::set_desired_capacity(ctx, own.group, to, cause);
    }
}

/// Tasks wait, and yet no instance more is needed: none of them would fit one.
fn waits_for_what_fits_nowhere(datapoint: &Datapoint) -> bool {
    datapoint.waiting > 0 && datapoint.needed + datapoint.empty == datapoint.running
}

fn scale_out(
    world: &World,
    group: &AutoScalingGroup,
    scaling: ManagedScaling,
    datapoint: &Datapoint,
    memory: &ScalingMemory,
) -> Verdict {
    let from = group.desired_capacity;
    if let Some(outcome) = warming_up(world, group, scaling, memory) {
        return (from, outcome);
    }
    let wanted = match datapoint.running {
        // Target tracking takes no capacity for one instance.
        0 => (datapoint.reservation).div_ceil(scaling.target_capacity * 100),
        _ => (datapoint.needed * 100).div_ceil(scaling.target_capacity),
    };
    let to = wanted.min(group.max_size);
    match to {
        to if to > from => (to, ScalingOutcome::ScaledOut),
        _ if from >= group.max_size => (from, ScalingOutcome::AlreadyAtMaxSize),
        _ => (from, ScalingOutcome::WaitingForLaunches),
    }
}

/// Instances still boot, or were launched by the last step and are not warm yet.
fn warming_up(
    world: &World,
    group: &AutoScalingGroup,
    scaling: ManagedScaling,
    memory: &ScalingMemory,
) -> Option<ScalingOutcome> {
    let warmup = SimDuration::from_secs(u64::from(scaling.instance_warmup_period_seconds));
    let boots = |id: &ContainerInstanceId| {
        let row = &world.container_instances[*id];
        let lifecycle = row.group.as_ref().map(|member| member.lifecycle);
        lifecycle == Some(LifecycleState::Pending)
            || (lifecycle == Some(LifecycleState::InService) && !row.is_known_to_ecs())
    };
    if group.instances.iter().any(boots) {
        return Some(ScalingOutcome::WarmingUp { until: None });
    }
    let last = memory.last_scale_out_at?;
    let since = group.instances.iter().filter_map(|&id| in_service_since(world, id));
    let newest = since.filter(|&since| since >= last).max()?;
    let until = Some(newest + warmup).filter(|&until| until > world.now);
    until.map(|until| ScalingOutcome::WarmingUp { until: Some(until) })
}

fn scale_in(
    now: SimTime,
    group: &AutoScalingGroup,
    scaling: ManagedScaling,
    datapoint: &Datapoint,
    memory: &ScalingMemory,
) -> Verdict {
    let from = group.desired_capacity;
    if from < datapoint.running {
        return (from, ScalingOutcome::Shrinking);
    }
    let low_until = memory.low_since.map(|since| since + LOW);
    let after_scale_out = memory.last_scale_out_at.map(|at| at + LOW);
    // Half of the group at most goes in one step.
    let half = datapoint.running - (datapoint.running / 2).max(1);
    let wanted = (datapoint.needed * 100).div_ceil(scaling.target_capacity).max(half);
    if wanted >= datapoint.running {
        return (from, ScalingOutcome::AtTarget);
    }
    if from <= group.min_size {
        return (from, ScalingOutcome::AlreadyAtMinSize);
    }
    if let Some(until) = low_until.filter(|&until| until > now) {
        return (from, ScalingOutcome::LowAlarmPending { until });
    }
    if let Some(until) = after_scale_out.filter(|&until| until > now) {
        return (from, ScalingOutcome::AfterScaleOut { until });
    }
    (wanted.max(group.min_size), ScalingOutcome::ScaledIn)
}

/// ECS takes the scale-in protection off as many empty instances as shall go, the oldest first, and sees that all
/// others have it. Gives how many it found.
fn lift_protection(ctx: &mut Ctx, group: &AutoScalingGroup, count: u32) -> u32 {
    let mut lifted = 0;
    for &id in &group.instances {
        if in_service_since(ctx.world(), id).is_none() {
            continue;
        }
        let empty = is_empty(ctx.world(), &ctx.world().container_instances[id]);
        let lift = empty && lifted < count;
        lifted += u32::from(lift);
        groups::protect(ctx, id, !lift);
    }
    lifted
}
