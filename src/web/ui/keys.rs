//! The keyboard: single letters outside text fields, and F6 from region to region.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::prelude::*;

use super::panels::stage::random_fault;
use super::state::{Action, Dialog, Dispatch, DrawerTab, InspectorTab, SPEEDS, Selection, Shown};
use crate::playground::views::faults::{self, RandomFault};

/// Listens for as long as the page stands.
#[hook]
pub fn use_keys(state: &Shown, dispatch: &Dispatch) {
    let newest = use_mut_ref(|| state.clone());
    newest.replace(state.clone());
    let dispatch = dispatch.clone();
    use_effect_with((), move |()| {
        let options = EventListenerOptions::enable_prevent_default();
        let document = gloo::utils::document();
        let listener = EventListener::new_with_options(&document, "keydown", options, move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            let state = newest.borrow().clone();
            if let Some(action) = hear(event, &state) {
                event.prevent_default();
                dispatch.dispatch(action);
            }
        });
        move || drop(listener)
    });
}

fn hear(event: &KeyboardEvent, state: &Shown) -> Option<Action> {
    if event.default_prevented() || event.alt_key() {
        return None;
    }
    let key = event.key();
    let element: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    let within = |selector: &str| {
        element.as_ref().is_some_and(|element| element.closest(selector).ok().flatten().is_some())
    };
    let is_text_field = within("input,textarea,select,[contenteditable]");
    if event.ctrl_key() || event.meta_key() {
        return with_control(&key, event.shift_key(), is_text_field, state);
    }
    if key == "F6" {
        event.prevent_default();
        next_region(event.shift_key());
        return None;
    }
    if state.dialog.is_some() {
        return None;
    }
    if is_text_field {
        return None;
    }
    if key == "Escape" {
        return (!within("[role=menu]"))
            .then_some(Action::CloseInspector)
            .filter(|_| state.trail.current().is_some());
    }
    // A focused button is pressed by Space; elsewhere it plays and pauses.
    if !state.single_keys || (key == " " && within("button,a,[role=slider]") && !within("[data-walk]")) {
        return None;
    }
    action_of(&key, event.shift_key(), state)
}

/// Text fields take back what was typed into them; elsewhere commands are taken back.
fn with_control(key: &str, shift: bool, is_text_field: bool, state: &Shown) -> Option<Action> {
    if state.dialog.is_some() || state.visit.is_embed {
        return None;
    }
    match (key, shift) {
        ("k" | "K", false) => Some(Action::Open(Dialog::Palette)),
        ("z" | "Z", false) if !is_text_field => Some(Action::Undo),
        ("z" | "Z", true) | ("y", false) if !is_text_field => Some(Action::Redo),
        _ => None,
    }
}

fn action_of(key: &str, shift: bool, state: &Shown) -> Option<Action> {
    Some(match key {
        " " => Action::TogglePlay,
        "." => Action::StepForward,
        "," => Action::StepBack,
        "1" | "2" | "3" | "4" | "5" => Action::SetSpeed(SPEEDS[key.parse::<usize>().ok()? - 1]),
        "k" | "K" => {
            random_fault(state, if shift { RandomFault::LoseInstance } else { RandomFault::KillTask })?
        }
        "z" | "Z" => random_fault(state, RandomFault::CutZone)?,
        "Delete" | "Backspace" => {
            let Selection::Task(id) = *state.selection()? else { return None };
            Action::Give(faults::stop_task(&state.snapshot, id))
        }
        "e" | "E" => Action::ToggleAuthor,
        "t" | "T" => Action::ShowDrawer(DrawerTab::Events),
        "m" | "M" => Action::ShowDrawer(DrawerTab::Metrics),
        "`" => Action::FocusTerminal,
        "[" => Action::Back,
        "]" => Action::Forward,
        "j" | "J" => {
            state.selection()?;
            Action::ShowTab(InspectorTab::Json)
        }
        "w" | "W" => {
            state.selection()?;
            Action::ShowTab(InspectorTab::Why)
        }
        "?" => Action::Open(Dialog::Keys),
        _ => return None,
    })
}

const REGIONS: &str = ".top,.rail,.left,.stage .walk,.faults,.drawer,.right,.time,.ptabs";

/// Focuses the first thing of the region after (or before) the one that has the focus.
fn next_region(backwards: bool) {
    let document = gloo::utils::document();
    let Ok(list) = document.query_selector_all(REGIONS) else { return };
    let all = (0..list.length()).filter_map(|at| list.item(at)?.dyn_into::<HtmlElement>().ok());
    let mut regions: Vec<_> = all.filter(|region| region.offset_width() > 0).collect();
    if backwards {
        regions.reverse();
    }
    let focused = document.active_element();
    let here = regions.iter().position(|region| region.contains(focused.as_deref()));
    let start = here.map_or(0, |here| here + 1);
    for offset in 0..regions.len() {
        let region = &regions[(start + offset) % regions.len()];
        let first = if region.tab_index() >= 0 {
            Some(region.clone())
        } else {
            let inner = region.query_selector(
                "button:not([tabindex='-1']),a[href],input,select,textarea,[tabindex='0'],[data-walk]",
            );
            inner.ok().flatten().and_then(|element| element.dyn_into().ok())
        };
        if let Some(first) = first {
            let _ = first.focus();
            return;
        }
    }
}
