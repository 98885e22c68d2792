//! The "+" next to the stage's header: everything that can be added to a cluster.

use yew::prelude::*;

use crate::web::ui::components::{Popup, PopupItem, symbol};
use crate::web::ui::state::{Action, Dialog, use_dispatch};

#[component]
pub fn AddMenu() -> Html {
    let dispatch = use_dispatch();
    let item = |dialog: Dialog, icon: &'static str, label: &'static str, summary: &'static str| {
        let dispatch = dispatch.clone();
        let onclick = Callback::from(move |_| dispatch.dispatch(Action::Open(dialog.clone())));
        html! {
            <PopupItem {onclick}>
                { symbol(icon, "i i14") }
                <span class="two"><b>{label}</b><small>{summary}</small></span>
            </PopupItem>
        }
    };
    html! {
        <Popup label="Add to the cluster" class="btn quiet icon" button={html! { { symbol("i-plus", "i") } }}>
            {item(Dialog::CreateService { task_definition: None }, "i-layers", "Service", "Keeps a number of tasks running")}
            {item(Dialog::RunTask { task_definition: None }, "i-play", "Task", "Runs once, and nobody replaces it")}
            {item(Dialog::LaunchInstances, "i-host", "Container instances", "EC2 instances that join the cluster")}
            {item(Dialog::CreateCapacityProvider, "i-chart", "Capacity provider", "Instances that come and go with the tasks")}
            {item(Dialog::CreateLoadBalancer, "i-balance", "Load balancer", "With a listener and a target group")}
            {item(Dialog::Traffic { load_balancer: None }, "i-right", "Traffic", "Requests for a load balancer")}
            {item(Dialog::CreateCluster, "i-plus", "Cluster", "Another one beside this")}
        </Popup>
    }
}
