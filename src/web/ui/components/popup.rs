//! A button that opens a list of things to do.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct PopupProps {
    /// What the button says to a screen reader; its content may be an icon.
    pub label: AttrValue,
    #[prop_or(AttrValue::Static("btn quiet"))]
    pub class: AttrValue,
    pub button: Html,
    /// [`PopupItem`]s, headings and lines between.
    pub children: Html,
    #[prop_or_default]
    pub onopen: Callback<()>,
    /// The list hangs from the right edge of the button.
    #[prop_or_default]
    pub right: bool,
}

/// Opens on click, closes on Esc, on a choice and when focus leaves. Arrow keys walk the items.
#[component]
pub fn Popup(props: &PopupProps) -> Html {
    let open = use_state(|| false);
    let whole = use_node_ref();
    {
        let whole = whole.clone();
        use_effect_with(*open, move |open| {
            if *open {
                focus_item(&whole, |_, _| 0);
            }
        });
    }
    let toggle = {
        let (open, onopen) = (open.clone(), props.onopen.clone());
        Callback::from(move |_: MouseEvent| {
            onopen.emit(());
            open.set(!*open);
        })
    };
    let close = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(false))
    };
    let onfocusout = {
        let (open, whole) = (open.clone(), whole.clone());
        Callback::from(move |event: FocusEvent| {
            let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
            let inside = whole.get().is_some_and(|whole| whole.contains(to.as_ref()));
            if !inside {
                open.set(false);
            }
        })
    };
    let onkeydown = {
        let (open, whole) = (open.clone(), whole.clone());
        Callback::from(move |event: KeyboardEvent| {
            if !*open {
                return;
            }
            match event.key().as_str() {
                "Escape" => {
                    open.set(false);
                    focus_button(&whole);
                }
                "ArrowDown" => focus_item(&whole, |at, count| (at + 1) % count),
                "ArrowUp" => focus_item(&whole, |at, count| (at.min(count) + count - 1) % count),
                "Home" => focus_item(&whole, |_, _| 0),
                "End" => focus_item(&whole, |_, count| count - 1),
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    html! {
        <div class={classes!("popup", props.right.then_some("at-right"))} ref={whole} {onfocusout} {onkeydown}>
            <button
                type="button" class={props.class.clone()} aria-haspopup="menu" aria-expanded={open.to_string()}
                aria-label={props.label.clone()} title={props.label.clone()} onclick={toggle}
            >
                {props.button.clone()}
            </button>
            if *open {
                <div class="pop" role="menu" aria-label={props.label.clone()} onclick={close}>
                    {props.children.clone()}
                </div>
            }
        </div>
    }
}

fn focus_button(whole: &NodeRef) {
    let button =
        whole.cast::<web_sys::Element>().and_then(|whole| whole.query_selector("button").ok().flatten());
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        let _ = button.focus();
    }
}

/// Moves to the item that `choose` gives for the position of the present one and the number of all. With
/// none focused the position is the number of all less one, so that "next" is the first.
fn focus_item(whole: &NodeRef, choose: impl Fn(u32, u32) -> u32) {
    let Some(whole) = whole.cast::<web_sys::Element>() else { return };
    let Ok(items) = whole.query_selector_all("[role=menuitem]") else { return };
    let focused = gloo::utils::document().active_element();
    let count = items.length();
    if count == 0 {
        return;
    }
    let is_focused = |at: &u32| items.item(*at).as_ref() == focused.as_ref().map(|element| element.as_ref());
    let at = (0..count).find(is_focused).unwrap_or(count - 1);
    if let Some(item) = items.item(choose(at, count)).and_then(|item| item.dyn_into::<HtmlElement>().ok()) {
        let _ = item.focus();
    }
}

#[derive(Properties, PartialEq)]
pub struct PopupItemProps {
    pub children: Html,
    pub onclick: Callback<MouseEvent>,
    #[prop_or_default]
    pub title: Option<AttrValue>,
    #[prop_or_default]
    pub class: Classes,
}

#[component]
pub fn PopupItem(props: &PopupItemProps) -> Html {
    html! {
        <button
            type="button" role="menuitem" tabindex="-1" class={classes!("mi", props.class.clone())}
            title={props.title.clone()} onclick={props.onclick.clone()}
        >
            {props.children.clone()}
        </button>
    }
}
