//! Long texts of the page: files beside it, loaded when they are first shown.

use wasm_bindgen_futures::JsFuture;
use web_sys::Response;
use web_sys::wasm_bindgen::JsCast;

/// The text of a file of the page, such as `help/glossary.json`; none if it cannot be had now.
pub async fn load_text(path: &str) -> Option<String> {
    let window = web_sys::window()?;
    let answer = JsFuture::from(window.fetch_with_str(&format!("./{path}"))).await.ok()?;
    let answer = answer.dyn_into::<Response>().ok().filter(Response::ok)?;
    JsFuture::from(answer.text().ok()?).await.ok()?.as_string()
}
