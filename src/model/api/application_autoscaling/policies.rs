//! PutScalingPolicy, DeleteScalingPolicy, DescribeScalingPolicies.

use std::rc::Rc;

use serde_json::{Value, json};

use super::{DIMENSION, asked, invalid, names, not_found, number, steps, target, text};
use crate::model::api::members::{Members, seconds};
use crate::model::autoscaling::{delete_alarms, tracking};
use crate::model::ecs::EcsResult;
use crate::model::ecs::service_scaling::{PolicyKind, ScalableTarget, ScalingPolicy, TargetTracking};
use crate::model::kernel::thousandths;
use crate::model::world::{Ctx, Event, ScalingEvent, World};

const TRACKING: &str = "TargetTrackingScalingPolicyConfiguration";
const STEPS: &str = "StepScalingPolicyConfiguration";
const DEFAULT_COOLDOWN: u32 = 300;

/// A policy of the same name is changed; its type must stay.
pub fn put(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let target = target(ctx.world(), request)?;
    let name: Rc<str> = text(request, "PolicyName").into();
    let old = target.policies.iter().find(|policy| policy.name == name);
    let number = old.map_or(ctx.world().scaling.next_number, |old| old.number);
    let (kind, configuration, metric) = read(ctx.world(), &target, number, request)?;
    if let Some(old) = old
        && type_of(&old.kind) != type_of(&kind)
    {
        return invalid("Policy type cannot be changed for an existing scaling policy");
    }
    let created_at = old.map_or(ctx.now(), |old| old.created_at);
    let policy = ScalingPolicy { name, number, created_at, kind, configuration: Rc::new(configuration) };
    let (service, policy_name) = (target.service, policy.name.clone());
    let alarms = alarms(ctx.world(), &target, &policy);
    tracking::put_policy(ctx, &target, policy, metric);
    let arn = ctx.world().scaling_policy_arn(service, number, &policy_name);
    Ok(json!({ "PolicyARN": arn, "Alarms": alarms }))
}

type Read = (PolicyKind, Value, Option<Value>);

fn read(world: &World, target: &ScalableTarget, number: u32, request: &Value) -> EcsResult<Read> {
    let kind = request["PolicyType"].as_str().unwrap_or("StepScaling");
    let configuration = |member: &str| -> EcsResult<Value> {
        match &request[member] {
            Value::Null => invalid(format!("{member} is required for the policy type {kind}")),
            given => Ok(given.clone()),
        }
    };
    match kind {
        "TargetTrackingScaling" => {
            let given = configuration(TRACKING)?;
            let (tracking, metric) = read_tracking(world, target, number, &given)?;
            Ok((PolicyKind::TargetTracking(tracking), given, Some(metric)))
        }
        "StepScaling" => {
            let given = configuration(STEPS)?;
            Ok((PolicyKind::Step(steps::read(&given)?), given, None))
        }
        other => invalid(format!("{other} needs two weeks of history, and this model has none")),
    }
}

fn read_tracking(
    world: &World,
    target: &ScalableTarget,
    policy: u32,
    given: &Value,
) -> EcsResult<(TargetTracking, Value)> {
    let predefined = !given["PredefinedMetricSpecification"].is_null();
    if predefined != given["CustomizedMetricSpecification"].is_null() {
        return invalid(
            "Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification must be specified",
        );
    }
    let Some(value) = thousandths::read(&given["TargetValue"]).filter(|&value| value > 0) else {
        return invalid("Target value must be greater than 0");
    };
    let label = &given["PredefinedMetricSpecification"];
    if label["PredefinedMetricType"] == "ALBRequestCountPerTarget" && label["ResourceLabel"].is_null() {
        return invalid("ResourceLabel is required for the predefined metric type ALBRequestCountPerTarget");
    }
    let Some((metric, definition)) = tracking::metric_of(world, target.service, given) else {
        return invalid(
            "There is no such metric here: the model measures those of ECS services and load balancers",
        );
    };
    let (high_alarm, low_alarm) = tracking::alarm_names(world, target.service, policy);
    let disable_scale_in = given["DisableScaleIn"].as_bool().unwrap_or(false);
    let tracking = TargetTracking {
        metric,
        target: value as u64,
        scale_out_cooldown: number(given, "ScaleOutCooldown").unwrap_or(DEFAULT_COOLDOWN),
        scale_in_cooldown: number(given, "ScaleInCooldown").unwrap_or(DEFAULT_COOLDOWN),
        disable_scale_in,
        high_alarm,
        low_alarm: Some(low_alarm).filter(|_| !disable_scale_in),
    };
    Ok((tracking, definition))
}

