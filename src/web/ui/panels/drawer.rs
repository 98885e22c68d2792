//! Under the stage: the events of the run, and a terminal.

pub mod events;
mod layout;
mod output;
mod prompt;
mod resizer;
mod terminal;

use std::rc::Rc;

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use self::events::Events;
use self::layout::Layout;
use self::resizer::Resizer;
use self::terminal::Terminal;
use crate::model::ecs::ServiceId;
use crate::model::world::event::Resource;
use crate::playground::views::events::{EventFilter, EventKind};
use crate::web::ui::components::symbol;
use crate::web::ui::state::{Action, DrawerTab, Selection, Shown, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
}

#[component]
pub fn Drawer(props: &Props) -> Html {
    let state = &props.state;
    let drawer = use_node_ref();
    let (height, was_terminal) = use_layout(state.drawer);
    // The line takes the focus when the terminal is opened, but not when the page begins with it.
    let takes_focus = use_mut_ref(|| !was_terminal);
    let focus = takes_focus.replace(*takes_focus.borrow() || state.drawer == DrawerTab::Terminal);
    let filter = use_state(EventFilter::default);
    let only = use_state(Only::default);
    let selected = state.selection().and_then(resource_of);
    let mut in_force = (*filter).clone();
    in_force.resource = match *only {
        Only::Everything => None,
        Only::Selected => selected,
        Only::Service(id) => state.whole.0.services.contains(id).then_some(Resource::Service(id)),
    };
    let name = if state.drawer == DrawerTab::Events { "events" } else { "terminal" };
    let style = (*height).map(|height| format!("flex:0 0 {height}px"));
    let on_height = {
        let height = height.clone();
        use_callback((), move |new, ()| height.set(new))
    };
    html! {
        <section class="drawer" aria-label="Events and terminal" data-drawer={name} ref={drawer.clone()} {style}>
            <Resizer {on_height} height={*height} {drawer} />
            <div class="tabs">
                <Tabs tab={state.drawer} events={state.events.borrow().entries().len() as u32} />
                <span class="sp"></span>
                if state.drawer == DrawerTab::Events {
                    <FilterBar
                        filter={(*filter).clone()} only={*only} services={services(state)}
                        on_filter={Callback::from(move |new| filter.set(new))}
                        on_only={Callback::from(move |new| only.set(new))}
                    />
                } else {
                    <ClearButton />
                }
            </div>
            if state.drawer == DrawerTab::Events {
                <div class="pane events" role="tabpanel" aria-label="Events">
                    <Events state={state.clone()} filter={in_force} />
                </div>
            } else {
                <div class="pane terminal" role="tabpanel" aria-label="Terminal">
                    <Terminal
                        entries={state.terminal.clone()} given={state.given.clone()} asking={state.asking()}
                        draft={state.author.draft.clone()} {focus}
                    />
                </div>
            }
        </section>
    }
}

/// The height, taken from the last visit together with the tab, and kept whenever one changes; and whether
/// that visit ended at the terminal.
#[hook]
fn use_layout(tab: DrawerTab) -> (UseStateHandle<Option<u32>>, bool) {
    let dispatch = use_dispatch();
    let kept = use_memo((), |()| layout::restore());
    let height = use_state(|| kept.height);
    let was_terminal = kept.is_terminal;
    use_effect_with((), move |()| {
        if kept.is_terminal {
            dispatch.dispatch(Action::ShowDrawer(kept.tab()));
        }
    });
    let is_first = use_mut_ref(|| true);
    use_effect_with((*height, tab), move |(height, tab)| {
        if !is_first.replace(false) {
            layout::keep(&Layout { height: *height, is_terminal: *tab == DrawerTab::Terminal });
        }
    });
    (height, was_terminal)
}

fn resource_of(selection: &Selection) -> Option<Resource> {
    Some(match *selection {
        Selection::Cluster(id) => Resource::Cluster(id),
        Selection::Service(id) => Resource::Service(id),
        Selection::Task(id) => Resource::Task(id),
        Selection::ContainerInstance(id) => Resource::ContainerInstance(id),
        Selection::TaskDefinition(id) => Resource::TaskDefinition(id),
        Selection::Placement(_) | Selection::Event(_) => return None,
    })
}

#[derive(Properties, PartialEq)]
struct TabsProps {
    tab: DrawerTab,
    events: u32,
}

