//! A task: its way so far, its containers, its place.

use yew::prelude::*;

use super::parts::{footprint, health, image_link, instance_link, link, link_to, pairs, section, zone_link};
use crate::model::ecs::task::DesiredStatus;
use crate::model::ecs::{Container, ContainerStatus, LaunchType, Task, TaskId, TaskStatus};
use crate::model::world::World;
use crate::playground::console;
use crate::playground::explain::placement::why_here;
use crate::playground::explain::task::{Ending, Stage, TaskStory, code_name, container_line, story};
use crate::playground::explain::words;
use crate::playground::views::colour;
use crate::playground::views::event_line::status_icon;
use crate::web::ui::components::symbol;
use crate::web::ui::state::{Dispatch, InspectorTab, Selection, Shown};

pub fn overview(state: &Shown, id: TaskId, dispatch: &Dispatch) -> Html {
    let world = &state.snapshot;
    let task = &world.tasks[id];
    let story = story(world, &state.log, &state.trace.borrow(), id);
    html! {
        <div class={classes!("ibody", colour::of_task(world, task).class())}>
            { track(&story) }
            { for story.ending.iter().map(|row| ending(row, dispatch)) }
            if !story.waits.is_empty() {
                <p class="note">{ for story.waits.iter().map(|line| html! { <span class="line">{ line }</span> }) }</p>
            }
            { section("Containers", containers(world, id, dispatch)) }
            { super::balancing::of_task(world, task, dispatch) }
            { section("Task", pairs(facts(world, task, dispatch))) }
            if let Some(instance) = task.container_instance.filter(|_| task.last_status != TaskStatus::Stopped) {
                { section("Footprint on this instance", footprint(world, instance, Some(id))) }
            }
            { teaser(world, id, dispatch) }
        </div>
    }
}

fn track(story: &TaskStory) -> Html {
    let went = |stage: &Stage| {
        let (class, icon, time) = match (stage.is_present, stage.status) {
            (false, _) => ("done", "x-ok", words::span(stage.lasted)),
            (true, TaskStatus::Stopped) => ("done", "g-stopped", words::clock(stage.from)),
            (true, status) => ("now", status_icon(status), format!("{} …", words::span(stage.lasted))),
        };
        let title = format!("since {}", words::clock(stage.from));
        html! {
            <li {class} {title}>{ symbol(icon, "dot") }{ stage.status.as_str() }<em>{ time }</em></li>
        }
    };
    html! {
        <ol class="track" aria-label="Status">
            { for story.stages.iter().map(went) }
            { for story.ahead.iter().map(|status| html! {
                <li class="next">{ symbol("g-prov", "dot") }{ status.as_str() }<em>{ "next" }</em></li>
            }) }
        </ol>
    }
}

fn ending(ending: &Ending, dispatch: &Dispatch) -> Html {
    html! {
        <section>
            <div class="h3">{ "Why it stopped" }</div>
            <div class="note">
                <b>{ ending.lead }</b>
                <p class="verbatim">{ &*ending.reason }</p>
                <p class="muted">{ "stopCode " }<code>{ code_name(ending.code) }</code>
                    if let Some(at) = ending.asked_at { { format!(", asked at {}", words::clock(at)) } }
                </p>
                if let Some(cause) = &ending.cause {
                    <p>{ "Because of " }
                        { link(dispatch, Selection::Event(cause.seq), cause.command.operation.to_string()) }
                        { format!(" at {}: ", words::clock(cause.at)) }
                        <code class="cmd-in">{ console::line_of(&cause.command) }</code>
                    </p>
                }
            </div>
        </section>
    }
}

fn containers(world: &World, id: TaskId, dispatch: &Dispatch) -> Html {
    let rows = world.tasks[id].containers.iter().zip(0..);
    html! { <div class="ctr">{ for rows.map(|(row, number)| container(world, id, number, row, dispatch)) }</div> }
}

