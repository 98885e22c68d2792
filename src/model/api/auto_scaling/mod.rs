//! `aws autoscaling` and what it needs of `aws ec2`: groups, their activities, and launch templates.

mod activities;
mod groups;
mod templates;

pub use activities::description as describe_activity;
use serde_json::{Value, json};

use super::operations::{Operation, single};
use super::shapes::auto_scaling as shapes;
use crate::model::ecs::{AutoScalingGroupId, EcsError, EcsResult, ExceptionName};
use crate::model::world::{Ctx, World};

const fn row(
    name: &'static str,
    cli: &'static str,
    input: &'static super::shapes::Shape,
    output_key: &'static str,
    doc: &'static str,
) -> Operation {
    single(name, cli, input, output_key, doc).of("autoscaling")
}

pub static OPERATIONS: &[Operation] = &[
    row(
        "CreateAutoScalingGroup",
        "create-auto-scaling-group",
        &shapes::CREATE_AUTO_SCALING_GROUP,
        "",
        "Create a group of EC2 instances that are launched and terminated together.",
    ),
    row(
        "DescribeAutoScalingGroups",
        "describe-auto-scaling-groups",
        &shapes::DESCRIBE_AUTO_SCALING_GROUPS,
        "AutoScalingGroups",
        "Describe groups: sizes, zones, instances.",
    ),
    row(
        "UpdateAutoScalingGroup",
        "update-auto-scaling-group",
        &shapes::UPDATE_AUTO_SCALING_GROUP,
        "",
        "Change the sizes of a group or what it launches.",
    ),
    row(
        "SetDesiredCapacity",
        "set-desired-capacity",
        &shapes::SET_DESIRED_CAPACITY,
        "",
        "Set how many instances a group has.",
    ),
    row(
        "DeleteAutoScalingGroup",
        "delete-auto-scaling-group",
        &shapes::DELETE_AUTO_SCALING_GROUP,
        "",
        "Delete a group.",
    ),
    row(
        "DescribeAutoScalingInstances",
        "describe-auto-scaling-instances",
        &shapes::DESCRIBE_AUTO_SCALING_INSTANCES,
        "AutoScalingInstances",
        "Describe the instances of groups: lifecycle state, protection.",
    ),
    row(
        "TerminateInstanceInAutoScalingGroup",
        "terminate-instance-in-auto-scaling-group",
        &shapes::TERMINATE_INSTANCE,
        "Activity",
        "Terminate one instance of a group, and have it replaced or not.",
    ),
    row(
        "SetInstanceProtection",
        "set-instance-protection",
        &shapes::SET_INSTANCE_PROTECTION,
        "",
        "Protect instances from scale-in, or no longer.",
    ),
    row(
        "DescribeScalingActivities",
        "describe-scaling-activities",
        &shapes::DESCRIBE_SCALING_ACTIVITIES,
        "Activities",
        "Describe what groups launched and terminated, what failed, and why.",
    ),
];

pub static EC2_OPERATIONS: &[Operation] = &[
    single(
        "CreateLaunchTemplate",
        "create-launch-template",
        &shapes::CREATE_LAUNCH_TEMPLATE,
        "LaunchTemplate",
        "Create a launch template: what an Auto Scaling group launches.",
    )
    .of("ec2"),
    single(
        "DescribeLaunchTemplates",
        "describe-launch-templates",
        &shapes::DESCRIBE_LAUNCH_TEMPLATES,
        "LaunchTemplates",
        "Describe launch templates.",
    )
    .of("ec2"),
    single(
        "DeleteLaunchTemplate",
        "delete-launch-template",
        &shapes::DELETE_LAUNCH_TEMPLATE,
        "LaunchTemplate",
        "Delete a launch template.",
    )
    .of("ec2"),
];

pub fn dispatch(ctx: &mut Ctx, operation: &str, request: &Value) -> Option<EcsResult<Value>> {
    Some(match operation {
        "CreateAutoScalingGroup" => groups::create(ctx, request),
        "DescribeAutoScalingGroups" => groups::describe_all(ctx.world(), request),
        "UpdateAutoScalingGroup" => groups::update(ctx, request),
        "SetDesiredCapacity" => groups::set_desired_capacity(ctx, request),
        "DeleteAutoScalingGroup" => groups::delete(ctx, request),
        "DescribeAutoScalingInstances" => groups::describe_instances(ctx.world(), request),
        "TerminateInstanceInAutoScalingGroup" => groups::terminate_instance(ctx, request),
        "SetInstanceProtection" => groups::set_instance_protection(ctx, request),
        "DescribeScalingActivities" => activities::describe_all(ctx.world(), request),
        _ => return None,
    })
}

pub fn dispatch_ec2(ctx: &mut Ctx, operation: &str, request: &Value) -> Option<EcsResult<Value>> {
    Some(match operation {
        "CreateLaunchTemplate" => templates::create(ctx, request),
        "DescribeLaunchTemplates" => Ok(templates::describe_all(ctx.world(), request)),
        "DeleteLaunchTemplate" => templates::delete(ctx, request),
        _ => return None,
    })
}

fn invalid(message: impl Into<String>) -> EcsError {
    EcsError::new(ExceptionName::ValidationError, message)
}

/// The group of that name or ARN that is not gone.
pub(super) fn find(world: &World, name_or_arn: &str) -> Option<AutoScalingGroupId> {
    world.find_auto_scaling_group(name_or_arn)
}

/// The wording is that of EC2 Auto Scaling.
fn found(world: &World, name: &str) -> EcsResult<AutoScalingGroupId> {
    find(world, name).ok_or_else(|| {
        invalid(format!("AutoScalingGroup name not found - AutoScalingGroup '{name}' not found"))
    })
}

fn text<'a>(request: &'a Value, member: &str) -> Option<&'a str> {
    request[member].as_str()
}

fn number(request: &Value, member: &str) -> Option<u32> {
    request[member].as_u64().map(|number| number as u32)
}

fn texts<'a>(request: &'a Value, member: &str) -> Vec<&'a str> {
    request[member].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn nothing() -> Value {
    json!({})
}
