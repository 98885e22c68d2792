//! Launching container instances.

use serde_json::{Map, json};
use yew::prelude::*;

use super::form::{Form, doc};
use crate::model::capacity::INSTANCE_TYPES;
use crate::playground::views::forms::instance_type_label;
use crate::web::ui::components::{NumberField, SelectField, TextField, plain, use_fields};
use crate::web::ui::state::{Asking, command};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub asking: Asking,
    pub cluster: AttrValue,
}

const VERB: &str = "launch-instances";

#[component]
pub fn LaunchInstances(props: &Props) -> Html {
    let choices = use_memo((), |()| props.asking.choices());
    let fields = use_fields(|| {
        [
            ("cluster", props.cluster.to_string()),
            ("instanceType", "m5.large".to_owned()),
            ("count", "3".to_owned()),
        ]
    });
    let types = INSTANCE_TYPES.iter().map(|kind| (kind.name.into(), instance_type_label(kind).into()));
    let mut zones = vec![("".into(), "Spread over all zones".into())];
    zones.extend(plain(&choices.zones));
    let command = match fields.number("count") {
        None => Err("Say how many.".into()),
        Some(count) => {
            let mut request = Map::new();
            request.insert("cluster".into(), json!(fields.get("cluster")));
            request.insert("instanceType".into(), json!(fields.get("instanceType")));
            if fields.is_on("availabilityZone") {
                request.insert("availabilityZone".into(), json!(fields.get("availabilityZone")));
            }
            request.insert("count".into(), json!(count));
            if let Some((name, value)) = fields.get("attribute").split_once('=') {
                let attribute = json!({ "name": name.trim(), "value": value.trim() });
                request.insert("attributes".into(), json!([attribute]));
            }
            Ok(command("playground", "LaunchInstances", request.into()))
        }
    };
    html! {
        <Form title="Launch container instances" asking={props.asking.clone()} {command} submit="Launch">
            <div class="grid2">
                <SelectField
                    fields={fields.clone()} name="instanceType" label="Instance type"
                    options={types.collect::<Vec<_>>()} first=true
                    help="An ECS-optimized instance. Its agent registers the vCPUs, and the memory the system leaves."
                />
                <NumberField fields={fields.clone()} name="count" label="Count" help={doc(VERB, "count")} />
                <SelectField
                    fields={fields.clone()} name="availabilityZone" label="Availability Zone" options={zones}
                    help="Spread, the loss of one zone takes only a part of them."
                />
                <SelectField
                    fields={fields.clone()} name="cluster" label="Cluster" options={plain(&choices.clusters)}
                    help="They join it when their agents have started."
                />
            </div>
            <details class="more">
                <summary>{"More"}</summary>
                <div>
                    <TextField
                        {fields} name="attribute" label="Custom attribute" placeholder="stack=blue"
                        help="name=value. Placement constraints can ask for it: attribute:stack == blue."
                    />
                </div>
            </details>
        </Form>
    }
}
