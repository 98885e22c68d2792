//! The edge that makes the drawer higher or lower.

use web_sys::{Element, HtmlElement};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// Given the height in CSS pixels while the edge is dragged.
    pub on_drag: Callback<u32>,
    /// Given the new height in CSS pixels, or none for what the stage leaves.
    pub on_height: Callback<Option<u32>>,
    pub height: Option<u32>,
    /// What is resized.
    pub drawer: NodeRef,
}

/// The edge, while a pointer holds it.
struct Drag {
    from: i32,
    /// Of the drawer, when the pointer took the edge.
    height: i32,
    /// What it has come to, once the pointer moved.
    dragged: Option<u32>,
}

const LEAST: i32 = 120;
/// What stays of the stage.
const STAGE_KEEPS: i32 = 160;
const STEP: i32 = 24;

#[component]
pub fn Resizer(props: &Props) -> Html {
    let drag = use_mut_ref(|| None::<Drag>);
    let present = {
        let drawer = props.drawer.clone();
        move || drawer.cast::<HtmlElement>().map_or(0, |drawer| drawer.offset_height())
    };
    let fitting = {
        let drawer = props.drawer.clone();
        move |height: i32| {
            let stage = drawer.cast::<HtmlElement>().and_then(|drawer| drawer.parent_element());
            let most = stage.map_or(i32::MAX, |stage| stage.client_height() - STAGE_KEEPS).max(LEAST);
            u32::try_from(height.clamp(LEAST, most)).ok()
        }
    };
    let onpointerdown = {
        let (drag, present) = (drag.clone(), present.clone());
        Callback::from(move |event: PointerEvent| {
            if let Some(edge) = event.target_dyn_into::<Element>() {
                let _ = edge.set_pointer_capture(event.pointer_id());
            }
            *drag.borrow_mut() = Some(Drag { from: event.client_y(), height: present(), dragged: None });
            event.prevent_default();
        })
    };
    let onpointermove = {
        let (drag, fitting, on_drag) = (drag.clone(), fitting.clone(), props.on_drag.clone());
        Callback::from(move |event: PointerEvent| {
            if let Some(drag) = &mut *drag.borrow_mut() {
                drag.dragged = fitting(drag.height + drag.from - event.client_y());
                drag.dragged.into_iter().for_each(|height| on_drag.emit(height));
            }
        })
    };
    // The page hears of the height once, when it is settled.
    let onpointerup = {
        let on_height = props.on_height.clone();
        Callback::from(move |_: PointerEvent| {
            let dragged = drag.take().and_then(|drag| drag.dragged);
            dragged.into_iter().for_each(|height| on_height.emit(Some(height)));
        })
    };
    let onkeydown = {
        let on_height = props.on_height.clone();
        Callback::from(move |event: KeyboardEvent| {
            let height = match event.key().as_str() {
                "ArrowUp" => present() + STEP,
                "ArrowDown" => present() - STEP,
                _ => return,
            };
            on_height.emit(fitting(height));
            event.prevent_default();
        })
    };
    let reset = {
        let on_height = props.on_height.clone();
        Callback::from(move |_: MouseEvent| on_height.emit(None))
    };
    html! {
        <div
            class="edge" role="separator" aria-orientation="horizontal" tabindex="0"
            aria-label="Height of the drawer" aria-valuenow={props.height.unwrap_or_default().to_string()}
            title="Drag to resize; double click to reset"
            {onpointerdown} {onpointermove} onpointerup={onpointerup.clone()} onpointercancel={onpointerup}
            {onkeydown} ondblclick={reset}
        ></div>
    }
}
