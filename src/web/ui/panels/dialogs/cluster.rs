//! Creating a cluster, and choosing its capacity providers.

use serde_json::{Map, json};
use yew::prelude::*;

use super::form::{Form, doc};
use super::rest::use_rest;
use super::strategy::{self, ROWS};
use crate::model::ecs::capacity_provider::FARGATE_PROVIDERS;
use crate::web::ui::components::{CheckField, TextField, use_fields};
use crate::web::ui::state::{Asking, command};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub asking: Asking,
}

const STRATEGY: &str = "Where tasks go that name neither launch type nor strategy.";

#[component]
pub fn CreateCluster(props: &Props) -> Html {
    let fields = use_fields(|| [("fargate", "yes".to_owned())]);
    let rest =
        use_rest("CreateCluster", &["clusterName", "capacityProviders", "defaultCapacityProviderStrategy"]);
    let fargate = FARGATE_PROVIDERS.map(str::to_owned);
    let mut request = Map::new();
    if fields.is_on("clusterName") {
        request.insert("clusterName".into(), json!(fields.get("clusterName")));
    }
    if fields.is_on("fargate") {
        request.insert("capacityProviders".into(), json!(fargate));
    }
    let strategy =
        if fields.is_on("fargate") { strategy::value(&fields, &fargate, |_| true) } else { Ok(json!([])) };
    let command = strategy.map(|strategy| {
        if strategy != json!([]) {
            request.insert("defaultCapacityProviderStrategy".into(), strategy);
        }
        rest.add_to(&mut request);
        command("ecs", "CreateCluster", request.into())
    });
    html! {
        <Form title="Create a cluster" asking={props.asking.clone()} {command} submit="Create cluster">
            <TextField
                fields={fields.clone()} name="clusterName" label="Name" placeholder="default"
                help={doc("CreateCluster", "clusterName")} first=true
            />
            <CheckField
                fields={fields.clone()} name="fargate" label="Fargate capacity providers"
                help="FARGATE and FARGATE_SPOT can then be named in a capacity provider strategy. Launch type FARGATE works either way."
            />
            if fields.is_on("fargate") {
                <details class="more">
                    <summary>{"Default strategy"}</summary>
                    <div>
                        <p class="muted">{STRATEGY}</p>
                        {strategy::fields(&fields, &fargate, |_| true)}
                    </div>
                </details>
            }
            {rest.fields()}
        </Form>
    }
}

#[derive(Properties, PartialEq)]
pub struct ProvidersProps {
    pub asking: Asking,
    pub cluster: AttrValue,
}

/// The capacity providers of a cluster, and its default strategy.
#[component]
pub fn ClusterProviders(props: &ProvidersProps) -> Html {
    let (asking, cluster) = (&props.asking, &props.cluster);
    // Those of the cluster first: each of them has a row, however many there are.
    let all = use_memo((), |()| {
        let own = asking.providers_of(cluster).0;
        let mut all = asking.all_providers();
        all.sort_by_key(|name| !own.contains(name));
        all
    });
    let fields = use_fields(|| {
        let (own, default) = asking.providers_of(cluster);
        let attached = all.iter().zip(ROWS).filter(|(name, _)| own.contains(name));
        let attached = attached.map(|(_, (attached, ..))| (attached, "yes".to_owned()));
        attached.chain(strategy::texts(&all, &default)).collect::<Vec<_>>()
    });
    let is_attached = |number: usize| fields.is_on(ROWS[number].0);
    let chosen = all.iter().enumerate().filter(|(number, _)| *number < ROWS.len() && is_attached(*number));
    let chosen: Vec<&String> = chosen.map(|(_, name)| name).collect();
    let command = strategy::value(&fields, &all, is_attached).map(|strategy| {
        let request = json!({
            "cluster": &**cluster,
            "capacityProviders": chosen,
            "defaultCapacityProviderStrategy": strategy,
        });
        command("ecs", "PutClusterCapacityProviders", request)
    });
    let check = |(name, (attached, ..)): (&String, (&'static str, &str, &str))| {
        html! { <CheckField fields={fields.clone()} name={attached} label={name.clone()} /> }
    };
    html! {
        <Form title={format!("Capacity providers of {cluster}")} asking={asking.clone()} {command} submit="Save">
            <p>{doc("PutClusterCapacityProviders", "capacityProviders")}</p>
            { for all.iter().zip(ROWS).map(check) }
            <p><b>{"Default strategy. "}</b>{STRATEGY}</p>
            { strategy::fields(&fields, &all, is_attached) }
        </Form>
    }
}
