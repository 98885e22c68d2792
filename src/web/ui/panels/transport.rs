//! The clock, its controls, and the timeline.

mod compact;
mod controls;
mod head;
mod timeline;

pub use self::compact::CompactTransport;
pub use self::controls::{ControlsProps, controls, picked};

use yew::prelude::*;

use self::controls::Controls;
use self::timeline::TimelinePanel;
use crate::model::ecs::{ServiceId, ServiceStatus};
use crate::model::kernel::SimTime;
use crate::playground::views::promise;
use crate::web::ui::state::{AppState, Selection, Shown};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
    /// Before, its place is kept.
    pub with_timeline: bool,
}

#[component]
pub fn Transport(props: &Props) -> Html {
    let state = &props.state;
    let world = &state.snapshot;
    let next = state.next.map(|(due, timer)| (due, AttrValue::from(promise::line(world, due, timer))));
    html! {
        <footer class="time" aria-label="Time">
            <Controls
                now={SimTime::from_secs(world.now.as_millis() / 1000)} playback={state.playback} seed={world.config.seed} {next}
                in_the_past={state.in_the_past} end={state.end}
            />
            if props.with_timeline {
                <TimelinePanel state={state.clone()} service={service_of(state)} />
            } else {
                <div class="tl" />
            }
        </footer>
    }
}

/// The service that the timeline is about: the selected thing's, or else the cluster's first.
pub fn service_of(state: &AppState) -> Option<ServiceId> {
    let world = &state.snapshot;
    let selected = match state.selection() {
        Some(Selection::Service(id) | Selection::Deployment(id, _)) => Some(*id),
        Some(Selection::Task(id) | Selection::Container(id, _)) => world.tasks[*id].service,
        Some(Selection::Placement(id)) => world.decisions[*id].service(),
        _ => None,
    };
    let of_cluster = || {
        let services = state.cluster.map(|id| &world.clusters[id].services)?;
        let live = services.iter().copied().find(|&id| world.services[id].status != ServiceStatus::Inactive);
        live.or(services.first().copied())
    };
    selected.or_else(of_cluster)
}
