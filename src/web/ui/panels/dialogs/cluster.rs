//! Creating a cluster.

use serde_json::{Map, json};
use yew::prelude::*;

use super::form::{Form, doc};
use super::rest::use_rest;
use crate::web::ui::components::{CheckField, TextField, use_fields};
use crate::web::ui::state::{Asking, command};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub asking: Asking,
}

#[component]
pub fn CreateCluster(props: &Props) -> Html {
    let fields = use_fields(|| [("fargate", "yes".to_owned())]);
    let rest = use_rest("CreateCluster", &["clusterName", "capacityProviders"]);
    let mut request = Map::new();
    if fields.is_on("clusterName") {
        request.insert("clusterName".into(), json!(fields.get("clusterName")));
    }
    if fields.is_on("fargate") {
        request.insert("capacityProviders".into(), json!(["FARGATE", "FARGATE_SPOT"]));
    }
    rest.add_to(&mut request);
    let command = Ok(command("ecs", "CreateCluster", request.into()));
    html! {
        <Form title="Create a cluster" asking={props.asking.clone()} {command} submit="Create cluster">
            <TextField
                fields={fields.clone()} name="clusterName" label="Name" placeholder="default"
                help={doc("CreateCluster", "clusterName")} first=true
            />
            <CheckField
                {fields} name="fargate" label="Fargate capacity providers"
                help="FARGATE and FARGATE_SPOT can then be named in a capacity provider strategy. Launch type FARGATE works either way."
            />
            {rest.fields()}
        </Form>
    }
}
