//! A menu that opens over the page: one stop for the keyboard, arrows walk it, Escape closes it.

use web_sys::HtmlElement;
use yew::prelude::*;

use super::symbol;
use crate::playground::views::decimal::decimal;

#[derive(Clone, PartialEq)]
pub struct MenuItem {
    pub label: AttrValue,
    pub icon: AttrValue,
    /// Shown at the foot of the menu while the item has the focus: the line it sends.
    pub detail: AttrValue,
    /// For a choice among several.
    pub checked: Option<bool>,
    pub on_choose: Callback<()>,
}

impl MenuItem {
    pub fn new(label: impl Into<AttrValue>, icon: &'static str, on_choose: Callback<()>) -> Self {
        let icon = AttrValue::Static(icon);
        Self { label: label.into(), icon, detail: AttrValue::default(), checked: None, on_choose }
    }
}

#[derive(Properties, PartialEq)]
pub struct MenuProps {
    pub label: AttrValue,
    /// A heading, for a menu that does not hang under its button.
    #[prop_or_default]
    pub title: AttrValue,
    pub items: Vec<MenuItem>,
    #[prop_or_default]
    pub class: Classes,
    #[prop_or_default]
    pub style: AttrValue,
    pub on_close: Callback<()>,
}

/// The open menu. It takes the focus, and gives it back when it closes.
#[component]
pub fn Menu(props: &MenuProps) -> Html {
    let list = use_node_ref();
    let focused = use_state(|| 0_usize);
    {
        let list = list.clone();
        use_effect_with((), move |()| {
            let before = gloo::utils::document().active_element();
            if let Some(list) = list.cast::<HtmlElement>() {
                keep_inside(&list);
                focus_item(&list, 0);
            }
            move || give_focus_back(before)
        });
    }
    let count = props.items.len();
    let onkeydown = {
        let (list, on_close, at) = (list.clone(), props.on_close.clone(), *focused);
        Callback::from(move |event: KeyboardEvent| {
            let to = match event.key().as_str() {
                "ArrowDown" => (at + 1) % count.max(1),
                "ArrowUp" => (at + count.saturating_sub(1)) % count.max(1),
                "Home" => 0,
                "End" => count.saturating_sub(1),
                "Escape" | "Tab" => {
                    event.prevent_default();
                    event.stop_propagation();
                    return on_close.emit(());
                }
                _ => return event.stop_propagation(),
            };
            event.prevent_default();
            event.stop_propagation();
            if let Some(list) = list.cast::<HtmlElement>() {
                focus_item(&list, to);
            }
        })
    };
    let close = props.on_close.reform(|event: MouseEvent| event.prevent_default());
    let item = |(number, item): (usize, &MenuItem)| {
        let onclick = {
            let (choose, on_close) = (item.on_choose.clone(), props.on_close.clone());
            Callback::from(move |_: MouseEvent| {
                on_close.emit(());
                choose.emit(());
            })
        };
        let here = {
            let focused = focused.clone();
            Callback::from(move |()| focused.set(number))
        };
        let role = if item.checked.is_some() { "menuitemradio" } else { "menuitem" };
        html! {
            <button {role} tabindex="-1" {onclick} aria-checked={item.checked.map(|is| is.to_string())}
                onfocus={here.reform(|_: FocusEvent| ())} onpointerenter={here.reform(|_: PointerEvent| ())}>
                { symbol(item.icon.clone(), "i i14") }{&item.label}
                if item.checked == Some(true) { { symbol("i-check", "i i14 tick") } }
            </button>
        }
    };
    // One item's line makes room for everyone's: the items must not move away from under the pointer.
    let has_details = props.items.iter().any(|item| !item.detail.is_empty());
    let detail = props.items.get(*focused).map(|item| &item.detail).filter(|detail| !detail.is_empty());
    html! {
        <>
            <div class="menu-back" onclick={close.clone()} oncontextmenu={close} />
            <div class={classes!("menu", props.class.clone())} style={&props.style} ref={list} role="menu"
                aria-label={&props.label} {onkeydown}>
                if !props.title.is_empty() { <b class="menu-title" role="presentation">{&props.title}</b> }
                { for props.items.iter().enumerate().map(item) }
                if has_details {
                    <code class="cmd" role="presentation" aria-hidden="true">
                        { for detail.map(|detail| html! { <>{"$ "}{detail}</> }) }
                    </code>
                }
            </div>
        </>
    }
}

fn focus_item(list: &HtmlElement, number: usize) {
    let Ok(items) = list.query_selector_all("button") else { return };
    let item = items.item(number as u32).map(wasm_bindgen::JsCast::unchecked_into::<HtmlElement>);
    if let Some(item) = item {
        let _ = item.focus();
    }
}

fn give_focus_back(to: Option<web_sys::Element>) {
    if let Some(to) = to.map(wasm_bindgen::JsCast::unchecked_into::<HtmlElement>) {
        let _ = to.focus();
    }
}

/// Moves a menu that would leave the window back into it.
fn keep_inside(menu: &HtmlElement) {
    let Some(root) = gloo::utils::document().document_element() else { return };
    let rect = menu.get_bounding_client_rect();
    let right = rect.right() - f64::from(root.client_width()) + 8.0;
    let bottom = rect.bottom() - f64::from(root.client_height()) + 8.0;
    if right > 0.0 || bottom > 0.0 {
        let moved = format!("translate(-{}px,-{}px)", decimal(right.max(0.0)), decimal(bottom.max(0.0)));
        let _ = menu.style().set_property("transform", &moved);
    }
}

#[derive(Properties, PartialEq)]
pub struct MenuButtonProps {
    pub label: AttrValue,
    pub items: Vec<MenuItem>,
    #[prop_or_default]
    pub class: Classes,
    /// Opens upward, or with its right edge under the button's.
    #[prop_or_default]
    pub menu_class: Classes,
    pub children: Html,
}

/// A button with a menu under it.
#[component]
pub fn MenuButton(props: &MenuButtonProps) -> Html {
    let open = use_state(|| false);
    let set = |to: bool| {
        let open = open.clone();
        Callback::from(move |()| open.set(to))
    };
    let onclick = set(!*open).reform(|_: MouseEvent| ());
    html! {
        <span class="menu-at">
            <button class={classes!("btn", props.class.clone())} aria-label={&props.label} title={&props.label}
                aria-haspopup="menu" aria-expanded={open.to_string()} {onclick}>
                { props.children.clone() }
            </button>
            if *open {
                <Menu label={&props.label} items={props.items.clone()} class={props.menu_class.clone()} on_close={set(false)} />
            }
        </span>
    }
}
