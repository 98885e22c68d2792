//! A container instance as a card: rows of 1,024 CPU units (or 4,096 MiB) with the tasks on them.

use std::rc::Rc;

use yew::prelude::*;

use super::block::{Place, piece};
use super::marks::Marks;
use crate::playground::views::faults::Thing;
use crate::playground::views::providers::Market;
use crate::playground::views::shelf::{CPU_ROW, Run};
use crate::playground::views::stage::{InstanceCard, InstanceMood};
use crate::web::ui::components::symbol;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub card: Rc<InstanceCard>,
    pub marks: Marks,
}

/// Class and word of a mood; nothing to say when all is well.
pub fn mood_words(mood: InstanceMood) -> (&'static str, &'static str) {
    match mood {
        InstanceMood::Launching => ("launching", "launching"),
        InstanceMood::Fine => ("", ""),
        InstanceMood::Draining => ("draining", "DRAINING"),
        InstanceMood::AgentLost => ("agentless", "agent lost"),
        InstanceMood::Stopped => ("halted", "stopped"),
        InstanceMood::Lost => ("lost", "lost"),
    }
}

/// `i-0a1f…3c20`.
pub fn short_instance_id(id: &str) -> String {
    format!("{}…{}", &id[..6], &id[id.len() - 4..])
}

#[component]
pub fn Instance(props: &Props) -> Html {
    let (card, marks) = (&*props.card, &props.marks);
    let whole = Thing::ContainerInstance(card.id);
    let (mood, word) = mood_words(card.mood);
    let class = classes!(
        "inst",
        mood,
        (marks.selected == Some(whole)).then_some("sel"),
        (marks.aimed == Some(whole)).then_some("aim"),
    );
    let status = if word.is_empty() { "ACTIVE" } else { word };
    let spoken = format!("Container instance {}, {}, {status}", card.ec2_instance_id, card.instance_type);
    let rows = card.length.div_ceil(card.row);
    let density = match rows {
        0..=4 => None,
        5..=8 => Some("dense"),
        _ => Some("denser"),
    };
    html! {
        <article {class} aria-label={spoken} data-instance={card.id.0.to_string()}>
            <header>
                <button class="who" data-walk="" tabindex="-1" aria-label={format!("Inspect {}", card.ec2_instance_id)}>
                    { symbol("i-host", "i i12") }<code>{short_instance_id(&card.ec2_instance_id)}</code>
                </button>
                <span class="type">{&*card.instance_type}</span>{ market(card.market) }<span class="sp" />
                if !word.is_empty() {
                    <span class={classes!("tag", (mood == "lost" || mood == "agentless").then_some("bad"))}>{word}</span>
                } else if card.enis.0 > 0 {
                    <span title="Network interfaces in use, besides the primary one">{format!("ENI {}/{}", card.enis.0, card.enis.1)}</span>
                }
            </header>
            <div class={classes!("shelves", density)}>
                { for (0..rows).map(|row| shelf(card, row, rows, marks)) }
            </div>
            { meters(card) }
            { memory_strip(card, marks) }
        </article>
    }
}

fn shelf(card: &InstanceCard, row: u32, rows: u32, marks: &Marks) -> Html {
    let units = (card.length - row * card.row).min(card.row);
    let style = format!("width:{}%", percent(units, card.row));
    let pieces = card.blocks.iter().filter_map(|block| {
        let place = place_in(block.run?, row, card.row, units)?;
        Some((block, place))
    });
    // A task with cpu 0 has no length: a sliver at the end of the last row.
    let slivers =
        card.blocks.iter().filter(|block| row + 1 == rows && block.run.is_some_and(|run| run.length == 0));
    let slivers = slivers.zip(0..).map(|(block, number): (_, u32)| {
        let style = format!("left:calc(100% - {}px);width:6px", number * 7 + 6);
        (block, Place { style, ..Place::default() })
    });
    html! {
        <div class="shelf" {style} key={row}>
            { for pieces.chain(slivers).map(|(block, place)| piece(block, &place, marks)) }
        </div>
    }
}

