//! Target groups and their attributes.

use std::rc::Rc;

use serde_json::{Value, json};

use super::{
    health_check, invalid, load_balancer, number, refuse_bad_name, refused, target_group, text, texts,
};
use crate::model::ecs::{EcsResult, ExceptionName, TargetGroup, TargetGroupId, TargetType};
use crate::model::world::elb::VPC_ID;
use crate::model::world::{Ctx, Event, World};

/// The attributes of a target group with their defaults; the flag tells those of Application Load Balancers only.
static ATTRIBUTES: &[(&str, &str, bool)] = &[
    ("deregistration_delay.timeout_seconds", "300", false),
    ("slow_start.duration_seconds", "0", true),
    ("stickiness.enabled", "false", false),
    ("stickiness.type", "lb_cookie", true),
    ("stickiness.lb_cookie.duration_seconds", "86400", true),
    ("load_balancing.algorithm.type", "round_robin", true),
    ("load_balancing.cross_zone.enabled", "use_load_balancer_configuration", false),
    ("target_group_health.dns_failover.minimum_healthy_targets.count", "1", false),
    ("target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", "1", false),
];

pub fn create(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let name = text(request, "Name");
    refuse_bad_name("Target group", name)?;
    let protocol = text(request, "Protocol");
    if protocol.is_empty() {
        return invalid("A protocol must be specified");
    }
    let Some(port) = number(request, "Port") else { return invalid("A port must be specified") };
    let given_vpc = text(request, "VpcId");
    if !given_vpc.is_empty() && given_vpc != VPC_ID {
        return invalid(format!("The VPC ID '{given_vpc}' is not found"));
    }
    let network = !protocol.starts_with("HTTP");
    let row = TargetGroup {
        name: name.into(),
        target_type: if text(request, "TargetType") == "ip" { TargetType::Ip } else { TargetType::Instance },
        protocol: protocol.into(),
        port,
        health_check: health_check::laid_over(request, health_check::default_for(protocol), network)?,
        attributes: Vec::new(),
        created_at: ctx.now(),
        is_deleted: false,
        targets: Vec::new(),
    };
    if let Some(known) = ctx.world().find_target_group(name) {
        let there = &ctx.world().target_groups[known];
        let as_asked = TargetGroup {
            created_at: there.created_at,
            attributes: there.attributes.clone(),
            targets: there.targets.clone(),
            ..row
        };
        if *there != as_asked {
            let message =
                format!("A target group with the same name '{name}' exists, but with different settings");
            return refused(ExceptionName::DuplicateTargetGroupName, message);
        }
        return Ok(json!({ "TargetGroups": [shown(ctx.world(), known)] }));
    }
    let id = ctx.world().target_groups.next_id();
    ctx.emit(Event::TargetGroupCreated(Rc::new(row)));
    Ok(json!({ "TargetGroups": [shown(ctx.world(), id)] }))
}

pub fn describe(world: &World, request: &Value) -> EcsResult<Value> {
    let named: Vec<&str> =
        texts(request, "TargetGroupArns").into_iter().chain(texts(request, "Names")).collect();
    let mut ids = if named.is_empty() {
        world.target_groups.ids().filter(|&id| !world.target_groups[id].is_deleted).collect()
    } else {
        named.into_iter().map(|name| target_group(world, name)).collect::<EcsResult<Vec<_>>>()?
    };
    if let Some(given) = request["LoadBalancerArn"].as_str() {
        let asked = load_balancer(world, given)?;
        ids.retain(|&id| world.load_balancer_of(id) == Some(asked));
    }
    let rows: Value = ids.into_iter().map(|id| shown(world, id)).collect();
    Ok(json!({ "TargetGroups": rows }))
}

pub fn modify(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let id = target_group(ctx.world(), text(request, "TargetGroupArn"))?;
    let row = ctx.world().target_groups[id].clone();
    let health_check = health_check::laid_over(request, row.health_check.clone(), row.is_network())?;
    let to = TargetGroup { health_check, ..row };
    ctx.emit(Event::TargetGroupChanged { target_group: id, to: Rc::new(to) });
    Ok(json!({ "TargetGroups": [shown(ctx.world(), id)] }))
}

