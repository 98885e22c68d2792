//! Questions before something is lost.

use yew::prelude::*;

use super::recording::Export;
use crate::model::kernel::SimTime;
use crate::web::ui::components::Modal;
use crate::web::ui::state::{Action, use_dispatch};

/// The scenario a new start begins with.
const FIRST: &str = "demo";

#[derive(Properties, PartialEq)]
pub struct LeaveProps {
    pub now: SimTime,
    pub end: SimTime,
}

#[component]
pub fn LeaveThePast(props: &LeaveProps) -> Html {
    let dispatch = use_dispatch();
    let on_close = {
        let dispatch = dispatch.clone();
        Callback::from(move |()| dispatch.dispatch(Action::CloseDialog))
    };
    let cancel = on_close.reform(|_: MouseEvent| ());
    let go = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::LeaveThePast));
    html! {
        <Modal title="Go on from here?" class="narrow" {on_close}>
            <div class="dlgbody">
                <p>{format!(
                    "The playhead stands at {}. Acting here begins the run anew from this moment: what is recorded after it, up to {}, is cut off.",
                    props.now, props.end,
                )}</p>
            </div>
            <footer class="dlgfoot">
                <span class="sp"></span>
                <button type="button" class="btn lg quiet" autofocus=true onclick={cancel}>{"Cancel"}</button>
                <button type="button" class="btn lg danger solid" onclick={go}>{"Go on from here"}</button>
            </footer>
        </Modal>
    }
}

#[derive(Properties, PartialEq)]
pub struct ResetProps {
    pub recording: Export,
}

#[component]
pub fn Reset(props: &ResetProps) -> Html {
    let dispatch = use_dispatch();
    let on_close = {
        let dispatch = dispatch.clone();
        Callback::from(move |()| dispatch.dispatch(Action::CloseDialog))
    };
    let cancel = on_close.reform(|_: MouseEvent| ());
    let save = {
        let recording = props.recording.clone();
        Callback::from(move |_: MouseEvent| recording.download())
    };
    let go = Callback::from(move |_: MouseEvent| {
        dispatch.dispatch(Action::LoadScenario(FIRST.into()));
        dispatch.dispatch(Action::EditRevision("web:1".into()));
    });
    html! {
        <Modal title="Start over?" class="narrow" {on_close}>
            <div class="dlgbody">
                <p>{"The page begins with its first example again. What you did is set aside: the menu of scenarios can bring it back. The draft can be had back by undoing in the editor."}</p>
            </div>
            <footer class="dlgfoot">
                <button type="button" class="btn lg" onclick={save}>{"Download first"}</button>
                <span class="sp"></span>
                <button type="button" class="btn lg quiet" autofocus=true onclick={cancel}>{"Cancel"}</button>
                <button type="button" class="btn lg danger solid" onclick={go}>{"Start over"}</button>
            </footer>
        </Modal>
    }
}
