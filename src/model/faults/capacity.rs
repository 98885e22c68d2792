//! Capacity that is taken back, drained, stopped for a while, or not to be had.

use serde::Deserialize;
use serde_json::{Value, json};

use super::instances::shown;
use super::request::{check_range, decode, instance, task, zone};
use crate::model::agent;
use crate::model::capacity::{self, shortages, spot};
use crate::model::ecs::shortage::ShortageOf;
use crate::model::ecs::{
    ContainerInstanceId, ContainerInstanceStatus, Ec2State, EcsError, EcsResult, LaunchType, TaskId,
    TaskStopCode, ZoneId,
};
use crate::model::kernel::SimDuration;
use crate::model::world::timer::InstanceStep;
use crate::model::world::{CapacityEvent, Ctx, Event, Timer, World};

/// AWS FIS lets no experiment run longer than twelve hours.
const LONGEST_SECONDS: u32 = 12 * 60 * 60;

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Given {
    cluster: Option<String>,
    container_instance: String,
    task: String,
    auto_scaling_group: String,
    capacity_provider: Option<String>,
    availability_zones: Vec<String>,
    percentage: Option<u32>,
    duration_seconds: Option<u32>,
}

impl Given {
    fn duration(&self, least: u32, most: u32) -> EcsResult<Option<SimDuration>> {
        if let Some(seconds) = self.duration_seconds {
            check_range("durationSeconds", seconds, least, most)?;
        }
        Ok(self.duration_seconds.map(|seconds| SimDuration::from_secs(u64::from(seconds))))
    }

    fn percentage(&self) -> EcsResult<u32> {
        let percentage = self.percentage.unwrap_or(100);
        check_range("percentage", percentage, 1, 100)?;
        Ok(percentage)
    }

    fn zones(&self, world: &World) -> EcsResult<Vec<ZoneId>> {
        self.availability_zones.iter().map(|name| zone(world, name)).collect()
    }
}

/// aws:ec2:send-spot-instance-interruptions.
pub fn interrupt_spot_instance(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let given: Given = decode(request)?;
    let id = match &*given.container_instance {
        "" => oldest_spot_instance(ctx.world(), given.cluster.as_deref())?,
        name => instance(ctx.world(), given.cluster.as_deref(), name)?,
    };
    let span = given.duration(120, 900)?.unwrap_or(spot::NOTICE);
    spot::interrupt(ctx, id, span)?;
    Ok(json!({ "instance": shown(ctx.world(), id) }))
}

/// The one that is taken where nobody names one.
fn oldest_spot_instance(world: &World, cluster: Option<&str>) -> EcsResult<ContainerInstanceId> {
    let cluster = world.active_cluster(cluster)?;
    let ids = world.clusters[cluster].container_instances.iter().copied();
    let may_go = |id: &ContainerInstanceId| {
        let row = &world.container_instances[*id];
        row.ec2_state == Ec2State::Running
            && row.spot.as_ref().is_some_and(|spot| spot.interrupted_at.is_none())
    };
    { ids }
        .find(may_go)
        .ok_or_else(|| EcsError::invalid_parameter("The cluster has no Spot Instance to interrupt."))
}

fn fargate_task(world: &World, given: &Given, provider: Option<&str>) -> EcsResult<TaskId> {
    let id = task(world, given.cluster.as_deref(), &given.task)?;
    let row = &world.tasks[id];
    let right = row.launch_type == LaunchType::Fargate
        && provider.is_none_or(|provider| row.capacity_provider.as_deref() == Some(provider));
    if right && row.is_wanted() {
        return Ok(id);
    }
    let what = provider.unwrap_or("FARGATE");
    Err(EcsError::invalid_parameter(format!("The task {} does not run on {what}.", given.task)))
}

/// Fargate Spot takes a task's machine back: SIGTERM at once, SIGKILL after its `stopTimeout`.
pub fn interrupt_fargate_spot(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let given: Given = decode(request)?;
    let id = fargate_task(ctx.world(), &given, Some("FARGATE_SPOT"))?;
    agent::stop_task(ctx, id, TaskStopCode::SpotInterruption, agent::SPOT_INTERRUPTION);
    Ok(json!({ "taskArn": ctx.world().task_arn(id) }))
}

