//! A service as DescribeServices gives it.

use serde_json::{Map, Value, json};

use crate::model::api::members::{Members, seconds, word};
use crate::model::api::principal;
use crate::model::ecs::arn::Arn;
use crate::model::ecs::service::{DeploymentConfiguration, ServiceSpec};
use crate::model::ecs::{Deployment, DeploymentId, LaunchType, Service, ServiceEvent, ServiceId};
use crate::model::kernel::Kind;
use crate::model::world::World;

/// What `LATEST` means on Fargate.
const LATEST_PLATFORM_VERSION: &str = "1.4.0";

/// One service with its deployments and its newest events.
pub fn service(world: &World, id: ServiceId, with_tags: bool) -> Value {
    let row = &world.services[id];
    let spec = &row.spec;
    let deployments = row.deployments.iter().map(|row| deployment(world, row));
    let events = row.events.iter().map(|row| event(world, row));
    let revisions = row.deployments.iter().map(|deployment| revision(world, id, deployment));
    let current = row.primary().map(|primary| service_deployment_arn(world, id, primary.id));
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
        .with("taskDefinition", definition_arn(world, spec))
        .with("deploymentConfiguration", configuration(&row.deployment_configuration))
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
    let version = spec.platform_version.as_deref().map(|version| match version {
        "LATEST" => LATEST_PLATFORM_VERSION,
        version => version,
    });
    let members = Members::new()
        .with("id", world.deployment_name(row.id))
        .with("status", word(row.status))
        .with("taskDefinition", definition_arn(world, spec))
        .with("desiredCount", row.desired_count)
        .with("pendingCount", row.pending_count)
        .with("runningCount", row.running_count)
        .with("failedTasks", row.failed_tasks)
        .with("createdAt", seconds(world, row.created_at))
        .with("updatedAt", seconds(world, row.updated_at));
    let list = |values: &[Value]| (!values.is_empty()).then(|| values.to_vec());
    capacity(members, spec, version)
        .maybe("networkConfiguration", spec.network_configuration.as_deref().cloned())
        .with("rolloutState", word(row.rollout_state))
        .with("rolloutStateReason", &*row.rollout_state_reason)
        .maybe("serviceConnectConfiguration", spec.service_connect_configuration.clone())
        .maybe("volumeConfigurations", list(&spec.volume_configurations))
        .maybe("vpcLatticeConfigurations", list(&spec.vpc_lattice_configurations))
        .build()
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
fn configuration(row: &DeploymentConfiguration) -> Value {
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
    let digits = world.identifiers.digits(Kind::ServiceRevision, row.id.0);
    json!({
        "arn": arn(world, id, "service-revision", &digits.to_string()),
        "requestedTaskCount": row.desired_count,
        "runningTaskCount": row.running_count,
        "pendingTaskCount": row.pending_count,
    })
}

fn service_deployment_arn(world: &World, id: ServiceId, deployment: DeploymentId) -> String {
    arn(world, id, "service-deployment", &mixed_letters(world, deployment))
}

/// 21 letters and digits.
fn mixed_letters(world: &World, deployment: DeploymentId) -> String {
    const ALPHABET: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const LENGTH: u32 = 21;
    let mut bits = world.identifiers.bits(Kind::ServiceDeployment, deployment.0, 0);
    let mut next = || {
        let letter = ALPHABET[(bits % 62) as usize];
        bits /= 62;
        char::from(letter)
    };
    (0..LENGTH).map(|_| next()).collect()
}

fn arn(world: &World, id: ServiceId, kind: &str, last: &str) -> String {
    let service = &world.services[id];
    let path = format!("{}/{}/{last}", world.clusters[service.cluster].name, service.name);
    let config = &world.config;
    Arn { region: &config.region, account: &config.account_id, kind, path: &path }.to_string()
}

fn definition_arn(world: &World, spec: &ServiceSpec) -> String {
    world.task_definitions[spec.task_definition].task_definition_arn.clone()
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
