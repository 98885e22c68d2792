//! A service deployment: the whole way from one service revision to the next, with what watches over it.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::deployment_configuration::ShiftSteps;
use super::service::{DeploymentConfiguration, ServiceSpec};
use super::{DeploymentId, RuleId, ServiceId, TargetGroupId};
use crate::model::kernel::{SimDuration, SimTime};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ServiceDeploymentStatus {
    Pending,
    InProgress,
    Successful,
    StopRequested,
    /// Superseded, or failed without a rollback.
    Stopped,
    /// Somebody asked for it.
    RollbackRequested,
    RollbackInProgress,
    RollbackSuccessful,
    RollbackFailed,
}

impl ServiceDeploymentStatus {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::InProgress => "IN_PROGRESS",
            Self::Successful => "SUCCESSFUL",
            Self::StopRequested => "STOP_REQUESTED",
            Self::Stopped => "STOPPED",
            Self::RollbackRequested => "ROLLBACK_REQUESTED",
            Self::RollbackInProgress => "ROLLBACK_IN_PROGRESS",
            Self::RollbackSuccessful => "ROLLBACK_SUCCESSFUL",
            Self::RollbackFailed => "ROLLBACK_FAILED",
        }
    }

    /// Nothing more will come of it.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Successful | Self::Stopped | Self::RollbackSuccessful | Self::RollbackFailed)
    }
}

/// Where a deployment that shifts traffic has come to. The order is the order of time.
/// Source: "Amazon ECS blue/green service deployments workflow".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LifecycleStage {
    /// Only when more than one older revision still has tasks.
    ReconcileService,
    PreScaleUp,
    /// The new revision gets all its tasks.
    ScaleUp,
    PostScaleUp,
    /// All test traffic goes to the new revision.
    TestTrafficShift,
    PostTestTrafficShift,
    /// Comes before every step of production traffic.
    PreProductionTrafficShift,
    ProductionTrafficShift,
    PostProductionTrafficShift,
    /// Both revisions run, and going back is a matter of seconds.
    BakeTime,
    /// The old revision loses its tasks.
    CleanUp,
}

impl LifecycleStage {
    pub const ALL: [Self; 11] = [
        Self::ReconcileService,
        Self::PreScaleUp,
        Self::ScaleUp,
        Self::PostScaleUp,
        Self::TestTrafficShift,
        Self::PostTestTrafficShift,
        Self::PreProductionTrafficShift,
        Self::ProductionTrafficShift,
        Self::PostProductionTrafficShift,
        Self::BakeTime,
        Self::CleanUp,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::ReconcileService => "RECONCILE_SERVICE",
            Self::PreScaleUp => "PRE_SCALE_UP",
            Self::ScaleUp => "SCALE_UP",
            Self::PostScaleUp => "POST_SCALE_UP",
            Self::TestTrafficShift => "TEST_TRAFFIC_SHIFT",
            Self::PostTestTrafficShift => "POST_TEST_TRAFFIC_SHIFT",
            Self::PreProductionTrafficShift => "PRE_PRODUCTION_TRAFFIC_SHIFT",
            Self::ProductionTrafficShift => "PRODUCTION_TRAFFIC_SHIFT",
            Self::PostProductionTrafficShift => "POST_PRODUCTION_TRAFFIC_SHIFT",
            Self::BakeTime => "BAKE_TIME",
            Self::CleanUp => "CLEAN_UP",
        }
    }

    /// The stage after this one; the last has none.
    pub fn next(self) -> Option<Self> {
        let at = Self::ALL.iter().position(|&stage| stage == self)?;
        Self::ALL.get(at + 1).copied()
    }
}

/// What came of a lifecycle hook so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HookStatus {
    /// A PAUSE hook waits for ContinueServiceDeployment.
    AwaitingAction,
    InProgress,
    Succeeded,
    Failed,
    TimedOut,
}

