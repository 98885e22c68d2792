//! Keeps the work between visits: a moment after each change, and when the page is left.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use super::state::{Action, Dispatch, Notice, Shown, keep};
use crate::web::browser::{BrowserStorage, is_page_hidden, on_visibility_change};

const PAUSE_MILLIS: u32 = 700;

#[hook]
pub fn use_keeping(state: &Shown, dispatch: &Dispatch) {
    let newest = use_mut_ref(|| state.clone());
    newest.replace(state.clone());
    let changes = (state.changes, state.looks);
    let save = {
        let (newest, dispatch, complained) = (newest.clone(), dispatch.clone(), use_mut_ref(|| false));
        move || {
            let is_silent = newest.borrow().visit.is_embed || newest.borrow().visit.loading.is_some();
            if is_silent {
                return;
            }
            let kept = keep(&BrowserStorage, &newest.borrow());
            let Err(error) = kept else {
                complained.replace(false);
                return;
            };
            // Said once, not after every change.
            if !complained.replace(true) {
                let title = "Your run is not being kept.".into();
                let text = format!("{error}").into();
                let notice = Notice { is_error: true, title, text, offers_recording: true };
                dispatch.dispatch(Action::Notify(notice));
            }
        }
    };
    {
        let save = save.clone();
        use_effect_with(changes, move |&changes| {
            let pause = (changes != (0, 0)).then(|| Timeout::new(PAUSE_MILLIS, save));
            move || drop(pause)
        });
    }
    use_effect_with((), move |()| {
        let listener = on_visibility_change(move || {
            let is_changed = newest.borrow().changes + newest.borrow().looks > 0;
            if is_page_hidden() && is_changed {
                save();
            }
        });
        move || drop(listener)
    });
}
