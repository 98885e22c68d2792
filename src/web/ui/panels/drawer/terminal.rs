//! The terminal: what was typed, what it printed, and the next line.

use std::rc::Rc;

use web_sys::{HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::output::Output;
use super::prompt::Prompt;
use crate::web::ui::components::CommandLine;
use crate::web::ui::state::{Asking, GivenCommand, PageFiles, TerminalEntry};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub entries: Rc<Vec<TerminalEntry>>,
    /// What the page itself did last.
    pub given: Option<Rc<GivenCommand>>,
    pub asking: Asking,
    pub files: PageFiles,
    /// The line takes the focus whenever this grows.
    pub focus: u32,
}

/// Older entries stay in the list but are not drawn.
const MOST_SHOWN: usize = 150;

#[component]
pub fn Terminal(props: &Props) -> Html {
    let place = use_node_ref();
    let again = use_state(|| (0_u32, AttrValue::default()));
    {
        let place = place.clone();
        let line = props.given.as_ref().map(|given| given.line.clone());
        use_effect_with((props.entries.len(), line), move |_| {
            if let Some(place) = place.cast::<HtmlElement>() {
                place.set_scroll_top(place.scroll_height());
            }
        });
    }
    let on_again = {
        let again = again.clone();
        Callback::from(move |line: AttrValue| again.set((again.0 + 1, line)))
    };
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
    let said = props.entries.last().map(|entry| spoken(entry, props.entries.len()));
    html! {
        <div class="tty" ref={place} {onclick} tabindex="-1">
            if props.entries.is_empty() {
                <p class="dim">{"Everything the page does, aws ecs does too. Type help for the list."}</p>
            }
            {for props.entries.iter().enumerate().skip(skipped).map(|(place, entry)| html! {
                <Output key={place} entry={entry.clone()} asking={props.asking.clone()} on_again={on_again.clone()} />
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
            <Prompt asking={props.asking.clone()} files={props.files.clone()} focus={props.focus} again={(*again).clone()} />
            <p class="sr" role="status">{ said.unwrap_or_default() }</p>
        </div>
    }
}

/// What a screen reader hears of an answer: whether it came, and its beginning. The whole can be read above.
fn spoken(entry: &TerminalEntry, number: usize) -> String {
    let text = if entry.exit_code == 0 { &entry.stdout } else { &entry.stderr };
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first: String = lines.next().unwrap_or_default().chars().take(200).collect();
    let more = lines.count();
    let outcome =
        if entry.exit_code == 0 { "Done".to_owned() } else { format!("Exit code {}", entry.exit_code) };
    match (first.is_empty(), more) {
        (true, _) => format!("Line {number}: {outcome}."),
        (false, 0) => format!("Line {number}: {outcome}. {first}"),
        (false, more) => format!("Line {number}: {outcome}. {} lines of output.", more + 1),
    }
}
