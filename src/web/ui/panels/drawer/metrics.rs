//! Metrics over time, on the page of the run that the timeline shows, with its marks.

use web_sys::{Element, HtmlSelectElement};
use yew::prelude::*;

use crate::model::ecs::ServiceId;
use crate::model::kernel::SimTime;
use crate::playground::explain::words;
use crate::playground::views::decimal::decimal;
use crate::playground::views::metrics::{Book, Chart, Line, ScaleMark, charts, scale_marks};
use crate::playground::views::timeline::{self, MarkKind, TimelineView, Window};
use crate::web::ui::state::{Action, Dispatch, Range, Shown, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
    pub service: Option<ServiceId>,
}

const RANGES: [(Range, &str); 4] = [
    (Range::Automatic, "Up to an hour"),
    (Range::Quarter, "15 minutes"),
    (Range::Hour, "An hour"),
    (Range::WholeRun, "Whole run"),
];

#[component]
pub fn Metrics(props: &Props) -> Html {
    let state = &props.state;
    let world = &state.snapshot;
    let dispatch = use_dispatch();
    let book = use_mut_ref(Book::default);
    let hover = use_state(|| None::<u32>);
    let window = state.page;
    // Charts are drawn anew for every few pixels that time has passed, and whenever something was asked.
    let grain = (window.span.as_millis() / 400).max(1);
    let key = (props.service, window, world.now.as_millis() / grain, world.scaling.next_number);
    let drawn = use_memo(key, |_| {
        let service = props.service?;
        let mut book = book.borrow_mut();
        book.follow(&state.log, world);
        let view = timeline::view(&state.timeline.borrow(), world, Some(service), window);
        Some((charts(&book, world, service, window), view, scale_marks(world, service, window)))
    });
    let Some((charts, view, marks)) = &*drawn else {
        return html! { <p class="hint">{ "Metrics are of a service, and there is none yet." }</p> };
    };
    let on_range = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: Event| {
            let Some(select) = event.target_dyn_into::<HtmlSelectElement>() else { return };
            if let Some((chosen, _)) = RANGES.into_iter().find(|(_, name)| *name == select.value()) {
                dispatch.dispatch(Action::SetRange(chosen));
            }
        })
    };
    let name = props.service.map(|service| world.services[service].name.to_string());
    let moment = (*hover).map_or(world.now, |share| window.moment(f64::from(share) / 10_000.0));
    html! {
        <>
            <div class="mtop">
                <b>{ name.unwrap_or_default() }</b>
                <span class="muted">{ if hover.is_some() { format!("at {}", words::clock(moment)) } else { "now".to_owned() } }</span>
                <span class="sp"></span>
                <select aria-label="Part of the run, here and in the timeline" title="Part of the run, here and in the timeline" onchange={on_range}>
                    { for RANGES.into_iter().map(|(one, name)| html! { <option value={name} selected={one == state.range}>{ name }</option> }) }
                </select>
            </div>
            <div class="mgrid">
                { for charts.iter().map(|chart| figure(chart, view, marks, window, moment, &hover, &dispatch)) }
            </div>
        </>
    }
}

