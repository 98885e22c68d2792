//! What a scaling policy would make of the desired count, by its alarms and the running tasks.

use std::rc::Rc;

use super::alarms::{Comparison, Rule};
use crate::model::ecs::service_scaling::{
    AdjustmentType, PolicyKind, ScalableTarget, ScalingCause, ScalingPolicy, StepAdjustment, StepScaling,
    TargetTracking,
};
use crate::model::ecs::{Alarm, AlarmState};
use crate::model::world::World;

/// A policy whose alarm is in ALARM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub cause: ScalingCause,
    pub policy: Rc<str>,
    pub scales_out: bool,
    /// Of target tracking; all such policies have to agree before one scales in.
    pub is_tracking: bool,
    /// The capacity it wants; none if fewer tasks would bring the metric above the target at once.
    pub to: Option<u32>,
    /// In seconds.
    pub cooldown: u32,
}

/// What the policies of a target propose. Reckoned from the RUNNING tasks, not from the desired count.
pub fn proposals(world: &World, target: &ScalableTarget) -> Vec<Proposal> {
    let running = world.services[target.service].running_count();
    let of_policy = |policy: &Rc<ScalingPolicy>| match &policy.kind {
        PolicyKind::TargetTracking(tracking) => track(world, policy, tracking, running).into_iter().collect(),
        PolicyKind::Step(step) => steps(world, target, policy, step, running),
    };
    target.policies.iter().flat_map(of_policy).collect()
}

fn alarm<'a>(world: &'a World, name: &str) -> Option<&'a Rc<Alarm>> {
    world.alarms.get(name).filter(|alarm| alarm.state == AlarmState::Alarm)
}

/// The capacity in proportion to the metric, rounded up.
fn track(world: &World, policy: &ScalingPolicy, tracking: &TargetTracking, running: u32) -> Option<Proposal> {
    let high = alarm(world, &tracking.high_alarm).map(|_| &tracking.high_alarm);
    let low = tracking.low_alarm.as_ref().filter(|name| alarm(world, name).is_some());
    let (name, scales_out) = match (high, low) {
        (Some(high), _) => (high, true),
        (None, Some(low)) => (low, false),
        (None, None) => return None,
    };
    let value = world.scaling.series(tracking.metric)?.last()?;
    let wanted =
        (u64::from(running) * value).div_ceil(tracking.target.max(1)).min(u64::from(u32::MAX)) as u32;
    let to = match scales_out {
        true => Some(wanted.max(1)),
        false => Some(wanted).filter(|&to| to < running),
    };
    Some(Proposal {
        cause: ScalingCause::Alarm {
            alarm: name.clone(),
            policy: policy.name.clone(),
            value,
            against: tracking.target,
        },
        policy: policy.name.clone(),
        scales_out,
        is_tracking: true,
        to,
        cooldown: if scales_out { tracking.scale_out_cooldown } else { tracking.scale_in_cooldown },
    })
}

/// One proposal for each alarm in ALARM that names the policy among its actions.
fn steps(
    world: &World,
    target: &ScalableTarget,
    policy: &ScalingPolicy,
    step: &StepScaling,
    running: u32,
) -> Vec<Proposal> {
    let arn = world.scaling_policy_arn(target.service, policy.number, &policy.name);
    let mut proposals = Vec::new();
    for (name, alarm) in world.alarms.iter().filter(|(_, alarm)| alarm.state == AlarmState::Alarm) {
        let actions = alarm.definition["AlarmActions"].as_array().into_iter().flatten();
        let is_on = alarm.definition["ActionsEnabled"].as_bool().unwrap_or(true);
        if !is_on || !actions.filter_map(|action| action.as_str()).any(|action| action == arn) {
            continue;
        }
        let Some(rule) = Rule::of(world, &alarm.definition) else { continue };
        let Some(value) = rule.last(world) else { continue };
        let offset = value as i64 - rule.threshold;
        let above = matches!(rule.comparison, Comparison::Greater | Comparison::GreaterOrEqual);
        let Some(taken) = step.steps.iter().find(|row| holds(row, offset, above)) else { continue };
        let to = adjusted(step, taken.adjustment, running);
        proposals.push(Proposal {
            cause: ScalingCause::Alarm {
                alarm: name.clone(),
                policy: policy.name.clone(),
                value,
                against: rule.threshold.max(0) as u64,
            },
            policy: policy.name.clone(),
            scales_out: to > running || (to == running && above),
            is_tracking: false,
            to: Some(to),
            cooldown: step.cooldown,
        });
    }
    proposals
}

/// Above the threshold the lower bound belongs to the step, below it the upper one.
fn holds(step: &StepAdjustment, offset: i64, above: bool) -> bool {
    let lower = step.lower.is_none_or(|lower| if above { offset >= lower } else { offset > lower });
    let upper = step.upper.is_none_or(|upper| if above { offset < upper } else { offset <= upper });
    lower && upper
}

/// The capacity after a step: a per cent is rounded towards zero, but comes to at least one task.
pub fn adjusted(step: &StepScaling, adjustment: i32, running: u32) -> u32 {
    let running = i64::from(running);
    let change = match step.adjustment {
        AdjustmentType::ExactCapacity => i64::from(adjustment) - running,
        AdjustmentType::ChangeInCapacity => i64::from(adjustment),
        AdjustmentType::PercentChangeInCapacity if adjustment == 0 => 0,
        AdjustmentType::PercentChangeInCapacity => {
            let least = i64::from(step.min_magnitude.max(1));
            let sign = i64::from(adjustment.signum());
            sign * (running * i64::from(adjustment.abs()) / 100).max(least)
        }
    };
    (running + change).clamp(0, i64::from(u32::MAX)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(adjustment: AdjustmentType, min_magnitude: u32) -> StepScaling {
        StepScaling { adjustment, steps: Vec::new(), min_magnitude, cooldown: 300 }
    }

    #[test]
    fn steps_change_the_capacity_as_documented() {
        use AdjustmentType::{ChangeInCapacity, ExactCapacity, PercentChangeInCapacity};
        for (kind, magnitude, adjustment, running, expected) in [
            (ChangeInCapacity, 0, 2, 4, 6),
            (ChangeInCapacity, 0, -9, 4, 0),
            (ExactCapacity, 0, 7, 4, 7),
            // 25 per cent of four tasks is one; with a least magnitude of two it is two.
            (PercentChangeInCapacity, 0, 25, 4, 5),
            (PercentChangeInCapacity, 2, 25, 4, 6),
            (PercentChangeInCapacity, 0, 10, 19, 20),
            (PercentChangeInCapacity, 0, -10, 19, 18),
            (PercentChangeInCapacity, 0, 10, 2, 3),
        ] {
            assert_eq!(
                adjusted(&step(kind, magnitude), adjustment, running),
                expected,
                "{kind:?} {adjustment}"
            );
        }
    }

    #[test]
    fn bounds_belong_to_the_step_that_is_farther_from_the_threshold() {
        let first = StepAdjustment { lower: Some(0), upper: Some(10_000), adjustment: 1 };
        let second = StepAdjustment { lower: Some(10_000), upper: None, adjustment: 2 };
        assert!(holds(&first, 0, true) && holds(&first, 9_999, true));
        assert!(!holds(&first, 10_000, true) && holds(&second, 10_000, true));
        let below = StepAdjustment { lower: Some(-10_000), upper: Some(0), adjustment: -1 };
        assert!(holds(&below, 0, false) && !holds(&below, -10_000, false));
    }
}
