//! Running tasks that no service keeps.

use std::rc::Rc;

use serde_json::{Map, json};
use yew::prelude::*;

use super::create_service::{launch_type, use_definition};
use super::form::{Form, LaunchTypeField, doc};
use super::placement::{Placement, constraints, strategies};
use crate::model::world::event::Command;
use crate::playground::cli::lexer;
use crate::playground::views::forms::DefinitionFacts;
use crate::web::ui::components::{Fields, NumberField, SelectField, TextField, plain, use_fields};
use crate::web::ui::state::{Asking, command};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub asking: Asking,
    pub cluster: AttrValue,
    pub task_definition: Option<Rc<str>>,
}

const OPERATION: &str = "RunTask";

#[component]
pub fn RunTask(props: &Props) -> Html {
    let asking = &props.asking;
    let choices = use_memo((), |()| asking.choices());
    let first = props.task_definition.clone().or_else(|| choices.task_definitions.first().cloned());
    let fields = use_fields(|| {
        let definition = first.unwrap_or_default();
        let facts = asking.definition_facts(&definition).unwrap_or_default();
        [
            ("cluster", props.cluster.to_string()),
            ("launchType", launch_type(&facts).to_owned()),
            ("taskDefinition", definition.to_string()),
            ("count", "1".to_owned()),
        ]
    });
    let facts = use_definition(&fields, asking);
    html! {
        <Form
            title="Run a task" asking={asking.clone()} submit="Run" command={run(&fields, &facts, asking)}
        >
            <div class="grid2">
                <SelectField
                    fields={fields.clone()} name="taskDefinition" label="Task definition" first=true
                    options={plain(&choices.task_definitions)}
                />
                <NumberField fields={fields.clone()} name="count" label="Count" help={doc(OPERATION, "count")} />
                <SelectField fields={fields.clone()} name="cluster" label="Cluster" options={plain(&choices.clusters)} />
                <TextField
                    fields={fields.clone()} name="startedBy" label="Started by" help={doc(OPERATION, "startedBy")}
                />
            </div>
            <LaunchTypeField fields={fields.clone()} />
            if facts.is_awsvpc {
                <p class="note">
                    {"Network mode awsvpc: each task gets its own network interface, in the subnets of all zones."}
                </p>
            }
            <details class="more">
                <summary>{"Overrides and placement"}</summary>
                <div>
                    <div class="grid2">
                        <SelectField
                            fields={fields.clone()} name="container" label="Container" options={containers(&facts)}
                            help="Whose command to replace for this run."
                        />
                        <TextField
                            fields={fields.clone()} name="override" label="Command" placeholder="sh -c 'sleep 30; exit 1'"
                            help="Simple commands such as sleep and exit are understood."
                        />
                    </div>
                    if fields.get("launchType") == "EC2" {
                        <Placement {fields} operation={OPERATION} />
                    }
                </div>
            </details>
        </Form>
    }
}

fn containers(facts: &DefinitionFacts) -> Vec<(AttrValue, AttrValue)> {
    plain(&facts.containers)
}

fn run(fields: &Fields, facts: &DefinitionFacts, asking: &Asking) -> Result<Command, AttrValue> {
    if !fields.is_on("taskDefinition") {
        return Err("Register a task definition first.".into());
    }
    let count = fields.number("count").ok_or("Say how many.")?;
    let mut request = Map::new();
    request.insert("cluster".into(), json!(fields.get("cluster")));
    request.insert("taskDefinition".into(), json!(fields.get("taskDefinition")));
    request.insert("count".into(), json!(count));
    request.insert("launchType".into(), json!(fields.get("launchType")));
    if fields.is_on("startedBy") {
        request.insert("startedBy".into(), json!(fields.get("startedBy")));
    }
    if fields.get("launchType") == "EC2" {
        request.extend(constraints(fields).map(|value| ("placementConstraints".into(), value)));
        request.extend(strategies(fields).map(|value| ("placementStrategy".into(), value)));
    }
    if facts.is_awsvpc {
        request.insert("networkConfiguration".into(), asking.network_configuration());
    }
    if fields.is_on("override") {
        let words = lexer::words(fields.get("override"));
        let words = words.map_err(|error| AttrValue::from(error.message))?;
        let command: Vec<String> = words.into_iter().map(|word| word.text).collect();
        // Nobody chose: the list shows the first.
        let first = facts.containers.first().map(|name| &**name).unwrap_or_default();
        let name = if fields.is_on("container") { fields.get("container") } else { first };
        let overrides = json!({ "containerOverrides": [{ "name": name, "command": command }] });
        request.insert("overrides".into(), overrides);
    }
    Ok(command("ecs", OPERATION, request.into()))
}
