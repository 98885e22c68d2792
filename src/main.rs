//! Mounts the page. Everything it shows lives in `ecs_playground::web::ui`.

use ecs_playground::web::browser::panic_page;
use ecs_playground::web::ui::{STORAGE_KEY, start};

fn main() {
    // Yew would put its own hook in place of one that is set with `std::panic::set_hook`.
    yew::set_custom_panic_hook(panic_page(STORAGE_KEY));
    let root = gloo::utils::document().get_element_by_id("app").expect("index.html has an element #app");
    start(root);
}