fn container(world: &World, id: TaskId, number: u8, row: &Container, dispatch: &Dispatch) -> Html {
    let task = &world.tasks[id];
    let definition = task.definition.container(&row.name);
    let essential = definition.is_some_and(|definition| definition.essential);
    let image = definition.map(|definition| definition.image.clone()).unwrap_or_default();
    let failed = row.status == ContainerStatus::Stopped && row.exit_code != Some(0);
    let icon = match row.status {
        ContainerStatus::None => "g-prov",
        ContainerStatus::Pulling | ContainerStatus::Pulled => "g-pend",
        ContainerStatus::Created => "g-act",
        ContainerStatus::Running if row.stop_requested => "g-stop",
        ContainerStatus::Running => "g-run",
        ContainerStatus::Stopped => "g-stopped",
    };
    let ports = row.network_bindings.iter().map(|port| format!("{}→{}", port.host_port, port.container_port));
    let ports = ports.collect::<Vec<_>>().join(", ");
    html! {
        <div>
            { symbol(icon, if failed { "g bad" } else { "g" }) }
            <b>{ link(dispatch, Selection::Container(id, number), row.name.to_string()) }if essential { { " " }<span class="tag">{ "essential" }</span> }</b>
            { image_link(dispatch, world, &image) }
            <small class={classes!(failed.then_some("bad"))}>{ container_line(world, task, row) }</small>
            if definition.is_some_and(|definition| definition.has_health_check()) || !ports.is_empty() {
                <small class="extra">
                    if definition.is_some_and(|definition| definition.has_health_check()) { { health(row.health_status) } }
                    if !ports.is_empty() { <code>{ ports }</code> }
                </small>
            }
        </div>
    }
}

fn facts(world: &World, task: &Task, dispatch: &Dispatch) -> Vec<(&'static str, Html)> {
    let mut rows = vec![(
        "Desired status",
        html! { { if task.desired_status == DesiredStatus::Running { "RUNNING" } else { "STOPPED" } } },
    )];
    if task.definition.has_health_check() {
        rows.push(("Health", health(task.health_status)));
    }
    if let Some(service) = task.service {
        let name = world.services[service].name.to_string();
        rows.push(("Service", link(dispatch, Selection::Service(service), name)));
    }
    let name = task.definition.family_revision();
    rows.push(("Definition", link(dispatch, Selection::TaskDefinition(task.definition_id), name)));
    let zone = task.zone.map(|zone| zone_link(dispatch, world, zone)).unwrap_or_default();
    let place = match task.container_instance {
        Some(id) => html! { <>{ instance_link(dispatch, world, id) }{ zone }</> },
        None => html! { <>{ task.launch_type.as_str() }{ zone }</> },
    };
    rows.push((if task.launch_type == LaunchType::Fargate { "Runs on" } else { "Instance" }, place));
    if let Some(interface) = &task.network_interface {
        rows.push(("Address", html! { <code>{ &*interface.private_ipv4_address }</code> }));
    }
    if let Some(until) = task.protected_until.filter(|_| task.is_protected(world.now)) {
        rows.push(("Protected", html! { { format!("from scale-in until {until}") } }));
    }
    if let Some(by) = &task.started_by {
        let name = by.to_string();
        rows.push((
            "Started by",
            match (task.service, task.deployment) {
                (Some(service), Some(id)) => link(dispatch, Selection::Deployment(service, id), name),
                _ => html! { <code>{ name }</code> },
            },
        ));
    }
    rows
}

fn teaser(world: &World, id: TaskId, dispatch: &Dispatch) -> Html {
    let Some(answer) = why_here(world, id) else { return html! {} };
    let all = words::count(answer.rows.len() as u32, "candidate");
    html! {
        <section>
            <div class="h3">{ "Why here" }{ link_to(dispatch, Selection::Task(id), InspectorTab::Why, all) }</div>
            <p class="note"><b>{ &answer.lead }</b>{ " " }{ &answer.rest }</p>
        </section>
    }
}
