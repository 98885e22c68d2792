//! Target tracking: the two alarms that it puts by itself.

use std::rc::Rc;

use serde_json::{Value, json};

use super::change;
use crate::model::ecs::metric::MetricKey;
use crate::model::ecs::service_scaling::{PolicyKind, ScalableTarget, ScalingPolicy, TargetTracking};
use crate::model::ecs::{Alarm, AlarmState, ServiceId};
use crate::model::kernel::thousandths;
use crate::model::world::{Ctx, Event, ScalingEvent, World};

/// The low alarm's threshold is this part of the target. Source: alarms that were seen (1,500 and 1,350).
const LOW_PERCENT: u64 = 90;
/// Datapoints of one minute that the alarms look at.
const HIGH_PERIODS: u32 = 3;
const LOW_PERIODS: u32 = 15;

/// The alarms' names, made from the policy's number.
pub fn alarm_names(world: &World, service: ServiceId, number: u32) -> (Rc<str>, Rc<str>) {
    let resource = world.scaling_resource_id(service);
    let name = |side: &str, part: u32| -> Rc<str> {
        format!("TargetTracking-{resource}-Alarm{side}-{}", world.scaling_id(number, part)).into()
    };
    (name("High", 1), name("Low", 2))
}

/// Adds a policy to its target or puts it in the place of the one with its number, with the alarms it needs.
pub fn put_policy(ctx: &mut Ctx, target: &ScalableTarget, policy: ScalingPolicy, metric: Option<Value>) {
    let mut target = target.clone();
    if let Some(old) = target.policies.iter().find(|row| row.number == policy.number) {
        change::delete_alarms(ctx, &old.kind);
    }
    let policy = Rc::new(policy);
    match target.policies.iter_mut().find(|row| row.number == policy.number) {
        Some(row) => *row = policy.clone(),
        None => target.policies.push(policy.clone()),
    }
    let service = target.service;
    ctx.emit(Event::Scaling(ScalingEvent::TargetChanged(Rc::new(target))));
    if let (PolicyKind::TargetTracking(tracking), Some(metric)) = (&policy.kind, metric) {
        put_alarms(ctx, service, &policy, tracking, &metric);
    }
}

fn put_alarms(
    ctx: &mut Ctx,
    service: ServiceId,
    policy: &ScalingPolicy,
    tracking: &TargetTracking,
    metric: &Value,
) {
    let arn = ctx.world().scaling_policy_arn(service, policy.number, &policy.name);
    let low = tracking.target * LOW_PERCENT / 100;
    put_alarm(
        ctx,
        &tracking.high_alarm,
        &arn,
        metric,
        (tracking.target, HIGH_PERIODS, "GreaterThanThreshold"),
    );
    if let Some(name) = &tracking.low_alarm {
        put_alarm(ctx, name, &arn, metric, (low, LOW_PERIODS, "LessThanThreshold"));
    }
}

fn put_alarm(
    ctx: &mut Ctx,
    name: &Rc<str>,
    policy_arn: &str,
    metric: &Value,
    (threshold, periods, comparison): (u64, u32, &str),
) {
    let mut definition = json!({
        "AlarmDescription": format!("DO NOT EDIT OR DELETE. For TargetTrackingScaling policy {policy_arn}."),
        "ActionsEnabled": true,
        "AlarmActions": [policy_arn],
        "Period": 60,
        "EvaluationPeriods": periods,
        "Threshold": thousandths::to_json(threshold as i64),
        "ComparisonOperator": comparison,
    });
    for (member, value) in metric.as_object().into_iter().flatten() {
        definition[member.as_str()] = value.clone();
    }
    let alarm = Alarm {
        state: AlarmState::InsufficientData,
        state_reason: "Unchecked: Initial alarm creation".into(),
        state_updated_at: ctx.now(),
        definition: Rc::new(definition),
    };
    ctx.emit(Event::AlarmChanged { name: name.clone(), to: Rc::new(alarm) });
}

/// What an alarm says about the metric of a target tracking policy, from the policy's configuration. None if the
/// model does not measure it.
pub fn metric_of(world: &World, service: ServiceId, configuration: &Value) -> Option<(MetricKey, Value)> {
    let row = &world.services[service];
    let cluster = &world.clusters[row.cluster].name;
    let predefined = &configuration["PredefinedMetricSpecification"];
    let of_service = |name: &str| {
        json!({
            "Namespace": "AWS/ECS", "MetricName": name, "Statistic": "Average",
            "Dimensions": [
                {"Name": "ClusterName", "Value": &**cluster}, {"Name": "ServiceName", "Value": &*row.name},
            ],
        })
    };
    let metric = match predefined["PredefinedMetricType"].as_str() {
        Some("ECSServiceAverageCPUUtilization" | "ECSServiceAverageCPUUtilizationHighResolution") => {
            of_service("CPUUtilization")
        }
        Some("ECSServiceAverageMemoryUtilization" | "ECSServiceAverageMemoryUtilizationHighResolution") => {
            of_service("MemoryUtilization")
        }
        Some("ALBRequestCountPerTarget") => {
            let label = predefined["ResourceLabel"].as_str()?;
            let group = &label[label.find("targetgroup/")?..];
            json!({
                "Namespace": "AWS/ApplicationELB", "MetricName": "RequestCountPerTarget", "Statistic": "Sum",
                "Dimensions": [{"Name": "TargetGroup", "Value": group}],
            })
        }
        Some(_) => return None,
        None => {
            let custom = &configuration["CustomizedMetricSpecification"];
            let mut metric = json!({});
            for member in ["Namespace", "MetricName", "Statistic", "Dimensions"] {
                metric[member] = custom[member].clone();
            }
            metric
        }
    };
    Some((world.find_metric(&metric)?, metric))
}

/// `app/NAME/ID/targetgroup/NAME/ID` of the service's first target group behind an Application Load Balancer.
pub fn resource_label(world: &World, service: ServiceId) -> Option<String> {
    let given = world.services[service].spec.load_balancers.first()?["targetGroupArn"].as_str()?;
    let group = world.find_target_group(given)?;
    let balancer = world.load_balancer_of(group)?;
    Some(format!("{}/{}", world.load_balancer_path(balancer), world.target_group_path(group)))
}