pub fn delete(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let Ok(id) = target_group(ctx.world(), text(request, "TargetGroupArn")) else {
        // Deleting what is not there succeeds.
        return Ok(Value::Null);
    };
    if ctx.world().rules_naming(id).next().is_some() {
        let arn = ctx.world().target_group_arn(id);
        let message = format!("Target group '{arn}' is currently in use by a listener or a rule");
        return refused(ExceptionName::ResourceInUse, message);
    }
    let to = TargetGroup { is_deleted: true, ..ctx.world().target_groups[id].clone() };
    ctx.emit(Event::TargetGroupChanged { target_group: id, to: Rc::new(to) });
    Ok(Value::Null)
}

pub fn modify_attributes(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let id = target_group(ctx.world(), text(request, "TargetGroupArn"))?;
    let mut to = ctx.world().target_groups[id].clone();
    for given in request["Attributes"].as_array().into_iter().flatten() {
        let (key, value) = (text(given, "Key"), text(given, "Value"));
        refuse_attribute(&to, key, value)?;
        to.attributes.retain(|(known, _)| &**known != key);
        to.attributes.push((key.into(), value.into()));
    }
    if to.slow_start().as_millis() > 0
        && to.attribute("load_balancing.algorithm.type") == Some("least_outstanding_requests")
    {
        return invalid(
            "Slow start mode is not supported with the least_outstanding_requests routing algorithm",
        );
    }
    ctx.emit(Event::TargetGroupChanged { target_group: id, to: Rc::new(to) });
    Ok(json!({ "Attributes": attributes(&ctx.world().target_groups[id]) }))
}

/// The wordings are assumed.
fn refuse_attribute(group: &TargetGroup, key: &str, value: &str) -> EcsResult<()> {
    let known =
        ATTRIBUTES.iter().any(|(name, _, http_only)| *name == key && !(*http_only && group.is_network()));
    if !known {
        return invalid(format!("Target group attribute key '{key}' is not recognized"));
    }
    let number = value.parse::<u32>().ok();
    let fits = match key {
        "deregistration_delay.timeout_seconds" => number.is_some_and(|seconds| seconds <= 3600),
        "slow_start.duration_seconds" => {
            number.is_some_and(|seconds| seconds == 0 || (30..=900).contains(&seconds))
        }
        "load_balancing.algorithm.type" => {
            ["round_robin", "least_outstanding_requests", "weighted_random"].contains(&value)
        }
        "stickiness.enabled" => ["true", "false"].contains(&value),
        _ => true,
    };
    if fits { Ok(()) } else { invalid(format!("'{value}' is not a valid value for the attribute '{key}'")) }
}

pub fn describe_attributes(world: &World, request: &Value) -> EcsResult<Value> {
    let id = target_group(world, text(request, "TargetGroupArn"))?;
    Ok(json!({ "Attributes": attributes(&world.target_groups[id]) }))
}

fn attributes(group: &TargetGroup) -> Value {
    let own = ATTRIBUTES.iter().filter(|(_, _, http_only)| !(*http_only && group.is_network()));
    own.map(|(key, default, _)| json!({ "Key": key, "Value": group.attribute(key).unwrap_or(default) }))
        .collect()
}

fn shown(world: &World, id: TargetGroupId) -> Value {
    let row = &world.target_groups[id];
    let mut load_balancers: Vec<String> = world
        .rules_naming(id)
        .map(|rule| world.load_balancer_arn(world.listeners[world.rules[rule].listener].load_balancer))
        .collect();
    load_balancers.dedup();
    let mut shown = json!({
        "TargetGroupArn": world.target_group_arn(id),
        "TargetGroupName": &*row.name,
        "Protocol": &*row.protocol,
        "Port": row.port,
        "VpcId": VPC_ID,
    });
    health_check::shown(&row.health_check, &mut shown);
    shown["LoadBalancerArns"] = json!(load_balancers);
    shown["TargetType"] = json!(row.target_type.as_str());
    shown["IpAddressType"] = json!("ipv4");
    shown
}
