//! A container of a task: what it does, what it waits for, and how it ended.

use yew::prelude::*;

use super::parts::{health, image_link, link, note, pairs, section, task_link};
use crate::model::ecs::task_definition::ContainerCondition;
use crate::model::ecs::{ContainerStatus, TaskId};
use crate::model::world::World;
use crate::playground::explain::life::{container_life, health_word};
use crate::playground::explain::task::{container_line, is_met};
use crate::playground::explain::words;
use crate::playground::views::images::in_words;
use crate::web::ui::state::{Dispatch, Selection, Shown};

pub fn overview(state: &Shown, id: TaskId, number: u8, dispatch: &Dispatch) -> Html {
    let world = &state.snapshot;
    let task = &world.tasks[id];
    let Some(row) = task.containers.get(usize::from(number)) else { return html! {} };
    let definition = &task.definition.container_definitions[usize::from(number)];
    let mut rows = vec![
        ("Task", task_link(dispatch, world, id)),
        ("Image", image_link(dispatch, world, &definition.image)),
        ("Essential", html! { { if definition.essential { "yes" } else { "no" } } }),
        ("CPU", html! { { share(definition.cpu, "units") } }),
        ("Memory", html! { { share(definition.reserved_memory_mib(), "MiB reserved") } }),
        ("SIGKILL after", html! { { format!("{} s", definition.stop_timeout_seconds()) } }),
    ];
    if definition.has_health_check() {
        rows.push(("Health", health(row.health_status)));
    }
    if let Some(code) = row.exit_code {
        rows.push(("Exit code", html! { <b>{ code.to_string() }</b> }));
    }
    if row.restart_count > 0 {
        rows.push(("Restarts", html! { { words::grouped(row.restart_count) } }));
    }
    let ports = row.network_bindings.iter();
    let ports: Vec<_> = ports.map(|port| format!("{}→{}", port.host_port, port.container_port)).collect();
    if !ports.is_empty() {
        rows.push(("Ports", html! { <code>{ ports.join(", ") }</code> }));
    }
    let failed = row.status == ContainerStatus::Stopped && row.exit_code != Some(0);
    html! {
        <div class="ibody">
            { note(container_line(world, task, row), "", failed) }
            { super::life::timeline(&container_life(world, &state.log, id, number), dispatch) }
            { section("Container", pairs(rows)) }
        </div>
    }
}

/// Nothing of its own: it takes from what the task has.
fn share(amount: u32, unit: &str) -> String {
    if amount == 0 { "shares the task's".to_owned() } else { format!("{} {unit}", words::grouped(amount)) }
}

/// What it waits for or waited for, what its image does, and who waits for it.
pub fn why(state: &Shown, id: TaskId, number: u8, dispatch: &Dispatch) -> Html {
    let world = &state.snapshot;
    let task = &world.tasks[id];
    let Some(row) = task.containers.get(usize::from(number)) else { return html! {} };
    let definition = &task.definition.container_definitions[usize::from(number)];
    let position = |name: &str| task.containers.iter().position(|other| &*other.name == name);
    let waits = definition.depends_on.iter().filter_map(|wanted| {
        let other = position(&wanted.container_name)?;
        let met = is_met(&task.containers[other], wanted.condition);
        Some((other, format!("to be {}", condition(wanted.condition)), met))
    });
    let waits: Vec<_> = waits.collect();
    let others = task.definition.container_definitions.iter().enumerate();
    let waited_for = others.flat_map(|(other, definition)| {
        let on_this = definition.depends_on.iter().filter(|wanted| *wanted.container_name == *row.name);
        on_this.map(move |wanted| (other, wanted.condition))
    });
    let waited_for: Vec<_> = waited_for
        .map(|(other, wants)| (other, format!("needs {}", condition(wants)), is_met(row, wants)))
        .collect();
    html! {
        <div class="ibody">
            { note(container_line(world, task, row), ending(world, id, number), false) }
            if !waits.is_empty() { { section("It starts after", list(world, id, &waits, dispatch)) } }
            if !waited_for.is_empty() { { section("It is awaited by", list(world, id, &waited_for, dispatch)) } }
            <section>
                <div class="h3">{ "What its image does" }</div>
                <p class="note">{ in_words(&row.behaviour) }{ ". " }{ image_link(dispatch, world, &definition.image) }</p>
            </section>
            if let Some(check) = &definition.health_check {
                { section("Health check", pairs(vec![
                    ("Command", html! { <code class="wrap">{ check.command.join(" ") }</code> }),
                    ("Every", html! { { format!("{} s, fails after {} in a row", check.interval_seconds(), check.retries()) } }),
                    ("Start period", html! { { format!("{} s", check.start_period_seconds()) } }),
                    ("Now", html! { { health_word(row.health_status) } }),
                ])) }
            }
        </div>
    }
}

/// What its end means for the task.
fn ending(world: &World, id: TaskId, number: u8) -> &'static str {
    let task = &world.tasks[id];
    let (row, definition) =
        (&task.containers[usize::from(number)], &task.definition.container_definitions[usize::from(number)]);
    match (row.status == ContainerStatus::Stopped, definition.essential) {
        (true, true) => "It is essential, so the task stops with it.",
        (true, false) => "It is not essential, so the task goes on without it.",
        (false, true) => "It is essential: if it ends, the task stops.",
        (false, false) => "It is not essential: the task outlives it.",
    }
}

fn condition(condition: ContainerCondition) -> &'static str {
    match condition {
        ContainerCondition::Start => "START",
        ContainerCondition::Complete => "COMPLETE",
        ContainerCondition::Success => "SUCCESS",
        ContainerCondition::Healthy => "HEALTHY",
    }
}

fn list(world: &World, id: TaskId, rows: &[(usize, String, bool)], dispatch: &Dispatch) -> Html {
    let row = |(number, words, met): &(usize, String, bool)| {
        let name = world.tasks[id].containers[*number].name.to_string();
        html! {
            <li>
                { link(dispatch, Selection::Container(id, *number as u8), name) }
                <span>{ words }</span><span class="sp"></span>
                <span class={if *met { "muted" } else { "bad" }}>{ if *met { "met" } else { "not yet" } }</span>
            </li>
        }
    };
    html! { <ul class="tasks">{ for rows.iter().map(row) }</ul> }
}
