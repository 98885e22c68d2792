//! "Why not?": the wide table, and the smallest changes that would help.

use yew::prelude::*;

use super::parts::{instance_link, link, pairs, section};
use super::why_here::candidate;
use crate::model::ecs::DecisionId;
use crate::playground::console;
use crate::playground::explain::change::Change;
use crate::playground::explain::table::{RULES, Row, Verdict, asked, in_full, in_short};
use crate::playground::explain::why_not::{Gone, Shortage, WhyNot, why_not};
use crate::playground::explain::words;
use crate::web::ui::components::Icon;
use crate::web::ui::state::{Action, Dispatch, Selection, Shown};

pub fn overview(state: &Shown, id: DecisionId, dispatch: &Dispatch) -> Html {
    let world = &state.snapshot;
    let record = &world.decisions[id];
    let definition = world.task_definition_name(record.definition);
    let mut rows = vec![
        ("Definition", link(dispatch, Selection::TaskDefinition(record.definition), definition)),
        ("Launch type", html! { { record.launch_type.as_str() } }),
        ("Placed", html! { { words::grouped(record.choices.len() as u32) } }),
        ("Without place", html! { <b>{ words::grouped(record.unplaced) }</b> }),
    ];
    if let Some(service) = record.service() {
        let name = world.services[service].name.to_string();
        rows.insert(0, ("Service", link(dispatch, Selection::Service(service), name)));
    }
    let needs = record.needs.resources;
    rows.push(("Needs", html! { { format!("{} CPU units, {} MiB", words::grouped(needs.cpu_units), words::grouped(needs.memory_mib)) } }));
    html! {
        <div class="ibody">
            if let Some(answer) = why_not(world, id) {
                <p class="note"><b>{ answer.lead }</b>{ " " }{ answer.rest }</p>
            }
            { section("Placement", pairs(rows)) }
        </div>
    }
}

pub fn table(state: &Shown, id: DecisionId, dispatch: &Dispatch) -> Html {
    let Some(answer) = why_not(&state.snapshot, id) else {
        return html! { <div class="ibody"><p class="note">{ "Every task of this placement found a place." }</p></div> };
    };
    let group = words::group(&answer.record.group).to_owned();
    html! {
        <div class="ibody">
            <div class={classes!("lead", answer.shortage.is_none().then_some("solo"))}>
                <p><b>{ &answer.lead }</b></p><p>{ &answer.rest }</p>
                { for answer.shortage.iter().map(bars) }
            </div>
            if !answer.rows.is_empty() {
                <div class="why">{ wide(state, &answer, dispatch) }</div>
                <ol class="cands narrow">
                    { for answer.rows.iter().map(|row| candidate(state, row, &group, dispatch)) }
                </ol>
            }
            { changes(&answer.changes, dispatch) }
        </div>
    }
}

/// What each candidate has against what is needed.
fn bars(shortage: &Shortage) -> Html {
    const MOST: usize = 8;
    let shown = || shortage.has.iter().take(MOST);
    let label = format!(
        "Free {} per instance against the {} needed: {}",
        words::rule(shortage.rule),
        shortage.needs,
        words::numbers(&shortage.has[..shortage.has.len().min(MOST)])
    );
    html! {
        <div class="gap" role="img" aria-label={label}>
            { for shown().map(|&has| {
                let height = f64::from(has.min(shortage.needs)) * 100.0 / f64::from(shortage.needs.max(1));
                html! { <span><em>{ words::grouped(has) }</em><i style={format!("height:{height:.1}%")}></i></span> }
            }) }
            <b></b><u>{ words::grouped(shortage.needs) }</u>
        </div>
    }
}

fn wide(state: &Shown, answer: &WhyNot, dispatch: &Dispatch) -> Html {
    // GPUs are rare: their column appears only when they are asked for.
    let columns: Vec<usize> = (0..RULES.len())
        .filter(|&number| {
            RULES[number] != crate::model::world::decision::Rule::Gpu
                || answer.record.needs.resources.gpus > 0
        })
        .collect();
    let name = state.snapshot.task_definition_name(answer.record.definition);
    let candidates = words::count(answer.rows.len() as u32 + answer.left_out, "candidate");
    html! {
        <table>
            <caption class="sr">{ format!("Why {name} fits on no container instance") }</caption>
            <thead><tr>
                <th scope="col" class="first">{ "Container instance" }<small>{ format!("{candidates}, closest first") }</small></th>
                { for columns.iter().map(|&number| html! {
                    <th scope="col">{ words::rule(RULES[number]) }<small>{ asked(&answer.record, RULES[number]) }</small></th>
                }) }
            </tr></thead>
            <tbody>
                { for answer.rows.iter().enumerate().map(|(position, row)| wide_row(state, row, position == 0, &columns, dispatch)) }
                { for answer.gone.iter().map(|gone| gone_row(state, gone, columns.len(), dispatch)) }
            </tbody>
        </table>
    }
}