/// Whether EC2 may take it back, and when it does.
fn market(market: Market) -> Html {
    match market {
        Market::OnDemand => html! {},
        Market::Spot => {
            html! { <span class="tag" title="Spot Instance: EC2 may take it back with a notice of two minutes">{"SPOT"}</span> }
        }
        Market::Interrupted { seconds } => html! {
            <span class="tag bad" title="Spot interruption notice: EC2 takes it back then">{ symbol("i-bolt", "i i12") }{ format!("{}:{:02}", seconds / 60, seconds % 60) }</span>
        },
    }
}

/// The part of a run that lies in a row of so many units.
pub fn place_in(run: Run, row: u32, row_length: u32, units: u32) -> Option<Place> {
    let (row_start, row_end) = (row * row_length, row * row_length + units);
    let (start, end) = (run.start.max(row_start), (run.start + run.length).min(row_end));
    if start >= end {
        return None;
    }
    let (left, width) = (percent(start - row_start, units), percent(end - start, units));
    Some(Place {
        style: format!("left:{left}%;width:{width}%"),
        from_above: start > run.start,
        to_below: end < run.start + run.length,
        low: run.shared,
    })
}

/// With three digits behind the point.
fn percent(part: u32, whole: u32) -> String {
    let thousandths = u64::from(part) * 100_000 / u64::from(whole.max(1));
    format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
}

fn meters(card: &InstanceCard) -> Html {
    if card.mood == InstanceMood::Lost {
        let seconds = card.gone_for_seconds.unwrap_or_default();
        let stopped = card.blocks.len();
        let tasks = if stopped == 1 { "1 task".to_owned() } else { format!("{stopped} tasks") };
        let text = format!("Gone {}:{:02} ago, {tasks} STOPPED", seconds / 60, seconds % 60);
        return html! { <div class="meters"><span>{text}</span></div> };
    }
    let (part, whole) = match card.row {
        CPU_ROW => (card.reserved_cpu, card.registered_cpu),
        _ => (card.reserved_memory, card.registered_memory),
    };
    html! {
        <div class="meters">
            <span>{"CPU "}<b>{card.reserved_cpu}</b>{format!("/{}", card.registered_cpu)}</span>
            <span>{"MEM "}<b>{card.reserved_memory}</b>{format!("/{}", card.registered_memory)}</span>
            <span class="sp" />
            <span class="pc">{format!("{}%", u64::from(part) * 100 / u64::from(whole.max(1)))}</span>
        </div>
    }
}

fn memory_strip(card: &InstanceCard, marks: &Marks) -> Html {
    let label = format!("Memory reserved {} of {} MiB", card.reserved_memory, card.registered_memory);
    let live = card.blocks.iter().filter(|block| !block.stop_asked);
    html! {
        <div class="mem" role="img" aria-label={label}>
            { for live.map(|block| {
                let lit = (marks.hovered == Some(block.id)).then_some("hov");
                let width = format!("width:{}%", percent(block.memory_mib, card.registered_memory));
                html! { <i class={classes!(block.colour.class(), lit)} style={width} /> }
            }) }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_over_a_row_end_is_two_joined_pieces() {
        let run = Run { start: 768, length: 512, shared: false };
        let first = place_in(run, 0, 1024, 1024).unwrap();
        assert_eq!(
            (&*first.style, first.from_above, first.to_below),
            ("left:75.000%;width:25.000%", false, true)
        );
        let second = place_in(run, 1, 1024, 512).unwrap();
        assert_eq!(
            (&*second.style, second.from_above, second.to_below),
            ("left:0.000%;width:50.000%", true, false)
        );
        assert_eq!(place_in(run, 2, 1024, 1024), None);
    }
}
