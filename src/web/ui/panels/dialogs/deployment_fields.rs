//! How a service deploys: strategy, bake time and circuit breaker, as fields of a form.

use serde_json::{Map, Value, json};
use yew::prelude::*;

use super::form::doc;
use crate::model::ecs::service::DeploymentConfiguration;
use crate::playground::explain::deployment::dead_end_of;
use crate::web::ui::components::{CheckField, Fields, NumberField, SelectField};

const OF: &str = "CreateService";

/// What the fields of a new service begin with.
pub const BEGUN: [(&str, &str); 8] = [
    ("strategy", "ROLLING"),
    ("bakeMinutes", "5"),
    ("stepPercent", "10"),
    ("stepMinutes", "6"),
    ("breaker", ""),
    ("rollback", "yes"),
    ("thresholdType", "BOUNDED_PERCENT"),
    ("threshold", "50"),
];

/// What the fields begin with for a service that has this configuration.
pub fn texts(configuration: &DeploymentConfiguration) -> Vec<(&'static str, String)> {
    let member = |name: &str| configuration.other.get(name).cloned().unwrap_or_default();
    let breaker = member("deploymentCircuitBreaker");
    let threshold = &breaker["thresholdConfiguration"];
    let (linear, canary) = (member("linearConfiguration"), member("canaryConfiguration"));
    let given = [
        ("strategy", member("strategy")),
        ("bakeMinutes", member("bakeTimeInMinutes")),
        ("stepPercent", linear["stepPercent"].clone()),
        ("stepPercent", canary["canaryPercent"].clone()),
        ("stepMinutes", linear["stepBakeTimeInMinutes"].clone()),
        ("stepMinutes", canary["canaryBakeTimeInMinutes"].clone()),
        ("breaker", breaker["enable"].clone()),
        ("rollback", if breaker["enable"] == true { breaker["rollback"].clone() } else { json!(true) }),
        ("thresholdType", threshold["type"].clone()),
        ("threshold", threshold["value"].clone()),
    ];
    let mut texts: Vec<_> = BEGUN.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
    for (name, value) in given {
        let text = match value {
            Value::String(text) => text,
            Value::Number(number) => number.to_string().trim_end_matches(".0").to_owned(),
            Value::Bool(true) => "yes".to_owned(),
            Value::Bool(false) => String::new(),
            _ => continue,
        };
        texts.push((name, text));
    }
    texts
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub fields: Fields,
    pub is_daemon: bool,
}

#[component]
pub fn DeploymentFields(props: &Props) -> Html {
    let fields = &props.fields;
    let strategy = fields.get("strategy").to_owned();
    let shifts = strategy != "ROLLING";
    let in_steps = strategy == "LINEAR" || strategy == "CANARY";
    let breaker = fields.is_on("breaker");
    let options = |all: &[(&'static str, &'static str)]| {
        all.iter()
            .map(|&(value, label)| (value.into(), label.into()))
            .collect::<Vec<(AttrValue, AttrValue)>>()
    };
    let strategies = options(&[
        ("ROLLING", "Rolling: replace tasks step by step"),
        ("BLUE_GREEN", "Blue/green: all traffic at once"),
        ("LINEAR", "Linear: traffic in equal steps"),
        ("CANARY", "Canary: a little traffic, then all"),
    ]);
    let thresholds = options(&[
        ("BOUNDED_PERCENT", "Percent of the desired count, 3 to 200"),
        ("UNBOUNDED_PERCENT", "Percent of the desired count"),
        ("COUNT", "Number of tasks"),
    ]);
    html! {
        <>
            if !props.is_daemon {
                <div class="grid2">
                    <SelectField
                        fields={fields.clone()} name="strategy" label="Deployment strategy" options={strategies}
                        help={doc(OF, "deploymentConfiguration.strategy")}
                    />
                    if shifts {
                        <NumberField
                            fields={fields.clone()} name="bakeMinutes" label="Bake time in minutes"
                            help={doc(OF, "deploymentConfiguration.bakeTimeInMinutes")}
                        />
                    }
                    if in_steps {
                        <NumberField
                            fields={fields.clone()} name="stepPercent"
                            label={if strategy == "LINEAR" { "Percent per step" } else { "Percent of the first step" }}
                        />
                        <NumberField fields={fields.clone()} name="stepMinutes" label="Minutes between steps" />
                    }
                </div>
            }
            <CheckField
                fields={fields.clone()} name="breaker" label="Circuit breaker"
                help={doc(OF, "deploymentConfiguration.deploymentCircuitBreaker.enable")}
            />
            if breaker {
                <CheckField
                    fields={fields.clone()} name="rollback" label="Roll back when it breaks"
                    help={doc(OF, "deploymentConfiguration.deploymentCircuitBreaker.rollback")}
                />
                <div class="grid2">
                    <SelectField fields={fields.clone()} name="thresholdType" label="Threshold" options={thresholds} />
                    <NumberField
                        fields={fields.clone()} name="threshold" label="Value" help={at_desired(fields).unwrap_or_default()}
                    />
                </div>
            }
            if let Some(warning) = dead_end(fields) {
                <p class="note danger" role="status"><b>{ "No deployment could move. " }</b>{ warning }</p>
            }
        </>
    }
}

