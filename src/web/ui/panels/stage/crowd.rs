//! A cluster of many container instances: a canvas that shows how full each is, and zooms into cards.
//!
//! The window around the canvas carries the instance that is pointed at, or that the keyboard is on, in its
//! `data-instance`, so that the stage finds it there as it finds a card.

mod gestures;
mod table;

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::{HtmlCanvasElement, HtmlElement, HtmlInputElement};
use yew::prelude::*;

use self::gestures::use_gestures;
use super::marks::Marks;
use super::painter::{Painter, Scene};
use super::zones;
use crate::model::world::World;
use crate::playground::explain::words::{count, grouped};
use crate::playground::views::crowd::{self as views, Camera, CellWords, Spot, Way, words};
use crate::playground::views::faults::Thing;
use crate::playground::views::stage::{StageView, ZoneColumn, cards};
use crate::web::browser::prefers_dark;
use crate::web::ui::components::symbol;
use crate::web::ui::state::{Action, InspectorTab, Selection, Shown, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
    pub view: Rc<StageView>,
    pub marks: Marks,
}

/// What the person looks at. Every listener changes it in place and asks to be drawn again.
#[derive(Default)]
pub struct Looking {
    pub camera: Camera,
    /// How far the window is scrolled, as it was last told or said: asking it would force a layout in each frame.
    scrolled: u32,
    query: String,
    /// Under the pointer.
    hovered: Option<Spot>,
    /// The cursor was moved by keys since the pointer was last there.
    by_key: bool,
    as_table: bool,
    page: u32,
    /// Said once, when the keyboard moved.
    said: AttrValue,
}

pub type Held = Rc<RefCell<Looking>>;

