//! Changing and deleting a service.

use serde_json::{Map, json};
use yew::prelude::*;

use super::create_service::{Percents, deployment_configuration};
use super::deployment_fields::{self, DeploymentFields};
use super::form::{Form, doc};
use super::load_balancer_fields::{self, LoadBalancerFields, grace_seconds, load_balancers};
use super::rest::{Rest, use_rest};
use crate::model::ecs::ServiceId;
use crate::model::world::event::Command;
use crate::playground::views::forms::{DefinitionFacts, ServiceFacts};
use crate::web::ui::components::{CheckField, Fields, NumberField, SelectField, plain, use_fields};
use crate::web::ui::state::{Asking, command};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub asking: Asking,
    pub service: ServiceId,
}

#[component]
pub fn UpdateService(props: &Props) -> Html {
    let Props { asking, service } = props;
    // As it was when the form opened: the fields say what to change of it.
    let facts = use_memo(*service, |service| asking.service_facts(*service));
    match &*facts {
        Some(facts) => html! { <UpdateForm asking={asking.clone()} facts={facts.clone()} /> },
        None => html! {},
    }
}

/// Members that have fields of their own here.
const HIDDEN: [&str; 7] = [
    "cluster",
    "service",
    "desiredCount",
    "taskDefinition",
    "forceNewDeployment",
    "healthCheckGracePeriodSeconds",
    "loadBalancers",
];

/// For a service with several target groups, which the fields have no room for.
const HIDDEN_OF_SEVERAL: [&str; 5] =
    ["cluster", "service", "desiredCount", "taskDefinition", "forceNewDeployment"];

#[derive(Properties, PartialEq)]
struct FormProps {
    asking: Asking,
    facts: ServiceFacts,
}

#[component]
fn UpdateForm(props: &FormProps) -> Html {
    let FormProps { asking, facts } = props;
    let choices = use_memo((), |()| asking.choices());
    let fields = use_fields(|| begun(facts));
    let has_several = facts.load_balancers.len() > 1;
    let rest = use_rest("UpdateService", if has_several { &HIDDEN_OF_SEVERAL } else { &HIDDEN });
    let chosen = fields.get("taskDefinition").to_owned();
    let definition = use_memo(chosen, |chosen| asking.definition_facts(chosen).unwrap_or_default());
    let balanced = (!has_several).then_some(&*definition);
    let mut definitions = plain(&choices.task_definitions);
    if !choices.task_definitions.contains(&facts.task_definition) {
        definitions.insert(
            0,
            (
                facts.task_definition.to_string().into(),
                format!("{} (INACTIVE)", facts.task_definition).into(),
            ),
        );
    }
    html! {
        <Form
            title={format!("Update service {}", facts.name)} asking={asking.clone()} submit="Update service"
            command={update(&fields, facts, balanced, &rest)}
        >
            <div class="grid2">
                if !facts.is_daemon {
                    <NumberField
                        fields={fields.clone()} name="desiredCount" label="Desired count" first=true
                        help={format!("{} running now.", facts.running)}
                    />
                }
                <SelectField
                    fields={fields.clone()} name="taskDefinition" label="Task definition" options={definitions}
                    help="Another revision starts a deployment."
                />
            </div>
            <CheckField
                fields={fields.clone()} name="force" label="Force a new deployment"
                help={doc("UpdateService", "forceNewDeployment")}
            />
            <Percents fields={fields.clone()} />
            <DeploymentFields fields={fields.clone()} is_daemon={facts.is_daemon} />
            if let Some(definition) = balanced {
                <LoadBalancerFields {fields} facts={definition.clone()} />
            }
            {rest.fields()}
        </Form>
    }
}

/// What the fields begin with.
fn begun(facts: &ServiceFacts) -> Vec<(&'static str, String)> {
    let mut texts = deployment_fields::texts(&facts.deployment_configuration);
    texts.extend([
        ("desiredCount", facts.desired_count.to_string()),
        ("taskDefinition", facts.task_definition.to_string()),
        ("minimumHealthyPercent", facts.minimum_healthy_percent.to_string()),
        ("maximumPercent", facts.maximum_percent.to_string()),
    ]);
    texts.extend(load_balancer_fields::texts(&facts.load_balancers, facts.grace_seconds));
    texts
}

/// The command, with only what changes. `balanced` is the revision that load balancers may lead to.
fn update(
    fields: &Fields,
    facts: &ServiceFacts,
    balanced: Option<&DefinitionFacts>,
    rest: &Rest,
) -> Result<Command, AttrValue> {
    let mut request = Map::new();
    request.insert("cluster".into(), json!(&*facts.cluster));
    request.insert("service".into(), json!(&*facts.name));
    let named = request.len();
    if let Some(count) = fields.number("desiredCount").filter(|count| *count != facts.desired_count) {
        request.insert("desiredCount".into(), json!(count));
    }
    if fields.get("taskDefinition") != &*facts.task_definition {
        request.insert("taskDefinition".into(), json!(fields.get("taskDefinition")));
    }
    if fields.is_on("force") {
        request.insert("forceNewDeployment".into(), json!(true));
    }
    let now = (facts.minimum_healthy_percent, facts.maximum_percent);
    let configuration = deployment_configuration(fields, now, Some(&facts.deployment_configuration));
    request.extend(configuration.map(|value| ("deploymentConfiguration".into(), value)));
    if let Some(definition) = balanced {
        let now = load_balancers(fields, definition);
        // A target group that is no longer offered makes no entry: only who chooses none means none.
        let is_said = !now.is_empty() || !fields.is_on("targetGroup");
        let is_changed = is_said && now != facts.load_balancers;
        if is_changed && load_balancer_fields::are_touched(fields, &begun(facts)) {
            request.insert("loadBalancers".into(), now.into());
        }
        let grace = grace_seconds(fields)?;
        if grace != facts.grace_seconds {
            request.insert("healthCheckGracePeriodSeconds".into(), json!(grace));
        }
    }
    rest.add_to(&mut request);
    if request.len() == named {
        return Err("Nothing is changed yet.".into());
    }
    Ok(command("ecs", "UpdateService", request.into()))
}

#[component]
pub fn DeleteService(props: &Props) -> Html {
    let Props { asking, service } = props;
    let facts = use_memo(*service, |service| asking.service_facts(*service));
    let needs_force =
        facts.as_ref().as_ref().is_some_and(|facts| facts.desired_count > 0 && !facts.is_daemon);
    let fields = use_fields(|| [("force", if needs_force { "yes".to_owned() } else { String::new() })]);
    let Some(facts) = &*facts else { return html! {} };
    let mut request = json!({ "cluster": &*facts.cluster, "service": &*facts.name });
    if fields.is_on("force") {
        request["force"] = json!(true);
    }
    html! {
        <Form
            title={format!("Delete service {}", facts.name)} asking={asking.clone()} submit="Delete service"
            danger=true command={Ok(command("ecs", "DeleteService", request))}
        >
            <p>{format!("Its {} running tasks are stopped. The service is DRAINING until the last one is gone.", facts.running)}</p>
            <CheckField {fields} name="force" label="Force" help={doc("DeleteService", "force")} />
        </Form>
    }
}
