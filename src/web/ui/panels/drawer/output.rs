//! What a line printed.

use yew::prelude::*;

use crate::web::ui::components::{CopyButton, Highlighted, coloured, symbol};
use crate::web::ui::state::{Asking, Selection, TerminalEntry, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub entry: TerminalEntry,
    pub asking: Asking,
    /// Brings the line back to be changed and run again.
    pub on_again: Callback<AttrValue>,
}

#[component]
pub fn Output(props: &Props) -> Html {
    let TerminalEntry { line, stdout, stderr, exit_code } = &props.entry;
    let dispatch = use_dispatch();
    let linked = |name: &str| props.asking.find(name).map(Selection::from);
    let again = {
        let (on_again, line) = (props.on_again.clone(), AttrValue::from(line.to_string()));
        Callback::from(move |_: MouseEvent| on_again.emit(line.clone()))
    };
    html! {
        <div class="said">
            <div class="typed"><span class="pr">{"$ "}</span><Highlighted line={line.to_string()} /></div>
            if !stdout.is_empty() {
                <div class="out">{coloured(stdout, &dispatch, &linked)}</div>
            }
            if !stderr.is_empty() {
                <div class="err">{stderr.trim_start().to_owned()}</div>
            }
            if *exit_code != 0 {
                <div class="dim">{format!("exit code {exit_code}")}</div>
            }
            <div class="tools">
                <button type="button" class="btn quiet icon" title="Bring the line back" aria-label="Bring the line back" onclick={again}>
                    { symbol("i-restart", "i i14") }
                </button>
                if !stdout.is_empty() || !stderr.is_empty() {
                    <CopyButton text={format!("{stdout}{stderr}")} label="Copy the output" />
                }
            </div>
        </div>
    }
}
