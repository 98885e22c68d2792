//! A service as DescribeServices gives it.

use serde_json::{Map, Value, json};

use crate::model::api::members::{Members, seconds, word};
use crate::model::api::principal;
use crate::model::api::task_sets::task_set_of;
use crate::model::ecs::service::{DeploymentConfiguration, ServiceSpec};
use crate::model::ecs::{Deployment, LaunchType, Service, ServiceEvent, ServiceId};
use crate::model::kernel::Kind;
use crate::model::world::World;

/// What `LATEST` means on Fargate.
const LATEST_PLATFORM_VERSION: &str = "1.4.0";

/// One service with its deployments and its newest events.
pub fn service(world: &World, id: ServiceId, with_tags: bool) -> Value {
    let row = &world.services[id];
    let spec = &row.spec;
    // Task sets are not deployments to a caller.
    let (sets, rolled): (Vec<_>, Vec<_>) =
        row.deployments.iter().partition(|deployment| deployment.task_set.is_some());
    let sets = sets.iter().map(|set| task_set_of(world, id, set.id)).collect::<Value>();
    let deployments = rolled.into_iter().map(|row| deployment(world, row));
    let events = row.events.iter().map(|row| event(world, row));
    let revisions = row
        .deployments
        .iter()
        .filter(|row| row.task_set.is_none())
        .map(|deployment| revision(world, id, deployment));
    let primary = row.primary().filter(|primary| primary.task_set.is_none());
    let under_way = row.service_deployment.or(primary.map(|primary| primary.id));
    let current = under_way.map(|deployment| world.service_deployment_arn(id, deployment));
    // With a load balancer the grace period is given even when it is 0.
    let grace = row.health_check_grace_period_seconds;
    let grace = grace.or((!spec.load_balancers.is_empty()).then_some(0));
    let members = Members::new()
        .with("serviceArn", world.service_arn(id))
        .with("serviceName", &*row.name)
        .with("clusterArn", world.cluster_arn(row.cluster))
        .with("loadBalancers", spec.load_balancers.clone())
        .with("serviceRegistries", spec.service_registries.clone())
        .with("status", word(row.status))
        .with("desiredCount", row.desired_count)
        .with("runningCount", row.running_count())
        .with("pendingCount", row.pending_count());
    capacity(members, spec, spec.platform_version.as_deref())
        .maybe("taskDefinition", definition_arn(world, spec))
        .with("deploymentConfiguration", configuration(&row.deployment_configuration))
        .maybe("taskSets", row.is_external().then_some(sets))
        .with("deployments", deployments.collect::<Value>())
        .with("roleArn", role_arn(world, row))
        .with("events", events.collect::<Value>())
        .with("createdAt", seconds(world, row.created_at))
        .maybe("currentServiceDeployment", current)
        .with("currentServiceRevisions", revisions.collect::<Value>())
        .with("placementConstraints", word(&row.placement_constraints))
        .with("placementStrategy", word(&row.placement_strategy))
        .maybe("networkConfiguration", spec.network_configuration.as_deref().cloned())
        .maybe("healthCheckGracePeriodSeconds", grace)
        .with("schedulingStrategy", word(row.scheduling_strategy))
        .maybe("deploymentController", row.deployment_controller.clone())
        .maybe("tags", with_tags.then(|| word(&row.tags)))
        .with("createdBy", principal(world))
        .with("enableECSManagedTags", row.enable_ecs_managed_tags)
        .with("propagateTags", row.propagate_tags.as_deref().unwrap_or("NONE"))
        .with("enableExecuteCommand", row.enable_execute_command)
        .with("availabilityZoneRebalancing", word(row.availability_zone_rebalancing))
        .build()
}

fn deployment(world: &World, row: &Deployment) -> Value {
    let spec = &row.spec;
    let members = Members::new()
        .with("id", world.deployment_name(row.id))
        .with("status", word(row.status))
        .maybe("taskDefinition", definition_arn(world, spec))
        .with("desiredCount", row.desired_count)
        .with("pendingCount", row.pending_count)
        .with("runningCount", row.running_count)
        .with("failedTasks", row.failed_tasks)
        .with("createdAt", seconds(world, row.created_at))
        .with("updatedAt", seconds(world, row.updated_at));
    let list = |values: &[Value]| (!values.is_empty()).then(|| values.to_vec());
    capacity_of(members, spec)
        .maybe("networkConfiguration", spec.network_configuration.as_deref().cloned())
        .with("rolloutState", word(row.rollout_state))
        .with("rolloutStateReason", &*row.rollout_state_reason)
        .maybe("serviceConnectConfiguration", spec.service_connect_configuration.clone())
        .maybe("volumeConfigurations", list(&spec.volume_configurations))
        .maybe("vpcLatticeConfigurations", list(&spec.vpc_lattice_configurations))
        .build()
}

/// What a revision says of its capacity.
pub fn capacity_of(members: Members, spec: &ServiceSpec) -> Members {
    capacity(members, spec, resolved_platform_version(spec))
}

fn resolved_platform_version(spec: &ServiceSpec) -> Option<&str> {
    spec.platform_version.as_deref().map(|version| match version {
        "LATEST" => LATEST_PLATFORM_VERSION,
        version => version,
    })
}

/// Launch type or strategy, never both, and what belongs to Fargate alone.
fn capacity(members: Members, spec: &ServiceSpec, platform_version: Option<&str>) -> Members {
    let strategy = &spec.capacity_provider_strategy;
    let launch_type = spec.launch_type.filter(|_| strategy.is_empty()).map(LaunchType::as_str);
    members
        .maybe("launchType", launch_type)
        .maybe("capacityProviderStrategy", (!strategy.is_empty()).then(|| word(strategy)))
        .maybe("platformVersion", platform_version)
        .maybe("platformFamily", platform_version.map(|_| "Linux"))
}

/// The circuit breaker stands before the percentages, the rest after them.
pub fn configuration(row: &DeploymentConfiguration) -> Value {
    let mut members = Map::new();
    let (first, rest): (Vec<_>, Vec<_>) =
        row.other.iter().partition(|(name, _)| *name == "deploymentCircuitBreaker");
    let copied = |(name, value): (&String, &Value)| (name.clone(), value.clone());
    members.extend(first.into_iter().map(copied));
    members.insert("maximumPercent".into(), json!(row.maximum_percent));
    members.insert("minimumHealthyPercent".into(), json!(row.minimum_healthy_percent));
    members.extend(rest.into_iter().map(copied));
    Value::Object(members)
}

fn event(world: &World, row: &ServiceEvent) -> Value {
    json!({
        "id": world.identifiers.uuid(Kind::ServiceEvent, row.number, 0),
        "createdAt": seconds(world, row.created_at),
        "message": row.message,
    })
}

fn revision(world: &World, id: ServiceId, row: &Deployment) -> Value {
    json!({
        "arn": world.service_revision_arn(id, row.id),
        "requestedTaskCount": row.desired_count,
        "runningTaskCount": row.running_count,
        "pendingTaskCount": row.pending_count,
    })
}

fn definition_arn(world: &World, spec: &ServiceSpec) -> Option<String> {
    spec.task_definition.map(|id| world.task_definitions[id].task_definition_arn.clone())
}

/// The caller's role for its load balancer, or ECS's service-linked role.
fn role_arn(world: &World, row: &Service) -> String {
    let account = &world.config.account_id;
    match &row.role_arn {
        Some(role) if role.starts_with("arn:") => role.to_string(),
        Some(role) => format!("arn:aws:iam::{account}:role/{role}"),
        None => {
            format!("arn:aws:iam::{account}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS")
        }
    }
}
