//! A cluster: what is in it, and which of its services want attention.

use yew::prelude::*;

use super::life;
use super::parts::{link, link_to, note, pairs, section, zone_link};
use crate::model::ecs::{Cluster, ClusterId, ServiceStatus, ZoneId};
use crate::model::world::World;
use crate::playground::explain::life::Being;
use crate::playground::explain::service::story;
use crate::playground::explain::words;
use crate::web::ui::state::{Dispatch, InspectorTab, Selection, Shown};

pub fn overview(state: &Shown, id: ClusterId, dispatch: &Dispatch) -> Html {
    let world = &state.snapshot;
    let row = &world.clusters[id];
    let rows = vec![
        ("Instances", html! { <b>{ words::grouped(row.registered_container_instances_count) }</b> }),
        (
            "Running",
            html! { { format!("{} on EC2, {} on Fargate", row.running_tasks.ec2, row.running_tasks.fargate) } },
        ),
        (
            "Pending",
            html! { { format!("{} on EC2, {} on Fargate", row.pending_tasks.ec2, row.pending_tasks.fargate) } },
        ),
        ("Providers", provider_links(world, row, dispatch)),
        ("ARN", html! { <code class="wrap">{ world.cluster_arn(id) }</code> }),
    ];
    let live =
        row.services.iter().copied().filter(|&id| world.services[id].status != ServiceStatus::Inactive);
    html! {
        <div class="ibody">
            { section("Cluster", pairs(rows)) }
            { super::provider::costs(world, id) }
            { life::of(state, &Being::Cluster(id), dispatch) }
            { section("Services", html! {
                <ul class="tasks">
                    { for live.map(|id| {
                        let service = &world.services[id];
                        html! {
                            <li>
                                { link(dispatch, Selection::Service(id), service.name.to_string()) }
                                <span class="sp"></span>
                                <span class="muted">{ format!("{} of {} running", service.running_count(), service.desired_count) }</span>
                            </li>
                        }
                    }) }
                </ul>
            }) }
            { section("Availability Zones", html! {
                <ul class="tasks">
                    { for (0..world.zones.len() as u32).map(ZoneId).map(|zone| html! {
                        <li>
                            { zone_link(dispatch, world, zone) }<span class="sp"></span>
                            if !world.zone(zone).available { <span class="bad">{ "no power" }</span> }
                        </li>
                    }) }
                </ul>
            }) }
        </div>
    }
}

/// FARGATE and FARGATE_SPOT have nothing to show; the others lead to themselves.
fn provider_links(world: &World, row: &Cluster, dispatch: &Dispatch) -> Html {
    if row.capacity_providers.is_empty() {
        return html! { { "none" } };
    }
    let each = row.capacity_providers.iter().map(|name| match world.find_capacity_provider(name) {
        Some(id) => link(dispatch, Selection::CapacityProvider(id), name.to_string()),
        None => html! { <span>{ &**name }</span> },
    });
    html! { <span class="wrap refs">{ for each }</span> }
}

/// Each service in a sentence, those that are stuck first.
pub fn why(state: &Shown, id: ClusterId, dispatch: &Dispatch) -> Html {
    let world = &state.snapshot;
    let trace = state.trace.borrow();
    let live = world.clusters[id].services.iter().copied();
    let live = live.filter(|&id| world.services[id].status != ServiceStatus::Inactive);
    let (stuck, fine): (Vec<_>, Vec<_>) =
        live.map(|id| (id, story(world, &state.log, &trace, id))).partition(|(_, story)| story.is_stuck);
    let all = stuck.into_iter().chain(fine);
    let rows: Html = all
        .map(|(id, story)| {
            html! {
                <div class={classes!("note", story.is_stuck.then_some("stuck"))}>
                    <b>{ story.lead }</b>{ " " }{ story.rest }{ " " }
                    { link_to(dispatch, Selection::Service(id), InspectorTab::Why, "Why?") }
                </div>
            }
        })
        .collect();
    html! {
        <div class="ibody">
            if world.clusters[id].services.is_empty() {
                { note("It has no services.", "Tasks run here only when somebody runs them.", false) }
            }
            { rows }
        </div>
    }
}
