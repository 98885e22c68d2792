//! Container instances joining and leaving, and Availability Zones.
//!
//! An EC2 instance is a row from the moment it is launched, so that the page can show it while it boots. It
//! is REGISTERING until its agent registers; ECS does not know it before, so the API does not show it either.

mod attributes;
pub mod instance_types;
mod launch;
mod life;
mod registration;
mod zones;

pub use attributes::{check_custom, is_custom};
pub use instance_types::{INSTANCE_TYPES, InstanceType, instance_type};
pub use launch::{Launch, launch};
pub use life::{connect_agent, disconnect_agent, reboot, start, stop, terminate};
pub use registration::{
    MOST_INSTANCES_PER_CLUSTER, RESERVED_PORTS, Registration, change_state, check_quota, deregister, register,
};
pub use zones::{lose_zone, power_returns, restore_zone};

use crate::model::ecs::ContainerInstanceId;
use crate::model::world::Ctx;
use crate::model::world::timer::InstanceStep;

/// An EC2 instance goes on to the next state of its life.
pub fn instance_step(ctx: &mut Ctx, instance: ContainerInstanceId, step: InstanceStep) {
    match step {
        InstanceStep::Boots => life::boots(ctx, instance),
        InstanceStep::AgentRegisters => life::agent_registers(ctx, instance),
        InstanceStep::ShutsDown => life::shuts_down(ctx, instance),
        InstanceStep::Stops => life::stops(ctx, instance),
        InstanceStep::Terminates => life::terminates(ctx, instance),
    }
}
