//! Which definition is in the editor, and everything that can be put there instead.

use std::rc::Rc;

use serde_json::json;
use yew::prelude::*;

use super::code_editor::EditorSlot;
use crate::playground::views::author::FamilyRow;
use crate::playground::views::colour::Colour;
use crate::web::browser::{Editor, download_text, pick_file};
use crate::web::ui::components::{Popup, PopupItem, symbol};
use crate::web::ui::state::{Action, Asking, Base, Dialog, Dispatch, command, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub asking: Asking,
    pub text: Rc<str>,
    pub family: Option<Rc<str>>,
    pub next_revision: u32,
    pub base: Option<Rc<Base>>,
    pub colour: Colour,
    pub slot: EditorSlot,
    /// Holds the draft against a revision.
    pub on_compare: Callback<Option<Rc<str>>>,
}

impl Props {
    fn is_registered(&self) -> bool {
        self.base.as_ref().is_some_and(|base| base.text == self.text)
    }

    /// `draft of web:5, from web:4`.
    fn standing(&self) -> String {
        match (&self.base, &self.family) {
            (Some(base), _) if self.is_registered() => format!("{} as registered", base.name),
            (Some(base), Some(family)) => {
                format!("draft of {family}:{}, from {}", self.next_revision, base.name)
            }
            (None, Some(family)) => format!("draft of {family}:{}", self.next_revision),
            (_, None) => "a draft without a family".into(),
        }
    }
}

#[component]
pub fn FileBar(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let families = use_state(Vec::new);
    let look = {
        let (families, asking) = (families.clone(), props.asking.clone());
        Callback::from(move |()| families.set(asking.families()))
    };
    let name = props.family.clone().unwrap_or_else(|| "Untitled".into());
    let button = html! {
        <>
            <i class={classes!("sw", props.colour.class())}></i>
            <b>{name}</b>
            <span class="muted standing">{props.standing()}</span>
            <span class="sp"></span>
            { symbol("i-down", "i i14") }
        </>
    };
    let templates = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Open(Dialog::Templates)))
    };
    html! {
        <div class="file">
            <Popup label="Revisions and templates" class="filebtn" {button} onopen={look}>
                {for families.iter().map(|family| family_items(family, &props.on_compare, &dispatch))}
                <PopupItem onclick={templates} class="new">
                    { symbol("i-plus", "i i14") }<b>{"New from a template…"}</b>
                </PopupItem>
            </Popup>
            {edit_button(props, "Undo", "i-undo", |editor| editor.undo())}
            {edit_button(props, "Redo", "i-redo", |editor| editor.redo())}
            {more_menu(props, &dispatch)}
        </div>
    }
}

fn family_items(family: &FamilyRow, on_compare: &Callback<Option<Rc<str>>>, dispatch: &Dispatch) -> Html {
    let rows = family.revisions.iter().map(|revision| {
        let load = {
            let (dispatch, name) = (dispatch.clone(), revision.name.clone());
            Callback::from(move |_| dispatch.dispatch(Action::EditRevision(name.clone())))
        };
        let retire = {
            let (dispatch, name) = (dispatch.clone(), revision.name.clone());
            Callback::from(move |_| {
                let request = json!({ "taskDefinition": &*name });
                dispatch.dispatch(Action::Give(command("ecs", "DeregisterTaskDefinition", request)));
            })
        };
        let compare = {
            let name = revision.name.clone();
            on_compare.reform(move |_: MouseEvent| Some(name.clone()))
        };
        let against = format!("Compare the draft with {}", revision.name);
        let label = format!("Deregister {}", revision.name);
        html! {
            <div class="revrow" role="none">
                <PopupItem onclick={load}>
                    <code>{revision.name.clone()}</code>
                    <span class={classes!("tag", (!revision.is_active).then_some("line"))}>
                        {if revision.is_active { "ACTIVE" } else { "INACTIVE" }}
                    </span>
                    if revision.services > 0 {
                        <small>{"deployed"}</small>
                    }
                </PopupItem>
                <PopupItem onclick={compare} title={against} class="side">
                    { symbol("i-layers", "i i12") }<span class="sr">{"Compare"}</span>
                </PopupItem>
                if revision.is_active {
                    <PopupItem onclick={retire} title={label} class="side">
                        { symbol("i-x", "i i12") }<span class="sr">{"Deregister"}</span>
                    </PopupItem>
                }
            </div>
        }
    });
    html! {
        <>
            <h4>{family.name.clone()}</h4>
            {for rows}
        </>
    }
}

/// A step back or forth in the text's history, which the fields of the form share.
fn edit_button(props: &Props, label: &'static str, icon: &'static str, act: fn(&Editor)) -> Html {
    let slot = props.slot.clone();
    let onclick = Callback::from(move |_: MouseEvent| slot.with(act));
    let label = format!("{label} in the draft");
    html! {
        <button type="button" class="btn quiet icon" aria-label={label.clone()} title={label} {onclick}>
            { symbol(icon, "i i14") }
        </button>
    }
}

/// What can be done with the text itself.
fn more_menu(props: &Props, dispatch: &Dispatch) -> Html {
    let on_editor = |act: fn(&Editor)| {
        let slot = props.slot.clone();
        Callback::from(move |_: MouseEvent| slot.with(act))
    };
    let format = on_editor(|editor| {
        editor.format();
    });
    let compare = {
        let base = props.base.clone();
        props.on_compare.reform(move |_: MouseEvent| base.as_ref().map(|base| base.name.clone()))
    };
    let open = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            let dispatch = dispatch.clone();
            pick_file(".json,application/json", move |text| {
                if let Ok(text) = text {
                    dispatch.dispatch(Action::ReplaceDraft(text.into()));
                }
            });
        })
    };
    let download = {
        let (text, family) = (props.text.clone(), props.family.clone());
        Callback::from(move |_: MouseEvent| {
            let name = family.as_deref().unwrap_or("task-definition");
            download_text(&format!("{name}.json"), &text);
        })
    };
    html! {
        <Popup label="More" class="btn quiet icon" button={html! { { symbol("i-more", "i") } }} right=true>
            <PopupItem onclick={open}>{"Open a JSON file…"}</PopupItem>
            <PopupItem onclick={download}>{"Download the draft"}</PopupItem>
            <PopupItem onclick={format}>{"Lay out the JSON"}<span class="sp"></span><kbd>{"Shift Alt F"}</kbd></PopupItem>
            if let Some(base) = &props.base {
                <PopupItem onclick={compare}>{format!("Compare with {}", base.name)}</PopupItem>
            }
        </Popup>
    }
}
