//! One line to the person, over everything else: what ECS refused, what could not be kept or opened.

use std::rc::Rc;

use yew::prelude::*;

use super::top_bar::RECORDING_FILE;
use crate::web::browser::download_text;
use crate::web::ui::components::symbol;
use crate::web::ui::state::{Action, Dispatch, Notice, Shown, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
}

#[component]
pub fn NoticeLine(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let Some(notice) = props.state.notice.clone() else { return html! {} };
    let Notice { is_error, title, text, offers_recording } = &*notice;
    let class = classes!("notice", is_error.then_some("bad"));
    let role = if *is_error { "alert" } else { "status" };
    let recording = {
        let state = props.state.clone();
        Callback::from(move |_| download_text(RECORDING_FILE, &state.recording_text()))
    };
    html! {
        <div {class} {role}>
            { symbol(if *is_error { "h-bad" } else { "i-say" }, "i") }
            <p><b>{ Rc::clone(title) }</b>{ " " }{ Rc::clone(text) }</p>
            if *offers_recording {
                <button class="btn sm" onclick={recording}>{ "Download recording" }</button>
            }
            <button class="btn quiet icon sm" aria-label="Dismiss" onclick={move |_| dispatch.dispatch(Action::DismissNotice)}>
                { symbol("i-x", "i") }
            </button>
        </div>
    }
}

/// Says that the run before is set aside, until that was read.
pub fn aside_line(state: &Shown, dispatch: &Dispatch) -> Html {
    let Some(aside) = state.aside.as_ref().filter(|_| state.tells_aside && state.notice.is_none()) else {
        return html! {};
    };
    let act = |action: Action| {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(action.clone()))
    };
    html! {
        <div class="notice" role="status">
            { symbol("i-undo", "i") }
            <p>{ format!("What you did in {} is set aside.", quoted(aside.title())) }</p>
            <button class="btn sm" onclick={act(Action::BringBack)}>{ "Bring it back" }</button>
            <button class="btn quiet icon sm" aria-label="Dismiss" onclick={act(Action::ForgetAside)}>
                { symbol("i-x", "i") }
            </button>
        </div>
    }
}

fn quoted(title: &str) -> String {
    if title == "your run" { title.to_owned() } else { format!("“{title}”") }
}
