//! A load balancer: its listeners, rules and traffic. A target group: its targets and why they are as they are.

use serde_json::json;
use yew::prelude::*;

use super::parts::{link, pairs, section, task_link};
use crate::model::ecs::{LoadBalancerId, ServiceId, TargetGroupId, TargetId, Task};
use crate::model::world::World;
use crate::playground::explain::deployment::percent;
use crate::playground::views::balancing::{self, Rate};
use crate::playground::views::event_line::target_icon;
use crate::web::ui::components::symbol;
use crate::web::ui::panels::stage::traffic_figures;
use crate::web::ui::state::{Action, Dialog, Dispatch, Selection, Shown, command};

pub fn load_balancer(state: &Shown, id: LoadBalancerId, dispatch: &Dispatch) -> Html {
    let world = &state.snapshot;
    let row = &world.load_balancers[id];
    let card = balancing::card(world, id);
    let facts = vec![
        ("State", html! { { if row.is_active { "active" } else { "provisioning" } } }),
        ("Scheme", html! { { &*row.scheme } }),
        ("DNS name", html! { <code class="wrap">{ world.dns_name(id) }</code> }),
        ("ARN", html! { <code class="wrap">{ world.load_balancer_arn(id) }</code> }),
    ];
    let give = |label: &'static str, action: Action| {
        let dispatch = dispatch.clone();
        let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(action.clone()));
        html! { <button class="btn sm" {onclick}>{ label }</button> }
    };
    let stop = command("playground", "StopTraffic", json!({ "loadBalancer": &*row.name }));
    html! {
        <div class="ibody">
            { section("Traffic", html! {
                <>
                    { sources(world, id) }
                    { rate_table(card.rate.as_ref()) }
                    <div class="row">
                        { give("Set traffic", Action::Open(Dialog::Traffic { load_balancer: Some(row.name.clone()) })) }
                        if card.sent > 0 { { give("Stop it", Action::Give(stop)) } }
                    </div>
                </>
            }) }
            { section("Where requests go", html! {
                <ul class="tasks">
                    if card.routes.is_empty() { <li class="muted">{ "No listener forwards anywhere." }</li> }
                    { for card.routes.iter().map(|route| html! {
                        <li>
                            <code>{ &*route.from }</code>
                            { link(dispatch, Selection::TargetGroup(route.group), route.name.to_string()) }
                            <span class="sp"></span>
                            <span class="muted">{ format!("weight {}, {}%; {} of {} healthy", route.weight, route.share, route.healthy, route.targets) }</span>
                        </li>
                    }) }
                </ul>
            }) }
            { section("Load balancer", pairs(facts)) }
        </div>
    }
}

fn sources(world: &World, id: LoadBalancerId) -> Html {
    let rows = world.listeners_of(id).flat_map(|listener| {
        let row = &world.listeners[listener];
        row.traffic.iter().map(move |traffic| {
            let rate = traffic.rate_millis(world.now) / 1000;
            let words = format!("{rate} requests/s to :{}{}, {}", row.port, traffic.path, traffic.pattern);
            html! { <li>{ words }</li> }
        })
    });
    let rows: Vec<Html> = rows.collect();
    if rows.is_empty() {
        return html! { <p class="muted">{ "Nobody sends requests." }</p> };
    }
    html! { <ul class="tasks">{ for rows }</ul> }
}

fn rate_table(rate: Option<&Rate>) -> Html {
    let Some(rate) = rate else { return html! {} };
    html! {
        <>
            <div class="bigrate">{ traffic_figures(rate) }</div>
            <p class="muted">{ format!("{} lost in the last two minutes; the chart is {} requests/s high.", rate.lost, rate.full) }</p>
        </>
    }
}

