//! Travelling: a strip that can be dragged over, and the playhead, which is a slider.

use std::rc::Rc;

use web_sys::Element;
use yew::prelude::*;

use crate::model::kernel::{SimDuration, SimTime};
use crate::playground::explain::words;
use crate::playground::views::decimal::decimal;
use crate::playground::views::timeline::{Point, Window};
use crate::web::ui::state::{Action, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct ScrubProps {
    /// What the width stands for.
    pub window: Window,
    pub class: AttrValue,
    #[prop_or_default]
    pub label: AttrValue,
    pub children: Html,
}

/// Pressing or dragging in it takes the playhead to that moment. What it stands for is held while the
/// pointer is down, or the ground would move under it.
#[component]
pub fn Scrub(props: &ScrubProps) -> Html {
    let dispatch = use_dispatch();
    let strip = use_node_ref();
    let held = use_mut_ref(|| None::<Window>);
    let go = {
        let strip = strip.clone();
        move |event: &PointerEvent, window: Window| {
            let Some(strip) = strip.cast::<Element>() else { return };
            let bounds = strip.get_bounding_client_rect();
            let share = (f64::from(event.client_x()) - bounds.left()) / bounds.width().max(1.0);
            dispatch.dispatch(Action::Seek(window.moment(share)));
        }
    };
    let onpointerdown = {
        let (held, go, strip, window) = (held.clone(), go.clone(), strip.clone(), props.window);
        Callback::from(move |event: PointerEvent| {
            if event.button() != 0 || on_a_mark(&event) {
                return;
            }
            if let Some(strip) = strip.cast::<Element>() {
                // Without capture a drag ends at the edge, nothing worse.
                let _ = strip.set_pointer_capture(event.pointer_id());
            }
            *held.borrow_mut() = Some(window);
            go(&event, window);
        })
    };
    let onpointermove = {
        let held = held.clone();
        Callback::from(move |event: PointerEvent| {
            let window = *held.borrow();
            if let Some(window) = window {
                go(&event, window);
            }
        })
    };
    let release = Callback::from(move |_: PointerEvent| *held.borrow_mut() = None);
    html! {
        <div class={&props.class} title={&props.label} ref={strip} {onpointerdown} {onpointermove}
            onpointerup={release.clone()} onpointercancel={release}>
            { props.children.clone() }
        </div>
    }
}

fn on_a_mark(event: &PointerEvent) -> bool {
    let target = event.target_dyn_into::<Element>();
    target.is_some_and(|target| target.closest("button").ok().flatten().is_some())
}

#[derive(Properties, PartialEq)]
pub struct PlayheadProps {
    #[prop_or_default]
    pub class: Classes,
    /// In per cent of the page, or of the strip.
    pub left: f64,
    pub now: SimTime,
    pub end: SimTime,
    /// A service's name and counts.
    pub counts: Option<(Rc<str>, Point)>,
}

const STEP: SimDuration = SimDuration::from_secs(1);
const LEAP: SimDuration = SimDuration::from_secs(10);

/// The playhead: arrows move it by a second, Page Up and Page Down by ten.
#[component]
pub fn Playhead(props: &PlayheadProps) -> Html {
    let dispatch = use_dispatch();
    let (now, end) = (props.now, props.end);
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let back = |span: SimDuration| SimTime::ZERO + now.since(SimTime::ZERO + span);
        let to = match event.key().as_str() {
            "ArrowRight" | "ArrowUp" => now + STEP,
            "ArrowLeft" | "ArrowDown" => back(STEP),
            "PageUp" => now + LEAP,
            "PageDown" => back(LEAP),
            "Home" => SimTime::ZERO,
            "End" => end,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        dispatch.dispatch(Action::Seek(to));
    });
    let seconds = |at: SimTime| (at.as_millis() / 1000).to_string();
    html! {
        <div class={classes!("head", props.class.clone())} role="slider" tabindex="0" aria-label="Playhead" aria-orientation="horizontal"
            aria-valuemin="0" aria-valuemax={seconds(end)} aria-valuenow={seconds(now)}
            aria-valuetext={spoken(now, props.counts.as_ref())}
            style={format!("left:{:.3}%", decimal(props.left))} {onkeydown}></div>
    }
}

/// `12 minutes 12 seconds, web 6 of 6 running`.
fn spoken(now: SimTime, counts: Option<&(Rc<str>, Point)>) -> String {
    let seconds = (now.as_millis() / 1000) as u32;
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let mut parts = Vec::new();
    if hours > 0 {
        parts.push(words::count(hours, "hour"));
    }
    if minutes > 0 {
        parts.push(words::count(minutes, "minute"));
    }
    parts.push(words::count(rest, "second"));
    let time = parts.join(" ");
    match counts {
        Some((name, point)) => format!("{time}, {name} {} of {} running", point.running, point.desired),
        None => time,
    }
}
