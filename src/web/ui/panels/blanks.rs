//! Panels before they are there: as large and as calm as they will be, so that nothing moves when they come.

use yew::prelude::*;

pub fn author() -> Html {
    html! {
        <div class="left author to-come" aria-hidden="true">
            <div class="phead"></div><div class="file"></div><span class="sp"></span><div class="pfoot"></div>
        </div>
    }
}

pub fn drawer() -> Html {
    html! { <div class="drawer to-come" aria-hidden="true"><div class="tabs"></div></div> }
}
