//! The attributes of a container instance: those that ECS gave it, and custom ones to set and delete.

use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use crate::model::capacity::is_custom;
use crate::model::ecs::{Attribute, ContainerInstanceId};
use crate::model::world::event::Command;
use crate::playground::console;
use crate::web::ui::components::{TextField, symbol, use_fields};
use crate::web::ui::state::{Action, Shown, command, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
    pub id: ContainerInstanceId,
}

#[component]
pub fn Attributes(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let fields = use_fields(Vec::new);
    let world = &props.state.snapshot;
    let row = &world.container_instances[props.id];
    let cluster = &*world.clusters[row.cluster].name;
    let target = world.container_instance_hex(props.id);
    let (custom, given): (Vec<&Attribute>, Vec<_>) = row.attributes.iter().partition(|one| is_custom(one));
    let put = {
        let mut attribute = json!({ "name": fields.get("name"), "targetId": target });
        if fields.is_on("value") {
            attribute["value"] = json!(fields.get("value"));
        }
        of_instance("PutAttributes", cluster, attribute)
    };
    let line = console::line_of(&put);
    // The fields are cleared once the instance has what they said: what ECS refused can be mended.
    let written_now = (fields.get("name").to_owned(), fields.get("value").to_owned());
    let put_last = use_mut_ref(|| None);
    let is_there = row
        .attributes
        .iter()
        .any(|one| *one.name == *written_now.0 && one.value.as_deref().unwrap_or_default() == written_now.1);
    let is_done = is_there && put_last.borrow().as_ref() == Some(&written_now);
    {
        let (fields, put_last) = (fields.clone(), put_last.clone());
        use_effect_with(is_done, move |&is_done| {
            if is_done {
                put_last.take();
                fields.set("name", "");
                fields.set("value", "");
            }
        });
    }
    let onsubmit = {
        let (dispatch, fields) = (dispatch.clone(), fields.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if fields.is_on("name") {
                put_last.replace(Some(written_now.clone()));
                dispatch.dispatch(Action::Give(put.clone()));
            }
        })
    };
    let form = use_node_ref();
    let deletable = |attribute: &&Attribute| {
        let attribute_of = json!({ "name": attribute.name, "targetId": target });
        let delete = of_instance("DeleteAttributes", cluster, attribute_of);
        let (dispatch, title, form) = (dispatch.clone(), console::line_of(&delete), form.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            // The button goes with its attribute, and would take the focus along.
            if let Some(name) = form.cast::<Element>().and_then(|form| first_field(&form)) {
                let _ = name.focus();
            }
            dispatch.dispatch(Action::Give(delete.clone()));
        });
        html! {
            <li>
                <code class="wrap">{ written(attribute) }</code>
                if row.is_registered() {
                    <button class="btn quiet icon" {title} {onclick} aria-label={format!("Delete the attribute {}", attribute.name)}>
                        { symbol("i-x", "i i14") }
                    </button>
                }
            </li>
        }
    };
    html! {
        <>
            if custom.is_empty() {
                <p class="muted">{"None of its own. Placement constraints can ask for them: attribute:stack == blue."}</p>
            } else {
                <ul class="plain attributes">{ for custom.iter().map(deletable) }</ul>
            }
            if row.is_registered() {
                <form class="attribute" {onsubmit} ref={form.clone()}>
                    <TextField fields={fields.clone()} name="name" label="Name" placeholder="stack" />
                    <TextField fields={fields.clone()} name="value" label="Value" placeholder="blue" />
                    <button class="btn" title={line.clone()} aria-disabled={(!fields.is_on("name")).to_string()}>{"Put"}</button>
                    if fields.is_on("name") { <code class="cmd">{ format!("$ {line}") }</code> }
                </form>
            }
            <details class="more">
                <summary>{ format!("{} of ECS and its agent", given.len()) }</summary>
                <ul class="plain">{ for given.iter().map(|one| html! { <li><code class="wrap">{ written(one) }</code></li> }) }</ul>
            </details>
        </>
    }
}

fn first_field(form: &Element) -> Option<HtmlInputElement> {
    form.query_selector("input").ok().flatten()?.dyn_into().ok()
}

fn of_instance(operation: &'static str, cluster: &str, mut attribute: Value) -> Command {
    attribute["targetType"] = json!("container-instance");
    command("ecs", operation, json!({ "cluster": cluster, "attributes": [attribute] }))
}

/// `stack=blue`, or only a name.
fn written(attribute: &Attribute) -> String {
    match &attribute.value {
        Some(value) => format!("{}={value}", attribute.name),
        None => attribute.name.to_string(),
    }
}
