//! Running tasks that no service keeps.

use serde_json::{Value, json};
use yew::prelude::*;

use super::form::{Form, doc};
use super::launch::{Launch, LaunchProps, use_launch};
use super::rest::use_rest;
use crate::playground::cli::lexer;
use crate::web::ui::components::{NumberField, SelectField, TextField, plain};
use crate::web::ui::state::command;

const OPERATION: &str = "RunTask";

/// Members that have fields of their own here.
const HIDDEN: [&str; 10] = [
    "capacityProviderStrategy",
    "cluster",
    "taskDefinition",
    "count",
    "launchType",
    "startedBy",
    "placementConstraints",
    "placementStrategy",
    "networkConfiguration",
    "overrides",
];

#[component]
pub fn RunTask(props: &LaunchProps) -> Html {
    let launch = use_launch(props, OPERATION, &[("count", "1")]);
    let rest = use_rest(OPERATION, &HIDDEN);
    let fields = &launch.fields;
    let make = || {
        let count = fields.number("count").ok_or("Say how many.")?;
        let mut request = launch.request()?;
        request.shift_insert(2, "count".into(), json!(count));
        if fields.is_on("startedBy") {
            request.insert("startedBy".into(), json!(fields.get("startedBy")));
        }
        if fields.is_on("override") {
            request.insert("overrides".into(), overrides(&launch)?);
        }
        rest.add_to(&mut request);
        Ok(command("ecs", OPERATION, request.into()))
    };
    html! {
        <Form title="Run a task" asking={props.asking.clone()} submit="Run" command={make()}>
            <div class="grid2">
                {launch.definition_field(true)}
                <NumberField fields={fields.clone()} name="count" label="Count" help={doc(OPERATION, "count")} />
                {launch.cluster_field()}
                <TextField
                    fields={fields.clone()} name="startedBy" label="Started by" help={doc(OPERATION, "startedBy")}
                />
            </div>
            {launch.launch_type_field()}
            <details class="more">
                <summary>{"Another command"}</summary>
                <div class="grid2">
                    <SelectField
                        fields={fields.clone()} name="container" label="Container"
                        options={plain(&launch.facts.containers)} help="Whose command to replace for this run."
                    />
                    <TextField
                        fields={fields.clone()} name="override" label="Command" placeholder="sh -c 'sleep 30; exit 1'"
                        help="Simple commands such as sleep and exit are understood."
                    />
                </div>
            </details>
            <details class="more">
                <summary>{"Placement"}</summary>
                <div>{launch.placement_fields()}</div>
            </details>
            {rest.fields()}
        </Form>
    }
}

/// The command of one container, replaced for this run.
fn overrides(launch: &Launch) -> Result<Value, AttrValue> {
    let words = lexer::words(launch.fields.get("override"));
    let words = words.map_err(|error| AttrValue::from(error.message))?;
    let command: Vec<String> = words.into_iter().map(|word| word.text).collect();
    // Nobody chose: the list shows the first.
    let first = launch.facts.containers.first().map(|name| &**name).unwrap_or_default();
    let chosen = Some(launch.fields.get("container")).filter(|name| !name.is_empty());
    Ok(json!({ "containerOverrides": [{ "name": chosen.unwrap_or(first), "command": command }] }))
}
