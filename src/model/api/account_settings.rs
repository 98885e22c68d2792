//! Account settings. One account has one user here, so a setting and its default are the same thing.
//! Of the settings, `awsvpcTrunking` acts: on instances that are launched after it was set.

use std::rc::Rc;

use serde_json::{Value, json};

use super::page::{PageRequest, page};
use super::{principal, request};
use crate::model::ecs::{EcsError, EcsResult};
use crate::model::world::{Ctx, Event, World};

/// Name, the values it takes, and its default. Source: developer guide, account settings.
static SETTINGS: &[(&str, &[&str], &str)] = &[
    ("awsvpcTrunking", &["enabled", "disabled"], "disabled"),
    ("containerInsights", &["enabled", "disabled", "enhanced"], "disabled"),
    ("containerInstanceLongArnFormat", &["enabled", "disabled"], "enabled"),
    ("defaultLogDriverMode", &["blocking", "non-blocking"], "non-blocking"),
    ("fargateEventWindows", &["enabled", "disabled"], "disabled"),
    ("fargateFIPSMode", &["enabled", "disabled"], "disabled"),
    ("fargateTaskRetirementWaitPeriod", &["0", "7", "14"], "7"),
    ("guardDutyActivate", &[], "off"),
    ("serviceLongArnFormat", &["enabled", "disabled"], "enabled"),
    ("tagResourceAuthorization", &["on", "off"], "off"),
    ("taskLongArnFormat", &["enabled", "disabled"], "enabled"),
];

/// PutAccountSetting and PutAccountSettingDefault.
pub fn put(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let (name, value) = (text(request, "name"), text(request, "value"));
    let takes = SETTINGS.iter().find(|(known, ..)| *known == name).map_or(&[][..], |(_, values, _)| values);
    if !takes.contains(&value) {
        // Assumed: ECS's own words are not known.
        let message = format!("Invalid value for setting {name}: {value}.");
        return Err(EcsError::invalid_parameter(message));
    }
    ctx.emit(Event::AccountSettingChanged { name: name.into(), value: Some(value.into()) });
    Ok(json!({ "setting": describe(ctx.world(), name, value) }))
}

/// DeleteAccountSetting. The answer is the setting as it is from now on.
pub fn delete(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let name = text(request, "name");
    if ctx.world().account_settings.contains_key(name) {
        ctx.emit(Event::AccountSettingChanged { name: name.into(), value: None });
    }
    Ok(json!({ "setting": describe(ctx.world(), name, default_of(name)) }))
}

/// ListAccountSettings.
pub fn list(world: &World, request: &Value) -> EcsResult<Value> {
    let asked: PageRequest = request::decode(request)?;
    let (name, value) = (request["name"].as_str(), request["value"].as_str());
    let all = request["effectiveSettings"] == true;
    let rows = (0..).zip(SETTINGS).filter_map(|(number, (row, _, default))| {
        let set: Option<&Rc<str>> = world.account_settings.get(*row);
        let shown = set.map_or(*default, |value| value);
        let wanted = name.is_none_or(|name| name == *row) && value.is_none_or(|value| value == shown);
        (wanted && (all || set.is_some())).then_some((number, (*row, shown)))
    });
    page(world, "settings", rows, &asked, 10, |(row, value)| describe(world, row, value))
}

fn text<'a>(request: &'a Value, member: &str) -> &'a str {
    request[member].as_str().unwrap_or_default()
}

fn default_of(name: &str) -> &'static str {
    SETTINGS.iter().find(|(known, ..)| *known == name).map_or("", |(_, _, default)| default)
}

fn describe(world: &World, name: &str, value: &str) -> Value {
    let kind = if name == "guardDutyActivate" { "aws_managed" } else { "user" };
    json!({ "name": name, "value": value, "principalArn": principal(world), "type": kind })
}
