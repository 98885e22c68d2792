//! An Availability Zone, with its container instances and what Fargate runs in it.

use yew::prelude::*;

use super::life;
use super::parts::{instance_link, link, note, pairs, section, task_list};
use crate::model::ecs::{ContainerInstanceId, TaskId, ZoneId};
use crate::model::world::World;
use crate::playground::explain::life::Being;
use crate::playground::explain::trace::cause_of;
use crate::playground::explain::words;
use crate::web::ui::state::{Dispatch, Selection, Shown};

/// Instances that are in the zone and not gone.
fn instances(world: &World, zone: ZoneId) -> Vec<ContainerInstanceId> {
    let all = world.container_instances.iter();
    all.filter(|(_, row)| row.zone == zone && row.gone_at.is_none()).map(|(id, _)| id).collect()
}

/// Tasks that Fargate runs in the zone, of services or not.
fn fargate_tasks(state: &Shown, zone: ZoneId) -> Vec<TaskId> {
    let shelves = state.shelves.borrow();
    let mut tasks: Vec<TaskId> =
        shelves.afloat().filter(|&id| state.snapshot.tasks[id].zone == Some(zone)).collect();
    tasks.sort_unstable();
    tasks
}

pub fn overview(state: &Shown, id: ZoneId, dispatch: &Dispatch) -> Html {
    let world = &state.snapshot;
    let zone = world.zone(id);
    let here = instances(world, id);
    let (mut reserved, mut registered) = (0, 0);
    for &instance in &here {
        let row = &world.container_instances[instance];
        registered += row.registered_resources.cpu_units;
        reserved += row.registered_resources.cpu_units - row.remaining_resources.cpu_units;
    }
    let rows = vec![
        (
            "Power",
            html! { <b class={(!zone.available).then_some("bad")}>{ if zone.available { "on" } else { "cut" } }</b> },
        ),
        ("Instances", html! { { words::grouped(here.len() as u32) } }),
        (
            "CPU",
            html! { { format!("{} of {} units reserved", words::grouped(reserved), words::grouped(registered)) } },
        ),
        ("Subnet", html! { <code>{ &*zone.subnet_id }</code> }),
        ("Addresses", html! { { format!("{} given so far", words::grouped(zone.addresses_given)) } }),
    ];
    html! {
        <div class="ibody">
            if !zone.available { { power_note(state, id) } }
            { life::of(state, &Being::Zone(id), dispatch) }
            { section("Availability Zone", pairs(rows)) }
            { section("Container instances", html! {
                <ul class="tasks">
                    { for here.iter().take(60).map(|&instance| {
                        let row = &world.container_instances[instance];
                        html! {
                            <li>
                                { instance_link(dispatch, world, instance) }
                                <span class="muted">{ &*row.instance_type }</span><span class="sp"></span>
                                <span class="muted">{ format!("{}, {}", words::count(row.tasks.len() as u32, "task"), row.status.as_str()) }</span>
                            </li>
                        }
                    }) }
                </ul>
            }) }
            { section("Tasks on Fargate", task_list(dispatch, world, &fargate_tasks(state, id))) }
        </div>
    }
}

fn power_note(state: &Shown, id: ZoneId) -> Html {
    let zone = state.snapshot.zone(id);
    let back = match zone.power_returns_at {
        Some(at) => format!("The power comes back at {}.", words::clock(at)),
        None => "It stays so until somebody restores the power.".to_owned(),
    };
    let stopped = words::count(zone.without_power.len() as u32, "instance");
    note(format!("{} has no power.", zone.name), format!("{stopped} stopped at once. {back}"), true)
}

/// Why it has power or not, and what placement makes of the zone.
pub fn why(state: &Shown, id: ZoneId, dispatch: &Dispatch) -> Html {
    let trace = state.trace.borrow();
    let last = trace.lives().turns(&Being::Zone(id)).last().copied();
    let cause = last.and_then(|seq| cause_of(&state.log, seq));
    let zone = state.snapshot.zone(id);
    html! {
        <div class="ibody">
            if zone.available {
                { note("It has power.", "Instances can be launched in it, and the scheduler places tasks there.", false) }
            } else {
                { power_note(state, id) }
            }
            if let Some(cause) = cause {
                <p class="note">{ format!("Last changed at {} by ", words::clock(cause.at)) }
                    { link(dispatch, Selection::Event(cause.seq), cause.command.operation.to_string()) }{ "." }</p>
            }
            { note("Spread goes by zone.", "Unless its service says otherwise, ECS keeps the tasks of a service even over the zones that have a place for them.", false) }
        </div>
    }
}
