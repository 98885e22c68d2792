//! Task definitions to begin with, each about one thing: files in `static/templates/`.

use std::rc::Rc;

use serde_json::Value;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::web::browser::load_text;
use crate::web::ui::components::Modal;
use crate::web::ui::state::{Action, Dispatch, use_dispatch};

/// What an empty start holds: the least that can be registered.
const EMPTY: &str = "{\n  \"family\": \"my-app\",\n  \"containerDefinitions\": [\n    {\n      \"name\": \"app\",\n      \"image\": \"nginx:latest\",\n      \"memory\": 256\n    }\n  ]\n}\n";

#[component]
pub fn Templates() -> Html {
    let dispatch = use_dispatch();
    let list = use_state(|| None::<Rc<[Value]>>);
    {
        let list = list.clone();
        use_effect_with((), move |()| {
            spawn_local(async move {
                let text = load_text("templates/index.json").await.unwrap_or_default();
                let rows: Vec<Value> = serde_json::from_str(&text).unwrap_or_default();
                list.set(Some(rows.into()));
            });
        });
    }
    let on_close = {
        let dispatch = dispatch.clone();
        Callback::from(move |()| dispatch.dispatch(Action::CloseDialog))
    };
    let begin_empty = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| begin_with(&dispatch, EMPTY))
    };
    let rows: &[Value] = list.as_deref().unwrap_or_default();
    let mut groups: Vec<&str> = Vec::new();
    for row in rows {
        if !groups.contains(&text(row, "group")) {
            groups.push(text(row, "group"));
        }
    }
    let group = |group: &&str| {
        let cards = rows.iter().filter(|row| text(row, "group") == *group).map(|row| card(row, &dispatch));
        html! { <section><h3>{(*group).to_owned()}</h3><div class="cards">{for cards}</div></section> }
    };
    let failed = list.as_ref().is_some_and(|rows| rows.is_empty());
    html! {
        <Modal title="New task definition" class="wide" {on_close}>
            <div class="dlgbody templates" tabindex="0" aria-busy={list.is_none().to_string()}>
                if failed {
                    <p class="note">{"The templates could not be loaded. Close this and open it again."}</p>
                }
                {for groups.iter().map(group)}
            </div>
            <footer class="dlgfoot">
                <span class="why">{"It takes the place of the draft. Undo in the editor brings that back."}</span>
                <button type="button" class="btn lg" onclick={begin_empty}>{"Begin with the least"}</button>
            </footer>
        </Modal>
    }
}

fn card(row: &Value, dispatch: &Dispatch) -> Html {
    let onclick = {
        let (dispatch, name) = (dispatch.clone(), text(row, "name").to_owned());
        Callback::from(move |_: MouseEvent| {
            let (dispatch, name) = (dispatch.clone(), name.clone());
            spawn_local(async move {
                if let Some(text) = load_text(&format!("templates/{name}.json")).await {
                    begin_with(&dispatch, &text);
                }
            });
        })
    };
    html! {
        <button type="button" class="card" {onclick}>
            <b>{text(row, "title").to_owned()}</b>
            <span>{text(row, "summary").to_owned()}</span>
        </button>
    }
}

fn begin_with(dispatch: &Dispatch, text: &str) {
    dispatch.dispatch(Action::ReplaceDraft(text.into()));
    dispatch.dispatch(Action::CloseDialog);
}

fn text<'a>(row: &'a Value, member: &str) -> &'a str {
    row[member].as_str().unwrap_or_default()
}
