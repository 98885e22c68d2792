//! What all forms have: the command they make, what ECS would say to it, and the line that does the same.

use serde_json::Value;
use yew::prelude::*;

use crate::model::api::operations::operation;
use crate::model::api::shapes::Shape;
use crate::model::ecs::EcsResult;
use crate::model::world::event::Command;
use crate::playground::cli::verbs::verb;
use crate::playground::console;
use crate::web::ui::components::{CommandLine, Modal, symbol};
use crate::web::ui::state::{Action, Asking, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct FormProps {
    pub title: AttrValue,
    pub asking: Asking,
    /// What pressing the button gives, or what is still missing.
    pub command: Result<Command, AttrValue>,
    /// A verb.
    pub submit: AttrValue,
    #[prop_or_default]
    pub danger: bool,
    pub children: Html,
}

/// The form of one command. It shows ECS's refusal before the command is given.
#[component]
pub fn Form(props: &FormProps) -> Html {
    let dispatch = use_dispatch();
    let answer = {
        let asking = props.asking.clone();
        use_memo(props.command.clone(), move |command| {
            command.as_ref().ok().map(|command| asking.rehearse(command))
        })
    };
    let on_close = {
        let dispatch = dispatch.clone();
        Callback::from(move |()| dispatch.dispatch(Action::CloseDialog))
    };
    let cancel = on_close.reform(|_: MouseEvent| ());
    let onsubmit = {
        let command = props.command.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Ok(command) = &command {
                dispatch.dispatch(Action::Give(command.clone()));
            }
        })
    };
    let missing = props.command.as_ref().err().cloned();
    let class = if props.danger { "btn lg danger solid" } else { "btn lg primary" };
    html! {
        <Modal title={props.title.clone()} {on_close}>
            <form {onsubmit} style="display:contents" novalidate=true>
                <div class="dlgbody">
                    {props.children.clone()}
                </div>
                if let Ok(command) = &props.command {
                    <div class="dlgmade">
                        {(*answer).as_ref().map(outlook)}
                        <CommandLine line={console::line_of(command)} />
                    </div>
                }
                <footer class="dlgfoot">
                    <span class="why">{missing.clone().unwrap_or_default()}</span>
                    <button type="button" class="btn lg quiet" onclick={cancel}>{"Cancel"}</button>
                    <button
                        type="submit" class={if missing.is_some() { "btn lg" } else { class }}
                        aria-disabled={missing.is_some().to_string()}
                    >
                        {props.submit.clone()}
                    </button>
                </footer>
            </form>
        </Modal>
    }
}

/// What would come of the command now, if that is not what was asked for: ECS's refusal, or the failures it
/// answers with.
fn outlook(answer: &EcsResult<Value>) -> Html {
    match answer {
        Err(error) => html! {
            <div class="refusal" role="status">
                <b>{ symbol("h-bad", "g") }{error.name.as_str()}</b>
                <p>{error.message.clone()}</p>
            </div>
        },
        Ok(answer) if answer["missingForFis"].as_array().is_some_and(|missing| !missing.is_empty()) => {
            let missing = answer["missingForFis"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let missing = missing.collect::<Vec<_>>().join(", ");
            html! { <p class="note" role="status">{format!("It works here. AWS FIS would also want: {missing}.")}</p> }
        }
        Ok(answer) => {
            let failures = answer["failures"].as_array().map(Vec::as_slice).unwrap_or_default();
            let Some(first) = failures.first() else { return html! {} };
            let reason = first["reason"].as_str().unwrap_or_default().to_owned();
            let count = failures.len();
            html! {
                <div class="refusal soft" role="status">
                    <b>{ symbol("i-bulb", "g") }{reason}</b>
                    <p>{format!("ECS would answer now with {count} failure{}.", if count == 1 { "" } else { "s" })}</p>
                </div>
            }
        }
    }
}

/// The sentence of the operations table about a member, such as `deploymentConfiguration.maximumPercent`.
pub fn doc(of: &str, path: &str) -> AttrValue {
    let input = operation(of).map(|operation| operation.input).or_else(|| verb(of).map(|verb| verb.input));
    let mut shape: Option<&'static Shape> = input;
    let mut doc = "";
    for name in path.split('.') {
        let member = shape.and_then(|shape| shape.member(name));
        doc = member.map_or("", |member| member.doc);
        shape = member.map(|member| member.shape);
    }
    AttrValue::Static(doc)
}
