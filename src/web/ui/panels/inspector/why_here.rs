//! "Why here?": the strategies at work, then every candidate.

use yew::prelude::*;

use super::parts::instance_link;
use crate::model::ecs::TaskId;
use crate::playground::explain::placement::why_here;
use crate::playground::explain::table::{RULES, Row, Verdict, in_full, in_short};
use crate::playground::explain::words;
use crate::web::ui::components::symbol;
use crate::web::ui::state::{Dispatch, Shown};

pub fn table(state: &Shown, id: TaskId, dispatch: &Dispatch) -> Html {
    let world = &state.snapshot;
    let Some(answer) = why_here(world, id) else {
        let named = "Nothing was recorded of its placement.";
        return html! { <div class="ibody"><p class="note">{ named }</p></div> };
    };
    let group = words::group(&answer.record.group).to_owned();
    html! {
        <div class="ibody">
            <div class="lead solo"><p><b>{ &answer.lead }</b></p><p>{ &answer.rest }</p></div>
            if !answer.steps.is_empty() {
                <section>
                    <div class="h3">{ "Strategy" }</div>
                    <ol class="steps">
                        { for answer.steps.iter().map(|step| html! {
                            <li>
                                <code>{ &step.strategy }</code><span class="sp"></span>
                                <span class="tag">{ format!("{} → {}", words::grouped(step.from), words::grouped(step.to)) }</span>
                                <p>{ &step.text }</p>
                            </li>
                        }) }
                    </ol>
                </section>
            }
            if !answer.rows.is_empty() {
                <section>
                    <div class="h3">{ words::count(answer.rows.len() as u32 + answer.left_out, "candidate") }</div>
                    <ol class="cands">
                        { for answer.rows.iter().map(|row| candidate(state, row, &group, dispatch)) }
                    </ol>
                </section>
            }
        </div>
    }
}

/// One candidate as a line of the list that fits a narrow panel, with a tick or a cross for each rule.
pub fn candidate(state: &Shown, row: &Row, group: &str, dispatch: &Dispatch) -> Html {
    let fails = row.verdicts.iter().filter_map(|verdict| match verdict {
        Verdict::Fails(reasons) => reasons.first(),
        _ => None,
    });
    let fails: Vec<_> = fails.collect();
    let words = match (row.chosen, fails.first()) {
        (true, _) => "chosen".to_owned(),
        (_, Some(reason)) => in_full(reason),
        (false, None) => "could take it too".to_owned(),
    };
    let room = row.remaining;
    html! {
        <li class={classes!("cand", row.chosen.then_some("chosen"), (!row.fits()).then_some("unfit"))}>
            <div class="top-line">
                { instance_link(dispatch, &state.snapshot, row.instance) }
                <span class="muted">{ format!("{}, {}", row.instance_type, row.zone) }</span>
                <span class="sp"></span>
                <span class="verdict">{ words }</span>
            </div>
            <div class="dots" role="img" aria-label={spoken(row)}>
                { for RULES.iter().zip(&row.verdicts).map(|(rule, verdict)| dot(words::rule(*rule), verdict)) }
                <span class="muted">
                    { format!("{} CPU, {} MiB free, {}", words::grouped(room.cpu_units), words::grouped(room.memory_mib), words::count(row.group_tasks, &format!("{group} task"))) }
                </span>
            </div>
        </li>
    }
}

fn dot(rule: &'static str, verdict: &Verdict) -> Html {
    match verdict {
        Verdict::NotAsked => html! {},
        Verdict::Passes { .. } => {
            html! { <span class="ok" title={format!("{rule}: passes")}>{ symbol("i-check", "i i12") }</span> }
        }
        Verdict::Fails(reasons) => {
            let why = reasons.first().map(in_short).unwrap_or_default();
            html! { <span class="no" title={format!("{rule}: {why}")}>{ symbol("i-x", "i i12") }{ rule }</span> }
        }
    }
}

fn spoken(row: &Row) -> String {
    let failed = RULES.iter().zip(&row.verdicts).filter(|(_, verdict)| matches!(verdict, Verdict::Fails(_)));
    let names: Vec<_> = failed.map(|(rule, _)| words::rule(*rule)).collect();
    if names.is_empty() { "Passes every rule".to_owned() } else { format!("Fails {}", names.join(", ")) }
}
