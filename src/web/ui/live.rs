//! The page's one voice for what happens: at most a sentence every two seconds, failures first.

use gloo::timers::callback::Interval;
use yew::prelude::*;

use super::state::Shown;
use crate::playground::views::sentence::sentence;
use crate::playground::views::spoken::{Listener, Spoken};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
}

const PAUSE_MILLIS: u32 = 2000;
/// From this speed on sums are told instead of single tasks.
const SUMS_FROM: u32 = 10;

/// Two live regions that nobody sees; one interrupts.
#[component]
pub fn Live(props: &Props) -> Html {
    let newest = use_mut_ref(|| props.state.clone());
    newest.replace(props.state.clone());
    let words = use_state(|| (AttrValue::default(), AttrValue::default()));
    {
        let words = words.clone();
        use_effect_with((), move |()| {
            let mut listener = {
                let state = newest.borrow();
                Listener::new(&state.snapshot, &state.log)
            };
            let interval = Interval::new(PAUSE_MILLIS, move || {
                let state = newest.borrow().clone();
                if let Some(Spoken { text, is_urgent }) = listen(&state, &mut listener) {
                    let text = AttrValue::from(text);
                    let silent = AttrValue::default();
                    words.set(if is_urgent { (silent, text) } else { (text, silent) });
                }
            });
            move || drop(interval)
        });
    }
    html! {
        <div class="sr">
            <p role="status">{ &words.0 }</p>
            <p role="alert">{ &words.1 }</p>
        </div>
    }
}

fn listen(state: &Shown, listener: &mut Listener) -> Option<Spoken> {
    let cluster = state.cluster?;
    let sums_up = state.playback.playing && state.playback.speed >= SUMS_FROM;
    let sentence = || state.with_commands(|given| sentence(&state.snapshot, cluster, given));
    listener.hear(&state.snapshot, &state.log, sums_up, sentence)
}
