//! Letting a service's desired count be scaled: its bounds, and target tracking.

use serde_json::json;
use yew::prelude::*;

use super::form::Form;
use crate::model::autoscaling::tracking;
use crate::model::ecs::ServiceId;
use crate::model::world::event::Command;
use crate::web::ui::components::{NumberField, SelectField, TextField, use_fields};
use crate::web::ui::state::{Shown, command};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub state: Shown,
    pub service: ServiceId,
    /// The bounds; otherwise a policy.
    pub bounds: bool,
}

#[component]
pub fn Scaling(props: &Props) -> Html {
    let Props { state, service, bounds } = props;
    let world = &state.snapshot;
    let target = world.scaling.target(*service).cloned();
    let fields = use_fields(|| {
        let now = world.services[*service].desired_count;
        let (min, max) =
            target.as_ref().map_or((now.min(2), now.max(2) * 3), |row| (row.min_capacity, row.max_capacity));
        [
            ("min", min.to_string()),
            ("max", max.to_string()),
            ("metric", "ECSServiceAverageCPUUtilization".to_owned()),
            ("value", "50".to_owned()),
            ("name", "cpu".to_owned()),
            ("out", "300".to_owned()),
            ("in", "300".to_owned()),
        ]
    });
    let resource = world.scaling_resource_id(*service);
    let mut request = json!({
        "ServiceNamespace": "ecs", "ResourceId": resource, "ScalableDimension": "ecs:service:DesiredCount",
    });
    let (operation, title, submit) = if *bounds {
        request["MinCapacity"] = json!(fields.number("min"));
        request["MaxCapacity"] = json!(fields.number("max"));
        ("RegisterScalableTarget", "Scale automatically", "Set the bounds")
    } else {
        let mut metric = json!({ "PredefinedMetricType": fields.get("metric") });
        if fields.get("metric") == "ALBRequestCountPerTarget" {
            metric["ResourceLabel"] = json!(tracking::resource_label(world, *service).unwrap_or_default());
        }
        request["PolicyName"] = json!(fields.get("name"));
        request["PolicyType"] = json!("TargetTrackingScaling");
        request["TargetTrackingScalingPolicyConfiguration"] = json!({
            "TargetValue": fields.number("value"), "PredefinedMetricSpecification": metric,
            "ScaleOutCooldown": fields.number("out"), "ScaleInCooldown": fields.number("in"),
        });
        ("PutScalingPolicy", "Add target tracking", "Add the policy")
    };
    let missing = match *bounds {
        true => fields.number("min").is_none() || fields.number("max").is_none(),
        false => fields.number("value").is_none() || !fields.is_on("name"),
    };
    let command: Result<Command, AttrValue> = match missing {
        true => Err("Fill in every number.".into()),
        false => Ok(command("application-autoscaling", operation, request)),
    };
    let has_balancer = tracking::resource_label(world, *service).is_some();
    let metrics = [
        ("ECSServiceAverageCPUUtilization", "Average CPU utilization", true),
        ("ECSServiceAverageMemoryUtilization", "Average memory utilization", true),
        ("ALBRequestCountPerTarget", "Requests per target and minute", has_balancer),
    ];
    let metrics: Vec<(AttrValue, AttrValue)> =
        metrics.into_iter().filter(|row| row.2).map(|row| (row.0.into(), row.1.into())).collect();
    html! {
        <Form {title} asking={state.asking()} {command} {submit}>
            if *bounds {
                <div class="grid2">
                    <NumberField fields={fields.clone()} name="min" label="Minimum" first=true help="Scaling in leaves so many tasks." />
                    <NumberField fields={fields.clone()} name="max" label="Maximum" help="Scaling out stops at so many tasks." />
                </div>
                <p class="muted">{ "A desired count outside the bounds is brought inside at once. Add a policy next, so that a metric moves it." }</p>
            } else {
                <SelectField fields={fields.clone()} name="metric" label="Metric" options={metrics} help="What is kept near the target." />
                <div class="grid2">
                    <NumberField fields={fields.clone()} name="value" label="Target" help="Per cent, or requests." first=true />
                    <TextField fields={fields.clone()} name="name" label="Policy name" help="A policy of the same name is changed." />
                    <NumberField fields={fields.clone()} name="out" label="Scale-out cooldown" help="Seconds in which only a larger scale-out follows." />
                    <NumberField {fields} name="in" label="Scale-in cooldown" help="Seconds in which nothing more is scaled in." />
                </div>
                <p class="muted">{ "Two alarms come with it: above the target for 3 minutes scales out, below nine tenths of it for 15 minutes scales in." }</p>
            }
        </Form>
    }
}
