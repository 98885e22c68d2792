//! Capacity that AWS does not have for a while.

use serde::Serialize;

use super::{AutoScalingGroupId, ZoneId};
use crate::model::kernel::SimTime;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum ShortageOf {
    /// Launches of this group fail.
    AutoScalingGroup(AutoScalingGroupId),
    /// Launches without a group fail: RunInstances by hand, and CreateFleet for Managed Instances.
    Api,
    /// Fargate has no room; `spot` for Fargate Spot.
    Fargate { spot: bool },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shortage {
    pub number: u32,
    pub of: ShortageOf,
    /// Empty: in every zone.
    pub zones: Vec<ZoneId>,
    /// Of the launches that fail.
    pub percentage: u32,
    /// When it ends by itself, if it does.
    pub until: Option<SimTime>,
}

impl Shortage {
    pub fn is_in(&self, zone: ZoneId) -> bool {
        self.zones.is_empty() || self.zones.contains(&zone)
    }
}
