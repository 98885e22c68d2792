//! What a capacity provider must be like. Messages are ECS's own; those marked "assumed" are not known and are ours.

use std::rc::Rc;

use serde_json::Value;

use crate::model::api::request::cluster;
use crate::model::capacity::{groups, instance_type};
use crate::model::ecs::capacity_provider::{GroupProvider, ManagedInstancesProvider};
use crate::model::ecs::{AutoScalingGroupId, CapacityProviderId, EcsError, EcsResult, ProviderKind};
use crate::model::world::World;

pub fn refuse_bad_name(name: &str) -> EcsResult<()> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let lower = name.to_ascii_lowercase();
    let reserved = ["aws", "ecs", "fargate"].iter().any(|word| lower.starts_with(word));
    if (1..=255).contains(&name.len()) && name.bytes().all(allowed) && !reserved {
        return Ok(());
    }
    Err(EcsError::client(
        "The specified capacity provider name is invalid. Up to 255 characters are allowed, including letters (upper \
         and lowercase), numbers, underscores, and hyphens. The name cannot be prefixed with \"aws\", \"ecs\", or \
         \"fargate\".",
    ))
}

pub fn found(world: &World, name: &str) -> EcsResult<CapacityProviderId> {
    world.find_capacity_provider(name).ok_or_else(|| {
        EcsError::client(
            "The specified capacity provider does not exist. Specify a valid name or ARN and try again.",
        )
    })
}

/// The group, if it is there and no other provider has it.
pub fn group(world: &World, arn: &str) -> EcsResult<AutoScalingGroupId> {
    let id = world.find_auto_scaling_group(arn).ok_or_else(|| {
        EcsError::client("The specified Auto Scaling group ARN does not exist. Specify a valid Auto Scaling group ARN and try again.")
    })?;
    match groups::provider_of(world, id) {
        None => Ok(id),
        // Assumed.
        Some(_) => Err(EcsError::client(
            "The specified Auto Scaling group ARN is already being used by another capacity provider. Specify a unique Auto Scaling group ARN and try again.",
        )),
    }
}

pub fn refuse_group_provider(world: &World, provider: &GroupProvider) -> EcsResult<()> {
    let scaling = provider.managed_scaling;
    let group = &world.auto_scaling_groups[provider.group];
    let message = if scaling.minimum_scaling_step_size > scaling.maximum_scaling_step_size {
        "The minimum or maximum scaling step size value is invalid"
    } else if provider.managed_termination_protection && !scaling.enabled {
        "The managed termination protection setting for the capacity provider is invalid. To enable managed \
         termination protection for a capacity provider, managed scaling must be enabled."
    } else if provider.managed_termination_protection && !group.new_instances_protected_from_scale_in {
        "The managed termination protection setting for the capacity provider is invalid. To enable managed \
         termination protection for a capacity provider, the Auto Scaling group must have instance protection from \
         scale in enabled."
    } else {
        return Ok(());
    };
    Err(EcsError::client(message))
}

pub fn managed_instances(world: &World, request: &Value) -> EcsResult<ProviderKind> {
    let given = &request["managedInstancesProvider"];
    let Some(name) = request["cluster"].as_str() else {
        // Assumed.
        return Err(EcsError::invalid_parameter(
            "A cluster must be specified for a managed instances capacity provider.",
        ));
    };
    let template = &given["instanceLaunchTemplate"];
    let types = template["instanceRequirements"]["allowedInstanceTypes"].as_array().into_iter().flatten();
    let names = types.filter_map(Value::as_str).map(|name| match instance_type(name) {
        Some(kind) => Ok(Rc::from(kind.name)),
        None => Err(EcsError::invalid_parameter(format!(
            "The instance type {name} is not one of the playground's."
        ))),
    });
    let scale_in_after = given["infrastructureOptimization"]["scaleInAfter"].as_i64();
    Ok(ProviderKind::ManagedInstances(ManagedInstancesProvider {
        cluster: cluster(world, Some(name))?,
        request: Rc::new(given.clone()),
        allowed_instance_types: names.collect::<EcsResult<_>>()?,
        spot: template["capacityOptionType"] == "SPOT",
        scale_in_after_seconds: match scale_in_after {
            None => Some(DEFAULT_SCALE_IN_AFTER),
            Some(seconds) => u32::try_from(seconds).ok(),
        },
    }))
}

/// Assumed: the default is not documented.
const DEFAULT_SCALE_IN_AFTER: u32 = 300;