#[component]
pub fn Crowd(props: &Props) -> Html {
    let Props { state, view, marks } = props;
    let dispatch = use_dispatch();
    let held: Held = use_mut_ref(Looking::default);
    let painter = use_mut_ref(Painter::default);
    let (window, canvas) = (use_node_ref(), use_node_ref());
    let again = use_force_update();
    let world = &state.snapshot;
    let look = state.look(view.cluster);
    state.crowd.borrow_mut().follow(world, &state.log, &state.shelves.borrow(), look, &held.borrow().query);
    let counts = state.crowd.borrow().counts();
    let shows_canvas = !held.borrow().camera.is_near() && !held.borrow().as_table;
    use_gestures(&window, &held, &state.crowd, &again, shows_canvas);

    let act = |act: fn(&mut Camera, &[u32])| {
        let (held, crowd, again) = (held.clone(), state.crowd.clone(), again.clone());
        Callback::from(move |_: MouseEvent| {
            act(&mut held.borrow_mut().camera, &crowd.borrow().counts());
            again.force_update();
        })
    };
    let go_to = {
        let (held, crowd, again, world) = (held.clone(), state.crowd.clone(), again.clone(), world.clone());
        move |spot: Spot| {
            let mut held = held.borrow_mut();
            held.by_key = true;
            held.camera.show(&crowd.borrow().counts(), spot);
            held.said = said_of(&world, &crowd.borrow(), spot);
            again.force_update();
        }
    };
    let search = {
        let (held, again) = (held.clone(), again.clone());
        Callback::from(move |event: InputEvent| {
            let Some(field) = event.target_dyn_into::<HtmlInputElement>() else { return };
            held.borrow_mut().query = field.value();
            held.borrow_mut().page = 0;
            again.force_update();
        })
    };
    let next_found = {
        let (held, crowd, go_to) = (held.clone(), state.crowd.clone(), go_to.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() != "Enter" {
                return;
            }
            event.prevent_default();
            let (found, from) = (crowd.borrow().found(), held.borrow().camera.cursor);
            let after = found.iter().copied().find(|&spot| Some(spot) > from);
            if let Some(spot) = after.or(found.first().copied()) {
                go_to(spot);
            }
        })
    };
    let as_table = {
        let (held, again) = (held.clone(), again.clone());
        Callback::from(move |_: MouseEvent| {
            let was = held.borrow().as_table;
            held.borrow_mut().as_table = !was;
            again.force_update();
        })
    };
    let onkeydown = {
        let (held, crowd, dispatch, go_to) =
            (held.clone(), state.crowd.clone(), dispatch.clone(), go_to.clone());
        let again = again.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            let counts = crowd.borrow().counts();
            let cursor = held.borrow().camera.cursor;
            match event.key().as_str() {
                "+" | "=" => held.borrow_mut().camera.zoom_in(&counts, None),
                "-" => held.borrow_mut().camera.zoom_out(&counts, None),
                "0" => held.borrow_mut().camera.show_all(),
                "Enter" => {
                    let id = cursor.and_then(|spot| crowd.borrow().cell(spot).map(|cell| cell.id));
                    let Some(id) = id else { return };
                    dispatch
                        .dispatch(Action::Select(Selection::ContainerInstance(id), InspectorTab::Overview));
                }
                key => {
                    let Some(way) = way_of(key) else { return };
                    let mut camera = held.borrow().camera.clone();
                    camera.walk(&counts, way);
                    if let Some(spot) = camera.cursor {
                        held.borrow_mut().camera = camera;
                        go_to(spot);
                    }
                }
            }
            event.prevent_default();
            event.stop_propagation();
            again.force_update();
        })
    };
    {
        let (held, crowd, theme) = (held.clone(), state.crowd.clone(), state.theme.clone());
        let (window, canvas) = (window.clone(), canvas.clone());
        use_effect(move || {
            let mut held = held.borrow_mut();
            let Some(window) = window.cast::<HtmlElement>() else { return };
            if held.scrolled != held.camera.top {
                window.set_scroll_top(held.camera.top as i32);
                held.scrolled = held.camera.top;
            }
            let crowd = crowd.borrow();
            let cursor = held.camera.cursor.filter(|_| held.by_key);
            let pointed = held.hovered.or(cursor).and_then(|spot| crowd.cell(spot));
            let _ = match pointed {
                Some(cell) => window.set_attribute("data-instance", &cell.id.0.to_string()),
                None => window.remove_attribute("data-instance"),
            };
            if let Some(canvas) = canvas.cast::<HtmlCanvasElement>() {
                let scene = Scene { camera: held.camera.clone(), is_dark: prefers_dark(), theme };
                painter.borrow_mut().paint(&canvas, &crowd, scene);
            }
        });
    }

    let looking = held.borrow();
    let camera = &looking.camera;
    let crowd = state.crowd.borrow();
    let found = crowd.found();
    let layout = camera.layout(&counts);
    let ring = |spot: Option<Spot>, class: &'static str| {
        let Some(spot) = spot.filter(|&spot| crowd.cell(spot).is_some()) else { return html! {} };
        let rect = layout.rect(spot);
        let style =
            format!("left:{}px;top:{}px;width:{}px;height:{}px", rect.x, rect.y, rect.width, rect.height);
        html! { <i class={classes!("ring", class)} {style} /> }
    };
    let marked = |thing: Option<Thing>| match thing {
        Some(Thing::ContainerInstance(id)) => crowd.spot_of(id),
        Some(Thing::Task(id)) => world.tasks[id].container_instance.and_then(|id| crowd.spot_of(id)),
        _ => None,
    };
    let told = looking.hovered.or(camera.cursor).and_then(|spot| crowd.cell(spot));
    let told = told.filter(|cell| !cell.is_vacant).map(|cell| words(world, cell.id));
    let in_view = match camera.near_slots(&counts) {
        Some((first, end)) => format!("{}–{} of each zone", first + 1, end),
        None => format!("{} in view", grouped(camera.in_view(&counts))),
    };
    html! {
        <div class="crowd">
            <div class="crowd-bar">
                <div class="seg" role="group" aria-label="Zoom">
                    <button aria-label="Zoom out" title="Zoom out (−)" disabled={camera.shows_all()} onclick={act(|camera, counts| camera.zoom_out(counts, None))}>{ symbol("i-minus", "i i12") }</button>
                    <button title="Show all (0)" aria-pressed={camera.shows_all().to_string()} onclick={act(|camera, _| camera.show_all())}>{"All"}</button>
                    <button aria-label="Zoom in" title="Zoom in (+), at last to cards" disabled={camera.is_near()} onclick={act(|camera, counts| camera.zoom_in(counts, None))}>{ symbol("i-plus", "i i12") }</button>
                </div>
                <span class="muted">{in_view}</span>
                if camera.is_near() {
                    <button class="btn sm quiet" onclick={act(|camera, counts| camera.turn(counts, false))}>{"Earlier"}</button>
                    <button class="btn sm quiet" onclick={act(|camera, counts| camera.turn(counts, true))}>{"Later"}</button>
                }
                <span class="sp" />
                if !looking.query.trim().is_empty() { <span class="muted" role="status">{count(found.len() as u32, "match").replace("matchs", "matches")}</span> }
                <input type="search" placeholder="Find an instance or task" aria-label="Find an instance or task" spellcheck="false"
                    title="Id, type, zone, status, service, revision; Enter goes to the next" value={looking.query.clone()} oninput={search} onkeydown={next_found} />
                <button class="btn sm" aria-pressed={looking.as_table.to_string()} onclick={as_table}>{ symbol("i-list", "i i12") }{"Show as table"}</button>
            </div>
            if looking.as_table {
                { table::table(world, &crowd, &found, looking.page, &turn_page(&held, &again)) }
            } else if let Some((first, end)) = camera.near_slots(&counts) {
                <div class="azs">{ for near_zones(state, view, &crowd, first, end).iter().map(|zone| zones::zone(zone, marks)) }</div>
            } else {
                <div class="crowd-heads">
                    { for view.zones.iter().map(|zone| {
                        let aimed = marks.aimed == Some(Thing::Zone(zone.id));
                        html! { <section key={zone.id.0} class={classes!("az", (!zone.available).then_some("dark"), aimed.then_some("aim"))} data-zone={zone.id.0.to_string()} aria-label={format!("Availability Zone {}", zone.name)}>{ zones::head(zone) }</section> }
                    }) }
                </div>
                <div class="crowd-view" ref={window} tabindex="0" role="application" aria-roledescription="map of container instances"
                    aria-label={format!("{}. Arrow keys walk, plus and minus zoom, Enter inspects.", count(view.instances, "container instance"))} {onkeydown}>
                    <div class="crowd-size" style={format!("height:{}px", layout.height().max(camera.height))}>
                        <canvas ref={canvas} style={format!("height:{}px", camera.height)} aria-hidden="true" />
                        { ring(marked(marks.selected), "sel") }
                        { ring(marked(marks.aimed), "aim") }
                        { ring(camera.cursor, "cur") }
                        { ring(looking.hovered, "hov") }
                    </div>
                </div>
                { foot(told.as_ref(), layout.shows_tasks()) }
                if view.zones.iter().any(|zone| !zone.fargate.is_empty()) {
                    <div class="crowd-heads">{ for view.zones.iter().map(|zone| html! { <div key={zone.id.0}>{ zones::fargate(zone, marks) }</div> }) }</div>
                }
            }
            <p class="sr" role="status">{&looking.said}</p>
        </div>
    }
}

