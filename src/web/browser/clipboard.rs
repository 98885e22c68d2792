//! The clipboard.

/// Copies a text. Gives no answer: a browser that refuses does so silently, and the text stays selectable.
pub fn copy_text(text: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.navigator().clipboard().write_text(text);
    }
}
