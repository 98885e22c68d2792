//! Everything that is wrong with the draft as a list: each entry leads to its place and can be mended there.

use std::rc::Rc;

use serde_json::Value;
use yew::prelude::*;

use super::code_editor::EditorSlot;
use crate::model::api::task_definitions::validate::{Fix, Severity};
use crate::playground::views::author::{DraftView, all_fixes, place};
use crate::web::browser::reveal_field;
use crate::web::ui::components::symbol;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub text: Rc<str>,
    pub view: Rc<DraftView>,
    pub slot: EditorSlot,
}

#[component]
pub fn Problems(props: &Props) -> Html {
    let Props { text, view, slot } = props;
    let take = |fix: Fix| {
        let slot = slot.clone();
        Callback::from(move |_: MouseEvent| slot.with(|editor| editor.take_fix(&fix.edits)))
    };
    let definition = use_memo(text.clone(), |text| serde_json::from_str::<Value>(text).unwrap_or_default());
    let entries =
        view.problems.iter().map(|problem| {
            let go = {
                let (slot, pointer, key) = (slot.clone(), problem.pointer.clone(), problem.key);
                Callback::from(move |_: MouseEvent| {
                    if !reveal_field(&pointer) {
                        slot.with(|editor| editor.reveal(&pointer, key));
                    }
                })
            };
            let is_error = problem.severity == Severity::Error;
            let fixes = problem.fixes.iter().map(|fix| html! {
            <button type="button" class="btn sm" onclick={take(fix.clone())}>{fix.label.clone()}</button>
        });
            html! {
                <li class={if is_error { "bad" } else { "warn" }}>
                    <button type="button" class="go" onclick={go}>
                        { symbol(if is_error { "h-bad" } else { "i-bulb" }, "g") }
                        <span>
                            <code>{place(&definition, &problem.pointer)}</code>
                            <span class="sr">{if is_error { "Error. " } else { "Warning. " }}</span>
                            {problem.message.clone()}
                        </span>
                    </button>
                    if !problem.fixes.is_empty() {
                        <div class="fixes">{for fixes}</div>
                    }
                </li>
            }
        });
    let syntax = view.syntax_error.clone().map(|message| {
        let slot = slot.clone();
        let go = Callback::from(move |_: MouseEvent| slot.with(|editor| editor.go_to_next_problem()));
        html! {
            <li class="bad">
                <button type="button" class="go" onclick={go}>{ symbol("h-bad", "g") }<span>{message}</span></button>
            </li>
        }
    });
    let fixable = view.problems.iter().filter(|problem| !problem.fixes.is_empty()).count();
    let fix_all = {
        let (slot, definition) = (slot.clone(), definition.clone());
        Callback::from(move |_: MouseEvent| slot.with(|editor| editor.take_fix(&all_fixes(&definition))))
    };
    html! {
        <section class="problems" aria-label="Problems">
            if fixable > 1 {
                <header>
                    <span>{"What can be mended, can be mended at once."}</span>
                    <button type="button" class="btn sm primary" onclick={fix_all}>{"Fix all"}</button>
                </header>
            }
            <ul>{for syntax}{for entries}</ul>
        </section>
    }
}
