//! Real against modelled: measured runs, and the same runs in the model, phase by phase.

use yew::prelude::*;

use crate::model::kernel::SimDuration;
use crate::playground::explain::words;
use crate::playground::scenarios::timelines::{Measured, Phase, TIMELINES, Timeline, measure};
use crate::playground::views::decimal::decimal;
use crate::web::ui::components::{Modal, symbol};
use crate::web::ui::state::{Action, use_dispatch};

#[component]
pub fn Timelines() -> Html {
    let dispatch = use_dispatch();
    let measured = use_memo((), |()| TIMELINES.iter().map(measure).collect::<Vec<_>>());
    let on_close = Callback::from(move |()| dispatch.dispatch(Action::CloseDialog));
    html! {
        <Modal title="Real against modelled" {on_close}>
            <div class="dlgbody timelines" tabindex="0">
                <p>
                    { "Timings that somebody measured on AWS, and the same runs in this model, carried out just now. \
                       A phase passes if the model is within the tolerance beside it." }
                </p>
                { for TIMELINES.iter().zip(measured.iter()).map(|(timeline, measured)| run(timeline, measured)) }
            </div>
        </Modal>
    }
}

fn run(timeline: &Timeline, measured: &[Measured]) -> Html {
    let spans = timeline.phases.iter().zip(measured);
    let longest = spans.clone().map(|(phase, of)| phase.real.1.max(of.modelled.unwrap_or_default())).max();
    let longest = longest.unwrap_or_default();
    html! {
        <section>
            <div class="h3 strong">{ timeline.title }</div>
            <table class="figures">
                <thead>
                    <tr>{ for ["Phase", "Real", "Model", "Tolerance"].map(|column| html! { <th scope="col">{ column }</th> }) }</tr>
                </thead>
                <tbody>{ for spans.map(|(phase, of)| row(phase, of, longest)) }</tbody>
            </table>
            <p class="muted">{ timeline.source }</p>
        </section>
    }
}

fn row(phase: &Phase, measured: &Measured, longest: SimDuration) -> Html {
    let (least, most) = phase.real;
    let real = if least == most {
        words::span(most)
    } else {
        format!("{} to {}", words::span(least), words::span(most))
    };
    let modelled = measured.modelled.map_or("never".to_owned(), words::span);
    let width = |span: SimDuration| {
        let share = span.as_millis() as f64 * 100.0 / longest.as_millis().max(1) as f64;
        format!("width:{:.1}%", decimal(share))
    };
    let icon = if measured.is_within { "x-ok" } else { "x-bad" };
    let tolerance = format!("Tolerance {} per cent", phase.tolerance_percent);
    html! {
        <tr title={tolerance}>
            <th scope="row">
                { phase.name }
                <span class="spans" aria-hidden="true">
                    <i class="real" style={width(most)}></i>
                    <i class="model" style={width(measured.modelled.unwrap_or_default())}></i>
                </span>
            </th>
            <td>{ real }</td>
            <td><b>{ modelled }</b></td>
            <td>{ symbol(icon, "i i14") }<small>{ format!("±{}%", phase.tolerance_percent) }</small></td>
        </tr>
    }
}
