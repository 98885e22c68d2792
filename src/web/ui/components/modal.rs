//! A dialog over the page. The browser's own element keeps the focus inside and closes on Esc.

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement};
use yew::prelude::*;

use super::symbol;

#[derive(Properties, PartialEq)]
pub struct ModalProps {
    pub title: AttrValue,
    pub on_close: Callback<()>,
    pub children: Html,
    #[prop_or_default]
    pub class: Classes,
    /// Without heading and close button: what is inside says it all.
    #[prop_or_default]
    pub bare: bool,
}

#[component]
pub fn Modal(props: &ModalProps) -> Html {
    let place = use_node_ref();
    {
        let place = place.clone();
        use_effect_with((), move |()| {
            let before = gloo::utils::document().active_element();
            let dialog = place.cast::<HtmlDialogElement>();
            if let Some(dialog) = &dialog {
                // It fails only if it is open already.
                let _ = dialog.show_modal();
            }
            move || {
                if let Some(dialog) = dialog {
                    dialog.close();
                }
                give_focus_back(before);
            }
        });
    }
    let oncancel = {
        let on_close = props.on_close.clone();
        Callback::from(move |event: Event| {
            event.prevent_default();
            on_close.emit(());
        })
    };
    // Outside the dialog's own box is its backdrop, which counts as the dialog itself.
    let onmousedown = {
        let (on_close, place) = (props.on_close.clone(), place.clone());
        Callback::from(move |event: MouseEvent| {
            let target = event.target_dyn_into::<HtmlElement>();
            if target.is_some() && target == place.cast::<HtmlElement>() {
                on_close.emit(());
            }
        })
    };
    let onkeydown = Callback::from(|event: KeyboardEvent| event.stop_propagation());
    let close = props.on_close.reform(|_: MouseEvent| ());
    html! {
        <dialog
            class={classes!("dlg", props.class.clone())} ref={place} aria-label={props.title.clone()}
            {oncancel} {onmousedown} {onkeydown}
        >
            <div class="dlgbox">
                if !props.bare {
                    <header>
                        <h2>{props.title.clone()}</h2>
                        <button type="button" class="btn quiet icon" aria-label="Close" title="Close (Esc)" onclick={close}>
                            { symbol("i-x", "i") }
                        </button>
                    </header>
                }
                {props.children.clone()}
            </div>
        </dialog>
    }
}

/// Once the dialog is gone: a text field that is focused while the page behind is still inert takes no keys.
fn give_focus_back(to: Option<Element>) {
    let Some(to) = to.and_then(|to| to.dyn_into::<HtmlElement>().ok()) else { return };
    Timeout::new(0, move || {
        let _ = to.blur();
        let _ = to.focus();
    })
    .forget();
}
