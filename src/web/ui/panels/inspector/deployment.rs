//! A deployment: how far it has come, what it changed, and why it waits.

use yew::prelude::*;

use super::parts::{link, note, pairs, section, task_list};
use super::{life, service};
use crate::model::ecs::{Deployment, DeploymentId, DeploymentStatus, ServiceId, TaskId};
use crate::model::world::Event;
use crate::playground::explain::life::{Being, deployment_status, rollout};
use crate::playground::explain::revision::{Difference, differences};
use crate::playground::explain::service::story;
use crate::playground::explain::words;
use crate::playground::views::decimal::decimal;
use crate::web::ui::state::{Dispatch, Selection, Shown};

/// The row as it is now, or as it last was: one that is INACTIVE is no longer listed.
pub fn row(state: &Shown, service: ServiceId, id: DeploymentId) -> Option<Deployment> {
    let listed = state.snapshot.services[service].deployments.iter().find(|row| row.id == id);
    listed.cloned().or_else(|| as_it_was(state, id))
}

fn as_it_was(state: &Shown, id: DeploymentId) -> Option<Deployment> {
    let trace = state.trace.borrow();
    let events = trace.lives().turns(&Being::Deployment(id)).iter().filter_map(|&seq| state.log.get(seq));
    let mut row: Option<Deployment> = None;
    for logged in events {
        match (&logged.event, &mut row) {
            (Event::DeploymentCreated { deployment, .. }, None) => row = Some((**deployment).clone()),
            (Event::DeploymentCreated { .. }, Some(row)) => row.status = DeploymentStatus::Active,
            (Event::DeploymentRolloutChanged { state, reason, .. }, Some(row)) => {
                row.rollout_state = *state;
                row.rollout_state_reason = reason.clone();
                row.updated_at = logged.at;
            }
            (Event::DeploymentStatusChanged { status, .. }, Some(row)) => row.status = *status,
            _ => {}
        }
    }
    row
}

pub fn overview(state: &Shown, service: ServiceId, id: DeploymentId, dispatch: &Dispatch) -> Html {
    let world = &state.snapshot;
    let Some(row) = row(state, service, id) else { return html! {} };
    let of = &world.services[service];
    let tasks: Vec<TaskId> =
        of.tasks.iter().copied().filter(|&task| world.tasks[task].deployment == Some(id)).collect();
    let share = f64::from(row.running_count) * 100.0 / f64::from(row.desired_count.max(1));
    let rows = vec![
        ("Service", link(dispatch, Selection::Service(service), of.name.to_string())),
        ("Definition", definition(state, &row, dispatch)),
        ("Desired", html! { <b>{ words::grouped(row.desired_count) }</b> }),
        ("Running", html! { { words::grouped(row.running_count) } }),
        ("Pending", html! { { words::grouped(row.pending_count) } }),
        ("Failed tasks", html! { { words::grouped(row.failed_tasks) } }),
        ("Updated", html! { { words::clock(row.updated_at) } }),
        ("Id", html! { <code>{ world.deployment_name(id) }</code> }),
    ];
    html! {
        <div class="ibody">
            { note(format!("{}.", rollout(row.rollout_state)), row.rollout_state_reason.to_string(), false) }
            if row.status != DeploymentStatus::Inactive {
                <span class="bar solo"><i style={format!("width:{:.0}%", decimal(share.min(100.0)))}></i></span>
            }
            { life::of(state, &Being::Deployment(id), dispatch) }
            { section("Deployment", pairs(rows)) }
            { section("Tasks", task_list(dispatch, world, &tasks)) }
        </div>
    }
}

fn definition(state: &Shown, row: &Deployment, dispatch: &Dispatch) -> Html {
    let name = state.snapshot.task_definition_name(row.task_definition);
    link(dispatch, Selection::TaskDefinition(row.task_definition), name)
}

/// Why it was begun, what it changes, and what the scheduler reckons with.
pub fn why(state: &Shown, service: ServiceId, id: DeploymentId, dispatch: &Dispatch) -> Html {
    let Some(row) = row(state, service, id) else { return html! {} };
    let trace = state.trace.borrow();
    let begun = trace.lives().turns(&Being::Deployment(id)).first().copied();
    let cause = begun.and_then(|seq| crate::playground::explain::trace::cause_of(&state.log, seq));
    let before = before(state, service, id);
    let story = story(&state.snapshot, &state.log, &trace, service);
    let is_primary = row.status == DeploymentStatus::Primary;
    html! {
        <div class="ibody">
            if let Some(cause) = cause {
                <div class="note">
                    <b>{ format!("Begun by {} at {}.", cause.command.operation, words::clock(cause.at)) }</b>
                    { " " }{ link(dispatch, Selection::Event(cause.seq), "What led to it") }
                </div>
            }
            { changed(state, before.as_ref(), &row, dispatch) }
            if is_primary {
                { service::reckoning(&story) }
            } else {
                { note(
                    format!("It is {}.", deployment_status(row.status)),
                    "Its tasks make way as far as the newer deployment and the percentages allow.",
                    false,
                ) }
            }
        </div>
    }
}

/// The deployment of the service that came just before.
fn before(state: &Shown, service: ServiceId, id: DeploymentId) -> Option<Deployment> {
    let trace = state.trace.borrow();
    let begun = trace.lives().turns(&Being::Service(service)).iter().filter_map(|&seq| {
        match &state.log.get(seq)?.event {
            Event::DeploymentCreated { deployment, .. } => Some(deployment.id),
            _ => None,
        }
    });
    let earlier = begun.take_while(|&other| other != id).last()?;
    drop(trace);
    row(state, service, earlier)
}

fn changed(state: &Shown, before: Option<&Deployment>, row: &Deployment, dispatch: &Dispatch) -> Html {
    let Some(before) = before else { return note("It is the service's first.", "", false) };
    if before.task_definition == row.task_definition {
        return note("Same revision as before.", "All tasks are replaced all the same.", false);
    }
    let title = html! { <>{ "From " }{ definition(state, before, dispatch) }{ " to " }{ definition(state, row, dispatch) }</> };
    let trace = state.trace.borrow();
    let registered = |of: &Deployment| trace.registration_of(&state.log, of.task_definition);
    let found = match (registered(before), registered(row)) {
        (Some(old), Some(new)) => differences(&old.command.request, &new.command.request),
        _ => Vec::new(),
    };
    html! { <section><div class="h3">{ title }</div>{ difference_list(&found) }</section> }
}

/// What differs, member by member.
pub fn difference_list(found: &[Difference]) -> Html {
    if found.is_empty() {
        return html! { <p class="muted">{ "No member differs." }</p> };
    }
    let row = |row: &Difference| {
        html! {
            <li>
                <code>{ &row.path }</code>
                if let Some(old) = &row.old { <del>{ old }</del> }
                if let Some(new) = &row.new { <ins>{ new }</ins> }
            </li>
        }
    };
    html! { <ul class="diffs">{ for found.iter().map(row) }</ul> }
}
