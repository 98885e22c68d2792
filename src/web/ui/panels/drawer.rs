//! Under the stage: the events of the run, and a terminal.

pub mod events;
mod file_menu;
mod history;
mod metrics;
mod offers;
mod output;
mod prompt;
mod resizer;
mod terminal;

use std::rc::Rc;

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use self::events::Events;
use self::file_menu::FileMenu;
use self::metrics::Metrics;
use self::resizer::Resizer;
use self::terminal::Terminal;
use crate::model::ecs::ServiceId;
use crate::model::world::event::Resource;
use crate::playground::recording::Recording;
use crate::playground::views::events::{EventFilter, EventKind};
use crate::web::browser::{ChosenFile, read_files};
use crate::web::ui::components::{symbol, tab_stop, walk_tabs};
use crate::web::ui::panels::inspector::filter_of;
use crate::web::ui::panels::transport::service_of;
use crate::web::ui::state::{Action, Dispatch, DrawerTab, MOST_BYTES, Notice, Shown, TextFile, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
}

#[component]
pub fn Drawer(props: &Props) -> Html {
    let state = &props.state;
    let drawer = use_node_ref();
    let dispatch = use_dispatch();
    let dragged = use_state(|| None::<u32>);
    let height = dragged.or(state.drawer_height);
    let filter = use_state(EventFilter::default);
    let only = use_state(Only::default);
    let about = state.selection().and_then(|&selection| filter_of(state, selection));
    let mut in_force = (*filter).clone();
    match *only {
        Only::Everything => {}
        Only::Selected => {
            if let Some(about) = &about {
                in_force.resource = about.resource;
                in_force.scope.clone_from(&about.scope);
            }
        }
        Only::Service(id) => {
            in_force.resource = state.whole.0.services.contains(id).then_some(Resource::Service(id));
        }
    }
    let name = match state.drawer {
        DrawerTab::Events => "events",
        DrawerTab::Metrics => "metrics",
        DrawerTab::Terminal => "terminal",
    };
    let style = height.map(|height| format!("flex:0 0 {height}px"));
    let on_drag = {
        let dragged = dragged.setter();
        use_callback((), move |height, ()| dragged.set(Some(height)))
    };
    let on_height = {
        let dragged = dragged.setter();
        use_callback((), move |new, ()| {
            dispatch.dispatch(Action::SetDrawerHeight(new));
            dragged.set(None);
        })
    };
    html! {
        <section class="drawer" aria-label="Events, metrics and terminal" data-drawer={name} ref={drawer.clone()} {style}>
            <Resizer {on_drag} {on_height} {height} {drawer} />
            <div class="tabs">
                <Tabs tab={state.drawer} events={state.events.borrow().entries().len() as u32} />
                <span class="sp"></span>
                if state.drawer == DrawerTab::Events {
                    <FilterBar
                        filter={(*filter).clone()} only={*only} services={services(state)}
                        on_filter={Callback::from(move |new| filter.set(new))}
                        on_only={Callback::from(move |new| only.set(new))}
                    />
                } else if state.drawer == DrawerTab::Terminal {
                    <FileMenu files={state.dropped.clone()} />
                    <ClearButton />
                }
            </div>
            if state.drawer == DrawerTab::Events {
                <div class="pane events" role="tabpanel" aria-label="Events">
                    <Events state={state.clone()} filter={in_force} />
                </div>
            } else if state.drawer == DrawerTab::Metrics {
                <div class="pane metrics" role="tabpanel" aria-label="Metrics">
                    <Metrics state={state.clone()} service={service_of(state)} />
                </div>
            } else {
                <div class="pane terminal" role="tabpanel" aria-label="Terminal">
                    <Terminal
                        entries={state.terminal.clone()} given={state.given.clone()} asking={state.asking()}
                        files={state.files()} focus={state.focus_terminal}
                    />
                </div>
            }
        </section>
    }
}

/// What was dropped somewhere on the page, unless a part of it has a use of its own for it.
pub fn take_dropped(event: &DragEvent, dispatch: &Dispatch) {
    let files = event.data_transfer().and_then(|transfer| transfer.files());
    if let Some(files) = files.filter(|files| files.length() > 0 && !event.default_prevented()) {
        event.prevent_default();
        take_files(files, dispatch);
    }
}

/// Puts files where lines of the terminal can name them, and says which cannot be had.
pub fn take_files(files: web_sys::FileList, dispatch: &Dispatch) {
    let dispatch = dispatch.clone();
    read_files(files, MOST_BYTES, move |ChosenFile { name, text }| {
        let action = match text {
            // A run that was saved is opened, not read.
            Ok(text) if Recording::from_text(&text).is_ok() => Action::Import(text.into()),
            Ok(text) => {
                dispatch
                    .dispatch(Action::AddFile(TextFile { name: name.as_str().into(), text: text.into() }));
                Action::Notify(Notice {
                    is_error: false,
                    title: format!("{name} is here.").into(),
                    text: format!("Lines of the terminal can name it: file://{name}").into(),
                    offers_recording: false,
                })
            }
            Err(why) => Action::Notify(Notice {
                is_error: true,
                title: format!("{name} was not taken.").into(),
                text: format!("The reason: {why}.").into(),
                offers_recording: false,
            }),
        };
        dispatch.dispatch(action);
    });
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
        let onclick = Callback::from(move |_| match which {
            DrawerTab::Terminal => dispatch.dispatch(Action::FocusTerminal),
            other => dispatch.dispatch(Action::ShowDrawer(other)),
        });
        html! {
            <button type="button" role="tab" tabindex={tab_stop(props.tab == which)} aria-selected={(props.tab == which).to_string()} {onclick}>
                { symbol(icon, "i i14") }{label}
                if let Some(count) = count {
                    <span class="count">{grouped(count)}</span>
                }
            </button>
        }
    };
    html! {
        <div role="tablist" aria-label="Drawer" class="tablist" onkeydown={walk_tabs()}>
            {tab(DrawerTab::Events, "i-list", "Events", Some(props.events))}
            {tab(DrawerTab::Metrics, "i-chart", "Metrics", None)}
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
