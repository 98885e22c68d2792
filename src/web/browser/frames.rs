//! Animation frames, and whether anybody sees them.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::render::{AnimationFrame, request_animation_frame};

/// Calls back on every animation frame with the milliseconds since the one before, until dropped.
#[derive(Debug)]
pub struct Frames {
    next: Rc<RefCell<Option<AnimationFrame>>>,
}

impl Frames {
    pub fn start(on_frame: impl Fn(u32) + 'static) -> Self {
        let next = Rc::new(RefCell::new(None));
        request(&next, None, Rc::new(on_frame));
        Self { next }
    }
}

impl Drop for Frames {
    fn drop(&mut self) {
        self.next.borrow_mut().take();
    }
}

fn request(slot: &Rc<RefCell<Option<AnimationFrame>>>, earlier: Option<f64>, on_frame: Rc<dyn Fn(u32)>) {
    let weak = Rc::downgrade(slot);
    let frame = request_animation_frame(move |now| {
        let Some(slot) = weak.upgrade() else { return };
        // A tab that slept gives one long frame; the model must not leap for it.
        let elapsed = earlier.map_or(0.0, |earlier| (now - earlier).clamp(0.0, 250.0)).floor();
        on_frame(elapsed as u32);
        if slot.borrow().is_some() {
            // The rest of a millisecond is carried over, so that the clock does not run slow.
            let rest = earlier.map_or(0.0, |earlier| (now - earlier - elapsed).clamp(0.0, 1.0));
            request(&slot, Some(now - rest), on_frame.clone());
        }
    });
    *slot.borrow_mut() = Some(frame);
}

pub fn is_page_hidden() -> bool {
    gloo::utils::document().hidden()
}

/// Calls back when the page is hidden or shown again, until the listener is dropped.
pub fn on_visibility_change(changed: impl Fn() + 'static) -> EventListener {
    EventListener::new(&gloo::utils::document(), "visibilitychange", move |_| changed())
}
