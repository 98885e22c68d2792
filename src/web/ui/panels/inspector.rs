//! One thing seen closely: what it is, why it is so, what happened to it, and what ECS says of it.

mod actions;
mod attributes;
mod balancing;
mod capacity;
mod cluster;
mod container;
mod definition;
mod deployment;
mod describe;
mod event;
mod event_bridge;
mod heading;
mod image;
mod life;
mod parts;
mod provider;
pub mod rollout;
mod scaling;
mod service;
mod task;
mod why_here;
mod why_not;
mod zone;

pub use parts::link;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::drawer::events::{Events, NARROW_ROW};
use crate::model::world::event::Resource;
use crate::playground::views::events::{EventFilter, Scope};
use crate::web::ui::components::{symbol, tab_stop, walk_tabs};
use crate::web::ui::state::{Action, Dispatch, InspectorTab, Selection, Shown, use_dispatch};
use event_bridge::EventBridge;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
}

#[component]
pub fn Inspector(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let state = &props.state;
    let place = use_node_ref();
    use_arrival(&place, state.trail.current().copied());
    let Some(&selection) = state.trail.current() else { return html! {} };
    if !selection.is_in(&state.snapshot) {
        return not_yet(state, &dispatch);
    }
    let tabs = tabs_of(selection);
    let tab = if tabs.contains(&state.trail.tab) { state.trail.tab } else { InspectorTab::Overview };
    html! {
        <aside class="right" aria-label="Inspector" ref={place}>
            { heading::heading(state, selection, &dispatch) }
            <div class="tabs">
                <div role="tablist" aria-label="Inspector" onkeydown={walk_tabs()}>
                    { for tabs.iter().map(|&of| tab_button(of, tab, selection, &dispatch)) }
                </div>
                <span class="sp"></span>
                { way(&dispatch, "Back ([)", "i-right flip", Action::Back, state.trail.can_go_back()) }
                { way(&dispatch, "Forward (])", "i-right", Action::Forward, state.trail.can_go_forward()) }
            </div>
            <div class="ipanel" role="tabpanel" aria-label={tab_name(tab, selection)}>
                { body(state, selection, tab, &dispatch) }
            </div>
            { actions::footer(state, selection, &dispatch) }
        </aside>
    }
}

/// What there is to say about each kind of thing.
fn tabs_of(selection: Selection) -> &'static [InspectorTab] {
    use InspectorTab::{Events, Json, Overview, Why};
    match selection {
        Selection::Placement(_) => &[Overview, Why],
        // Why it has the size it has stands first of all.
        Selection::CapacityProvider(_) => &[Overview, Events, Json],
        Selection::Event(_) => &[Overview, Json],
        _ => &[Overview, Why, Events, Json],
    }
}

fn tab_name(tab: InspectorTab, selection: Selection) -> &'static str {
    match (tab, selection) {
        (InspectorTab::Overview, _) => "Overview",
        (InspectorTab::Why, Selection::Task(_)) => "Why here",
        (InspectorTab::Why, Selection::Placement(_)) => "Why not",
        (InspectorTab::Why, _) => "Why",
        (InspectorTab::Events, _) => "Events",
        // No action describes an event, but EventBridge may hear of it.
        (InspectorTab::Json, Selection::Event(_)) => "EventBridge",
        (InspectorTab::Json, _) => "JSON",
    }
}

fn tab_button(tab: InspectorTab, shown: InspectorTab, selection: Selection, dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::ShowTab(tab)));
    let is_shown = tab == shown;
    html! {
        <button role="tab" tabindex={tab_stop(is_shown)} aria-selected={is_shown.to_string()} {onclick}>
            { tab_name(tab, selection) }
        </button>
    }
}

/// Who followed a link within the inspector stands at the top of where it led; the link itself is gone.
#[hook]
fn use_arrival(place: &NodeRef, selection: Option<Selection>) {
    let place = place.clone();
    use_effect_with(selection, move |_| {
        let Some(panel) = place.cast::<Element>() else { return };
        // As a sheet the panel itself is scrolled.
        panel.set_scroll_top(0);
        if let Ok(Some(body)) = panel.query_selector(".ibody") {
            body.set_scroll_top(0);
        }
        let focused = gloo::utils::document().active_element();
        if !panel.contains(focused.as_deref()) {
            return;
        }
        let heading = panel.query_selector("h2").ok().flatten();
        if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<HtmlElement>().ok()) {
            let _ = heading.focus();
        }
    });
}

fn way(dispatch: &Dispatch, label: &'static str, icon: &'static str, action: Action, open: bool) -> Html {
    let (icon, flip) = icon.split_once(' ').map_or((icon, ""), |(icon, flip)| (icon, flip));
    let dispatch = dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(action.clone()));
    html! {
        <button class="btn quiet icon sm" aria-label={label.split(' ').next()} title={label} disabled={!open} {onclick}>
            { symbol(icon, format!("i i14 {flip}")) }
        </button>
    }
}

