//! A capacity provider: where the tasks of a strategy run, and who sees to it that there is room.

use std::rc::Rc;

use serde::Serialize;
use serde_json::Value;

use super::{AutoScalingGroupId, CapacityProviderId, ClusterId, Tag};
use crate::model::kernel::{Series, SimTime};

/// The providers every account has.
pub const FARGATE_PROVIDERS: [&str; 2] = ["FARGATE", "FARGATE_SPOT"];

/// True for `FARGATE` and `FARGATE_SPOT`, also as ARNs.
pub fn is_fargate(provider: &str) -> bool {
    FARGATE_PROVIDERS.contains(&super::arn::short_name(provider))
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CapacityProvider {
    pub name: Rc<str>,
    pub kind: ProviderKind,
    pub created_at: SimTime,
    /// Deleted, and INACTIVE.
    pub deleted_at: Option<SimTime>,
    pub tags: Vec<Tag>,
    pub memory: Rc<ScalingMemory>,
    /// `CapacityProviderReservation` in hundredths of a per cent, as it was published.
    #[serde(skip)]
    pub reservation: Series,
}

impl CapacityProvider {
    pub fn group(&self) -> Option<&GroupProvider> {
        match &self.kind {
            ProviderKind::AutoScalingGroup(group) => Some(group),
            ProviderKind::ManagedInstances(_) => None,
        }
    }

    pub fn is_active(&self) -> bool {
        self.deleted_at.is_none()
    }

    /// Tasks without room wait for it: somebody will make some.
    pub fn makes_room(&self) -> bool {
        self.group().is_none_or(|group| group.managed_scaling.enabled)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum ProviderKind {
    AutoScalingGroup(GroupProvider),
    ManagedInstances(ManagedInstancesProvider),
}

/// `autoScalingGroupProvider`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupProvider {
    pub group: AutoScalingGroupId,
    pub managed_scaling: ManagedScaling,
    pub managed_termination_protection: bool,
    pub managed_draining: bool,
}

/// `managedScaling`, with ECS's defaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ManagedScaling {
    pub enabled: bool,
    /// Per cent.
    pub target_capacity: u32,
    pub minimum_scaling_step_size: u32,
    pub maximum_scaling_step_size: u32,
    pub instance_warmup_period_seconds: u32,
}

impl Default for ManagedScaling {
    fn default() -> Self {
        Self {
            enabled: false,
            target_capacity: 100,
            minimum_scaling_step_size: 1,
            maximum_scaling_step_size: 10_000,
            instance_warmup_period_seconds: 300,
        }
    }
}

/// `managedInstancesProvider`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ManagedInstancesProvider {
    pub cluster: ClusterId,
    /// As given.
    pub request: Rc<Value>,
    /// Types that may be launched, by name; empty: those ECS takes by itself.
    pub allowed_instance_types: Vec<Rc<str>>,
    pub spot: bool,
    /// Seconds an instance is idle before it goes; none: it stays.
    pub scale_in_after_seconds: Option<u32>,
}

/// What managed scaling remembers from one minute to the next.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ScalingMemory {
    /// The next minute's datapoint is promised.
    pub measures: bool,
    /// The newest datapoint that differs from the one before it.
    pub datapoint: Option<Datapoint>,
    /// Since when the metric has been below the target.
    pub low_since: Option<SimTime>,
    pub last_scale_out_at: Option<SimTime>,
    /// What was last recorded; said again only when it changes.
    pub last_outcome: Option<ScalingOutcome>,
    /// EC2 refused all Managed Instances of the last launch.
    pub is_refused: bool,
}

/// One minute's value of `CapacityProviderReservation`, and what it was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Datapoint {
    pub at: SimTime,
    /// M: instances needed for the tasks that run and those that wait.
    pub needed: u32,
    /// N: instances in service.
    pub running: u32,
    /// M / N × 100 in hundredths of a per cent.
    pub reservation: u32,
    /// Tasks that wait for room.
    pub waiting: u32,
    /// Instances that run no task but daemons.
    pub empty: u32,
}

/// What managed scaling did about a datapoint, or why it did nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum ScalingOutcome {
    ScaledOut,
    ScaledIn,
    /// Instances of the last step in are still in service.
    Shrinking,
    /// The metric is at the target, or as near as whole instances come.
    AtTarget,
    /// Instances of the last step are not warm yet; none while some are still being launched.
    WarmingUp {
        until: Option<SimTime>,
    },
    /// The group wants more instances already, and EC2 does not give them.
    WaitingForLaunches,
    /// The low alarm needs fifteen minutes below the target.
    LowAlarmPending {
        until: SimTime,
    },
    /// Fifteen minutes after a scale-out nothing is scaled in.
    AfterScaleOut {
        until: SimTime,
    },
    AlreadyAtMaxSize,
    AlreadyAtMinSize,
    /// Every instance runs tasks and is protected.
    AllProtected,
    /// No instance type of the group can hold one of the waiting tasks.
    NothingFits,
}

/// One decision of managed scaling, with the numbers it was made by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ScalingDecision {
    pub provider: CapacityProviderId,
    pub datapoint: Datapoint,
    /// Per cent.
    pub target_capacity: u32,
    /// The desired capacity of the group before and after.
    pub from: u32,
    pub to: u32,
    pub outcome: ScalingOutcome,
}
