//! EC2 instances: launched, stopped, started, rebooted, terminated, cut off.

use serde::Deserialize;
use serde_json::{Value, json};

use super::request::{check_range, decode, instance, zone};
use crate::model::capacity::{self, INSTANCE_TYPES, InstanceType, Launch, MOST_INSTANCES_PER_CLUSTER};
use crate::model::ecs::{Attribute, ContainerInstanceId, EcsError, EcsResult};
use crate::model::kernel::SimDuration;
use crate::model::world::timer::InstanceStep;
use crate::model::world::{Ctx, Timer, World};

pub const DEFAULT_INSTANCE_TYPE: &str = "t3.medium";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LaunchRequest {
    cluster: Option<String>,
    instance_type: Option<String>,
    availability_zone: Option<String>,
    count: Option<u32>,
    #[serde(default)]
    attributes: Vec<Attribute>,
    #[serde(default)]
    ready: bool,
}

pub fn launch(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let request: LaunchRequest = decode(request)?;
    let world = ctx.world();
    let count = request.count.unwrap_or(1);
    check_range("count", count, 1, MOST_INSTANCES_PER_CLUSTER)?;
    let order = Launch {
        cluster: world.active_cluster(request.cluster.as_deref())?,
        instance_type: known_type(request.instance_type.as_deref().unwrap_or(DEFAULT_INSTANCE_TYPE))?,
        zone: request.availability_zone.map(|name| zone(world, &name)).transpose()?,
        count,
        attributes: &request.attributes,
        ready: request.ready,
    };
    let launched = capacity::launch(ctx, &order)?;
    let instances: Vec<Value> = launched.iter().map(|&id| shown(ctx.world(), id)).collect();
    Ok(json!({ "instances": instances }))
}

fn known_type(name: &str) -> EcsResult<&'static InstanceType> {
    capacity::instance_type(name).ok_or_else(|| {
        let known: Vec<&str> = INSTANCE_TYPES.iter().map(|kind| kind.name).collect();
        EcsError::invalid_parameter(format!(
            "There is no instance type {name} here. There are {}.",
            known.join(", ")
        ))
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct InstanceRequest {
    cluster: Option<String>,
    container_instance: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StopRequest {
    cluster: Option<String>,
    container_instance: String,
    start_instances_after_seconds: Option<u32>,
}

/// AWS FIS lets no experiment run longer than twelve hours.
const LONGEST_SECONDS: u32 = 12 * 60 * 60;

/// Stops an instance, for a while or until somebody starts it.
pub fn stop(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let given: StopRequest = decode(request)?;
    if let Some(seconds) = given.start_instances_after_seconds {
        check_range("startInstancesAfterSeconds", seconds, 60, LONGEST_SECONDS)?;
    }
    let answer = act(ctx, request, capacity::stop)?;
    if let Some(seconds) = given.start_instances_after_seconds {
        let instance = instance(ctx.world(), given.cluster.as_deref(), &given.container_instance)?;
        let delay = SimDuration::from_secs(u64::from(seconds));
        ctx.schedule(delay, Timer::InstanceStep { instance, step: InstanceStep::StartsAgain });
    }
    Ok(answer)
}

/// Does one thing to one instance.
pub fn act(
    ctx: &mut Ctx,
    request: &Value,
    action: fn(&mut Ctx, ContainerInstanceId) -> EcsResult<()>,
) -> EcsResult<Value> {
    let request: InstanceRequest = decode(request)?;
    let id = instance(ctx.world(), request.cluster.as_deref(), &request.container_instance)?;
    action(ctx, id)?;
    Ok(json!({ "instance": shown(ctx.world(), id) }))
}

/// What the terminal prints of an instance.
pub fn shown(world: &World, id: ContainerInstanceId) -> Value {
    let row = &world.container_instances[id];
    json!({
        "ec2InstanceId": world.ec2_instance_id(id),
        "containerInstanceArn": world.container_instance_arn(id),
        "instanceType": row.instance_type,
        "availabilityZone": world.zone_name(row.zone),
        "ec2State": row.ec2_state,
        "status": row.status,
        "agentConnected": row.agent_connected,
    })
}
