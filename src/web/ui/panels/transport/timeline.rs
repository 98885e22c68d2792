//! The timeline: the whole run in a strip, and the page that the playhead is on.

use std::rc::Rc;

use yew::prelude::*;

use super::head::{Playhead, Scrub};
use crate::model::ecs::ServiceId;
use crate::playground::explain::words;
use crate::playground::views::decimal::decimal;
use crate::playground::views::timeline::{Band, Chart, MarkKind, MarkView, TimelineView, WholeRun, view};
use crate::web::ui::components::symbol;
use crate::web::ui::state::{Action, InspectorTab, Selection, Shown, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct TimelineProps {
    pub state: Shown,
    pub service: Option<ServiceId>,
}

#[component]
pub fn TimelinePanel(props: &TimelineProps) -> Html {
    let state = &props.state;
    let world = &state.snapshot;
    let window = state.page;
    // Drawn anew when it would look different: every so many milliseconds while time passes, at once else.
    let grain = window.grain();
    let key =
        (window, props.service, world.now.as_millis() / grain, state.end.as_millis() / grain, state.acts);
    let view = use_memo(key, |_| view(&state.timeline.borrow(), world, props.service, window));
    let head = window.clamped(world.now);
    let now = view.chart.as_ref().map(|chart| (chart.name.clone(), chart.now));
    html! {
        <div class="tl">
            <Labels chart={view.chart.clone()} />
            <div class="in">
                <Scrub window={view.whole.span} class="ov" label="Whole run">
                    <Strip whole={view.whole.clone()} />
                </Scrub>
                <Scrub {window} class="tlpage">
                    <Page view={view.clone()} />
                    <div class="future" style={format!("left:{:.3}%", decimal(head))}></div>
                </Scrub>
                <Playhead left={head} now={world.now} end={state.end} counts={now.clone()} />
                // Where there is only the strip.
                <Playhead class="thumb" left={view.whole.now} now={world.now} end={state.end} counts={now} />
            </div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct LabelsProps {
    chart: Option<Chart>,
}

/// Words left of the timeline, where they never move over each other.
#[component]
fn Labels(props: &LabelsProps) -> Html {
    let fixed = html! {
        <>
            <span class="lab" style="top:4px">{ "Whole run" }</span>
            <span class="lab" style="top:24px">{ "Deployments" }</span>
            <span class="lab" style="top:42px">{ "Events" }</span>
        </>
    };
    let Some(chart) = &props.chart else { return fixed };
    let upper = (CHART_TOP + chart.upper_y - 6.0).max(55.0);
    let desired = (CHART_TOP + chart.desired_y - 6.0).max(upper + 11.0).min(77.0);
    let (min, wanted) = (chart.now.lower, chart.now.desired);
    let text =
        if min == wanted { format!("min, desired {wanted}") } else { format!("desired {wanted}, min {min}") };
    let short = chart.now.running < chart.now.desired;
    html! {
        <>
            { fixed }
            <span class="lab r" style={format!("top:{:.0}px", decimal(upper))}>{ format!("max {}", chart.now.upper) }</span>
            <span class="lab r" style={format!("top:{:.0}px", decimal(desired))}>{ text }</span>
            <span class="lab count-lab">
                <span>{ format!("{} running", chart.name) }</span>{ " " }
                <b class={classes!(short.then_some("lacking"))}>{ words::grouped(chart.now.running) }</b>
            </span>
        </>
    }
}

/// Distance of the chart from the top of the timeline, in pixels, as in the style sheet.
const CHART_TOP: f64 = 57.0;

#[derive(Properties, PartialEq)]
pub struct StripProps {
    pub whole: WholeRun,
}

#[component]
pub fn Strip(props: &StripProps) -> Html {
    let whole = &props.whole;
    let at = |left: f64, width: f64| format!("left:{:.3}%;width:{:.3}%", decimal(left), decimal(width));
    html! {
        <>
            <i class="so-far" style={at(0.0, whole.end)}></i>
            { for whole.rollouts.iter().map(|(left, width, colour)| html! {
                <i class={classes!("rollout", colour.class())} style={at(*left, width.max(0.3))}></i>
            }) }
            { for whole.faults.iter().map(|left| html! { <i class="fault" style={format!("left:{:.3}%", decimal(*left))}></i> }) }
            <i class="win" style={at(whole.page.0, whole.page.1)}></i>
            <i class="now" style={format!("left:{:.3}%", decimal(whole.now))}></i>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct PageProps {
    view: Rc<TimelineView>,
}

#[component]
fn Page(props: &PageProps) -> Html {
    let view = &props.view;
    html! {
        <>
            <div class="grid">
                { for view.axis.iter().map(|label| html! { <i style={format!("left:{:.3}%", decimal(label.left))}></i> }) }
            </div>
            <div class="axis" aria-hidden="true">
                { for view.axis.iter().map(|label| html! {
                    <span style={format!("left:{:.3}%", decimal(label.left))}>{ &label.text }</span>
                }) }
            </div>
            { for view.bands.iter().map(band) }
            { for view.ticks.iter().map(|left| html! { <i class="mk" style={format!("left:{:.3}%", decimal(*left))}></i> }) }
            { for view.chart.iter().map(chart) }
            { for view.marks.iter().map(|mark| html! { <Mark key={mark.seq} mark={mark.clone()} /> }) }
        </>
    }
}

fn band(band: &Band) -> Html {
    let style = format!("left:{:.3}%;width:{:.3}%", decimal(band.left), decimal(band.width));
    let kind = match (band.failed, band.rolling) {
        (true, _) => "failed",
        (false, true) => "rolling",
        (false, false) => "done",
    };
    let title = if band.failed { format!("{}: failed", band.label) } else { band.label.clone() };
    html! { <div class={classes!("band", kind, band.colour.class())} {style} title={title.clone()}>{ title }</div> }
}

fn chart(chart: &Chart) -> Html {
    html! {
        <div class="chart">
            <svg viewBox="0 0 1000 42" preserveAspectRatio="none" aria-hidden="true">
                <polygon class="allowed" points={chart.band.clone()} />
                { for chart.areas.iter().map(|area| html! {
                    <polygon class={classes!("area", area.colour.class())} points={area.points.clone()} />
                }) }
                <polyline class="limit" points={chart.upper.clone()} />
                <polyline class="limit" points={chart.lower.clone()} />
                <polyline class="desired" points={chart.desired.clone()} />
            </svg>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct MarkProps {
    mark: MarkView,
}

/// A flag, a fault or a failure. It leads to its event.
#[component]
fn Mark(props: &MarkProps) -> Html {
    let dispatch = use_dispatch();
    let mark = &props.mark;
    let (kind, icon, size) = match mark.kind {
        MarkKind::Command => ("cmdm", "i-flag", "i i12"),
        MarkKind::Fault => ("fault", "g-none", "g"),
        MarkKind::Failure => ("failure", "x-bad", "g"),
    };
    let seq = mark.seq;
    let onclick = Callback::from(move |_| {
        dispatch.dispatch(Action::Select(Selection::Event(seq), InspectorTab::Overview))
    });
    let title = format!("{}, {}", mark.label, words::clock(mark.at));
    html! {
        <button class={classes!("mk", kind, mark.words_left.then_some("left"))} tabindex="-1"
            style={format!("left:{:.3}%", decimal(mark.left))} title={title.clone()} aria-label={title} {onclick}>
            { symbol(icon, size) }
            if mark.with_words { <span>{ mark.label.to_string() }</span> }
        </button>
    }
}
