//! How the containers of an image behave.

use std::rc::Rc;

use serde_json::{Map, json};
use yew::prelude::*;

use super::form::{Form, doc};
use crate::model::workload::{HealthPlan, ImageBehaviour, PullOutcome, Then};
use crate::playground::views::images::in_words;
use crate::web::ui::components::{Fields, NumberField, SelectField, TextField, plain, use_fields};
use crate::web::ui::state::{Asking, command};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub asking: Asking,
    pub image: Option<Rc<str>>,
}

const VERB: &str = "image set";

/// The texts of all fields that a behaviour fills.
type Texts = [(&'static str, String); 10];

fn texts(behaviour: &ImageBehaviour) -> Texts {
    let seconds = |millis: u32| (millis / 1000).to_string();
    let pull = match behaviour.pull {
        PullOutcome::Ok => "ok",
        PullOutcome::Missing => "missing",
        PullOutcome::Denied => "denied",
        PullOutcome::Timeout => "timeout",
    };
    let (mut code, mut after, mut mean, mut leak) = ("1".into(), "30".into(), "300".into(), "64".into());
    let then = match behaviour.then {
        Then::Run | Then::CannotStart => "run",
        Then::Exit { code: with, after_millis } => {
            (code, after) = (with.to_string(), seconds(after_millis));
            "exit"
        }
        Then::Crash { code: with, mean_millis } => {
            (code, mean) = (with.to_string(), seconds(mean_millis));
            "crash"
        }
        Then::Leak { mib_per_minute } => {
            leak = mib_per_minute.to_string();
            "leak"
        }
    };
    let (health, health_after) = match behaviour.health {
        HealthPlan::Healthy => ("healthy", "0".into()),
        HealthPlan::HealthyAfter { after_millis } => ("healthy", seconds(after_millis)),
        HealthPlan::UnhealthyAfter { after_millis } => ("unhealthy", seconds(after_millis)),
    };
    [
        ("pull", pull.into()),
        ("pullSizeMib", behaviour.pull_size_mib.to_string()),
        ("bootMs", behaviour.boot_millis.to_string()),
        ("then", then.into()),
        ("exitCode", code),
        ("afterSeconds", after),
        ("meanSeconds", mean),
        ("leakMibPerMinute", leak),
        ("health", health.into()),
        ("healthAfterSeconds", health_after),
    ]
}

#[component]
pub fn SetImage(props: &Props) -> Html {
    let asking = &props.asking;
    let known = use_memo((), |()| asking.images());
    let first = props.image.clone().or_else(|| known.first().cloned()).unwrap_or_default();
    let name = use_fields(|| [("image", first.to_string())]);
    let is_other = known.iter().all(|image| &**image != name.get("image"));
    let image: Rc<str> = name.get(if is_other && props.image.is_none() { "other" } else { "image" }).into();
    let before = use_memo(image.clone(), |image| asking.image_behaviour(image));
    let fields = use_fields(|| texts(&before));
    {
        let (fields, before) = (fields.clone(), before.clone());
        use_effect_with(image.clone(), move |_| {
            texts(&before).into_iter().for_each(|(name, text)| fields.set(name, text));
        });
    }
    let mut images = plain(known.iter());
    images.push(("".into(), "Another one…".into()));
    let options = |values: &[(&'static str, &'static str)]| {
        let option = |(value, label): &(&'static str, &'static str)| {
            (AttrValue::Static(value), AttrValue::Static(label))
        };
        values.iter().map(option).collect::<Vec<_>>()
    };
    let number = |name: &'static str, label: &'static str| {
        html! { <NumberField fields={fields.clone()} {name} {label} help={doc(VERB, name)} /> }
    };
    let then = fields.get("then").to_owned();
    html! {
        <Form
            title="How an image behaves" asking={asking.clone()} submit="Set behaviour"
            command={set(&image, &fields, &texts(&before))}
        >
            if props.image.is_some() {
                <p><code>{image.clone()}</code></p>
            } else {
                <SelectField
                    fields={name.clone()} name="image" label="Image" options={images} first=true
                    help="Those that the task definitions name."
                />
                if is_other {
                    <TextField fields={name.clone()} name="other" label="Its name" placeholder="shop/web:2.2" help={doc(VERB, "image")} />
                }
            }
            if !image.is_empty() {
                <p>{format!("Now: {}.", in_words(&before))}</p>
            }
            <div class="grid2">
                <SelectField fields={fields.clone()} name="pull" label="Pulling it" options={options(&[
                    ("ok", "works"), ("missing", "fails: no such image"), ("denied", "fails: the registry refuses"),
                    ("timeout", "fails: no answer"),
                ])} help="Images in an instance's cache are not pulled again." />
                {number("pullSizeMib", "Download, MiB")}
                {number("bootMs", "Boot, ms")}
                <SelectField fields={fields.clone()} name="then" label="Then it" options={options(&[
                    ("run", "runs on"), ("exit", "exits after a time"), ("crash", "crashes at random"), ("leak", "leaks memory"),
                ])} help={doc(VERB, "then")} />
                if then == "exit" {
                    {number("afterSeconds", "After, s")}
                }
                if then == "crash" {
                    {number("meanSeconds", "On average after, s")}
                }
                if then == "exit" || then == "crash" {
                    {number("exitCode", "Exit code")}
                }
                if then == "leak" {
                    {number("leakMibPerMinute", "MiB a minute")}
                }
                <SelectField fields={fields.clone()} name="health" label="Health checks find it" options={options(&[
                    ("healthy", "healthy"), ("unhealthy", "unhealthy"),
                ])} help={doc(VERB, "health")} />
                {number("healthAfterSeconds", "From, s after boot")}
            </div>
            <p class="note">{"It counts for tasks that start from now on."}</p>
        </Form>
    }
}

/// The members that go with the kind of `then`.
const OF_KIND: [(&str, &[&str]); 4] = [
    ("run", &[]),
    ("exit", &["afterSeconds", "exitCode"]),
    ("crash", &["meanSeconds", "exitCode"]),
    ("leak", &["leakMibPerMinute"]),
];

/// The command, with only what changes; a changed kind takes its members along.
fn set(
    image: &str,
    fields: &Fields,
    before: &Texts,
) -> Result<crate::model::world::event::Command, AttrValue> {
    if image.is_empty() {
        return Err("Name the image.".into());
    }
    let was = |name: &str| before.iter().find(|(known, _)| *known == name).map(|(_, text)| text.as_str());
    let changed = |name: &'static str| was(name) != Some(fields.get(name));
    let mut request = Map::new();
    request.insert("image".into(), json!(image));
    for name in ["pull", "then"] {
        if changed(name) {
            request.insert(name.into(), json!(fields.get(name)));
        }
    }
    let of_kind =
        OF_KIND.iter().find(|(kind, _)| *kind == fields.get("then")).map_or(&[][..], |(_, names)| names);
    for name in ["pullSizeMib", "bootMs"].into_iter().chain(of_kind.iter().copied()) {
        let takes_along = changed("then") && of_kind.contains(&name);
        if changed(name) || takes_along {
            let number =
                fields.number(name).ok_or_else(|| AttrValue::from(format!("{name} is a whole number.")))?;
            request.insert(name.into(), json!(number));
        }
    }
    if changed("health") || changed("healthAfterSeconds") {
        request.insert("health".into(), json!(fields.get("health")));
        request.insert(
            "healthAfterSeconds".into(),
            json!(fields.number("healthAfterSeconds").unwrap_or_default()),
        );
    }
    if request.len() == 1 {
        return Err("Nothing is changed yet.".into());
    }
    Ok(command("playground", "SetImage", request.into()))
}
