//! What glyphs and patterns mean.

use yew::prelude::*;

use super::block::dress;
use crate::model::ecs::TaskStatus;
use crate::web::ui::components::{symbol, term};

const ROWS: [(TaskStatus, &str); 8] = [
    (TaskStatus::Provisioning, "network interface, or waiting for room"),
    (TaskStatus::Pending, "waiting for the container agent"),
    (TaskStatus::Activating, "image pull, start, registration"),
    (TaskStatus::Running, "the health glyph takes its glyph's place"),
    (TaskStatus::Deactivating, "deregistering from the target group"),
    (TaskStatus::Stopping, "SIGTERM sent, SIGKILL after stopTimeout"),
    (TaskStatus::Deprovisioning, "network interface being detached"),
    (TaskStatus::Stopped, "its outline stays for 60 s of cluster time"),
];

const HEALTH: [(&str, &str); 3] = [("h-ok", "HEALTHY"), ("h-unk", "UNKNOWN"), ("h-bad", "UNHEALTHY")];
const MARKS: [(&str, &str); 2] = [("i-shield", "protected from scale-in"), ("i-bolt", "under a fault")];

#[component]
pub fn Legend() -> Html {
    let open = use_state(|| false);
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let onkeydown = {
        let open = open.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && *open {
                event.stop_propagation();
                open.set(false);
            }
        })
    };
    html! {
        <span class="menu-at legend-at" {onkeydown}>
            <button class="btn quiet sm" aria-expanded={open.to_string()} onclick={toggle.clone()}>
                { symbol("g-pend", "g") }{"Legend"}
            </button>
            if *open {
                <div class="menu-back" onclick={toggle} />
                <div class="menu up right key" role="note" aria-label="Legend">
                    <b class="menu-title">{"Circles go up, squares go down"}</b>
                    <dl>
                        { for ROWS.iter().map(|&(status, what)| html! {
                            <>
                                <dt><span class={classes!("pip", "c-blue", dress(status).0)}>{ symbol(dress(status).1, "g10") }</span>{ term(status.as_str(), status.as_str()) }</dt>
                                <dd>{what}</dd>
                            </>
                        }) }
                    </dl>
                    <p class="hearts">{ for HEALTH.iter().map(|&(icon, word)| html! { <span>{ symbol(icon, "g") }{word}</span> }) }</p>
                    <p class="hearts">{ for MARKS.iter().map(|&(icon, word)| html! { <span>{ symbol(icon, "i g10") }{word}</span> }) }</p>
                    <p class="muted">{"One row is one vCPU: 1,024 units. A task's area is its share."}</p>
                </div>
            }
        </span>
    }
}
