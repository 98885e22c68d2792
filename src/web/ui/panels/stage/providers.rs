//! Capacity providers as cards beneath the services, and the tasks that wait for them.

use yew::prelude::*;

use crate::model::ecs::ClusterId;
use crate::model::kernel::SimTime;
use crate::playground::explain::capacity::percent;
use crate::playground::views::providers::{Metric, ProviderCard, provider_cards, waiting_tasks};
use crate::web::ui::components::symbol;
use crate::web::ui::panels::inspector::link;
use crate::web::ui::state::{Dispatch, Selection, Shown, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
    pub cluster: ClusterId,
}

/// Nothing for a cluster without providers of its own.
#[component]
pub fn Providers(props: &Props) -> Html {
    let (dispatch, world, cluster) = (&use_dispatch(), &props.state.snapshot, props.cluster);
    let cards = provider_cards(world, cluster);
    if cards.is_empty() {
        return html! {};
    }
    let waiting = waiting_tasks(world, cluster).len();
    html! {
        <div class="cps" role="group" aria-label="Capacity providers">
            { for cards.iter().map(|card| provider(card, world.now, dispatch)) }
            if waiting > 0 { <p class="waits" role="status">{ symbol("g-prov", "g") }{ waiting_words(waiting) }</p> }
        </div>
    }
}

fn waiting_words(count: usize) -> String {
    match count {
        1 => "1 task waits in PROVISIONING for room".to_owned(),
        _ => format!("{count} tasks wait in PROVISIONING for room"),
    }
}

fn provider(card: &ProviderCard, now: SimTime, dispatch: &Dispatch) -> Html {
    let alert = card.failure.is_some();
    html! {
        <article class={classes!("cp", alert.then_some("alert"))} aria-label={format!("Capacity provider {}", card.name)} title={card.why.clone()}>
            <header>
                { link(dispatch, Selection::CapacityProvider(card.id), card.name.to_string()) }
                if card.is_spot { <span class="tag">{"SPOT"}</span> }
                if card.sizes.is_none() { <span class="tag">{"MANAGED"}</span> }
                <span class="sp" />
                if let Some(sizes) = &card.sizes { <span class="muted">{ format!("min {}, desired {}, max {}", sizes.min, sizes.desired, sizes.max) }</span> }
                if let Some((what, until)) = card.countdown { <span class="muted">{ format!("{what} {}", left(now, until)) }</span> }
            </header>
            <div class="cprow">
                { slots(card) }
                <span>{ counts(card) }</span>
                <span class="sp" />
                if let Some(metric) = &card.metric { { reservation(metric) } }
            </div>
            <p class="cpwhy">{ &card.why }</p>
            if let Some(failure) = &card.failure { <p class="bad cpfail" title={failure.to_string()}>{ symbol("h-bad", "g10") }{ &**failure }</p> }
        </article>
    }
}

fn left(now: SimTime, until: SimTime) -> String {
    let seconds = until.since(now).as_millis().div_ceil(1000);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

fn counts(card: &ProviderCard) -> String {
    let mut words = vec![format!("{} in service", card.in_service)];
    let more = [(card.coming, "launching"), (card.leaving, "leaving"), (card.waiting, "tasks waiting")];
    words.extend(more.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
    words.join(", ")
}

/// As many squares as the group wants, and what they are; none if they are too many to be counted by eye.
fn slots(card: &ProviderCard) -> Html {
    const MOST: u32 = 16;
    let there = card.in_service + card.coming + card.leaving;
    let wanted = card.sizes.as_ref().map_or(0, |sizes| sizes.desired);
    let missing = wanted.saturating_sub(card.in_service + card.coming);
    if there + missing > MOST || there + missing == 0 {
        return html! {};
    }
    let slot = |class: &'static str, count: u32| (0..count).map(move |_| html! { <i class={class} /> });
    let label = format!(
        "{} instances in service, {} launching, {} leaving, {missing} missing",
        card.in_service, card.coming, card.leaving
    );
    html! {
        <span class="slots" role="img" aria-label={label}>
            { for slot("in", card.in_service) }{ for slot("comes", card.coming) }{ for slot("leaves", card.leaving) }{ for slot("none", missing) }
        </span>
    }
}

/// The metric's course with its target, and its value.
pub fn reservation(metric: &Metric) -> Html {
    let value = metric.now.map_or("no datapoint yet".to_owned(), percent);
    let label = format!("CapacityProviderReservation {value}, target {} %", metric.target);
    let y = metric.target_y.to_string();
    html! {
        <span class="cpm" title={label.clone()}>
            <svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label={label}>
                <line x1="0" x2="100" y1={y.clone()} y2={y} />
                <polyline points={metric.line.clone()} />
            </svg>
            <b>{ metric.now.map(percent).unwrap_or_else(|| "–".to_owned()) }</b>
        </span>
    }
}
