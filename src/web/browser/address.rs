//! The page's own address: what was asked for in it, and links that lead back here.

use gloo::events::EventListener;
use web_sys::wasm_bindgen::JsValue;

fn location() -> Option<web_sys::Location> {
    Some(web_sys::window()?.location())
}

/// What follows `#`, with it; empty if there is nothing.
pub fn hash() -> String {
    location().and_then(|location| location.hash().ok()).unwrap_or_default()
}

/// A parameter of the query; empty if it has no value.
pub fn parameter(name: &str) -> Option<String> {
    let query = location()?.search().ok()?;
    let mut pairs = query.trim_start_matches('?').split('&');
    pairs.find_map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (key == name).then(|| value.to_owned())
    })
}

/// The page without query and hash, as links begin.
pub fn page_address() -> String {
    let Some(location) = location() else { return String::new() };
    let (origin, path) = (location.origin().unwrap_or_default(), location.pathname().unwrap_or_default());
    format!("{origin}{path}")
}

/// Takes query and hash out of the address: what they asked for is done, and the next reload is an ordinary
/// one.
pub fn forget_wishes() {
    let Some(window) = web_sys::window() else { return };
    if let (Ok(path), Ok(history)) = (window.location().pathname(), window.history()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    }
}

/// Calls back when somebody puts another hash into the address, until the listener is dropped.
pub fn on_hash_change(changed: impl Fn() + 'static) -> EventListener {
    EventListener::new(&gloo::utils::window(), "hashchange", move |_| changed())
}

/// Milliseconds on the reader's own clock: only to find out how long something took.
pub fn now_millis() -> f64 {
    js_sys::Date::now()
}
