//! Listeners.

use std::rc::Rc;

use serde_json::{Value, json};

use super::{actions, invalid, listener, load_balancer, load_balancers, number, refused, text, texts};
use crate::model::api::members::Members;
use crate::model::ecs::{
    EcsResult, ExceptionName, Listener, ListenerId, LoadBalancerId, LoadBalancerType, Rule,
};
use crate::model::world::{Ctx, Event, World};

pub fn create(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let world = ctx.world();
    let load_balancer = load_balancer(world, text(request, "LoadBalancerArn"))?;
    let kind = world.load_balancers[load_balancer].kind;
    let protocol = text(request, "Protocol");
    if protocol.is_empty() {
        return invalid("A listener protocol must be specified");
    }
    let Some(port) = number(request, "Port") else { return invalid("A listener port must be specified") };
    refuse_protocol(protocol, kind)?;
    refuse_port(world, load_balancer, port, None)?;
    let action = actions::read(world, &request["DefaultActions"], kind)?;
    let (id, default_rule) = (world.listeners.next_id(), world.rules.next_id());
    let row = Listener {
        load_balancer,
        port,
        protocol: protocol.into(),
        default_rule,
        certificates: Some(request["Certificates"].clone()).filter(|given| !given.is_null()),
        is_deleted: false,
        traffic: Vec::new(),
    };
    let rule = Rule { listener: id, priority: None, conditions: Vec::new(), action, is_deleted: false };
    ctx.emit(Event::ListenerCreated { listener: Rc::new(row), default_rule: Rc::new(rule) });
    Ok(json!({ "Listeners": [shown(ctx.world(), id)] }))
}

fn refuse_protocol(protocol: &str, kind: LoadBalancerType) -> EcsResult<()> {
    if protocol.starts_with("HTTP") == (kind == LoadBalancerType::Application) {
        return Ok(());
    }
    let fitting = match kind {
        LoadBalancerType::Application => "HTTP, HTTPS",
        LoadBalancerType::Network => "TCP, TLS, UDP, TCP_UDP",
    };
    invalid(format!(
        "Listener protocol '{protocol}' is not supported by a load balancer of type '{}'. Valid protocols: {fitting}",
        kind.as_str()
    ))
}

fn refuse_port(
    world: &World,
    load_balancer: LoadBalancerId,
    port: u32,
    but: Option<ListenerId>,
) -> EcsResult<()> {
    let mut others = world.listeners_of(load_balancer).filter(|&id| Some(id) != but);
    if others.any(|id| world.listeners[id].port == port) {
        let arn = world.load_balancer_arn(load_balancer);
        let message = format!("A listener already exists on this port for this load balancer '{arn}'");
        return refused(ExceptionName::DuplicateListener, message);
    }
    Ok(())
}

pub fn describe(world: &World, request: &Value) -> EcsResult<Value> {
    let named = texts(request, "ListenerArns");
    let ids = match request["LoadBalancerArn"].as_str() {
        Some(given) => world.listeners_of(load_balancer(world, given)?).collect(),
        None if named.is_empty() => {
            return invalid("You must specify either listener ARNs or a load balancer ARN");
        }
        None => named.into_iter().map(|name| listener(world, name)).collect::<EcsResult<Vec<_>>>()?,
    };
    let rows: Value = ids.into_iter().map(|id| shown(world, id)).collect();
    Ok(json!({ "Listeners": rows }))
}

pub fn modify(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let world = ctx.world();
    let id = listener(world, text(request, "ListenerArn"))?;
    let row = world.listeners[id].clone();
    let kind = world.load_balancers[row.load_balancer].kind;
    let mut to = row.clone();
    if let Some(port) = number(request, "Port") {
        refuse_port(world, row.load_balancer, port, Some(id))?;
        to.port = port;
    }
    if let Some(protocol) = request["Protocol"].as_str() {
        refuse_protocol(protocol, kind)?;
        to.protocol = protocol.into();
    }
    if !request["Certificates"].is_null() {
        to.certificates = Some(request["Certificates"].clone());
    }
    let action = match &request["DefaultActions"] {
        Value::Null => None,
        given => Some(actions::read(world, given, kind)?),
    };
    if to != row {
        ctx.emit(Event::ListenerChanged { listener: id, to: Rc::new(to) });
    }
    if let Some(action) = action {
        let rule = row.default_rule;
        let to = Rule { action, ..ctx.world().rules[rule].clone() };
        ctx.emit(Event::RuleChanged { rule, to: Rc::new(to) });
    }
    Ok(json!({ "Listeners": [shown(ctx.world(), id)] }))
}

pub fn delete(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let id = listener(ctx.world(), text(request, "ListenerArn"))?;
    load_balancers::delete_listener(ctx, id);
    Ok(Value::Null)
}

fn shown(world: &World, id: ListenerId) -> Value {
    let row = &world.listeners[id];
    Members::new()
        .with("ListenerArn", world.listener_arn(id))
        .with("LoadBalancerArn", world.load_balancer_arn(row.load_balancer))
        .with("Port", row.port)
        .with("Protocol", &*row.protocol)
        .maybe("Certificates", row.certificates.clone())
        .with("DefaultActions", actions::shown(world, &world.rules[row.default_rule].action))
        .build()
}
