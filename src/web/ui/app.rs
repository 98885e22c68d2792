//! The page as a whole: regions, and who gets which view.

use yew::prelude::*;

use super::components::IconSheet;
use super::panels::author::Author;
use super::panels::dialogs::Dialogs;
use super::panels::drawer::Drawer;
use super::panels::inspector::Inspector;
use super::panels::stage::Stage;
use super::panels::top_bar::TopBar;
use super::panels::transport::Transport;
use super::state::{Action, AppState, Dispatch, Kept, Shown, restore};
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
    let shown = Shown(state.clone());
    let right = if state.selection().is_some() { "with-inspector" } else { "" };
    let left = if state.author.open { "with-author" } else { "" };
    html! {
        <ContextProvider<Dispatch> context={dispatch}>
            <IconSheet />
            <div class={classes!("app", left, right)} data-phone-tab={state.phone_tab.name()}>
                <TopBar state={shown.clone()} />
                <Author state={shown.clone()} />
                <main class="stage">
                    <Stage state={shown.clone()} />
                    <Drawer state={shown.clone()} />
                </main>
                <Inspector state={shown.clone()} />
                <Transport state={shown.clone()} />
            </div>
            <Dialogs state={shown} />
        </ContextProvider<Dispatch>>
    }
}
