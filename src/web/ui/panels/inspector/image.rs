//! An image: how its containers behave, who said so, and where it is.

use yew::prelude::*;

use super::life;
use super::parts::{instance_link, link, note, pairs, section};
use crate::model::ecs::{ContainerStatus, TaskDefinitionId, TaskId};
use crate::model::workload::{self, PullOutcome};
use crate::model::world::World;
use crate::playground::explain::life::Being;
use crate::playground::explain::words;
use crate::playground::views::images::in_words;
use crate::web::ui::state::{Dispatch, Selection, Shown};

/// As the container definition names it.
pub fn name(world: &World, id: TaskDefinitionId, container: u8) -> &str {
    &world.task_definitions[id].container_definitions[usize::from(container)].image
}

/// The name under which somebody set how it behaves.
fn set_name<'a>(state: &'a Shown, image: &str) -> Option<&'a std::rc::Rc<str>> {
    state.snapshot.images.keys().find(|name| workload::is_name_of(name, image))
}

pub fn overview(state: &Shown, id: TaskDefinitionId, container: u8, dispatch: &Dispatch) -> Html {
    let world = &state.snapshot;
    let image = name(world, id, container);
    let behaviour = workload::behaviour(world, image, &[], &[]);
    let seconds =
        |millis: u32| words::span(crate::model::kernel::SimDuration::from_millis(u64::from(millis)));
    let stop = behaviour.stop_millis.map_or("ignores it".to_owned(), seconds);
    let rows = vec![
        ("Pull", html! { { format!("{} MiB", words::grouped(behaviour.pull_size_mib)) } }),
        ("Boots in", html! { { seconds(behaviour.boot_millis) } }),
        ("SIGTERM", html! { { stop } }),
        ("CPU in use", html! { { format!("{}% of what it reserves", behaviour.cpu_percent) } }),
        ("Memory", html! { { format!("{} MiB once up", words::grouped(behaviour.memory_mib)) } }),
    ];
    let users = world.task_definitions.iter().rev();
    let users = users.filter(|(_, row)| row.container_definitions.iter().any(|row| row.image == image));
    let cached = world.container_instances.iter().filter(|(_, row)| row.image_cache.contains_key(image));
    let running = running(state, image);
    html! {
        <div class="ibody">
            { note(in_words(&behaviour), "", behaviour.pull != PullOutcome::Ok) }
            if let Some(name) = set_name(state, image) { { life::of(state, &Being::Image(name.clone()), dispatch) } }
            { section("Behaviour", pairs(rows)) }
            { section("Running containers", containers(world, &running, dispatch)) }
            { section("Named by", html! {
                <ul class="tasks">
                    { for users.take(12).map(|(id, row)| html! {
                        <li>{ link(dispatch, Selection::TaskDefinition(id), row.family_revision()) }</li>
                    }) }
                </ul>
            }) }
            { section("In the cache of", html! {
                <ul class="tasks">
                    { for cached.take(24).map(|(id, row)| html! {
                        <li>{ instance_link(dispatch, world, id) }<span class="muted">{ &*row.instance_type }</span></li>
                    }) }
                </ul>
            }) }
        </div>
    }
}

/// Where the behaviour comes from.
pub fn why(state: &Shown, id: TaskDefinitionId, container: u8, dispatch: &Dispatch) -> Html {
    let world = &state.snapshot;
    let image = name(world, id, container);
    let set = set_name(state, image);
    let told = match set {
        Some(name) => note(
            format!("Somebody set how {name} behaves."),
            "It holds for containers that are created from then on; those that run keep what they had.",
            false,
        ),
        None => note(
            "Its name says what it does.",
            "The model pulls nothing: it knows well-known images and words such as crash, slow or leak in a name, and takes any other for a server that runs on.",
            false,
        ),
    };
    html! {
        <div class="ibody">
            { told }
            <p class="note">{ in_words(&workload::behaviour(world, image, &[], &[])) }{ "." }</p>
            if let Some(name) = set { { life::of(state, &Being::Image(name.clone()), dispatch) } }
        </div>
    }
}

/// Tasks that are not STOPPED, with the place of the container in them.
fn running(state: &Shown, image: &str) -> Vec<(TaskId, u8)> {
    let world = &state.snapshot;
    let on_instances = world.container_instances.iter().flat_map(|(_, row)| row.tasks.iter().copied());
    let shelves = state.shelves.borrow();
    let mut found: Vec<(TaskId, u8)> = on_instances
        .chain(shelves.afloat())
        .flat_map(|id| {
            let containers = world.tasks[id].definition.container_definitions.iter().enumerate();
            containers.filter(|(_, row)| row.image == image).map(move |(number, _)| (id, number as u8))
        })
        .filter(|(id, number)| {
            world.tasks[*id].containers[usize::from(*number)].status == ContainerStatus::Running
        })
        .collect();
    found.sort_unstable();
    found
}

fn containers(world: &World, rows: &[(TaskId, u8)], dispatch: &Dispatch) -> Html {
    const MOST: usize = 40;
    if rows.is_empty() {
        return html! { <p class="muted">{ "None." }</p> };
    }
    let more = rows.len().saturating_sub(MOST) as u32;
    html! {
        <ul class="tasks">
            { for rows.iter().take(MOST).map(|&(id, number)| {
                let name = world.tasks[id].containers[usize::from(number)].name.to_string();
                html! {
                    <li>
                        { link(dispatch, Selection::Container(id, number), name) }
                        <span class="muted">{ "in" }</span>
                        { super::parts::task_link(dispatch, world, id) }
                    </li>
                }
            }) }
            if more > 0 { <li class="muted">{ format!("and {} more", words::grouped(more)) }</li> }
        </ul>
    }
}
