//! CloudWatch alarms: PutMetricAlarm, SetAlarmState, DescribeAlarms, DeleteAlarms.

use std::rc::Rc;

use serde_json::{Value, json};

use super::members::{Members, seconds};
use super::metric_statistics;
use super::operations::{Operation, single};
use super::shapes::cloudwatch;
use crate::model::ecs::{Alarm, AlarmState, EcsError, EcsResult, ExceptionName};
use crate::model::world::{Ctx, Event, World};

pub static OPERATIONS: &[Operation] = &[
    single(
        "PutMetricAlarm",
        "put-metric-alarm",
        &cloudwatch::PUT_METRIC_ALARM,
        "",
        "Create an alarm on a metric, or change it.",
    )
    .of("cloudwatch"),
    single(
        "SetAlarmState",
        "set-alarm-state",
        &cloudwatch::SET_ALARM_STATE,
        "",
        "Set the state of an alarm by hand, until it is evaluated again.",
    )
    .of("cloudwatch"),
    single(
        "DescribeAlarms",
        "describe-alarms",
        &cloudwatch::DESCRIBE_ALARMS,
        "MetricAlarms",
        "Describe alarms: metric, threshold, state.",
    )
    .of("cloudwatch"),
    single("DeleteAlarms", "delete-alarms", &cloudwatch::DELETE_ALARMS, "", "Delete alarms.")
        .of("cloudwatch"),
    single(
        "GetMetricStatistics",
        "get-metric-statistics",
        &cloudwatch::GET_METRIC_STATISTICS,
        "Datapoints",
        "Get the datapoints of a metric that an alarm watches.",
    )
    .of("cloudwatch"),
];

/// Carries out one of [`OPERATIONS`].
pub fn dispatch(ctx: &mut Ctx, operation: &str, request: &Value) -> Option<EcsResult<Value>> {
    Some(match operation {
        "PutMetricAlarm" => Ok(put(ctx, request)),
        "SetAlarmState" => set_state(ctx, request),
        "DescribeAlarms" => Ok(describe(ctx.world(), request)),
        "DeleteAlarms" => delete(ctx, request),
        "GetMetricStatistics" => metric_statistics::get(ctx.world(), request),
        _ => return None,
    })
}

fn text<'a>(request: &'a Value, member: &str) -> &'a str {
    request[member].as_str().unwrap_or_default()
}

/// A new alarm has INSUFFICIENT_DATA; one that is changed keeps its state.
fn put(ctx: &mut Ctx, request: &Value) -> Value {
    let name: Rc<str> = text(request, "AlarmName").into();
    let definition = Rc::new(request.clone());
    let to = match ctx.world().alarms.get(&name) {
        Some(old) => Alarm { definition, ..(**old).clone() },
        None => Alarm {
            state: AlarmState::InsufficientData,
            state_reason: "Unchecked: Initial alarm creation".into(),
            state_updated_at: ctx.now(),
            definition,
        },
    };
    ctx.emit(Event::AlarmChanged { name, to: Rc::new(to) });
    json!({})
}

fn set_state(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let name: Rc<str> = text(request, "AlarmName").into();
    let old = find(ctx.world(), &name)?.clone();
    let state = match text(request, "StateValue") {
        "OK" => AlarmState::Ok,
        "ALARM" => AlarmState::Alarm,
        _ => AlarmState::InsufficientData,
    };
    let state_reason = text(request, "StateReason").into();
    let to = Alarm { state, state_reason, state_updated_at: ctx.now(), ..(*old).clone() };
    ctx.emit(Event::AlarmChanged { name, to: Rc::new(to) });
    Ok(json!({}))
}

fn delete(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let names = names(request);
    for name in &names {
        find(ctx.world(), name)?;
    }
    for name in names {
        ctx.emit(Event::AlarmDeleted { name });
    }
    Ok(json!({}))
}

fn names(request: &Value) -> Vec<Rc<str>> {
    let given = request["AlarmNames"].as_array().into_iter().flatten();
    given.filter_map(Value::as_str).map(Rc::from).collect()
}

/// CloudWatch calls it ResourceNotFound, without the word Exception; the text is assumed.
fn find<'a>(world: &'a World, name: &str) -> EcsResult<&'a Rc<Alarm>> {
    world.alarms.get(name).ok_or_else(|| {
        EcsError::new(ExceptionName::ResourceNotFound, format!("There is no alarm with name {name}."))
    })
}

fn describe(world: &World, request: &Value) -> Value {
    let names = names(request);
    let (prefix, state) = (text(request, "AlarmNamePrefix"), text(request, "StateValue"));
    let is_asked_for = |name: &Rc<str>, alarm: &Alarm| {
        (names.is_empty() || names.contains(name))
            && name.starts_with(prefix)
            && (state.is_empty() || alarm.state.as_str() == state)
    };
    let asked = world.alarms.iter().filter(|(name, alarm)| is_asked_for(name, alarm));
    let described = asked.map(|(name, alarm)| described(world, name, alarm));
    json!({ "MetricAlarms": described.collect::<Value>(), "CompositeAlarms": [] })
}

fn described(world: &World, name: &str, alarm: &Alarm) -> Value {
    let config = &world.config;
    let arn = format!("arn:aws:cloudwatch:{}:{}:alarm:{name}", config.region, config.account_id);
    let mut members = Members::new().with("AlarmName", name).with("AlarmArn", arn);
    for (member, value) in alarm.definition.as_object().into_iter().flatten() {
        if member != "AlarmName" {
            members = members.with(member, value.clone());
        }
    }
    members
        .with("StateValue", alarm.state.as_str())
        .with("StateReason", &*alarm.state_reason)
        .with("StateUpdatedTimestamp", seconds(world, alarm.state_updated_at))
        .build()
}
