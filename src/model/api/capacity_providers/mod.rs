//! Capacity providers: CreateCapacityProvider, UpdateCapacityProvider, DeleteCapacityProvider,
//! DescribeCapacityProviders.

pub mod describe;
mod rules;

use std::rc::Rc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::tags::refuse_bad_tags;
use crate::model::capacity::{groups, managed_scaling};
use crate::model::ecs::capacity_provider::{GroupProvider, ManagedScaling, ScalingMemory, is_fargate};
use crate::model::ecs::{
    AutoScalingGroupId, CapacityProvider, CapacityProviderId, EcsError, EcsResult, ExceptionName,
    ProviderKind, Tag,
};
use crate::model::kernel::Series;
use crate::model::world::{CapacityEvent, Ctx, Event, World};

pub fn create(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let name = request["name"].as_str().unwrap_or_default();
    rules::refuse_bad_name(name)?;
    let tags: Vec<Tag> = super::request::decode(&json!({ "tags": request["tags"] }))
        .map(|tags: Tags| tags.tags.unwrap_or_default())?;
    refuse_bad_tags(&tags)?;
    if ctx.world().find_capacity_provider(name).is_some() {
        return Err(EcsError::client(
            "The specified capacity provider already exists. To change the configuration of an existing capacity \
             provider, update the capacity provider.",
        ));
    }
    let kind = kind(ctx.world(), request)?;
    let provider = CapacityProvider {
        name: name.into(),
        kind,
        created_at: ctx.now(),
        deleted_at: None,
        tags,
        memory: Rc::new(ScalingMemory::default()),
        reservation: Series::default(),
    };
    let id = ctx.world().capacity_providers.next_id();
    ctx.emit(Event::Capacity(CapacityEvent::ProviderCreated(Rc::new(provider))));
    if ctx.world().capacity_providers[id].group().is_some() {
        groups::adopt(ctx, id);
    }
    Ok(answer(ctx.world(), id))
}

#[derive(Deserialize)]
struct Tags {
    tags: Option<Vec<Tag>>,
}

fn answer(world: &World, id: CapacityProviderId) -> Value {
    json!({ "capacityProvider": describe::provider(world, id, true) })
}

fn kind(world: &World, request: &Value) -> EcsResult<ProviderKind> {
    let (group, managed) = (&request["autoScalingGroupProvider"], &request["managedInstancesProvider"]);
    match (group.is_object(), managed.is_object()) {
        (true, false) => {
            let id = rules::group(world, group["autoScalingGroupArn"].as_str().unwrap_or_default())?;
            let blank = GroupProvider {
                group: id,
                managed_scaling: ManagedScaling::default(),
                managed_termination_protection: false,
                managed_draining: true,
            };
            Ok(ProviderKind::AutoScalingGroup(laid_over(world, blank, group)?))
        }
        (false, true) => rules::managed_instances(world, request),
        _ => Err(EcsError::invalid_parameter(
            "Specify either autoScalingGroupProvider or managedInstancesProvider.",
        )),
    }
}

/// Members that are given replace the old ones.
fn laid_over(world: &World, mut provider: GroupProvider, given: &Value) -> EcsResult<GroupProvider> {
    let scaling = &given["managedScaling"];
    let number = |name: &str, old: u32| scaling[name].as_u64().map_or(old, |number| number as u32);
    let old = provider.managed_scaling;
    provider.managed_scaling = ManagedScaling {
        enabled: switch(&scaling["status"]).unwrap_or(old.enabled),
        target_capacity: number("targetCapacity", old.target_capacity),
        minimum_scaling_step_size: number("minimumScalingStepSize", old.minimum_scaling_step_size),
        maximum_scaling_step_size: number("maximumScalingStepSize", old.maximum_scaling_step_size),
        instance_warmup_period_seconds: number("instanceWarmupPeriod", old.instance_warmup_period_seconds),
    };
    let protection = switch(&given["managedTerminationProtection"]);
    provider.managed_termination_protection = protection.unwrap_or(provider.managed_termination_protection);
    provider.managed_draining = switch(&given["managedDraining"]).unwrap_or(provider.managed_draining);
    rules::refuse_group_provider(world, &provider)?;
    Ok(provider)
}

fn switch(given: &Value) -> Option<bool> {
    given.as_str().map(|word| word == "ENABLED")
}

pub fn update(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let id = rules::found(ctx.world(), request["name"].as_str().unwrap_or_default())?;
    let row = ctx.world().capacity_providers[id].clone();
    let kind = match &row.kind {
        ProviderKind::AutoScalingGroup(old) => {
            let given = &request["autoScalingGroupProvider"];
            ProviderKind::AutoScalingGroup(laid_over(ctx.world(), old.clone(), given)?)
        }
        ProviderKind::ManagedInstances(old) => {
            let cluster = ctx.world().clusters[old.cluster].name.to_string();
            let given = json!({ "cluster": cluster, "managedInstancesProvider": request["managedInstancesProvider"] });
            rules::managed_instances(ctx.world(), &given)?
        }
    };
    let to = Rc::new(CapacityProvider { kind, ..row });
    ctx.emit(Event::Capacity(CapacityEvent::ProviderChanged { provider: id, to }));
    managed_scaling::begin(ctx, id);
    Ok(answer(ctx.world(), id))
}

pub fn delete(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let name = request["capacityProvider"].as_str().unwrap_or_default();
    if is_fargate(name) {
        // Assumed.
        return Err(EcsError::client("The FARGATE and FARGATE_SPOT capacity providers can't be deleted."));
    }
    let id = rules::found(ctx.world(), name)?;
    let row = ctx.world().capacity_providers[id].clone();
    if managed_scaling::is_attached(ctx.world(), &row.name) {
        let message = "The specified capacity provider is in use and cannot be removed.";
        return Err(EcsError::new(ExceptionName::ResourceInUseException, message));
    }
    let to = Rc::new(CapacityProvider { deleted_at: Some(ctx.now()), ..row });
    ctx.emit(Event::Capacity(CapacityEvent::ProviderChanged { provider: id, to }));
    Ok(answer(ctx.world(), id))
}

/// A cluster has other providers than before: those it has now are measured.
pub fn attached(ctx: &mut Ctx) {
    let ids: Vec<CapacityProviderId> = ctx.world().capacity_providers.ids().collect();
    ids.into_iter().for_each(|id| managed_scaling::begin(ctx, id));
}

/// The group of a provider, if it has one.
pub fn group_of(world: &World, id: CapacityProviderId) -> Option<AutoScalingGroupId> {
    world.capacity_providers[id].group().map(|group| group.group)
}
