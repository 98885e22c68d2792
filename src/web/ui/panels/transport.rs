use yew::prelude::*;

use crate::web::ui::state::Shown;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
}

#[component]
pub fn Transport(_props: &Props) -> Html {
    html! {}
}
