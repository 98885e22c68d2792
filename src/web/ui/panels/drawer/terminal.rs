//! The terminal: what was typed, what it printed, and the next line.

use std::rc::Rc;

use web_sys::{HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::output::Output;
use super::prompt::Prompt;
use crate::web::ui::components::CommandLine;
use crate::web::ui::state::{Asking, GivenCommand, TerminalEntry};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub entries: Rc<Vec<TerminalEntry>>,
    /// What the page itself did last.
    pub given: Option<Rc<GivenCommand>>,
    pub asking: Asking,
    pub draft: Rc<str>,
    /// The line takes the focus when the terminal opens.
    pub focus: bool,
}

/// Older entries stay in the list but are not drawn.
const MOST_SHOWN: usize = 150;

#[component]
pub fn Terminal(props: &Props) -> Html {
    let place = use_node_ref();
    {
        let place = place.clone();
        let line = props.given.as_ref().map(|given| given.line.clone());
        use_effect_with((props.entries.len(), line), move |_| {
            if let Some(place) = place.cast::<HtmlElement>() {
                place.set_scroll_top(place.scroll_height());
            }
        });
    }
    // A click on the empty part goes to the line, unless something is being selected.
    let onclick = {
        let place = place.clone();
        Callback::from(move |event: MouseEvent| {
            let is_empty_part = event.target_dyn_into::<HtmlElement>() == place.cast::<HtmlElement>();
            let field =
                place.cast::<HtmlElement>().and_then(|place| place.query_selector("textarea").ok().flatten());
            if let Some(field) = field.filter(|_| is_empty_part) {
                let _ = wasm_bindgen::JsCast::unchecked_into::<HtmlTextAreaElement>(field).focus();
            }
        })
    };
    let skipped = props.entries.len().saturating_sub(MOST_SHOWN);
    html! {
        <div class="term" ref={place} {onclick} tabindex="-1">
            if props.entries.is_empty() {
                <p class="dim">{"Everything the page does, aws ecs does too. Type help for the list."}</p>
            }
            {for props.entries.iter().enumerate().skip(skipped).map(|(place, entry)| html! {
                <Output key={place} entry={entry.clone()} />
            })}
            if let Some(given) = &props.given {
                <div class="given">
                    <span class="dim">{"The page's last action"}</span>
                    <CommandLine line={given.line.to_string()} />
                    if let Err(error) = &given.answer {
                        <div class="err">{format!("{}: {}", error.name.as_str(), error.message)}</div>
                    }
                </div>
            }
            <Prompt asking={props.asking.clone()} draft={props.draft.clone()} focus={props.focus} />
        </div>
    }
}
