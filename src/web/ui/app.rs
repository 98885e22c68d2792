//! The page as a whole: regions, and who gets which view.

use yew::prelude::*;

use super::components::icon_sheet;
use super::keeping::use_keeping;
use super::keys::use_keys;
use super::live::Live;
use super::panels::author::Author;
use super::panels::dialogs::Dialogs;
use super::panels::drawer::{Drawer, take_dropped};
use super::panels::inspector::Inspector;
use super::panels::notice::{NoticeLine, aside_line};
use super::panels::phone::{BreakPage, LearnPage, PhoneTabs};
use super::panels::rail::Rail;
use super::panels::stage::Stage;
use super::panels::top_bar::TopBar;
use super::panels::transport::Transport;
use super::state::{
    Action, AppState, Dialog, Dispatch, InspectorTab, Kept, Notice, PhoneTab, RestoreError, STORAGE_KEY,
    Selection, Shown, restore,
};
use crate::model::kernel::SimTime;
use crate::playground::recording::Session;
use crate::playground::scenarios;
use crate::web::browser::{
    BrowserStorage, Frames, Storage, begins_anew, is_page_hidden, is_wide, remember_clock, set_theme,
};

/// The scenario of a first visit.
const FIRST_SCENARIO: &str = "demo";

fn first_state() -> AppState {
    if begins_anew() {
        set_aside();
    }
    let restored = restore(&BrowserStorage);
    let failed = restored.as_ref().err().and_then(why_not_restored);
    let mut kept: Kept = restored.ok().flatten().unwrap_or_default();
    let mut session = kept.recording.take().map(Session::replay).unwrap_or_else(|| {
        kept.scenario = Some(FIRST_SCENARIO.to_owned());
        scenarios::start(FIRST_SCENARIO).expect("the scenario of a first visit exists")
    });
    if let Some(playhead) = kept.playhead {
        session.seek(SimTime::from_millis(playhead));
    }
    let mut state = AppState::new(session, &kept);
    state.author.open = is_wide();
    state.notice = failed.map(|text| {
        let title = "The last visit's run could not be opened.".into();
        Notice { is_error: true, title, text: text.into(), offers_recording: false }.into()
    });
    state
}

/// What was kept led to a panic, or the person thinks so: it stays under another key.
fn set_aside() {
    if let Ok(Some(text)) = BrowserStorage.read(STORAGE_KEY) {
        let _ = BrowserStorage.write(&format!("{STORAGE_KEY}-aside"), &text);
        BrowserStorage.remove(STORAGE_KEY);
    }
}

/// None if the browser keeps nothing at all: then there was nothing to lose.
fn why_not_restored(error: &RestoreError) -> Option<String> {
    match error {
        RestoreError::Storage(_) => None,
        RestoreError::Corrupt(detail) => Some(format!("What was kept cannot be read: {detail}.")),
        RestoreError::Recording(error) => Some(error.to_string()),
    }
}

/// The whole page.
#[component]
pub fn App() -> Html {
    let state = use_reducer(first_state);
    let dispatch: Dispatch = state.dispatcher();
    let shown = Shown::now(&state);
    let calm = use_calm(&shown);
    use_clock(&dispatch);
    use_keeping(&shown, &dispatch);
    use_keys(&shown, &dispatch);
    use_effect_with(state.theme.clone(), |theme| set_theme(theme.as_deref()));
    remember_clock(state.snapshot.now.as_millis());

    let crowded =
        state.trail.tab == InspectorTab::Why && matches!(state.selection(), Some(Selection::Placement(_)));
    let class = classes!(
        "app",
        state.author.open.then_some("with-author"),
        state.trail.current().is_some().then_some("with-inspector"),
        crowded.then_some("with-why"),
        (state.playback.playing && state.playback.speed >= FAST).then_some("fast"),
    );
    let explain = use_explaining(&dispatch);
    let ondragover = Callback::from(|event: DragEvent| event.prevent_default());
    let ondrop = Callback::from({
        let dispatch = dispatch.clone();
        move |event: DragEvent| take_dropped(&event, &dispatch)
    });
    html! {
        <ContextProvider<Dispatch> context={dispatch}>
            { icon_sheet() }
            <div {class} {ondragover} {ondrop} data-phone-tab={state.phone_tab.name()} onclick={explain}>
                <TopBar state={calm.clone()} />
                <Rail open={state.author.open} {crowded} />
                <Author state={calm.clone()} />
                <main class="stage">
                    <Stage state={shown.clone()} />
                    <Drawer state={calm.clone()} />
                    if state.phone_tab == PhoneTab::Break { <BreakPage state={calm.clone()} /> }
                    if state.phone_tab == PhoneTab::Learn { <LearnPage state={calm.clone()} /> }
                </main>
                <Inspector state={calm.clone()} />
                <Transport state={shown.clone()} />
                <PhoneTabs state={calm.clone()} />
                <Live state={shown.clone()} />
            </div>
            // Behind a dialog nobody could reach it: there the dialog says it.
            if shown.dialog.is_none() {
                <NoticeLine state={calm.clone()} />
                { aside_line(&shown, &state.dispatcher()) }
            }
            <Dialogs state={calm} />
        </ContextProvider<Dispatch>>
    }
}

/// Words of ECS lead to the glossary wherever they stand, see [`term`](super::components::term).
#[hook]
fn use_explaining(dispatch: &Dispatch) -> Callback<MouseEvent> {
    let dispatch = dispatch.clone();
    use_callback((), move |event: MouseEvent, ()| {
        let element = event.target_dyn_into::<web_sys::Element>();
        if let Some(term) = element.and_then(|element| element.get_attribute("data-term")) {
            dispatch.dispatch(Action::Open(Dialog::Glossary { term: Some(term.into()) }));
        }
    })
}

/// From this speed on no single task moves: nobody could follow it.
const FAST: u32 = 60;

/// Milliseconds in which a panel of words is drawn once while time passes.
const CALM: u64 = 120;

/// The state for panels of words: nobody reads sixty times a second. Whatever else happens shows at once.
#[hook]
fn use_calm(shown: &Shown) -> Shown {
    let kept = use_mut_ref(|| shown.clone());
    let mut kept = kept.borrow_mut();
    if kept.acts != shown.acts || shown.played >= kept.played + CALM {
        *kept = shown.clone();
    }
    kept.clone()
}

/// Lets simulated time pass while somebody looks.
#[hook]
fn use_clock(dispatch: &Dispatch) {
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
