//! What the reader prefers, and the theme that follows.

use gloo::events::EventListener;

fn matches(query: &str) -> bool {
    let list = web_sys::window().and_then(|window| window.match_media(query).ok().flatten());
    list.is_some_and(|list| list.matches())
}

pub fn prefers_dark() -> bool {
    matches("(prefers-color-scheme: dark)")
}

/// Calls back when the reader's system turns light or dark, until the listener is dropped.
pub fn on_scheme_change(changed: impl Fn() + 'static) -> Option<EventListener> {
    let list = web_sys::window()?.match_media("(prefers-color-scheme: dark)").ok()??;
    Some(EventListener::new(&list, "change", move |_| changed()))
}

/// There is room for the author panel beside the stage.
pub fn is_wide() -> bool {
    matches("(min-width: 1281px)")
}

/// The panels are pages of their own, as in the style sheets.
pub fn is_phone() -> bool {
    matches("(max-width: 640px), (pointer: coarse) and (max-width: 700px)")
}

/// Shortcuts take the Command key there.
pub fn is_mac() -> bool {
    let platform = web_sys::window().and_then(|window| window.navigator().platform().ok());
    platform.is_some_and(|platform| platform.starts_with("Mac") || platform.starts_with("iP"))
}

/// Fingers: there is no Tab key, and no hovering.
pub fn has_coarse_pointer() -> bool {
    matches("(pointer: coarse)")
}

pub fn prefers_reduced_motion() -> bool {
    matches("(prefers-reduced-motion: reduce)")
}

/// `light`, `dark`, or none for what the reader's system says. The style sheet does the rest.
pub fn set_theme(theme: Option<&str>) {
    let Some(root) = gloo::utils::document().document_element() else { return };
    let _ = match theme {
        Some(theme) => root.set_attribute("data-theme", theme),
        None => root.remove_attribute("data-theme"),
    };
}
