//! What the service scheduler decided, with the numbers it decided by.

use serde::Serialize;

use crate::model::ecs::{DeploymentId, ServiceId};
use crate::model::kernel::SimTime;

/// Why the service scheduler could not do all it wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum SchedulerBlock {
    /// `minimumHealthyPercent` and `maximumPercent` leave no way forward.
    DeploymentConfiguration,
    /// New tasks have to become healthy before more old ones may stop.
    WaitingForHealthyTasks,
    /// Some tasks found no place; the placement decision says why.
    Placement,
    /// Tasks kept failing to start: the next try is due at this moment.
    StartThrottle { until: SimTime },
    /// A service starts at most 500 tasks in a minute.
    LaunchRate { until: SimTime },
}

/// What the service scheduler counted, what that allowed, and what it did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SchedulerDecision {
    pub service: ServiceId,
    /// The PRIMARY deployment.
    pub deployment: DeploymentId,
    pub desired: u32,
    /// Healthy tasks must not fall below this: the desired count times `minimumHealthyPercent`, rounded up.
    pub lower: u32,
    /// Tasks must not pass this: the desired count times `maximumPercent`, rounded down.
    pub upper: u32,
    pub healthy: u32,
    /// Tasks of the PRIMARY deployment that count towards the desired count.
    pub new: u32,
    /// Tasks on their way out: of older deployments, unhealthy, or on a DRAINING container instance.
    pub old: u32,
    pub may_start: u32,
    pub may_stop: u32,
    pub started: u32,
    pub stopped: u32,
    pub blocked_by: Option<SchedulerBlock>,
}
