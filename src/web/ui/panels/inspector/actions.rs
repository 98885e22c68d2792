//! What can be done to the thing, and the line that does it.

use serde_json::json;
use yew::prelude::*;

use super::service::update_dialog;
use crate::model::ecs::task_definition::TaskDefinitionStatus;
use crate::model::ecs::{DeploymentStatus, ServiceStatus, TaskStatus};
use crate::model::workload;
use crate::model::world::event::Command;
use crate::playground::console;
use crate::playground::views::faults::{self, Fault, Thing};
use crate::web::ui::components::{MenuButton, MenuItem, symbol};
use crate::web::ui::state::{Action, Dialog, Dispatch, Selection, Shown, command};

/// A button of the footer.
struct Deed {
    label: &'static str,
    icon: &'static str,
    action: Action,
    danger: bool,
    key: Option<&'static str>,
}

pub fn footer(state: &Shown, selection: Selection, dispatch: &Dispatch) -> Html {
    let (first, more) = deeds(state, selection);
    if first.is_empty() && more.is_empty() {
        return html! {};
    }
    let line = first.iter().find_map(|deed| match &deed.action {
        Action::Give(command) => Some(format!("$ {}", console::line_of(command))),
        _ => None,
    });
    let items: Vec<MenuItem> = more.into_iter().map(|fault| item(fault, dispatch)).collect();
    html! {
        <div class="foot">
            <div class="row">
                { for first.iter().map(|deed| button(deed, dispatch)) }
                if !items.is_empty() {
                    <MenuButton label="More to do with it" class="icon" menu_class="up right" {items}>{ symbol("i-more", "i") }</MenuButton>
                }
            </div>
            if let Some(line) = line { <code class="cmd" title={line.clone()}>{ line }</code> }
        </div>
    }
}

fn button(deed: &Deed, dispatch: &Dispatch) -> Html {
    let title = match &deed.action {
        Action::Give(command) => console::line_of(command),
        _ => deed.label.to_owned(),
    };
    let (dispatch, action) = (dispatch.clone(), deed.action.clone());
    let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(action.clone()));
    html! {
        <button class={classes!("btn", "wide", deed.danger.then_some("danger"))} {title} {onclick}>
            { symbol(deed.icon, "i i14") }{ deed.label }
            if let Some(key) = deed.key { <kbd>{ key }</kbd> }
        </button>
    }
}

fn item(fault: Fault, dispatch: &Dispatch) -> MenuItem {
    let detail = console::line_of(&fault.command);
    let (label, icon) = (fault.label, fault.icon);
    let (dispatch, action) = (dispatch.clone(), Action::from(fault));
    let give = Callback::from(move |()| dispatch.dispatch(action.clone()));
    MenuItem { detail: detail.into(), ..MenuItem::new(label, icon, give) }
}

fn deed(label: &'static str, icon: &'static str, action: Action) -> Deed {
    Deed { label, icon, action, danger: false, key: None }
}

/// A line of the menu that asks nothing.
fn plain(label: &'static str, icon: &'static str, command: Command) -> Fault {
    Fault { label, icon, command, asks: false }
}

