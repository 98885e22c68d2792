//! The edge that makes the drawer higher or lower.

use web_sys::{Element, HtmlElement};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// Given the new height in CSS pixels, or none for what the stage leaves.
    pub on_height: Callback<Option<u32>>,
    pub height: Option<u32>,
    /// What is resized.
    pub drawer: NodeRef,
}

const LEAST: i32 = 120;
/// What stays of the stage.
const STAGE_KEEPS: i32 = 160;
const STEP: i32 = 24;

#[component]
pub fn Resizer(props: &Props) -> Html {
    let drag = use_mut_ref(|| None::<(i32, i32)>);
    let present = {
        let drawer = props.drawer.clone();
        move || drawer.cast::<HtmlElement>().map_or(0, |drawer| drawer.offset_height())
    };
    let set = {
        let (on_height, drawer) = (props.on_height.clone(), props.drawer.clone());
        move |height: i32| {
            let stage = drawer.cast::<HtmlElement>().and_then(|drawer| drawer.parent_element());
            let most = stage.map_or(i32::MAX, |stage| stage.client_height() - STAGE_KEEPS).max(LEAST);
            on_height.emit(u32::try_from(height.clamp(LEAST, most)).ok());
        }
    };
    let onpointerdown = {
        let (drag, present) = (drag.clone(), present.clone());
        Callback::from(move |event: PointerEvent| {
            if let Some(edge) = event.target_dyn_into::<Element>() {
                let _ = edge.set_pointer_capture(event.pointer_id());
            }
            *drag.borrow_mut() = Some((event.client_y(), present()));
            event.prevent_default();
        })
    };
    let onpointermove = {
        let (drag, set) = (drag.clone(), set.clone());
        Callback::from(move |event: PointerEvent| {
            if let Some((from, height)) = *drag.borrow() {
                set(height + from - event.client_y());
            }
        })
    };
    let onpointerup = Callback::from(move |_: PointerEvent| *drag.borrow_mut() = None);
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        match event.key().as_str() {
            "ArrowUp" => set(present() + STEP),
            "ArrowDown" => set(present() - STEP),
            _ => return,
        }
        event.prevent_default();
    });
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
