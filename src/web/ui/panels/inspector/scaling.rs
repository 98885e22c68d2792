//! Service auto scaling: its bounds, policies and alarms, and what it did or did not do.

use std::rc::Rc;

use yew::prelude::*;

use super::parts::section;
use crate::model::ecs::service_scaling::{PolicyKind, ScalableTarget, ScalingActivity, ScalingPolicy};
use crate::model::ecs::{AlarmState, ServiceId};
use crate::model::kernel::thousandths;
use crate::model::world::World;
use crate::playground::explain::{scaling, words};
use crate::web::ui::state::{Action, Dialog, Dispatch};

/// The section of a service.
pub fn auto_scaling(world: &World, id: ServiceId, dispatch: &Dispatch) -> Html {
    if world.services[id].is_daemon() {
        return html! {};
    }
    let button = |label: &'static str, bounds: bool| {
        let dispatch = dispatch.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(Action::Open(Dialog::Scaling { service: id, bounds }));
        });
        html! { <button type="button" class="btn sm" {onclick}>{ label }</button> }
    };
    let content = match world.scaling.target(id) {
        None => html! {
            <div class="scal">
                <p class="muted">{ "The desired count changes only when somebody changes it." }</p>
                <div class="row">{ button("Scale automatically", true) }</div>
            </div>
        },
        Some(target) => html! {
            <div class="scal">
                <p>{ format!("Between {} and {} tasks.", target.min_capacity, target.max_capacity) }</p>
                { for target.policies.iter().map(|row| policy(world, target, row)) }
                { for target.actions.iter().map(|row| html! {
                    <div class="pol">
                        <span><b>{ &*row.name }</b>{ " " }<code>{ &*row.schedule }</code>{ " " }{ row.timezone.as_deref().unwrap_or("UTC") }</span>
                        <small>{ match row.next_at {
                            Some(at) => format!("Due at {}.", words::clock(at)),
                            None => "Over.".to_owned(),
                        } }</small>
                    </div>
                }) }
                <div class="row">{ button("Add target tracking", false) }{ button("Change bounds", true) }</div>
                { activities(world, id) }
            </div>
        },
    };
    section("Auto scaling", content)
}

fn policy(world: &World, target: &ScalableTarget, row: &ScalingPolicy) -> Html {
    let (words, alarms): (String, Vec<Rc<str>>) = match &row.kind {
        PolicyKind::TargetTracking(tracking) => {
            let own = [Some(&tracking.high_alarm), tracking.low_alarm.as_ref()];
            let metric = world.metric_title(tracking.metric);
            let target = thousandths::text(tracking.target as i64);
            let cooldowns = (tracking.scale_out_cooldown, tracking.scale_in_cooldown);
            (
                format!(
                    "Keeps {metric} near {target}; cooldowns {} s out, {} s in.",
                    cooldowns.0, cooldowns.1
                ),
                own.into_iter().flatten().cloned().collect(),
            )
        }
        PolicyKind::Step(step) => {
            let arn = world.scaling_policy_arn(target.service, row.number, &row.name);
            let names_it = |value: &serde_json::Value| {
                let actions = value["AlarmActions"].as_array().into_iter().flatten();
                actions.filter_map(|action| action.as_str()).any(|action| action == arn)
            };
            let named = world.alarms.iter().filter(|(_, alarm)| names_it(&alarm.definition));
            (
                format!(
                    "Scales in {}; cooldown {} s.",
                    words::count(step.steps.len() as u32, "step"),
                    step.cooldown
                ),
                named.map(|(name, _)| name.clone()).collect(),
            )
        }
    };
    html! {
        <div class="pol">
            <b>{ &*row.name }</b>
            <small>{ words }</small>
            { for alarms.iter().map(|name| alarm(world, name)) }
            if alarms.is_empty() { <small>{ "No alarm names it among its AlarmActions, so it never acts." }</small> }
        </div>
    }
}

/// `ALARM high: > 50.0 for 3 of 3 minutes`.
fn alarm(world: &World, name: &str) -> Html {
    let Some(row) = world.alarms.get(name) else { return html! {} };
    let definition = &row.definition;
    let comparison = match definition["ComparisonOperator"].as_str().unwrap_or_default() {
        "GreaterThanOrEqualToThreshold" => "≥",
        "LessThanThreshold" => "<",
        "LessThanOrEqualToThreshold" => "≤",
        _ => ">",
    };
    let threshold = thousandths::read(&definition["Threshold"]).map(thousandths::text).unwrap_or_default();
    let periods = definition["EvaluationPeriods"].as_u64().unwrap_or(1);
    let period = definition["Period"].as_u64().unwrap_or(60);
    let class = match row.state {
        AlarmState::Alarm => "on",
        AlarmState::Ok => "off",
        AlarmState::InsufficientData => "",
    };
    html! {
        <span class={classes!("al", class)} title={format!("{name}\n{}", row.state_reason)}>
            <b>{ row.state.as_str() }</b>{ format!("{comparison} {threshold} for {periods} × {period} s") }
        </span>
    }
}

/// The newest first.
fn activities(world: &World, id: ServiceId) -> Html {
    const MOST: usize = 12;
    let own = world.scaling.activities.iter().rev().filter(|row| row.service == id).take(MOST);
    let one = |row: &Rc<ScalingActivity>| {
        let story = scaling::story(row);
        let lead = if story.scaled {
            html! { <b>{ story.lead }</b> }
        } else {
            html! { { story.lead } }
        };
        html! { <li><time>{ words::clock(row.at) }</time><span>{ lead }{ " " }{ story.rest }</span></li> }
    };
    html! { <ol aria-label="Scaling activities">{ for own.map(one) }</ol> }
}
