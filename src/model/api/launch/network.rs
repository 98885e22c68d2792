//! `networkConfiguration`: who must give it, and what it must say.

use serde_json::Value;

use crate::model::ecs::task_definition::TaskDefinition;
use crate::model::ecs::{EcsError, EcsResult, LaunchType};

/// Holds a network configuration against the network mode and the launch type.
pub fn refuse(configuration: Option<&Value>, definition: &TaskDefinition, on: LaunchType) -> EcsResult<()> {
    let awsvpc = configuration.map(|given| &given["awsvpcConfiguration"]).filter(|given| given.is_object());
    let message = match awsvpc {
        None if definition.needs_eni() => {
            "Network Configuration must be provided when networkMode 'awsvpc' is specified."
        }
        Some(_) if !definition.needs_eni() => {
            "Network Configuration is not valid for the given networkMode of this task definition."
        }
        // Assumed.
        Some(given) if given["subnets"].as_array().is_none_or(Vec::is_empty) => "subnets can not be empty.",
        Some(given) if on == LaunchType::Ec2 && given["assignPublicIp"] == "ENABLED" => {
            "Assign public IP is not supported for this launch type"
        }
        _ => return Ok(()),
    };
    Err(EcsError::invalid_parameter(message))
}
