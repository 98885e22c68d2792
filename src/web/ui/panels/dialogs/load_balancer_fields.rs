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
        // It has no field, and stays.
        ("roleArn", text(&advanced["roleArn"])),
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
            ("roleArn", "roleArn"),
        ];
        let chosen = members.into_iter().filter(|(_, field)| fields.is_on(field));
        let chosen = chosen.map(|(member, field)| (member.to_owned(), json!(fields.get(field))));
        entry["advancedConfiguration"] = Value::Object(chosen.collect());
    }
    vec![entry]
}

/// `healthCheckGracePeriodSeconds` as its field has it; an empty one forgives nothing.
pub fn grace_seconds(fields: &Fields) -> Result<u32, AttrValue> {
    match fields.number("grace") {
        None if fields.is_on("grace") => Err("The health check grace period is a whole number.".into()),
        seconds => Ok(seconds.unwrap_or(0)),
    }
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
        // What would mostly be chosen beside the first target group, once something is chosen: what a form begins
        // with is left alone.
        let (fields, facts) = (fields.clone(), facts.clone());
        let chosen = (shifts(&fields), fields.get("targetGroup").to_owned());
        let begun = use_mut_ref(|| chosen.clone());
        let fitted_to = use_mut_ref(|| chosen.1.clone());
        use_effect_with(chosen, move |chosen| {
            let (shifts, group) = chosen;
            let is_begun = begun.replace(chosen.clone()) == *chosen;
            if !is_begun && *shifts && !group.is_empty() {
                let is_new = fitted_to.replace(group.clone()) != *group;
                suggest(&fields, &facts, group, is_new);
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

/// Fills in what is empty or does not go with the target group: another one, the rule that leads to the group, and a
/// rule that leads to the other one if the first does not. A rule that was chosen for another group is not kept.
fn suggest(fields: &Fields, facts: &DefinitionFacts, group: &str, is_group_new: bool) {
    let leads_to =
        |rule: &ListenerRule, group: &str| rule.target_groups.iter().any(|named| **named == *group);
    let rule_in = |field| facts.listener_rules.iter().find(|rule| *rule.name == *fields.get(field));
    let alternate = fields.get("alternateGroup");
    let is_kept = !alternate.is_empty() && alternate != group;
    let fits = rule_in("productionRule").is_some_and(|rule| leads_to(rule, group));
    let is_rule_kept = fields.is_on("productionRule") && (fits || !is_group_new);
    if is_kept && is_rule_kept {
        return;
    }
    let mut others = facts.target_groups.iter().map(|name| &**name).filter(|name| *name != group);
    let other = if is_kept { Some(alternate) } else { others.next() };
    let leading = facts.listener_rules.iter().find(|rule| leads_to(rule, group));
    let production = if is_rule_kept { rule_in("productionRule") } else { leading };
    let is_test = |rule: &&ListenerRule| {
        other.is_some_and(|other| leads_to(rule, other))
            && production.is_none_or(|production| production.name != rule.name)
    };
    let needs_test = !production.zip(other).is_some_and(|(rule, other)| leads_to(rule, other));
    let suggested = facts.listener_rules.iter().find(is_test).filter(|_| needs_test);
    let test = rule_in("testRule").filter(is_test).or(suggested);
    fields.set("alternateGroup", other.unwrap_or_default());
    if let Some(rule) = production {
        fields.set("productionRule", &*rule.name);
    }
    fields.set("testRule", test.map_or("", |rule| &*rule.name));
}
