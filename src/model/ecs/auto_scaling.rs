//! EC2 Auto Scaling, as far as ECS meets it: launch templates, groups, and what a group did.

use std::collections::VecDeque;
use std::rc::Rc;

use serde::Serialize;

use super::{AutoScalingGroupId, ContainerInstanceId, Tag, ZoneId};
use crate::model::kernel::SimTime;

/// What EC2 launches. Version 1 is the only one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LaunchTemplate {
    /// Number of the template through the run; its id is made from it.
    pub number: u32,
    pub name: Rc<str>,
    pub created_at: SimTime,
    pub instance_type: Option<Rc<str>>,
    /// As given, base64 or plain.
    pub user_data: Option<Rc<str>>,
    /// `InstanceMarketOptions` ask for Spot Instances.
    pub spot: bool,
    pub tags: Vec<Tag>,
}

/// How a group divides its instances between On-Demand and Spot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct InstancesDistribution {
    pub on_demand_base_capacity: u32,
    pub on_demand_percentage_above_base_capacity: u32,
}

/// An Auto Scaling group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AutoScalingGroup {
    pub name: Rc<str>,
    pub created_at: SimTime,
    /// Being deleted since then: its instances terminate, and with the last one it is gone.
    pub deleted_at: Option<SimTime>,
    pub min_size: u32,
    pub max_size: u32,
    pub desired_capacity: u32,
    pub launch_template: Rc<str>,
    /// Types of a mixed instances policy, the preferred one first; empty: that of the launch template.
    pub overrides: Vec<Rc<str>>,
    pub distribution: Option<InstancesDistribution>,
    pub zones: Vec<ZoneId>,
    pub new_instances_protected_from_scale_in: bool,
    pub tags: Vec<Tag>,
    /// Instances that are not terminated, in order of launch.
    pub instances: Vec<ContainerInstanceId>,
    /// The newest 100, newest first.
    pub activities: VecDeque<Rc<ScalingActivity>>,
    /// Activities ever begun; the next one gets this number.
    pub activities_begun: u32,
    /// Why the desired capacity is what it is: what the next activity says first.
    pub cause: Rc<str>,
    /// The next time the group compares what it has with what it wants.
    pub next_look_at: Option<SimTime>,
}

impl AutoScalingGroup {
    pub fn is_gone(&self) -> bool {
        self.deleted_at.is_some() && self.instances.is_empty()
    }
}

/// The life of an instance as its group sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum LifecycleState {
    Pending,
    InService,
    /// A lifecycle hook waits for something, such as ECS for its tasks to go.
    #[serde(rename = "Terminating:Wait")]
    TerminatingWait,
    Terminating,
    Terminated,
}

impl LifecycleState {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::InService => "InService",
            Self::TerminatingWait => "Terminating:Wait",
            Self::Terminating => "Terminating",
            Self::Terminated => "Terminated",
        }
    }

    /// Counts towards the capacity of its group.
    pub fn counts(self) -> bool {
        matches!(self, Self::Pending | Self::InService)
    }
}

/// What a group knows of one of its instances.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GroupMember {
    pub group: AutoScalingGroupId,
    pub lifecycle: LifecycleState,
    /// Since when it has been in this state.
    pub since: SimTime,
    pub protected_from_scale_in: bool,
    /// The activity that launches or terminates it.
    pub activity: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum ActivityStatus {
    InProgress,
    WaitingForInstanceTermination,
    Successful,
    Failed,
}

/// One thing a group did, or failed to do, as DescribeScalingActivities gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ScalingActivity {
    pub number: u32,
    pub group: AutoScalingGroupId,
    pub instance: Option<ContainerInstanceId>,
    pub launches: bool,
    pub cause: Rc<str>,
    pub started_at: SimTime,
    pub ended_at: Option<SimTime>,
    pub status: ActivityStatus,
    pub status_message: Option<Rc<str>>,
    /// How often in a row it failed for the same reason; a group tries for ever.
    pub attempts: u32,
}
