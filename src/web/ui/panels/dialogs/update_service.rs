//! Changing and deleting a service.

use serde_json::{Map, json};
use yew::prelude::*;

use super::create_service::{Percents, deployment_configuration};
use super::deployment_fields::{self, DeploymentFields};
use super::form::{Form, doc};
use super::rest::{Rest, use_rest};
use crate::model::ecs::ServiceId;
use crate::model::world::event::Command;
use crate::playground::views::forms::ServiceFacts;
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
const HIDDEN: [&str; 5] = ["cluster", "service", "desiredCount", "taskDefinition", "forceNewDeployment"];

#[derive(Properties, PartialEq)]
struct FormProps {
    asking: Asking,
    facts: ServiceFacts,
}

#[component]
fn UpdateForm(props: &FormProps) -> Html {
    let FormProps { asking, facts } = props;
    let choices = use_memo((), |()| asking.choices());
    let fields = use_fields(|| {
        let mut texts = deployment_fields::texts(&facts.deployment_configuration);
        texts.extend([
            ("desiredCount", facts.desired_count.to_string()),
            ("taskDefinition", facts.task_definition.to_string()),
            ("minimumHealthyPercent", facts.minimum_healthy_percent.to_string()),
            ("maximumPercent", facts.maximum_percent.to_string()),
        ]);
        texts
    });
    let rest = use_rest("UpdateService", &HIDDEN);
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
            command={update(&fields, facts, &rest)}
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
            <DeploymentFields {fields} is_daemon={facts.is_daemon} />
            {rest.fields()}
        </Form>
    }
}

/// The command, with only what changes.
fn update(fields: &Fields, facts: &ServiceFacts, rest: &Rest) -> Result<Command, AttrValue> {
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
