//! Availability Zones that lose their power.

use serde::Deserialize;
use serde_json::{Value, json};

use super::instances::shown;
use super::request::{check_range, decode, zone};
use crate::model::capacity;
use crate::model::ecs::{ContainerInstanceId, EcsError, EcsResult, ZoneId};
use crate::model::kernel::SimDuration;
use crate::model::world::{Ctx, World};

/// AWS FIS lets no experiment run longer than twelve hours.
const LONGEST_SECONDS: u32 = 12 * 60 * 60;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ZoneRequest {
    availability_zone: String,
    duration_seconds: Option<u32>,
}

pub fn lose(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let request: ZoneRequest = decode(request)?;
    let id = with_power(ctx.world(), &request.availability_zone, true)?;
    if let Some(seconds) = request.duration_seconds {
        check_range("durationSeconds", seconds, 1, LONGEST_SECONDS)?;
    }
    let duration = request.duration_seconds.map(|seconds| SimDuration::from_secs(u64::from(seconds)));
    let stopped = capacity::lose_zone(ctx, id, duration);
    Ok(touched(ctx.world(), &request.availability_zone, &stopped))
}

pub fn restore(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let request: ZoneRequest = decode(request)?;
    let id = with_power(ctx.world(), &request.availability_zone, false)?;
    let started = capacity::restore_zone(ctx, id);
    Ok(touched(ctx.world(), &request.availability_zone, &started))
}

/// The zone, if it has power or has none, as it shall be.
fn with_power(world: &World, name: &str, power: bool) -> EcsResult<ZoneId> {
    let id = zone(world, name)?;
    if world.zone(id).available == power {
        return Ok(id);
    }
    let state = if power { "is without power already" } else { "has not lost its power" };
    Err(EcsError::invalid_parameter(format!("The Availability Zone {name} {state}.")))
}

fn touched(world: &World, zone: &str, instances: &[ContainerInstanceId]) -> Value {
    let instances: Vec<Value> = instances.iter().map(|&id| shown(world, id)).collect();
    json!({ "availabilityZone": zone, "instances": instances })
}
