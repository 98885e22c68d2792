//! What CreateService and UpdateService are given.

use std::rc::Rc;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::model::api::request::decode;
use crate::model::ecs::cluster::CapacityProviderStrategyItem;
use crate::model::ecs::service::{AvailabilityZoneRebalancing, DeploymentConfiguration, SchedulingStrategy};
use crate::model::ecs::{
    EcsError, EcsResult, ExceptionName, LaunchType, PlacementConstraint, PlacementStrategy, Tag,
};
use crate::model::kernel::json;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CreateService {
    pub cluster: Option<String>,
    pub service_name: String,
    pub scheduling_strategy: Option<SchedulingStrategy>,
    pub client_token: Option<Rc<str>>,
    pub launch_type: Option<String>,
    pub role: Option<Rc<str>>,
    pub tags: Option<Vec<Tag>>,
    #[serde(rename = "enableECSManagedTags")]
    pub enable_ecs_managed_tags: Option<bool>,
    #[serde(skip)]
    pub members: ServiceMembers,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UpdateService {
    pub cluster: Option<String>,
    pub service: String,
    pub force_new_deployment: Option<bool>,
    #[serde(rename = "enableECSManagedTags")]
    pub enable_ecs_managed_tags: Option<bool>,
    #[serde(skip)]
    pub members: ServiceMembers,
}

/// What both can set. For UpdateService, what is absent stays as it is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ServiceMembers {
    pub task_definition: Option<String>,
    pub desired_count: Option<u32>,
    pub capacity_provider_strategy: Option<Vec<CapacityProviderStrategyItem>>,
    pub platform_version: Option<Rc<str>>,
    pub network_configuration: Option<Value>,
    pub load_balancers: Option<Vec<Value>>,
    pub service_registries: Option<Vec<Value>>,
    pub service_connect_configuration: Option<Value>,
    pub volume_configurations: Option<Vec<Value>>,
    pub vpc_lattice_configurations: Option<Vec<Value>>,
    pub deployment_configuration: Option<DeploymentConfigurationMembers>,
    pub deployment_controller: Option<Value>,
    pub placement_constraints: Option<Vec<PlacementConstraint>>,
    pub placement_strategy: Option<Vec<PlacementStrategy>>,
    pub health_check_grace_period_seconds: Option<u32>,
    pub availability_zone_rebalancing: Option<AvailabilityZoneRebalancing>,
    pub enable_execute_command: Option<bool>,
    pub propagate_tags: Option<Rc<str>>,
}

/// `deploymentConfiguration`: the two percentages, and what is only kept.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(try_from = "Map<String, Value>")]
pub struct DeploymentConfigurationMembers {
    pub maximum_percent: Option<u32>,
    pub minimum_healthy_percent: Option<u32>,
    pub other: Map<String, Value>,
}

impl CreateService {
    pub fn read(request: &Value) -> EcsResult<Self> {
        Ok(Self { members: decode(request)?, ..decode(request)? })
    }
}

/// The members of a request that a service has, too.
pub fn members_of(request: &Value) -> EcsResult<ServiceMembers> {
    decode(request)
}

impl UpdateService {
    pub fn read(request: &Value) -> EcsResult<Self> {
        Ok(Self { members: decode(request)?, ..decode(request)? })
    }
}

impl TryFrom<Map<String, Value>> for DeploymentConfigurationMembers {
    type Error = json::Error;

    fn try_from(mut other: Map<String, Value>) -> Result<Self, Self::Error> {
        let mut percent = |name: &str| json::decode(&other.shift_remove(name).unwrap_or_default());
        let (maximum_percent, minimum_healthy_percent) =
            (percent("maximumPercent")?, percent("minimumHealthyPercent")?);
        Ok(Self { maximum_percent, minimum_healthy_percent, other })
    }
}

impl DeploymentConfigurationMembers {
    /// Lays what was given over `old`; a member that is not given stays, unless it belongs to a strategy that gives way
    /// to another one (assumed for UpdateService).
    pub fn laid_over(self, old: DeploymentConfiguration) -> DeploymentConfiguration {
        let mut other = old.other;
        if let Some(strategy) = self.other.get("strategy").filter(|strategy| !strategy.is_null()) {
            let steps = [("linearConfiguration", "LINEAR"), ("canaryConfiguration", "CANARY")];
            let foreign = steps.into_iter().filter(|(_, its_strategy)| strategy != its_strategy);
            foreign.for_each(|(member, _)| drop(other.shift_remove(member)));
        }
        other.extend(self.other.into_iter().filter(|(_, value)| !value.is_null()));
        DeploymentConfiguration {
            maximum_percent: self.maximum_percent.unwrap_or(old.maximum_percent),
            minimum_healthy_percent: self.minimum_healthy_percent.unwrap_or(old.minimum_healthy_percent),
            other,
        }
    }
}

/// REPLICA 200 and 100, DAEMON 100 and 0.
pub fn default_configuration(strategy: SchedulingStrategy) -> DeploymentConfiguration {
    let (maximum_percent, minimum_healthy_percent) = match strategy {
        SchedulingStrategy::Replica => (200, 100),
        SchedulingStrategy::Daemon => (100, 0),
    };
    let mut other = Map::new();
    other.insert("deploymentCircuitBreaker".into(), json!({ "enable": false, "rollback": false }));
    other.insert("strategy".into(), json!("ROLLING"));
    DeploymentConfiguration { maximum_percent, minimum_healthy_percent, other }
}

/// The launch types that the model has.
pub fn launch_type(given: Option<&str>) -> EcsResult<Option<LaunchType>> {
    match given {
        None => Ok(None),
        Some("EC2") => Ok(Some(LaunchType::Ec2)),
        Some("FARGATE") => Ok(Some(LaunchType::Fargate)),
        Some(other) => Err(unsupported(&format!("The launch type {other}"))),
    }
}

/// A refusal in our own words: ECS has the feature, this model does not.
pub fn unsupported(what: &str) -> EcsError {
    EcsError::new(
        ExceptionName::UnsupportedFeatureException,
        format!("{what} is not part of this model of ECS."),
    )
}

/// A network configuration with the members that ECS fills in.
pub fn completed_network(mut given: Value) -> Value {
    if let Some(awsvpc) = given.get_mut("awsvpcConfiguration").and_then(Value::as_object_mut) {
        for (name, default) in [("securityGroups", json!([])), ("assignPublicIp", json!("DISABLED"))] {
            if awsvpc.get(name).is_none_or(Value::is_null) {
                awsvpc.insert(name.to_owned(), default);
            }
        }
    }
    given
}
