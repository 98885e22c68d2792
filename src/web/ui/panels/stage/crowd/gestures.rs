//! Pointer, wheel, pinch, scroll and size of the window around the canvas.
//!
//! Listened to without Yew: a wheel or a pinch that zooms must be kept from scrolling or zooming the page,
//! and Yew's listeners for those are passive.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, MouseEvent, TouchEvent, WheelEvent};
use yew::prelude::*;

use super::Held;
use crate::playground::views::crowd::{Crowd, Spot};
use crate::web::browser::{on_resize, on_scheme_change};

/// Fingers must move apart by this much for one step.
const PINCH_STEP: f64 = 1.2;
/// Wheel pixels for one step; a mouse's notch is about a hundred.
const WHEEL_STEP: f64 = 40.0;

struct Ground {
    window: HtmlElement,
    held: Held,
    crowd: Rc<RefCell<Crowd>>,
    again: UseForceUpdateHandle,
}

impl Ground {
    /// From the top left of all there is.
    fn point(&self, client_x: i32, client_y: i32) -> (u32, u32) {
        let bounds = self.window.get_bounding_client_rect();
        let x = (f64::from(client_x) - bounds.left()).max(0.0);
        let y = (f64::from(client_y) - bounds.top()).max(0.0) + f64::from(self.window.scroll_top());
        (x as u32, y as u32)
    }

    fn spot(&self, client_x: i32, client_y: i32) -> Option<Spot> {
        let (x, y) = self.point(client_x, client_y);
        let counts = self.crowd.borrow().counts();
        let spot = self.held.borrow().camera.layout(&counts).at(x, y)?;
        self.crowd.borrow().cell(spot).filter(|cell| !cell.is_vacant).map(|_| spot)
    }

    /// The attribute is set at once: the stage's own listeners come next and read it.
    fn hover(&self, spot: Option<Spot>) {
        let id = spot.and_then(|spot| self.crowd.borrow().cell(spot).map(|cell| cell.id.0));
        let _ = match id {
            Some(id) => self.window.set_attribute("data-instance", &id.to_string()),
            None => self.window.remove_attribute("data-instance"),
        };
        if self.held.borrow_mut().hover(spot) {
            self.again.force_update();
        }
    }

    fn zoom(&self, closer: bool, at: (u32, u32)) {
        let counts = self.crowd.borrow().counts();
        let mut held = self.held.borrow_mut();
        if closer {
            held.camera.zoom_in(&counts, Some(at));
        } else {
            held.camera.zoom_out(&counts, Some(at));
        }
        held.hover(None);
        self.again.force_update();
    }

    fn resize(&self) {
        let (width, height) = (self.window.client_width() as u32, self.window.client_height() as u32);
        let mut held = self.held.borrow_mut();
        if (held.camera.width, held.camera.height) != (width, height) {
            (held.camera.width, held.camera.height) = (width, height);
            self.again.force_update();
        }
    }

    fn scroll(&self) {
        let top = self.window.scroll_top().max(0) as u32;
        if self.held.borrow_mut().scroll(top) {
            self.again.force_update();
        }
    }
}

/// Listens for as long as the window stands.
#[hook]
pub fn use_gestures(
    window: &NodeRef,
    held: &Held,
    crowd: &Rc<RefCell<Crowd>>,
    again: &UseForceUpdateHandle,
    stands: bool,
) {
    let (window, held, crowd, again) = (window.clone(), held.clone(), crowd.clone(), again.clone());
    use_effect_with(stands, move |_| {
        let listening = window.cast::<HtmlElement>().map(|window| {
            let ground = Rc::new(Ground { window, held, crowd, again });
            ground.held.borrow_mut().begin_window();
            ground.resize();
            let resizes = on_resize(&ground.window, {
                let ground = ground.clone();
                move || ground.resize()
            });
            (listeners(&ground), resizes)
        });
        move || drop(listening)
    });
}

fn listeners(ground: &Rc<Ground>) -> Vec<EventListener> {
    let on = |name: &'static str, hear: fn(&Ground, &Event)| {
        let ground_there = ground.clone();
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(&ground.window, name, options, move |event| {
            hear(&ground_there, event)
        })
    };
    let under = |ground: &Ground, event: &Event| {
        let Some(event) = event.dyn_ref::<MouseEvent>() else { return };
        ground.hover(ground.spot(event.client_x(), event.client_y()));
    };
    let pinch = {
        let (ground_there, apart) = (ground.clone(), RefCell::new(None::<f64>));
        move |event: &Event| {
            let Some(event) = event.dyn_ref::<TouchEvent>() else { return };
            let touches = event.touches();
            let (Some(first), Some(second)) = (touches.item(0), touches.item(1)) else {
                apart.replace(None);
                return;
            };
            event.prevent_default();
            let (x, y) = (first.client_x() - second.client_x(), first.client_y() - second.client_y());
            let now = f64::from(x).hypot(f64::from(y)).max(1.0);
            let before = apart.borrow().unwrap_or(now);
            let ratio = now / before;
            let middle =
                ((first.client_x() + second.client_x()) / 2, (first.client_y() + second.client_y()) / 2);
            if !(1.0 / PINCH_STEP..=PINCH_STEP).contains(&ratio) {
                apart.replace(Some(now));
                ground_there.zoom(ratio > 1.0, ground_there.point(middle.0, middle.1));
            } else {
                apart.replace(Some(before));
            }
        }
    };
    let pinch = Rc::new(pinch);
    let mut all = vec![
        on("pointermove", under),
        on("pointerdown", |ground, event| {
            let Some(event) = event.dyn_ref::<MouseEvent>() else { return };
            ground.hover(ground.spot(event.client_x(), event.client_y()));
            ground.held.borrow_mut().press();
        }),
        on("dblclick", |ground, event| {
            let Some(event) = event.dyn_ref::<MouseEvent>() else { return };
            if let Some(spot) = ground.spot(event.client_x(), event.client_y()) {
                ground.held.borrow_mut().camera.approach(&ground.crowd.borrow().counts(), spot);
                ground.again.force_update();
            }
        }),
        on("pointerleave", |ground, _| ground.hover(None)),
        on("scroll", |ground, _| ground.scroll()),
    ];
    let options = EventListenerOptions::enable_prevent_default();
    for name in ["touchstart", "touchmove", "touchend"] {
        let pinch = pinch.clone();
        all.push(EventListener::new_with_options(&ground.window, name, options, move |event| pinch(event)));
    }
    let (there, rolled) = (ground.clone(), RefCell::new(0.0));
    all.push(EventListener::new_with_options(&ground.window, "wheel", options, move |event| {
        let Some(event) = event.dyn_ref::<WheelEvent>().filter(|event| event.ctrl_key()) else { return };
        event.prevent_default();
        let sum = *rolled.borrow() + event.delta_y();
        if sum.abs() < WHEEL_STEP {
            rolled.replace(sum);
            return;
        }
        rolled.replace(0.0);
        there.zoom(sum < 0.0, there.point(event.client_x(), event.client_y()));
    }));
    let again = ground.again.clone();
    all.extend(on_scheme_change(move || again.force_update()));
    all
}
