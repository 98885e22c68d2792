//! What RunTask, StartTask and CreateService have in common: where tasks may run, and in which network.

pub mod capacity;
pub mod network;
pub mod placement;

pub use capacity::Capacity;

use crate::model::ecs::task_definition::{Compatibility, TaskDefinition, TaskDefinitionStatus};
use crate::model::ecs::{EcsError, EcsResult, ExceptionName, LaunchType, TaskDefinitionId};
use crate::model::world::World;

/// The ACTIVE revision that a request for new tasks names.
pub fn active_task_definition(world: &World, name_or_arn: &str) -> EcsResult<TaskDefinitionId> {
    let id = world
        .find_task_definition(name_or_arn)
        .ok_or_else(|| EcsError::client("TaskDefinition not found."))?;
    match world.task_definitions[id].status {
        TaskDefinitionStatus::Active => Ok(id),
        TaskDefinitionStatus::Inactive | TaskDefinitionStatus::DeleteInProgress => {
            Err(EcsError::client("TaskDefinition is inactive"))
        }
    }
}

/// Refuses a launch type that the definition was not made for.
pub fn refuse_incompatible(definition: &TaskDefinition, launch_type: LaunchType) -> EcsResult<()> {
    let compatibility = match launch_type {
        LaunchType::Ec2 => Compatibility::Ec2,
        LaunchType::Fargate => Compatibility::Fargate,
        LaunchType::External => Compatibility::External,
    };
    if definition.is_compatible_with(compatibility) {
        return Ok(());
    }
    let message = format!("Task definition does not support launch_type {}.", launch_type.as_str());
    Err(EcsError::invalid_parameter(message))
}

/// Refuses a platform version where there is no Fargate, or one that never was.
pub fn refuse_platform_version(version: Option<&str>, launch_type: LaunchType) -> EcsResult<()> {
    match (version, launch_type) {
        (None, _) | (Some("LATEST" | "1.4.0" | "1.3.0" | "1.0.0"), LaunchType::Fargate) => Ok(()),
        (Some(_), LaunchType::Fargate) => Err(EcsError::new(
            ExceptionName::PlatformUnknownException,
            // Assumed.
            "The specified platform version does not exist.",
        )),
        (Some(_), _) => Err(EcsError::invalid_parameter(
            "The platform version must be null when specifying an EC2 launch type",
        )),
    }
}

/// The launch types that the model has.
pub fn launch_type(word: &str) -> EcsResult<LaunchType> {
    match word {
        "EC2" => Ok(LaunchType::Ec2),
        "FARGATE" => Ok(LaunchType::Fargate),
        // Assumed: here no account has external or managed instances.
        other => Err(EcsError::new(
            ExceptionName::UnsupportedFeatureException,
            format!("The launch type {other} is not part of this model."),
        )),
    }
}
