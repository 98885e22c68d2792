//! A row of tabs: one stop for the keyboard, arrows go from tab to tab.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// For the `role=tablist` element: arrows, Home and End press the tab they lead to, and focus follows.
pub fn walk_tabs() -> Callback<KeyboardEvent> {
    Callback::from(|event: KeyboardEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
        let Some(tab) = target.filter(|element| element.get_attribute("role").as_deref() == Some("tab"))
        else {
            return;
        };
        let Ok(Some(list)) = tab.closest("[role=tablist]") else { return };
        let Ok(tabs) = list.query_selector_all("[role=tab]") else { return };
        let count = tabs.length();
        let here = (0..count).find(|&at| tabs.item(at).is_some_and(|other| tab.is_same_node(Some(&other))));
        let Some(here) = here else { return };
        let to = match event.key().as_str() {
            "ArrowRight" => (here + 1) % count,
            "ArrowLeft" => (here + count - 1) % count,
            "Home" => 0,
            "End" => count - 1,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        if let Some(next) = tabs.item(to).and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
            let _ = next.focus();
            next.click();
        }
    })
}

/// The tab that is shown can be tabbed to; arrows lead to the others.
pub fn tab_stop(is_shown: bool) -> &'static str {
    if is_shown { "0" } else { "-1" }
}
