//! What EventBridge gets of one event, as the target of a rule would.

use yew::prelude::*;

use super::describe::linked;
use crate::playground::cli::format::pretty_json;
use crate::playground::event_bridge::Sent;
use crate::web::ui::components::{CommandLine, CopyButton, coloured};
use crate::web::ui::state::{Shown, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
    /// The entry of the log.
    pub seq: u32,
}

#[component]
pub fn EventBridge(props: &Props) -> Html {
    let Props { state, seq } = props;
    let dispatch = use_dispatch();
    let is_there = *seq < state.log.len();
    let key = (*seq, is_there, state.events.borrow().generation());
    let events = use_memo(key, |_| state.asking().sent_events(*seq));
    if events.is_empty() {
        let why = if is_there {
            "ECS sends nothing of this to Amazon EventBridge: it is bookkeeping, or another service's."
        } else {
            "It lies ahead of the playhead."
        };
        return html! { <div class="ibody"><p class="note">{ why }</p></div> };
    }
    let one = |(sent, event): &(Sent, serde_json::Value)| {
        let text = pretty_json(event);
        html! {
            <section>
                <div class="h3">{ named(*sent) }</div>
                <div class="json-box">
                    <CopyButton text={text.clone()} label="Copy the event" />
                    <pre class="json" tabindex="0">{ coloured(&text, &dispatch, &|name| linked(state, name)) }</pre>
                </div>
            </section>
        }
    };
    let (first, _) = events[0];
    let line = format!("playground list-events --detail-type \"{}\" --max-results 10", first.detail_type());
    html! {
        <div class="ibody">
            { for events.iter().map(one) }
            <CommandLine {line} />
        </div>
    }
}

/// `ECS Service Action: SERVICE_STEADY_STATE (INFO)`.
pub fn named(sent: Sent) -> String {
    match sent.action() {
        Some(action) => format!("{}: {} ({})", sent.detail_type(), action.name(), action.event_type()),
        None => sent.detail_type().to_owned(),
    }
}
