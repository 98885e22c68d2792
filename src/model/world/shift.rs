//! How long ECS takes to move traffic from one service revision to the next.

use super::World;
use crate::model::ecs::ServiceDeployment;
use crate::model::kernel::SimDuration;

/// Until a changed weight is in force everywhere (assumed).
const SHIFT_TAKES: SimDuration = SimDuration::from_secs(20);
/// Source: "Network Load Balancer resources for Amazon ECS blue/green, linear and canary deployments": ECS adds ten
/// minutes to each shift.
const SHIFT_TAKES_NETWORK: SimDuration = SimDuration::from_mins(10);

impl World {
    /// Some lane of the deployment leads over a Network Load Balancer.
    pub fn shifts_over_network(&self, row: &ServiceDeployment) -> bool {
        row.lanes().iter().any(|lane| self.target_groups[lane.target_group].is_network())
    }

    /// How long a shift of traffic lasts at least.
    pub fn shift_takes(&self, row: &ServiceDeployment) -> SimDuration {
        if self.shifts_over_network(row) { SHIFT_TAKES_NETWORK } else { SHIFT_TAKES }
    }

    /// How long a step of production traffic lasts when more of them follow.
    pub fn step_takes(&self, row: &ServiceDeployment) -> SimDuration {
        row.steps().bake.max(self.shift_takes(row))
    }
}
