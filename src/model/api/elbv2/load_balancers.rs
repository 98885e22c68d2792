//! Load balancers.

use std::rc::Rc;

use serde_json::{Value, json};

use super::{invalid, load_balancer, refuse_bad_name, refused, text, texts};
use crate::model::api::members::{Members, seconds};
use crate::model::ecs::{
    EcsResult, ExceptionName, Listener, LoadBalancer, LoadBalancerId, LoadBalancerType, Rule,
};
use crate::model::world::elb::VPC_ID;
use crate::model::world::{Ctx, Event, World};

pub fn create(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let name = text(request, "Name");
    refuse_bad_name("Load balancer", name)?;
    let kind = match text(request, "Type") {
        "network" => LoadBalancerType::Network,
        _ => LoadBalancerType::Application,
    };
    let row = LoadBalancer {
        name: name.into(),
        kind,
        scheme: Some(text(request, "Scheme"))
            .filter(|given| !given.is_empty())
            .unwrap_or("internet-facing")
            .into(),
        subnets: subnets(ctx.world(), request, kind)?,
        security_groups: texts(request, "SecurityGroups").into_iter().map(Rc::from).collect(),
        created_at: ctx.now(),
        is_active: false,
        is_deleted: false,
        attributes: Vec::new(),
    };
    if let Some(known) = ctx.world().find_load_balancer(name) {
        let there = &ctx.world().load_balancers[known];
        let as_asked = LoadBalancer { created_at: there.created_at, is_active: there.is_active, ..row };
        if *there != as_asked {
            let message =
                format!("A load balancer with the same name '{name}' exists, but with different settings");
            return refused(ExceptionName::DuplicateLoadBalancerName, message);
        }
        return Ok(json!({ "LoadBalancers": [shown(ctx.world(), known)] }));
    }
    let id = ctx.world().load_balancers.next_id();
    ctx.emit(Event::LoadBalancerCreated(Rc::new(row)));
    Ok(json!({ "LoadBalancers": [shown(ctx.world(), id)] }))
}

/// All subnets of the model unless some are named, so that a first try needs no ids (assumed).
fn subnets(world: &World, request: &Value, kind: LoadBalancerType) -> EcsResult<Vec<Rc<str>>> {
    let mappings = request["SubnetMappings"].as_array().into_iter().flatten();
    let mut named: Vec<Rc<str>> = texts(request, "Subnets").into_iter().map(Rc::from).collect();
    named.extend(mappings.filter_map(|mapping| mapping["SubnetId"].as_str()).map(Rc::from));
    if named.is_empty() {
        return Ok(world.zones.iter().map(|zone| zone.subnet_id.clone()).collect());
    }
    let mut zones: Vec<_> = named.iter().map(|subnet| world.zone_of_subnet(subnet)).collect();
    zones.sort_unstable();
    zones.dedup();
    if kind == LoadBalancerType::Application && zones.len() < 2 {
        return invalid("At least two subnets in two different Availability Zones must be specified");
    }
    Ok(named)
}

pub fn describe(world: &World, request: &Value) -> EcsResult<Value> {
    let named: Vec<&str> =
        texts(request, "LoadBalancerArns").into_iter().chain(texts(request, "Names")).collect();
    let ids = if named.is_empty() {
        world.load_balancers.ids().filter(|&id| !world.load_balancers[id].is_deleted).collect()
    } else {
        named.into_iter().map(|name| load_balancer(world, name)).collect::<EcsResult<Vec<_>>>()?
    };
    let rows: Value = ids.into_iter().map(|id| shown(world, id)).collect();
    Ok(json!({ "LoadBalancers": rows }))
}

/// Listeners and rules go with it. Target groups stay.
pub fn delete(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let Ok(id) = load_balancer(ctx.world(), text(request, "LoadBalancerArn")) else {
        // Deleting what is not there succeeds.
        return Ok(Value::Null);
    };
    let listeners: Vec<_> = ctx.world().listeners_of(id).collect();
    for listener in listeners {
        delete_listener(ctx, listener);
    }
    let to = LoadBalancer { is_deleted: true, ..ctx.world().load_balancers[id].clone() };
    ctx.emit(Event::LoadBalancerChanged { load_balancer: id, to: Rc::new(to) });
    Ok(Value::Null)
}