/// The buttons, and what stands in the menu behind them.
fn deeds(state: &Shown, selection: Selection) -> (Vec<Deed>, Vec<Fault>) {
    let world = &state.snapshot;
    match selection {
        Selection::Task(id) => {
            if world.tasks[id].last_status == TaskStatus::Stopped {
                return (Vec::new(), Vec::new());
            }
            split(faults::menu(world, Thing::Task(id)), Some("Del"))
        }
        Selection::ContainerInstance(id) => split(faults::menu(world, Thing::ContainerInstance(id)), None),
        Selection::Service(id) => {
            if world.services[id].status != ServiceStatus::Active {
                return (Vec::new(), Vec::new());
            }
            let mut menu = faults::menu(world, Thing::Service(id));
            menu.retain(|fault| &*fault.command.operation != "DeleteService");
            let force =
                menu.iter().position(|fault| fault.command.request.get("forceNewDeployment").is_some());
            let force = force.map(|at| menu.remove(at).command);
            let mut first = vec![deed("Update", "i-code", update_dialog(id))];
            first.extend(force.map(|command| deed("Redeploy", "i-restart", Action::Give(command))));
            let delete = Action::Open(Dialog::DeleteService { service: id });
            first.push(Deed { danger: true, ..deed("Delete", "i-x", delete) });
            (first, menu)
        }
        Selection::TaskDefinition(id) => {
            let row = &world.task_definitions[id];
            if row.status != TaskDefinitionStatus::Active {
                return (Vec::new(), Vec::new());
            }
            let name = row.family_revision();
            let named = Some(name.as_str().into());
            let deregister = command("ecs", "DeregisterTaskDefinition", json!({ "taskDefinition": name }));
            let first = vec![
                deed("Edit", "i-code", Action::EditRevision(name.as_str().into())),
                deed("Run task", "i-play", Action::Open(Dialog::RunTask { task_definition: named.clone() })),
                deed("Service", "i-plus", Action::Open(Dialog::CreateService { task_definition: named })),
            ];
            (first, vec![plain("Deregister", "i-x", deregister)])
        }
        Selection::Cluster(id) => {
            let name = &*world.clusters[id].name;
            let delete = command("ecs", "DeleteCluster", json!({ "cluster": name }));
            let first = vec![
                deed("Launch instances", "i-host", Action::Open(Dialog::LaunchInstances)),
                deed(
                    "Create service",
                    "i-plus",
                    Action::Open(Dialog::CreateService { task_definition: None }),
                ),
                deed(
                    "Providers",
                    "i-layers",
                    Action::Open(Dialog::ClusterProviders { cluster: name.into() }),
                ),
            ];
            (first, vec![plain("Delete the cluster", "i-x", delete)])
        }
        Selection::CapacityProvider(id) => {
            let (first, more) = split(faults::provider_menu(world, id), None);
            (first.into_iter().map(|deed| Deed { danger: false, ..deed }).collect(), more)
        }
        Selection::Deployment(service, id) => {
            let row = &world.services[service];
            let Some(deployment) = row.deployments.iter().find(|row| row.id == id) else {
                return (Vec::new(), Vec::new());
            };
            let name = world.task_definition_name(deployment.task_definition);
            let request = json!({
                "cluster": &*world.clusters[row.cluster].name, "service": &*row.name, "taskDefinition": name,
            });
            let back = command("ecs", "UpdateService", request);
            let is_older = deployment.status != DeploymentStatus::Primary;
            let mut first = Vec::new();
            if is_older {
                first.push(deed("Go back to it", "i-undo", Action::Give(back)));
            }
            first.push(deed("Update service", "i-code", update_dialog(service)));
            (first, Vec::new())
        }
        Selection::Container(id, number) => {
            let mut menu = faults::container_menu(world, id, number);
            let first: Vec<Deed> = menu
                .drain(..menu.len().min(2))
                .map(|fault| deed(in_short(fault.label), fault.icon, fault.into()))
                .collect();
            (first, menu)
        }
        Selection::Image(id, container) => {
            let name = super::image::name(world, id, container);
            let open = Action::Open(Dialog::SetImage { image: Some(name.into()) });
            let break_it = command("playground", "UnpullableImage", json!({ "image": name }));
            let mut first = vec![deed("Change behaviour", "i-code", open)];
            first.push(Deed { danger: true, ..deed("Make unpullable", "i-bolt", Action::Give(break_it)) });
            let set = world.images.keys().find(|set| workload::is_name_of(set, name));
            let reset = set.map(|set| {
                let reset = command("playground", "ResetImage", json!({ "image": set }));
                plain("Its own behaviour again", "i-undo", reset)
            });
            (first, reset.into_iter().collect())
        }
        Selection::Zone(id) => split(faults::menu(world, Thing::Zone(id)), None),
        Selection::LoadBalancer(id) => {
            let name = world.load_balancers[id].name.clone();
            let delete = command("elbv2", "DeleteLoadBalancer", json!({ "LoadBalancerArn": &*name }));
            let traffic = Action::Open(Dialog::Traffic { load_balancer: Some(name) });
            let delete = plain("Delete the load balancer", "i-x", delete);
            (vec![deed("Send traffic", "i-play", traffic)], vec![delete])
        }
        Selection::TargetGroup(_) | Selection::Placement(_) | Selection::Event(_) => (Vec::new(), Vec::new()),
    }
}

/// A menu has more room than a button.
fn in_short(label: &'static str) -> &'static str {
    match label {
        "Stop the task" => "Stop task",
        other => other.trim_end_matches(" (137)"),
    }
}

/// The two that come first are buttons; the worst of them is red.
fn split(mut menu: Vec<Fault>, key: Option<&'static str>) -> (Vec<Deed>, Vec<Fault>) {
    let rest = menu.split_off(menu.len().min(2));
    let first = menu.into_iter().enumerate().map(|(position, fault)| Deed {
        label: in_short(fault.label),
        icon: fault.icon,
        action: fault.into(),
        danger: position == 0,
        key: key.filter(|_| position == 0),
    });
    (first.collect(), rest)
}
