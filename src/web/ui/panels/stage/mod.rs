//! The stage: services, the sentence, zones with their instances and tasks, and the fault bar.
//!
//! Blocks, cards and zones carry their id in a `data-` attribute, and the stage alone listens: a click,
//! a hover or a menu finds the innermost thing it befell.

mod balancers;
mod block;
mod crowd;
mod empty;
mod fault_bar;
mod header;
mod instance;
mod legend;
mod marks;
mod painter;
mod providers;
mod say;
mod services;
mod tooltip;
mod walk;
mod zones;

pub use balancers::figures as traffic_figures;
pub use fault_bar::{RANDOM_FAULTS, give as random_fault, wider as wider_faults};
pub use providers::reservation;

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use self::crowd::Crowd;
use self::fault_bar::FaultBar;
use self::header::Header;
use self::marks::Marks;
use self::providers::Providers;
use self::say::Say;
use self::services::Service;
use self::tooltip::{Spot, tooltip};
use crate::model::ecs::{ContainerInstanceId, LoadBalancerId, ServiceId, TaskId, ZoneId};
use crate::model::world::World;
use crate::playground::console;
use crate::playground::views::faults::{self, RandomFault, Thing};
use crate::playground::views::sentence::{Sentence, sentence};
use crate::playground::views::stage::{StageView, stage};
use crate::web::ui::calm::use_calm;
use crate::web::ui::components::{Menu, MenuItem};
use crate::web::ui::state::{Action, Dispatch, InspectorTab, Selection, Shown, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
}

/// A menu of faults that is open, and where.
#[derive(Clone, Copy, PartialEq)]
struct OpenMenu {
    thing: Thing,
    x: i32,
    y: i32,
}

