//! The page as a whole: regions, and who gets which view.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::calm::use_calm;
use super::components::icon_sheet;
use super::keeping::use_keeping;
use super::keys::use_keys;
use super::live::Live;
use super::panels::author::Author;
use super::panels::blanks;
use super::panels::dialogs::{Dialogs, Export};
use super::panels::drawer::{self, Drawer};
use super::panels::embed::Embed;
use super::panels::inspector::Inspector;
use super::panels::notice::{NoticeLine, aside_line};
use super::panels::opening::{link_note, opening};
use super::panels::phone::{self, BreakPage, LearnPage, PhoneTabs};
use super::panels::rail::Rail;
use super::panels::stage::Stage;
use super::panels::top_bar::{self, TopBar};
use super::panels::transport::Transport;
use super::state::{
    Action, AppState, Aside, Dialog, Dispatch, InspectorTab, Kept, Notice, Origin, PhoneTab, Playback,
    RestoreError, STORAGE_KEY, Selection, Shown, restore,
};
use super::steps::use_steps;
use crate::model::kernel::SimTime;
use crate::model::world::WorldConfig;
use crate::playground::links::{Link, LinkedRun};
use crate::playground::recording::{Recording, Session};
use crate::web::browser::{
    BrowserStorage, Frames, Storage, forget_wishes, hash, is_page_hidden, is_wide, on_hash_change, parameter,
    remember_clock, remember_run, set_theme, unpack,
};

/// What the page shows first: the run that a first look has begun, a link, the last visit, or the first scenario.
pub fn first_state(begun: Option<(Session, Playback)>) -> AppState {
    let is_embed = parameter("embed").is_some();
    // Inside somebody else's page there is no last visit.
    let restored = if is_embed { Ok(None) } else { restore(&BrowserStorage) };
    let failed = restored.as_ref().err().and_then(why_not_restored);
    let mut kept: Kept = restored.ok().flatten().unwrap_or_default();
    let is_anew = parameter("anew").is_some();
    let is_link = Link::parse(&hash()).map_or(true, |link| link.is_some());
    if is_anew || is_link {
        give_way(&mut kept);
    }
    if is_anew && !is_embed {
        begin_anew(&mut kept);
    }
    let recording = kept.recording.take();
    let mut state = AppState::new(Session::new(WorldConfig::default()), &kept);
    state.author.open = is_wide() && !kept.looks.author_folded;
    state.visit.is_embed = is_embed;
    if is_embed {
        state.theme = parameter("theme").filter(|theme| theme == "light" || theme == "dark").map(Rc::from);
    }
    match recording {
        _ if is_link => state.wait_for_link(),
        Some(recording) => reopen(&mut state, recording, kept),
        None => match begun {
            Some((session, playback)) => {
                state.playback = playback;
                state.go_on_with_first(session);
            }
            None => state.begin_first(),
        },
    }
    // Nothing is worth keeping before somebody has done something.
    state.changes = u32::from(is_anew);
    state.tells_aside = (is_anew || is_link) && state.aside.is_some();
    state.notice = failed.map(|text| {
        let title = "The last visit's run could not be opened.".into();
        Notice { is_error: true, title, text: text.into(), offers_recording: false }.into()
    });
    state
}

/// The work of the last visit is set aside for another run.
fn give_way(kept: &mut Kept) {
    let recording = kept.recording.take().filter(|recording| recording.commands.len() > kept.base as usize);
    if let Some(recording) = recording {
        kept.aside = Some(Aside::new(recording, kept.scenario.take()));
    }
    (kept.scenario, kept.base) = (None, 0);
}

/// What was kept led to a panic, or the person thinks so: all of it stays under another key, and the draft
/// does not come back either.
fn begin_anew(kept: &mut Kept) {
    if let Ok(Some(text)) = BrowserStorage.read(STORAGE_KEY) {
        let _ = BrowserStorage.write(&format!("{STORAGE_KEY}-aside"), &text);
    }
    kept.draft.clear();
    forget_wishes();
}

/// Has the run of the last visit again, after a panic only to some moment before it.
fn reopen(state: &mut AppState, recording: Recording, kept: Kept) {
    let end = recording.until;
    let back = parameter("back").and_then(|millis| millis.parse().ok());
    let origin = if back.is_some() { Origin::KeptUntil } else { Origin::Kept(kept.looks.into()) };
    if back.is_some() {
        forget_wishes();
    }
    let to = back.or(kept.playhead).map_or(end, SimTime::from_millis);
    // What stopped the page may stop it again before anything is drawn.
    remember_run(recording.clone());
    state.begin_loading(recording, to.min(end), origin);
}

/// None if the browser keeps nothing at all: then there was nothing to lose.
fn why_not_restored(error: &RestoreError) -> Option<String> {
    (!matches!(error, RestoreError::Storage(_))).then(|| error.to_string())
}

/// Opens the link in the address, if there is one.
fn follow_address(dispatch: &Dispatch) {
    let hash: Rc<str> = hash().into();
    let packed = match Link::parse(&hash) {
        Ok(None) => return,
        Ok(Some(Link { run: LinkedRun::Packed(packed), .. })) => Some(packed),
        Ok(Some(_)) | Err(_) => None,
    };
    let dispatch = dispatch.clone();
    spawn_local(async move {
        let unpacked = match packed {
            Some(packed) => unpack(&packed).await.map(Rc::from),
            None => Ok("".into()),
        };
        dispatch.dispatch(Action::OpenLink(hash, unpacked));
    });
}

