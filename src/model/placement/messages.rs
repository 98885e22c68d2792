//! What ECS says when it cannot place: failure codes of RunTask and StartTask, and the service event.

use crate::model::ecs::ServiceId;
use crate::model::world::World;
use crate::model::world::decision::{PlacementFailure, RejectReason};

/// The reason of a RunTask failure on Fargate, and the cause in the service event.
pub const FARGATE_CAPACITY_UNAVAILABLE: &str =
    "Capacity is unavailable at this time. Please try again later or in a different availability zone";

/// Why a task was not placed on a capacity provider that has no container instance.
pub const EMPTY_CAPACITY_PROVIDER: &str = "EMPTY CAPACITY PROVIDER";

impl RejectReason {
    /// `reason` of a failure of RunTask or StartTask, and of a SERVICE_TASK_PLACEMENT_FAILURE.
    /// Sources: ECS API failure reasons; ECS service action events.
    pub fn failure_code(&self) -> &'static str {
        match self {
            Self::Status(_) => "INACTIVE",
            Self::ZoneUnavailable | Self::AgentDisconnected => "AGENT",
            Self::MissingAttribute(_) | Self::Architecture { .. } => "ATTRIBUTE",
            Self::Cpu { .. } => "RESOURCE:CPU",
            Self::Memory { .. } => "RESOURCE:MEMORY",
            Self::Gpu { .. } => "RESOURCE:GPU",
            Self::Port { .. } | Self::PortLimit { .. } => "RESOURCE:PORTS",
            Self::Eni { .. } => "RESOURCE:ENI",
            // Assumed: only the text of the other constraint is known.
            Self::DistinctInstance => "DistinctInstance placement constraint unsatisfied.",
            Self::MemberOf(_) => "MemberOf placement constraint unsatisfied.",
            Self::Location => "LOCATION",
        }
    }

    /// The sentence of a placement failure's service event that names the closest container instance, in
    /// the form with parentheses that the API gives. Reasons without a sentence of their own are named by
    /// their code. Source: ECS developer guide, "Service event messages"; messages seen in public reports.
    pub fn service_event_part(&self, container_instance_hex: &str) -> String {
        let closest = format!("The closest matching (container-instance {container_instance_hex})");
        match self {
            Self::ZoneUnavailable | Self::AgentDisconnected => {
                format!("{closest} doesn't have the agent connected.")
            }
            Self::MissingAttribute(_) | Self::Architecture { .. } => {
                format!("{closest} is missing an attribute required by your task.")
            }
            Self::Cpu { .. } => format!("{closest} has insufficient CPU units available."),
            Self::Memory { .. } => format!("{closest} has insufficient memory available."),
            Self::Port { .. } => format!("{closest} is already using a port required by your task."),
            Self::Status(_)
            | Self::Gpu { .. }
            | Self::PortLimit { .. }
            | Self::Eni { .. }
            | Self::DistinctInstance
            | Self::MemberOf(_)
            | Self::Location => format!("{closest} encountered error \"{}\".", self.failure_code()),
        }
    }
}

/// The service event for a capacity provider without container instances that nobody adds any to.
pub fn empty_capacity_provider(service: &str) -> String {
    format!(
        "(service {service}) was unable to reach steady state. Reason: No Container Instances were found in your \
         capacity provider."
    )
}

/// The service event for more waiting tasks than a cluster may have.
pub fn provisioning_limit(service: &str) -> String {
    format!(
        "(service {service}) was unable to place tasks in your cluster because the tasks provisioning capacity \
         limit was exceeded."
    )
}

/// The service event for a task that had no place.
pub fn placement_failure(world: &World, service: ServiceId, failure: &PlacementFailure) -> String {
    let name = &world.services[service].name;
    if failure.no_fargate_capacity {
        let reason = FARGATE_CAPACITY_UNAVAILABLE;
        return format!("(service {name}) was unable to place a task. Reason: {reason}.");
    }
    let part = match &failure.closest {
        Some((instance, reason)) => reason.service_event_part(&world.container_instance_hex(*instance)),
        None => "Reason: No Container Instances were found in your cluster.".to_owned(),
    };
    format!(
        "(service {name}) was unable to place a task because no container instance met all of its \
         requirements. {part} For more information, see the Troubleshooting section of the Amazon ECS \
         Developer Guide."
    )
}
