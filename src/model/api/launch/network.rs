//! `networkConfiguration`: who must give it, and which Availability Zones its subnets lie in.

use serde_json::Value;

use crate::model::ecs::task_definition::TaskDefinition;
use crate::model::ecs::{EcsError, EcsResult, LaunchType, ZoneId};
use crate::model::world::World;

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

/// The zones of the configuration's subnets, in order, each once; none for tasks without a subnet of their own.
///
/// The model has one subnet in each zone. A subnet it does not know comes from somebody's real command: it lies
/// in a zone that its last letters choose, so that a row of them spreads over the zones.
pub fn zones(world: &World, configuration: Option<&Value>) -> Vec<ZoneId> {
    let subnets = configuration.and_then(|given| given["awsvpcConfiguration"]["subnets"].as_array());
    let names = subnets.into_iter().flatten().filter_map(Value::as_str);
    let mut zones: Vec<ZoneId> = names.map(|subnet| zone_of(world, subnet)).collect();
    zones.sort_unstable();
    zones.dedup();
    zones
}

fn zone_of(world: &World, subnet: &str) -> ZoneId {
    let count = world.zones.len() as u32;
    let known = (0..count).map(ZoneId).find(|&id| *world.zone(id).subnet_id == *subnet);
    let letters = || subnet.bytes().fold(0_u32, |sum, byte| sum.wrapping_add(u32::from(byte)));
    known.unwrap_or_else(|| ZoneId(letters() % count))
}