#[component]
pub fn Stage(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let aim = use_state(|| None::<RandomFault>);
    let hover = use_state(|| None::<Spot>);
    let lit = use_state(|| None::<Rc<str>>);
    let menu = use_state(|| None::<OpenMenu>);
    let inside = use_state(|| false);
    let press = use_mut_ref(|| None::<Timeout>);
    // The same one each time: another would draw the bar anew.
    let set_aim = {
        let aim = aim.setter();
        use_callback((), move |fault, ()| aim.set(fault))
    };
    // Who it befalls is settled among those who are there when it is given, as they are ringed.
    let newest = use_mut_ref(|| props.state.clone());
    newest.replace(props.state.clone());
    let on_give = {
        let dispatch = dispatch.clone();
        use_callback((), move |fault, ()| {
            let action = fault_bar::give(&newest.borrow(), fault);
            action.into_iter().for_each(|action| dispatch.dispatch(action));
        })
    };
    // Words change a few times a second, and so does all of a crowd but its map: nobody follows single tasks there.
    let calm = use_calm(&props.state);
    let is_crowd = use_mut_ref(|| false);
    let state = if *is_crowd.borrow() { &calm } else { &props.state };
    let world = state.snapshot.clone();
    let cluster = state.cluster.filter(|&id| world.clusters.contains(id));
    let view = use_memo((state.clone(), cluster), |(state, cluster)| {
        cluster.map(|cluster| Rc::new(stage(&state.snapshot, &state.shelves.borrow(), state.look(cluster))))
    });
    let words = use_memo((calm.clone(), cluster), |(calm, cluster)| {
        let cluster = cluster.filter(|&id| calm.snapshot.clusters.contains(id))?;
        Some(Rc::new(calm.with_commands(|given| sentence(&calm.snapshot, cluster, given))))
    });
    // What goes with the calm state.
    let calm_view = use_memo((calm.clone(), cluster), |_| view.clone());
    let (Some(cluster), Some(view), Some(words), Some(calm_view)) =
        (cluster, &*view, (*words).clone(), (**calm_view).clone())
    else {
        return empty::no_cluster(&dispatch);
    };
    *is_crowd.borrow_mut() = view.is_crowd;
    let marks = Marks {
        selected: selected_thing(state),
        aimed: aim.and_then(|fault| faults::victim(&world, cluster, fault)),
        hovered: hover.map(|spot| spot.task),
        lit: (*lit).clone(),
    };

    let open_menu = {
        let (menu, hover) = (menu.clone(), hover.clone());
        move |thing: Thing, x: i32, y: i32| {
            hover.set(None);
            menu.set(Some(OpenMenu { thing, x, y }));
        }
    };
    let onclick = {
        let (dispatch, open_menu) = (dispatch.clone(), open_menu.clone());
        Callback::from(move |event: MouseEvent| {
            if let Some(id) = target(&event).as_ref().and_then(balancer_of) {
                return dispatch
                    .dispatch(Action::Select(Selection::LoadBalancer(id), InspectorTab::Overview));
            }
            match thing_of(target(&event).as_ref()) {
                Some(Thing::Zone(id)) => {
                    if let Some(header) =
                        target(&event).and_then(|element| element.closest("button").ok().flatten())
                    {
                        let rect = header.get_bounding_client_rect();
                        open_menu(Thing::Zone(id), rect.left() as i32, rect.bottom() as i32);
                    }
                }
                Some(thing) => dispatch.dispatch(select(thing, InspectorTab::Overview)),
                None => {}
            }
        })
    };
    let ondblclick = {
        let dispatch = dispatch.clone();
        Callback::from(move |event: MouseEvent| {
            if let Some(thing @ Thing::Task(_)) = thing_of(target(&event).as_ref()) {
                dispatch.dispatch(select(thing, InspectorTab::Why));
            }
        })
    };
    let oncontextmenu = {
        let open_menu = open_menu.clone();
        Callback::from(move |event: MouseEvent| {
            let Some(thing) = thing_of(target(&event).as_ref()) else { return };
            event.prevent_default();
            open_menu(thing, event.client_x(), event.client_y());
        })
    };
    let onpointerover = {
        let (hover, lit) = (hover.clone(), lit.clone());
        Callback::from(move |event: PointerEvent| {
            if event.pointer_type() == "touch" {
                return;
            }
            let element = target(&event);
            let spot = element.as_ref().and_then(spot_of);
            if *hover != spot {
                hover.set(spot);
            }
            let revision = element.as_ref().and_then(|element| revision_under(element, &world));
            if *lit != revision {
                lit.set(revision);
            }
        })
    };
    let onpointerleave = {
        let (hover, lit) = (hover.clone(), lit.clone());
        Callback::from(move |_: PointerEvent| {
            hover.set(None);
            lit.set(None);
        })
    };
    let onpointerdown = {
        let (press, open_menu) = (press.clone(), open_menu.clone());
        Callback::from(move |event: PointerEvent| {
            let thing = thing_of(target(&event).as_ref()).filter(|_| event.pointer_type() == "touch");
            let (open_menu, x, y) = (open_menu.clone(), event.client_x(), event.client_y());
            *press.borrow_mut() =
                thing.map(|thing| Timeout::new(LONG_PRESS_MILLIS, move || open_menu(thing, x, y)));
        })
    };
    let lift = Callback::from(move |_: PointerEvent| {
        press.borrow_mut().take();
    });
    let onkeydown = Callback::from({
        let hover = hover.clone();
        move |event: KeyboardEvent| walk_by_key(&event, || hover.set(None))
    });
    let onfocusin = {
        let (inside, hover) = (inside.clone(), hover.clone());
        Callback::from(move |event: FocusEvent| {
            let Some(element) = target(&event) else { return };
            let is_stop = element.has_attribute("data-walk");
            inside.set(is_stop);
            if !is_stop && element.has_attribute("data-stage") {
                walk::enter(&element);
            } else if is_stop && element.matches(":focus-visible").unwrap_or(false) {
                hover.set(spot_of(&element));
            }
        })
    };
    let onfocusout = {
        let (inside, hover) = (inside.clone(), hover.clone());
        Callback::from(move |_: FocusEvent| {
            inside.set(false);
            hover.set(None);
        })
    };
    let aimed = marks.aimed;
    let is_bare = view.instances == 0
        && view.zones.iter().all(is_zone_bare)
        && crate::playground::views::providers::provider_cards(&state.snapshot, cluster).is_empty();
    html! {
        <div class={classes!("scene", view.is_crowd.then_some("crowded"), lit.is_some().then_some("dimming"), aimed.is_some().then_some("aiming"))}>
            <Header state={calm.clone()} view={calm_view} />
            <div class="walk" data-stage="" tabindex={if *inside { "-1" } else { "0" }} role="group" aria-label="Stage. Arrow keys walk, Enter inspects, Shift F10 opens the faults of a thing."
                {onclick} {ondblclick} {oncontextmenu} {onpointerover} {onpointerleave} {onpointerdown}
                onpointerup={lift.clone()} onpointercancel={lift.clone()} onpointermove={lift} {onkeydown} {onfocusin} {onfocusout}>
                <div class="svcs">
                    { for view.balancers.iter().map(|card| balancers::card(card, state.selection() == Some(&Selection::LoadBalancer(card.id)))) }
                    { for view.services.iter().map(|card| html! { <Service key={card.id.0} card={card.clone()} marks={marks.on_service(card)} /> }) }
                    <Providers state={calm.clone()} {cluster} />
                </div>
                <Say sentence={words} />
                if is_bare {
                    { empty::no_instances(view, has_default_fargate(&state.snapshot, view), &dispatch) }
                } else if view.is_crowd {
                    <Crowd state={props.state.clone()} view={view.clone()} marks={marks.clone()} />
                } else {
                    <div class="azs" tabindex="0" role="group" aria-label="Availability Zones">{ for view.zones.iter().map(|zone| zones::zone(zone, &marks)) }</div>
                }
            </div>
            <FaultBar state={calm.clone()} on_aim={set_aim} {on_give} />
            if let Some(spot) = *hover { { tooltip(&state.snapshot, spot, state.colour_by) } }
            if let Some(open) = *menu { { fault_menu(&state.snapshot, open, &menu, &dispatch) } }
        </div>
    }
}