fn body(state: &Shown, selection: Selection, tab: InspectorTab, dispatch: &Dispatch) -> Html {
    match (tab, selection) {
        (InspectorTab::Events, _) => {
            let filter = filter_of(state, selection).unwrap_or_default();
            html! { <div class="ibody ievents"><Events state={state.clone()} {filter} label="Events of the selection" row={NARROW_ROW} /></div> }
        }
        (InspectorTab::Json, Selection::Event(seq)) => {
            html! { <EventBridge state={state.clone()} {seq} /> }
        }
        (InspectorTab::Json, _) => describe::json(state, selection, dispatch),
        (InspectorTab::Why, Selection::Task(id)) => why_here::table(state, id, dispatch),
        (InspectorTab::Why, Selection::Placement(id)) => why_not::table(state, id, dispatch),
        (InspectorTab::Why, Selection::Service(id)) => service::why(state, id, dispatch),
        (InspectorTab::Why, Selection::ContainerInstance(id)) => capacity::why(state, id, dispatch),
        (InspectorTab::Why, Selection::Cluster(id)) => cluster::why(state, id, dispatch),
        (InspectorTab::Why, Selection::TaskDefinition(id)) => definition::why(state, id, dispatch),
        (InspectorTab::Why, Selection::Deployment(service, id)) => {
            deployment::why(state, service, id, dispatch)
        }
        (InspectorTab::Why, Selection::Container(task, number)) => {
            container::why(state, task, number, dispatch)
        }
        (InspectorTab::Why, Selection::Image(id, number)) => image::why(state, id, number, dispatch),
        (InspectorTab::Why, Selection::Zone(id)) => zone::why(state, id, dispatch),
        (_, Selection::Task(id)) => task::overview(state, id, dispatch),
        (_, Selection::Service(id)) => service::overview(state, id, dispatch),
        (_, Selection::ContainerInstance(id)) => capacity::overview(state, id, dispatch),
        (_, Selection::CapacityProvider(id)) => provider::overview(state, id, dispatch),
        (_, Selection::Cluster(id)) => cluster::overview(state, id, dispatch),
        (_, Selection::TaskDefinition(id)) => definition::overview(state, id, dispatch),
        (_, Selection::Deployment(service, id)) => deployment::overview(state, service, id, dispatch),
        (_, Selection::Container(task, number)) => container::overview(state, task, number, dispatch),
        (_, Selection::Image(id, number)) => image::overview(state, id, number, dispatch),
        (_, Selection::Zone(id)) => zone::overview(state, id, dispatch),
        (_, Selection::LoadBalancer(id)) => balancing::load_balancer(state, id, dispatch),
        (_, Selection::TargetGroup(id)) => balancing::target_group(state, id, dispatch),
        (_, Selection::Placement(id)) => why_not::overview(state, id, dispatch),
        (_, Selection::Event(seq)) => event::overview(state, seq, dispatch),
    }
}

/// The filter that lets pass what befell the selection; none if nothing but the selection itself would pass.
pub fn filter_of(state: &Shown, selection: Selection) -> Option<EventFilter> {
    let within = |scope| EventFilter { scope: Some(scope), ..EventFilter::default() };
    let of = |resource| EventFilter { resource: Some(resource), ..EventFilter::default() };
    Some(match selection {
        Selection::Cluster(id) => of(Resource::Cluster(id)),
        Selection::Service(id) => of(Resource::Service(id)),
        Selection::Task(id) => of(Resource::Task(id)),
        Selection::ContainerInstance(id) => of(Resource::ContainerInstance(id)),
        Selection::CapacityProvider(id) => of(Resource::CapacityProvider(id)),
        Selection::TaskDefinition(id) => of(Resource::TaskDefinition(id)),
        Selection::LoadBalancer(id) => of(Resource::LoadBalancer(id)),
        Selection::TargetGroup(id) => of(Resource::TargetGroup(id)),
        Selection::Deployment(_, id) => within(Scope::Deployment(id)),
        Selection::Container(task, number) => within(Scope::Container(task, number)),
        Selection::Zone(id) => within(Scope::Zone(id)),
        Selection::Image(id, number) => {
            let world = &state.snapshot;
            world
                .task_definitions
                .contains(id)
                .then(|| within(Scope::Image(image::name(world, id, number).into())))?
        }
        Selection::Placement(_) | Selection::Event(_) => return None,
    })
}

/// The playhead stands before the thing was made.
fn not_yet(state: &Shown, dispatch: &Dispatch) -> Html {
    let back = Callback::from({
        let dispatch = dispatch.clone();
        move |_: MouseEvent| dispatch.dispatch(Action::ReturnToPresent)
    });
    let close = Callback::from({
        let dispatch = dispatch.clone();
        move |_: MouseEvent| dispatch.dispatch(Action::CloseInspector)
    });
    let now = crate::playground::explain::words::clock(state.snapshot.now);
    html! {
        <aside class="right" aria-label="Inspector">
            <div class="ihead">
                <div class="names"><h2><span class="title">{ "Not there yet" }</span></h2></div>
                <button class="btn quiet icon" aria-label="Close the inspector" title="Close (Esc)" onclick={close}>{ symbol("i-x", "i") }</button>
            </div>
            <div class="ibody">
                <p class="note">{ format!("At {now} what was selected has not been made yet.") }</p>
                <div class="row"><button class="btn sm" onclick={back}>{ "Return to the present" }</button></div>
            </div>
        </aside>
    }
}
