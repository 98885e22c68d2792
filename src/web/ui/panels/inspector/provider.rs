//! A capacity provider, with the Auto Scaling group under it.

use yew::prelude::*;

use super::parts::{instance_link, pairs, section, task_list};
use crate::model::api::auto_scaling::describe_activity;
use crate::model::capacity::managed_scaling::estimate::waiting_for;
use crate::model::ecs::auto_scaling::{ActivityStatus, ScalingActivity};
use crate::model::ecs::{CapacityProviderId, ProviderKind};
use crate::model::world::World;
use crate::playground::explain::{capacity, words};
use crate::playground::views::providers::{cost, dollars, instances_of, provider_cards};
use crate::web::ui::panels::stage::reservation;
use crate::web::ui::state::{Dispatch, Shown};

pub fn overview(state: &Shown, id: CapacityProviderId, dispatch: &Dispatch) -> Html {
    let world = &state.snapshot;
    let row = &world.capacity_providers[id];
    let cluster = state.cluster.filter(|&cluster| world.clusters.contains(cluster));
    let card =
        cluster.and_then(|cluster| provider_cards(world, cluster).into_iter().find(|card| card.id == id));
    let instances = cluster.map(|cluster| instances_of(world, cluster, &row.name)).unwrap_or_default();
    let waiting = waiting_for(world, &row.name);
    html! {
        <div class="ibody">
            { section("Why this size", html! { <p class="wrap">{ capacity::standing(world, id) }</p> }) }
            if let Some(metric) = card.and_then(|card| card.metric) {
                { section("CapacityProviderReservation", html! { <div class="cpbig">{ reservation(&metric) }<p class="muted">{ format!("Target {} %. Instances needed, over instances in service; a datapoint each minute.", metric.target) }</p></div> }) }
            }
            { section("Capacity provider", pairs(facts(world, id))) }
            if !waiting.is_empty() { { section("Tasks that wait", task_list(dispatch, world, &waiting)) } }
            { section("Instances", html! {
                <ul class="tasks wraps">
                    if instances.is_empty() { <li class="muted">{"None."}</li> }
                    { for instances.iter().take(60).map(|&id| {
                        let row = &world.container_instances[id];
                        let state = row.group.as_ref().map_or("", |member| member.lifecycle.as_str());
                        let protected = row.group.as_ref().is_some_and(|member| member.protected_from_scale_in);
                        html! {
                            <li>
                                { instance_link(dispatch, world, id) }
                                <span class="muted">{ format!("{} in {}", row.instance_type, world.zone_name(row.zone)) }</span>
                                <span class="sp"></span>
                                if protected { <span class="tag" title="Protected from scale-in">{"protected"}</span> }
                                <span>{ state }</span>
                            </li>
                        }
                    }) }
                </ul>
            }) }
            { activities(world, id) }
        </div>
    }
}

fn facts(world: &World, id: CapacityProviderId) -> Vec<(&'static str, Html)> {
    let row = &world.capacity_providers[id];
    let switch = |on: bool| html! { { if on { "ENABLED" } else { "DISABLED" } } };
    let mut rows = Vec::new();
    match &row.kind {
        ProviderKind::AutoScalingGroup(own) => {
            let (group, scaling) = (&world.auto_scaling_groups[own.group], own.managed_scaling);
            let steps =
                format!("{} to {}", scaling.minimum_scaling_step_size, scaling.maximum_scaling_step_size);
            rows.extend([
                ("Group", html! { { group.name.to_string() } }),
                ("Sizes", html! { { format!("min {}, desired {}, max {}", group.min_size, group.desired_capacity, group.max_size) } }),
                ("Launches", html! { <code>{ types(world, id) }</code> }),
                ("Managed scaling", switch(scaling.enabled)),
                ("Target", html! { { format!("{} %", scaling.target_capacity) } }),
                ("Steps", html! { { steps } }),
                ("Warm-up", html! { { format!("{} s", scaling.instance_warmup_period_seconds) } }),
                ("Protection", switch(own.managed_termination_protection)),
                ("Draining", switch(own.managed_draining)),
            ]);
        }
        ProviderKind::ManagedInstances(own) => {
            let after =
                own.scale_in_after_seconds.map_or("never".to_owned(), |seconds| format!("{seconds} s"));
            rows.extend([
                ("Launches", html! { { "the cheapest type that holds the waiting tasks" } }),
                ("Idle for", html! { { after } }),
            ]);
        }
    }
    rows.push(("ARN", html! { <code class="wrap">{ world.capacity_provider_arn(&row.name) }</code> }));
    rows
}

fn types(world: &World, id: CapacityProviderId) -> String {
    let group = world.capacity_providers[id].group().map(|own| own.group);
    let types =
        group.map(|group| crate::model::capacity::groups::instance_types(world, group)).unwrap_or_default();
    types.iter().map(|kind| kind.name).collect::<Vec<_>>().join(", ")
}

fn activities(world: &World, id: CapacityProviderId) -> Html {
    let Some(own) = world.capacity_providers[id].group() else { return html! {} };
    let rows = world.auto_scaling_groups[own.group].activities.iter().take(20);
    section(
        "Scaling activities",
        html! {
            <ul class="acts">
                { for rows.map(|row| html! {
                    <li key={row.number}>
                        <b class={classes!((row.status == ActivityStatus::Failed).then_some("bad"))}>{ describe_activity(world, row) }</b>
                        <span class="muted">{ status(row) }</span>
                        <p class="wrap">{ row.status_message.as_deref().unwrap_or(&row.cause) }</p>
                    </li>
                }) }
            </ul>
        },
    )
}

fn status(row: &ScalingActivity) -> String {
    let at = words::clock(row.started_at);
    match row.status {
        ActivityStatus::Successful => format!(" Successful, {at}"),
        ActivityStatus::Failed if row.attempts > 1 => format!(" Failed {} times since {at}", row.attempts),
        ActivityStatus::Failed => format!(" Failed, {at}"),
        ActivityStatus::InProgress => format!(" InProgress since {at}"),
        ActivityStatus::WaitingForInstanceTermination => format!(" drains since {at}"),
    }
}

/// What a cluster costs, for its own inspector.
pub fn costs(world: &World, cluster: crate::model::ecs::ClusterId) -> Html {
    let Some(cost) = cost(world, cluster) else { return html! {} };
    let line = |name: &str, per_hour: u64, idle: u64, paid: u64| {
        html! {
            <tr><th>{ name.to_owned() }</th><td>{ dollars(per_hour) }</td><td>{ dollars(idle) }</td><td>{ dollars(paid) }</td></tr>
        }
    };
    section(
        "Cost",
        html! {
            <table class="costs">
                <tr class="muted"><td></td><td>{"an hour"}</td><td>{"of it idle"}</td><td>{"so far"}</td></tr>
                { for cost.rows.iter().map(|(name, per_hour, idle, paid)| line(name, *per_hour, *idle, *paid)) }
                if cost.rows.len() > 1 { { line("Together", cost.per_hour, cost.idle_per_hour, cost.paid) } }
            </table>
        },
    )
}
