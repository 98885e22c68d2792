//! How the images behave that the task definitions name.

use serde_json::json;
use yew::prelude::*;

use crate::playground::views::images::{ImageRow, in_words};
use crate::web::ui::components::Icon;
use crate::web::ui::state::{Action, Dialog, command, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub images: Vec<ImageRow>,
}

#[component]
pub fn Images(props: &Props) -> Html {
    html! {
        <div class="images">
            <p class="hint">
                {"The model runs no code: an image says how its containers behave. Change it, and tasks \
                  that start from then on behave that way."}
            </p>
            if props.images.is_empty() {
                <p class="hint">{"No registered task definition names an image yet."}</p>
            }
            <ul>
                {for props.images.iter().map(|row| html! { <Row key={row.image.to_string()} row={row.clone()} /> })}
            </ul>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    row: ImageRow,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let ImageRow { image, is_set, behaviour, families } = &props.row;
    let dispatch = use_dispatch();
    let edit = {
        let (dispatch, image) = (dispatch.clone(), image.clone());
        Callback::from(move |_| {
            dispatch.dispatch(Action::Open(Dialog::SetImage { image: Some(image.clone()) }))
        })
    };
    let reset = {
        let image = image.clone();
        Callback::from(move |_| {
            let request = json!({ "image": &*image });
            dispatch.dispatch(Action::Give(command("playground", "ResetImage", request)));
        })
    };
    html! {
        <li class="imgrow">
            <div class="row">
                <code title={image.to_string()}>{image.clone()}</code>
                if *is_set {
                    <span class="tag">{"set by you"}</span>
                }
            </div>
            <p>{in_words(behaviour)}{"."}</p>
            if !families.is_empty() {
                <p class="muted">{format!("In {families}")}</p>
            }
            <div class="row">
                <button type="button" class="btn sm" onclick={edit} aria-label={format!("Change how {image} behaves")}>
                    {"Change"}
                </button>
                if *is_set {
                    <button type="button" class="btn sm quiet" onclick={reset}>
                        <Icon name="i-undo" class="i i12" />{"Back to its own"}
                    </button>
                }
            </div>
        </li>
    }
}
