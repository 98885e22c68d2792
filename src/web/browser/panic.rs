//! The page that is shown when the model panics. Plain elements and links: by then nothing of the page's
//! own code can be trusted to run.

use std::cell::Cell;
use std::panic::PanicHookInfo;

use gloo::file::{Blob, ObjectUrl};
use web_sys::wasm_bindgen::JsValue;
use web_sys::{Document, Element};

use super::storage::{BrowserStorage, Storage};

thread_local! {
    static CLOCK_MILLIS: Cell<u64> = const { Cell::new(0) };
    static IS_SHOWN: Cell<bool> = const { Cell::new(false) };
}

/// The model's clock as it was last drawn, in milliseconds since the run began.
pub fn remember_clock(millis: u64) {
    CLOCK_MILLIS.set(millis);
}

/// What is in the address when the person asked to begin anew after a panic.
pub const ANEW: &str = "?anew";

/// True if the page was opened to begin anew. The wish is taken out of the address: the next reload is an
/// ordinary one.
pub fn begins_anew() -> bool {
    let Some(window) = web_sys::window() else { return false };
    let location = window.location();
    let is_asked = location.search().is_ok_and(|search| search == ANEW);
    if let (true, Ok(path), Ok(history)) = (is_asked, location.pathname(), window.history()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    }
    is_asked
}

/// A panic hook that shows a panic as a page. `key` is where the work of the last visit is kept.
pub fn panic_page(key: &'static str) -> Box<dyn Fn(&PanicHookInfo) + Send + Sync> {
    Box::new(move |panic| show(panic, key))
}

fn show(panic: &PanicHookInfo, key: &str) {
    web_sys::console::error_1(&JsValue::from_str(&panic.to_string()));
    // One panic brings others: the first one is the one to tell of.
    if IS_SHOWN.replace(true) {
        return;
    }
    let document = gloo::utils::document();
    let Some(root) = document.get_element_by_id("app") else { return };
    root.set_text_content(None);
    let _ = root.append_child(&page(&document, panic, key));
}

fn page(document: &Document, panic: &PanicHookInfo, key: &str) -> Element {
    let note = element(document, "main", "boot-note crash", "");
    let seconds = CLOCK_MILLIS.get() / 1000;
    let clock = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    let kept = recording(key);
    let safe = if kept.is_some() { "Your recording is safe." } else { "Nothing had been kept yet." };
    let heading =
        element(document, "h1", "", &format!("The model stopped at {clock}. This is our bug. {safe}"));
    let row = element(document, "p", "row", "");
    if let Some(text) = &kept {
        let url = ObjectUrl::from(Blob::new_with_options(text.as_str(), Some("application/json")));
        let link = link(document, "btn primary", &url, "Download recording");
        let _ = link.set_attribute("download", "ecs-playground.json");
        let _ = row.append_child(&link);
        // The link must outlive this function.
        std::mem::forget(url);
    }
    let _ = row.append_child(&link(document, "btn", "./", "Restart"));
    let _ = row.append_child(&link(document, "btn", ANEW, "Begin anew"));
    let detail = element(document, "pre", "cmd", &panic.to_string());
    for child in [heading, row, detail] {
        let _ = note.append_child(&child);
    }
    let _ = note.set_attribute("role", "alert");
    note
}

/// The recording that was kept last, as a file that can be imported.
fn recording(key: &str) -> Option<String> {
    let text = BrowserStorage.read(key).ok()??;
    let kept: serde_json::Value = serde_json::from_str(&text).ok()?;
    kept.get("recording").filter(|recording| recording.is_object()).map(ToString::to_string)
}

fn element(document: &Document, tag: &str, class: &str, text: &str) -> Element {
    let element = document.create_element(tag).expect("the page's own tag names are valid");
    element.set_class_name(class);
    element.set_text_content(Some(text));
    element
}

fn link(document: &Document, class: &str, address: &str, text: &str) -> Element {
    let link = element(document, "a", class, text);
    let _ = link.set_attribute("href", address);
    link
}
