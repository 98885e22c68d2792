//! Mounts the page. Everything it shows lives in `ecs_playground::web::ui`.

use ecs_playground::web::ui::App;

fn main() {
    let root = gloo::utils::document().get_element_by_id("app").expect("index.html has an element #app");
    yew::Renderer::<App>::with_root(root).render();
}
