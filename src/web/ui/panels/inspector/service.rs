//! A service: what it is doing, its deployments and its tasks.

use yew::prelude::*;

use super::parts::{link, pairs, section, task_list};
use super::rollout;
use crate::model::ecs::{DecisionId, Deployment, LaunchType, Service, ServiceId};
use crate::model::world::World;
use crate::playground::explain;
use crate::playground::explain::life::{Being, deployment_status, rollout};
use crate::playground::explain::placement::strategy_name;
use crate::playground::explain::service::{ServiceStory, story};
use crate::playground::explain::words;
use crate::playground::views::colour;
use crate::playground::views::decimal::decimal;
use crate::playground::views::deployments;
use crate::web::ui::state::{Action, Dispatch, InspectorTab, Selection, Shown};

pub fn overview(state: &Shown, id: ServiceId, dispatch: &Dispatch) -> Html {
    let world = &state.snapshot;
    let row = &world.services[id];
    let story = story(world, &state.log, &state.trace.borrow(), id);
    html! {
        <div class="ibody">
            { note(state, id, &story, dispatch) }
            if let Some(warning) = &story.warning {
                <p class="note warn"><b>{ "The next deployment could not move. " }</b>{ warning }</p>
            }
            { section("Deployments", html! { <>
                { for deployments::deployment(world, id).iter().map(|view| rollout::whole(view, dispatch)) }
                { deployment_rows(world, id, row, dispatch) }
            </> }) }
            { super::balancing::of_service(world, id, dispatch) }
            { super::scaling::auto_scaling(world, id, dispatch) }
            { section("Service", pairs(facts(world, row, dispatch))) }
            { super::life::of(state, &Being::Service(id), dispatch) }
            { section("Tasks", task_list(dispatch, world, &row.tasks)) }
        </div>
    }
}

fn note(state: &Shown, id: ServiceId, story: &ServiceStory, dispatch: &Dispatch) -> Html {
    let failure = story.is_stuck.then(|| last_failure(state, id)).flatten();
    html! {
        <div class={classes!("note", story.is_stuck.then_some("stuck"))}>
            <b>{ &story.lead }</b>{ " " }{ &story.rest }
            if let Some(decision) = failure {
                { " " }{ why_not_link(decision, dispatch) }
            }
        </div>
    }
}

fn why_not_link(decision: DecisionId, dispatch: &Dispatch) -> Html {
    super::parts::link_to(dispatch, Selection::Placement(decision), InspectorTab::Why, "Why not?")
}

/// The newest placement of the service that left a task without a place.
fn last_failure(state: &Shown, id: ServiceId) -> Option<DecisionId> {
    /// Other services decide in between, but not this often.
    const LOOKED_AT: usize = 200;
    let mut newest = state.snapshot.decisions.iter().rev().take(LOOKED_AT);
    newest.find(|(_, row)| row.service() == Some(id) && row.unplaced > 0).map(|(decision, _)| decision)
}

/// The figures that the scheduler goes by.
pub fn why(state: &Shown, id: ServiceId, dispatch: &Dispatch) -> Html {
    let story = story(&state.snapshot, &state.log, &state.trace.borrow(), id);
    html! {
        <div class="ibody">
            { note(state, id, &story, dispatch) }
            { reckoning(&story) }
        </div>
    }
}

pub fn reckoning(story: &ServiceStory) -> Html {
    let at = story.counted_at.map(|at| format!("It last acted at {}.", words::clock(at)));
    html! {
        <section>
            <div class="h3">{ "What the scheduler reckons with" }</div>
            <table class="figures">
                <tbody>
                    { for story.figures.iter().map(|figure| html! {
                        <tr><th scope="row">{ figure.name }</th><td><b>{ words::grouped(figure.value) }</b></td><td class="muted">{ &figure.from }</td></tr>
                    }) }
                </tbody>
            </table>
            <p class="muted">{ at.unwrap_or_else(|| "It has not acted yet.".to_owned()) }</p>
        </section>
    }
}

fn deployment_rows(world: &World, id: ServiceId, row: &Service, dispatch: &Dispatch) -> Html {
    let one = |deployment: &Deployment| {
        let definition = &world.task_definitions[deployment.task_definition];
        let colour = colour::of_revision(world, id, definition.revision);
        let (status, rollout) = (deployment_status(deployment.status), rollout(deployment.rollout_state));
        let name = world.deployment_name(deployment.id);
        let to = Selection::Deployment(id, deployment.id);
        let share = f64::from(deployment.running_count) * 100.0 / f64::from(deployment.desired_count.max(1));
        html! {
            <div class={colour.class()}>
                <i class="sw"></i>
                <b>{ link(dispatch, Selection::TaskDefinition(deployment.task_definition), definition.family_revision()) }
                    { " " }<span class="tag">{ status }</span></b>
                <span class="muted">{ rollout }</span>
                <small>{ link(dispatch, to, name) }</small>
                <small>{ format!(
                    "{} running, {} pending, {} desired, {} failed",
                    deployment.running_count, deployment.pending_count, deployment.desired_count, deployment.failed_tasks
                ) }</small>
                <small>{ &*deployment.rollout_state_reason }</small>
                <span class="bar"><i style={format!("width:{:.0}%", decimal(share.min(100.0)))}></i></span>
            </div>
        }
    };
    html! { <div class="ctr deps">{ for row.deployments.iter().map(one) }</div> }
}

fn facts(world: &World, row: &Service, dispatch: &Dispatch) -> Vec<(&'static str, Html)> {
    let configuration = &row.deployment_configuration;
    let cluster = world.clusters[row.cluster].name.to_string();
    let percents =
        format!("{}% to {}%", configuration.minimum_healthy_percent, configuration.maximum_percent);
    let mut rows = vec![
        ("Cluster", link(dispatch, Selection::Cluster(row.cluster), cluster)),
        ("Desired", html! { <b>{ words::grouped(row.desired_count) }</b> }),
        ("Healthy", html! { { percents } }),
    ];
    let strategy = configuration.strategy().as_str();
    rows.push((
        "Deploys",
        html! { <span class="wrap">{ explain::deployment::controller(row).unwrap_or(strategy) }</span> },
    ));
    if let Some(kind) = row.spec.launch_type.map(LaunchType::as_str) {
        rows.push(("Launch type", html! { { kind } }));
    }
    let providers = row.spec.capacity_provider_strategy.iter();
    let providers: Vec<_> =
        providers.map(|item| format!("{} {}:{}", item.capacity_provider, item.base, item.weight)).collect();
    if !providers.is_empty() {
        rows.push(("Capacity", html! { { providers.join(", ") } }));
    }
    if !row.placement_strategy.is_empty() {
        let names: Vec<_> = row.placement_strategy.iter().map(strategy_name).collect();
        rows.push(("Strategy", html! { <code class="wrap">{ names.join(", ") }</code> }));
    }
    rows
}

/// Opens the form that changes the service.
pub fn update_dialog(service: ServiceId) -> Action {
    Action::Open(crate::web::ui::state::Dialog::UpdateService { service })
}
