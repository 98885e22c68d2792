//! The page as a whole: regions, and who gets which view.

use yew::prelude::*;

use super::state::{Action, AppState, Dispatch, Kept, restore};
use crate::playground::recording::Session;
use crate::playground::scenarios;
use crate::web::browser::{BrowserStorage, Frames, is_page_hidden};

fn first_state() -> AppState {
    let mut kept: Kept = restore(&BrowserStorage).ok().flatten().unwrap_or_default();
    let session = kept.recording.take().map(Session::replay);
    let session = session.or_else(|| scenarios::start("demo")).expect("the demo scenario exists");
    AppState::new(session, &kept)
}

/// The whole page.
#[component]
pub fn App() -> Html {
    let state = use_reducer(first_state);
    let dispatch: Dispatch = state.dispatcher();
    {
        let dispatch = dispatch.clone();
        use_effect_with((), move |()| {
            let frames = Frames::start(move |elapsed| {
                if !is_page_hidden() {
                    dispatch.dispatch(Action::Frame(elapsed));
                }
            });
            move || drop(frames)
        });
    }
    html! {
        <ContextProvider<Dispatch> context={dispatch}>
            <main>
                <h1>{ "ECS Playground" }</h1>
                <p>{ state.snapshot.now.to_string() }</p>
            </main>
        </ContextProvider<Dispatch>>
    }
}
