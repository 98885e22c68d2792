//! A service as a card: its tasks as pips or a bar, with the marks that a rollout keeps to.

use std::rc::Rc;

use yew::prelude::*;

use super::balancers;
use super::block::pip;
use super::marks::Marks;
use crate::playground::views::decimal::decimal;
use crate::playground::views::faults::Thing;
use crate::playground::views::stage::{BarPart, MOST_PIPS, ServiceCard};
use crate::web::ui::components::symbol;
use crate::web::ui::panels::inspector::rollout;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub card: Rc<ServiceCard>,
    pub marks: Marks,
}

#[component]
pub fn Service(props: &Props) -> Html {
    let (card, marks) = (&*props.card, &props.marks);
    let selected = marks.selected == Some(Thing::Service(card.id));
    let calm = card.is_steady && card.pending == 0 && card.unplaced == 0 && card.revisions.len() == 1;
    let class = classes!(
        "svc",
        (card.unplaced > 0).then_some("alert"),
        calm.then_some("calm"),
        selected.then_some("sel"),
    );
    let tasks = card.pips.len().max(card.upper as usize).min(MOST_PIPS + 1);
    // A card is as wide as what it shows, so that a row of cards reads as a row of services.
    let style = format!("--w:{}px", (tasks * 21 + 40).max(150));
    html! {
        <article {class} {style} aria-label={format!("Service {}", card.name)} data-service={card.id.0.to_string()}>
            <header>
                <button class="who" data-walk="" tabindex="-1" aria-label={format!("Inspect service {}", card.name)}><b>{&*card.name}</b></button>
                { beside(card) }
                <span class="sp" />
                <span class="rev">{ for revisions(card) }</span>
            </header>
            if card.pips.is_empty() && card.running + card.pending > 0 { { bar(card) } } else { { pips(card, marks) } }
            <div class="srow">
                <span><b>{format!("{}/{}", card.running, card.desired)}</b><span class="how">{ counts(card) }</span></span>
                <span class="sp" />
                { balancers::marks(&card.targets) }
                { for card.gauge.iter().map(rollout::gauge) }
                if let Some(tag) = &card.deployment { <span class="tag" data-deployment="">{ tag }</span> }
                if card.is_draining { <span class="tag">{"DRAINING"}</span> }
                if card.is_daemon { <span class="tag">{"DAEMON"}</span> }
                if card.is_fargate { <span class="tag">{"FARGATE"}</span> }
            </div>
            if let Some(rate) = &card.rate { { balancers::figures(rate) } }
        </article>
    }
}

fn counts(card: &ServiceCard) -> String {
    match card.pending {
        0 if card.is_steady && card.unplaced == 0 => " steady".to_owned(),
        0 => " running".to_owned(),
        pending => format!(" running, {pending} pending"),
    }
}

fn beside(card: &ServiceCard) -> Html {
    if card.unplaced > 0 {
        return html! { <span class="tag bad">{ symbol("h-bad", "g10") }{format!("{} not placed", card.unplaced)}</span> };
    }
    if card.is_daemon {
        return html! {};
    }
    let behind = card.behind.map(|kind| format!(", behind {kind}")).unwrap_or_default();
    html! { <span class="muted lims">{format!("min {}, max {}{behind}", card.lower, card.upper)}</span> }
}

fn revisions(card: &ServiceCard) -> Vec<Html> {
    let each = card.revisions.iter().enumerate().map(|(number, mark)| {
        html! {
            <span class="rev" data-revision={mark.revision.to_string()} title={format!("Revision {}", mark.revision)}>
                if number > 0 { { symbol("i-arrow", "i i12") } }
                <i class={classes!("sw", mark.colour.class())} />{mark.revision}
            </span>
        }
    });
    each.collect()
}

/// Width of a pip with the gap behind it, in pixels, as the style sheet has it.
const PIP: u32 = 21;

fn pips(card: &ServiceCard, marks: &Marks) -> Html {
    let mark = |class: &'static str, count: u32, title: String| {
        let style = format!("left:calc({count} * var(--pip,{PIP}px) - 1.5px)");
        html! { <i class={classes!("lim", class)} {style} {title} /> }
    };
    let shown = card.pips.len() as u32 + card.unplaced;
    let label = format!(
        "{} running, {} pending; minimum {}, maximum {}",
        card.running, card.pending, card.lower, card.upper
    );
    html! {
        <div class="pips" role="img" aria-label={label}>
            { for card.pips.iter().map(|task| pip(task, marks)) }
            { for (0..card.unplaced.min(MOST_PIPS as u32)).map(|number| html! {
                <span key={format!("none-{number}")} class="pip none" title="This task has no place">{ symbol("g-none", "g") }</span>
            }) }
            if !card.is_daemon && card.lower > 0 { { mark("", card.lower, format!("minimum: {}", card.lower)) } }
            if !card.is_daemon && card.upper > card.desired && card.upper <= shown.max(MOST_PIPS as u32) {
                { mark("dash", card.upper, format!("maximum: {}", card.upper)) }
            }
        </div>
    }
}

fn bar(card: &ServiceCard) -> Html {
    let whole = card.upper.max(card.running + card.pending).max(1);
    let share = |count: u32| format!("{:.3}%", decimal(f64::from(count) * 100.0 / f64::from(whole)));
    let part = |part: &BarPart| {
        let status = if part.is_running { "st-run" } else { "st-pend" };
        html! { <i class={classes!(part.colour.class(), status)} style={format!("width:{}", share(part.count))} /> }
    };
    let label = format!("{} running, {} pending of {}", card.running, card.pending, card.desired);
    html! {
        <div class="pbar" role="img" aria-label={label}>
            { for card.parts.iter().map(part) }
            if !card.is_daemon { <b class="lim" style={format!("left:{}", share(card.lower))} /> }
        </div>
    }
}
