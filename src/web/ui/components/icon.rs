//! The icons, drawn once and referred to by name.

use yew::prelude::*;

/// All symbols, hidden; stands once in the page.
pub fn icon_sheet() -> Html {
    Html::from_html_unchecked(include_str!("../../../../static/icons.svg").into())
}

/// An icon that says nothing to a screen reader: the words beside it do. `name` is the id of a symbol of the sheet:
/// `g-run`, `i-kill` ... A function, for a page has thousands, and a component is a thing to keep.
pub fn symbol(name: impl Into<AttrValue>, class: impl Into<AttrValue>) -> Html {
    draw(&name.into(), class.into())
}

fn draw(name: &str, class: AttrValue) -> Html {
    html! {
        <svg {class} aria-hidden="true"><use href={format!("#{name}")}></use></svg>
    }
}
