//! The Availability Zones, with a card or a bar for each container instance.

use std::fmt::Write;
use std::rc::Rc;

use yew::prelude::*;

use super::block::{Place, piece};
use super::instance::{Instance, mood_words};
use super::marks::Marks;
use crate::playground::views::decimal::decimal;
use crate::playground::views::faults::Thing;
use crate::playground::views::shelf::CPU_ROW;
use crate::playground::views::stage::{InstanceBar, TaskBlock, ZoneColumn};
use crate::web::ui::components::symbol;

pub fn zone(zone: &ZoneColumn, marks: &Marks) -> Html {
    let aimed = marks.aimed == Some(Thing::Zone(zone.id));
    let class = classes!("az", (!zone.available).then_some("dark"), aimed.then_some("aim"));
    let reserved = format!("{} of {} CPU reserved", zone.reserved_cpu, zone.registered_cpu);
    let short = format!("{}/{}", zone.reserved_cpu, zone.registered_cpu);
    html! {
        <section key={zone.id.0} {class} data-zone={zone.id.0.to_string()} aria-label={format!("Availability Zone {}", zone.name)}>
            <header>
                <button class="who" data-walk="" tabindex="-1" aria-haspopup="menu" aria-label={format!("Faults of {}", zone.name)}><b>{&*zone.name}</b></button>
                if !zone.available {
                    <span class="tag bad">{ symbol("i-power", "i i12") }{"no power"}</span>
                } else if zone.registered_cpu > 0 {
                    <span class="whole">{reserved}</span><span class="brief" aria-hidden="true">{short}</span>
                }
            </header>
            if !zone.bars.is_empty() {
                <div class="bars">{ for zone.bars.iter().map(|bar| html! { <Bar key={bar.id.0} bar={bar.clone()} marks={on_bar(marks, bar)} /> }) }</div>
            }
            { for zone.instances.iter().map(|card| html! {
                <Instance key={card.id.0} card={card.clone()} marks={marks.on_instance(card)} />
            }) }
            if zone.offers_fargate || !zone.fargate.is_empty() {
                <Fargate blocks={zone.fargate.clone()} marks={marks.among(&zone.fargate, Thing::Zone(zone.id))} />
            }
        </section>
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
            if !props.blocks.is_empty() {
                <div class="float">{ for props.blocks.iter().map(each) }</div>
            }
        </div>
    }
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

#[derive(Properties, PartialEq)]
struct BarProps {
    bar: InstanceBar,
    marks: Marks,
}

fn on_bar(marks: &Marks, bar: &InstanceBar) -> Marks {
    Marks { lit: None, hovered: None, ..marks.among(&[], Thing::ContainerInstance(bar.id)) }
}

/// One instance among many: a single element whose background is its tasks.
#[component]
fn Bar(props: &BarProps) -> Html {
    let whole = Thing::ContainerInstance(props.bar.id);
    let (mood, word) = mood_words(props.bar.mood);
    let class = classes!(
        "ibar",
        mood,
        (props.marks.selected == Some(whole)).then_some("sel"),
        (props.marks.aimed == Some(whole)).then_some("aim"),
    );
    let label = format!(
        "Container instance {}, {}",
        props.bar.id.0 + 1,
        if word.is_empty() { "ACTIVE" } else { word }
    );
    html! {
        <button {class} style={stripes(&props.bar)} data-instance={props.bar.id.0.to_string()} data-walk="" tabindex="-1" aria-label={label} />
    }
}

fn stripes(bar: &InstanceBar) -> String {
    let mut style = String::from("background-image:linear-gradient(90deg,transparent 0");
    let mut at = 0;
    for stripe in bar.stripes.iter().filter(|stripe| stripe.end > stripe.start) {
        // `c-blue` is the class, `--blue-f` the fill.
        let colour = &stripe.colour.class()[2..];
        let tone = if stripe.is_solid { "f" } else { "s" };
        let (start, end) = (stripe.start.max(at), stripe.end);
        let _ = write!(
            style,
            ",transparent {0}%,var(--{colour}-{tone}) {0}% calc({1}% - 1px),transparent {1}%",
            decimal(f32::from(start) / 10.0),
            decimal(f32::from(end) / 10.0)
        );
        at = end;
    }
    style.push_str(",transparent 100%)");
    style
}
