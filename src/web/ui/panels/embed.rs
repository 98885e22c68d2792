//! The page inside somebody else's page: the stage, its faults and a small transport. It asks for no focus
//! and keeps nothing.

use yew::prelude::*;

use super::dialogs::Dialogs;
use super::notice::NoticeLine;
use super::opening::link_note;
use super::stage::Stage;
use super::transport::CompactTransport;
use crate::model::kernel::SimTime;
use crate::web::browser::page_address;
use crate::web::ui::components::symbol;
use crate::web::ui::links::use_linked_run;
use crate::web::ui::live::Live;
use crate::web::ui::state::{Shown, link_of, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
}

#[component]
pub fn Embed(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let state = &props.state;
    let run = use_linked_run(state);
    // Whole seconds: an address that changed with every frame would only cost. Up, so that the last command is in it.
    let address = run.map_or_else(page_address, |run| {
        let mut link = link_of(state, run);
        link.at = link.at.map(|at| SimTime::from_secs(at.as_millis().div_ceil(1000)));
        format!("{}#{link}", page_address())
    });
    html! {
        <div class="app embed" data-whole="" data-phone-tab="stage">
            <header>
                <a class="btn open" href={address} target="_blank" rel="noopener" title="Open in Playground">
                    <span>{"Open in Playground"}</span>{ symbol("i-share", "i i14") }
                </a>
            </header>
            <main class="stage">
                <h1 class="sr">{"ECS Playground"}</h1>
                <Stage state={state.clone()} />
            </main>
            <CompactTransport state={state.clone()} />
            <Live state={state.clone()} />
            if state.dialog.is_none() {
                <NoticeLine state={state.clone()} />
                { link_note(state, &dispatch) }
            }
            <Dialogs state={state.clone()} />
        </div>
    }
}
