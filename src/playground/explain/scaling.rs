//! Why service auto scaling changed the desired count, or did not, in a sentence or two.

use super::words;
use crate::model::ecs::service_scaling::{ScalingActivity, ScalingCause, ScalingOutcome};
use crate::model::kernel::thousandths;

/// What an activity did and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScalingStory {
    /// What came of it; ends with a full stop.
    pub lead: String,
    /// What set it off, with the numbers that it was decided by.
    pub rest: String,
    /// The desired count or the bounds changed.
    pub scaled: bool,
}

pub fn story(activity: &ScalingActivity) -> ScalingStory {
    ScalingStory { lead: lead(activity), rest: cause(activity), scaled: activity.has_scaled() }
}

fn lead(activity: &ScalingActivity) -> String {
    let ScalingActivity { from, to, .. } = *activity;
    let waits = |until| format!("Not scaled: the cooldown lasts until {}.", words::clock(until));
    match &activity.outcome {
        ScalingOutcome::InProgress | ScalingOutcome::Successful | ScalingOutcome::Overridden => {
            let way = if to > from { "Scaled out" } else { "Scaled in" };
            if let ScalingCause::ScheduledAction { .. } = activity.cause {
                return format!("Bounds set to {} and {}.", activity.min_capacity, activity.max_capacity);
            }
            let rest = match activity.outcome {
                ScalingOutcome::InProgress => "; the tasks follow",
                ScalingOutcome::Overridden => "; another change came before the tasks had followed",
                _ => "",
            };
            format!("{way} from {from} to {to}{rest}.")
        }
        ScalingOutcome::AlreadyAtMaxCapacity => {
            format!("Not scaled out: {from} is the maximum. A higher maximum would let it go on.")
        }
        ScalingOutcome::AlreadyAtMinCapacity => format!("Not scaled in: {from} is not above the minimum."),
        ScalingOutcome::AlreadyAtDesiredCapacity => {
            format!("Not scaled: {from} tasks are wanted already, and {} are running.", activity.running)
        }
        ScalingOutcome::AutoScalingAnticipatedFlapping => {
            "Not scaled in: with one task less the metric would be above the target again.".to_owned()
        }
        ScalingOutcome::TargetServicePutResourceAsUnscalable => {
            "Not scaled in: a deployment is in progress, and nothing is scaled in until it is over."
                .to_owned()
        }
        ScalingOutcome::Cooldown { until } => waits(*until),
        ScalingOutcome::Suspended => "Not scaled: this kind of scaling is suspended.".to_owned(),
        ScalingOutcome::OtherPolicyDisagrees { policy } => {
            format!("Not scaled in: policy {policy} does not want to, and all have to agree.")
        }
    }
}

fn cause(activity: &ScalingActivity) -> String {
    match &activity.cause {
        ScalingCause::Alarm { alarm, policy, value, against } => {
            let side = if alarm.contains("-AlarmLow-") { "below" } else { "past" };
            format!(
                "Policy {policy}: its metric was {}, {side} {}, with {} running.",
                thousandths::text(*value as i64),
                thousandths::text(*against as i64),
                words::count(activity.running, "task")
            )
        }
        ScalingCause::ScheduledAction { name } => format!("Scheduled action {name} was due."),
        ScalingCause::Bounds { minimum: true } => {
            format!("The minimum was set to {}, which is more than there were.", activity.to)
        }
        ScalingCause::Bounds { minimum: false } => {
            format!("The maximum was set to {}, which is less than there were.", activity.to)
        }
    }
}
