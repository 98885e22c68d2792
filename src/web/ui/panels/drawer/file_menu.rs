//! The files that lines can name, in a menu: add some, take one away.

use std::rc::Rc;

use yew::prelude::*;

use crate::web::browser::pick_files;
use crate::web::ui::components::{MenuButton, MenuItem, symbol};
use crate::web::ui::state::{Action, DRAFT, TextFile, use_dispatch};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub files: Rc<Vec<TextFile>>,
}

#[component]
pub fn FileMenu(props: &Props) -> Html {
    let dispatch = use_dispatch();
    let add = {
        let dispatch = dispatch.clone();
        Callback::from(move |()| {
            let dispatch = dispatch.clone();
            pick_files(move |files| super::take_files(files, &dispatch));
        })
    };
    let mut items = vec![MenuItem::new("Add files…", "i-plus", add)];
    items.extend(props.files.iter().map(|file| {
        let (dispatch, name) = (dispatch.clone(), file.name.clone());
        let remove = Callback::from(move |()| dispatch.dispatch(Action::RemoveFile(name.clone())));
        MenuItem::new(format!("Remove {}", file.name), "i-x", remove)
    }));
    let count = props.files.len() + 1;
    html! {
        <MenuButton label={format!("Files for file://: {DRAFT} is the editor's text")} class="sm quiet" menu_class="right" {items}>
            { symbol("i-code", "i i14") }{ "Files" }<span class="count">{ count.to_string() }</span>
        </MenuButton>
    }
}