fn wide_row(state: &Shown, row: &Row, closest: bool, columns: &[usize], dispatch: &Dispatch) -> Html {
    let zone = row.zone.rsplit('-').next().unwrap_or(&row.zone);
    let place = format!("{}, {zone}{}", row.instance_type, if closest { ", closest" } else { "" });
    html! {
        <tr class={classes!(closest.then_some("near"))}>
            <th scope="row">{ instance_link(dispatch, &state.snapshot, row.instance) }<small>{ place }</small></th>
            { for columns.iter().map(|&number| cell(&row.verdicts[number])) }
        </tr>
    }
}

fn cell(verdict: &Verdict) -> Html {
    match verdict {
        Verdict::NotAsked => html! { <td class="na"><span aria-label="not asked">{ "–" }</span></td> },
        Verdict::Passes { has } => html! {
            <td class="ok"><Icon name="i-check" class="i i14" /><span class="sr">{ "passes" }</span>
                if let Some(has) = has { <small>{ format!("has {}", words::grouped(*has)) }</small> }
            </td>
        },
        Verdict::Fails(reasons) => {
            let title: Vec<_> = reasons.iter().map(in_full).collect();
            html! {
                <td class="no" title={title.join("; ")}><Icon name="i-x" class="i i14" /><span class="sr">{ "fails" }</span>
                    <small>{ reasons.first().map(in_short).unwrap_or_default() }</small>
                </td>
            }
        }
    }
}

fn gone_row(state: &Shown, gone: &Gone, columns: usize, dispatch: &Dispatch) -> Html {
    let zone = gone.zone.rsplit('-').next().unwrap_or(&gone.zone);
    html! {
        <tr class="gone">
            <th scope="row">{ instance_link(dispatch, &state.snapshot, gone.instance) }<small>{ format!("{}, {zone}", gone.instance_type) }</small></th>
            <td class="no"><Icon name="i-x" class="i i14" /><small>{ "INACTIVE" }</small></td>
            <td colspan={(columns - 1).to_string()}>{ format!("Gone at {}, not a candidate", words::clock(gone.at)) }</td>
        </tr>
    }
}

fn changes(changes: &[Change], dispatch: &Dispatch) -> Html {
    const SHOWN: usize = 3;
    if changes.is_empty() {
        return html! {};
    }
    let options = |from: usize, to: usize| -> Html {
        let shown = changes.iter().enumerate().skip(from).take(to - from);
        shown.map(|(position, row)| option(row, position == 0, dispatch)).collect()
    };
    let more = changes.len().saturating_sub(SHOWN);
    html! {
        <section class="fix">
            <div class="h3 strong"><Icon name="i-bulb" class="i i14" />{ "Smallest change that would make it fit" }</div>
            { options(0, SHOWN.min(changes.len())) }
            if more > 0 {
                <details>
                    <summary>{ format!("{more} more") }</summary>
                    { options(SHOWN, changes.len()) }
                </details>
            }
        </section>
    }
}

fn option(change: &Change, best: bool, dispatch: &Dispatch) -> Html {
    let lines: Vec<String> =
        change.commands.iter().map(|command| format!("$ {}", console::line_of(command))).collect();
    let (dispatch, commands) = (dispatch.clone(), change.commands.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        for command in &commands {
            dispatch.dispatch(Action::Give(command.clone()));
        }
    });
    html! {
        <div class={classes!("opt", best.then_some("best"))}>
            <div>
                <b>{ &change.title }</b><p>{ &change.detail }</p>
                { for lines.into_iter().map(|line| html! { <code title={line.clone()}>{ line }</code> }) }
            </div>
            <span class="tag">{ &change.tag }</span>
            <button class={classes!("btn", best.then_some("primary"))} {onclick}>{ "Try it" }</button>
        </div>
    }
}
