//! A container instance.

use yew::prelude::*;

use super::attributes::Attributes;
use super::life;
use super::parts::{footprint, image_link, link, link_to, note, pairs, section, task_list, zone_link};
use crate::model::ecs::{ContainerInstanceId, ContainerInstanceStatus};
use crate::playground::explain::instance::{Considered, considered};
use crate::playground::explain::life::{Being, ec2_state};
use crate::playground::explain::table::in_full;
use crate::playground::explain::words;
use crate::web::ui::components::symbol;
use crate::web::ui::state::{Dispatch, InspectorTab, Selection, Shown};

pub fn overview(state: &Shown, id: ContainerInstanceId, dispatch: &Dispatch) -> Html {
    let world = &state.snapshot;
    let row = &world.container_instances[id];
    let ec2 = ec2_state(row.ec2_state);
    let agent = if row.agent_connected { ("x-ok", "connected") } else { ("x-bad", "disconnected") };
    let cluster = world.clusters[row.cluster].name.to_string();
    let mut rows = vec![
        ("EC2 instance", html! { <code>{ world.ec2_instance_id(id) }</code> }),
        ("EC2 state", html! { { ec2 } }),
        (
            "Agent",
            html! {
                <span class={classes!("with-icon", (!row.agent_connected).then_some("bad"))}>{ symbol(agent.0, "g") }{ agent.1 }</span>
            },
        ),
        ("Cluster", link(dispatch, Selection::Cluster(row.cluster), cluster)),
        ("Zone", zone_link(dispatch, world, row.zone)),
        ("Registered", html! { { words::clock(row.registered_at) } }),
        (
            "ENIs",
            html! { { format!("{} of {}", row.registered_resources.enis - row.remaining_resources.enis, row.registered_resources.enis) } },
        ),
    ];
    if let Some(name) = &row.capacity_provider {
        let to = world.find_any_capacity_provider(name).map(Selection::CapacityProvider);
        let shown =
            to.map_or_else(|| html! { { name.to_string() } }, |to| link(dispatch, to, name.to_string()));
        rows.push(("Provider", shown));
    }
    if let Some(reason) = &row.status_reason {
        rows.insert(0, ("Reason", html! { <span class="wrap">{ &**reason }</span> }));
    }
    if let Some(at) = row.gone_at {
        rows.push(("Gone", html! { { words::clock(at) } }));
    }
    let images: Vec<_> = row.image_cache.keys().map(ToString::to_string).collect();
    html! {
        <div class="ibody">
            { section("Container instance", pairs(rows)) }
            { section("Reserved", footprint(world, id, None)) }
            { section("Attributes", html! { <Attributes key={id.0} state={state.clone()} {id} /> }) }
            { life::of(state, &Being::ContainerInstance(id), dispatch) }
            { section("Tasks", task_list(dispatch, world, &row.tasks)) }
            if !images.is_empty() {
                { section("Cached images", html! { <ul class="plain">{ for images.iter().map(|image| html! { <li>{ image_link(dispatch, world, image) }</li> }) }</ul> }) }
            }
        </div>
    }
}

/// What the newest placements said of it.
pub fn why(state: &Shown, id: ContainerInstanceId, dispatch: &Dispatch) -> Html {
    let world = &state.snapshot;
    let row = &world.container_instances[id];
    let lead = format!("It is {}.", row.status.as_str());
    let reason = row.status_reason.as_deref().unwrap_or(meaning(row.status)).to_owned();
    let told = if row.agent_connected || row.gone_at.is_some() {
        note(lead, reason, false)
    } else {
        note(lead, "Its agent is disconnected: tasks on it run on, but ECS places nothing on it.", true)
    };
    let newest = considered(world, id);
    html! {
        <div class="ibody">
            { told }
            <section>
                <div class="h3">{ "What placement said of it, newest first" }</div>
                if newest.is_empty() { <p class="muted">{ "It was no candidate lately." }</p> }
                <ul class="seen">{ for newest.iter().map(|row| seen(state, row, dispatch)) }</ul>
            </section>
        </div>
    }
}

/// What a status means for tasks.
fn meaning(status: ContainerInstanceStatus) -> &'static str {
    match status {
        ContainerInstanceStatus::Active => "Placement considers it.",
        ContainerInstanceStatus::Draining => {
            "Nothing new is placed on it, and the tasks of services are replaced elsewhere."
        }
        ContainerInstanceStatus::Registering => "Its agent has not registered yet.",
        ContainerInstanceStatus::RegistrationFailed => "It was lost before its agent registered.",
        ContainerInstanceStatus::Inactive | ContainerInstanceStatus::Deregistering => {
            "It has left the cluster."
        }
    }
}

fn seen(state: &Shown, row: &Considered, dispatch: &Dispatch) -> Html {
    let name = state.snapshot.task_definition_name(row.definition);
    let (class, words) = match (row.taken, row.rejects.first()) {
        (0, Some(reason)) => ("bad", in_full(reason)),
        (0, None) => ("muted", "could take it, another was better".to_owned()),
        (taken, _) => ("ok", format!("took {}", words::count(taken, "task"))),
    };
    html! {
        <li>
            <time>{ words::clock(row.at) }</time>
            { link(dispatch, Selection::TaskDefinition(row.definition), name) }
            <span {class}>{ words }</span>
            if row.unplaced > 0 {
                { link_to(dispatch, Selection::Placement(row.decision), InspectorTab::Why, "Why not?") }
            }
        </li>
    }
}
