//! One thing seen closely: what it is, why it is so, what happened to it, and what ECS says of it.

mod actions;
mod capacity;
mod cluster;
mod describe;
mod event;
mod heading;
mod parts;
mod provider;
mod service;
mod task;
mod why_here;
mod why_not;

pub use parts::link;
use yew::prelude::*;

use super::drawer::events::Events;
use crate::model::world::event::Resource;
use crate::playground::views::events::EventFilter;
use crate::web::ui::components::symbol;
use crate::web::ui::state::{Action, Dispatch, InspectorTab, Selection, Shown, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
}

#[component]
pub fn Inspector(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let state = &props.state;
    let Some(&selection) = state.selection() else { return html! {} };
    let tabs = tabs_of(selection);
    let tab = if tabs.contains(&state.trail.tab) { state.trail.tab } else { InspectorTab::Overview };
    html! {
        <aside class="right" aria-label="Inspector">
            { heading::heading(state, selection, &dispatch) }
            <div class="tabs">
                <div role="tablist" aria-label="Inspector">
                    { for tabs.iter().map(|&of| tab_button(of, tab, selection, &dispatch)) }
                </div>
                <span class="sp"></span>
                { way(&dispatch, "Back", "i-right flip", Action::Back, state.trail.can_go_back()) }
                { way(&dispatch, "Forward", "i-right", Action::Forward, state.trail.can_go_forward()) }
            </div>
            { body(state, selection, tab, &dispatch) }
            { actions::footer(state, selection, &dispatch) }
        </aside>
    }
}

/// What there is to say about each kind of thing.
fn tabs_of(selection: Selection) -> &'static [InspectorTab] {
    use InspectorTab::{Events, Json, Overview, Why};
    match selection {
        Selection::Task(_) => &[Overview, Why, Events, Json],
        Selection::Service(_) => &[Overview, Why, Events, Json],
        Selection::Placement(_) => &[Overview, Why],
        // ECS has no answer that describes an event.
        Selection::Event(_) => &[Overview],
        _ => &[Overview, Events, Json],
    }
}

fn tab_button(tab: InspectorTab, shown: InspectorTab, selection: Selection, dispatch: &Dispatch) -> Html {
    let label = match (tab, selection) {
        (InspectorTab::Overview, _) => "Overview",
        (InspectorTab::Why, Selection::Task(_)) => "Why here",
        (InspectorTab::Why, Selection::Placement(_)) => "Why not",
        (InspectorTab::Why, _) => "Why",
        (InspectorTab::Events, _) => "Events",
        (InspectorTab::Json, _) => "JSON",
    };
    let dispatch = dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::ShowTab(tab)));
    html! { <button role="tab" aria-selected={(tab == shown).to_string()} {onclick}>{ label }</button> }
}

fn way(dispatch: &Dispatch, label: &'static str, icon: &'static str, action: Action, open: bool) -> Html {
    let (icon, flip) = icon.split_once(' ').map_or((icon, ""), |(icon, flip)| (icon, flip));
    let dispatch = dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(action.clone()));
    html! {
        <button class="btn quiet icon sm" aria-label={label} title={label} disabled={!open} {onclick}>
            { symbol(icon, format!("i i14 {flip}")) }
        </button>
    }
}

fn body(state: &Shown, selection: Selection, tab: InspectorTab, dispatch: &Dispatch) -> Html {
    match (tab, selection) {
        (InspectorTab::Events, _) => {
            let filter = EventFilter { resource: resource_of(selection), ..EventFilter::default() };
            html! { <div class="ibody ievents"><Events state={state.clone()} {filter} label="Events of the selection" /></div> }
        }
        (InspectorTab::Json, _) => describe::json(state, selection),
        (InspectorTab::Why, Selection::Task(id)) => why_here::table(state, id, dispatch),
        (InspectorTab::Why, Selection::Placement(id)) => why_not::table(state, id, dispatch),
        (InspectorTab::Why, Selection::Service(id)) => service::why(state, id, dispatch),
        (_, Selection::Task(id)) => task::overview(state, id, dispatch),
        (_, Selection::Service(id)) => service::overview(state, id, dispatch),
        (_, Selection::ContainerInstance(id)) => capacity::overview(state, id, dispatch),
        (_, Selection::CapacityProvider(id)) => provider::overview(state, id, dispatch),
        (_, Selection::Cluster(id)) => cluster::overview(state, id, dispatch),
        (_, Selection::TaskDefinition(id)) => cluster::definition(state, id, dispatch),
        (_, Selection::Placement(id)) => why_not::overview(state, id, dispatch),
        (_, Selection::Event(seq)) => event::overview(state, seq, dispatch),
    }
}

fn resource_of(selection: Selection) -> Option<Resource> {
    match selection {
        Selection::Cluster(id) => Some(Resource::Cluster(id)),
        Selection::Service(id) => Some(Resource::Service(id)),
        Selection::Task(id) => Some(Resource::Task(id)),
        Selection::ContainerInstance(id) => Some(Resource::ContainerInstance(id)),
        Selection::CapacityProvider(id) => Some(Resource::CapacityProvider(id)),
        Selection::TaskDefinition(id) => Some(Resource::TaskDefinition(id)),
        Selection::Placement(_) | Selection::Event(_) => None,
    }
}
