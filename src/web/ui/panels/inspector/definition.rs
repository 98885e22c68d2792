//! A task definition revision: what it asks for, who uses it, and what it changed.

use yew::prelude::*;

use super::deployment::difference_list;
use super::life;
use super::parts::{image_link, link, note, pairs, section};
use crate::model::ecs::{Service, ServiceStatus, TaskDefinitionId};
use crate::playground::explain::life::Being;
use crate::playground::explain::revision::differences;
use crate::playground::explain::words;
use crate::web::ui::state::{Dispatch, Selection, Shown};

pub fn overview(state: &Shown, id: TaskDefinitionId, dispatch: &Dispatch) -> Html {
    let world = &state.snapshot;
    let row = &world.task_definitions[id];
    let needs = row.reservation();
    let family = world.families.get(row.family.as_str());
    let others = family
        .into_iter()
        .flat_map(|family| family.revisions.iter().rev().copied())
        .filter(|&other| other != id);
    let others: Vec<_> = others.take(12).collect();
    let rows = vec![
        ("CPU", html! { { format!("{} units", words::grouped(needs.cpu_units)) } }),
        ("Memory", html! { { format!("{} MiB", words::grouped(needs.memory_mib)) } }),
        ("Network", html! { { format!("{:?}", row.effective_network_mode()).to_ascii_lowercase() } }),
        ("ARN", html! { <code class="wrap">{ &row.task_definition_arn }</code> }),
    ];
    let users = world.services.iter().filter(|(_, service)| {
        service.status != ServiceStatus::Inactive
            && service.deployments.iter().any(|deployment| deployment.task_definition == id)
    });
    let users: Vec<_> = users.collect();
    html! {
        <div class="ibody">
            { section("Task definition", pairs(rows)) }
            { life::of(state, &Being::TaskDefinition(id), dispatch) }
            { section("Containers", html! {
                <div class="ctr">
                    { for row.container_definitions.iter().map(|container| html! {
                        <div>
                            <span></span>
                            <b>{ &container.name }if container.essential { { " " }<span class="tag">{ "essential" }</span> }</b>
                            { image_link(dispatch, world, &container.image) }
                            <small>{ format!("{} CPU units, {} MiB reserved", container.cpu, container.reserved_memory_mib()) }</small>
                        </div>
                    }) }
                </div>
            }) }
            { section("Services", html! {
                <ul class="tasks">
                    if users.is_empty() { <li class="muted">{ "None uses it." }</li> }
                    { for users.iter().map(|(service, row)| html! {
                        <li>
                            { link(dispatch, Selection::Service(*service), row.name.to_string()) }<span class="sp"></span>
                            <span class="muted">{ running_of(row, id) }</span>
                        </li>
                    }) }
                </ul>
            }) }
            if !others.is_empty() { { section("Other revisions", html! {
                <ul class="tasks">
                    { for others.iter().map(|&other| html! {
                        <li>{ link(dispatch, Selection::TaskDefinition(other), world.task_definitions[other].family_revision()) }</li>
                    }) }
                </ul>
            }) } }
        </div>
    }
}

fn running_of(service: &Service, id: TaskDefinitionId) -> String {
    let of = service.deployments.iter().filter(|row| row.task_definition == id);
    let running: u32 = of.map(|row| row.running_count).sum();
    format!("{} running", words::count(running, "task"))
}

/// Who registered it, what it changed, and what a container instance must offer.
pub fn why(state: &Shown, id: TaskDefinitionId, dispatch: &Dispatch) -> Html {
    let world = &state.snapshot;
    let row = &world.task_definitions[id];
    let trace = state.trace.borrow();
    let registration = trace.registration_of(&state.log, id);
    let before = world.families.get(row.family.as_str()).and_then(|family| {
        let at = family.revisions.iter().position(|&other| other == id)?;
        family.revisions.get(at.checked_sub(1)?).copied()
    });
    let earlier = before.and_then(|before| trace.registration_of(&state.log, before));
    let changed = match (&earlier, &registration) {
        (Some(old), Some(new)) => Some(differences(&old.command.request, &new.command.request)),
        _ => None,
    };
    let needs: Vec<_> = row.requires_attributes.iter().map(|attribute| &*attribute.name).collect();
    html! {
        <div class="ibody">
            if let Some(cause) = &registration {
                <div class="note">
                    <b>{ format!("Registered at {}.", words::clock(cause.at)) }</b>{ " " }
                    { link(dispatch, Selection::Event(cause.seq), "The command") }
                </div>
            }
            if let (Some(before), Some(changed)) = (before, changed) {
                <section>
                    <div class="h3">{ "What it changed of " }{ link(dispatch, Selection::TaskDefinition(before), world.task_definition_name(before)) }</div>
                    { difference_list(&changed) }
                </section>
            } else {
                { note("It is the first of its family.", "", false) }
            }
            <section>
                <div class="h3">{ "A container instance must offer" }</div>
                if needs.is_empty() { <p class="muted">{ "Nothing in particular." }</p> }
                <ul class="plain">{ for needs.iter().map(|name| html! { <li><code>{ *name }</code></li> }) }</ul>
            </section>
        </div>
    }
}