fn type_of(kind: &PolicyKind) -> &'static str {
    match kind {
        PolicyKind::TargetTracking(_) => "TargetTrackingScaling",
        PolicyKind::Step(_) => "StepScaling",
    }
}

pub fn delete(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let name = text(request, "PolicyName");
    let found = target(ctx.world(), request).ok();
    let policy =
        found.as_ref().and_then(|target| target.policies.iter().find(|policy| &*policy.name == name));
    let (Some(target), Some(policy)) = (&found, policy.cloned()) else {
        return Err(not_found(&format!("scaling policy found with name {name}"), request));
    };
    let policies = target.policies.iter().filter(|row| row.number != policy.number).cloned().collect();
    let to = Rc::new(ScalableTarget { policies, ..(**target).clone() });
    delete_alarms(ctx, &policy.kind);
    ctx.emit(Event::Scaling(ScalingEvent::TargetChanged(to)));
    Ok(Value::Null)
}

pub fn describe(world: &World, request: &Value) -> Value {
    let wanted = names(request, "PolicyNames");
    let rows = asked(world, request).into_iter().flat_map(|target| {
        let policies = target.policies.iter();
        let asked = policies.filter(|policy| wanted.is_empty() || wanted.contains(&&*policy.name));
        asked.map(|policy| described(world, target, policy)).collect::<Vec<_>>()
    });
    json!({ "ScalingPolicies": rows.collect::<Value>() })
}

fn described(world: &World, target: &ScalableTarget, policy: &ScalingPolicy) -> Value {
    let configuration = match policy.kind {
        PolicyKind::TargetTracking(_) => TRACKING,
        PolicyKind::Step(_) => STEPS,
    };
    Members::new()
        .with("PolicyARN", world.scaling_policy_arn(target.service, policy.number, &policy.name))
        .with("PolicyName", &*policy.name)
        .with("ServiceNamespace", "ecs")
        .with("ResourceId", world.scaling_resource_id(target.service))
        .with("ScalableDimension", DIMENSION)
        .with("PolicyType", type_of(&policy.kind))
        .with(configuration, (*policy.configuration).clone())
        .with("Alarms", alarms(world, target, policy))
        .with("CreationTime", seconds(world, policy.created_at))
        .build()
}

/// The alarms that set the policy off: its own, or those that name it among their actions.
fn alarms(world: &World, target: &ScalableTarget, policy: &ScalingPolicy) -> Value {
    let row = |name: &str| {
        let config = &world.config;
        let arn = format!("arn:aws:cloudwatch:{}:{}:alarm:{name}", config.region, config.account_id);
        json!({ "AlarmName": name, "AlarmARN": arn })
    };
    match &policy.kind {
        PolicyKind::TargetTracking(tracking) => {
            let own = [Some(&tracking.high_alarm), tracking.low_alarm.as_ref()];
            own.into_iter().flatten().map(|name| row(name)).collect()
        }
        PolicyKind::Step(_) => {
            let arn = world.scaling_policy_arn(target.service, policy.number, &policy.name);
            let names_it = |definition: &Value| names(definition, "AlarmActions").contains(&&*arn);
            let named = world.alarms.iter().filter(|(_, alarm)| names_it(&alarm.definition));
            named.map(|(name, _)| row(name)).collect()
        }
    }
}
