//! The deployment of a service: gauge, stages, weights, hooks, alarms, and the buttons that answer it.

use yew::prelude::*;

use crate::playground::console;
use crate::playground::explain::deployment::percent;
use crate::playground::views::balancing::success;
use crate::playground::views::decimal::decimal;
use crate::playground::views::deployments::{
    Answer, DeploymentView, Gauge, Passed, StageMark, TrafficWeight,
};
use crate::web::ui::components::symbol;
use crate::web::ui::state::{Action, Dispatch};

pub fn whole(view: &DeploymentView, dispatch: &Dispatch) -> Html {
    let line = view.answers.first().map(|answer| format!("$ {}", console::line_of(&answer.command)));
    html! {
        <div class="dep" data-status={view.status}>
            <p class="deps-line">
                <span class="tag">{ view.strategy }</span>
                <b class={classes!(is_bad(view.status).then_some("bad"))}>{ view.status }</b>
                if let Some(until) = &view.until { <span class="muted">{ until }</span> }
            </p>
            if let Some(reason) = &view.reason { <p class="verbatim muted">{ reason }</p> }
            { for view.gauge.iter().map(gauge) }
            if !view.stages.is_empty() { { strip(&view.stages) } }
            { for view.weights.iter().map(weight) }
            if !view.hooks.is_empty() {
                <ul class="plain">{ for view.hooks.iter().map(|hook| html! { <li>{ hook }</li> }) }</ul>
            }
            if !view.alarms.is_empty() {
                <ul class="plain">
                    { for view.alarms.iter().map(|(name, state, bad)| html! {
                        <li>{ name }{ " " }<b class={classes!(bad.then_some("bad"))}>{ *state }</b></li>
                    }) }
                </ul>
            }
            if !view.answers.is_empty() {
                <div class="row">{ for view.answers.iter().map(|answer| button(answer, dispatch)) }</div>
            }
            if let Some(line) = line { <code class="cmd" title={line.clone()}>{ line }</code> }
        </div>
    }
}

fn is_bad(status: &str) -> bool {
    status.starts_with("ROLLBACK") || status.starts_with("STOP")
}

/// As many cells as it takes failed tasks; many are drawn as one bar.
pub fn gauge(gauge: &Gauge) -> Html {
    const MOST_CELLS: u32 = 20;
    let Gauge { failed, threshold, rolls_back, is_open } = *gauge;
    let then = match (is_open, rolls_back) {
        (true, true) => "broken: it rolled back",
        (true, false) => "broken",
        (false, true) => "then it rolls back",
        (false, false) => "then it fails",
    };
    let label = format!("Circuit breaker: {failed} of {threshold} failed tasks, {then}");
    let cells =
        (0..threshold).map(|cell| html! { <i class={classes!((cell < failed).then_some("hit"))}></i> });
    let share = f64::from(failed.min(threshold)) * 100.0 / f64::from(threshold.max(1));
    html! {
        <div class={classes!("gauge", is_open.then_some("open"))} role="img" aria-label={label.clone()} title={label}>
            <span class="cells">
                if threshold <= MOST_CELLS {
                    { for cells }
                } else {
                    <i class="part"><u style={format!("width:{:.1}%", decimal(share))}></u></i>
                }
            </span>
            <small>{ format!("{failed} of {threshold} failed, {then}") }</small>
        </div>
    }
}

fn strip(stages: &[StageMark]) -> Html {
    let one = |mark: &StageMark| {
        let (class, icon) = match mark.passed {
            Passed::Done => ("done", "x-ok"),
            Passed::Now => ("now", "g-act"),
            Passed::Next => ("next", "g-prov"),
        };
        html! {
            <li {class} aria-current={(mark.passed == Passed::Now).then_some("step")}>
                { symbol(icon, "g10") }<span>{ mark.name }</span>
                if mark.has_hook { <em title="A lifecycle hook runs at this stage">{ "hook" }</em> }
            </li>
        }
    };
    html! { <ol class="stages" aria-label="Lifecycle stages">{ for stages.iter().map(one) }</ol> }
}

fn weight(weight: &TrafficWeight) -> Html {
    let TrafficWeight { traffic, share, rules, rate } = weight;
    let label = format!("{traffic} traffic: {} to the new revision", percent(*share));
    let width = f64::from(*share) / 10.0;
    let lost = rate.as_ref().filter(|rate| rate.lost > 0);
    html! {
        <>
            <div class="weight" role="img" aria-label={label} title={rules.join(", ")}>
                <span>{ *traffic }</span>
                <span class="bar2"><i style={format!("width:{:.1}%", decimal(width))}></i></span>
                <b>{ format!("{} new", percent(*share)) }</b>
            </div>
            if let Some(rate) = lost {
                <p class="bad">
                    { format!("{traffic}: the new revision lost {} requests in two minutes, {}.", rate.lost, success(rate)) }
                </p>
            }
        </>
    }
}

fn button(answer: &Answer, dispatch: &Dispatch) -> Html {
    let title = console::line_of(&answer.command);
    let (dispatch, command) = (dispatch.clone(), answer.command.clone());
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Give(command.clone())));
    html! {
        <button class={classes!("btn", answer.danger.then_some("danger"))} {title} {onclick}>
            { symbol(answer.icon, "i i14") }{ answer.label }
        </button>
    }
}
