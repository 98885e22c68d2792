//! What all forms have: the command they make, what ECS would say to it, and the line that does the same.

use yew::prelude::*;

use crate::model::api::operations::operation;
use crate::model::api::shapes::Shape;
use crate::model::world::event::Command;
use crate::playground::cli::verbs::verb;
use crate::playground::console;
use crate::web::ui::components::{CommandLine, Icon, Modal};
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
    let refusal = {
        let asking = props.asking.clone();
        use_memo(props.command.clone(), move |command| {
            command.as_ref().ok().and_then(|command| asking.rehearse(command).err())
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
                        if let Some(error) = &*refusal {
                            <div class="refusal" role="status">
                                <b><Icon name="h-bad" class="g" />{error.name.as_str()}</b>
                                <p>{error.message.clone()}</p>
                            </div>
                        }
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

#[derive(Properties, PartialEq)]
pub struct LaunchTypeProps {
    pub fields: crate::web::ui::components::Fields,
}

/// EC2 or Fargate, in the field `launchType`.
#[component]
pub fn LaunchTypeField(props: &LaunchTypeProps) -> Html {
    let button = |value: &'static str, label: &'static str| {
        let fields = props.fields.clone();
        let pressed = (fields.get("launchType") == value).to_string();
        let onclick = Callback::from(move |_| fields.set("launchType", value));
        html! { <button type="button" aria-pressed={pressed} {onclick}>{label}</button> }
    };
    html! {
        <fieldset class="fldset">
            <legend>{"Launch type"}</legend>
            <div class="seg">{button("EC2", "EC2")}{button("FARGATE", "Fargate")}</div>
            <small>{"EC2: on the cluster's container instances. Fargate: on capacity that AWS runs."}</small>
        </fieldset>
    }
}
