//! What a service must be like. Messages are ECS's own; those marked "assumed" are not known and are ours.

use serde_json::Value;

use super::balancing_rules::load_balancers;
use super::request::ServiceMembers;
use crate::model::api::launch::{Capacity, network, placement, refuse_incompatible, refuse_platform_version};
use crate::model::ecs::service::{AvailabilityZoneRebalancing, SchedulingStrategy};
use crate::model::ecs::task_definition::{TaskDefinition, Volume};
use crate::model::ecs::{EcsError, EcsResult, LaunchType, Service};
use crate::model::world::World;

/// Source: "Tasks per service" of the service quotas.
const MOST_TASKS: u32 = 5_000;
const LONGEST_NAME: usize = 255;

type Check = fn(&Subject) -> Option<String>;

/// A service as it would be, and what it is held against.
pub struct Subject<'a> {
    pub world: &'a World,
    pub service: &'a Service,
    pub definition: &'a TaskDefinition,
    pub launch_type: LaunchType,
}

/// Rules of the service as a whole, for CreateService and UpdateService alike, in the order they win.
const ORDER: [Check; 8] =
    [percentages, strategy, rebalancing, role, load_balancers, grace_period, service_connect, volumes];

/// Refuses a service that ECS would not keep.
pub fn refuse(world: &World, service: &Service) -> EcsResult<()> {
    let spec = &service.spec;
    // What a task set runs, it is itself held against these rules for.
    let Some(definition) = spec.task_definition.map(|id| &world.task_definitions[id]) else { return Ok(()) };
    let launch_type = match spec.launch_type {
        Some(launch_type) => launch_type,
        None => Capacity::Strategy(spec.capacity_provider_strategy.clone()).launch_type(),
    };
    refuse_incompatible(definition, launch_type)?;
    network::refuse(spec.network_configuration.as_deref(), definition, launch_type)?;
    refuse_platform_version(spec.platform_version.as_deref(), launch_type)?;
    placement::refuse(
        &service.placement_constraints,
        &service.placement_strategy,
        definition.placement_constraints.len(),
        launch_type,
    )?;
    let subject = Subject { world, service, definition, launch_type };
    let problem = ORDER.iter().find_map(|check| check(&subject));
    problem.map_or(Ok(()), |message| Err(EcsError::invalid_parameter(message)))
}

pub fn refuse_bad_name(name: &str) -> EcsResult<()> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if (1..=LONGEST_NAME).contains(&name.len()) && name.bytes().all(allowed) {
        return Ok(());
    }
    let message = format!("ServiceName must match ^[a-zA-Z0-9\\-_]{{1,255}}$, but was {name}");
    Err(EcsError::invalid_parameter(message))
}

/// `deploymentController.type`.
pub fn controller(members: &ServiceMembers) -> Option<&str> {
    members.deployment_controller.as_ref().and_then(|given| given["type"].as_str())
}

/// What the controllers beside ECS ask of a service.
pub fn refuse_controller(members: &ServiceMembers) -> EcsResult<()> {
    let no_load_balancer = members.load_balancers.as_ref().is_none_or(Vec::is_empty);
    let message = match controller(members) {
        Some("CODE_DEPLOY") if no_load_balancer => {
            "When specifying the CODE_DEPLOY deployment controller type, the service requires an Application \
             Load Balancer or Network Load Balancer."
        }
        Some("EXTERNAL") if members.task_definition.is_some() => "TaskDefinition must be blank",
        Some("EXTERNAL") if !no_load_balancer => "LoadBalancers must be empty or null",
        _ => return Ok(()),
    };
    Err(EcsError::invalid_parameter(message))
}

/// What CodeDeploy, and nobody else, changes of its services.
pub fn refuse_update(service: &Service, members: &ServiceMembers, force: bool) -> EcsResult<()> {
    let what = if members.task_definition.is_some() {
        "Unable to update task definition"
    } else if force {
        "Cannot force a new deployment"
    } else {
        return Ok(());
    };
    match service.controller() {
        "CODE_DEPLOY" => Err(EcsError::invalid_parameter(format!(
            "{what} on services with a CODE_DEPLOY deployment controller. Use AWS CodeDeploy to trigger a new \
             deployment."
        ))),
        // Worded after it: assumed.
        "EXTERNAL" => Err(EcsError::invalid_parameter(format!(
            "{what} on services with an EXTERNAL deployment controller. Use task sets to deploy."
        ))),
        _ => Ok(()),
    }
}

/// What the DAEMON strategy rules out.
pub fn refuse_scheduling(
    strategy: SchedulingStrategy,
    members: &ServiceMembers,
    capacity: &Capacity,
) -> EcsResult<()> {
    if strategy == SchedulingStrategy::Replica {
        return Ok(());
    }
    refuse_count_of_daemon(strategy, members.desired_count)?;
    let has_strategy = members.placement_strategy.as_ref().is_some_and(|strategy| !strategy.is_empty());
    let message = if matches!(controller(members), Some("CODE_DEPLOY" | "EXTERNAL")) {
        // Assumed.
        "The daemon scheduling strategy is only supported with the ECS deployment controller"
    } else if matches!(capacity, Capacity::Strategy(_)) {
        "Specifying a capacity provider strategy is not supported when you create a service using the DAEMON \
         scheduling strategy."
    } else if capacity.launch_type() == LaunchType::Fargate {
        // Assumed.
        "The daemon scheduling strategy is not supported with the FARGATE launch type"
    } else if has_strategy {
        "The daemon scheduling strategy does not support placement strategies"
    } else {
        return Ok(());
    };
    Err(EcsError::invalid_parameter(message))
}

