//! The `detail` of each kind of event.

use serde_json::{Map, Value, json};

use super::Sent;
use crate::model::api::container_instances::{Include, container_instance};
use crate::model::api::members::Members;
use crate::model::api::tasks::describe::task;
use crate::model::ecs::{ContainerInstanceId, DeploymentId, ServiceId, TaskId};
use crate::model::kernel::calendar::iso_millis;
use crate::model::world::decision::PlacementRecord;
use crate::model::world::event::ServiceAction;
use crate::model::world::{Event, LoggedEvent, World};

/// The ARNs that the event is about, and its detail.
pub fn of(world: &World, logged: &LoggedEvent, sent: Sent) -> (Vec<String>, Value) {
    let now = iso_millis(world.epoch_millis(logged.at));
    match sent {
        Sent::TaskStateChange(id) => {
            let id = id.unwrap_or_else(|| TaskId(world.tasks.next_id().0 - 1));
            // A task has its tags where it is described only.
            let mut detail = with_words_for_times(task(world, id), &["tags"]);
            detail.insert("updatedAt".to_owned(), now.into());
            (vec![world.task_arn(id)], detail.into())
        }
        Sent::ContainerInstanceStateChange(id) => {
            let id = id.unwrap_or_else(|| ContainerInstanceId(world.container_instances.next_id().0 - 1));
            let described = container_instance(world, id, Include::default());
            let mut detail = with_words_for_times(described, &["tags", "attachments"]);
            for list in ["registeredResources", "remainingResources"] {
                detail
                    .get_mut(list)
                    .and_then(Value::as_array_mut)
                    .into_iter()
                    .flatten()
                    .for_each(only_its_own_value);
            }
            let cluster = world.cluster_arn(world.container_instances[id].cluster);
            detail.insert("clusterArn".to_owned(), cluster.into());
            detail.insert("updatedAt".to_owned(), now.into());
            (vec![world.container_instance_arn(id)], detail.into())
        }
        Sent::ServiceAction(service, action) => {
            (vec![world.service_arn(service)], service_action(world, service, action, now))
        }
        Sent::DeploymentStateChange(service, deployment, action) => {
            let detail = Members::new()
                .with("eventType", action.event_type())
                .with("eventName", action.name())
                .with("deploymentId", world.deployment_name(deployment))
                .with("updatedAt", now)
                .with("reason", reason(world, logged, service, deployment));
            (vec![world.service_arn(service)], detail.build())
        }
        Sent::SpotInterruptionWarning(id) => {
            let instance = world.ec2_instance_id(id);
            let zone = world.zone_name(world.container_instances[id].zone);
            let detail = json!({ "instance-id": instance, "instance-action": "terminate" });
            (vec![format!("arn:aws:ec2:{zone}:instance/{instance}")], detail)
        }
    }
}

fn service_action(world: &World, service: ServiceId, action: ServiceAction, now: String) -> Value {
    let row = &world.services[service];
    let providers = || {
        let strategy = row.spec.capacity_provider_strategy.iter();
        strategy.map(|entry| world.capacity_provider_arn(&entry.capacity_provider)).collect::<Value>()
    };
    let failed =
        (action == ServiceAction::ServiceTaskPlacementFailure).then(|| failed_placement(world, service));
    let failed = failed.flatten();
    let closest = failed.and_then(|record| record.failure.as_ref()?.closest.as_ref());
    let no_capacity =
        failed.and_then(|record| record.failure.as_ref()).is_some_and(|row| row.no_fargate_capacity);
    let code = closest.map(|(_, reason)| reason.failure_code());
    let instances = closest.map(|(instance, _)| json!([world.container_instance_arn(*instance)]));
    let of_providers = action == ServiceAction::CapacityProviderSteadyState
        || (no_capacity && !row.spec.capacity_provider_strategy.is_empty());
    Members::new()
        .with("eventType", action.event_type())
        .with("eventName", action.name())
        .with("clusterArn", world.cluster_arn(row.cluster))
        .maybe("capacityProviderArns", of_providers.then(providers))
        .maybe("containerInstanceArns", instances)
        .maybe("reason", code.or(no_capacity.then_some("RESOURCE:FARGATE")))
        .with("createdAt", now)
        .build()
}

/// The decision that a message about a failed placement tells of: the service's newest.
fn failed_placement(world: &World, service: ServiceId) -> Option<&PlacementRecord> {
    let mut decisions = world.decisions.iter().rev().map(|(_, record)| &**record);
    decisions.find(|record| record.unplaced > 0 && record.service() == Some(service))
}

/// `rolloutStateReason` as it was set by the event, or as the new deployment has it.
fn reason(world: &World, logged: &LoggedEvent, service: ServiceId, deployment: DeploymentId) -> String {
    match &logged.event {
        Event::DeploymentRolloutChanged { reason, .. } | Event::DeploymentRolledBack { reason, .. } => {
            reason.to_string()
        }
        _ => {
            let deployments = &world.services[service].deployments;
            let row = deployments.iter().find(|row| row.id == deployment);
            row.map(|row| row.rollout_state_reason.to_string()).unwrap_or_default()
        }
    }
}

/// The description of the API, with times as EventBridge writes them and without members that it has not.
fn with_words_for_times(described: Value, without: &[&str]) -> Map<String, Value> {
    let Value::Object(members) = described else { return Map::new() };
    let kept = members.into_iter().filter(|(name, _)| !without.contains(&name.as_str()));
    let worded = kept.map(|(name, value)| {
        let seconds = value.as_f64().filter(|_| name.ends_with("At"));
        let value = seconds.map_or(value, |seconds| iso_millis((seconds * 1000.0).round() as u64).into());
        (name, value)
    });
    worded.collect()
}

/// A resource has one value here, that of its type.
fn only_its_own_value(resource: &mut Value) {
    let is_set = resource["type"] == "STRINGSET";
    if let Value::Object(members) = resource {
        members.retain(|name, _| match name.as_str() {
            "name" | "type" => true,
            "integerValue" => !is_set,
            "stringSetValue" => is_set,
            _ => false,
        });
    }
}
