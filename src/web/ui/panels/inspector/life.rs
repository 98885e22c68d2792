//! A state timeline: every state with its duration, the moment it began and the command behind it.

use yew::prelude::*;

use super::parts::{link, section};
use crate::playground::explain::life::{self, Being, Turn};
use crate::playground::explain::words;
use crate::web::ui::state::{Action, Dispatch, Selection, Shown};

/// The states of whatever is no task.
pub fn of(state: &Shown, being: &Being, dispatch: &Dispatch) -> Html {
    let turns = life::life(&state.snapshot, &state.log, &state.trace.borrow(), being);
    timeline(&turns, dispatch)
}

/// Newest last, as a life goes.
pub fn timeline(turns: &[Turn], dispatch: &Dispatch) -> Html {
    if turns.is_empty() {
        return html! {};
    }
    section("States", html! { <ol class="life">{ for turns.iter().map(|turn| row(turn, dispatch)) }</ol> })
}

fn row(turn: &Turn, dispatch: &Dispatch) -> Html {
    let at = turn.at;
    let travel = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Seek(at)))
    };
    let (lasted, present) = (words::span(turn.lasted), turn.is_present);
    html! {
        <li class={classes!(present.then_some("now"), turn.is_bad.then_some("worse"))} aria-current={present.then_some("step")}>
            <time><button title="Go to this moment" onclick={travel}>{ words::clock(at) }</button></time>
            <b>{ &turn.state }</b>
            <em>{ if present { format!("{lasted} …") } else { lasted } }</em>
            if !turn.detail.is_empty() || turn.cause.is_some() {
                <p>
                    { &turn.detail }
                    if let Some(cause) = &turn.cause {
                        { if turn.detail.is_empty() { "by " } else { ", by " } }
                        { link(dispatch, Selection::Event(cause.seq), cause.command.operation.to_string()) }
                    }
                </p>
            }
        </li>
    }
}
