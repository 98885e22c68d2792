//! Rules of listeners.

use std::rc::Rc;

use serde_json::{Value, json};

use super::{actions, invalid, listener, number, refused, rule, text, texts};
use crate::model::ecs::{EcsResult, ExceptionName, ListenerId, LoadBalancerType, Rule, RuleId};
use crate::model::world::{Ctx, Event, World};

pub fn create(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let world = ctx.world();
    let listener = listener(world, text(request, "ListenerArn"))?;
    let kind = world.load_balancers[world.listeners[listener].load_balancer].kind;
    if kind == LoadBalancerType::Network {
        return refused(
            ExceptionName::InvalidConfigurationRequest,
            "Rules are unsupported for Network Load Balancer listeners",
        );
    }
    let priority = number(request, "Priority").unwrap_or_default();
    refuse_priority(world, listener, priority)?;
    let row = Rule {
        listener,
        priority: Some(priority),
        conditions: conditions(request)?,
        action: actions::read(world, &request["Actions"], kind)?,
        is_deleted: false,
    };
    let id = world.rules.next_id();
    ctx.emit(Event::RuleCreated(Rc::new(row)));
    Ok(json!({ "Rules": [shown(ctx.world(), id)] }))
}

fn refuse_priority(world: &World, listener: ListenerId, priority: u32) -> EcsResult<()> {
    let taken = |id: RuleId| world.rules[id].priority == Some(priority);
    if world.rules_of(listener).into_iter().any(taken) {
        return refused(ExceptionName::PriorityInUse, format!("Priority '{priority}' is currently in use"));
    }
    Ok(())
}

fn conditions(request: &Value) -> EcsResult<Vec<Value>> {
    let given = request["Conditions"].as_array().cloned().unwrap_or_default();
    if given.is_empty() {
        return invalid("A rule must have at least one condition");
    }
    let has_field = |condition: &Value| condition["Field"].is_string();
    if !given.iter().all(has_field) {
        return invalid("A condition field must be specified");
    }
    Ok(given)
}

pub fn describe(world: &World, request: &Value) -> EcsResult<Value> {
    let named = texts(request, "RuleArns");
    let ids = match request["ListenerArn"].as_str() {
        Some(given) => world.rules_of(listener(world, given)?),
        None if named.is_empty() => {
            return invalid("You must specify either listener rule ARNs or a listener ARN");
        }
        None => named.into_iter().map(|name| rule(world, name)).collect::<EcsResult<Vec<_>>>()?,
    };
    let rows: Value = ids.into_iter().map(|id| shown(world, id)).collect();
    Ok(json!({ "Rules": rows }))
}

pub fn modify(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let world = ctx.world();
    let id = rule(world, text(request, "RuleArn"))?;
    let mut to = world.rules[id].clone();
    if to.priority.is_none() {
        return refused(ExceptionName::OperationNotPermitted, "Default rule cannot be modified");
    }
    let kind = world.load_balancers[world.listeners[to.listener].load_balancer].kind;
    if !request["Conditions"].is_null() {
        to.conditions = conditions(request)?;
    }
    if !request["Actions"].is_null() {
        to.action = actions::read(world, &request["Actions"], kind)?;
    }
    ctx.emit(Event::RuleChanged { rule: id, to: Rc::new(to) });
    Ok(json!({ "Rules": [shown(ctx.world(), id)] }))
}

pub fn set_priorities(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let world = ctx.world();
    let mut changes = Vec::new();
    for given in request["RulePriorities"].as_array().into_iter().flatten() {
        let id = rule(world, text(given, "RuleArn"))?;
        let Some(priority) = number(given, "Priority") else {
            return invalid("A priority must be specified");
        };
        if world.rules[id].priority.is_none() {
            return refused(ExceptionName::OperationNotPermitted, "Default rule cannot be modified");
        }
        changes.push((id, priority));
    }
    for &(id, priority) in &changes {
        let others = world.rules_of(world.rules[id].listener).into_iter().filter(|other| *other != id);
        let as_it_will_be = |other: RuleId| {
            let changed = changes.iter().find(|(rule, _)| *rule == other).map(|(_, priority)| *priority);
            changed.or(world.rules[other].priority)
        };
        if others.into_iter().any(|other| as_it_will_be(other) == Some(priority)) {
            return refused(
                ExceptionName::PriorityInUse,
                format!("Priority '{priority}' is currently in use"),
            );
        }
    }
    for &(rule, priority) in &changes {
        let to = Rule { priority: Some(priority), ..ctx.world().rules[rule].clone() };
        ctx.emit(Event::RuleChanged { rule, to: Rc::new(to) });
    }
    let rows: Value = changes.into_iter().map(|(id, _)| shown(ctx.world(), id)).collect();
    Ok(json!({ "Rules": rows }))
}

pub fn delete(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let id = rule(ctx.world(), text(request, "RuleArn"))?;
    let row = ctx.world().rules[id].clone();
    if row.priority.is_none() {
        return refused(ExceptionName::OperationNotPermitted, "Default rule cannot be deleted");
    }
    ctx.emit(Event::RuleChanged { rule: id, to: Rc::new(Rule { is_deleted: true, ..row }) });
    Ok(Value::Null)
}

fn shown(world: &World, id: RuleId) -> Value {
    let row = &world.rules[id];
    json!({
        "RuleArn": world.rule_arn(id),
        "Priority": row.priority.map_or("default".to_owned(), |priority| priority.to_string()),
        "Conditions": row.conditions,
        "Actions": actions::shown(world, &row.action),
        "IsDefault": row.priority.is_none(),
    })
}
