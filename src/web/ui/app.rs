use yew::prelude::*;

/// The whole page.
#[component]
pub fn App() -> Html {
    html! {
        <main>
            <h1>{ "ECS Playground" }</h1>
        </main>
    }
}
