//! Forms and pages that open over the stage.

mod balancing;
mod capacity_provider;
mod cluster;
mod create_service;
mod deployment_fields;
mod embed;
mod fault;
mod form;
mod help;
mod image;
mod instances;
mod launch;
mod load_balancer_fields;
mod placement;
mod recording;
mod rest;
mod run_task;
mod scaling;
mod share;
mod strategy;
mod sure;
mod templates;
mod timelines;
mod update_service;

pub use recording::Export;

use yew::prelude::*;

use super::palette::Palette;
use crate::web::ui::state::{Dialog, Shown};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
}

#[component]
pub fn Dialogs(props: &Props) -> Html {
    let state = &props.state;
    let Some(dialog) = &state.dialog else { return html! {} };
    let asking = state.asking();
    let cluster = state.cluster.filter(|id| state.snapshot.clusters.contains(*id));
    let cluster: AttrValue = match cluster {
        Some(id) => state.snapshot.clusters[id].name.to_string().into(),
        None => "default".into(),
    };
    match dialog.clone() {
        Dialog::CreateCluster => html! { <cluster::CreateCluster {asking} /> },
        Dialog::ClusterProviders { cluster } => {
            html! { <cluster::ClusterProviders {asking} cluster={cluster.to_string()} /> }
        }
        Dialog::CreateCapacityProvider => {
            html! { <capacity_provider::CreateCapacityProvider {asking} {cluster} /> }
        }
        Dialog::LaunchInstances => html! { <instances::LaunchInstances {asking} {cluster} /> },
        Dialog::CreateService { task_definition } => {
            html! { <create_service::CreateService {asking} {cluster} {task_definition} /> }
        }
        Dialog::UpdateService { service } => html! { <update_service::UpdateService {asking} {service} /> },
        Dialog::DeleteService { service } => html! { <update_service::DeleteService {asking} {service} /> },
        Dialog::Scaling { service, bounds } => {
            html! { <scaling::Scaling state={state.clone()} {service} {bounds} /> }
        }
        Dialog::RunTask { task_definition } => {
            html! { <run_task::RunTask {asking} {cluster} {task_definition} /> }
        }
        Dialog::CreateLoadBalancer => html! { <balancing::CreateLoadBalancer {asking} /> },
        Dialog::Traffic { load_balancer } => html! { <balancing::SetTraffic {asking} {load_balancer} /> },
        Dialog::Fault { command } => html! { <fault::FaultForm {asking} command={*command} /> },
        Dialog::SetImage { image } => html! { <image::SetImage {asking} {image} /> },
        Dialog::LeaveThePast { .. } => {
            html! { <sure::LeaveThePast now={state.snapshot.now} end={state.end} /> }
        }
        Dialog::ResetEverything => html! { <sure::Reset recording={Export::new(state.clone())} /> },
        Dialog::Templates => html! { <templates::Templates /> },
        Dialog::Import => html! { <recording::Import state={state.clone()} /> },
        Dialog::Palette => html! { <Palette state={state.clone()} /> },
        Dialog::Share => html! { <share::Share state={state.clone()} /> },
        Dialog::Embed => html! { <embed::EmbedDialog state={state.clone()} /> },
        Dialog::Glossary { term } => html! { <help::Help page={help::GLOSSARY} {term} /> },
        Dialog::Fidelity => html! { <help::Help page={help::FIDELITY} /> },
        Dialog::Keys => html! { <help::Help page={help::KEYS} /> },
        Dialog::About => html! { <help::Help page={help::ABOUT} /> },
        Dialog::Timelines => html! { <timelines::Timelines /> },
    }
}
