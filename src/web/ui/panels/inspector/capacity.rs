//! A container instance.

use yew::prelude::*;

use super::parts::{footprint, link, pairs, section, task_list};
use crate::model::ecs::{ContainerInstanceId, Ec2State};
use crate::playground::explain::words;
use crate::web::ui::components::Icon;
use crate::web::ui::state::{Dispatch, Selection, Shown};

pub fn overview(state: &Shown, id: ContainerInstanceId, dispatch: &Dispatch) -> Html {
    let world = &state.snapshot;
    let row = &world.container_instances[id];
    let ec2 = match row.ec2_state {
        Ec2State::Pending => "pending",
        Ec2State::Running => "running",
        Ec2State::Stopping => "stopping",
        Ec2State::Stopped => "stopped",
        Ec2State::ShuttingDown => "shutting-down",
        Ec2State::Terminated => "terminated",
    };
    let agent = if row.agent_connected { ("x-ok", "connected") } else { ("x-bad", "disconnected") };
    let cluster = world.clusters[row.cluster].name.to_string();
    let mut rows = vec![
        ("EC2 instance", html! { <code>{ world.ec2_instance_id(id) }</code> }),
        ("EC2 state", html! { { ec2 } }),
        (
            "Agent",
            html! {
                <span class={classes!("with-icon", (!row.agent_connected).then_some("bad"))}><Icon name={agent.0} class="g" />{ agent.1 }</span>
            },
        ),
        ("Cluster", link(dispatch, Selection::Cluster(row.cluster), cluster)),
        ("Zone", html! { { &**world.zone_name(row.zone) } }),
        ("Registered", html! { { words::clock(row.registered_at) } }),
        (
            "ENIs",
            html! { { format!("{} of {}", row.registered_resources.enis - row.remaining_resources.enis, row.registered_resources.enis) } },
        ),
    ];
    if let Some(reason) = &row.status_reason {
        rows.insert(0, ("Reason", html! { <span class="wrap">{ &**reason }</span> }));
    }
    if let Some(at) = row.gone_at {
        rows.push(("Gone", html! { { words::clock(at) } }));
    }
    let custom = row.attributes.iter().filter(|attribute| crate::model::capacity::is_custom(attribute));
    let custom: Vec<_> = custom
        .map(|attribute| match &attribute.value {
            Some(value) => format!("{}={value}", attribute.name),
            None => attribute.name.to_string(),
        })
        .collect();
    if !custom.is_empty() {
        rows.push(("Attributes", html! { <code class="wrap">{ custom.join(", ") }</code> }));
    }
    let images: Vec<_> = row.image_cache.keys().map(ToString::to_string).collect();
    html! {
        <div class="ibody">
            { section("Container instance", pairs(rows)) }
            { section("Reserved", footprint(world, id, None)) }
            { section("Tasks", task_list(dispatch, world, &row.tasks)) }
            if !images.is_empty() {
                { section("Cached images", html! { <ul class="plain">{ for images.iter().map(|image| html! { <li><code>{ image }</code></li> }) }</ul> }) }
            }
        </div>
    }
}
