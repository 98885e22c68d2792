//! PutScheduledAction, DeleteScheduledAction, DescribeScheduledActions.

use std::rc::Rc;

use serde_json::{Value, json};

use super::{DIMENSION, asked, invalid, names, not_found, number, target, text};
use crate::model::api::members::{Members, seconds};
use crate::model::autoscaling::{next_at, schedule};
use crate::model::ecs::EcsResult;
use crate::model::ecs::service_scaling::{ScalableTarget, ScheduledAction};
use crate::model::kernel::{SimTime, TimeZone, thousandths};
use crate::model::world::{Ctx, Event, ScalingEvent, World};

pub fn put(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let target = target(ctx.world(), request)?;
    let action = read(ctx.world(), &target, request)?;
    let mut actions = target.actions.clone();
    let action = Rc::new(action);
    match actions.iter_mut().find(|row| row.number == action.number) {
        Some(row) => *row = action,
        None => actions.push(action),
    }
    let to = Rc::new(ScalableTarget { actions, ..(*target).clone() });
    ctx.emit(Event::Scaling(ScalingEvent::TargetChanged(to)));
    Ok(json!({}))
}

/// An action of the same name is changed; what the request leaves out stays.
fn read(world: &World, target: &ScalableTarget, request: &Value) -> EcsResult<ScheduledAction> {
    let name: Rc<str> = text(request, "ScheduledActionName").into();
    let old = target.actions.iter().find(|row| row.name == name);
    let given = request["Schedule"].as_str().map(Rc::from);
    let Some(schedule) = given.or_else(|| old.map(|old| old.schedule.clone())) else {
        return invalid("A schedule is required for a new scheduled action");
    };
    if schedule::parse(&schedule).is_none() {
        return invalid(format!("Invalid schedule expression: {schedule}"));
    }
    let timezone: Option<Rc<str>> = request["Timezone"].as_str().map(Rc::from);
    let timezone = timezone.or_else(|| old.and_then(|old| old.timezone.clone()));
    if let Some(name) = timezone.as_deref().filter(|name| TimeZone::named(name).is_none()) {
        return invalid(format!("The model does not know the time zone {name}"));
    }
    let bounds = &request["ScalableTargetAction"];
    let min_capacity = number(bounds, "MinCapacity").or(old.and_then(|old| old.min_capacity));
    let max_capacity = number(bounds, "MaxCapacity").or(old.and_then(|old| old.max_capacity));
    if min_capacity.is_none() && max_capacity.is_none() {
        return invalid("Either minimum capacity or maximum capacity must be specified");
    }
    if min_capacity.zip(max_capacity).is_some_and(|(min, max)| min > max) {
        return invalid("Maximum capacity cannot be less than minimum capacity");
    }
    let moment = |member: &str| {
        let millis = u64::try_from(thousandths::read(&request[member])?).unwrap_or(0);
        Some(SimTime::from_millis(millis.saturating_sub(world.config.start_epoch_millis)))
    };
    let mut action = ScheduledAction {
        name,
        number: old.map_or(world.scaling.next_number, |old| old.number),
        schedule,
        timezone,
        starts_at: moment("StartTime").or(old.and_then(|old| old.starts_at)),
        ends_at: moment("EndTime").or(old.and_then(|old| old.ends_at)),
        min_capacity,
        max_capacity,
        created_at: old.map_or(world.now, |old| old.created_at),
        next_at: None,
    };
    action.next_at = next_at(world, &action);
    if action.next_at.is_none() {
        return invalid("The schedule lies in the past");
    }
    Ok(action)
}

pub fn delete(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let name = text(request, "ScheduledActionName");
    let found = target(ctx.world(), request).ok();
    let Some(target) = found.filter(|target| target.actions.iter().any(|row| &*row.name == name)) else {
        return Err(not_found(&format!("scheduled action found with name {name}"), request));
    };
    let actions = target.actions.iter().filter(|row| &*row.name != name).cloned().collect();
    let to = Rc::new(ScalableTarget { actions, ..(*target).clone() });
    ctx.emit(Event::Scaling(ScalingEvent::TargetChanged(to)));
    Ok(Value::Null)
}

pub fn describe(world: &World, request: &Value) -> Value {
    let wanted = names(request, "ScheduledActionNames");
    let rows = asked(world, request).into_iter().flat_map(|target| {
        let actions = target.actions.iter();
        let asked = actions.filter(|row| wanted.is_empty() || wanted.contains(&&*row.name));
        asked.map(|row| described(world, target, row)).collect::<Vec<_>>()
    });
    json!({ "ScheduledActions": rows.collect::<Value>() })
}

fn described(world: &World, target: &ScalableTarget, row: &ScheduledAction) -> Value {
    let kind = ("scheduledAction", "scheduledActionName");
    let bounds = Members::new().maybe("MinCapacity", row.min_capacity).maybe("MaxCapacity", row.max_capacity);
    Members::new()
        .with("ScheduledActionName", &*row.name)
        .with("ScheduledActionARN", world.scaling_arn(target.service, row.number, kind, &row.name))
        .with("ServiceNamespace", "ecs")
        .with("Schedule", &*row.schedule)
        .with("Timezone", row.timezone.as_deref().unwrap_or("UTC"))
        .with("ResourceId", world.scaling_resource_id(target.service))
        .with("ScalableDimension", DIMENSION)
        .maybe("StartTime", row.starts_at.map(|at| seconds(world, at)))
        .maybe("EndTime", row.ends_at.map(|at| seconds(world, at)))
        .with("ScalableTargetAction", bounds.build())
        .with("CreationTime", seconds(world, row.created_at))
        .build()
}
