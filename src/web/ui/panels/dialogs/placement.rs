//! Placement strategies, chained, and constraints.

use serde_json::{Value, json};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::form::doc;
use crate::web::ui::components::{CheckField, Fields, TextField, symbol};

/// A strategy by the name its option has.
struct Strategy {
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    field: &'static str,
}

const fn strategy(
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    field: &'static str,
) -> Strategy {
    Strategy { name, label, kind, field }
}

const STRATEGIES: [Strategy; 5] = [
    strategy("spread-az", "Spread over zones", "spread", "attribute:ecs.availability-zone"),
    strategy("spread-instance", "Spread over instances", "spread", "instanceId"),
    strategy("binpack-memory", "Binpack by memory", "binpack", "memory"),
    strategy("binpack-cpu", "Binpack by CPU", "binpack", "cpu"),
    strategy("random", "Random", "random", ""),
];

/// What ECS takes at most.
const MOST: usize = 5;

fn chain(fields: &Fields) -> Vec<&'static Strategy> {
    let names = fields.get("strategy").split(' ');
    names.filter_map(|name| STRATEGIES.iter().find(|strategy| strategy.name == name)).collect()
}

/// `placementStrategy`, if one is chosen.
pub fn strategies(fields: &Fields) -> Option<Value> {
    let chosen: Vec<Value> = chain(fields)
        .into_iter()
        .map(|strategy| match strategy.field {
            "" => json!({ "type": strategy.kind }),
            field => json!({ "type": strategy.kind, "field": field }),
        })
        .collect();
    (!chosen.is_empty()).then(|| chosen.into())
}

/// `placementConstraints`, if there are any.
pub fn constraints(fields: &Fields) -> Option<Value> {
    let mut chosen = Vec::new();
    if fields.is_on("distinctInstance") {
        chosen.push(json!({ "type": "distinctInstance" }));
    }
    if fields.is_on("memberOf") {
        chosen.push(json!({ "type": "memberOf", "expression": fields.get("memberOf") }));
    }
    (!chosen.is_empty()).then(|| chosen.into())
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub fields: Fields,
    /// The operation whose help is shown.
    pub operation: &'static str,
}

#[component]
pub fn Placement(props: &Props) -> Html {
    let Props { fields, operation } = props;
    let chosen = chain(fields);
    let names: Vec<&str> = chosen.iter().map(|strategy| strategy.name).collect();
    let add = {
        let (fields, names) = (fields.clone(), names.join(" "));
        Callback::from(move |event: Event| {
            let Some(select) = event.target_dyn_into::<HtmlSelectElement>() else { return };
            fields.set("strategy", format!("{names} {}", select.value()));
            select.set_value("");
        })
    };
    let links = chosen.iter().enumerate().map(|(place, strategy)| {
        let rest: Vec<&str> =
            names.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, name)| *name).collect();
        let (fields, rest) = (fields.clone(), rest.join(" "));
        let remove = Callback::from(move |_| fields.set("strategy", rest.clone()));
        let label = format!("Remove {}", strategy.label);
        html! {
            <>
                if place > 0 {
                    <span class="muted">{"then"}</span>
                }
                <span class="strat">
                    {strategy.label}
                    <button type="button" class="btn quiet icon" aria-label={label} onclick={remove}>
                        { symbol("i-x", "i i12") }
                    </button>
                </span>
            </>
        }
    });
    html! {
        <>
            <fieldset class="fldset">
                <legend>{"Placement strategy"}</legend>
                <div class="chain">
                    {for links}
                    if chosen.len() < MOST {
                        <select aria-label="Add a placement strategy" onchange={add}>
                            <option value="" selected=true>
                                {if chosen.is_empty() { "ECS's own: even over zones" } else { "then…" }}
                            </option>
                            {for STRATEGIES.iter().map(|strategy| html! {
                                <option value={strategy.name}>{strategy.label}</option>
                            })}
                        </select>
                    }
                </div>
                <small>{doc(operation, "placementStrategy")}</small>
            </fieldset>
            <CheckField
                fields={fields.clone()} name="distinctInstance" label="Each task on its own instance"
                help="The constraint distinctInstance."
            />
            <TextField
                fields={fields.clone()} name="memberOf" label="Only instances that match"
                placeholder="attribute:ecs.instance-type =~ m5.*"
                help="The constraint memberOf: an expression of the cluster query language."
            />
        </>
    }
}
