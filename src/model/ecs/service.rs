//! A service: a count of tasks that ECS keeps, and the deployments that get there.

use std::collections::VecDeque;
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::cluster::CapacityProviderStrategyItem;
use super::{
    ClusterId, Deployment, DeploymentId, DeploymentStatus, LaunchType, PlacementConstraint,
    PlacementStrategy, Tag, TaskDefinitionId, TaskId,
};
use crate::model::kernel::SimTime;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ServiceStatus {
    Active,
    /// Deleted, with tasks still stopping.
    Draining,
    /// Gone; its name can be used again.
    Inactive,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SchedulingStrategy {
    Replica,
    Daemon,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AvailabilityZoneRebalancing {
    Enabled,
    Disabled,
}

/// The members of a service that a deployment fixes: changing one starts a new deployment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServiceSpec {
    /// None for a service whose task sets have theirs.
    pub task_definition: Option<TaskDefinitionId>,
    pub launch_type: Option<LaunchType>,
    pub capacity_provider_strategy: Vec<CapacityProviderStrategyItem>,
    pub platform_version: Option<Rc<str>>,
    pub network_configuration: Option<Rc<Value>>,
    pub load_balancers: Vec<Value>,
    pub service_registries: Vec<Value>,
    pub service_connect_configuration: Option<Value>,
    pub volume_configurations: Vec<Value>,
    pub vpc_lattice_configurations: Vec<Value>,
}

/// How a rollout replaces tasks. Percentages are of the desired count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeploymentConfiguration {
    /// RUNNING and PENDING tasks together never pass this; rounds down.
    pub maximum_percent: u32,
    /// Healthy tasks never fall below this; rounds up.
    pub minimum_healthy_percent: u32,
    /// Circuit breaker, alarms, strategy, hooks: as given.
    #[serde(flatten)]
    pub other: serde_json::Map<String, Value>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ServiceEvent {
    /// Number of the event through the whole run; its UUID is made from it.
    pub number: u32,
    pub created_at: SimTime,
    pub message: Rc<str>,
}

/// How far a service has come in evening out its Availability Zones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Rebalancing {
    /// It was found out of balance. It begins at this moment, if it still is by then.
    Due(SimTime),
    /// These tasks were started in the emptiest zones.
    Moving(Rc<[TaskId]>),
    /// They are healthy: as many stop in the fullest zones.
    Stopping,
    /// A zone that should have more tasks has no room for one. It is tried again when room appears.
    Held,
}

/// What the service scheduler remembers between two looks at a service.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SchedulerMemory {
    /// Since when the service has been steady, if it is and nothing has happened to it since the last look.
    pub steady_since: Option<SimTime>,
    /// When the steady state was last said. It is said again every six hours.
    pub steady_message_at: Option<SimTime>,
    /// The last placement failure message and when it was posted; a duplicate is held back until its
    /// cause clears or six hours pass.
    pub placement_failure: Option<(Rc<str>, SimTime)>,
    /// When the first of the present row of placement failures came; none while tasks find places.
    pub placement_failing_since: Option<SimTime>,
    /// It waits for new tasks to become healthy, and that was recorded.
    pub waits_for_health: bool,
    /// When it was last said that the percentages leave no way forward; none while they do.
    pub stuck_message_at: Option<SimTime>,
    /// When it was last said that tasks do not start; none while they do.
    pub impaired_message_at: Option<SimTime>,
    /// Tasks in a row that went to STOPPED without reaching RUNNING.
    pub start_failures: u32,
    /// How many of those the throttle has reckoned with.
    pub start_failures_reckoned: u32,
    /// Attempts in a row that ended in start failures.
    pub failed_attempts: u32,
    /// Nothing is started before this moment.
    pub next_start_at: Option<SimTime>,
    /// Tasks started in the minute that began at this moment.
    pub launches: (SimTime, u32),
    /// When it was last said that protected tasks keep the service from scaling in; none while they do not.
    pub protection_message_at: Option<SimTime>,
    /// None while the tasks are evenly spread.
    pub rebalancing: Option<Rebalancing>,
    /// Tasks of which it was said that they failed their health checks, in order of creation.
    pub unhealthy: Vec<TaskId>,
    /// The next look at the service, if one is due.
    pub next_look_at: Option<SimTime>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Service {
    pub cluster: ClusterId,
    pub name: Rc<str>,
    pub status: ServiceStatus,
    pub scheduling_strategy: SchedulingStrategy,
    pub desired_count: u32,
    pub spec: Rc<ServiceSpec>,
    pub deployment_configuration: DeploymentConfiguration,
    pub deployment_controller: Option<Value>,
    pub placement_constraints: Vec<PlacementConstraint>,
    pub placement_strategy: Vec<PlacementStrategy>,
    pub health_check_grace_period_seconds: Option<u32>,
    pub availability_zone_rebalancing: AvailabilityZoneRebalancing,
    pub enable_ecs_managed_tags: bool,
    pub enable_execute_command: bool,
    pub propagate_tags: Option<Rc<str>>,
    pub role_arn: Option<Rc<str>>,
    pub tags: Vec<Tag>,
    pub client_token: Option<Rc<str>>,
    pub created_at: SimTime,
    /// PRIMARY first, then ACTIVE ones, newest first. INACTIVE ones are dropped.
    pub deployments: Vec<Deployment>,
    /// The service deployment that is under way, forward or back.
    pub service_deployment: Option<DeploymentId>,
    /// The newest 100, newest first, as DescribeServices gives them. The event log has all.
    pub events: VecDeque<Rc<ServiceEvent>>,
    /// Tasks that are not STOPPED, in order of creation.
    pub tasks: Vec<TaskId>,
    pub memory: Rc<SchedulerMemory>,
}

impl Service {
    /// The newest deployment. A service that is ACTIVE always has one.
    pub fn primary(&self) -> Option<&Deployment> {
        self.deployments.iter().find(|deployment| deployment.status == DeploymentStatus::Primary)
    }

    /// `deploymentController.type`: `ECS` unless the service says otherwise.
    pub fn controller(&self) -> &str {
        self.deployment_controller.as_ref().and_then(|given| given["type"].as_str()).unwrap_or("ECS")
    }

    /// Somebody else deploys, with task sets.
    pub fn is_external(&self) -> bool {
        self.controller() == "EXTERNAL"
    }

    pub fn is_daemon(&self) -> bool {
        self.scheduling_strategy == SchedulingStrategy::Daemon
    }

    pub fn running_count(&self) -> u32 {
        self.deployments.iter().map(|deployment| deployment.running_count).sum()
    }

    pub fn pending_count(&self) -> u32 {
        self.deployments.iter().map(|deployment| deployment.pending_count).sum()
    }
}
