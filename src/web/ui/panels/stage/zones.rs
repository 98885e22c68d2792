//! The Availability Zones, with a card for each container instance.

use std::rc::Rc;

use yew::prelude::*;

use super::block::{Place, dress, piece};
use super::instance::Instance;
use super::marks::Marks;
use crate::playground::explain::words;
use crate::playground::views::decimal::decimal;
use crate::playground::views::faults::Thing;
use crate::playground::views::shelf::CPU_ROW;
use crate::playground::views::stage::{TaskBlock, ZoneColumn};
use crate::web::ui::components::symbol;

pub fn zone(zone: &ZoneColumn, marks: &Marks) -> Html {
    let aimed = marks.aimed == Some(Thing::Zone(zone.id));
    let class = classes!("az", (!zone.available).then_some("dark"), aimed.then_some("aim"));
    html! {
        <section key={zone.id.0} {class} data-zone={zone.id.0.to_string()} aria-label={format!("Availability Zone {}", zone.name)}>
            { head(zone) }
            { for zone.instances.iter().map(|card| html! {
                <Instance key={card.id.0} card={card.clone()} marks={marks.on_instance(card)} />
            }) }
            { fargate(zone, marks) }
        </section>
    }
}

/// The zone's Fargate area, if it can have tasks.
pub fn fargate(zone: &ZoneColumn, marks: &Marks) -> Html {
    if !zone.offers_fargate && zone.fargate.is_empty() {
        return html! {};
    }
    html! { <Fargate blocks={zone.fargate.clone()} marks={marks.among(&zone.fargate, Thing::Zone(zone.id))} /> }
}

/// The zone's name, which opens its faults, and how full it is.
pub fn head(zone: &ZoneColumn) -> Html {
    let (reserved, registered) = (words::grouped(zone.reserved_cpu), words::grouped(zone.registered_cpu));
    let short = format!("{reserved}/{registered}");
    let reserved = format!("{reserved} of {registered} CPU reserved");
    html! {
        <header>
            <button class="who" data-walk="" tabindex="-1" aria-haspopup="menu" aria-label={format!("Faults of {}", zone.name)}><b>{&*zone.name}</b></button>
            if !zone.available {
                <span class="tag bad">{ symbol("i-power", "i i12") }{"no power"}</span>
            } else if zone.registered_cpu > 0 {
                <span class="whole">{reserved}</span><span class="brief" aria-hidden="true">{short}</span>
            }
        </header>
    }
}

#[derive(Properties, PartialEq)]
struct FargateProps {
    blocks: Rc<Vec<TaskBlock>>,
    marks: Marks,
}

/// Fargate has no capacity to fill: every task has its own width, in the same unit as on instances.
#[component]
fn Fargate(props: &FargateProps) -> Html {
    let each = |block: &TaskBlock| {
        let share = (f64::from(block.cpu_units) * 100.0 / f64::from(CPU_ROW)).clamp(12.5, 100.0);
        let style = format!("position:relative;flex:0 0 {:.3}%", decimal(share));
        piece(block, &Place { style, ..Place::default() }, &props.marks)
    };
    html! {
        <div class="farg">
            <header class={props.blocks.is_empty().then_some("alone")}>
                { symbol("i-cloud", "i i14") }<b>{"Fargate"}</b>
                { if props.blocks.is_empty() { Some("no tasks".to_owned()) } else { sizes(&props.blocks) } }
            </header>
            if props.blocks.len() > MOST_FLOATING {
                { sums(&props.blocks) }
            } else if !props.blocks.is_empty() {
                <div class="float">{ for props.blocks.iter().map(each) }</div>
            }
        </div>
    }
}

/// With more tasks than this a zone's Fargate area shows sums.
const MOST_FLOATING: usize = 60;

/// A line for each revision and status, as long as its share.
fn sums(blocks: &[TaskBlock]) -> Html {
    let mut sums: Vec<(&TaskBlock, u32)> = Vec::new();
    for block in blocks {
        let same = |sum: &&mut (&TaskBlock, u32)| sum.0.name == block.name && sum.0.status == block.status;
        match sums.iter_mut().find(same) {
            Some(sum) => sum.1 += 1,
            None => sums.push((block, 1)),
        }
    }
    let line = |&(block, count): &(&TaskBlock, u32)| {
        let share = f64::from(count) * 100.0 / blocks.len() as f64;
        let (status, glyph, _) = dress(block.status);
        html! {
            <li class={block.colour.class()}>
                <i class={classes!("blk", status)} style={format!("width:{:.2}%", decimal(share))}><span /></i>
                <span>{ symbol(glyph, "g10") }<b>{&*block.name}</b>{format!("{} {}", words::grouped(count), block.status.as_str())}</span>
            </li>
        }
    };
    html! { <ul class="sums">{ for sums.iter().map(line) }</ul> }
}

/// What a task of it has, if all have the same.
fn sizes(blocks: &[TaskBlock]) -> Option<String> {
    let first = blocks.first()?;
    let alike =
        blocks.iter().all(|block| (block.cpu_units, block.memory_mib) == (first.cpu_units, first.memory_mib));
    let (cpu, memory) =
        (decimal(f64::from(first.cpu_units) / 1024.0), decimal(f64::from(first.memory_mib) / 1024.0));
    alike.then(|| format!("{cpu} vCPU, {memory} GB"))
}
