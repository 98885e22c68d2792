//! An Availability Zone that loses its power, and gets it back.
//!
//! After the AWS FIS scenario "AZ Availability: Power Interruption": instances in the zone stop and nothing can
//! be launched there. Tasks on Fargate are not covered by it: they go on.

use super::life;
use crate::model::ecs::{ContainerInstanceId, Ec2State, ZoneId};
use crate::model::kernel::SimDuration;
use crate::model::world::{Ctx, Event, Timer};

/// Cuts the power of a zone, for `duration` or until somebody restores it. Gives the instances that went
/// dark. Does nothing in a zone without power.
pub fn lose_zone(ctx: &mut Ctx, zone: ZoneId, duration: Option<SimDuration>) -> Vec<ContainerInstanceId> {
    if !ctx.world().zone(zone).available {
        return Vec::new();
    }
    let instances = ctx.world().container_instances.iter();
    let in_zone = instances.filter(|(_, row)| row.zone == zone);
    let dark: Vec<_> = in_zone
        .filter(|(_, row)| matches!(row.ec2_state, Ec2State::Pending | Ec2State::Running))
        .map(|(id, _)| id)
        .collect();
    let until = duration.map(|duration| ctx.now() + duration);
    ctx.emit(Event::ZonePowerChanged { zone, available: false, until });
    for &instance in &dark {
        life::set_ec2_state(ctx, instance, Ec2State::Stopped);
        life::go_dark(ctx, instance);
    }
    if let Some(duration) = duration {
        ctx.schedule(duration, Timer::ZoneRecovers { zone });
    }
    dark
}

/// A power cut was to last until now. If it was ended earlier, another one may be on that has its own end.
pub fn power_returns(ctx: &mut Ctx, zone: ZoneId) {
    if ctx.world().zone(zone).power_returns_at == Some(ctx.now()) {
        restore_zone(ctx, zone);
    }
}

/// Gives a zone its power back, and starts the instances that had stopped for want of it. Does nothing in a
/// zone with power.
pub fn restore_zone(ctx: &mut Ctx, zone: ZoneId) -> Vec<ContainerInstanceId> {
    let without_power = ctx.world().zone(zone).without_power.clone();
    if ctx.world().zone(zone).available {
        return Vec::new();
    }
    ctx.emit(Event::ZonePowerChanged { zone, available: true, until: None });
    let stopped: Vec<_> = without_power
        .into_iter()
        .filter(|&id| ctx.world().container_instances[id].ec2_state == Ec2State::Stopped)
        .collect();
    for &instance in &stopped {
        life::set_ec2_state(ctx, instance, Ec2State::Pending);
        life::promise_boot(ctx, instance);
    }
    stopped
}
