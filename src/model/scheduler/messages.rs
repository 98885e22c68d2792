//! The texts of the service event list, exactly as ECS writes them.
//! Source: the "Amazon ECS service event messages" page and messages seen in real event lists.

use std::fmt::Write;

use crate::model::world::World;
use crate::model::world::decision::{PlacementFailure, RejectReason};

fn list(tasks: &[String]) -> String {
    let mut text = String::with_capacity(tasks.len() * 40);
    for task in tasks {
        let _ = write!(text, " (task {task})");
    }
    text
}

/// `replaced` of the tasks stand in for unhealthy ones.
pub fn started(service: &str, tasks: &[String], replaced: u32) -> String {
    let mut text = format!("(service {service}) has started {} tasks:{}.", tasks.len(), list(tasks));
    if replaced > 0 {
        let _ = write!(text, " Amazon ECS replaced {replaced} tasks due to an unhealthy status.");
    }
    text
}

pub fn stopped_running(service: &str, tasks: &[String]) -> String {
    format!("(service {service}) has stopped {} running tasks:{}.", tasks.len(), list(tasks))
}

pub fn stopped_pending(service: &str, count: u32) -> String {
    format!("(service {service}) stopped {count} pending tasks.")
}

pub fn failed_health_checks(service: &str, task: &str) -> String {
    format!("(service {service}) (task {task}) failed container health checks.")
}

/// `deployment` is `ecs-svc/` and digits.
pub fn deployment_completed(service: &str, deployment: &str) -> String {
    format!("(service {service}) (deployment {deployment}) deployment completed.")
}

pub fn steady_state(service: &str) -> String {
    format!("(service {service}) has reached a steady state.")
}

pub fn start_impaired(service: &str) -> String {
    format!("(service {service}) is unable to consistently start tasks successfully.")
}

pub fn stuck(service: &str) -> String {
    format!(
        "(service {service}) was unable to stop or start tasks during a deployment because of the service \
         deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again."
    )
}

/// Why a task found no place, with the container instance that came closest.
pub fn placement_failure(world: &World, service: &str, failure: &PlacementFailure) -> String {
    if failure.no_fargate_capacity {
        return format!(
            "(service {service}) was unable to place a task. Reason: Capacity is unavailable at this time. \
             Please try again later or in a different availability zone."
        );
    }
    let part = match &failure.closest {
        Some((instance, reason)) => match closest(reason) {
            Some(what) => format!(
                "The closest matching (container-instance {}) {what}",
                world.container_instance_hex(*instance)
            ),
            None => NO_INSTANCES.to_owned(),
        },
        None => NO_INSTANCES.to_owned(),
    };
    format!(
        "(service {service}) was unable to place a task because no container instance met all of its \
         requirements. {part} For more information, see the Troubleshooting section of the Amazon ECS \
         Developer Guide."
    )
}

const NO_INSTANCES: &str = "Reason: No Container Instances were found in your cluster.";

/// What is wrong with the closest container instance; none if it is not open for tasks at all, which we
/// assume ECS words as if there were none.
fn closest(reason: &RejectReason) -> Option<&'static str> {
    Some(match reason {
        RejectReason::Status(_) | RejectReason::ZoneUnavailable => return None,
        RejectReason::AgentDisconnected => "doesn't have the agent connected.",
        RejectReason::MissingAttribute(_) | RejectReason::Architecture { .. } => {
            "is missing an attribute required by your task."
        }
        RejectReason::Cpu { .. } => "has insufficient CPU units available.",
        RejectReason::Memory { .. } => "has insufficient memory available.",
        RejectReason::Gpu { .. } => "encountered error \"RESOURCE:GPU\".",
        RejectReason::Port { .. } | RejectReason::PortLimit { .. } => "is already using a port required by your task.",
        RejectReason::Eni { .. } => "encountered error \"RESOURCE:ENI\".",
        RejectReason::MemberOf(_) => "encountered error \"MemberOf placement constraint unsatisfied.\".",
        // No real message with these two was found; they are formed like the one above.
        RejectReason::DistinctInstance => {
            "encountered error \"DistinctInstance placement constraint unsatisfied.\"."
        }
        RejectReason::Location => "encountered error \"LOCATION\".",
    })
}