fn way_of(key: &str) -> Option<Way> {
    Some(match key {
        "ArrowLeft" => Way::Left,
        "ArrowRight" => Way::Right,
        "ArrowUp" => Way::Up,
        "ArrowDown" => Way::Down,
        "PageUp" => Way::PageUp,
        "PageDown" => Way::PageDown,
        "Home" => Way::First,
        "End" => Way::Last,
        _ => return None,
    })
}

fn said_of(world: &World, crowd: &views::Crowd, spot: Spot) -> AttrValue {
    match crowd.cell(spot).filter(|cell| !cell.is_vacant) {
        Some(cell) => words(world, cell.id).sentence().into(),
        None => "An empty slot".into(),
    }
}

fn turn_page(held: &Held, again: &UseForceUpdateHandle) -> Callback<u32> {
    let (held, again) = (held.clone(), again.clone());
    Callback::from(move |page| {
        held.borrow_mut().page = page;
        again.force_update();
    })
}

/// The zones with the cards of these slots.
fn near_zones(
    state: &Shown,
    view: &StageView,
    crowd: &views::Crowd,
    first: u32,
    end: u32,
) -> Vec<ZoneColumn> {
    let zones = view.zones.iter().zip(crowd.zones()).map(|(zone, cells)| {
        let (first, end) = ((first as usize).min(cells.len()), (end as usize).min(cells.len()));
        let ids = cells[first..end].iter().filter(|cell| !cell.is_vacant).map(|cell| cell.id);
        let instances = cards(&state.snapshot, &state.shelves.borrow(), ids, state.look(view.cluster));
        ZoneColumn { instances, ..zone.clone() }
    });
    zones.collect()
}

/// What is pointed at in words, and what the colours mean.
fn foot(told: Option<&CellWords>, shows_tasks: bool) -> Html {
    html! {
        <div class="crowd-foot">
            <p title={told.map(CellWords::sentence)}>{ told.map_or_else(|| "Point at an instance, or walk with the arrow keys.".to_owned(), CellWords::sentence) }</p>
            if !shows_tasks {
                <span class="ramp" aria-label="Shades from nothing reserved to everything reserved" role="img">
                    {"0%"}{ for (0..6).map(|step| html! { <i class={format!("r{step}")} /> }) }{"100%"}
                </span>
            }
            <span class="ramp"><i class="gone" />{"lost"}</span>
        </div>
    }
}

impl Looking {
    /// The window says how far it is scrolled; true if that is news.
    pub fn scroll(&mut self, top: u32) -> bool {
        self.scrolled = top;
        std::mem::replace(&mut self.camera.top, top) != top
    }

    /// A new window stands at its top, whatever the one before it stood at.
    pub fn begin_window(&mut self) {
        self.scrolled = 0;
    }

    pub fn hover(&mut self, spot: Option<Spot>) -> bool {
        let is_new = self.hovered != spot || self.by_key;
        self.hovered = spot;
        self.by_key = false;
        is_new
    }

    /// The keyboard goes on from what was pressed.
    pub fn press(&mut self) {
        self.camera.cursor = self.hovered.or(self.camera.cursor);
    }
}
