//! Elastic Load Balancing's API, as far as ECS meets it.
//!
//! Where the service takes an ARN, a name will do here: scripts and people can write `web` for a load balancer or a
//! target group, `web:80` for a listener and `web:80/10` or `web:80/default` for a rule.

mod actions;
mod health_check;
mod listeners;
mod load_balancers;
mod rules;
mod target_groups;
mod targets;

use serde_json::Value;

use super::operations::{Operation, single};
use super::shapes::elbv2 as shapes;
use crate::model::ecs::{
    EcsError, EcsResult, ExceptionName, ListenerId, LoadBalancerId, RuleId, TargetGroupId,
};
use crate::model::world::{Ctx, World};

pub use load_balancers::describe as describe_load_balancers;
pub use targets::describe_health as describe_target_health;

macro_rules! operations {
    ($($name:literal $cli:literal $input:ident $output:literal $doc:literal)*) => {
        &[$(single($name, $cli, &shapes::$input, $output, $doc).of("elbv2"),)*]
    };
}

#[rustfmt::skip]
pub static OPERATIONS: &[Operation] = operations! {
    "CreateLoadBalancer" "create-load-balancer" CREATE_LOAD_BALANCER "LoadBalancers" "Create an Application or Network Load Balancer."
    "DescribeLoadBalancers" "describe-load-balancers" DESCRIBE_LOAD_BALANCERS "LoadBalancers" "Describe load balancers."
    "DeleteLoadBalancer" "delete-load-balancer" ONE_LOAD_BALANCER "" "Delete a load balancer with its listeners and rules."
    "ModifyLoadBalancerAttributes" "modify-load-balancer-attributes" MODIFY_LOAD_BALANCER_ATTRIBUTES "Attributes" "Set attributes of a load balancer."
    "DescribeLoadBalancerAttributes" "describe-load-balancer-attributes" ONE_LOAD_BALANCER "Attributes" "Describe the attributes of a load balancer."
    "CreateTargetGroup" "create-target-group" CREATE_TARGET_GROUP "TargetGroups" "Create a target group."
    "DescribeTargetGroups" "describe-target-groups" DESCRIBE_TARGET_GROUPS "TargetGroups" "Describe target groups."
    "ModifyTargetGroup" "modify-target-group" MODIFY_TARGET_GROUP "TargetGroups" "Change the health check of a target group."
    "DeleteTargetGroup" "delete-target-group" ONE_TARGET_GROUP "" "Delete a target group that no rule names."
    "ModifyTargetGroupAttributes" "modify-target-group-attributes" MODIFY_TARGET_GROUP_ATTRIBUTES "Attributes" "Set attributes of a target group, such as its deregistration delay."
    "DescribeTargetGroupAttributes" "describe-target-group-attributes" ONE_TARGET_GROUP "Attributes" "Describe the attributes of a target group."
    "CreateListener" "create-listener" CREATE_LISTENER "Listeners" "Let a load balancer listen on a port."
    "DescribeListeners" "describe-listeners" DESCRIBE_LISTENERS "Listeners" "Describe the listeners of a load balancer."
    "ModifyListener" "modify-listener" MODIFY_LISTENER "Listeners" "Change a listener, such as the weights of its default action."
    "DeleteListener" "delete-listener" ONE_LISTENER "" "Delete a listener with its rules."
    "CreateRule" "create-rule" CREATE_RULE "Rules" "Add a rule to a listener."
    "DescribeRules" "describe-rules" DESCRIBE_RULES "Rules" "Describe the rules of a listener."
    "ModifyRule" "modify-rule" MODIFY_RULE "Rules" "Change a rule, such as its weights."
    "SetRulePriorities" "set-rule-priorities" SET_RULE_PRIORITIES "Rules" "Change the order in which rules are tried."
    "DeleteRule" "delete-rule" ONE_RULE "" "Delete a rule."
    "RegisterTargets" "register-targets" CHANGE_TARGETS "" "Register targets by hand; ECS registers those of services."
    "DeregisterTargets" "deregister-targets" CHANGE_TARGETS "" "Deregister targets; they drain first."
    "DescribeTargetHealth" "describe-target-health" DESCRIBE_TARGET_HEALTH "TargetHealthDescriptions" "Describe the targets of a target group, their states and reasons."
};

