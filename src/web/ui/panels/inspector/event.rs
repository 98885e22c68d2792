//! One event: what it says, what led to it, and what it led to.

use yew::prelude::*;

use super::event_bridge;
use super::parts::{link, section};
use crate::model::world::{Event, LoggedEvent};
use crate::playground::console;
use crate::playground::explain::words;
use crate::playground::views::event_line::{self, EventLine};
use crate::web::ui::components::CommandLine;
use crate::web::ui::panels::drawer::events::selection;
use crate::web::ui::state::{Action, Dispatch, Selection, Shown};

/// The event as the drawer words it; none if it has no row there.
pub fn line_at(state: &Shown, seq: u32) -> Option<EventLine> {
    let index = state.events.borrow();
    let position = index.entries().binary_search_by_key(&seq, |entry| entry.seq).ok()?;
    let logged = state.log.get(seq)?;
    Some(event_line::line(&state.snapshot, logged, &index.entries()[position]))
}

pub fn overview(state: &Shown, seq: u32, dispatch: &Dispatch) -> Html {
    let Some(logged) = state.log.get(seq) else {
        return html! { <div class="ibody"><p class="note">{ "It lies ahead of the playhead." }</p></div> };
    };
    let line = line_at(state, seq);
    let subject = line.as_ref().and_then(|line| line.subject);
    let causes = causes(state, logged);
    let effects = effects(state, seq);
    let at = logged.at;
    let travel = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Seek(at)))
    };
    html! {
        <div class="ibody">
            if let Event::CommandReceived(command) = &logged.event {
                <CommandLine line={console::line_of(command)} />
            } else {
                <p class="note verbatim">{ line.as_ref().map(event_line::text_of).unwrap_or_else(|| logged.event.name().to_owned()) }</p>
            }
            <div class="row">
                <button class="btn sm" onclick={travel}>{ format!("Go to {}", words::clock(at)) }</button>
                if let Some(subject) = subject {
                    { link(dispatch, selection(subject).0, "Show what it is about") }
                }
            </div>
            if let Some(line) = line.as_ref().filter(|line| !line.sent.is_empty()) {
                { section("Sent to EventBridge", html! {
                    <ul class="chain">{ for line.sent.iter().map(|&sent| html! { <li>{ event_bridge::named(sent) }</li> }) }</ul>
                }) }
            }
            if !causes.is_empty() { { section("What led to it", list(state, &causes, dispatch)) } }
            if !effects.is_empty() { { section("What it led to", list(state, &effects, dispatch)) } }
        </div>
    }
}

fn list(state: &Shown, events: &[u32], dispatch: &Dispatch) -> Html {
    let row = |&seq: &u32| {
        let logged = state.log.get(seq)?;
        let text = match line_at(state, seq) {
            Some(line) => line
                .command
                .as_ref()
                .map_or_else(|| event_line::text_of(&line), |row| row.operation.to_string()),
            None => logged.event.name().to_owned(),
        };
        Some(html! {
            <li><time>{ words::clock(logged.at) }</time>{ link(dispatch, Selection::Event(seq), text) }</li>
        })
    };
    html! { <ol class="chain">{ for events.iter().filter_map(row) }</ol> }
}

/// From the first cause to the last.
fn causes(state: &Shown, logged: &LoggedEvent) -> Vec<u32> {
    const LONGEST: usize = 32;
    let first = logged.cause;
    let up = |seq: &u32| state.log.get(*seq).and_then(|logged| logged.cause);
    let mut causes: Vec<u32> = std::iter::successors(first, up).take(LONGEST).collect();
    causes.reverse();
    causes
}

/// What it brought about directly. Effects follow soon, so only the next events are looked at.
fn effects(state: &Shown, seq: u32) -> Vec<u32> {
    const LOOKED_AT: usize = 400;
    const MOST: usize = 20;
    let later = state.log.since(seq + 1).take(LOOKED_AT);
    later.filter(|logged| logged.cause == Some(seq)).map(|logged| logged.seq).take(MOST).collect()
}
