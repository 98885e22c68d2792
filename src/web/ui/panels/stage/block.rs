//! A task as a block on an instance, or as a pip of its service.

use yew::prelude::*;

use super::marks::Marks;
use crate::model::ecs::{HealthStatus, TargetState, TaskStatus};
use crate::playground::views::event_line::target_icon;
use crate::playground::views::faults::Thing;
use crate::playground::views::stage::TaskBlock;
use crate::web::ui::components::symbol;

/// Class, glyph, and the word in a narrow block.
pub fn dress(status: TaskStatus) -> (&'static str, &'static str, &'static str) {
    match status {
        TaskStatus::Provisioning => ("st-prov", "g-prov", "prov"),
        TaskStatus::Pending => ("st-pend", "g-pend", "pend"),
        TaskStatus::Activating => ("st-act", "g-act", "activ"),
        TaskStatus::Running => ("st-run", "g-run", ""),
        TaskStatus::Deactivating => ("st-deact", "g-deact", "deact"),
        TaskStatus::Stopping => ("st-stop", "g-stop", "stop…"),
        TaskStatus::Deprovisioning => ("st-deprov", "g-deprov", "depro"),
        TaskStatus::Stopped => ("st-stopped", "g-stopped", "stop"),
    }
}

/// The status glyph; while RUNNING that of its health takes its place, and that of its targets where these say more.
pub fn glyph(block: &TaskBlock) -> &'static str {
    match (block.status, block.target) {
        (TaskStatus::Running, Some(state)) if block.health != Some(HealthStatus::Unhealthy) => {
            return target_icon(state);
        }
        (TaskStatus::Deactivating, Some(TargetState::Draining)) => return "x-dr",
        _ => {}
    }
    match (block.status, block.health) {
        (TaskStatus::Running, Some(HealthStatus::Healthy)) => "h-ok",
        (TaskStatus::Running, Some(HealthStatus::Unknown)) => "h-unk",
        (TaskStatus::Running, Some(HealthStatus::Unhealthy)) => "h-bad",
        (status, _) => dress(status).1,
    }
}

pub fn health_word(health: HealthStatus) -> &'static str {
    match health {
        HealthStatus::Healthy => "HEALTHY",
        HealthStatus::Unhealthy => "UNHEALTHY",
        HealthStatus::Unknown => "UNKNOWN",
    }
}

/// `web:4, task 7c1e9b02, RUNNING, HEALTHY`.
pub fn spoken(block: &TaskBlock) -> String {
    let mut text = format!("{}, task {}, {}", block.name, block.short_id, block.status.as_str());
    if let Some(health) = block.health.filter(|_| block.status == TaskStatus::Running) {
        text = format!("{text}, {}", health_word(health));
    }
    if block.is_protected {
        text += ", protected from scale-in";
    }
    if block.is_strained {
        text += ", under a fault";
    }
    if let Some(state) = block.target {
        text = format!("{text}, target {}", state.as_str());
    }
    if block.stop_asked && block.status <= TaskStatus::Running {
        text += ", asked to stop";
    }
    if let Some(ports) = &block.ports {
        text = format!("{text}, {ports}");
    }
    text
}

/// Where a piece of a block lies on its shelf.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    pub style: String,
    /// The run came from the row above, or goes on in the row below.
    pub from_above: bool,
    pub to_below: bool,
    /// In the lower half: the room is shared with a task that still stops.
    pub low: bool,
}

/// One piece of a task's block. Only the first one can be walked to and is named.
pub fn piece(block: &TaskBlock, place: &Place, marks: &Marks) -> Html {
    let (status, _, word) = dress(block.status);
    let is_bad =
        block.health == Some(HealthStatus::Unhealthy) || block.target == Some(TargetState::Unhealthy);
    let unhealthy = block.status == TaskStatus::Running && is_bad;
    let thing = Thing::Task(block.id);
    let class = classes!(
        "blk",
        block.colour.class(),
        status,
        unhealthy.then_some("un"),
        place.low.then_some("low"),
        place.from_above.then_some("from-above"),
        place.to_below.then_some("to-below"),
        (marks.selected == Some(thing)).then_some("sel"),
        (marks.aimed == Some(thing)).then_some("aim"),
        (marks.hovered == Some(block.id)).then_some("hov"),
        marks.dims(&block.name).then_some("dim"),
    );
    let short =
        block.name.split([':', '-', '_']).next().unwrap_or_default().chars().take(5).collect::<String>();
    let id = block.id.0.to_string();
    let words = html! {
        <span>
            <i class="l1"><i class="nm">{&*block.name}</i><i class="ab">{short}</i></i>
            <i class="l2">
                { symbol(glyph(block), "g10") }
                if block.is_protected { { symbol("i-shield", "g10") } }
                if block.is_strained { { symbol("i-bolt", "i g10") } }
                if word.is_empty() {
                    <i class="id4">{&block.short_id[..4]}</i><i class="id8">{&*block.short_id}</i>
                } else {
                    <i class="w id4">{word}</i><i class="w id8">{block.status.as_str().to_ascii_lowercase()}</i>
                }
                if let Some(ports) = &block.ports { <i class="pt">{&**ports}</i> }
            </i>
        </span>
    };
    if place.from_above {
        return html! { <i key={block.id.0} {class} style={place.style.clone()} data-task={id} aria-hidden="true"><span /></i> };
    }
    html! {
        <button key={block.id.0} {class} style={place.style.clone()} data-task={id} data-walk="" tabindex="-1" aria-label={spoken(block)}>
            {words}
        </button>
    }
}

/// A task in its service's row of pips.
pub fn pip(block: &TaskBlock, marks: &Marks) -> Html {
    let lit = marks.hovered == Some(block.id);
    let class = classes!(
        "pip",
        block.colour.class(),
        dress(block.status).0,
        lit.then_some("hov"),
        marks.dims(&block.name).then_some("dim"),
    );
    html! {
        <span key={block.id.0} {class} data-task={block.id.0.to_string()}>
            { symbol(glyph(block), "g10") }
        </span>
    }
}
