//! What the forms of RunTask and CreateService begin with: which revision, in which cluster, on what.

use std::rc::Rc;

use serde_json::{Map, Value, json};
use yew::prelude::*;

use super::placement::{Placement, constraints, strategies};
use super::strategy;
use crate::playground::views::forms::{Choices, DefinitionFacts};
use crate::web::ui::components::{Fields, SelectField, choice, plain, use_fields};
use crate::web::ui::state::Asking;

#[derive(Properties, PartialEq)]
pub struct LaunchProps {
    pub asking: Asking,
    pub cluster: AttrValue,
    /// The revision the form was opened for.
    pub task_definition: Option<Rc<str>>,
}

/// The fields of a form that launches tasks, and what is known of the revision chosen in it.
pub struct Launch {
    pub fields: Fields,
    pub facts: DefinitionFacts,
    asking: Asking,
    choices: Rc<Choices>,
    operation: &'static str,
}

/// `begun` are the texts that further fields of the form begin with.
#[hook]
pub fn use_launch(
    props: &LaunchProps,
    operation: &'static str,
    begun: &[(&'static str, &'static str)],
) -> Launch {
    let asking = props.asking.clone();
    let choices = use_memo((), |()| asking.choices());
    let first = props.task_definition.clone().or_else(|| choices.task_definitions.first().cloned());
    let fields = use_fields(|| {
        let definition = first.unwrap_or_default();
        let facts = asking.definition_facts(&definition).unwrap_or_default();
        let mut texts = vec![
            ("cluster", props.cluster.to_string()),
            ("serviceName", asking.free_service_name(&props.cluster, family(&definition))),
            ("launchType", launch_type(&facts).to_owned()),
            ("taskDefinition", definition.to_string()),
        ];
        texts.extend(begun.iter().map(|(name, text)| (*name, (*text).to_owned())));
        texts
    });
    let facts = use_definition(&fields, &asking);
    use_cluster(&fields);
    Launch { fields, facts, asking, choices, operation }
}

fn family(definition: &str) -> &str {
    definition.split(':').next().unwrap_or_default()
}

/// The facts of the chosen definition. Another choice brings the launch type and the name it would have
/// begun with; a name that the person wrote stays.
#[hook]
fn use_definition(fields: &Fields, asking: &Asking) -> DefinitionFacts {
    let chosen = fields.get("taskDefinition").to_owned();
    let facts = asking.definition_facts(&chosen).unwrap_or_default();
    let before = use_mut_ref(|| chosen.clone());
    let (fields, asking, launch_type) = (fields.clone(), asking.clone(), launch_type(&facts));
    use_effect_with(chosen, move |chosen| {
        let before = before.replace(chosen.clone());
        if before == *chosen {
            return;
        }
        fields.set("launchType", launch_type);
        let name = |definition: &str| asking.free_service_name(fields.get("cluster"), family(definition));
        if fields.get("serviceName") == name(&before) {
            fields.set("serviceName", name(chosen));
        }
    });
    facts
}

/// Another cluster has other capacity providers: base and weight of those before say nothing of them.
#[hook]
fn use_cluster(fields: &Fields) {
    let chosen = fields.get("cluster").to_owned();
    let before = use_mut_ref(|| chosen.clone());
    let fields = fields.clone();
    use_effect_with(chosen, move |chosen| {
        if before.replace(chosen.clone()) != *chosen {
            for (_, base, weight) in strategy::ROWS {
                [base, weight]
                    .into_iter()
                    .filter(|name| fields.is_on(name))
                    .for_each(|name| fields.set(name, ""));
            }
        }
    });
}

/// What the definition can run on, EC2 first.
fn launch_type(facts: &DefinitionFacts) -> &'static str {
    if facts.on_fargate && !facts.on_ec2 { "FARGATE" } else { "EC2" }
}

/// The choice of capacity providers in place of a launch type.
const STRATEGY: &str = "STRATEGY";

impl Launch {
    pub fn definition_field(&self, first: bool) -> Html {
        html! {
            <SelectField
                fields={self.fields.clone()} name="taskDefinition" label="Task definition" {first}
                options={plain(&self.choices.task_definitions)} help="The revision the tasks are made from."
            />
        }
    }

    pub fn cluster_field(&self) -> Html {
        html! {
            <SelectField
                fields={self.fields.clone()} name="cluster" label="Cluster" options={plain(&self.choices.clusters)}
                help="Where they run."
            />
        }
    }

    /// The launch type, and what the network mode means for it.
    pub fn launch_type_field(&self) -> Html {
        const HELP: &str = "EC2: on the cluster's container instances. Fargate: on capacity that AWS runs. Capacity \
                            providers: divided among them by base and weight.";
        let (providers, _) = self.asking.providers_of(self.fields.get("cluster"));
        let kinds = [("EC2", "EC2"), ("FARGATE", "Fargate"), (STRATEGY, "Capacity providers")];
        let offered = if providers.is_empty() { &kinds[..2] } else { &kinds[..] };
        html! {
            <>
                {choice(&self.fields, "launchType", "Launch type", offered, HELP)}
                if self.fields.get("launchType") == STRATEGY {
                    {strategy::fields(&self.fields, &providers, |_| true)}
                    <p class="muted">{"All left empty: all of the cluster's, with weight 1."}</p>
                }
                if self.facts.is_awsvpc {
                    <p class="note">
                        {"Network mode awsvpc: each task gets its own network interface, in the subnets of all zones."}
                    </p>
                }
            </>
        }
    }

    /// Strategies and constraints, which only container instances have.
    pub fn placement_fields(&self) -> Html {
        if self.fields.get("launchType") == "FARGATE" {
            return html! { <p class="muted">{"On Fargate there is no instance to choose, so nothing to place."}</p> };
        }
        html! { <Placement fields={self.fields.clone()} operation={self.operation} /> }
    }

    /// The members of the request that these fields make.
    pub fn request(&self) -> Result<Map<String, Value>, AttrValue> {
        let Self { fields, facts, asking, .. } = self;
        if !fields.is_on("taskDefinition") {
            return Err("Register a task definition first.".into());
        }
        let mut request = Map::new();
        for name in ["cluster", "taskDefinition"] {
            request.insert(name.into(), json!(fields.get(name)));
        }
        match fields.get("launchType") {
            STRATEGY => {
                let (providers, _) = asking.providers_of(fields.get("cluster"));
                let given = strategy::value(fields, &providers, |_| true)?;
                let all = providers.iter().map(|name| json!({ "capacityProvider": name, "weight": 1 }));
                let value = if given == json!([]) { all.collect() } else { given };
                request.insert("capacityProviderStrategy".into(), value);
            }
            launch_type => drop(request.insert("launchType".into(), json!(launch_type))),
        }
        if fields.get("launchType") != "FARGATE" {
            request.extend(constraints(fields).map(|value| ("placementConstraints".into(), value)));
            request.extend(strategies(fields).map(|value| ("placementStrategy".into(), value)));
        }
        if facts.is_awsvpc {
            request.insert("networkConfiguration".into(), asking.network_configuration());
        }
        Ok(request)
    }
}