/// One run of one hook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HookRun {
    /// Counts the hook runs of this deployment; its `hookId` is made from it.
    pub number: u32,
    pub stage: LifecycleStage,
    /// The Lambda function; none for a PAUSE hook.
    pub function: Option<Rc<str>>,
    pub status: HookStatus,
    /// When the function is called, or called again.
    pub call_at: SimTime,
    pub expires_at: SimTime,
    pub continues_on_timeout: bool,
}

/// The way that requests take over one entry of `loadBalancers` that has an `advancedConfiguration`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Lane {
    /// Position of the entry.
    pub entry: usize,
    /// The tasks of this deployment are registered with it.
    pub target_group: TargetGroupId,
    /// The other one of `targetGroupArn` and `alternateTargetGroupArn`.
    pub other: TargetGroupId,
    pub production_rule: RuleId,
    pub test_rule: Option<RuleId>,
}

/// `rollback` of a service deployment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rollback {
    pub reason: Rc<str>,
    pub started_at: SimTime,
    /// The deployment whose revision it goes back to.
    pub to: DeploymentId,
}

/// One row for every deployment that ever began: its ARN, the revision it brings, and how it went.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ServiceDeployment {
    pub service: ServiceId,
    /// What the target service revision fixes.
    pub spec: Rc<ServiceSpec>,
    /// As it was when the deployment began.
    pub configuration: Rc<DeploymentConfiguration>,
    /// Deployments whose revisions it replaces, the newest first.
    pub sources: Vec<DeploymentId>,
    pub status: ServiceDeploymentStatus,
    pub status_reason: Option<Rc<str>>,
    pub created_at: SimTime,
    pub started_at: Option<SimTime>,
    pub finished_at: Option<SimTime>,
    pub stopped_at: Option<SimTime>,
    pub updated_at: SimTime,
    /// None for a rolling deployment, and once it is over. On the way back it is the one whose hooks run again, until
    /// all traffic is back.
    pub stage: Option<LifecycleStage>,
    pub stage_since: SimTime,
    /// Share of the traffic that goes to the target revision, in tenths of a percent.
    pub production_weight: u32,
    pub test_weight: u32,
    /// None until ECS has looked at the listener rules. Entries without an `advancedConfiguration` have none.
    pub lanes: Option<Rc<[Lane]>>,
    /// Hook runs of the present stage.
    pub hooks: Vec<HookRun>,
    pub hooks_run: u32,
    /// Failed tasks that the circuit breaker counted.
    pub failure_count: u32,
    /// Failed tasks at which it breaks.
    pub threshold: u32,
    /// All alarms, if one of them was in ALARM when it began: ECS ignores them for that deployment.
    /// Source: "How CloudWatch alarms detect Amazon ECS deployment failures".
    pub ignored_alarms: Vec<Rc<str>>,
    pub triggered_alarms: Vec<Rc<str>>,
    /// Since when everything is replaced and only the alarms are watched still.
    pub baking_since: Option<SimTime>,
    pub rollback: Option<Rollback>,
}

impl ServiceDeployment {
    pub fn lanes(&self) -> &[Lane] {
        self.lanes.as_deref().unwrap_or_default()
    }

    /// Some rule leads test traffic to it.
    pub fn has_test_traffic(&self) -> bool {
        self.lanes().iter().any(|lane| lane.test_rule.is_some())
    }

    /// How production traffic moves. The first deployment of a service takes nothing from anybody: all of it moves at
    /// once (assumed).
    pub fn steps(&self) -> ShiftSteps {
        if self.sources.is_empty() { ShiftSteps::ALL_AT_ONCE } else { self.configuration.steps() }
    }

    /// How long both revisions run after the traffic has shifted; not at all for a first deployment (assumed).
    pub fn bake(&self) -> SimDuration {
        let has_one_revision = self.sources.is_empty() && self.configuration.shifts_traffic();
        if has_one_revision { SimDuration::ZERO } else { self.configuration.bake() }
    }
}
