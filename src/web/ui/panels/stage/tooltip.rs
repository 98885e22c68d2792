//! What a block is, beside it, while the pointer or the keyboard is on it.

use yew::prelude::*;

use super::block::{glyph, health_word};
use crate::model::ecs::TaskId;
use crate::model::world::World;
use crate::playground::views::balancing::health_words;
use crate::playground::views::colour::{ColourBy, Palette};
use crate::playground::views::stage::block;
use crate::web::ui::components::symbol;

/// Where it stands, in the window's pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    pub task: TaskId,
    pub left: i32,
    pub top: i32,
    pub bottom: i32,
    /// There is room below.
    pub below: bool,
}

pub fn tooltip(world: &World, spot: Spot, colour_by: ColourBy) -> Html {
    if !world.tasks.contains(spot.task) {
        return html! {};
    }
    let task = &world.tasks[spot.task];
    let block = block(world, spot.task, &Palette::new(world, task.cluster, colour_by));
    let seconds = world.now.since(block.since).as_secs();
    let for_time = if seconds < 60 {
        format!("{seconds} s")
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    };
    let style = if spot.below {
        format!("left:clamp(8px,{}px,calc(100vw - 268px));top:{}px", spot.left, spot.bottom + 6)
    } else {
        format!("left:clamp(8px,{}px,calc(100vw - 268px));bottom:calc(100vh - {}px)", spot.left, spot.top - 6)
    };
    let of_service = block.service.map(|id| format!("of service {}", world.services[id].name));
    html! {
        <div class="tip" {style} aria-hidden="true">
            <b><i class={classes!("sw", block.colour.class())} />{&*block.name}<code>{&*block.short_id}</code></b>
            <p>{ symbol(glyph(&block), "g") }{format!("{} for {for_time}", block.status.as_str())}</p>
            if let Some(health) = block.health.filter(|_| task.is_running()) { <p>{"Health "}{health_word(health)}</p> }
            if block.is_protected { <p>{ symbol("i-shield", "g") }{"Protected from scale-in"}</p> }
            { for task.acting_faults().filter(|_| block.is_strained).map(|fault| html! { <p>{ symbol("i-bolt", "i i14") }{ fault.kind.action() }</p> }) }
            { for task.targets.iter().map(|&target| html! { <p>{"Target "}{health_words(world, target)}</p> }) }
            if block.stop_asked { <p>{"Desired status STOPPED"}</p> }
            <p class="muted">{format!("{} CPU, {} MiB ", block.cpu_units, block.memory_mib)}{of_service}</p>
            if let Some(reason) = &task.stopped_reason { <p class="muted">{&**reason}</p> }
        </div>
    }
}