fn figure(
    chart: &Chart,
    view: &TimelineView,
    marks: &[ScaleMark],
    window: Window,
    moment: SimTime,
    hover: &UseStateHandle<Option<u32>>,
    dispatch: &Dispatch,
) -> Html {
    let over = {
        let hover = hover.clone();
        Callback::from(move |event: PointerEvent| {
            hover.set(share_of(&event).map(|share| (share * 10_000.0) as u32))
        })
    };
    let out = {
        let hover = hover.clone();
        Callback::from(move |_: PointerEvent| hover.set(None))
    };
    let go = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: PointerEvent| {
            if let Some(share) = share_of(&event).filter(|_| event.button() == 0) {
                dispatch.dispatch(Action::Seek(window.moment(share)));
            }
        })
    };
    let limits = chart.limits.iter().map(|(name, value)| {
        let y = decimal(chart.y(*value));
        (name, *value, format!("M0,{y:.1}H1000"), format!("top:{y:.1}%"))
    });
    let limits: Vec<_> = limits.collect();
    html! {
        <figure class="mchart" aria-label={spoken(chart, moment)}>
            <figcaption>
                <b>{ &chart.title }</b>
                <span class="sp"></span>
                { for chart.lines.iter().map(|line| html! {
                    <span class={classes!("mval", line.class)}>
                        if chart.lines.len() > 1 { <i></i>{ line.name }{ " " } }
                        <b>{ line.at(moment).map_or("–".to_owned(), |value| chart.written(value)) }</b>
                    </span>
                }) }
            </figcaption>
            <div class="plot" onpointermove={over} onpointerleave={out} onpointerup={go}>
                <svg viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">
                    { for view.axis.iter().map(|label| html! { <path class="mgridline" d={format!("M{:.1},0V100", decimal(label.left * 10.0))} /> }) }
                    { for view.bands.iter().filter(|band| band.rolling).map(|band| html! {
                        <rect class={classes!("mband", band.failed.then_some("failed"))} x={format!("{:.1}", decimal(band.left * 10.0))} y="0"
                            width={format!("{:.1}", decimal(band.width * 10.0))} height="100" />
                    }) }
                    { for limits.iter().map(|(_, _, path, _)| html! { <path class="mlimit" d={path.clone()} /> }) }
                    { for chart.lines.iter().map(|line| drawn(chart, line, window)) }
                    { for view.marks.iter().filter(|mark| mark.kind != MarkKind::Command).map(|mark| html! {
                        <path class="mfault" d={format!("M{:.1},0V100", decimal(mark.left * 10.0))}><title>{ mark.label.to_string() }</title></path>
                    }) }
                    { for marks.iter().map(|mark| html! { <path class="mscale" d={format!("M{:.1},0V100", decimal(mark.left * 10.0))} /> }) }
                </svg>
                <span class="mtop-value">{ chart.written(chart.top) }</span>
                { for limits.iter().map(|(name, value, _, style)| html! {
                    <span class="mlimit-name" style={style.clone()}>{ format!("{name} {}", chart.written(*value)) }</span>
                }) }
                if chart.title == "Tasks" {
                    { for marks.iter().filter(|mark| has_room(mark, marks)).map(|mark| html! {
                        <span class="mscale-name" style={format!("left:{:.2}%", decimal(mark.left))}>{ &mark.label }</span>
                    }) }
                }
                <i class="mnow" style={format!("left:{:.2}%", decimal(window.clamped(moment)))}></i>
            </div>
            <div class="maxis" aria-hidden="true">
                { for view.axis.iter().map(|label| html! { <span style={format!("left:{:.2}%", decimal(label.left))}>{ &label.text }</span> }) }
            </div>
        </figure>
    }
}

/// Words of marks that follow each other closely would cover each other: the last of them has its own.
fn has_room(mark: &ScaleMark, marks: &[ScaleMark]) -> bool {
    !marks.iter().any(|other| other.left > mark.left && other.left < mark.left + 11.0)
}

fn drawn(chart: &Chart, line: &Line, window: Window) -> Html {
    let path = chart.path(line, window);
    if path.is_empty() {
        return html! {};
    }
    html! { <path class={classes!("mline", line.class)} d={path} /> }
}

/// Where in the plot the pointer is, 0 to 1.
fn share_of(event: &PointerEvent) -> Option<f64> {
    let plot = event.target_dyn_into::<Element>()?.closest(".plot").ok()??;
    let bounds = plot.get_bounding_client_rect();
    Some(((f64::from(event.client_x()) - bounds.left()) / bounds.width().max(1.0)).clamp(0.0, 1.0))
}

/// `CPU utilization at 12:13: average 71%; target of cpu 50%`.
fn spoken(chart: &Chart, moment: SimTime) -> String {
    let lines = chart.lines.iter().map(|line| {
        let value = line.at(moment).map_or("no data".to_owned(), |value| chart.written(value));
        format!("{} {value}", line.name)
    });
    let limits = chart.limits.iter().map(|(name, value)| format!("{name} {}", chart.written(*value)));
    let all: Vec<String> = lines.chain(limits).collect();
    format!("{} at {}: {}", chart.title, words::clock(moment), all.join("; "))
}
