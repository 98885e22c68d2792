//! What is wrong with the draft, what changed, and the button that registers it.

use std::rc::Rc;

use serde_json::json;
use yew::prelude::*;

use super::code_editor::EditorSlot;
use super::problems::Problems;
use crate::playground::views::author::{DraftView, lines_changed};
use crate::web::browser::is_mac;
use crate::web::ui::components::symbol;
use crate::web::ui::state::{Action, Base, Dialog, command, use_dispatch};

/// A service that is deployed with another revision of the draft's family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deployed {
    pub cluster: Rc<str>,
    pub service: Rc<str>,
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub text: Rc<str>,
    pub view: Rc<DraftView>,
    pub base: Option<Rc<Base>>,
    pub next_revision: u32,
    pub deployed: Option<Deployed>,
    pub slot: EditorSlot,
    pub on_register: Callback<()>,
}

#[component]
pub fn Foot(props: &Props) -> Html {
    let base = props.base.as_ref().filter(|base| base.text == props.text);
    let open = use_state(|| false);
    let has_problems = props.view.errors() + props.view.warnings() > 0;
    html! {
        <>
        if *open && has_problems {
            <Problems text={props.text.clone()} view={props.view.clone()} slot={props.slot.clone()} />
        }
        <footer class="pfoot">
            {counts(props, &open)}
            <span class="sp"></span>
            {base.map_or_else(|| register_button(props), |base| html! {
                <NextSteps name={base.name.clone()} deployed={props.deployed.clone()} />
            })}
        </footer>
        </>
    }
}

fn counts(props: &Props, open: &UseStateHandle<bool>) -> Html {
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let expanded = open.to_string();
    let (errors, warnings) = (props.view.errors(), props.view.warnings());
    let changed = props.base.as_ref().map_or(0, |base| lines_changed(&base.text, &props.text));
    html! {
        <>
            if errors > 0 {
                <button type="button" class="cnt bad" onclick={toggle.clone()} aria-expanded={expanded.clone()} title="List the problems">
                    { symbol("h-bad", "g") }{counted(errors, "error")}
                </button>
            }
            if warnings > 0 {
                <button type="button" class="cnt warn" onclick={toggle} aria-expanded={expanded} title="List the problems">
                    {counted(warnings, "warning")}
                </button>
            }
            if changed > 0 {
                <span>{format!("{} changed", counted(changed, "line"))}</span>
            } else if errors + warnings == 0 && props.base.is_none() {
                <span>{"No problems"}</span>
            }
        </>
    }
}

fn counted(count: u32, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn register_button(props: &Props) -> Html {
    let label = match &props.view.family {
        Some(family) => format!("Register {family}:{}", props.next_revision),
        None => "Register".into(),
    };
    let refusal = props.view.refusal().map(str::to_owned);
    let is_broken = refusal.is_some();
    let on_register = props.on_register.clone();
    let onclick = Callback::from(move |_| {
        if !is_broken {
            on_register.emit(());
        }
    });
    let class = if is_broken { "btn" } else { "btn primary" };
    let title = refusal.unwrap_or_else(|| if is_mac() { "⌘S".into() } else { "Ctrl+S".into() });
    html! {
        <button type="button" {class} aria-disabled={is_broken.to_string()} {title} {onclick}>{label}</button>
    }
}

#[derive(Properties, PartialEq)]
struct NextStepsProps {
    /// `family:revision`, registered.
    name: Rc<str>,
    deployed: Option<Deployed>,
}

/// What one does with a revision: run it, or have a service keep it running.
#[component]
fn NextSteps(props: &NextStepsProps) -> Html {
    let dispatch = use_dispatch();
    let open = |dialog: fn(Option<Rc<str>>) -> Dialog| {
        let (dispatch, name) = (dispatch.clone(), props.name.clone());
        Callback::from(move |_| dispatch.dispatch(Action::Open(dialog(Some(name.clone())))))
    };
    let run = open(|task_definition| Dialog::RunTask { task_definition });
    let create = open(|task_definition| Dialog::CreateService { task_definition });
    let deploy = props.deployed.clone().map(|deployed| {
        let (dispatch, name) = (dispatch.clone(), props.name.clone());
        let label = format!("Deploy to {}", deployed.service);
        let onclick = Callback::from(move |_| {
            let Deployed { cluster, service } = &deployed;
            let request = json!({ "cluster": &**cluster, "service": &**service, "taskDefinition": &*name });
            dispatch.dispatch(Action::Give(command("ecs", "UpdateService", request)));
        });
        html! { <button type="button" class="btn primary" {onclick}>{label}</button> }
    });
    html! {
        <>
            <button type="button" class="btn" onclick={run}>{ symbol("i-play", "i i12") }{"Run"}</button>
            if let Some(deploy) = deploy {
                {deploy}
            } else {
                <button type="button" class="btn" onclick={create}>{"Create service"}</button>
            }
        </>
    }
}
