//! RegisterScalableTarget, DeregisterScalableTarget, DescribeScalableTargets.

use std::rc::Rc;

use serde_json::{Value, json};

use super::{DIMENSION, invalid, names, number, service, target};
use crate::model::api::members::{Members, seconds};
use crate::model::autoscaling;
use crate::model::ecs::EcsResult;
use crate::model::ecs::service_scaling::{ScalableTarget, SuspendedState};
use crate::model::world::{Ctx, Event, ScalingEvent, World};

/// Registers a service, or changes its bounds. A desired count outside the bounds is brought inside.
pub fn register(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let service = service(ctx.world(), request)?;
    let old = ctx.world().scaling.target(service).cloned();
    let bound = |member: &str, kept: Option<u32>| number(request, member).or(kept);
    let min = bound("MinCapacity", old.as_ref().map(|old| old.min_capacity));
    let max = bound("MaxCapacity", old.as_ref().map(|old| old.max_capacity));
    let (Some(min_capacity), Some(max_capacity)) = (min, max) else {
        return invalid(
            "Both minimum capacity and maximum capacity are required to register a new scalable target.",
        );
    };
    if min_capacity > max_capacity {
        return invalid("Maximum capacity cannot be less than minimum capacity");
    }
    let suspended =
        suspended(&request["SuspendedState"], old.as_ref().map(|old| old.suspended).unwrap_or_default());
    let to = match &old {
        Some(old) => ScalableTarget { min_capacity, max_capacity, suspended, ..(**old).clone() },
        None => ScalableTarget {
            service,
            number: ctx.world().scaling.next_number,
            min_capacity,
            max_capacity,
            suspended,
            created_at: ctx.now(),
            policies: Vec::new(),
            actions: Vec::new(),
            last_out: None,
            in_cooldown_until: None,
        },
    };
    let arn = ctx.world().scalable_target_arn(to.number);
    ctx.emit(Event::Scaling(ScalingEvent::TargetChanged(Rc::new(to))));
    autoscaling::enforce_bounds(ctx, service);
    Ok(json!({ "ScalableTargetARN": arn }))
}

fn suspended(given: &Value, kept: SuspendedState) -> SuspendedState {
    let flag = |member: &str, kept: bool| given[member].as_bool().unwrap_or(kept);
    SuspendedState {
        dynamic_in: flag("DynamicScalingInSuspended", kept.dynamic_in),
        dynamic_out: flag("DynamicScalingOutSuspended", kept.dynamic_out),
        scheduled: flag("ScheduledScalingSuspended", kept.scheduled),
    }
}

pub fn deregister(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let service = target(ctx.world(), request)?.service;
    autoscaling::deregister(ctx, service);
    Ok(Value::Null)
}

pub fn describe(world: &World, request: &Value) -> Value {
    let wanted = names(request, "ResourceIds");
    let rows = world.scaling.targets.iter().filter_map(|target| {
        let resource = world.scaling_resource_id(target.service);
        let is_wanted = wanted.is_empty() || wanted.contains(&&*resource);
        is_wanted.then(|| described(world, target, resource))
    });
    json!({ "ScalableTargets": rows.collect::<Value>() })
}

fn described(world: &World, target: &ScalableTarget, resource: String) -> Value {
    let suspended = target.suspended;
    let config = &world.config;
    Members::new()
        .with("ServiceNamespace", "ecs")
        .with("ResourceId", resource)
        .with("ScalableDimension", DIMENSION)
        .with("MinCapacity", target.min_capacity)
        .with("MaxCapacity", target.max_capacity)
        .with(
            "RoleARN",
            format!(
                "arn:aws:iam::{}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/\
                 AWSServiceRoleForApplicationAutoScaling_ECSService",
                config.account_id
            ),
        )
        .with("CreationTime", seconds(world, target.created_at))
        .with(
            "SuspendedState",
            json!({
                "DynamicScalingInSuspended": suspended.dynamic_in,
                "DynamicScalingOutSuspended": suspended.dynamic_out,
                "ScheduledScalingSuspended": suspended.scheduled,
            }),
        )
        .with("ScalableTargetARN", world.scalable_target_arn(target.number))
        .build()
}
