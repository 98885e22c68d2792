//! While a run is being had again, and what became of a link.

use std::rc::Rc;

use yew::prelude::*;

use crate::web::browser::copy_text;
use crate::web::ui::components::symbol;
use crate::web::ui::state::{Action, Dispatch, Loading, Shown};

/// How far the replay has come. The style sheet shows it only if it takes long enough to be noticed.
pub fn opening(loading: &Loading, dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    let stop = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::StopLoading));
    let seconds = |at: crate::model::kernel::SimTime| (at.as_millis() / 1000).to_string();
    html! {
        <div class="opening" role="status">
            <h1>{"Opening the run"}</h1>
            <progress max={seconds(loading.to)} value={seconds(loading.now)} aria-label="Replayed" />
            <p>{ format!("Replayed {} of {}", loading.now, loading.to) }</p>
            <button class="btn" onclick={stop}>{"Stop here"}</button>
        </div>
    }
}

/// A link that could not be opened, with its text to copy.
pub fn link_note(state: &Shown, dispatch: &Dispatch) -> Html {
    let Some(bad) = &state.visit.bad_link else { return html! {} };
    let dispatch = dispatch.clone();
    let dismiss = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::DismissBadLink));
    let copy = {
        let link = Rc::clone(&bad.link);
        Callback::from(move |_: MouseEvent| copy_text(&link))
    };
    // Another line may lie where this one would.
    let is_raised = state.notice.is_some() || state.tells_aside;
    html! {
        <div class={classes!("notice", "link-note", "bad", is_raised.then_some("raised"))} role="alert">
            { symbol("h-bad", "i") }
            <p><b>{"The link could not be opened."}</b>{" "}{&bad.why}</p>
            <button class="btn sm" onclick={copy}>{"Copy the link"}</button>
            <button class="btn quiet icon sm" aria-label="Dismiss" onclick={dismiss}>{ symbol("i-x", "i") }</button>
        </div>
    }
}
