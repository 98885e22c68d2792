//! How the page comes up: a first visit sees the first scenario live while the rest of the page is still coming.
//!
//! [`fetch`] is where the page's wasm is cut (see `.ci/split.mjs`): what is reached through [`whole`] only lies in
//! the second module. The first one has the model's deciders, the few commands of the first scenario, and
//! [`FirstLook`]. Without the feature `split`, as in tests and quick builds, there is one module and `fetch` has
//! nothing to wait for.

use gloo::timers::future::TimeoutFuture;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement};
use yew::Renderer;

use super::app::{App, AppProps, First, first_state};
use super::first_look::{FirstLook, FirstLookProps, Living, name_of};
use super::state::{Playback, STORAGE_KEY};
use crate::playground::scenarios::first::FirstRun;
use crate::web::browser::{BrowserStorage, Storage, hash, now_millis, parameter};

/// Draws the whole page, which goes on with the run of the first look if there is one, as fast as it passed there.
type Mount = fn(Element, Option<(FirstRun, Playback)>);

/// Brings the page up in `root`.
pub fn start(root: Element) {
    spawn_local(async move {
        // Each step in a task of its own: between them the browser paints and hears.
        breathe().await;
        let living = if is_first_visit() { Some(Living::new(play().await)) } else { None };
        breathe().await;
        let look = living.as_ref().map(|living| {
            let props = FirstLookProps { living: living.clone() };
            Renderer::<FirstLook>::with_root_and_props(host_in(&root), props).render()
        });
        let Ok(mount) = fetch().await else { return half_a_page(&root, living.is_some()) };
        breathe().await;
        let wish = living.as_ref().map(Living::wish).unwrap_or_default();
        if let Some(look) = look {
            look.destroy();
        }
        mount(root.clone(), living.map(Living::into_run));
        breathe().await;
        while is_coming_up(&root) {
            breathe().await;
        }
        // What was pressed in the meantime is pressed now, on the page that can answer.
        wish.grant(&root);
    });
}

async fn play() -> FirstRun {
    let mut run = FirstRun::default();
    while run.play_next() {
        breathe().await;
    }
    run
}

/// Some panels are still missing.
fn is_coming_up(root: &Element) -> bool {
    matches!(root.query_selector(".app:not([data-whole])"), Ok(Some(_)))
}

async fn breathe() {
    TimeoutFuture::new(0).await;
}

/// Yew takes its nodes away a moment after it was told to. With an element of their own they are not missed in the
/// meantime, when the whole page takes their place.
fn host_in(root: &Element) -> Element {
    let host = gloo::utils::document().create_element("div").expect("a div can always be made");
    root.set_text_content(None);
    root.append_child(&host).expect("an element takes children");
    host
}

/// Nothing is asked for in the address, and there is no last visit. Where storage is blocked every visit is the first.
fn is_first_visit() -> bool {
    let asks = !hash().is_empty() || ["embed", "anew", "back"].iter().any(|name| parameter(name).is_some());
    !asks && !is_kept()
}

/// There is work of a last visit.
fn is_kept() -> bool {
    matches!(BrowserStorage.read(STORAGE_KEY), Ok(Some(_)))
}

/// A button by its name: whichever was pressed or had the focus before the whole page was there.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    pub pressed: Option<String>,
    pub focused: Option<String>,
}

impl Wish {
    fn grant(&self, root: &Element) {
        let find = |name: &Option<String>| {
            let name = name.as_ref()?;
            let buttons = root.query_selector_all("button").ok()?;
            let each = (0..buttons.length()).filter_map(|number| buttons.item(number)?.dyn_into().ok());
            each.into_iter().find(|button: &HtmlElement| name_of(button) == *name)
        };
        if let Some(button) = find(&self.focused) {
            let _ = button.focus();
        }
        if let Some(button) = find(&self.pressed) {
            button.click();
        }
    }
}

#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(later, fallible)]
fn fetch() -> Result<Mount, wasm_split_helpers::SplitLoaderError> {
    Ok(whole)
}

#[cfg(not(feature = "split"))]
async fn fetch() -> Result<Mount, String> {
    Ok(whole)
}

fn whole(root: Element, first: Option<(FirstRun, Playback)>) {
    spawn_local(async move {
        let is_staged = first.is_some();
        let mut state = first_state(first.map(|(run, playback)| (run.into_session(), playback)));
        // The last visit's run is had again behind what the page shows while it loads, if that is soon enough.
        let end = now_millis() + SOON;
        while state.is_replaying() && now_millis() < end {
            breathe().await;
            state.load_slice();
        }
        if !is_staged {
            breathe().await;
        }
        let props = AppProps { first: First::new(state), is_staged };
        Renderer::<App>::with_root_and_props(root, props).render();
    });
}

/// Milliseconds after which the page says how far it has come.
const SOON: f64 = 300.0;

const LOST_AND_KEPT: &str =
    "The page could not be loaded. What you did is kept in this browser. Reload the page to try again.";

/// The second module did not come. A first look goes on; otherwise there are only the outlines of a page.
fn half_a_page(root: &Element, is_looking: bool) {
    let document = gloo::utils::document();
    let Ok(note) = document.create_element("div") else { return };
    let _ = note.set_attribute("role", "alert");
    let (class, text) = if is_looking {
        (
            "notice bad",
            "The rest of the page could not be loaded, so nothing can be changed yet. Reload the page to try again.",
        )
    } else {
        root.set_text_content(None);
        let text = if is_kept() {
            LOST_AND_KEPT
        } else {
            "The page could not be loaded. Reload the page to try again."
        };
        ("boot-note", text)
    };
    note.set_class_name(class);
    note.set_text_content(Some(text));
    let _ = root.append_child(&note);
}
