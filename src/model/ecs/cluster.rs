//! A cluster: the namespace that services, tasks and container instances live in.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ContainerInstanceId, ServiceId, Tag};
use crate::model::kernel::SimTime;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ClusterStatus {
    Active,
    Provisioning,
    Deprovisioning,
    Failed,
    /// Deleted. Still described for a while, and its name can be used again.
    Inactive,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cluster {
    pub name: Rc<str>,
    pub status: ClusterStatus,
    pub created_at: SimTime,
    pub tags: Vec<Tag>,
    /// `[{name: containerInsights, value}]`, kept as given.
    pub settings: Vec<Value>,
    pub configuration: Option<Value>,
    pub service_connect_defaults: Option<Value>,
    pub capacity_providers: Vec<Rc<str>>,
    pub default_capacity_provider_strategy: Vec<CapacityProviderStrategyItem>,
    /// Every service that was ever created here, in order.
    pub services: Vec<ServiceId>,
    /// Every container instance that ever registered here, in order.
    pub container_instances: Vec<ContainerInstanceId>,
    /// Instances that are ACTIVE or DRAINING.
    pub registered_container_instances_count: u32,
    pub running_tasks: PerLaunchType,
    pub pending_tasks: PerLaunchType,
}

/// A count for each of the launch types that cluster statistics tell apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PerLaunchType {
    pub ec2: u32,
    pub fargate: u32,
}

impl PerLaunchType {
    pub fn total(self) -> u32 {
        self.ec2 + self.fargate
    }
}

/// One line of a capacity provider strategy. `base` tasks come first, the rest goes by `weight`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CapacityProviderStrategyItem {
    pub capacity_provider: Rc<str>,
    #[serde(default)]
    pub weight: u32,
    #[serde(default)]
    pub base: u32,
}