#[component]
fn Tabs(props: &TabsProps) -> Html {
    let dispatch = use_dispatch();
    let tab = |which: DrawerTab, icon: &'static str, label: &'static str, count: Option<u32>| {
        let dispatch = dispatch.clone();
        let onclick = Callback::from(move |_| dispatch.dispatch(Action::ShowDrawer(which)));
        html! {
            <button type="button" role="tab" aria-selected={(props.tab == which).to_string()} {onclick}>
                { symbol(icon, "i i14") }{label}
                if let Some(count) = count {
                    <span class="count">{grouped(count)}</span>
                }
            </button>
        }
    };
    html! {
        <div role="tablist" aria-label="Drawer" class="tablist">
            {tab(DrawerTab::Events, "i-list", "Events", Some(props.events))}
            {tab(DrawerTab::Terminal, "i-term", "Terminal", None)}
        </div>
    }
}

/// Commas from 10,000 up.
fn grouped(count: u32) -> String {
    if count < 10_000 { count.to_string() } else { format!("{},{:03}", count / 1000, count % 1000) }
}

/// Whose events are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Only {
    #[default]
    Everything,
    /// Of what the inspector shows; of everything while it shows nothing.
    Selected,
    Service(ServiceId),
}

const MOST_SERVICES: usize = 50;

/// The cluster's services, to choose from.
fn services(state: &Shown) -> Vec<(ServiceId, Rc<str>)> {
    let world = &state.whole.0;
    let cluster = state.cluster.filter(|&id| world.clusters.contains(id));
    let ids = cluster.into_iter().flat_map(|id| &world.clusters[id].services);
    ids.take(MOST_SERVICES).map(|&id| (id, world.services[id].name.clone())).collect()
}

#[derive(Properties, PartialEq)]
struct FilterProps {
    filter: EventFilter,
    only: Only,
    services: Vec<(ServiceId, Rc<str>)>,
    on_filter: Callback<EventFilter>,
    on_only: Callback<Only>,
}

#[component]
fn FilterBar(props: &FilterProps) -> Html {
    let kind = {
        let (filter, on_filter) = (props.filter.clone(), props.on_filter.clone());
        Callback::from(move |event: Event| {
            let Some(select) = event.target_dyn_into::<HtmlSelectElement>() else { return };
            let kind = EventKind::ALL.into_iter().find(|kind| kind.label() == select.value());
            on_filter.emit(EventFilter { kind, ..filter.clone() });
        })
    };
    let text = {
        let (filter, on_filter) = (props.filter.clone(), props.on_filter.clone());
        Callback::from(move |event: InputEvent| {
            let Some(field) = event.target_dyn_into::<HtmlInputElement>() else { return };
            on_filter.emit(EventFilter { text: field.value(), ..filter.clone() });
        })
    };
    let whose = props.on_only.reform(|event: Event| {
        let value = event.target_unchecked_into::<HtmlSelectElement>().value();
        match value.parse() {
            Ok(id) => Only::Service(ServiceId(id)),
            Err(_) if value == "selected" => Only::Selected,
            Err(_) => Only::Everything,
        }
    });
    let chosen = props.filter.kind;
    html! {
        <div class="evfilter">
            <select aria-label="Whose events" onchange={whose}>
                <option value="" selected={props.only == Only::Everything}>{"Everything"}</option>
                <option value="selected" selected={props.only == Only::Selected}>{"Only the selected"}</option>
                {for props.services.iter().map(|(id, name)| html! {
                    <option value={id.0.to_string()} selected={props.only == Only::Service(*id)}>{&**name}</option>
                })}
            </select>
            <select aria-label="Kind of event" onchange={kind}>
                <option value="" selected={chosen.is_none()}>{"All kinds"}</option>
                {for EventKind::ALL.into_iter().map(|kind| html! {
                    <option value={kind.label()} selected={chosen == Some(kind)}>{kind.label()}</option>
                })}
            </select>
            <input
                type="search" placeholder="Filter" aria-label="Filter by text" spellcheck="false"
                value={props.filter.text.clone()} oninput={text}
            />
        </div>
    }
}

#[component]
fn ClearButton() -> Html {
    let dispatch = use_dispatch();
    let onclick = Callback::from(move |_| dispatch.dispatch(Action::ClearTerminal));
    html! {
        <button type="button" class="btn sm quiet" {onclick}>{"Clear"}</button>
    }
}
