//! The name of what is shown, its state, and the button that closes it.

use yew::prelude::*;

use crate::model::ecs::task_definition::TaskDefinitionStatus;
use crate::model::ecs::{ClusterStatus, TaskId};
use crate::playground::explain::life::{container_status, deployment_status, service_status};
use crate::playground::explain::words;
use crate::playground::views::colour::{self, Colour};
use crate::playground::views::event_line;
use crate::playground::views::event_line::status_icon;
use crate::web::ui::components::symbol;
use crate::web::ui::state::{Action, Dispatch, Selection, Shown};

struct Heading {
    colour: Option<Colour>,
    icon: Option<&'static str>,
    title: String,
    id: String,
    badge: Option<(&'static str, String)>,
    below: String,
}

pub fn heading(state: &Shown, selection: Selection, dispatch: &Dispatch) -> Html {
    let Heading { colour, icon, title, id, badge, below } = heading_of(state, selection);
    let dispatch = dispatch.clone();
    let close = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::CloseInspector));
    html! {
        <div class={classes!("ihead", colour.map(Colour::class))}>
            <div class="names">
                <h2 tabindex="-1">
                    if colour.is_some() { <i class="sw"></i> }
                    if let Some(icon) = icon { { symbol(icon, classes!("i", (icon == "x-bad").then_some("bad")).to_string()) } }
                    <span class="title">{ title }</span>
                    if !id.is_empty() { <code>{ id }</code> }
                    <span class="sp"></span>
                    if let Some((icon, word)) = badge {
                        <span class="badge status">
                            if !icon.is_empty() { { symbol(icon, "g") } }
                            { word }
                        </span>
                    }
                </h2>
                <p>{ below }</p>
            </div>
            <button class="btn quiet icon" aria-label="Close the inspector" title="Close (Esc)" onclick={close}>{ symbol("i-x", "i") }</button>
        </div>
    }
}

