//! Application Auto Scaling's API, as far as it scales ECS services.

mod activities;
mod policies;
mod scheduled;
mod steps;
mod targets;

use std::rc::Rc;

use serde_json::Value;

use super::operations::{Operation, single};
use super::shapes::application_autoscaling as shapes;
use crate::model::ecs::service_scaling::ScalableTarget;
use crate::model::ecs::{EcsError, EcsResult, ExceptionName, ServiceId};
use crate::model::world::{Ctx, World};

macro_rules! operations {
    ($($name:literal $cli:literal $input:ident $output:literal $doc:literal)*) => {
        &[$(single($name, $cli, &shapes::$input, $output, $doc).of("application-autoscaling"),)*]
    };
}

#[rustfmt::skip]
pub static OPERATIONS: &[Operation] = operations! {
    "RegisterScalableTarget" "register-scalable-target" REGISTER_SCALABLE_TARGET "" "Let a service's desired count be scaled between two bounds, or change them."
    "DeregisterScalableTarget" "deregister-scalable-target" ONE_SCALABLE_TARGET "" "End the scaling of a service, with its policies and scheduled actions."
    "DescribeScalableTargets" "describe-scalable-targets" DESCRIBE_SCALABLE_TARGETS "ScalableTargets" "Describe scalable targets."
    "PutScalingPolicy" "put-scaling-policy" PUT_SCALING_POLICY "" "Create a scaling policy, or change it."
    "DeleteScalingPolicy" "delete-scaling-policy" DELETE_SCALING_POLICY "" "Delete a scaling policy."
    "DescribeScalingPolicies" "describe-scaling-policies" DESCRIBE_SCALING_POLICIES "ScalingPolicies" "Describe scaling policies and their alarms."
    "PutScheduledAction" "put-scheduled-action" PUT_SCHEDULED_ACTION "" "Set the bounds at a moment, or again and again."
    "DeleteScheduledAction" "delete-scheduled-action" DELETE_SCHEDULED_ACTION "" "Delete a scheduled action."
    "DescribeScheduledActions" "describe-scheduled-actions" DESCRIBE_SCHEDULED_ACTIONS "ScheduledActions" "Describe scheduled actions."
    "DescribeScalingActivities" "describe-scaling-activities" DESCRIBE_SCALING_ACTIVITIES "ScalingActivities" "Describe what was scaled and why, newest first."
};

/// None for an operation that nobody answers; a test sees to it that there is none in the table.
pub fn dispatch(ctx: &mut Ctx, operation: &str, request: &Value) -> Option<EcsResult<Value>> {
    Some(match operation {
        "RegisterScalableTarget" => targets::register(ctx, request),
        "DeregisterScalableTarget" => targets::deregister(ctx, request),
        "DescribeScalableTargets" => Ok(targets::describe(ctx.world(), request)),
        "PutScalingPolicy" => policies::put(ctx, request),
        "DeleteScalingPolicy" => policies::delete(ctx, request),
        "DescribeScalingPolicies" => Ok(policies::describe(ctx.world(), request)),
        "PutScheduledAction" => scheduled::put(ctx, request),
        "DeleteScheduledAction" => scheduled::delete(ctx, request),
        "DescribeScheduledActions" => Ok(scheduled::describe(ctx.world(), request)),
        "DescribeScalingActivities" => Ok(activities::describe(ctx.world(), request)),
        _ => return None,
    })
}

const DIMENSION: &str = "ecs:service:DesiredCount";

fn text<'a>(request: &'a Value, member: &str) -> &'a str {
    request[member].as_str().unwrap_or_default()
}

fn number(request: &Value, member: &str) -> Option<u32> {
    request[member].as_u64().and_then(|number| u32::try_from(number).ok())
}

fn names<'a>(request: &'a Value, member: &str) -> Vec<&'a str> {
    request[member].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn invalid<T>(message: impl Into<String>) -> EcsResult<T> {
    Err(EcsError::new(ExceptionName::ValidationException, message))
}

/// The service that a request names.
fn service(world: &World, request: &Value) -> EcsResult<ServiceId> {
    let resource = text(request, "ResourceId");
    match world.find_scaling_resource(resource) {
        Some(service) if world.services[service].is_daemon() => invalid(format!(
            "ECS service uses the scheduling strategy DAEMON, which has no desired count: {resource}"
        )),
        Some(service) => Ok(service),
        None => invalid(format!("ECS service doesn't exist: {resource}")),
    }
}

fn target(world: &World, request: &Value) -> EcsResult<Rc<ScalableTarget>> {
    let service = world.find_scaling_resource(text(request, "ResourceId"));
    let found = service.and_then(|service| world.scaling.target(service).cloned());
    found.ok_or_else(|| not_found("scalable target registered", request))
}

/// `what` is `scalable target registered` or `scaling policy found`, and so on.
fn not_found(what: &str, request: &Value) -> EcsError {
    let message = format!(
        "No {what} for service namespace: ecs, resource ID: {}, scalable dimension: {DIMENSION}",
        text(request, "ResourceId")
    );
    EcsError::new(ExceptionName::ObjectNotFoundException, message)
}

/// Targets that a request about several asks for.
fn asked<'a>(world: &'a World, request: &Value) -> Vec<&'a Rc<ScalableTarget>> {
    let resource = text(request, "ResourceId");
    let is_asked = |target: &&Rc<ScalableTarget>| {
        resource.is_empty() || world.scaling_resource_id(target.service) == resource
    };
    world.scaling.targets.iter().filter(is_asked).collect()
}
