//! Which target group the tasks of a service answer for, and how long failures are forgiven, as fields of a form.

use serde_json::{Value, json};
use yew::prelude::*;

use super::form::doc;
use crate::playground::views::forms::{DefinitionFacts, ListenerRule};
use crate::web::ui::components::{Fields, NumberField, SelectField, plain};

const OF: &str = "CreateService";

/// What the fields begin with for a service that has these entries of `loadBalancers`.
pub fn texts(entries: &[Value], grace_seconds: u32) -> Vec<(&'static str, String)> {
    let grace = if grace_seconds > 0 { grace_seconds.to_string() } else { String::new() };
    let mut texts = vec![("grace", grace)];
    let Some(entry) = entries.first() else { return texts };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let advanced = &entry["advancedConfiguration"];
    if advanced.is_object() {
        texts.push(("isAdvanced", "yes".to_owned()));
    }
    texts.extend([
        ("targetGroup", text(&entry["targetGroupArn"])),
        ("balancedPort", format!("{}:{}", text(&entry["containerName"]), entry["containerPort"])),
        ("alternateGroup", text(&advanced["alternateTargetGroupArn"])),
        ("productionRule", text(&advanced["productionListenerRule"])),
        ("testRule", text(&advanced["testListenerRule"])),
    ]);
    texts
}

/// `loadBalancers` as the fields have it: one entry, or none.
pub fn load_balancers(fields: &Fields, facts: &DefinitionFacts) -> Vec<Value> {
    let group = facts.target_groups.iter().find(|name| ***name == *fields.get("targetGroup"));
    let chosen =
        facts.ports.iter().find(|(name, port)| format!("{name}:{port}") == fields.get("balancedPort"));
    let Some((group, (container, port))) = group.zip(chosen.or_else(|| facts.ports.first())) else {
        return Vec::new();
    };
    let mut entry =
        json!({ "targetGroupArn": &**group, "containerName": &**container, "containerPort": port });
    if shifts(fields) || fields.is_on("isAdvanced") {
        let members = [
            ("alternateTargetGroupArn", "alternateGroup"),
            ("productionListenerRule", "productionRule"),
            ("testListenerRule", "testRule"),
        ];
        let chosen = members.into_iter().filter(|(_, field)| fields.is_on(field));
        let chosen = chosen.map(|(member, field)| (member.to_owned(), json!(fields.get(field))));
        entry["advancedConfiguration"] = Value::Object(chosen.collect());
    }
    vec![entry]
}

/// Whether somebody chose something else than what the fields began with.
pub fn are_touched(fields: &Fields, begun: &[(&'static str, String)]) -> bool {
    const OF_LOAD_BALANCERS: [&str; 6] =
        ["targetGroup", "balancedPort", "alternateGroup", "productionRule", "testRule", "strategy"];
    let differs = |name: &&'static str| {
        let text = begun.iter().rev().find(|(begun, _)| begun == name);
        text.map_or("", |(_, text)| text) != fields.get(name)
    };
    OF_LOAD_BALANCERS.iter().any(differs)
}

fn shifts(fields: &Fields) -> bool {
    !matches!(fields.get("strategy"), "" | "ROLLING")
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub fields: Fields,
    pub facts: DefinitionFacts,
}

#[component]
pub fn LoadBalancerFields(props: &Props) -> Html {
    let Props { fields, facts } = props;
    let none = (AttrValue::from(""), AttrValue::from("None"));
    let groups: Vec<_> = std::iter::once(none.clone()).chain(plain(&facts.target_groups)).collect();
    let ports = plain(facts.ports.iter().map(|(container, port)| format!("{container}:{port}")));
    let may_balance = !ports.is_empty() && groups.len() > 1;
    let is_chosen = fields.is_on("targetGroup");
    {
        // What would mostly be chosen beside the first target group.
        let (fields, facts) = (fields.clone(), facts.clone());
        let chosen = (shifts(&fields), fields.get("targetGroup").to_owned());
        use_effect_with(chosen, move |(shifts, group)| {
            if *shifts && !group.is_empty() {
                suggest(&fields, &facts, group);
            }
        });
    }
    let rules = plain(facts.listener_rules.iter().map(|rule| rule.name.to_string()));
    let tests: Vec<_> = std::iter::once(none).chain(rules.clone()).collect();
    html! {
        <details class="more" open={may_balance}>
            <summary>{"Load balancing and health"}</summary>
            <div>
                if !may_balance {
                    <p class="muted">{"A target group of the fitting type, behind a listener, and a port mapping would let a load balancer lead here. Add one with + beside the cluster's name."}</p>
                }
                <div class="grid2">
                    if may_balance {
                        <SelectField
                            fields={fields.clone()} name="targetGroup" label="Target group" options={groups.clone()}
                            help="The load balancer's list of whom to send requests to."
                        />
                        <SelectField
                            fields={fields.clone()} name="balancedPort" label="Container and port" options={ports}
                            help="Where the container answers."
                        />
                    }
                    if may_balance && is_chosen && shifts(fields) {
                        <SelectField
                            fields={fields.clone()} name="alternateGroup" label="Alternate target group" options={groups}
                            help="The tasks of every other revision are registered with it."
                        />
                        <SelectField
                            fields={fields.clone()} name="productionRule" label="Production listener rule" options={rules}
                            help="ECS moves its weights from one target group to the other."
                        />
                        <SelectField
                            fields={fields.clone()} name="testRule" label="Test listener rule" options={tests}
                            help="Its requests go to the new revision first."
                        />
                    }
                    <NumberField
                        fields={fields.clone()} name="grace" label="Health check grace period"
                        help={doc(OF, "healthCheckGracePeriodSeconds")}
                    />
                </div>
            </div>
        </details>
    }
}

/// Fills in what is still empty: another target group, the rule that leads to the chosen one, and a rule that leads
/// to the other.
fn suggest(fields: &Fields, facts: &DefinitionFacts, group: &str) {
    let names = |rule: &ListenerRule, group: &str| rule.target_groups.iter().any(|named| **named == *group);
    let other = facts.target_groups.iter().find(|name| ***name != *group);
    let production = facts.listener_rules.iter().find(|rule| names(rule, group));
    let test = facts.listener_rules.iter().find(|rule| {
        other.is_some_and(|other| names(rule, other))
            && production.is_none_or(|first| first.name != rule.name)
    });
    let needs_test = !production.zip(other).is_some_and(|(rule, other)| names(rule, other));
    let suggestions = [
        ("alternateGroup", other.map(|name| name.to_string())),
        ("productionRule", production.map(|rule| rule.name.to_string())),
        ("testRule", test.filter(|_| needs_test).map(|rule| rule.name.to_string())),
    ];
    for (name, text) in suggestions {
        if let Some(text) = text.filter(|_| !fields.is_on(name)) {
            fields.set(name, text);
        }
    }
}
