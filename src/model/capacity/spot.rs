//! Spot Instances that EC2 takes back.
//!
//! Two minutes before the end EC2 gives notice. The agent sets its container instance DRAINING if it was told to
//! (`ECS_ENABLE_SPOT_INSTANCE_DRAINING`), and so does managed draining; else the tasks die with the instance.
//! Source: ECS developer guide, "Amazon ECS container instance draining"; AWS FIS,
//! aws:ec2:send-spot-instance-interruptions.

use super::{change_state, groups, life};
use crate::model::ecs::{ContainerInstanceId, ContainerInstanceStatus, Ec2State, EcsError, EcsResult};
use crate::model::kernel::SimDuration;
use crate::model::world::timer::SpotStep;
use crate::model::world::{CapacityEvent, Ctx, Event, Timer};

pub const NOTICE: SimDuration = SimDuration::from_mins(2);

/// EC2 will take the Spot Instance back after `until_interruption`, two minutes at least.
pub fn interrupt(
    ctx: &mut Ctx,
    instance: ContainerInstanceId,
    until_interruption: SimDuration,
) -> EcsResult<()> {
    let row = &ctx.world().container_instances[instance];
    let id = ctx.world().ec2_instance_id(instance);
    let refusal = match &row.spot {
        None => format!("The instance '{id}' is not a Spot Instance."),
        Some(spot) if spot.interrupted_at.is_some() => {
            format!("The Spot Instance '{id}' has had its interruption notice.")
        }
        Some(_) if !matches!(row.ec2_state, Ec2State::Pending | Ec2State::Running) => {
            format!("The Spot Instance '{id}' does not run.")
        }
        Some(_) => {
            let step = SpotStep::Notice;
            ctx.schedule(until_interruption - NOTICE, Timer::SpotInterruption { instance, step });
            return Ok(());
        }
    };
    Err(EcsError::invalid_parameter(refusal))
}

pub fn step(ctx: &mut Ctx, instance: ContainerInstanceId, step: SpotStep) {
    let row = &ctx.world().container_instances[instance];
    if !matches!(row.ec2_state, Ec2State::Pending | Ec2State::Running) {
        return;
    }
    match step {
        SpotStep::Notice => give_notice(ctx, instance),
        // The group's health check finds it gone and launches another.
        SpotStep::Interruption => drop(life::terminate(ctx, instance)),
    }
}

fn give_notice(ctx: &mut Ctx, instance: ContainerInstanceId) {
    let at = ctx.now() + NOTICE;
    ctx.emit(Event::Capacity(CapacityEvent::SpotInterruptionNoticed { instance, at }));
    ctx.schedule(NOTICE, Timer::SpotInterruption { instance, step: SpotStep::Interruption });
    let row = &ctx.world().container_instances[instance];
    let agent_drains = row.agent_connected && row.spot.as_ref().is_some_and(|spot| spot.drains);
    let provider = row.group.as_ref().and_then(|member| groups::provider_of(ctx.world(), member.group));
    let provider = provider.and_then(|id| ctx.world().capacity_providers[id].group());
    let drains = agent_drains || provider.is_some_and(|group| group.managed_draining);
    if drains && row.status == ContainerInstanceStatus::Active {
        change_state(ctx, instance, ContainerInstanceStatus::Draining);
    }
}