/// None for an operation that nobody answers; a test sees to it that there is none in the table.
pub fn dispatch(ctx: &mut Ctx, operation: &str, request: &Value) -> Option<EcsResult<Value>> {
    Some(match operation {
        "CreateLoadBalancer" => load_balancers::create(ctx, request),
        "DescribeLoadBalancers" => load_balancers::describe(ctx.world(), request),
        "DeleteLoadBalancer" => load_balancers::delete(ctx, request),
        "ModifyLoadBalancerAttributes" => load_balancers::modify_attributes(ctx, request),
        "DescribeLoadBalancerAttributes" => load_balancers::describe_attributes(ctx.world(), request),
        "CreateTargetGroup" => target_groups::create(ctx, request),
        "DescribeTargetGroups" => target_groups::describe(ctx.world(), request),
        "ModifyTargetGroup" => target_groups::modify(ctx, request),
        "DeleteTargetGroup" => target_groups::delete(ctx, request),
        "ModifyTargetGroupAttributes" => target_groups::modify_attributes(ctx, request),
        "DescribeTargetGroupAttributes" => target_groups::describe_attributes(ctx.world(), request),
        "CreateListener" => listeners::create(ctx, request),
        "DescribeListeners" => listeners::describe(ctx.world(), request),
        "ModifyListener" => listeners::modify(ctx, request),
        "DeleteListener" => listeners::delete(ctx, request),
        "CreateRule" => rules::create(ctx, request),
        "DescribeRules" => rules::describe(ctx.world(), request),
        "ModifyRule" => rules::modify(ctx, request),
        "SetRulePriorities" => rules::set_priorities(ctx, request),
        "DeleteRule" => rules::delete(ctx, request),
        "RegisterTargets" => targets::register(ctx, request),
        "DeregisterTargets" => targets::deregister(ctx, request),
        "DescribeTargetHealth" => targets::describe_health(ctx.world(), request),
        _ => return None,
    })
}

fn refused<T>(name: ExceptionName, message: impl Into<String>) -> EcsResult<T> {
    Err(EcsError::new(name, message))
}

fn invalid<T>(message: impl Into<String>) -> EcsResult<T> {
    refused(ExceptionName::ValidationError, message)
}

/// A text of the request; empty if it is not given.
fn text<'a>(request: &'a Value, member: &str) -> &'a str {
    request[member].as_str().unwrap_or_default()
}

fn number(request: &Value, member: &str) -> Option<u32> {
    request[member].as_u64().and_then(|number| u32::try_from(number).ok())
}

fn texts<'a>(request: &'a Value, member: &str) -> Vec<&'a str> {
    request[member].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// What a request names must be an ARN of that kind, or a name.
fn refuse_foreign_arn(given: &str, kind: &str, words: &str) -> EcsResult<()> {
    let is_of_kind = || given.split(':').nth(5).is_some_and(|path| path.starts_with(kind));
    if given.starts_with("arn:") && !is_of_kind() {
        return invalid(format!("'{given}' is not a valid {words} ARN"));
    }
    Ok(())
}

fn load_balancer(world: &World, given: &str) -> EcsResult<LoadBalancerId> {
    refuse_foreign_arn(given, "loadbalancer/", "load balancer")?;
    match world.find_load_balancer(given) {
        Some(id) => Ok(id),
        None if given.starts_with("arn:") => {
            refused(ExceptionName::LoadBalancerNotFound, format!("Load balancer '{given}' not found"))
        }
        None => refused(ExceptionName::LoadBalancerNotFound, format!("Load balancers '[{given}]' not found")),
    }
}

fn target_group(world: &World, given: &str) -> EcsResult<TargetGroupId> {
    refuse_foreign_arn(given, "targetgroup/", "target group")?;
    let found = world.find_target_group(given);
    found.map_or_else(
        || refused(ExceptionName::TargetGroupNotFound, "One or more target groups not found"),
        Ok,
    )
}

fn listener(world: &World, given: &str) -> EcsResult<ListenerId> {
    refuse_foreign_arn(given, "listener/", "listener")?;
    let found = world.find_listener(given);
    found.map_or_else(|| refused(ExceptionName::ListenerNotFound, "One or more listeners not found"), Ok)
}

fn rule(world: &World, given: &str) -> EcsResult<RuleId> {
    refuse_foreign_arn(given, "listener-rule/", "rule")?;
    let found = world.find_rule(given);
    found.map_or_else(|| refused(ExceptionName::RuleNotFound, "One or more rules not found"), Ok)
}

/// `what` is `Load balancer` or `Target group`.
fn refuse_bad_name(what: &str, name: &str) -> EcsResult<()> {
    const LONGEST: usize = 32;
    if name.is_empty() || name.len() > LONGEST {
        return invalid(format!("{what} name '{name}' cannot be longer than '{LONGEST}' characters"));
    }
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return invalid(format!(
            "{what} name '{name}' can only contain characters that are alphanumeric characters and hyphens(-)"
        ));
    }
    if name.starts_with('-') || name.ends_with('-') {
        return invalid(format!("{what} name '{name}' cannot begin or end with '-'"));
    }
    Ok(())
}
