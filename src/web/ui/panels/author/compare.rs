//! The bar over the editor while the draft is held against a revision.

use std::rc::Rc;

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::code_editor::EditorSlot;
use crate::web::ui::components::symbol;
use crate::web::ui::state::Asking;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub asking: Asking,
    pub slot: EditorSlot,
    /// `family:revision`.
    pub with: Rc<str>,
    /// Another one, or none to end it.
    pub on_change: Callback<Option<Rc<str>>>,
}

#[component]
pub fn CompareBar(props: &Props) -> Html {
    let Props { asking, slot, with, on_change } = props;
    {
        let (asking, slot) = (asking.clone(), slot.clone());
        use_effect_with(with.clone(), move |with| {
            let text = asking.revision_text(with);
            slot.with(|editor| editor.compare(text.as_deref()));
            move || slot.with(|editor| editor.compare(None))
        });
    }
    let families = use_memo((), |()| asking.families());
    let names: Vec<Rc<str>> =
        families.iter().flat_map(|family| &family.revisions).map(|revision| revision.name.clone()).collect();
    let onchange = on_change.reform(|event: Event| {
        let select = event.target_dyn_into::<HtmlSelectElement>();
        select.map(|select| Rc::from(select.value()))
    });
    let end = on_change.reform(|_: MouseEvent| None);
    html! {
        <div class="comparebar">
            <label>
                {"The draft against "}
                <select {onchange}>
                    {for names.iter().map(|name| html! {
                        <option value={name.to_string()} selected={name == with}>{name.clone()}</option>
                    })}
                </select>
            </label>
            <span class="sp"></span>
            <button type="button" class="btn sm" onclick={end}>{ symbol("i-x", "i i12") }{"End"}</button>
        </div>
    }
}