fn heading_of(state: &Shown, selection: Selection) -> Heading {
    let world = &state.snapshot;
    match selection {
        Selection::Task(id) => task(state, id),
        Selection::Service(id) => {
            let row = &world.services[id];
            let badge = service_status(row.status);
            let colour = row.primary().map(|primary| {
                let revision = world.task_definitions[primary.task_definition].revision;
                colour::of_revision(world, id, revision)
            });
            let kind = if row.is_daemon() { "DAEMON" } else { "REPLICA" };
            let created = words::clock(row.created_at);
            let below =
                format!("{kind} service of {}, created at {created}", world.clusters[row.cluster].name);
            plain(colour, Some("i-layers"), row.name.to_string(), badge, below)
        }
        Selection::ContainerInstance(id) => {
            let row = &world.container_instances[id];
            let name = words::short_instance(world, id);
            let below = format!(
                "{} in {}, {}",
                row.instance_type,
                world.zone_name(row.zone),
                world.container_instance_hex(id)
            );
            plain(None, Some("i-host"), name, row.status.as_str(), below)
        }
        Selection::CapacityProvider(id) => {
            let row = &world.capacity_providers[id];
            let badge = if row.is_active() { "ACTIVE" } else { "INACTIVE" };
            let what = match row.group() {
                Some(own) => format!("Auto Scaling group {}", world.auto_scaling_groups[own.group].name),
                None => "Managed Instances".to_owned(),
            };
            plain(None, Some("i-host"), row.name.to_string(), badge, format!("Capacity provider: {what}"))
        }
        Selection::Cluster(id) => {
            let row = &world.clusters[id];
            let badge = if row.status == ClusterStatus::Inactive { "INACTIVE" } else { "ACTIVE" };
            let below =
                format!("Cluster in {}, created at {}", world.config.region, words::clock(row.created_at));
            plain(None, Some("i-layers"), row.name.to_string(), badge, below)
        }
        Selection::TaskDefinition(id) => {
            let row = &world.task_definitions[id];
            let badge = match row.status {
                TaskDefinitionStatus::Active => "ACTIVE",
                TaskDefinitionStatus::Inactive => "INACTIVE",
                TaskDefinitionStatus::DeleteInProgress => "DELETE_IN_PROGRESS",
            };
            plain(None, Some("i-code"), row.family_revision(), badge, "Task definition".to_owned())
        }
        Selection::LoadBalancer(id) => {
            let row = &world.load_balancers[id];
            let badge = if row.is_active { "active" } else { "provisioning" };
            let below =
                format!("{} load balancer, created at {}", row.kind.as_str(), words::clock(row.created_at));
            plain(None, Some("i-balance"), row.name.to_string(), badge, below)
        }
        Selection::TargetGroup(id) => {
            let row = &world.target_groups[id];
            let below = format!("Target group, created at {}", words::clock(row.created_at));
            plain(None, Some("i-balance"), row.name.to_string(), row.target_type.as_str(), below)
        }
        Selection::Placement(id) => {
            let record = &world.decisions[id];
            let whom = match record.service() {
                Some(service) => world.services[service].name.to_string(),
                None => words::group(&record.group).to_owned(),
            };
            let tasks = if record.unplaced == 1 {
                "a task".to_owned()
            } else {
                words::count(record.unplaced, "task")
            };
            let mut heading =
                plain(None, Some("x-bad"), format!("{whom} could not place {tasks}"), "", String::new());
            heading.badge = None;
            heading.below = format!(
                "Placement of {} at {}",
                world.task_definition_name(record.definition),
                words::clock(record.at)
            );
            heading
        }
        Selection::Event(seq) => event(state, seq),
        Selection::Deployment(service, id) => {
            let row = super::deployment::row(state, service, id);
            let (name, colour) = row.as_ref().map_or((String::new(), None), |row| {
                let definition = &world.task_definitions[row.task_definition];
                let colour = colour::of_revision(world, service, definition.revision);
                (definition.family_revision(), Some(colour))
            });
            let badge = row.as_ref().map_or("", |row| deployment_status(row.status));
            let begun =
                row.map_or(String::new(), |row| format!(", begun at {}", words::clock(row.created_at)));
            let below = format!("Deployment of service {}{begun}", world.services[service].name);
            plain(colour, Some("i-flag"), name, badge, below)
        }
        Selection::Container(id, number) => {
            let task = &world.tasks[id];
            let Some(row) = task.containers.get(usize::from(number)) else {
                return plain(None, Some("i-layers"), String::new(), "", String::new());
            };
            let below = format!(
                "Container of task {} of {}",
                words::short_task(world, id),
                task.definition.family_revision()
            );
            let colour = Some(colour::of_task(world, task));
            plain(colour, None, row.name.to_string(), container_status(row.status), below)
        }
        Selection::Image(id, container) => {
            let image = super::image::name(world, id, container);
            plain(None, Some("i-layers"), image.to_owned(), "", "Image".to_owned())
        }
        Selection::Zone(id) => {
            let zone = world.zone(id);
            let badge = if zone.available { "available" } else { "no power" };
            let below = format!("Availability Zone of {}", world.config.region);
            plain(None, Some("i-az"), zone.name.to_string(), badge, below)
        }
    }
}

fn plain(
    colour: Option<Colour>,
    icon: Option<&'static str>,
    title: String,
    badge: &str,
    below: String,
) -> Heading {
    let icon = icon.filter(|_| colour.is_none());
    let badge = (!badge.is_empty()).then(|| ("", badge.to_owned()));
    Heading { colour, icon, title, id: String::new(), badge, below }
}

fn task(state: &Shown, id: TaskId) -> Heading {
    let world = &state.snapshot;
    let row = &world.tasks[id];
    let whose = match row.service {
        Some(service) => format!("Task of service {}", world.services[service].name),
        None => "Standalone task".to_owned(),
    };
    let age = words::span(world.now.since(row.created_at));
    Heading {
        colour: Some(colour::of_task(world, row)),
        icon: None,
        title: row.definition.family_revision(),
        id: words::short_task(world, id),
        badge: Some((status_icon(row.last_status), row.last_status.as_str().to_owned())),
        below: format!("{whose}, created at {}, {age} ago", words::clock(row.created_at)),
    }
}

fn event(state: &Shown, seq: u32) -> Heading {
    let line = super::event::line_at(state, seq);
    let at = state.log.get(seq).map_or(String::new(), |logged| words::clock(logged.at));
    let (icon, title) = match &line {
        Some(line) => match &line.command {
            Some(command) => (line.icon, command.operation.to_string()),
            None => (line.icon, event_line::text_of(line)),
        },
        None => ("i-list", "Event".to_owned()),
    };
    Heading {
        colour: None,
        icon: Some(icon),
        title,
        id: String::new(),
        badge: None,
        below: format!("Event {seq} of the run, at {at}"),
    }
}
