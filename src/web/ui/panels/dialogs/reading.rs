//! Pages to read: the key map, how true the model is, and what this is.

use yew::prelude::*;

use crate::model::api::fidelity::{ASSUMED, Fidelity as Level, Line, lines};
use crate::web::ui::components::Modal;
use crate::web::ui::state::{Action, use_dispatch};

#[derive(Properties, PartialEq)]
struct PageProps {
    title: AttrValue,
    #[prop_or_default]
    class: Classes,
    children: Html,
}

#[component]
fn Page(props: &PageProps) -> Html {
    let dispatch = use_dispatch();
    let on_close = Callback::from(move |()| dispatch.dispatch(Action::CloseDialog));
    html! {
        <Modal title={props.title.clone()} class={props.class.clone()} {on_close}>
            <div class="dlgbody" tabindex="0">{props.children.clone()}</div>
        </Modal>
    }
}

const KEYS: [(&str, &str); 18] = [
    ("Space", "Play, pause"),
    (". ,", "Next, previous event"),
    ("1 … 5", "Speed 1× to 600×"),
    ("K", "Kill a random task"),
    ("Del", "Stop the selected task"),
    ("Shift K", "Lose an instance"),
    ("Z", "Cut a zone"),
    ("W", "Why here, why not"),
    ("Arrows", "Walk the blocks"),
    ("Enter", "Inspect"),
    ("Esc", "Back, close"),
    ("F6", "Next region"),
    ("E", "Author panel"),
    ("T", "Events"),
    ("`", "Terminal"),
    ("Ctrl S", "Register the draft"),
    ("Ctrl Space", "Complete, in the editor"),
    ("?", "This page"),
];

#[component]
pub fn Keys() -> Html {
    html! {
        <Page title="Keys">
            <div class="keys">
                {for KEYS.iter().map(|(key, meaning)| html! { <><kbd>{*key}</kbd><span>{*meaning}</span></> })}
            </div>
            <p class="muted">{"Single keys act outside text fields only, and can be turned off under Help."}</p>
        </Page>
    }
}

fn level(level: Level) -> (&'static str, &'static str) {
    match level {
        Level::Modelled => ("lvl modelled", "modelled"),
        Level::Simplified => ("lvl simplified", "simplified"),
        Level::Absent => ("lvl absent", "absent"),
    }
}

#[component]
pub fn Fidelity() -> Html {
    let counted = |wanted: Level| lines().filter(|line| line.fidelity == wanted).count();
    let row = |line: &Line| {
        let (class, word) = level(line.fidelity);
        html! {
            <tr>
                <td>{line.area}</td>
                <td><b>{line.subject}</b></td>
                <td><span {class}>{word}</span></td>
                <td>{line.note}<br /><span class="muted">{line.source}</span></td>
            </tr>
        }
    };
    html! {
        <Page title="How true the model is" class="wide">
            <p>{format!(
                "{} modelled, {} simplified, {} absent. Nothing here talks to AWS.",
                counted(Level::Modelled), counted(Level::Simplified), counted(Level::Absent),
            )}</p>
            <table class="fidelity">
                <thead><tr><th>{"Area"}</th><th>{"What"}</th><th>{"Level"}</th><th>{"Here"}</th></tr></thead>
                <tbody>{for lines().map(row)}</tbody>
            </table>
            <h3>{"Assumed, where no source says what ECS does"}</h3>
            <table class="fidelity">
                <tbody>
                    {for ASSUMED.iter().map(|assumed| html! { <tr><td>{assumed.area}</td><td>{assumed.choice}</td></tr> })}
                </tbody>
            </table>
        </Page>
    }
}

#[component]
pub fn About() -> Html {
    let dispatch = use_dispatch();
    let fidelity = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(Action::Open(crate::web::ui::state::Dialog::Fidelity))
        })
    };
    html! {
        <Page title="About ECS Playground" class="narrow">
            <p>{"Write Amazon ECS task definitions and watch ECS schedule, fail and replace their tasks."}</p>
            <p>{"The cluster is a model that runs inside this page. It never talks to AWS, costs nothing and needs no account. Its clock is virtual: the same seed and the same commands give the same run, to the event."}</p>
            <p>{"Everything the page does is a command that aws ecs has too, or one of the playground's own; the line stands next to each button."}</p>
            <button type="button" class="btn" style="align-self:flex-start" onclick={fidelity}>{"What is modelled, and what is not"}</button>
            <p class="muted">{"Not affiliated with Amazon Web Services."}</p>
        </Page>
    }
}
