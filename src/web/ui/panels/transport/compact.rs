//! The small transport of an embed: one row.

use yew::prelude::*;

use super::head::{Playhead, Scrub};
use super::service_of;
use super::timeline::Strip;
use crate::model::kernel::SimTime;
use crate::playground::views::timeline::{Window, view};
use crate::web::ui::components::symbol;
use crate::web::ui::state::{Action, SPEEDS, Shown, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
}

#[component]
pub fn CompactTransport(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let state = &props.state;
    let (world, playback) = (&state.snapshot, state.playback);
    let button = |action: Action, label: String, icon: &'static str, class: &'static str| {
        let dispatch = dispatch.clone();
        let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(action.clone()));
        html! { <button {class} aria-label={label.clone()} title={label} {onclick}>{ symbol(icon, "i") }</button> }
    };
    let (play, icon) = if playback.playing { ("Pause", "i-pause") } else { ("Play", "i-play") };
    let faster = {
        let place = SPEEDS.iter().position(|speed| *speed == playback.speed).unwrap_or(0);
        let next = SPEEDS[(place + 1) % SPEEDS.len()];
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::SetSpeed(next)))
    };
    let now = Window::at(world.now, crate::model::kernel::SimDuration::from_secs(60));
    let timeline = view(&state.timeline.borrow(), world, service_of(state), now);
    let counts = timeline.chart.as_ref().map(|chart| (chart.name.clone(), chart.now));
    let seconds = world.now.as_millis() / 1000;
    html! {
        <section class="compact" aria-label="Time">
            { button(Action::TogglePlay, play.into(), icon, "play") }
            { button(Action::StepForward, "Step to the next event".into(), "i-next", "btn quiet icon") }
            <div class="track">
                <Scrub window={timeline.whole.span} class="ov" label="Whole run">
                    <Strip whole={timeline.whole.clone()} />
                </Scrub>
                <Playhead left={timeline.whole.now} now={world.now} end={state.end} {counts} />
            </div>
            <div class="clock" role="timer" aria-label="Simulated time">{ SimTime::from_secs(seconds).to_string() }</div>
            <button class="btn quiet speed" aria-label={format!("Speed {}×, change", playback.speed)} title="Speed" onclick={faster}>
                { format!("{}×", playback.speed) }
            </button>
            { button(Action::Seek(SimTime::ZERO), "Go back to 00:00".into(), "i-restart", "btn quiet icon to-start") }
        </section>
    }
}
