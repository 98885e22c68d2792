//! The stage's first line: which cluster, how much of everything, and what a row is made of.

use std::rc::Rc;

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::model::ecs::{ClusterId, ClusterStatus};
use crate::model::world::World;
use crate::playground::explain::words;
use crate::playground::views::colour::ColourBy;
use crate::playground::views::providers::{cost, dollars};
use crate::playground::views::stage::{Look, SizeBy, StageView};
use crate::web::ui::components::{MenuButton, MenuItem, symbol};
use crate::web::ui::panels::add_menu::AddMenu;
use crate::web::ui::state::{Action, Dispatch, InspectorTab, Selection, Shown, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
    pub view: Rc<StageView>,
}

#[component]
pub fn Header(props: &Props) -> Html {
    let Props { state, view } = props;
    let (dispatch, world, look) = (&use_dispatch(), &state.snapshot, state.look(view.cluster));
    let size = |to: SizeBy, word: &'static str| {
        let dispatch = dispatch.clone();
        let onclick = move |_: MouseEvent| dispatch.dispatch(Action::SetSizeBy(to));
        html! { <button aria-pressed={(to == look.size_by).to_string()} {onclick}>{word}</button> }
    };
    let show_cluster = {
        let (dispatch, cluster) = (dispatch.clone(), view.cluster);
        Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(Action::Select(Selection::Cluster(cluster), InspectorTab::Overview));
        })
    };
    html! {
        <div class="sbar">
            <h2>{ name(world, view, dispatch) }<span class="tag">{&*view.region}</span></h2>
            <div class="facts">
                { counts(view) }
                { cost_of(world, view, show_cluster) }
            </div>
            <AddMenu />
            <span class="sp" />
            <span class="muted by">{"Size by"}</span>
            <div class="seg" role="group" aria-label="Size by">
                { size(SizeBy::Cpu, "CPU") }{ size(SizeBy::Memory, "Memory") }
            </div>
            <MenuButton label="What the stage shows" class="quiet icon" menu_class="right" items={choices(look, dispatch)}>
                { symbol("i-eye", "i") }
            </MenuButton>
        </div>
    }
}

/// The line as it looks before anything can be chosen in it.
pub fn face(world: &World, view: &StageView) -> Html {
    html! {
        <div class="sbar">
            <h2>{&*view.name}<span class="tag">{&*view.region}</span></h2>
            <div class="facts">{ counts(view) }{ cost_of(world, view, Callback::noop()) }</div>
            <button class="btn quiet icon" aria-label="Add to the cluster">{ symbol("i-plus", "i") }</button>
            <span class="sp" />
            <span class="muted by">{"Size by"}</span>
            <div class="seg"><button aria-pressed="true">{"CPU"}</button><button aria-pressed="false">{"Memory"}</button></div>
            <button class="btn quiet icon" aria-label="What the stage shows">{ symbol("i-eye", "i") }</button>
        </div>
    }
}

fn counts(view: &StageView) -> Html {
    let fact = |icon: &'static str, class: &'static str, number: u32, word: &str| {
        html! { <span>{ symbol(icon, class) }{format!("{} {word}", words::grouped(number))}</span> }
    };
    html! {
        <>
            { fact("i-host", "i i12", view.instances, if view.instances == 1 { "instance" } else { "instances" }) }
            { fact("g-run", "g", view.running, "running") }
            if view.pending > 0 { { fact("g-pend", "g", view.pending, "pending") } }
            if view.stopping > 0 { { fact("g-deact", "g", view.stopping, "stopping") } }
        </>
    }
}

/// What the cluster costs an hour, and how much of it is idle.
fn cost_of(world: &World, view: &StageView, onclick: Callback<MouseEvent>) -> Html {
    let Some(cost) = cost(world, view.cluster) else { return html! {} };
    let idle = (cost.idle_per_hour * 100).checked_div(cost.per_hour).unwrap_or_default();
    let title = format!(
        "{} an hour, {} of it for idle capacity; {} so far",
        dollars(cost.per_hour),
        dollars(cost.idle_per_hour),
        dollars(cost.paid)
    );
    html! {
        <button class="lnk costline" {title} {onclick}>
            { format!("{}/h", dollars(cost.per_hour)) }
            if idle > 0 { <span class="idle">{ format!(", {idle}% idle") }</span> }
        </button>
    }
}

/// How things are drawn, as a menu: it is there where the buttons have no room.
fn choices(look: Look, dispatch: &Dispatch) -> Vec<MenuItem> {
    let item = |label: &'static str, icon, checked: bool, action: Action| {
        let dispatch = dispatch.clone();
        let choose = Callback::from(move |()| dispatch.dispatch(action.clone()));
        MenuItem { checked: Some(checked), ..MenuItem::new(label, icon, choose) }
    };
    let (size, colour) = (look.size_by, look.colour_by);
    vec![
        item("Size by CPU", "i-chart", size == SizeBy::Cpu, Action::SetSizeBy(SizeBy::Cpu)),
        item("Size by memory", "i-chart", size == SizeBy::Memory, Action::SetSizeBy(SizeBy::Memory)),
        item(
            "Colour by revision",
            "i-layers",
            colour == ColourBy::Revision,
            Action::SetColourBy(ColourBy::Revision),
        ),
        item(
            "Colour by service",
            "i-layers",
            colour == ColourBy::Service,
            Action::SetColourBy(ColourBy::Service),
        ),
        item("Ports and network interfaces", "i-link", look.ports, Action::TogglePorts),
    ]
}

/// The cluster's name; a list to choose from if there are several.
fn name(world: &World, view: &StageView, dispatch: &Dispatch) -> Html {
    let alive = world.clusters.iter().filter(|(_, row)| row.status == ClusterStatus::Active);
    let clusters: Vec<_> = alive.map(|(id, row)| (id, row.name.clone())).collect();
    if clusters.len() < 2 {
        return html! { <>{&*view.name}</> };
    }
    let onchange = {
        let dispatch = dispatch.clone();
        move |event: Event| {
            let chosen = event.target_unchecked_into::<HtmlSelectElement>().value().parse();
            if let Ok(row) = chosen {
                dispatch.dispatch(Action::ShowCluster(ClusterId(row)));
            }
        }
    };
    html! {
        <select class="pick" aria-label="Cluster" {onchange}>
            { for clusters.iter().map(|(id, name)| html! {
                <option value={id.0.to_string()} selected={*id == view.cluster}>{&**name}</option>
            }) }
        </select>
    }
}