pub fn refuse_count_of_daemon(strategy: SchedulingStrategy, count: Option<u32>) -> EcsResult<()> {
    if strategy == SchedulingStrategy::Daemon && count.is_some() {
        return Err(EcsError::invalid_parameter(
            "The daemon scheduling strategy does not support a desired count for services. Remove the desired \
             count value and try again",
        ));
    }
    Ok(())
}

/// The count of a REPLICA service; the scheduler finds out a daemon's.
pub fn desired_count(strategy: SchedulingStrategy, given: Option<u32>) -> EcsResult<u32> {
    match (strategy, given) {
        (SchedulingStrategy::Daemon, _) => Ok(0),
        // Both assumed.
        (SchedulingStrategy::Replica, None) => {
            Err(EcsError::invalid_parameter("desiredCount cannot be empty for a REPLICA service."))
        }
        (SchedulingStrategy::Replica, Some(count)) if count > MOST_TASKS => Err(EcsError::invalid_parameter(
            format!("desiredCount {count} is above the quota of {MOST_TASKS} tasks per service."),
        )),
        (SchedulingStrategy::Replica, Some(count)) => Ok(count),
    }
}

fn percentages(subject: &Subject) -> Option<String> {
    let configuration = &subject.service.deployment_configuration;
    let is_daemon = subject.service.scheduling_strategy == SchedulingStrategy::Daemon;
    let message = match (configuration.minimum_healthy_percent, configuration.maximum_percent) {
        (101.., _) => "minimumHealthyPercent must be at most 100",
        (_, 101..) if is_daemon => {
            "The daemon scheduling strategy does not support values above 100 for maximumPercent on a \
             deployment configuration. Change the maximumPercent value to 100, and try again"
        }
        // Assumed.
        (_, ..=99) => "maximumPercent must be at least 100",
        (100, 100) => {
            "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments"
        }
        _ => return None,
    };
    Some(message.to_owned())
}

fn strategy(subject: &Subject) -> Option<String> {
    super::strategy_rules::strategy(subject.service)
}

fn rebalancing(subject: &Subject) -> Option<String> {
    let service = subject.service;
    if service.availability_zone_rebalancing == AvailabilityZoneRebalancing::Disabled {
        return None;
    }
    let message = if service.scheduling_strategy == SchedulingStrategy::Daemon {
        "Availability Zone Rebalancing does not support DAEMON services"
    } else if service.deployment_configuration.maximum_percent <= 100 {
        "Availability Zone Rebalancing does not support maximumPercent <= 100%"
    } else {
        return None;
    };
    Some(message.to_owned())
}

fn role(subject: &Subject) -> Option<String> {
    subject.service.role_arn.as_ref()?;
    let message = if subject.service.spec.load_balancers.is_empty() {
        "IAM roles are only valid for services configured to use load balancers"
    } else if subject.definition.needs_eni() {
        "You cannot specify an IAM role for services that require a service linked role"
    } else {
        return None;
    };
    Some(message.to_owned())
}

/// The period covers container health checks since 2024, so we assume that those are enough to allow it.
fn grace_period(subject: &Subject) -> Option<String> {
    let given = subject.service.health_check_grace_period_seconds.is_some_and(|seconds| seconds > 0);
    let covers_nothing =
        subject.service.spec.load_balancers.is_empty() && !subject.definition.has_health_check();
    let message = "Health check grace period is only valid for services configured to use load balancers";
    (given && covers_nothing).then(|| message.to_owned())
}

fn service_connect(subject: &Subject) -> Option<String> {
    let given = subject.service.spec.service_connect_configuration.as_ref()?;
    if given["enabled"] != true {
        return None;
    }
    let defaults = subject.world.clusters[subject.service.cluster].service_connect_defaults.as_ref();
    let default_namespace = defaults.is_some_and(|defaults| defaults["namespace"].is_string());
    if !given["namespace"].is_string() && !default_namespace {
        return Some("Namespace is missing".into());
    }
    let services = given["services"].as_array();
    services.into_iter().flatten().find_map(|service| connected_port(subject.definition, service))
}

fn connected_port(definition: &TaskDefinition, service: &Value) -> Option<String> {
    let port = service["portName"].as_str().unwrap_or_default();
    let mut mappings = definition.container_definitions.iter().flat_map(|container| &container.port_mappings);
    if !mappings.any(|mapping| mapping.name.as_deref() == Some(port)) {
        let message = "does not refer to any named PortMapping in the container definitions";
        return Some(format!("portName({port}) {message}"));
    }
    let aliases = service["clientAliases"].as_array()?;
    if aliases.len() > 1 {
        return Some(format!("{} clientAliases exceeds the max limit of 1", aliases.len()));
    }
    let name = aliases.first()?["dnsName"].as_str()?;
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    let is_name = !name.is_empty() && name.bytes().all(allowed);
    (!is_name).then(|| "The DNS name that you provided is invalid".into())
}

fn volumes(subject: &Subject) -> Option<String> {
    subject.service.spec.volume_configurations.iter().find_map(|given| {
        let name = given["name"].as_str().unwrap_or_default();
        let at_launch = |volume: &&Volume| {
            volume.configured_at_launch == Some(true) && volume.name == name
        };
        if !subject.definition.volumes.iter().any(|volume| at_launch(&volume)) {
            return Some(format!(
                "The volume name '{name}' in your request does not have a matching volume in your Task Definition"
            ));
        }
        let volume = &given["managedEBSVolume"];
        let sized = volume["sizeInGiB"].is_number() || volume["snapshotId"].is_string();
        (!sized).then(|| "ECS managed EBS volume configuration was invalid".into())
    })
}
