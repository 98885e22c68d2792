//! The sentence above the stage, and its spoken form.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use crate::playground::views::sentence::{Reason, Sentence, Tone};
use crate::web::ui::components::Icon;
use crate::web::ui::state::{Action, InspectorTab, Selection, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub sentence: Rc<Sentence>,
}

#[component]
pub fn Say(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let sentence = &*props.sentence;
    let spoken = use_slow(format!("{} {}", sentence.lead, sentence.rest));
    let stuck = sentence.tone == Tone::Stuck;
    let why = sentence.reason.map(|reason| {
        let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(way_to(reason)));
        let word = if matches!(reason, Reason::Placement(_)) { "Why not?" } else { "Why?" };
        let class = if stuck { "btn sm" } else { "link" };
        html! { <button {class} {onclick}>{word}</button> }
    });
    let text = html! { <p title={sentence.rest.clone()}><b>{&sentence.lead}</b>{" "}{&sentence.rest}</p> };
    html! {
        <>
            if stuck {
                <div class={classes!("tray", sentence.homeless.as_ref().map(|(_, colour)| colour.class()))}>
                    if let Some((name, _)) = &sentence.homeless {
                        <span class="ghost"><Icon name="g-none" class="g" /><b>{&**name}</b></span>
                    } else {
                        <Icon name="h-bad" class="g alarm" />
                    }
                    {text}{why}
                </div>
            } else {
                <div class="say"><Icon name="i-say" class="i i14" />{text}{why}</div>
            }
            <p class="sr" role="status">{ if stuck { "" } else { &*spoken } }</p>
            <p class="sr" role="alert">{ if stuck { &*spoken } else { "" } }</p>
        </>
    }
}

fn way_to(reason: Reason) -> Action {
    match reason {
        Reason::Placement(id) => Action::Select(Selection::Placement(id), InspectorTab::Why),
        Reason::Service(id) => Action::Select(Selection::Service(id), InspectorTab::Events),
        Reason::Task(id) => Action::Select(Selection::Task(id), InspectorTab::Overview),
    }
}

const PAUSE_MILLIS: u32 = 2000;

/// The newest text, but changed at most once in two seconds: a screen reader must be able to finish.
#[hook]
fn use_slow(text: String) -> AttrValue {
    let shown = use_state(|| AttrValue::from(text.clone()));
    let waiting = use_mut_ref(|| None::<Timeout>);
    let newest: Rc<RefCell<String>> = use_mut_ref(String::new);
    newest.replace(text.clone());
    {
        let shown = shown.clone();
        use_effect_with(text, move |_| {
            let mut slot = waiting.borrow_mut();
            if slot.is_none() {
                let waiting = waiting.clone();
                *slot = Some(Timeout::new(PAUSE_MILLIS, move || {
                    waiting.borrow_mut().take();
                    shown.set(newest.borrow().clone().into());
                }));
            }
        });
    }
    (*shown).clone()
}