pub fn target_group(state: &Shown, id: TargetGroupId, dispatch: &Dispatch) -> Html {
    let world = &state.snapshot;
    let row = &world.target_groups[id];
    let check = &row.health_check;
    let asked = if check.is_http() {
        format!("{} {} expects {}", check.protocol, check.path, check.matcher)
    } else {
        format!("{} on {}", check.protocol, check.port)
    };
    let rhythm = format!(
        "every {} s, timeout {} s, healthy after {}, unhealthy after {}",
        check.interval_seconds, check.timeout_seconds, check.healthy_threshold, check.unhealthy_threshold
    );
    let mut facts = vec![
        (
            "Protocol",
            html! { { format!("{}:{}, target type {}", row.protocol, row.port, row.target_type.as_str()) } },
        ),
        ("Health check", html! { <>{ asked }<br />{ rhythm }</> }),
        (
            "Draining",
            html! { { format!("{} s deregistration delay", row.deregistration_delay().as_secs()) } },
        ),
    ];
    if row.slow_start().as_secs() > 0 {
        facts.push(("Slow start", html! { { format!("{} s", row.slow_start().as_secs()) } }));
    }
    if let Some(balancer) = world.load_balancer_of(id) {
        let name = world.load_balancers[balancer].name.to_string();
        facts.insert(0, ("Load balancer", link(dispatch, Selection::LoadBalancer(balancer), name)));
    }
    facts.push(("ARN", html! { <code class="wrap">{ world.target_group_arn(id) }</code> }));
    html! {
        <div class="ibody">
            { section("Targets", targets(world, &row.targets, dispatch)) }
            if let Some(rate) = balancing::of_target_group(world, id) { { section("Traffic", rate_table(Some(&rate))) } }
            { section("Target group", pairs(facts)) }
        </div>
    }
}

/// Each target with its state, and why it is so where it is not well.
pub fn targets(world: &World, targets: &[TargetId], dispatch: &Dispatch) -> Html {
    const MOST: usize = 60;
    if targets.is_empty() {
        return html! { <p class="muted">{ "No target is registered." }</p> };
    }
    let one = |&id: &TargetId| {
        let row = &world.targets[id];
        let health = world.target_health(id);
        let name = match row.task {
            Some((task, _)) => task_link(dispatch, world, task),
            None => html! { <code>{ &*row.id }</code> },
        };
        html! {
            <div class={classes!("trow", health.state.as_str())}>
                <div class="thead">
                    { name }
                    <code class="muted">{ format!("{}:{}", row.id, row.port) }</code>
                    <span class="sp"></span>
                    <span class="with-icon">{ symbol(target_icon(health.state), "g") }{ health.state.as_str() }</span>
                </div>
                if !health.reason.is_empty() { <small><code>{ health.reason }</code>{ " " }{ health.description() }</small> }
                <small class="muted">{ balancing::why(world, id) }</small>
            </div>
        }
    };
    html! { <div class="trows">{ for targets.iter().take(MOST).map(one) }</div> }
}

/// The targets of one task.
pub fn of_task(world: &World, task: &Task, dispatch: &Dispatch) -> Html {
    if task.targets.is_empty() {
        return html! {};
    }
    let one = |&id: &TargetId| {
        let row = &world.targets[id];
        let health = world.target_health(id);
        let group = world.target_groups[row.target_group].name.to_string();
        html! {
            <div class={classes!("trow", health.state.as_str())}>
                <div class="thead">
                    { link(dispatch, Selection::TargetGroup(row.target_group), group) }
                    <code class="muted">{ format!(":{}", row.port) }</code>
                    <span class="sp"></span>
                    <span class="with-icon">{ symbol(target_icon(health.state), "g") }{ health.state.as_str() }</span>
                </div>
                if !health.reason.is_empty() { <small><code>{ health.reason }</code>{ " " }{ health.description() }</small> }
                <small class="muted">{ balancing::why(world, id) }</small>
            </div>
        }
    };
    section("Targets", html! { <div class="trows">{ for task.targets.iter().map(one) }</div> })
}

/// The target groups of a service, and what is sent to each of its revisions.
pub fn of_service(world: &World, id: ServiceId, dispatch: &Dispatch) -> Html {
    let row = &world.services[id];
    if row.spec.load_balancers.is_empty() {
        return html! {};
    }
    let groups = balancing::groups_of(world, id).into_iter().map(|row| {
        let revisions = row.revisions.join(", ");
        html! {
            <li>
                { link(dispatch, Selection::TargetGroup(row.group), row.name.to_string()) }
                <span class="muted">{ format!("{} {revisions}", row.port) }</span>
                <span class="sp"></span>
                if let Some(share) = row.share { <b>{ percent(share) }</b> }
                if let Some(balancer) = row.load_balancer {
                    { link(dispatch, Selection::LoadBalancer(balancer), world.load_balancers[balancer].name.to_string()) }
                }
            </li>
        }
    });
    let revisions = row.deployments.iter().filter_map(|deployment| {
        let rate = balancing::of_deployment(world, deployment.id)?;
        Some(html! {
            <div class="bigrate"><b>{ world.task_definition_name(deployment.task_definition) }</b>{ traffic_figures(&rate) }</div>
        })
    });
    section("Load balancing", html! { <><ul class="tasks">{ for groups }</ul>{ for revisions }</> })
}
