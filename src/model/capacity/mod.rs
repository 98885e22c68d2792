//! Container instances joining and leaving, and Availability Zones.
//!
//! An EC2 instance is a row from the moment it is launched, so that the page can show it while it boots. It
//! is REGISTERING until its agent registers; ECS does not know it before, so the API does not show it either.

mod attributes;
pub mod groups;
pub mod instance_types;
mod launch;
mod life;
pub mod managed_instances;
pub mod managed_scaling;
mod managed_upkeep;
mod registration;
pub mod shortages;
pub mod spot;
pub mod user_data;
mod zones;

pub use attributes::{check_custom, is_custom};
pub use instance_types::{INSTANCE_TYPES, InstanceType, instance_type};
pub use launch::{Launch, launch};
pub use life::{connect_agent, disconnect_agent, reboot, start, stop, terminate};
pub use registration::{
    MOST_INSTANCES_PER_CLUSTER, RESERVED_PORTS, Registration, change_state, check_quota, deregister, register,
};
pub use zones::{lose_zone, power_returns, restore_zone};

use crate::model::ecs::{ContainerInstanceId, ContainerInstanceStatus, TaskStatus};
use crate::model::world::timer::InstanceStep;
use crate::model::world::{Ctx, Event};

/// An EC2 instance goes on to the next state of its life.
pub fn instance_step(ctx: &mut Ctx, instance: ContainerInstanceId, step: InstanceStep) {
    match step {
        InstanceStep::Boots => life::boots(ctx, instance),
        InstanceStep::AgentRegisters => life::agent_registers(ctx, instance),
        InstanceStep::ShutsDown => life::shuts_down(ctx, instance),
        InstanceStep::Stops => life::stops(ctx, instance),
        InstanceStep::Terminates => life::terminates(ctx, instance),
        InstanceStep::HookTimesOut => groups::hook_times_out(ctx, instance),
        InstanceStep::IdleTooLong { version } => managed_upkeep::idle_too_long(ctx, instance, version),
        InstanceStep::Underused { version } => managed_upkeep::underused(ctx, instance, version),
        InstanceStep::Released => managed_upkeep::released(ctx, instance),
        InstanceStep::GrowsOld => managed_upkeep::grows_old(ctx, instance),
        InstanceStep::IsTooOld => managed_upkeep::is_too_old(ctx, instance),
        InstanceStep::DrainEnds => life::drain_ends(ctx, instance),
        InstanceStep::StartsAgain => life::starts_again(ctx, instance),
    }
}

/// What groups do about what others said.
pub fn hear(ctx: &mut Ctx, event: &Event) {
    match event {
        Event::Ec2StateChanged { instance, state } => groups::on_ec2_state(ctx, *instance, *state),
        Event::TaskStatusChanged { task, status: TaskStatus::Stopped } => {
            if let Some(instance) = ctx.world().tasks[*task].container_instance {
                groups::on_task_gone(ctx, instance);
                managed_upkeep::on_less_used(ctx, instance);
            }
        }
        Event::TaskCreated(task) if task.waits_for_capacity() => {
            managed_instances::on_waiting_task(ctx, task)
        }
        Event::ContainerInstanceStatusChanged {
            instance, status: ContainerInstanceStatus::Active, ..
        } => {
            managed_upkeep::on_active(ctx, *instance);
        }
        Event::ContainerInstanceStatusChanged {
            instance, status: ContainerInstanceStatus::Draining, ..
        } => managed_upkeep::on_less_used(ctx, *instance),
        _ => {}
    }
}