fn as_configured(fields: &Fields) -> Option<DeploymentConfiguration> {
    Some(DeploymentConfiguration {
        minimum_healthy_percent: fields.number("minimumHealthyPercent")?,
        maximum_percent: fields.number("maximumPercent")?,
        other: settings(&|name| fields.get(name).to_owned()),
    })
}

fn at_desired(fields: &Fields) -> Option<AttrValue> {
    let desired = fields.number("desiredCount")?;
    let threshold = as_configured(fields)?.breaker().threshold(desired);
    Some(format!("At {desired} tasks: it breaks at {threshold} failed ones.").into())
}

fn dead_end(fields: &Fields) -> Option<String> {
    dead_end_of(&as_configured(fields)?, fields.number("desiredCount")?)
}

/// The members of `deploymentConfiguration` that the texts stand for, beside the percentages.
fn settings(text: &dyn Fn(&'static str) -> String) -> Map<String, Value> {
    let number = |name: &'static str, default: u32| text(name).parse().unwrap_or(default);
    let is_on = |name: &'static str| !text(name).is_empty();
    let mut breaker =
        json!({ "enable": is_on("breaker"), "rollback": is_on("breaker") && is_on("rollback") });
    let (kind, value) = (text("thresholdType"), number("threshold", 50));
    if is_on("breaker") && (kind != "BOUNDED_PERCENT" || value != 50) {
        breaker["thresholdConfiguration"] = json!({ "type": kind, "value": value });
    }
    let strategy = text("strategy");
    let mut members = Map::new();
    members.insert("deploymentCircuitBreaker".into(), breaker);
    if strategy != "ROLLING" {
        members.insert("bakeTimeInMinutes".into(), json!(number("bakeMinutes", 0)));
    }
    let percent = text("stepPercent").parse::<f64>().unwrap_or(10.0);
    let minutes = number("stepMinutes", 0);
    if strategy == "LINEAR" {
        let steps = json!({ "stepPercent": percent, "stepBakeTimeInMinutes": minutes });
        members.insert("linearConfiguration".into(), steps);
    }
    if strategy == "CANARY" {
        let steps = json!({ "canaryPercent": percent, "canaryBakeTimeInMinutes": minutes });
        members.insert("canaryConfiguration".into(), steps);
    }
    members.insert("strategy".into(), json!(strategy));
    members
}

/// The members that differ from what the service has, or from the defaults of a new one.
pub fn changed(fields: &Fields, before: Option<&DeploymentConfiguration>) -> Map<String, Value> {
    let begun = match before {
        Some(configuration) => texts(configuration),
        None => BEGUN.iter().map(|(name, text)| (*name, (*text).to_owned())).collect(),
    };
    let had = settings(&|name| {
        let text = begun.iter().rev().find(|(begun, _)| *begun == name);
        text.map_or_else(String::new, |(_, text)| text.clone())
    });
    let now = settings(&|name| fields.get(name).to_owned());
    now.into_iter().filter(|(name, value)| had.get(name) != Some(value)).collect()
}
