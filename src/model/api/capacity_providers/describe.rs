//! A capacity provider as DescribeCapacityProviders gives it.

use serde_json::{Value, json};

use crate::model::api::members::{Members, failure, word};
use crate::model::ecs::arn::short_name;
use crate::model::ecs::capacity_provider::FARGATE_PROVIDERS;
use crate::model::ecs::{CapacityProviderId, EcsResult, ProviderKind};
use crate::model::world::World;

/// DescribeCapacityProviders. FARGATE and FARGATE_SPOT are always there; what is not is a failure.
pub fn describe_all(world: &World, request: &Value) -> EcsResult<Value> {
    let named: Vec<&str> =
        request["capacityProviders"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let with_tags =
        request["include"].as_array().is_some_and(|include| include.iter().any(|word| word == "TAGS"));
    let cluster = request["cluster"].as_str().map(|name| world.active_cluster(Some(name))).transpose()?;
    let of_cluster = |name: &str| {
        cluster.is_none_or(|id| world.clusters[id].capacity_providers.iter().any(|own| &**own == name))
    };
    let active = world.capacity_providers.iter().filter(|(_, row)| row.is_active());
    let all: Vec<String> = FARGATE_PROVIDERS
        .iter()
        .map(|name| name.to_string())
        .chain(active.map(|(_, row)| row.name.to_string()))
        .filter(|name| of_cluster(name))
        .collect();
    let wanted: Vec<&str> = if named.is_empty() { all.iter().map(String::as_str).collect() } else { named };
    let (mut providers, mut failures) = (Vec::new(), Vec::new());
    for name in wanted {
        let short = short_name(name);
        if FARGATE_PROVIDERS.contains(&short) {
            providers.push(fargate(world, short));
        } else if let Some(id) = world.find_any_capacity_provider(name) {
            providers.push(provider(world, id, with_tags));
        } else {
            failures.push(failure(Some(world.capacity_provider_arn(short)), "MISSING"));
        }
    }
    Ok(json!({ "capacityProviders": providers, "failures": failures }))
}

fn fargate(world: &World, name: &str) -> Value {
    json!({ "capacityProviderArn": world.capacity_provider_arn(name), "name": name, "status": "ACTIVE", "tags": [], "type": name })
}

pub fn provider(world: &World, id: CapacityProviderId, with_tags: bool) -> Value {
    let row = &world.capacity_providers[id];
    let (status, update) = match row.deleted_at {
        None => ("ACTIVE", None),
        Some(_) => ("INACTIVE", Some("DELETE_COMPLETE")),
    };
    let switch = |on: bool| if on { "ENABLED" } else { "DISABLED" };
    let (group, managed, kind) = match &row.kind {
        ProviderKind::AutoScalingGroup(own) => {
            let scaling = own.managed_scaling;
            let group = json!({
                "autoScalingGroupArn": world.auto_scaling_group_arn(own.group),
                "managedScaling": {
                    "status": switch(scaling.enabled),
                    "targetCapacity": scaling.target_capacity,
                    "minimumScalingStepSize": scaling.minimum_scaling_step_size,
                    "maximumScalingStepSize": scaling.maximum_scaling_step_size,
                    "instanceWarmupPeriod": scaling.instance_warmup_period_seconds,
                },
                "managedTerminationProtection": switch(own.managed_termination_protection),
                "managedDraining": switch(own.managed_draining),
            });
            (Some(group), None, "EC2_AUTOSCALING")
        }
        ProviderKind::ManagedInstances(own) => (None, Some(own), "MANAGED_INSTANCES"),
    };
    let tags = if with_tags { word(&row.tags) } else { json!([]) };
    Members::new()
        .with("capacityProviderArn", world.capacity_provider_arn(&row.name))
        .with("name", &*row.name)
        .maybe("cluster", managed.map(|own| &*world.clusters[own.cluster].name))
        .with("status", status)
        .maybe("autoScalingGroupProvider", group)
        .maybe("managedInstancesProvider", managed.map(|own| (*own.request).clone()))
        .maybe("updateStatus", update)
        .with("tags", tags)
        .with("type", kind)
        .build()
}
