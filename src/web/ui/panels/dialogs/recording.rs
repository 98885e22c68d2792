//! The run as a file: out and in.

use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::web::browser::{download_text, pick_file};
use crate::web::ui::components::{Modal, symbol};
use crate::web::ui::panels::notice::NoticeLine;
use crate::web::ui::panels::top_bar::RECORDING_FILE;
use crate::web::ui::state::{Action, Notice, Shown, use_dispatch};

/// The run at the moment it is asked for.
#[derive(Clone)]
pub struct Export(Shown);

/// Nothing need be drawn again because time passes.
impl PartialEq for Export {
    fn eq(&self, other: &Self) -> bool {
        self.0.asking() == other.0.asking()
    }
}

impl Export {
    pub fn new(state: Shown) -> Self {
        Self(state)
    }

    pub fn download(&self) {
        download_text(RECORDING_FILE, &self.0.recording_text());
    }
}

/// What to do with a file that was chosen.
fn opened_file(text: Result<String, String>) -> Action {
    match text {
        Ok(text) => Action::Import(text.into()),
        Err(error) => Action::Notify(Notice {
            is_error: true,
            title: "The file was not read.".into(),
            text: error.into(),
            offers_recording: false,
        }),
    }
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
}

#[component]
pub fn Import(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let text = use_state(String::new);
    let on_close = {
        let dispatch = dispatch.clone();
        Callback::from(move |()| dispatch.dispatch(Action::CloseDialog))
    };
    let choose = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            let dispatch = dispatch.clone();
            pick_file(".json,application/json", move |text| dispatch.dispatch(opened_file(text)));
        })
    };
    let oninput = {
        let text = text.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(field) = event.target_dyn_into::<HtmlTextAreaElement>() {
                text.set(field.value());
            }
        })
    };
    let open = {
        let text = text.clone();
        Callback::from(move |_: MouseEvent| {
            if !text.trim().is_empty() {
                dispatch.dispatch(Action::Import(text.as_str().into()));
            }
        })
    };
    let export = {
        let recording = Export::new(props.state.clone());
        Callback::from(move |_: MouseEvent| recording.download())
    };
    let is_empty = text.trim().is_empty();
    html! {
        <Modal title="Open or save a recording" {on_close}>
            <div class="dlgbody">
                <p>{"A recording is the seed and every command with its moment. Opening one has the whole run again, event for event. The run that is open can be gone back to."}</p>
                <label class="fld">
                    <span class="flab">{"Recording"}</span>
                    <textarea placeholder="Paste the text of a recording" spellcheck="false" {oninput} value={(*text).clone()} />
                </label>
                <NoticeLine state={props.state.clone()} />
            </div>
            <footer class="dlgfoot">
                <button type="button" class="btn lg" onclick={export}>{ symbol("i-share", "i i14") }{"Download this run"}</button>
                <span class="sp"></span>
                <button type="button" class="btn lg" onclick={choose}>{"Choose a file…"}</button>
                <button type="button" class={if is_empty { "btn lg" } else { "btn lg primary" }} aria-disabled={is_empty.to_string()} onclick={open}>{"Open"}</button>
            </footer>
        </Modal>
    }
}
