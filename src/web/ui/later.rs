//! What nobody needs for the first look: fetched right after it, as a module of its own.
//!
//! `fetch` is where the page's wasm is cut (see `.ci/split.mjs`): what is reached through [`Later`] only lies in the
//! second module. So `app` names these panels here and nowhere else. Without the feature `split`, as in tests and
//! quick builds, there is one module and `fetch` has nothing to wait for.

use yew::platform::spawn_local;
use yew::prelude::*;

use super::panels::author::Author;
use super::panels::dialogs::Dialogs;
use super::panels::drawer::{self, Drawer};
use super::panels::inspector::Inspector;
use super::panels::phone::{BreakPage, LearnPage};
use super::state::{Dispatch, Shown};

type View = fn(Shown) -> Html;

/// The panels of the second module.
#[derive(Clone, Copy)]
pub struct Later {
    pub author: View,
    pub drawer: View,
    pub inspector: View,
    pub dialogs: View,
    pub break_page: View,
    pub learn_page: View,
    pub take_dropped: fn(&DragEvent, &Dispatch),
}

/// How far the second module has come.
#[derive(Clone, Copy)]
pub enum Fetched {
    Coming,
    Here(Later),
    /// It could not be loaded; the browser's console says why.
    Failed,
}

impl PartialEq for Fetched {
    /// There is only one second module, so whether it is here says it all.
    fn eq(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

impl Fetched {
    /// Marks a page that has all its panels.
    pub fn mark(self) -> Option<&'static str> {
        matches!(self, Self::Here(_)).then_some("")
    }

    /// A panel, or its blank while it is still to come.
    pub fn show_after(self, blank: fn(&Shown) -> Html, view: fn(&Later) -> View, state: &Shown) -> Html {
        if matches!(self, Self::Coming) { blank(state) } else { self.show(view, state) }
    }

    /// A panel, or nothing while it is still to come.
    pub fn show(self, view: fn(&Later) -> View, state: &Shown) -> Html {
        match self {
            Self::Here(later) => view(&later)(state.clone()),
            Self::Coming | Self::Failed => html! {},
        }
    }
}

#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(later, fallible)]
fn fetch() -> Result<Later, wasm_split_helpers::SplitLoaderError> {
    Ok(panels())
}

#[cfg(not(feature = "split"))]
async fn fetch() -> Result<Later, std::convert::Infallible> {
    Ok(panels())
}

fn panels() -> Later {
    Later {
        author: |state| html! { <Author {state} /> },
        drawer: |state| html! { <Drawer {state} /> },
        inspector: |state| html! { <Inspector {state} /> },
        dialogs: |state| html! { <Dialogs {state} /> },
        break_page: |state| html! { <BreakPage {state} /> },
        learn_page: |state| html! { <LearnPage {state} /> },
        take_dropped: drawer::take_dropped,
    }
}

/// Fetches the second module once the first look is on the screen.
#[hook]
pub fn use_later() -> Fetched {
    let fetched = use_state_eq(|| Fetched::Coming);
    let set = fetched.setter();
    use_effect_with((), move |()| {
        spawn_local(async move {
            set.set(fetch().await.map_or(Fetched::Failed, Fetched::Here));
        });
    });
    *fetched
}
