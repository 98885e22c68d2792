//! Load balancers as cards beside the services: what is sent, what becomes of it, and which way it goes.

use yew::prelude::*;

use crate::playground::views::balancing::{self, BalancerCard, Rate, Route, TargetMark};
use crate::playground::views::event_line::target_icon;
use crate::web::ui::components::symbol;

pub fn card(card: &BalancerCard, selected: bool) -> Html {
    let id = card.id.0.to_string();
    let trouble = card.rate.as_ref().is_some_and(|rate| rate.error_permille >= 5);
    let class = classes!("svc", "lb", trouble.then_some("alert"), selected.then_some("sel"));
    // Production and test traffic of a blue/green deployment come in on different ports.
    let has_several = card.routes.iter().any(|route| route.from != card.routes[0].from);
    html! {
        <article key={format!("lb-{id}")} {class} style="--w:210px" aria-label={format!("Load balancer {}", card.name)} data-balancer={id}>
            <header>
                { symbol("i-balance", "i i14") }
                <button class="who" data-walk="" tabindex="-1" aria-label={format!("Inspect load balancer {}", card.name)}><b>{&*card.name}</b></button>
                <span class="tag">{card.kind}</span>
                <span class="sp" />
                if !card.is_active { <span class="muted">{"provisioning"}</span> }
                if card.is_active && card.rate.is_none() && card.sent == 0 { <span class="muted">{"no traffic"}</span> }
            </header>
            <div class="routes">
                if card.routes.is_empty() { <span class="muted">{"No listener forwards anywhere."}</span> }
                { for card.routes.iter().take(MOST_ROUTES).map(|one| route(one, has_several)) }
            </div>
            if let Some(rate) = &card.rate { { figures(rate) } }
        </article>
    }
}

/// What a card has room for: the two target groups of production and of test traffic.
const MOST_ROUTES: usize = 4;

fn route(route: &Route, names_listener: bool) -> Html {
    let bad = (route.healthy < route.targets).then_some("bad");
    let fails_open = route.healthy == 0 && route.targets > 0;
    let open = if fails_open { "; with no healthy target it sends to all of them" } else { "" };
    html! {
        <span class="route" title={format!("{} to {}, weight {}{open}", route.from, route.name, route.weight)}>
            <i class="wbar"><i style={format!("width:{}%", route.share)} /></i>
            if names_listener { <span class="muted">{from_port(route)}</span> }
            <b>{&*route.name}</b>
            <span class="muted">{format!("{}%", route.share)}</span>
            <span class="sp" />
            <span class={classes!("muted", bad)}>
                {format!("{}/{} healthy", route.healthy, route.targets)}
                if fails_open { {", sends to all"} }
            </span>
        </span>
    }
}

/// `:8080`, and the condition of a rule that has one.
fn from_port(route: &Route) -> &str {
    route.from.find(':').map_or(&route.from, |at| &route.from[at..])
}

/// Requests per second, how many are answered well, how fast, and the last two minutes as bars.
pub fn figures(rate: &Rate) -> Html {
    let bad = (rate.error_permille > 0).then_some("bad");
    let label = format!(
        "{} requests per second, {}, {}, {} lost in two minutes",
        rate.per_second,
        balancing::success(rate),
        balancing::latency(rate.latency_millis),
        rate.lost
    );
    html! {
        <div class="rate" title={label.clone()}>
            { spark(rate, &label) }
            <span><b>{rate.per_second}</b>{"/s"}</span>
            <span class={classes!(bad)}>
                if bad.is_some() { { symbol("x-bad", "g10") } }
                {balancing::success(rate)}
            </span>
            <span class="muted">{balancing::latency(rate.latency_millis)}</span>
        </div>
    }
}

/// Good requests with the failed ones on top of them.
pub fn spark(rate: &Rate, label: &str) -> Html {
    let bars = rate.bars.iter().enumerate().filter(|(_, bar)| bar.good + bar.bad > 0).map(|(place, bar)| {
        let (good, bad) = (u32::from(bar.good) / 50, u32::from(bar.bad).div_ceil(50));
        let x = (place * 3).to_string();
        html! {
            <>
                if good > 0 { <rect class="good" x={x.clone()} y={(20 - good).to_string()} width="2" height={good.to_string()} /> }
                if bad > 0 { <rect class="bad" {x} y={(20_u32.saturating_sub(good + bad)).to_string()} width="2" height={bad.to_string()} /> }
            </>
        }
    });
    html! {
        <svg class="spark" viewBox="0 0 90 20" preserveAspectRatio="none" role="img" aria-label={label.to_owned()}>{ for bars }</svg>
    }
}

/// One glyph for each target of a service's tasks.
pub fn marks(targets: &[TargetMark]) -> Html {
    let mark = |target: &TargetMark| {
        let class = classes!("tgt", target.state.as_str());
        html! { <span key={target.id.0} {class} title={target.title.to_string()}>{ symbol(target_icon(target.state), "g10") }</span> }
    };
    html! { <span class="tgts" aria-hidden="true">{ for targets.iter().map(mark) }</span> }
}
