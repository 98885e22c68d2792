//! Fields of the page by what they stand for.

use web_sys::HtmlElement;
use web_sys::wasm_bindgen::JsCast;

/// Focuses the visible field at a JSON pointer, or the first one below it. False if there is none.
pub fn reveal_field(pointer: &str) -> bool {
    let pointer = pointer.replace(['"', '\\'], "");
    let selector = format!(".shape [data-path=\"{pointer}\"],.shape [data-path^=\"{pointer}/\"]");
    let found = gloo::utils::document().query_selector(&selector).ok().flatten();
    let field = found.and_then(|field| field.dyn_into::<HtmlElement>().ok());
    let Some(field) = field.filter(|field| field.offset_width() > 0) else { return false };
    field.scroll_into_view();
    field.focus().is_ok()
}
