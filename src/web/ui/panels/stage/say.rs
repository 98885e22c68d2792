//! The sentence above the stage.

use std::rc::Rc;

use yew::prelude::*;

use crate::playground::views::sentence::{Reason, Sentence, Tone};
use crate::web::ui::components::symbol;
use crate::web::ui::state::{Action, InspectorTab, Selection, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub sentence: Rc<Sentence>,
}

#[component]
pub fn Say(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let sentence = &*props.sentence;
    let (stuck, asking) = (sentence.tone == Tone::Stuck, sentence.tone == Tone::Asking);
    let why = sentence.reason.map(|reason| {
        let onclick = Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(if asking { answers(reason) } else { way_to(reason) });
        });
        let word = match reason {
            _ if asking => "Answer",
            Reason::Placement(_) => "Why not?",
            _ => "Why?",
        };
        let class = if stuck || asking { "btn sm" } else { "link" };
        html! { <button {class} {onclick}>{word}</button> }
    });
    let text = text(sentence);
    html! {
        <>
            if stuck {
                <div class={classes!("tray", sentence.homeless.as_ref().map(|(_, colour)| colour.class()))}>
                    if let Some((name, _)) = &sentence.homeless {
                        <span class="ghost">{ symbol("g-none", "g") }<b>{&**name}</b></span>
                    } else {
                        { symbol("h-bad", "g alarm") }
                    }
                    {text}{why}
                </div>
            } else if asking {
                <div class="tray asks">{ symbol("i-say", "i i14") }{text}{why}</div>
            } else {
                { calm(text, why) }
            }
        </>
    }
}

/// The sentence where there is nobody to ask why.
pub fn face(sentence: &Sentence) -> Html {
    calm(text(sentence), None)
}

fn text(sentence: &Sentence) -> Html {
    html! { <p title={sentence.rest.clone()}><b>{&sentence.lead}</b>{" "}{&sentence.rest}</p> }
}

fn calm(text: Html, why: Option<Html>) -> Html {
    html! { <div class="say">{ symbol("i-say", "i i14") }{text}{why}</div> }
}

/// The buttons that answer a deployment stand with its service.
fn answers(reason: Reason) -> Action {
    match reason {
        Reason::Service(id) => Action::Select(Selection::Service(id), InspectorTab::Overview),
        other => way_to(other),
    }
}

fn way_to(reason: Reason) -> Action {
    match reason {
        Reason::Placement(id) => Action::Select(Selection::Placement(id), InspectorTab::Why),
        Reason::Service(id) => Action::Select(Selection::Service(id), InspectorTab::Events),
        Reason::Task(id) => Action::Select(Selection::Task(id), InspectorTab::Overview),
    }
}
