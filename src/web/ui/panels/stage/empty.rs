//! What the stage says while there is nothing on it.

use serde_json::json;
use yew::prelude::*;

use crate::playground::views::stage::StageView;
use crate::web::ui::components::Icon;
use crate::web::ui::state::{Action, Dispatch, command};

fn button(
    dispatch: &Dispatch,
    label: &'static str,
    icon: &'static str,
    primary: bool,
    action: Action,
) -> Html {
    let dispatch = dispatch.clone();
    let onclick = move |_: MouseEvent| dispatch.dispatch(action.clone());
    html! {
        <button class={classes!("btn", "lg", primary.then_some("primary"))} {onclick}><Icon name={icon} class="i i14" />{label}</button>
    }
}

fn scenario(dispatch: &Dispatch) -> Html {
    button(dispatch, "Open a scenario", "i-flag", false, Action::LoadScenario("demo".into()))
}

pub fn no_cluster(dispatch: &Dispatch) -> Html {
    let create = Action::Give(command("ecs", "CreateCluster", json!({ "clusterName": "demo" })));
    html! {
        <section class="blank">
            <h2>{"There is no cluster yet."}</h2>
            <p>{"A cluster holds container instances and services. Begin with an empty one, or with one that runs."}</p>
            <div class="row">
                { button(dispatch, "Create cluster demo", "i-plus", true, create) }
                { scenario(dispatch) }
            </div>
            <code class="cmd">{"$ aws ecs create-cluster --cluster-name demo"}</code>
        </section>
    }
}

pub fn no_instances(view: &StageView, has_fargate: bool, dispatch: &Dispatch) -> Html {
    let launch = json!({ "cluster": view.name, "instanceType": "m5.large", "count": 3 });
    let launch = Action::Give(command("playground", "LaunchInstances", launch));
    let providers = json!({
        "cluster": view.name,
        "capacityProviders": ["FARGATE", "FARGATE_SPOT"],
        "defaultCapacityProviderStrategy": [{ "capacityProvider": "FARGATE", "weight": 1 }],
    });
    let fargate = Action::Give(command("ecs", "PutClusterCapacityProviders", providers));
    html! {
        <section class="blank">
            <h2>{"This cluster has no container instances."}</h2>
            if has_fargate {
                <p>{"Fargate is its default capacity provider: tasks need no instances. Register a task definition and create a service."}</p>
            } else {
                <p>{"Tasks need somewhere to run: container instances of yours, or Fargate."}</p>
            }
            <div class="row">
                { button(dispatch, "Add 3 × m5.large", "i-host", true, launch) }
                if !has_fargate { { button(dispatch, "Use Fargate", "i-cloud", false, fargate) } }
                { scenario(dispatch) }
            </div>
        </section>
    }
}
