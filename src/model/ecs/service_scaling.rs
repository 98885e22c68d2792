//! Service auto scaling: what Application Auto Scaling keeps of a service, and what it did about it.

use std::rc::Rc;

use serde::Serialize;
use serde_json::Value;

use super::ServiceId;
use super::metric::MetricKey;
use crate::model::kernel::SimTime;

/// A service whose desired count may be changed between two bounds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScalableTarget {
    pub service: ServiceId,
    pub number: u32,
    pub min_capacity: u32,
    pub max_capacity: u32,
    pub suspended: SuspendedState,
    pub created_at: SimTime,
    pub policies: Vec<Rc<ScalingPolicy>>,
    pub actions: Vec<Rc<ScheduledAction>>,
    /// The last scale-out by a policy, for its cooldown.
    pub last_out: Option<CooledStep>,
    /// When the cooldown of the last scale-in is over; none after a scale-out, which ends it.
    pub in_cooldown_until: Option<SimTime>,
}

/// What is switched off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SuspendedState {
    pub dynamic_in: bool,
    pub dynamic_out: bool,
    pub scheduled: bool,
}

/// A scale-out and the time in which only a larger one may follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CooledStep {
    /// The capacity it started from, and the one it asked for.
    pub from: u32,
    pub to: u32,
    pub until: SimTime,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScalingPolicy {
    pub name: Rc<str>,
    pub number: u32,
    pub created_at: SimTime,
    pub kind: PolicyKind,
    /// The policy's configuration as it was given.
    pub configuration: Rc<Value>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum PolicyKind {
    TargetTracking(TargetTracking),
    Step(StepScaling),
}

/// Keeps a metric near a value, by two alarms of its own.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TargetTracking {
    pub metric: MetricKey,
    /// In thousandths.
    pub target: u64,
    pub scale_out_cooldown: u32,
    pub scale_in_cooldown: u32,
    pub disable_scale_in: bool,
    pub high_alarm: Rc<str>,
    /// None when scale-in is disabled.
    pub low_alarm: Option<Rc<str>>,
}

/// Changes the capacity by a step that depends on how far an alarm's metric is past its threshold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StepScaling {
    pub adjustment: AdjustmentType,
    pub steps: Vec<StepAdjustment>,
    /// The least that a change in per cent comes to.
    pub min_magnitude: u32,
    /// In seconds.
    pub cooldown: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum AdjustmentType {
    ChangeInCapacity,
    PercentChangeInCapacity,
    ExactCapacity,
}

/// Bounds are offsets from the alarm's threshold, in thousandths; none is infinity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct StepAdjustment {
    pub lower: Option<i64>,
    pub upper: Option<i64>,
    pub adjustment: i32,
}

/// Sets the bounds at a moment, or again and again.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScheduledAction {
    pub name: Rc<str>,
    pub number: u32,
    /// `at(…)`, `rate(…)` or `cron(…)`, as it was given.
    pub schedule: Rc<str>,
    /// By whose clocks, as it was given; UTC if nobody said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<Rc<str>>,
    pub starts_at: Option<SimTime>,
    pub ends_at: Option<SimTime>,
    pub min_capacity: Option<u32>,
    pub max_capacity: Option<u32>,
    pub created_at: SimTime,
    /// When it is due; none once it is over.
    pub next_at: Option<SimTime>,
}

/// One change of the desired count, or one that did not happen.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScalingActivity {
    pub number: u32,
    pub service: ServiceId,
    pub at: SimTime,
    pub ended_at: Option<SimTime>,
    pub cause: ScalingCause,
    /// The desired count before and after.
    pub from: u32,
    pub to: u32,
    /// Tasks that were RUNNING: what policies reckon from.
    pub running: u32,
    pub min_capacity: u32,
    pub max_capacity: u32,
    pub outcome: ScalingOutcome,
}

impl ScalingActivity {
    /// Changed the desired count or the bounds.
    pub fn has_scaled(&self) -> bool {
        use ScalingOutcome::{InProgress, Overridden, Successful};
        matches!(self.outcome, InProgress | Overridden | Successful)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum ScalingCause {
    Alarm {
        alarm: Rc<str>,
        policy: Rc<str>,
        /// The metric's last value and what it was held against, in thousandths.
        value: u64,
        against: u64,
    },
    ScheduledAction {
        name: Rc<str>,
    },
    /// The desired count was outside the bounds when they were set.
    Bounds {
        minimum: bool,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum ScalingOutcome {
    /// The desired count is set, and tasks start or stop.
    InProgress,
    Successful,
    /// Another change came before the tasks had followed.
    Overridden,
    // The reasons of the API for not scaling.
    AlreadyAtMaxCapacity,
    AlreadyAtMinCapacity,
    AlreadyAtDesiredCapacity,
    AutoScalingAnticipatedFlapping,
    /// A deployment is in progress: nothing is scaled in.
    TargetServicePutResourceAsUnscalable,
    // Reasons that the API does not tell.
    Cooldown {
        until: SimTime,
    },
    Suspended,
    /// Another target tracking policy does not want to scale in.
    OtherPolicyDisagrees {
        policy: Rc<str>,
    },
}

impl ScalingOutcome {
    /// The code of DescribeScalingActivities for an activity that did not scale.
    pub fn not_scaled_code(&self) -> Option<&'static str> {
        Some(match self {
            Self::AlreadyAtMaxCapacity => "AlreadyAtMaxCapacity",
            Self::AlreadyAtMinCapacity => "AlreadyAtMinCapacity",
            Self::AlreadyAtDesiredCapacity => "AlreadyAtDesiredCapacity",
            Self::AutoScalingAnticipatedFlapping => "AutoScalingAnticipatedFlapping",
            Self::TargetServicePutResourceAsUnscalable => "TargetServicePutResourceAsUnscalable",
            _ => return None,
        })
    }
}
