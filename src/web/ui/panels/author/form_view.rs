//! The draft as fields, for those who would rather not write JSON. Both views edit the same text.

use std::rc::Rc;

use serde_json::Value;
use yew::prelude::*;

use super::code_editor::EditorSlot;
use crate::model::api::operations::operation;
use crate::model::api::task_definitions::validate::Edit;
use crate::playground::views::author::DraftView;
use crate::playground::views::guide::Guide;
use crate::web::ui::components::{ShapeForm, ShapeRef};
use crate::web::ui::state::{Action, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub text: Rc<str>,
    pub view: Rc<DraftView>,
    pub slot: EditorSlot,
    pub on_json: Callback<MouseEvent>,
}

#[component]
pub fn FormView(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let read =
        |text: &Rc<str>| serde_json::from_str::<Value>(text).ok().filter(Value::is_object).map(Rc::new);
    let document = use_memo(props.text.clone(), read);
    let on_edit = use_callback(
        (props.slot.clone(), props.text.clone()),
        move |edits: Vec<Edit>, (slot, text): &(EditorSlot, Rc<str>)| {
            // The editor keeps the author's layout and can undo; without it the text is laid out anew.
            if slot.edit(&edits) {
                return;
            }
            let Ok(mut document) = serde_json::from_str::<Value>(text) else { return };
            if edits.iter().all(|edit| edit.apply(&mut document)) {
                dispatch.dispatch(Action::Draft(format!("{document:#}\n").into()));
            }
        },
    );
    let shape = operation("RegisterTaskDefinition").map(|operation| ShapeRef(operation.input));
    let (Some(document), Some(shape)) = ((*document).clone(), shape) else {
        return html! {
            <div class="formview">
                <p class="note">{"The text is not a JSON object just now, so there are no fields to show."}</p>
                <button type="button" class="btn" onclick={props.on_json.clone()}>{"Mend it as JSON"}</button>
            </div>
        };
    };
    html! {
        <div class="formview">
            <ShapeForm
                {shape} guide={Guide::TaskDefinition} {document} problems={props.view.problems.clone()} {on_edit}
            />
        </div>
    }
}
