//! The parameters of a fault, as its catalogue has them.

use serde_json::{Value, json};
use yew::prelude::*;

use super::form::Form;
use crate::model::api::shapes::Shape;
use crate::model::faults::catalogue::{Fault, FaultParameter, catalogue};
use crate::model::world::event::Command;
use crate::playground::console;
use crate::playground::views::members::label;
use crate::web::ui::components::{Fields, NumberField, SelectField, TextField, plain, use_fields};
use crate::web::ui::state::Asking;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub asking: Asking,
    /// Whom it befalls, and perhaps values to begin with.
    pub command: Command,
}

/// Which tasks of a service.
const SELECTION: FaultParameter = FaultParameter {
    name: "selectionMode",
    doc: "Which RUNNING tasks of the service; others are picked by chance. Tasks that start later are not touched.",
    default: "ALL",
};
const SELECTIONS: [(&str, &str); 4] =
    [("ALL", "All"), ("COUNT(1)", "One"), ("PERCENT(25)", "A quarter"), ("PERCENT(50)", "Half")];

/// What a field is called: its unit stands with it.
fn label_of(name: &str) -> String {
    let label = match name {
        "durationSeconds" => "Duration (seconds)",
        "delayMilliseconds" => "Delay (milliseconds)",
        "jitterMilliseconds" => "Jitter (milliseconds)",
        "startInstancesAfterSeconds" => "Start again after (seconds)",
        "percent" => "Load (percent)",
        "lossPercent" => "Packets lost (percent)",
        "flowsPercent" => "Connections touched (percent)",
        "percentage" => "Share (percent)",
        "sources" => "Connections with",
        "selectionMode" => "Which tasks",
        "availabilityZones" => "Availability Zones",
        _ => return label(name),
    };
    label.to_owned()
}

#[component]
pub fn FaultForm(props: &Props) -> Html {
    let Some(fault) = catalogue().iter().find(|fault| fault.operation == &*props.command.operation) else {
        return html! {};
    };
    let given = &props.command.request;
    let of_service = given.get("service").map(|_| &SELECTION);
    let parameters: Vec<&'static FaultParameter> = of_service.into_iter().chain(fault.parameters).collect();
    let fields = use_fields(|| parameters.iter().map(|row| (row.name, beginning(row, given))));
    let choices = use_memo((), |()| props.asking.choices());
    let command = filled(fault, &parameters, &fields, given);
    let field = |(number, row): (usize, &&'static FaultParameter)| {
        let (fields, name, help, first) = (fields.clone(), row.name, row.doc, number == 0);
        let label = label_of(name);
        match (shape(fault, name), name) {
            (_, "selectionMode") => {
                let options = SELECTIONS.map(|(value, label)| (value.into(), label.into()));
                html! { <SelectField {fields} {name} {label} {help} {first} options={options.to_vec()} /> }
            }
            (_, "availabilityZones") => {
                let mut options = vec![("".into(), "All".into())];
                options.extend(plain(&choices.zones));
                html! { <SelectField {fields} {name} {label} {help} {first} {options} /> }
            }
            (Some(Shape::Enum(values)), _) => {
                html! { <SelectField {fields} {name} {label} {help} {first} options={plain(values.iter())} /> }
            }
            (Some(Shape::Integer { .. }), _) => {
                html! { <NumberField {fields} {name} {label} {help} {first} /> }
            }
            _ => html! { <TextField {fields} {name} {label} {help} {first} /> },
        }
    };
    html! {
        <Form title={fault.title} asking={props.asking.clone()} {command} submit={fault.title} danger=true>
            <p>{fault.doc}</p>
            if let Some(fis) = fault.fis {
                <p class="muted">{"In AWS FIS: "}<code>{fis}</code></p>
            }
            <div class="grid2">{ for parameters.iter().enumerate().map(field) }</div>
        </Form>
    }
}

fn shape(fault: &Fault, name: &str) -> Option<&'static Shape> {
    Some(console::verb_of(fault.operation)?.input.member(name)?.shape)
}

/// What a field begins with: the command's own value, or the catalogue's.
fn beginning(row: &FaultParameter, given: &Value) -> String {
    match &given[row.name] {
        Value::Null => row.default.to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The command with what the fields say; an empty field leaves its member out.
fn filled(
    fault: &Fault,
    parameters: &[&'static FaultParameter],
    fields: &Fields,
    given: &Value,
) -> Result<Command, AttrValue> {
    let mut request = given.clone();
    for row in parameters {
        let text = fields.get(row.name);
        let value = match shape(fault, row.name) {
            _ if text.is_empty() => Value::Null,
            Some(Shape::Integer { .. }) => {
                let number = fields.number(row.name);
                json!(number.ok_or_else(|| format!("{} is a whole number.", label_of(row.name)))?)
            }
            Some(Shape::List { .. }) => text.split(',').map(str::trim).collect(),
            _ => json!(text),
        };
        match (value, request.as_object_mut()) {
            (Value::Null, Some(members)) => drop(members.remove(row.name)),
            (value, _) => request[row.name] = value,
        }
    }
    Ok(Command { service: "playground".into(), operation: fault.operation.into(), request })
}
