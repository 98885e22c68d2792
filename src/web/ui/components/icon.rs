//! The icons, drawn once and referred to by name.

use yew::prelude::*;

/// All symbols, hidden; stands once in the page.
#[component]
pub fn IconSheet() -> Html {
    Html::from_html_unchecked(include_str!("../../../../static/icons.svg").into())
}

#[derive(Properties, PartialEq)]
pub struct IconProps {
    /// Id of a symbol: `g-run`, `i-kill` ...
    pub name: AttrValue,
    #[prop_or(AttrValue::Static("i"))]
    pub class: AttrValue,
}

/// An icon that says nothing to a screen reader: the words beside it do.
#[component]
pub fn Icon(props: &IconProps) -> Html {
    html! {
        <svg class={&props.class} aria-hidden="true"><use href={format!("#{}", props.name)}></use></svg>
    }
}
