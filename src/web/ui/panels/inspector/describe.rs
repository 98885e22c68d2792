//! What ECS says of it: the answer of the Describe action, as the AWS CLI prints it.

use serde_json::{Value, json};
use yew::prelude::*;

use crate::model::api::{
    capacity_providers, clusters, container_instances, services, task_definitions, tasks,
};
use crate::model::ecs::EcsResult;
use crate::model::world::World;
use crate::model::world::event::Command;
use crate::playground::cli::parse::NoFiles;
use crate::playground::cli::{format, parse};
use crate::playground::console;
use crate::web::ui::components::CommandLine;
use crate::web::ui::state::{Selection, Shown, command};

pub fn json(state: &Shown, selection: Selection) -> Html {
    let world = &state.snapshot;
    let Some((describe, answer)) = describe(world, selection) else { return html! {} };
    let line = console::line_of(&describe);
    let text = match answer {
        Ok(answer) => printed(&line, &describe.operation, answer),
        Err(error) => format!("{}: {}", error.name.as_str(), error.message),
    };
    html! { <div class="ibody"><CommandLine {line} /><pre class="json" tabindex="0">{ text }</pre></div> }
}

fn printed(line: &str, operation: &str, answer: Value) -> String {
    let parsed = parse(line, &NoFiles);
    parsed
        .and_then(|parsed| format::response_text(&parsed, operation, answer))
        .unwrap_or_else(|error| error.message)
}

type Describe = fn(&World, &Value) -> EcsResult<Value>;

/// The command that describes the thing, with its answer.
fn describe(world: &World, selection: Selection) -> Option<(Command, EcsResult<Value>)> {
    let cluster_name = |id| &*world.clusters[id].name;
    let (operation, request, describe): (_, Value, Describe) = match selection {
        Selection::Cluster(id) => {
            ("DescribeClusters", json!({ "clusters": [cluster_name(id)] }), clusters::describe_all)
        }
        Selection::Service(id) => {
            let row = &world.services[id];
            let request = json!({ "cluster": cluster_name(row.cluster), "services": [&*row.name] });
            ("DescribeServices", request, services::describe_all)
        }
        Selection::Task(id) => {
            let cluster = cluster_name(world.tasks[id].cluster);
            let request = json!({ "cluster": cluster, "tasks": [world.task_hex(id)] });
            ("DescribeTasks", request, tasks::describe_all)
        }
        Selection::ContainerInstance(id) => {
            let cluster = cluster_name(world.container_instances[id].cluster);
            let names = [world.container_instance_hex(id)];
            let request = json!({ "cluster": cluster, "containerInstances": names });
            ("DescribeContainerInstances", request, container_instances::describe_all)
        }
        Selection::CapacityProvider(id) => {
            let request = json!({ "capacityProviders": [&*world.capacity_providers[id].name] });
            ("DescribeCapacityProviders", request, capacity_providers::describe::describe_all)
        }
        Selection::TaskDefinition(id) => {
            let request = json!({ "taskDefinition": world.task_definition_name(id) });
            ("DescribeTaskDefinition", request, task_definitions::describe)
        }
        Selection::Placement(_) | Selection::Event(_) => return None,
    };
    let answer = describe(world, &request);
    Some((command("ecs", operation, request), answer))
}
