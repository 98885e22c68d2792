//! Panels of the second module before it is there: as large and as calm as they will be, so that nothing moves
//! when it comes.

use yew::prelude::*;

use crate::web::ui::state::Shown;

pub fn author(_: &Shown) -> Html {
    html! {
        <div class="left author to-come" aria-hidden="true">
            <div class="phead"></div><div class="file"></div><span class="sp"></span><div class="pfoot"></div>
        </div>
    }
}

pub fn drawer(state: &Shown) -> Html {
    let style = state.drawer_height.map(drawer_style);
    html! { <div class="drawer to-come" aria-hidden="true" {style}><div class="tabs"></div></div> }
}

pub fn inspector(state: &Shown) -> Html {
    if state.trail.current().is_none() {
        return html! {};
    }
    html! { <div class="right to-come" aria-hidden="true"><div class="ihead"></div><div class="tabs"></div></div> }
}

/// Of a drawer that a person has given a height, in CSS pixels.
pub fn drawer_style(height: u32) -> String {
    format!("flex:0 0 {height}px")
}
