//! A cluster, and a task definition.

use yew::prelude::*;

use super::parts::{link, pairs, section};
use crate::model::ecs::{Cluster, ClusterId, ServiceStatus, TaskDefinitionId};
use crate::model::world::World;
use crate::playground::explain::words;
use crate::web::ui::state::{Dispatch, Selection, Shown};

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

pub fn definition(state: &Shown, id: TaskDefinitionId, dispatch: &Dispatch) -> Html {
    let world = &state.snapshot;
    let row = &world.task_definitions[id];
    let needs = row.reservation();
    let family = world.families.get(row.family.as_str());
    let others = family
        .into_iter()
        .flat_map(|family| family.revisions.iter().rev().copied())
        .filter(|&other| other != id);
    let rows = vec![
        ("CPU", html! { { format!("{} units", words::grouped(needs.cpu_units)) } }),
        ("Memory", html! { { format!("{} MiB", words::grouped(needs.memory_mib)) } }),
        ("Network", html! { { format!("{:?}", row.effective_network_mode()).to_ascii_lowercase() } }),
        ("ARN", html! { <code class="wrap">{ &row.task_definition_arn }</code> }),
    ];
    html! {
        <div class="ibody">
            { section("Task definition", pairs(rows)) }
            { section("Containers", html! {
                <div class="ctr">
                    { for row.container_definitions.iter().map(|container| html! {
                        <div>
                            <span></span>
                            <b>{ &container.name }if container.essential { { " " }<span class="tag">{ "essential" }</span> }</b>
                            <span class="muted mono img" title={container.image.clone()}>{ &container.image }</span>
                            <small>{ format!("{} CPU units, {} MiB reserved", container.cpu, container.reserved_memory_mib()) }</small>
                        </div>
                    }) }
                </div>
            }) }
            { section("Other revisions", html! {
                <ul class="tasks">
                    { for others.take(12).map(|other| html! {
                        <li>{ link(dispatch, Selection::TaskDefinition(other), world.task_definitions[other].family_revision()) }</li>
                    }) }
                </ul>
            }) }
        </div>
    }
}
