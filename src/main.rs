//! Mounts the page. Everything it shows lives in `ecs_playground::web::ui`.

use ecs_playground::web::browser::show_panics;
use ecs_playground::web::ui::{App, STORAGE_KEY};

fn main() {
    show_panics(STORAGE_KEY);
    let root = gloo::utils::document().get_element_by_id("app").expect("index.html has an element #app");
    yew::Renderer::<App>::with_root(root).render();
}
