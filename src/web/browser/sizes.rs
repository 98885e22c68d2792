//! When an element has another size. Asking it in every frame would force a layout in each.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

/// Listens for as long as it is kept.
pub struct Resizes {
    observer: Option<ResizeObserver>,
    _heard: Closure<dyn FnMut()>,
}

impl Drop for Resizes {
    fn drop(&mut self) {
        self.observer.iter().for_each(ResizeObserver::disconnect);
    }
}

/// Calls back when the element has another size, and once at first: right after a layout, so that asking costs nothing.
pub fn on_resize(element: &Element, resized: impl FnMut() + 'static) -> Resizes {
    let heard = Closure::<dyn FnMut()>::new(resized);
    let observer = ResizeObserver::new(heard.as_ref().unchecked_ref()).ok();
    observer.iter().for_each(|observer| observer.observe(element));
    Resizes { observer, _heard: heard }
}