/// A small cluster as the stage draws it, where nothing can be done with it yet.
pub fn face(world: &World, view: &StageView, words: &Sentence) -> Html {
    let marks = Marks::default();
    html! {
        <div class="scene">
            { header::face(world, view) }
            <div class="walk">
                <div class="svcs">
                    { for view.services.iter().map(|card| html! { <Service key={card.id.0} card={card.clone()} marks={marks.on_service(card)} /> }) }
                </div>
                { say::face(words) }
                <div class="azs">{ for view.zones.iter().map(|zone| zones::zone(zone, &marks)) }</div>
            </div>
            { fault_bar::face() }
        </div>
    }
}

const LONG_PRESS_MILLIS: u32 = 500;

fn is_zone_bare(zone: &crate::playground::views::stage::ZoneColumn) -> bool {
    zone.instances.is_empty() && zone.count == 0 && zone.fargate.is_empty()
}

fn has_default_fargate(world: &World, view: &StageView) -> bool {
    let strategy = &world.clusters[view.cluster].default_capacity_provider_strategy;
    strategy.iter().any(|item| item.capacity_provider.starts_with("FARGATE"))
}

fn fault_menu(
    world: &World,
    open: OpenMenu,
    slot: &UseStateHandle<Option<OpenMenu>>,
    dispatch: &Dispatch,
) -> Html {
    let mut items: Vec<_> = faults::menu(world, open.thing)
        .into_iter()
        .map(|fault| {
            let (dispatch, detail) = (dispatch.clone(), console::line_of(&fault.command).into());
            let (label, icon) = (fault.label, fault.icon);
            let action = Action::from(fault);
            let choose = Callback::from(move |()| dispatch.dispatch(action.clone()));
            MenuItem { detail, ..MenuItem::new(label, icon, choose) }
        })
        .collect();
    let inspect = {
        let dispatch = dispatch.clone();
        Callback::from(move |()| dispatch.dispatch(select(open.thing, InspectorTab::Overview)))
    };
    items.push(MenuItem::new("Inspect", "i-search", inspect));
    let on_close = {
        let slot = slot.clone();
        Callback::from(move |()| slot.set(None))
    };
    let title = faults::title(world, open.thing);
    html! {
        <Menu label={format!("Faults of {title}")} {title} {items} class="at" style={format!("left:{}px;top:{}px", open.x, open.y)} {on_close} />
    }
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// The innermost thing that an element belongs to.
fn thing_of(element: Option<&Element>) -> Option<Thing> {
    let found = element?.closest("[data-task],[data-instance],[data-zone],[data-service]").ok()??;
    let id = |name: &str| found.get_attribute(name)?.parse::<u32>().ok();
    let task = id("data-task").map(|id| Thing::Task(TaskId(id)));
    task.or_else(|| id("data-instance").map(|id| Thing::ContainerInstance(ContainerInstanceId(id))))
        .or_else(|| id("data-zone").map(|id| Thing::Zone(ZoneId(id))))
        .or_else(|| id("data-service").map(|id| Thing::Service(ServiceId(id))))
}

/// The load balancer whose card an element belongs to.
fn balancer_of(element: &Element) -> Option<LoadBalancerId> {
    let found = element.closest("[data-balancer]").ok()??;
    found.get_attribute("data-balancer")?.parse().ok().map(LoadBalancerId)
}

fn spot_of(element: &Element) -> Option<Spot> {
    let found = element.closest("[data-task]").ok()??;
    let task = TaskId(found.get_attribute("data-task")?.parse().ok()?);
    let rect = found.get_bounding_client_rect();
    let height = gloo::utils::document_element().client_height();
    let (left, top, bottom) = (rect.left() as i32, rect.top() as i32, rect.bottom() as i32);
    Some(Spot { task, left, top, bottom, below: bottom + TOOLTIP_HEIGHT < height })
}

/// About as high as one gets, in pixels.
const TOOLTIP_HEIGHT: i32 = 130;

/// `web:4` while the pointer is on the mark of revision 4.
fn revision_under(element: &Element, world: &World) -> Option<Rc<str>> {
    let mark = element.closest("[data-revision]").ok()??;
    let revision: u32 = mark.get_attribute("data-revision")?.parse().ok()?;
    let Some(Thing::Service(id)) = thing_of(Some(&mark)) else { return None };
    let definition = world.services[id].deployments.first()?.task_definition;
    Some(format!("{}:{revision}", world.task_definitions[definition].family).into())
}

fn walk_by_key(event: &KeyboardEvent, hide: impl Fn()) {
    let Some(from) = target(event).filter(|element| element.has_attribute("data-walk")) else { return };
    let Ok(Some(stage)) = from.closest("[data-stage]") else { return };
    if let Some(way) = walk::Way::of_key(&event.key()) {
        event.prevent_default();
        walk::step(&stage, &from, way);
    } else if event.key() == "Escape" {
        hide();
    }
}

fn select(thing: Thing, tab: InspectorTab) -> Action {
    match thing {
        Thing::Task(id) => Action::Select(Selection::Task(id), tab),
        Thing::ContainerInstance(id) => Action::Select(Selection::ContainerInstance(id), tab),
        Thing::Service(id) => Action::Select(Selection::Service(id), tab),
        Thing::Zone(id) => Action::Select(Selection::Zone(id), tab),
    }
}

fn selected_thing(state: &Shown) -> Option<Thing> {
    match *state.selection()? {
        Selection::Task(id) => Some(Thing::Task(id)),
        Selection::ContainerInstance(id) => Some(Thing::ContainerInstance(id)),
        Selection::Service(id) => Some(Thing::Service(id)),
        _ => None,
    }
}
