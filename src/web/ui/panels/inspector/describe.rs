//! What ECS says of it: the answer of the Describe action, as the AWS CLI prints it.

use serde_json::{Value, json};
use yew::prelude::*;

use crate::model::api::{
    capacity_providers, clusters, container_instances, elbv2, services, task_definitions, tasks,
};
use crate::model::ecs::EcsResult;
use crate::model::faults;
use crate::model::world::World;
use crate::model::world::event::Command;
use crate::playground::cli::parse::NoFiles;
use crate::playground::cli::{format, parse};
use crate::playground::console;
use crate::playground::views::names::find;
use crate::web::ui::components::{CommandLine, CopyButton, coloured};
use crate::web::ui::state::{Dispatch, Selection, Shown, command};

pub fn json(state: &Shown, selection: Selection, dispatch: &Dispatch) -> Html {
    let world = &state.snapshot;
    let Some(Described { command, answer, query }) = describe(world, selection) else { return html! {} };
    let mut line = console::line_of(&command);
    if let Some(query) = query {
        line.push_str(&format!(" --query \"{query}\""));
    }
    let text = match answer {
        Ok(answer) => printed(&line, &command.operation, answer),
        Err(error) => format!("{}: {}", error.name.as_str(), error.message),
    };
    html! {
        <div class="ibody">
            <CommandLine {line} />
            <div class="json-box">
                <CopyButton text={text.clone()} label="Copy the JSON" />
                <pre class="json" tabindex="0">{ coloured(&text, dispatch, &|name| linked(state, name)) }</pre>
            </div>
        </div>
    }
}

/// The resource that a text in the answer names.
pub fn linked(state: &Shown, name: &str) -> Option<Selection> {
    find(&state.snapshot, name).map(Selection::from)
}

fn printed(line: &str, operation: &str, answer: Value) -> String {
    let parsed = parse(line, &NoFiles);
    parsed
        .and_then(|parsed| format::response_text(&parsed, operation, answer))
        .unwrap_or_else(|error| error.message)
}

type Describe = fn(&World, &Value) -> EcsResult<Value>;

/// The command that describes the thing, with its answer.
struct Described {
    command: Command,
    answer: EcsResult<Value>,
    /// What of the answer is the thing, where ECS describes it only as a part of another.
    query: Option<String>,
}

fn describe(world: &World, selection: Selection) -> Option<Described> {
    let cluster_name = |id| &*world.clusters[id].name;
    let mut query = None;
    let (operation, request, describe): (_, Value, Describe) = match selection {
        Selection::Cluster(id) => {
            ("DescribeClusters", json!({ "clusters": [cluster_name(id)] }), clusters::describe_all)
        }
        Selection::Service(id) | Selection::Deployment(id, _) => {
            let row = &world.services[id];
            if let Selection::Deployment(_, deployment) = selection {
                let name = world.deployment_name(deployment);
                query = Some(format!("services[0].deployments[?id=='{name}'] | [0]"));
            }
            let request = json!({ "cluster": cluster_name(row.cluster), "services": [&*row.name] });
            ("DescribeServices", request, services::describe_all)
        }
        Selection::Task(id) | Selection::Container(id, _) => {
            if let Selection::Container(_, number) = selection {
                let name = &world.tasks[id].containers.get(usize::from(number))?.name;
                query = Some(format!("tasks[0].containers[?name=='{name}'] | [0]"));
            }
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
        Selection::Zone(id) => {
            let filter = format!("attribute:ecs.availability-zone == {}", world.zone_name(id));
            let cluster = world.clusters.iter().next()?.1.name.clone();
            let request = json!({ "cluster": &*cluster, "filter": filter });
            ("ListContainerInstances", request, container_instances::list)
        }
        Selection::Image(id, container) => {
            let image = super::image::name(world, id, container);
            let answer = faults::list_images(world);
            let command = command("playground", "ListImages", json!({}));
            let query = Some(format!("images[?image=='{image}'] | [0]"));
            return Some(Described { command, answer, query });
        }
        Selection::LoadBalancer(id) => {
            let request = json!({ "Names": [&*world.load_balancers[id].name] });
            let answer = elbv2::describe_load_balancers(world, &request);
            let command = command("elbv2", "DescribeLoadBalancers", request);
            return Some(Described { command, answer, query: None });
        }
        Selection::TargetGroup(id) => {
            let request = json!({ "TargetGroupArn": world.target_group_arn(id) });
            let answer = elbv2::describe_target_health(world, &request);
            let command = command("elbv2", "DescribeTargetHealth", request);
            return Some(Described { command, answer, query: None });
        }
        Selection::Placement(_) | Selection::Event(_) => return None,
    };
    let answer = describe(world, &request);
    Some(Described { command: command("ecs", operation, request), answer, query })
}
