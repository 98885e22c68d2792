//! Creating a service.

use serde_json::{Value, json};
use yew::prelude::*;

use super::deployment_fields::{self, DeploymentFields};
use super::form::{Form, doc};
use super::launch::{LaunchProps, use_launch};
use super::load_balancer_fields::{LoadBalancerFields, grace_seconds, load_balancers};
use super::rest::use_rest;
use crate::model::ecs::service::DeploymentConfiguration;
use crate::web::ui::components::{CheckField, Fields, NumberField, TextField, choice};
use crate::web::ui::state::command;

const OPERATION: &str = "CreateService";

const BEGUN: [(&str, &str); 5] = [
    ("scheduling", REPLICA),
    ("desiredCount", "3"),
    ("minimumHealthyPercent", "100"),
    ("maximumPercent", "200"),
    ("rebalancing", "yes"),
];

const REPLICA: &str = "REPLICA";
const SCHEDULING: [(&str, &str); 2] = [(REPLICA, "A number of tasks"), ("DAEMON", "One on each instance")];
const SCHEDULING_HELP: &str =
    "REPLICA keeps a number of tasks, wherever they fit. DAEMON keeps one on each container instance.";

/// Members that have fields of their own here.
const HIDDEN: [&str; 13] = [
    "capacityProviderStrategy",
    "cluster",
    "serviceName",
    "taskDefinition",
    "desiredCount",
    "schedulingStrategy",
    "launchType",
    "placementConstraints",
    "placementStrategy",
    "networkConfiguration",
    "availabilityZoneRebalancing",
    "loadBalancers",
    "healthCheckGracePeriodSeconds",
];

#[component]
pub fn CreateService(props: &LaunchProps) -> Html {
    let begun = [&BEGUN[..], &deployment_fields::BEGUN[..]].concat();
    let launch = use_launch(props, OPERATION, &begun);
    let rest = use_rest(OPERATION, &HIDDEN);
    let fields = &launch.fields;
    let is_daemon = fields.get("scheduling") != REPLICA;
    // What ECS takes when nothing is said.
    let usual = if is_daemon { (0, 100) } else { (100, 200) };
    {
        let fields = fields.clone();
        use_effect_with(usual, move |(minimum, maximum)| {
            fields.set("minimumHealthyPercent", minimum.to_string());
            fields.set("maximumPercent", maximum.to_string());
        });
    }
    let make = || {
        if !fields.is_on("serviceName") {
            return Err(AttrValue::from("Give it a name."));
        }
        let mut request = launch.request()?;
        request.shift_insert(1, "serviceName".into(), json!(fields.get("serviceName")));
        if is_daemon {
            request.shift_insert(3, "schedulingStrategy".into(), json!("DAEMON"));
        } else {
            let count = fields.number("desiredCount").ok_or("Say how many tasks it keeps.")?;
            request.shift_insert(3, "desiredCount".into(), json!(count));
        }
        if let Some(configuration) = deployment_configuration(fields, usual, None) {
            request.insert("deploymentConfiguration".into(), configuration);
        }
        if !is_daemon && !fields.is_on("rebalancing") {
            request.insert("availabilityZoneRebalancing".into(), json!("DISABLED"));
        }
        let balanced = load_balancers(fields, &launch.facts);
        if !balanced.is_empty() {
            request.insert("loadBalancers".into(), balanced.into());
        }
        let grace = grace_seconds(fields)?;
        if grace > 0 {
            request.insert("healthCheckGracePeriodSeconds".into(), json!(grace));
        }
        rest.add_to(&mut request);
        Ok(command("ecs", OPERATION, request.into()))
    };
    html! {
        <Form title="Create a service" asking={props.asking.clone()} submit="Create service" command={make()}>
            <div class="grid2">
                <TextField
                    fields={fields.clone()} name="serviceName" label="Name" first=true
                    help={doc(OPERATION, "serviceName")}
                />
                {launch.definition_field(false)}
                if !is_daemon {
                    <NumberField
                        fields={fields.clone()} name="desiredCount" label="Desired count"
                        help="Tasks that ECS keeps running."
                    />
                }
                {launch.cluster_field()}
            </div>
            {choice(fields, "scheduling", "Scheduling strategy", &SCHEDULING, SCHEDULING_HELP)}
            {launch.launch_type_field()}
            <LoadBalancerFields fields={fields.clone()} facts={launch.facts.clone()} />
            <details class="more">
                <summary>{"Placement"}</summary>
                <div>{launch.placement_fields()}</div>
            </details>
            <details class="more">
                <summary>{"Deployments and zones"}</summary>
                <div>
                    <Percents fields={fields.clone()} />
                    <DeploymentFields fields={fields.clone()} {is_daemon} />
                    if !is_daemon {
                        <CheckField
                            fields={fields.clone()} name="rebalancing" label="Availability Zone rebalancing"
                            help={doc(OPERATION, "availabilityZoneRebalancing")}
                        />
                    }
                </div>
            </details>
            {rest.fields()}
        </Form>
    }
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
    let counted = fields.get("scheduling") != "DAEMON";
    let meaning =
        tasks("minimumHealthyPercent", true).zip(tasks("maximumPercent", false)).filter(|_| counted);
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

/// `deploymentConfiguration`, with what differs from these percentages and settings.
pub fn deployment_configuration(
    fields: &Fields,
    (minimum, maximum): (u32, u32),
    before: Option<&DeploymentConfiguration>,
) -> Option<Value> {
    let given = (fields.number("minimumHealthyPercent")?, fields.number("maximumPercent")?);
    let mut members = deployment_fields::changed(fields, before);
    if given != (minimum, maximum) {
        members.insert("minimumHealthyPercent".into(), json!(given.0));
        members.insert("maximumPercent".into(), json!(given.1));
    }
    (!members.is_empty()).then_some(members.into())
}
