//! The page that is shown when the model panics. Plain elements and links: by then nothing of the page's
//! own code can be trusted to run.

use std::cell::{Cell, RefCell};
use std::panic::PanicHookInfo;

use gloo::file::{Blob, ObjectUrl};
use serde_json::Value;
use web_sys::wasm_bindgen::JsValue;
use web_sys::{Document, Element};

use super::address::parameter;
use super::storage::{BrowserStorage, Storage};
use crate::model::kernel::SimTime;
use crate::playground::recording::Recording;

thread_local! {
    static CLOCK: Cell<SimTime> = const { Cell::new(SimTime::ZERO) };
    static RUN: RefCell<Option<Recording>> = const { RefCell::new(None) };
    static DEED: RefCell<String> = const { RefCell::new(String::new()) };
    static IS_SHOWN: Cell<bool> = const { Cell::new(false) };
}

/// The model's clock as it was last drawn.
pub fn remember_clock(now: SimTime) {
    CLOCK.set(now);
}

/// The run with all commands that did no harm: a page that stopped cannot be asked for it any more.
pub fn remember_run(recording: Recording) {
    RUN.set(Some(recording));
}

/// The line that is about to be run.
pub fn remember_deed(line: String) {
    DEED.set(line);
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
    let run = RUN.take();
    let safe = if run.is_some() { "Your recording is safe." } else { "Nothing had been recorded yet." };
    let title = format!("The model stopped at {}. This is our bug. {safe}", clock(CLOCK.get()));
    let _ = note.append_child(&element(document, "h1", "", &title));
    let row = element(document, "p", "row", "");
    let add = |child: &Element| {
        let _ = row.append_child(child);
    };
    if let Some(run) = &run {
        add(&download(document, run));
    }
    let is_embed = parameter("embed").is_some();
    if let Some(before) = run.filter(|_| !is_embed).and_then(|run| keep(run, key)) {
        let address = format!("./?back={}", before.as_millis());
        add(&link(document, "btn", &address, &format!("Go back to {}", clock(before))));
    }
    if is_embed {
        // `static/boot.js` hears it.
        let restart = element(document, "button", "btn", "Restart");
        let _ = restart.set_attribute("data-restart", "");
        add(&restart);
    } else {
        add(&link(document, "btn", "./?anew", "Restart"));
    }
    let _ = note.append_child(&row);
    let deed = DEED.take();
    if !deed.is_empty() {
        let _ = note.append_child(&element(document, "p", "", "The line before it stopped:"));
        let _ = note.append_child(&element(document, "pre", "cmd", &deed));
    }
    let _ = note.append_child(&element(document, "pre", "cmd", &panic.to_string()));
    let _ = note.set_attribute("role", "alert");
    note
}

/// The run as a file that can be opened again, with the line that it was left at.
fn download(document: &Document, run: &Recording) -> Element {
    let mut file: Value = serde_json::from_str(&run.to_text()).unwrap_or_default();
    file["stoppedBy"] = DEED.with_borrow(Clone::clone).into();
    let url = ObjectUrl::from(Blob::new_with_options(file.to_string().as_str(), Some("application/json")));
    let link = link(document, "btn primary", &url, "Download recording");
    let _ = link.set_attribute("download", "ecs-playground.json");
    // The link must outlive this function.
    std::mem::forget(url);
    link
}

/// What may have gone wrong lies in this stretch before.
const STEP_BACK_MILLIS: u64 = 60_000;

/// Keeps the run up to now, and gives the moment to go back to. None if the browser keeps nothing.
fn keep(mut run: Recording, key: &str) -> Option<SimTime> {
    run.until = run.until.max(CLOCK.get());
    let text = BrowserStorage.read(key).ok()?;
    let mut kept: Value = text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    if !kept.is_object() {
        kept = serde_json::json!({ "version": 1, "draft": "" });
    }
    kept["recording"] = serde_json::from_str(&run.to_text()).ok()?;
    BrowserStorage.write(key, &kept.to_string()).ok()?;
    Some(SimTime::from_millis(CLOCK.get().as_millis().saturating_sub(STEP_BACK_MILLIS)))
}

/// Whole seconds.
fn clock(at: SimTime) -> String {
    SimTime::from_secs(at.as_millis() / 1000).to_string()
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