pub fn delete_listener(ctx: &mut Ctx, id: crate::model::ecs::ListenerId) {
    for rule in ctx.world().rules_of(id) {
        let to = Rule { is_deleted: true, ..ctx.world().rules[rule].clone() };
        ctx.emit(Event::RuleChanged { rule, to: Rc::new(to) });
    }
    let to = Listener { is_deleted: true, ..ctx.world().listeners[id].clone() };
    ctx.emit(Event::ListenerChanged { listener: id, to: Rc::new(to) });
}

pub fn modify_attributes(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let id = load_balancer(ctx.world(), text(request, "LoadBalancerArn"))?;
    let mut to = ctx.world().load_balancers[id].clone();
    for given in request["Attributes"].as_array().into_iter().flatten() {
        let (key, value) = (text(given, "Key"), text(given, "Value"));
        if default_attributes(to.kind).iter().all(|(known, _)| *known != key) {
            return invalid(format!("Load balancer attribute key '{key}' is not recognized"));
        }
        to.attributes.retain(|(known, _)| &**known != key);
        to.attributes.push((key.into(), value.into()));
    }
    ctx.emit(Event::LoadBalancerChanged { load_balancer: id, to: Rc::new(to) });
    Ok(json!({ "Attributes": attributes(&ctx.world().load_balancers[id]) }))
}

pub fn describe_attributes(world: &World, request: &Value) -> EcsResult<Value> {
    let id = load_balancer(world, text(request, "LoadBalancerArn"))?;
    Ok(json!({ "Attributes": attributes(&world.load_balancers[id]) }))
}

fn default_attributes(kind: LoadBalancerType) -> &'static [(&'static str, &'static str)] {
    match kind {
        LoadBalancerType::Application => &[
            ("access_logs.s3.enabled", "false"),
            ("deletion_protection.enabled", "false"),
            ("idle_timeout.timeout_seconds", "60"),
            ("routing.http2.enabled", "true"),
            ("routing.http.drop_invalid_header_fields.enabled", "false"),
            ("load_balancing.cross_zone.enabled", "true"),
        ],
        LoadBalancerType::Network => &[
            ("access_logs.s3.enabled", "false"),
            ("deletion_protection.enabled", "false"),
            ("load_balancing.cross_zone.enabled", "false"),
        ],
    }
}

fn attributes(row: &LoadBalancer) -> Value {
    let value = |key: &str, default: &str| {
        let set = row.attributes.iter().find(|(known, _)| &**known == key);
        json!({ "Key": key, "Value": set.map_or(default, |(_, value)| value) })
    };
    default_attributes(row.kind).iter().map(|(key, default)| value(key, default)).collect()
}

fn shown(world: &World, id: LoadBalancerId) -> Value {
    let row = &world.load_balancers[id];
    let zones = row.subnets.iter().map(|subnet| {
        let zone = world.zone_name(world.zone_of_subnet(subnet));
        json!({ "ZoneName": &**zone, "SubnetId": &**subnet, "LoadBalancerAddresses": [] })
    });
    let state = if row.is_active { "active" } else { "provisioning" };
    let groups = (row.kind == LoadBalancerType::Application)
        .then(|| row.security_groups.iter().map(|group| Value::from(&**group)).collect::<Value>());
    Members::new()
        .with("LoadBalancerArn", world.load_balancer_arn(id))
        .with("DNSName", world.dns_name(id))
        .with("CanonicalHostedZoneId", "Z35SXDOTRQ7X7K")
        .with("CreatedTime", seconds(world, row.created_at))
        .with("LoadBalancerName", &*row.name)
        .with("Scheme", &*row.scheme)
        .with("VpcId", VPC_ID)
        .with("State", json!({ "Code": state }))
        .with("Type", row.kind.as_str())
        .with("AvailabilityZones", zones.collect::<Value>())
        .maybe("SecurityGroups", groups)
        .with("IpAddressType", "ipv4")
        .build()
}
