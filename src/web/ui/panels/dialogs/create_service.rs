//! Creating a service.

use std::rc::Rc;

use serde_json::{Map, Value, json};
use yew::prelude::*;

use super::form::{Form, LaunchTypeField, doc};
use super::placement::{Placement, constraints, strategies};
use crate::model::world::event::Command;
use crate::playground::views::forms::DefinitionFacts;
use crate::web::ui::components::{
    CheckField, Fields, NumberField, SelectField, TextField, plain, use_fields,
};
use crate::web::ui::state::{Asking, command};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub asking: Asking,
    pub cluster: AttrValue,
    pub task_definition: Option<Rc<str>>,
}

const OPERATION: &str = "CreateService";

#[component]
pub fn CreateService(props: &Props) -> Html {
    let asking = &props.asking;
    let choices = use_memo((), |()| asking.choices());
    let first = props.task_definition.clone().or_else(|| choices.task_definitions.first().cloned());
    let fields = use_fields(|| {
        let definition = first.unwrap_or_default();
        let facts = asking.definition_facts(&definition).unwrap_or_default();
        let family = definition.split(':').next().unwrap_or_default();
        [
            ("cluster", props.cluster.to_string()),
            ("serviceName", asking.free_service_name(&props.cluster, family)),
            ("launchType", launch_type(&facts).to_owned()),
            ("taskDefinition", definition.to_string()),
            ("desiredCount", "3".to_owned()),
            ("minimumHealthyPercent", "100".to_owned()),
            ("maximumPercent", "200".to_owned()),
            ("rebalancing", "yes".to_owned()),
        ]
    });
    let facts = use_definition(&fields, asking);
    let on_ec2 = fields.get("launchType") == "EC2";
    html! {
        <Form
            title="Create a service" asking={asking.clone()} submit="Create service"
            command={service(&fields, &facts, asking)}
        >
            <div class="grid2">
                <TextField
                    fields={fields.clone()} name="serviceName" label="Name" first=true
                    help={doc(OPERATION, "serviceName")}
                />
                <SelectField
                    fields={fields.clone()} name="taskDefinition" label="Task definition"
                    options={plain(&choices.task_definitions)} help="The revision its tasks are made from."
                />
                <NumberField
                    fields={fields.clone()} name="desiredCount" label="Desired count"
                    help="Tasks that ECS keeps running."
                />
                <SelectField fields={fields.clone()} name="cluster" label="Cluster" options={plain(&choices.clusters)} />
            </div>
            <LaunchTypeField fields={fields.clone()} />
            if facts.is_awsvpc {
                <p class="note">
                    {"Network mode awsvpc: each task gets its own network interface, in the subnets of all zones."}
                </p>
            }
            if on_ec2 {
                <Placement fields={fields.clone()} operation={OPERATION} />
            }
            <details class="more">
                <summary>{"Deployments and zones"}</summary>
                <div>
                    <Percents fields={fields.clone()} />
                    <CheckField
                        {fields} name="rebalancing" label="Availability Zone rebalancing"
                        help={doc(OPERATION, "availabilityZoneRebalancing")}
                    />
                </div>
            </details>
        </Form>
    }
}

/// The facts of the chosen definition. Another choice brings the launch type and the name it would have
/// begun with; a name that the person wrote stays.
#[hook]
pub fn use_definition(fields: &Fields, asking: &Asking) -> DefinitionFacts {
    let chosen = fields.get("taskDefinition").to_owned();
    let facts = asking.definition_facts(&chosen).unwrap_or_default();
    let before = use_mut_ref(|| chosen.clone());
    let (fields, asking, launch_type) = (fields.clone(), asking.clone(), launch_type(&facts));
    use_effect_with(chosen, move |chosen| {
        let before = before.replace(chosen.clone());
        if before == *chosen {
            return;
        }
        fields.set("launchType", launch_type);
        let name = |definition: &str| {
            let family = definition.split(':').next().unwrap_or_default();
            asking.free_service_name(fields.get("cluster"), family)
        };
        if fields.get("serviceName") == name(&before) {
            fields.set("serviceName", name(chosen));
        }
    });
    facts
}

/// What the definition can run on, EC2 first.
pub fn launch_type(facts: &DefinitionFacts) -> &'static str {
    if facts.on_fargate && !facts.on_ec2 { "FARGATE" } else { "EC2" }
}

#[derive(Properties, PartialEq)]
pub struct PercentsProps {
    pub fields: Fields,
}

/// `minimumHealthyPercent` and `maximumPercent`, with what they mean for the desired count.
#[component]
pub fn Percents(props: &PercentsProps) -> Html {
    let fields = &props.fields;
    let tasks = |name: &'static str, round_up: bool| {
        let product = u64::from(fields.number(name)?) * u64::from(fields.number("desiredCount")?);
        Some(if round_up { product.div_ceil(100) } else { product / 100 })
    };
    let meaning = tasks("minimumHealthyPercent", true).zip(tasks("maximumPercent", false));
    html! {
        <>
            <div class="grid2">
                <NumberField
                    fields={fields.clone()} name="minimumHealthyPercent" label="Minimum healthy percent"
                    help={doc(OPERATION, "deploymentConfiguration.minimumHealthyPercent")}
                />
                <NumberField
                    fields={fields.clone()} name="maximumPercent" label="Maximum percent"
                    help={doc(OPERATION, "deploymentConfiguration.maximumPercent")}
                />
            </div>
            if let Some((least, most)) = meaning {
                <p class="note">
                    {format!("During a deployment: at least {least} healthy, at most {most} in all.")}
                </p>
            }
        </>
    }
}

/// The command, with only what differs from ECS's defaults.
fn service(fields: &Fields, facts: &DefinitionFacts, asking: &Asking) -> Result<Command, AttrValue> {
    if !fields.is_on("taskDefinition") {
        return Err("Register a task definition first.".into());
    }
    if !fields.is_on("serviceName") {
        return Err("Give it a name.".into());
    }
    let count = fields.number("desiredCount").ok_or("Say how many tasks it keeps.")?;
    let mut request = Map::new();
    for name in ["cluster", "serviceName", "taskDefinition"] {
        request.insert(name.into(), json!(fields.get(name)));
    }
    request.insert("desiredCount".into(), json!(count));
    request.insert("launchType".into(), json!(fields.get("launchType")));
    if let Some(percents) = percents(fields, (100, 200)) {
        request.insert("deploymentConfiguration".into(), percents);
    }
    if fields.get("launchType") == "EC2" {
        request.extend(constraints(fields).map(|value| ("placementConstraints".into(), value)));
        request.extend(strategies(fields).map(|value| ("placementStrategy".into(), value)));
    }
    if !fields.is_on("rebalancing") {
        request.insert("availabilityZoneRebalancing".into(), json!("DISABLED"));
    }
    if facts.is_awsvpc {
        request.insert("networkConfiguration".into(), asking.network_configuration());
    }
    Ok(command("ecs", OPERATION, request.into()))
}

/// `deploymentConfiguration`, if the percentages are others than these.
pub fn percents(fields: &Fields, (minimum, maximum): (u32, u32)) -> Option<Value> {
    let given = (fields.number("minimumHealthyPercent")?, fields.number("maximumPercent")?);
    (given != (minimum, maximum))
        .then(|| json!({ "minimumHealthyPercent": given.0, "maximumPercent": given.1 }))
}
