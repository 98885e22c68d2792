//! Small pieces that every overview is made of.

use yew::prelude::*;

use crate::model::ecs::container_instance::Resources;
use crate::model::ecs::{ContainerInstanceId, HealthStatus, TaskId, ZoneId};
use crate::model::world::World;
use crate::playground::explain::words;
use crate::playground::views::colour;
use crate::playground::views::decimal::decimal;
use crate::playground::views::event_line::status_icon;
use crate::web::ui::components::{named, symbol};
use crate::web::ui::state::{Action, Dispatch, InspectorTab, Selection};

/// A name that leads to its resource.
pub fn link(dispatch: &Dispatch, to: Selection, text: impl Into<AttrValue>) -> Html {
    link_to(dispatch, to, InspectorTab::Overview, text)
}

pub fn link_to(dispatch: &Dispatch, to: Selection, tab: InspectorTab, text: impl Into<AttrValue>) -> Html {
    let dispatch = dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Select(to, tab)));
    html! { <button class="lnk" {onclick}>{ text.into() }</button> }
}

pub fn task_link(dispatch: &Dispatch, world: &World, id: TaskId) -> Html {
    let task = &world.tasks[id];
    html! {
        <span class={classes!("tref", colour::of_task(world, task).class())}>
            <i class="sw"></i>
            { link(dispatch, Selection::Task(id), words::short_task(world, id)) }
        </span>
    }
}

pub fn instance_link(dispatch: &Dispatch, world: &World, id: ContainerInstanceId) -> Html {
    link(dispatch, Selection::ContainerInstance(id), words::short_instance(world, id))
}

pub fn section(title: &'static str, content: Html) -> Html {
    html! { <section><div class="h3">{ title }</div>{ content }</section> }
}

/// Names and values, one pair a line.
pub fn pairs(rows: Vec<(&'static str, Html)>) -> Html {
    html! {
        <dl class="kv">
            { for rows.into_iter().map(|(name, value)| html! { <><dt>{ named(name) }</dt><dd>{ value }</dd></> }) }
        </dl>
    }
}

pub fn health(health: HealthStatus) -> Html {
    let (icon, word) = match health {
        HealthStatus::Healthy => ("h-ok", "HEALTHY"),
        HealthStatus::Unhealthy => ("h-bad", "UNHEALTHY"),
        HealthStatus::Unknown => ("h-unk", "UNKNOWN"),
    };
    let bad = (health == HealthStatus::Unhealthy).then_some("bad");
    html! { <span class={classes!("with-icon", bad)}>{ symbol(icon, "g") }{ word }</span> }
}

/// What every task on the instance reserves, in order; the one named stands out.
pub fn footprint(world: &World, instance: ContainerInstanceId, of: Option<TaskId>) -> Html {
    let row = &world.container_instances[instance];
    let bar = |size: fn(&Resources) -> u32| {
        let whole = size(&row.registered_resources).max(1);
        let parts = row.tasks.iter().filter(|&&id| world.tasks[id].is_wanted()).map(|&id| {
            let task = &world.tasks[id];
            let share = f64::from(size(&task.reservation)) * 100.0 / f64::from(whole);
            let own = (Some(id) == of).then_some("own");
            html! { <i class={classes!(colour::of_task(world, task).class(), own)} style={format!("width:{:.2}%", decimal(share))}></i> }
        });
        html! { <span class="foot-bar">{ for parts }</span> }
    };
    let figures = |size: fn(&Resources) -> u32| {
        let registered = size(&row.registered_resources);
        let used = match of {
            Some(id) => size(&world.tasks[id].reservation),
            None => registered - size(&row.remaining_resources),
        };
        html! {
            <dd class="num"><b>{ words::grouped(used) }</b><span class="muted">{ format!("of {}", words::grouped(registered)) }</span></dd>
        }
    };
    html! {
        <dl class="kv foots">
            <dt>{ "CPU" }</dt><dd>{ bar(|room| room.cpu_units) }</dd>{ figures(|room| room.cpu_units) }
            <dt>{ "Memory" }</dt><dd>{ bar(|room| room.memory_mib) }</dd>{ figures(|room| room.memory_mib) }
        </dl>
    }
}

/// Tasks as links, as many as a reader looks through.
pub fn task_list(dispatch: &Dispatch, world: &World, tasks: &[TaskId]) -> Html {
    const MOST: usize = 60;
    if tasks.is_empty() {
        return html! { <p class="muted">{ "None." }</p> };
    }
    let more = tasks.len().saturating_sub(MOST) as u32;
    html! {
        <ul class="tasks">
            { for tasks.iter().take(MOST).map(|&id| {
                let task = &world.tasks[id];
                html! {
                    <li>
                        { task_link(dispatch, world, id) }
                        <span class="muted">{ task.definition.family_revision() }</span>
                        <span class="sp"></span>
                        <span class="with-icon">{ symbol(status_icon(task.last_status), "g") }{ task.last_status.as_str() }</span>
                    </li>
                }
            }) }
            if more > 0 { <li class="muted">{ format!("and {} more", words::grouped(more)) }</li> }
        </ul>
    }
}

pub fn zone_link(dispatch: &Dispatch, world: &World, id: ZoneId) -> Html {
    link(dispatch, Selection::Zone(id), world.zone_name(id).to_string())
}

/// An image by its name, leading to what is known of it.
pub fn image_link(dispatch: &Dispatch, world: &World, image: &str) -> Html {
    match Selection::image(world, image) {
        Some(to) => {
            html! { <span class="mono img" title={image.to_owned()}>{ link(dispatch, to, image.to_owned()) }</span> }
        }
        None => html! { <span class="mono img" title={image.to_owned()}>{ image }</span> },
    }
}

/// A sentence that stands out, and what follows from it.
pub fn note(lead: impl Into<AttrValue>, rest: impl Into<AttrValue>, is_bad: bool) -> Html {
    html! {
        <div class={classes!("note", is_bad.then_some("stuck"))}><b>{ lead.into() }</b>{ " " }{ rest.into() }</div>
    }
}
