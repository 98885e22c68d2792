//! The events of the run, newest first; only the rows on the screen are in the page.

use std::rc::Rc;

use web_sys::HtmlElement;
use yew::prelude::*;

use crate::model::kernel::SimTime;
use crate::playground::console;
use crate::playground::explain::words::grouped;
use crate::playground::views::event_line::{EventLine, Part, Tone, line};
use crate::playground::views::events::{self, EventFilter, FilteredEvents, Subject};
use crate::web::browser::{is_phone, on_resize};
use crate::web::ui::components::{Highlighted, symbol};
use crate::web::ui::state::{Action, InspectorTab, Selection, Shown, use_dispatch};

/// Height of a row in CSS pixels; `drawer.css` says the same. A phone has three lines for each.
const ROW: i32 = 24;
const PHONE_ROW: i32 = 62;
/// Beside the stage there are two; `inspect.css` says the same.
pub const NARROW_ROW: i32 = 41;
/// Rows made above and below what is seen.
const AROUND: u32 = 8;
/// Rows that the highest drawer shows, unless it is measured.
const MOST_SEEN: u32 = 60;

/// A row with its words.
#[derive(Clone, PartialEq)]
struct Told {
    row: events::Row,
    line: EventLine,
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
    pub filter: EventFilter,
    /// What the list is called; two on one page have two names.
    #[prop_or("Events, newest first")]
    pub label: &'static str,
    /// Height of a row, but for a phone.
    #[prop_or(ROW)]
    pub row: i32,
}

#[component]
pub fn Events(props: &Props) -> Html {
    let Props { state, filter, label, row } = props;
    let filtered = use_mut_ref(FilteredEvents::default);
    let place = use_node_ref();
    let first = use_state(|| 0u32);
    // Rows there were when the person scrolled away from the newest: what comes later waits above.
    let pinned = use_state(|| None::<u32>);
    let again = use_force_update();
    let height = if is_phone() { PHONE_ROW } else { *row };
    let (world, log) = (&state.whole.0, &state.whole.1);
    filtered.borrow_mut().follow(filter, &state.events.borrow(), log, world);
    let total = filtered.borrow().len();
    let shown = pinned.map_or(total, |pinned| pinned.min(total));
    let seen = use_height(&place).map_or(MOST_SEEN, |high| (high / height) as u32 + 1);
    let start = first.saturating_sub(AROUND);
    let skip = total - shown;
    let rows = {
        let generation = filtered.borrow().generation();
        let key = (start, skip, total, log.len(), generation, seen, filter.clone());
        use_memo(key, |_| told(&filtered.borrow(), state, skip + start, seen.min(MOST_SEEN) + 2 * AROUND))
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
            let row = u32::try_from(top / height).unwrap_or_default();
            if *first != row {
                first.set(row);
            }
        })
    };
    let scroll_to = {
        let place = place.clone();
        move |top: i32| {
            if let Some(place) = place.cast::<HtmlElement>() {
                place.set_scroll_top(top);
            }
        }
    };
    let newest = {
        let scroll_to = scroll_to.clone();
        Callback::from(move |_: MouseEvent| scroll_to(0))
    };
    // Back in time the list goes along; what lies ahead stays above, and is not forgotten.
    let ahead = if state.in_the_past { filtered.borrow().later_than(state.snapshot.now, log) } else { 0 };
    use_effect_with((state.in_the_past, ahead), move |&(in_the_past, ahead)| {
        if in_the_past {
            scroll_to((ahead as i32 - 2).max(0) * height);
        } else {
            scroll_to(0);
        }
    });
    let toggle = {
        let (filtered, again) = (filtered.clone(), again.clone());
        Callback::from(move |first: u32| {
            filtered.borrow_mut().toggle(first);
            again.force_update();
        })
    };
    let selected = match state.selection() {
        Some(Selection::Event(seq)) => Some(*seq),
        _ => None,
    };
    html! {
        <div class="evpane">
            if skip > 0 {
                <button type="button" class="btn sm newer" onclick={newest}>
                    {format!("{skip} newer")}
                </button>
            }
            if total == 0 {
                <p class="hint">{if filter.is_empty() { "Nothing has happened yet." } else { "No event passes the filter." }}</p>
            }
            <div class="evscroll" ref={place} {onscroll} tabindex="0" role="region" aria-label={*label}>
                <ol style={format!("height:{}px;padding-top:{}px", shown as i32 * height, start as i32 * height)}>
                    {for rows.iter().map(|told| html! {
                        <Row key={told.line.seq} told={told.clone()} selected={selected == Some(told.line.seq)}
                            ahead={told.line.at > state.snapshot.now} toggle={toggle.clone()} />
                    })}
                </ol>
            </div>
        </div>
    }
}

