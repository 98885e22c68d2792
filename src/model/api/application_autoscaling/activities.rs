//! DescribeScalingActivities.

use std::rc::Rc;

use serde_json::{Value, json};

use super::{DIMENSION, text};
use crate::model::api::members::{Members, seconds};
use crate::model::ecs::service_scaling::{ScalingActivity, ScalingCause, ScalingOutcome};
use crate::model::world::World;

/// Newest first. Those that did not scale only if they are asked for, and only for a reason that the API has.
pub fn describe(world: &World, request: &Value) -> Value {
    let resource = text(request, "ResourceId");
    let all = request["IncludeNotScaledActivities"].as_bool().unwrap_or(false);
    let is_asked = |activity: &&Rc<ScalingActivity>| {
        let told = activity.has_scaled() || (all && activity.outcome.not_scaled_code().is_some());
        told && (resource.is_empty() || world.scaling_resource_id(activity.service) == resource)
    };
    let rows = world.scaling.activities.iter().rev().filter(is_asked);
    json!({ "ScalingActivities": rows.map(|row| described(world, row)).collect::<Value>() })
}

/// Description, cause and message of an activity, in the words of Application Auto Scaling.
fn words(activity: &ScalingActivity) -> (String, String, Option<String>) {
    let bounds =
        format!("min capacity to {} and max capacity to {}", activity.min_capacity, activity.max_capacity);
    let count = format!("desired count to {}.", activity.to);
    let is_schedule = matches!(activity.cause, ScalingCause::ScheduledAction { .. });
    let description = match (activity.has_scaled(), is_schedule) {
        (false, _) => "Attempting to scale due to alarm triggered".to_owned(),
        (true, true) => format!("Setting {bounds}"),
        (true, false) => format!("Setting {count}"),
    };
    let cause = match &activity.cause {
        ScalingCause::Alarm { alarm, policy, .. } => {
            format!("monitor alarm {alarm} in state ALARM triggered policy {policy}")
        }
        ScalingCause::ScheduledAction { name } => format!("scheduled action name {name} was triggered"),
        ScalingCause::Bounds { minimum: true } => format!("minimum capacity was set to {}", activity.to),
        ScalingCause::Bounds { minimum: false } => format!("maximum capacity was set to {}", activity.to),
    };
    let message = match activity.outcome {
        _ if is_schedule && activity.has_scaled() => format!("Successfully set {bounds}"),
        ScalingOutcome::InProgress => {
            format!("Successfully set {count} Waiting for change to be fulfilled by ecs.")
        }
        ScalingOutcome::Successful => {
            format!("Successfully set {count} Change successfully fulfilled by ecs.")
        }
        ScalingOutcome::Overridden => {
            format!("Successfully set {count} Another change came before ecs had fulfilled it.")
        }
        _ => return (description, cause, None),
    };
    (description, cause, Some(message))
}

fn described(world: &World, activity: &ScalingActivity) -> Value {
    let (description, cause, message) = words(activity);
    let status = match activity.outcome {
        ScalingOutcome::InProgress => "InProgress",
        ScalingOutcome::Overridden => "Overridden",
        ScalingOutcome::Successful | ScalingOutcome::AlreadyAtDesiredCapacity => "Successful",
        _ => "Failed",
    };
    let bound = match activity.outcome {
        ScalingOutcome::AlreadyAtMaxCapacity => json!({ "MaxCapacity": activity.max_capacity }),
        ScalingOutcome::AlreadyAtMinCapacity => json!({ "MinCapacity": activity.min_capacity }),
        _ => json!({ "CurrentCapacity": activity.from }),
    };
    let reasons = activity.outcome.not_scaled_code().map(|code| {
        let mut reason = json!({ "Code": code });
        if let (Some(reason), Value::Object(bound)) = (reason.as_object_mut(), bound) {
            reason.extend(bound);
        }
        json!([reason])
    });
    Members::new()
        .with("ActivityId", world.scaling_id(activity.number, 0))
        .with("ServiceNamespace", "ecs")
        .with("ResourceId", world.scaling_resource_id(activity.service))
        .with("ScalableDimension", DIMENSION)
        .with("Description", description)
        .with("Cause", cause)
        .with("StartTime", seconds(world, activity.at))
        .maybe("EndTime", activity.ended_at.filter(|_| activity.has_scaled()).map(|at| seconds(world, at)))
        .with("StatusCode", status)
        .maybe("StatusMessage", message)
        .maybe("NotScaledReasons", reasons)
        .build()
}