/// Fargate wants the machine for maintenance. A service replaces the task first; one of its own just stops.
pub fn retire_task(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let given: Given = decode(request)?;
    let id = fargate_task(ctx.world(), &given, None)?;
    if ctx.world().tasks[id].service.is_some() {
        ctx.emit(Event::Capacity(CapacityEvent::TaskRetires { task: id }));
    } else {
        agent::stop_task(ctx, id, TaskStopCode::ServiceSchedulerInitiated, agent::MAINTENANCE);
    }
    Ok(json!({ "taskArn": ctx.world().task_arn(id) }))
}

/// aws:ecs:drain-container-instances.
pub fn drain_container_instances(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let given: Given = decode(request)?;
    let cluster = ctx.world().active_cluster(given.cluster.as_deref())?;
    let (percentage, duration) = (given.percentage()?, given.duration(60, LONGEST_SECONDS)?);
    let all = ctx.world().clusters[cluster].container_instances.iter().copied();
    let is_active = |id| ctx.world().container_instances[id].status == ContainerInstanceStatus::Active;
    let active: Vec<_> = all.filter(|&id| is_active(id)).collect();
    if active.is_empty() {
        return Err(EcsError::invalid_parameter("The cluster has no ACTIVE container instance to drain."));
    }
    let count = (active.len() as u32 * percentage).div_ceil(100);
    let chosen: Vec<_> = active.into_iter().take(count as usize).collect();
    for &instance in &chosen {
        capacity::change_state(ctx, instance, ContainerInstanceStatus::Draining);
        if let Some(duration) = duration {
            ctx.schedule(duration, Timer::InstanceStep { instance, step: InstanceStep::DrainEnds });
        }
    }
    let shown: Vec<Value> = chosen.iter().map(|&id| shown(ctx.world(), id)).collect();
    Ok(json!({ "instances": shown }))
}

/// aws:ec2:asg-insufficient-instance-capacity-error.
pub fn insufficient_instance_capacity(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let given: Given = decode(request)?;
    let group = ctx.world().find_auto_scaling_group(&given.auto_scaling_group).ok_or_else(|| {
        EcsError::invalid_parameter(format!("There is no Auto Scaling group {}.", given.auto_scaling_group))
    })?;
    begin(ctx, &given, ShortageOf::AutoScalingGroup(group))
}

/// aws:ec2:api-insufficient-instance-capacity-error. There is one role here, so it holds for every caller.
pub fn api_insufficient_instance_capacity(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    begin(ctx, &decode(request)?, ShortageOf::Api)
}

/// Fargate, or Fargate Spot, has no room for new tasks.
pub fn exhaust_fargate(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let given: Given = decode(request)?;
    let spot = match given.capacity_provider.as_deref() {
        None | Some("FARGATE") => false,
        Some("FARGATE_SPOT") => true,
        Some(other) => {
            let message = format!("capacityProvider must be FARGATE or FARGATE_SPOT, but was {other}.");
            return Err(EcsError::invalid_parameter(message));
        }
    };
    begin(ctx, &given, ShortageOf::Fargate { spot })
}

fn begin(ctx: &mut Ctx, given: &Given, of: ShortageOf) -> EcsResult<Value> {
    let (zones, percentage) = (given.zones(ctx.world())?, given.percentage()?);
    let duration = given.duration(60, LONGEST_SECONDS)?;
    let number = shortages::begin(ctx, of, zones, percentage, duration);
    Ok(json!({ "shortage": number }))
}

/// Ends every shortage there is.
pub fn restore_capacity(ctx: &mut Ctx) -> EcsResult<Value> {
    let numbers: Vec<u32> = ctx.world().shortages.iter().map(|row| row.number).collect();
    if numbers.is_empty() {
        return Err(EcsError::invalid_parameter("No capacity is short now."));
    }
    numbers.iter().for_each(|&number| shortages::end(ctx, number));
    Ok(json!({ "shortages": numbers }))
}