/// Of the element, in CSS pixels; none before it was laid out.
#[hook]
fn use_height(place: &NodeRef) -> Option<i32> {
    let height = use_state_eq(|| None::<i32>);
    let (place, set) = (place.clone(), height.setter());
    use_effect_with((), move |()| {
        let resizes = place.cast::<HtmlElement>().map(|place| {
            let there = place.clone();
            on_resize(&place, move || set.set(Some(there.client_height())))
        });
        move || drop(resizes)
    });
    *height
}

fn told(filtered: &FilteredEvents, state: &Shown, skip: u32, count: u32) -> Vec<Rc<Told>> {
    let (world, log) = (&state.whole.0, &state.whole.1);
    let rows = filtered.newest(skip, count).filter_map(|row| {
        let line = line(world, log.get(row.entry.seq)?, &row.entry);
        Some(Rc::new(Told { row, line }))
    });
    rows.collect()
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
    told: Rc<Told>,
    selected: bool,
    /// Later than the playhead.
    ahead: bool,
    /// Opens or closes the group that began with an entry.
    toggle: Callback<u32>,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let events::Row { times, first, is_open, is_earlier, .. } = props.told.row;
    let EventLine { seq, at, icon, tone, parts, subject, command, sent } = &props.told.line;
    let dispatch = use_dispatch();
    let seek = {
        let (dispatch, at) = (dispatch.clone(), *at);
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            dispatch.dispatch(Action::Seek(at));
        })
    };
    // What lies ahead has not come to be: the playhead goes there first.
    let go = |subject: Subject| {
        let (dispatch, ahead, at) = (dispatch.clone(), props.ahead, *at);
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            if ahead {
                dispatch.dispatch(Action::Seek(at));
            }
            let (selection, tab) = selection(subject);
            dispatch.dispatch(Action::Select(selection, tab));
        })
    };
    let bridge = (!sent.is_empty()).then(|| {
        let (dispatch, ahead, at, seq) = (dispatch.clone(), props.ahead, *at, *seq);
        let onclick = Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            if ahead {
                dispatch.dispatch(Action::Seek(at));
            }
            dispatch.dispatch(Action::Select(Selection::Event(seq), InspectorTab::Json));
        });
        let action = sent.iter().find_map(|sent| sent.action()).map(|action| action.name());
        let label = format!("EventBridge: {}", action.unwrap_or(sent[0].detail_type()));
        html! {
            <button type="button" class="bridge" aria-label={label.clone()} title={label} {onclick}>
                if let Some(action) = action { <code>{action}</code> }
                {"{ }"}
            </button>
        }
    });
    let tone = match tone {
        Tone::Plain => None,
        Tone::Fault => Some("fault"),
        Tone::Bad => Some("bad"),
    };
    let class = classes!(
        "ev",
        tone,
        props.selected.then_some("sel"),
        subject.is_some().then_some("to"),
        props.ahead.then_some("ahead"),
        is_earlier.then_some("again"),
    );
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
    let group = (times > 1 || (is_open && !is_earlier)).then(|| {
        let onclick = props.toggle.reform(move |event: MouseEvent| {
            event.stop_propagation();
            first
        });
        let (words, label) = if is_open {
            ("−".to_owned(), "Show the repetitions as one row".to_owned())
        } else {
            (format!("×{}", grouped(times)), format!("Said {times} times; show each"))
        };
        html! { <button type="button" class="times" aria-expanded={is_open.to_string()} aria-label={label.clone()} title={label} {onclick}>{words}</button> }
    });
    html! {
        <li {class} onclick={subject.map(go)} title={line.clone().unwrap_or(title)}>
            <time><button type="button" title="Go to this moment" onclick={seek}>{clock(*at)}</button></time>
            <span class="ic">{ symbol(*icon, icon_class) }</span>
            <p>
                {group}
                {for words}
                if let Some(line) = line {
                    <code class="ln"><Highlighted {line} /></code>
                }
            </p>
            {bridge}
        </li>
    }
}
