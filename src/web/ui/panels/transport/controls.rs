//! Play, step, speed, and what comes next.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::model::kernel::SimTime;
use crate::playground::explain::words;
use crate::web::ui::components::symbol;
use crate::web::ui::state::{Action, Playback, SPEEDS, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct ControlsProps {
    pub now: SimTime,
    pub playback: Playback,
    pub seed: u64,
    /// What is due next.
    pub next: Option<(SimTime, AttrValue)>,
    pub in_the_past: bool,
    pub end: SimTime,
}

#[component]
pub fn Controls(props: &ControlsProps) -> Html {
    let dispatch = use_dispatch();
    let send = |action: Action| {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(action.clone()))
    };
    let pick = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: Event| {
            picked(&event).into_iter().for_each(|speed| dispatch.dispatch(Action::SetSpeed(speed)));
        })
    };
    controls(props, send, pick)
}

/// The speed that was chosen from the list.
pub fn picked(event: &Event) -> Option<u32> {
    event.target_dyn_into::<HtmlSelectElement>()?.value().parse().ok()
}

/// What the buttons do is the caller's.
pub fn controls(
    props: &ControlsProps,
    send: impl Fn(Action) -> Callback<MouseEvent>,
    pick: Callback<Event>,
) -> Html {
    let playing = props.playback.playing;
    let (play, icon) = if playing { ("Pause", "i-pause") } else { ("Play", "i-play") };
    html! {
        <div class="ctl">
            <div class="row">
                <button class="btn quiet icon to-start" aria-label="Go back to 00:00" title="Go back to 00:00" onclick={send(Action::Seek(SimTime::ZERO))}>
                    { symbol("i-restart", "i") }
                </button>
                <button class="btn quiet icon" aria-label="Step back one event" title="Step back one event (,)" onclick={send(Action::StepBack)}>
                    { symbol("i-prev", "i") }
                </button>
                <button class="play" aria-label={play} title={format!("{play} (Space)")} onclick={send(Action::TogglePlay)}>
                    { symbol(icon, "i i18") }
                </button>
                <button class="btn quiet icon" aria-label="Step to the next event" title="Step to the next event (.)" onclick={send(Action::StepForward)}>
                    { symbol("i-next", "i") }
                </button>
                // Where the buttons have no room.
                <select class="speed-pick" aria-label="Speed" onchange={pick}>
                    { for SPEEDS.iter().map(|&speed| html! {
                        <option value={speed.to_string()} selected={speed == props.playback.speed}>{ format!("{speed}×") }</option>
                    }) }
                </select>
                <div class="clock" role="timer" aria-label="Simulated time">{ clock(props.now) }</div>
            </div>
            <div class="row speeds">
                <div class="seg" role="group" aria-label="Speed">
                    { for SPEEDS.iter().map(|&speed| html! {
                        <button aria-pressed={(speed == props.playback.speed).to_string()} onclick={send(Action::SetSpeed(speed))}>
                            { format!("{speed}×") }
                        </button>
                    }) }
                </div>
                <span class="sp"></span>
                <span class="muted seed">{ format!("seed {}", props.seed) }</span>
            </div>
            <div class="row next">
                if props.in_the_past {
                    <button class="btn sm now-btn" onclick={send(Action::ReturnToPresent)}>
                        { format!("Return to {}", words::clock(props.end)) }
                    </button>
                } else {
                    <button class="btn sm now-btn" title="Lets time pass until every service is steady" onclick={send(Action::RunUntilSteady)}>
                        { "Run until steady" }
                    </button>
                }
                <NextLine now={props.now} paused={!playing} next={props.next.clone()} />
            </div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct NextLineProps {
    now: SimTime,
    paused: bool,
    next: Option<(SimTime, AttrValue)>,
}

#[component]
fn NextLine(props: &NextLineProps) -> Html {
    let Some((due, what)) = &props.next else {
        return html! { <span class="next-line">{ "Nothing is due." }</span> };
    };
    let left = words::span(due.since(props.now));
    html! {
        <span class="next-line" title={format!("Next at {}: {what}, in {left}", words::clock(*due))}>
            if props.paused { <b>{ "Paused." }</b>{ " " } }
            { "Next " }<b>{ words::clock(*due) }</b>{ format!(" · {what}, in {left}") }
        </span>
    }
}

/// `00:12:12`, whole seconds.
fn clock(at: SimTime) -> String {
    SimTime::from_secs(at.as_millis() / 1000).to_string()
}