/// The state that a page starts with, to be taken once.
#[derive(Clone)]
pub struct First(Rc<Cell<Option<AppState>>>);

impl PartialEq for First {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl First {
    pub fn new(state: AppState) -> Self {
        Self(Rc::new(Cell::new(Some(state))))
    }
}

#[derive(Properties, PartialEq)]
pub struct AppProps {
    pub first: First,
    /// The stage has been seen before the page was whole: it may not go away again.
    pub is_staged: bool,
}

/// The whole page.
#[component]
pub fn App(props: &AppProps) -> Html {
    let first = props.first.clone();
    let state = use_reducer(move || first.0.take().expect("a page starts once"));
    let dispatch: Dispatch = state.dispatcher();
    let shown = Shown::now(&state);
    let calm = use_calm(&shown);
    use_clock(&dispatch);
    use_keeping(&shown, &dispatch);
    use_keys(&shown, &dispatch);
    use_arrivals(&dispatch);
    use_effect_with(state.theme.clone(), |theme| set_theme(theme.as_deref()));
    remember_clock(state.snapshot.now);
    {
        let state = shown.clone();
        use_effect_with((state.changes, state.visit.loading.is_some()), move |(_, is_loading)| {
            if !is_loading {
                remember_run(state.recording());
            }
        });
    }
    let undo = {
        let state = shown.clone();
        let key = (state.changes, state.visit.loading.is_some());
        use_memo(key, move |_| state.undo_line().map(AttrValue::from))
    };
    let explain = use_explaining(&dispatch);
    let steps = use_steps(if state.visit.loading.is_some() { 0 } else { STEPS });
    let is_staged = steps > 0 || props.is_staged;
    if let Some(loading) = &state.visit.loading {
        return html! {
            <ContextProvider<Dispatch> context={dispatch.clone()}>{ opening(loading, &dispatch) }</ContextProvider<Dispatch>>
        };
    }
    if state.visit.is_embed {
        return html! {
            <ContextProvider<Dispatch> context={dispatch}>{ icon_sheet() }<Embed state={shown} /></ContextProvider<Dispatch>>
        };
    }

    let crowded =
        state.trail.tab == InspectorTab::Why && matches!(state.selection(), Some(Selection::Placement(_)));
    let class = classes!(
        "app",
        state.author.open.then_some("with-author"),
        state.trail.current().is_some().then_some("with-inspector"),
        crowded.then_some("with-why"),
        (state.playback.playing && state.playback.speed >= FAST).then_some("fast"),
    );
    let ondragover = Callback::from(|event: DragEvent| event.prevent_default());
    let ondrop = Callback::from({
        let dispatch = dispatch.clone();
        move |event: DragEvent| drawer::take_dropped(&event, &dispatch)
    });
    html! {
        <ContextProvider<Dispatch> context={dispatch.clone()}>
            { icon_sheet() }
            <div {class} {ondragover} {ondrop} data-whole={(steps == STEPS).then_some("")} data-phone-tab={state.phone_tab.name()} onclick={explain}>
                if steps > 1 {
                    <TopBar
                        scenario={state.scenario.clone()} theme={state.theme.clone()} single_keys={state.single_keys}
                        undo={(*undo).clone()} can_redo={!state.visit.undone.is_empty()}
                        aside={state.aside.as_ref().map(|aside| aside.title())} export={Export::new(calm.clone())}
                    />
                } else {
                    { top_bar::face(top_bar::title_of(state.scenario.as_deref())) }
                }
                <Rail open={state.author.open} {crowded} />
                if steps == STEPS { <Author state={calm.clone()} /> } else { { blanks::author() } }
                <main class="stage">
                    if is_staged { <Stage state={shown.clone()} /> }
                    if steps > 3 { <Drawer state={calm.clone()} /> } else if is_staged { { blanks::drawer() } }
                    if state.phone_tab == PhoneTab::Break { <BreakPage state={calm.clone()} /> }
                    if state.phone_tab == PhoneTab::Learn { <LearnPage state={calm.clone()} /> }
                </main>
                <Inspector state={calm.clone()} />
                <Transport state={shown.clone()} with_timeline={steps > 2} />
                if steps > 1 { <PhoneTabs state={calm.clone()} /> } else { { phone::face(state.phone_tab) } }
                <Live state={shown.clone()} />
            </div>
            // Behind a dialog nobody could reach it: there the dialog says it.
            if shown.dialog.is_none() {
                <NoticeLine state={calm.clone()} />
                { aside_line(&shown, &dispatch) }
                { link_note(&shown, &dispatch) }
            }
            <Dialogs state={calm} />
        </ContextProvider<Dispatch>>
    }
}

/// The stage, the bars, the timeline, the drawer, the author panel.
const STEPS: u32 = 5;

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

/// Opens the link in the address, and another one that is put there.
#[hook]
fn use_arrivals(dispatch: &Dispatch) {
    let dispatch = dispatch.clone();
    use_effect_with((), move |()| {
        follow_address(&dispatch);
        let links = on_hash_change(move || follow_address(&dispatch));
        move || drop(links)
    });
}
