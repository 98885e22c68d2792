//! The events of the run, newest first; only the rows on the screen are in the page.

use std::rc::Rc;

use web_sys::HtmlElement;
use yew::prelude::*;

use crate::model::kernel::SimTime;
use crate::playground::console;
use crate::playground::views::event_line::{EventLine, Part, Tone, line};
use crate::playground::views::events::{EventFilter, FilteredEvents, Subject};
use crate::web::ui::components::{Highlighted, symbol};
use crate::web::ui::state::{Action, InspectorTab, Selection, Shown, use_dispatch};

/// Height of a row in CSS pixels; `drawer.css` says the same.
const ROW: i32 = 24;
/// Rows made above and below what is seen, and rows made in all: more than the highest drawer holds.
const ABOVE: u32 = 12;
const MADE: u32 = 90;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
    pub filter: EventFilter,
    /// What the list is called; two on one page have two names.
    #[prop_or("Events, newest first")]
    pub label: &'static str,
}

#[component]
pub fn Events(props: &Props) -> Html {
    let Props { state, filter, label } = props;
    let filtered = use_mut_ref(FilteredEvents::default);
    let place = use_node_ref();
    let first = use_state(|| 0u32);
    // Rows there were when the person scrolled away from the newest: what comes later waits above.
    let pinned = use_state(|| None::<u32>);
    filtered.borrow_mut().follow(filter, &state.events.borrow(), &state.log, &state.snapshot);
    let total = filtered.borrow().len();
    let shown = pinned.map_or(total, |pinned| pinned.min(total));
    let rows = {
        let (start, skip) = (first.saturating_sub(ABOVE), total - shown);
        let generation = filtered.borrow().generation();
        let key = (start, skip, state.log.len(), generation, filter.clone());
        use_memo(key, |_| rows(&filtered.borrow(), state, skip + start))
    };
    let onscroll = {
        let (first, pinned, place) = (first.clone(), pinned.clone(), place.clone());
        Callback::from(move |_: Event| {
            let top = place.cast::<HtmlElement>().map_or(0, |place| place.scroll_top());
            match (top, *pinned) {
                (0, Some(_)) => pinned.set(None),
                (1.., None) => pinned.set(Some(total)),
                _ => {}
            }
            let row = u32::try_from(top / ROW).unwrap_or_default();
            if *first != row {
                first.set(row);
            }
        })
    };
    let newest = {
        let place = place.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(place) = place.cast::<HtmlElement>() {
                place.set_scroll_top(0);
            }
        })
    };
    let start = first.saturating_sub(ABOVE);
    let selected = match state.selection() {
        Some(Selection::Event(seq)) => Some(*seq),
        _ => None,
    };
    html! {
        <div class="evpane">
            if total > shown {
                <button type="button" class="btn sm newer" onclick={newest}>
                    {format!("{} newer", total - shown)}
                </button>
            }
            if total == 0 {
                <p class="hint">{if filter.is_empty() { "Nothing has happened yet." } else { "No event passes the filter." }}</p>
            }
            <div class="evscroll" ref={place} {onscroll} tabindex="0" role="region" aria-label={*label}>
                <ol style={format!("height:{}px;padding-top:{}px", shown as i32 * ROW, start as i32 * ROW)}>
                    {for rows.iter().map(|line| html! {
                        <Row key={line.seq} line={line.clone()} selected={selected == Some(line.seq)} />
                    })}
                </ol>
            </div>
        </div>
    }
}

fn rows(filtered: &FilteredEvents, state: &Shown, skip: u32) -> Vec<Rc<EventLine>> {
    let lines = filtered.newest(skip, MADE).filter_map(|entry| {
        let logged = state.log.get(entry.seq)?;
        Some(Rc::new(line(&state.snapshot, logged, entry)))
    });
    lines.collect()
}

/// What a click on the subject selects.
pub fn selection(subject: Subject) -> (Selection, InspectorTab) {
    match subject {
        Subject::Placement(decision) => (Selection::Placement(decision), InspectorTab::Why),
        Subject::Deployment(service, id) => (Selection::Deployment(service, id), InspectorTab::Overview),
        Subject::Zone(id) => (Selection::Zone(id), InspectorTab::Overview),
        Subject::Resource(resource) => (resource.into(), InspectorTab::Overview),
    }
}

/// `12:11`, with hours once there are any.
fn clock(at: SimTime) -> String {
    let seconds = at.as_millis() / 1000;
    match seconds / 3600 {
        0 => format!("{:02}:{:02}", seconds / 60, seconds % 60),
        hours => format!("{hours}:{:02}:{:02}", seconds / 60 % 60, seconds % 60),
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    line: Rc<EventLine>,
    selected: bool,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let EventLine { at, icon, tone, parts, subject, command, .. } = &*props.line;
    let dispatch = use_dispatch();
    let seek = {
        let (dispatch, at) = (dispatch.clone(), *at);
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            dispatch.dispatch(Action::Seek(at));
        })
    };
    let go = |subject: Subject| {
        let dispatch = dispatch.clone();
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            let (selection, tab) = selection(subject);
            dispatch.dispatch(Action::Select(selection, tab));
        })
    };
    let tone = match tone {
        Tone::Plain => None,
        Tone::Fault => Some("fault"),
        Tone::Bad => Some("bad"),
    };
    let class = classes!("ev", tone, props.selected.then_some("sel"), subject.is_some().then_some("to"));
    let icon_class = if icon.starts_with("i-") { "i i14" } else { "g" };
    let words = parts.iter().map(|part| match part {
        Part::Text(text) => html! { {text.clone()} },
        Part::Link { text, to } => html! {
            <button type="button" class="lnk" onclick={go(*to)}>{text.clone()}</button>
        },
    });
    let title: String = parts
        .iter()
        .map(|part| match part {
            Part::Text(text) | Part::Link { text, .. } => &**text,
        })
        .collect();
    let line = command.as_ref().map(|command| console::line_of(command));
    html! {
        <li {class} onclick={subject.map(go)} title={line.clone().unwrap_or(title)}>
            <time><button type="button" title="Go to this moment" onclick={seek}>{clock(*at)}</button></time>
            <span class="ic">{ symbol(*icon, icon_class) }</span>
            <p>
                {for words}
                if let Some(line) = line {
                    <code class="ln"><Highlighted {line} /></code>
                }
            </p>
        </li>
    }
}
