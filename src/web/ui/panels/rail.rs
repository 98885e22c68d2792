//! The author panel folded away: a rail with the ways to open it.

use yew::prelude::*;

use crate::web::ui::components::Icon;
use crate::web::ui::state::{Action, Dialog, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub open: bool,
    /// A wide table took the panel's room: it has to go before the panel can come.
    pub crowded: bool,
}

#[component]
pub fn Rail(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let (open, crowded) = (props.open, props.crowded);
    let toggle = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            if crowded {
                dispatch.dispatch(Action::CloseInspector);
            }
            if !(crowded && open) {
                dispatch.dispatch(Action::ToggleAuthor);
            }
        })
    };
    let dialog = |dialog: Dialog, label: &'static str, icon: &'static str| {
        let dispatch = dispatch.clone();
        let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Open(dialog.clone())));
        html! { <button class="btn quiet icon" aria-label={label} title={label} {onclick}><Icon name={icon} class="i" /></button> }
    };
    html! {
        <nav class="rail" aria-label="Author, folded">
            <button class="btn quiet icon" aria-label="Task definition" title="Task definition (E)" aria-expanded={(open && !crowded).to_string()} onclick={toggle}>
                <Icon name="i-code" class="i" />
            </button>
            { dialog(Dialog::CreateService { task_definition: None }, "Create a service", "i-layers") }
            { dialog(Dialog::LaunchInstances, "Launch instances", "i-host") }
        </nav>
    }
}
