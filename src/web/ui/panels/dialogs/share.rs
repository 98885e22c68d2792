//! The run as a link.

use yew::prelude::*;

use super::recording::Export;
use crate::model::kernel::SimTime;
use crate::playground::explain::words;
use crate::playground::links::LONGEST_TO_SHARE;
use crate::web::browser::{copy_text, page_address};
use crate::web::ui::components::{Modal, symbol};
use crate::web::ui::links::use_linked_run;
use crate::web::ui::state::{Action, Dialog, Shown, link_of, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
}

#[component]
pub fn Share(props: &Props) -> Html {
    let dispatch = use_dispatch();
    // As it stands when the dialog opens: a link that changes under the pointer cannot be copied.
    let state = (*use_memo((), |()| props.state.clone())).clone();
    let from_start = use_state(|| false);
    let copied = use_state(|| false);
    let run = use_linked_run(&props.state);
    let link = run.map(|run| {
        let mut link = link_of(&state, run);
        if *from_start {
            (link.at, link.until, link.select) = (Some(SimTime::ZERO), Some(state.end), None);
        }
        format!("{}#{link}", page_address())
    });
    let send = |action: Action| {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(action.clone()))
    };
    let is_too_long = link.as_ref().is_some_and(|link| link.len() > LONGEST_TO_SHARE);
    let length = link.as_ref().map_or(0, String::len) as u32;
    let copy = {
        let (copied, link) = (copied.clone(), link.clone());
        Callback::from(move |_: MouseEvent| {
            copy_text(link.as_deref().unwrap_or_default());
            copied.set(true);
        })
    };
    let export = {
        let export = Export::new(state.clone());
        Callback::from(move |_: MouseEvent| export.download())
    };
    let opens_at = |start: bool, label: String| {
        let (from_start, copied) = (from_start.clone(), copied.clone());
        let pressed = (*from_start == start).to_string();
        let onclick = Callback::from(move |_: MouseEvent| {
            from_start.set(start);
            copied.set(false);
        });
        html! { <button type="button" aria-pressed={pressed} {onclick}>{label}</button> }
    };
    let on_close = {
        let dispatch = dispatch.clone();
        Callback::from(move |()| dispatch.dispatch(Action::CloseDialog))
    };
    html! {
        <Modal title="Share this run" {on_close}>
            <div class="dlgbody">
                <p>{"Whoever opens the link has the whole run, event for event, and goes on from there with a copy of their own. The run is in the link itself; nothing is stored anywhere."}</p>
                <div class="fldset">
                    <legend>{"Opens at"}</legend>
                    <div class="seg" role="group" aria-label="Opens at">
                        { opens_at(false, format!("This moment, {}", words::clock(state.snapshot.now))) }
                        { opens_at(true, "The beginning".into()) }
                    </div>
                </div>
                if is_too_long {
                    <p class="note" role="status">{ symbol("h-bad", "g alarm") }{ format!(
                        "The link would have {} characters. Above {} many programs cut links, so share the file instead.",
                        words::grouped(length), words::grouped(LONGEST_TO_SHARE as u32),
                    ) }</p>
                } else {
                    <label class="fld code">
                        <span class="flab">{"Link"}</span>
                        <input type="text" readonly=true spellcheck="false" value={link.clone().unwrap_or_default()} />
                        <small>{ carries(&state, length, *from_start) }</small>
                    </label>
                }
            </div>
            <footer class="dlgfoot">
                <button type="button" class={classes!("btn", "lg", is_too_long.then_some("primary"))} onclick={export}>{"Download recording"}</button>
                <button type="button" class="btn lg quiet" onclick={send(Action::Open(Dialog::Embed))}>{ symbol("i-code", "i i14") }{"Embed"}</button>
                <span class="sp"></span>
                if !is_too_long {
                    <button type="button" class="btn lg primary" autofocus=true onclick={copy}>
                        { symbol(if *copied { "i-check" } else { "i-copy" }, "i i14") }{ if *copied { "Copied" } else { "Copy link" } }
                    </button>
                }
            </footer>
        </Modal>
    }
}

/// What is in the link, and how long it is.
fn carries(state: &Shown, length: u32, from_start: bool) -> String {
    let count = state.recording().commands.len() as u32;
    let mut parts = vec![format!("seed {}", state.snapshot.config.seed), words::count(count, "command")];
    parts.push(format!("{} of time", words::clock(state.end)));
    if state.selection().is_some() && !from_start {
        parts.push("what is selected".into());
    }
    format!("{} characters. It carries {}.", words::grouped(length), parts.join(", "))
}
