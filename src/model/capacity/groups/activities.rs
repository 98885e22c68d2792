//! What a group says of its activities, in EC2 Auto Scaling's words.
//!
//! Source: the causes and status messages that DescribeScalingActivities gives, as quoted in its user guide and in
//! public reports.

use std::rc::Rc;

use super::emit;
use crate::model::ecs::auto_scaling::{ActivityStatus, ScalingActivity};
use crate::model::ecs::{AutoScalingGroup, AutoScalingGroupId, ContainerInstanceId};
use crate::model::kernel::time::utc;
use crate::model::kernel::{Kind, SimTime};
use crate::model::world::{CapacityEvent, Ctx, World};

/// The moment as activities write it: `2026-01-05T10:00:00Z`.
pub fn moment(world: &World, at: SimTime) -> String {
    utc(world.epoch_millis(at))
}

pub fn created(world: &World, desired: u32) -> String {
    format!(
        "At {} a user request created an AutoScalingGroup changing the desired capacity from 0 to {desired}.",
        moment(world, world.now)
    )
}

pub fn updated(world: &World, from: &AutoScalingGroup, min: u32, max: u32, desired: u32) -> String {
    format!(
        "At {} a user request update of AutoScalingGroup constraints to min: {min}, max: {max}, desired: \
         {desired} changing the desired capacity from {} to {desired}.",
        moment(world, world.now),
        from.desired_capacity
    )
}

pub fn set_explicitly(world: &World, from: u32, to: u32) -> String {
    format!(
        "At {} a user request explicitly set group desired capacity changing the desired capacity from {from} \
         to {to}.",
        moment(world, world.now)
    )
}

/// Managed scaling changed the desired capacity because one of its two alarms went off.
pub fn scaled(world: &World, group: AutoScalingGroupId, high: bool, from: u32, to: u32) -> String {
    let name = &world.auto_scaling_groups[group].name;
    let policy = world.identifiers.uuid(Kind::ScalingPolicy, group.0, 0);
    let alarm = world.identifiers.uuid(Kind::ScalingPolicy, group.0, 1 + u32::from(high));
    let side = if high { "High" } else { "Low" };
    format!(
        "At {} a monitor alarm TargetTracking-{name}-Alarm{side}-{alarm} in state ALARM triggered policy \
         ECSManagedAutoScalingPolicy-{policy} changing the desired capacity from {from} to {to}.",
        moment(world, world.now)
    )
}

/// `from` and `to` are the capacity before and after this one instance.
pub fn launched(world: &World, cause: &str, from: u32, to: u32) -> String {
    format!(
        "{cause}{}At {} an instance was started in response to a difference between desired and actual \
         capacity, increasing the capacity from {from} to {to}.",
        if cause.is_empty() { "" } else { "  " },
        moment(world, world.now)
    )
}

pub fn terminated(world: &World, cause: &str, from: u32, to: u32, instance: ContainerInstanceId) -> String {
    let at = moment(world, world.now);
    format!(
        "{cause}{}At {at} an instance was taken out of service in response to a difference between desired and \
         actual capacity, shrinking the capacity from {from} to {to}.  At {at} instance {} was selected for \
         termination.",
        if cause.is_empty() { "" } else { "  " },
        world.ec2_instance_id(instance)
    )
}

pub fn unhealthy(world: &World) -> String {
    format!(
        "At {} an instance was taken out of service in response to an EC2 health check indicating it has been \
         terminated or stopped.",
        moment(world, world.now)
    )
}

pub fn taken_by_user(world: &World) -> String {
    format!(
        "At {} instance was taken out of service in response to a user request.",
        moment(world, world.now)
    )
}

pub const ALL_PROTECTED: &str =
    "Could not scale to desired capacity because all remaining instances are protected from scale-in.";

/// EC2 has no instance of that type to give.
pub fn no_capacity(world: &World, kind: &str, zone: &str, group: &AutoScalingGroup) -> String {
    let others: Vec<&str> =
        group.zones.iter().map(|&id| &**world.zone_name(id)).filter(|name| *name != zone).collect();
    format!(
        "We currently do not have sufficient {kind} capacity in the Availability Zone you requested ({zone}). \
         Our system will be working on provisioning additional capacity. You can currently get {kind} capacity \
         by not specifying an Availability Zone in your request or choosing {}. Launching EC2 instance failed.",
        others.join(", ")
    )
}

/// Begins an activity and gives its number.
pub(super) fn begin(
    ctx: &mut Ctx,
    group: AutoScalingGroupId,
    instance: Option<ContainerInstanceId>,
    launches: bool,
    cause: String,
) -> u32 {
    let number = ctx.world().auto_scaling_groups[group].activities_begun;
    let activity = ScalingActivity {
        number,
        group,
        instance,
        launches,
        cause: cause.into(),
        started_at: ctx.now(),
        ended_at: None,
        status: ActivityStatus::InProgress,
        status_message: None,
        attempts: 1,
    };
    emit(ctx, CapacityEvent::ActivityStarted(Rc::new(activity)));
    number
}

/// Records that a group could not do what it wanted. The same failure again only counts.
pub(super) fn fail(ctx: &mut Ctx, group: AutoScalingGroupId, launches: bool, cause: String, message: &str) {
    let newest = ctx.world().auto_scaling_groups[group].activities.front().cloned();
    let again = newest
        .filter(|row| row.status == ActivityStatus::Failed && row.status_message.as_deref() == Some(message));
    let (number, attempts) = match again {
        Some(row) => (row.number, row.attempts + 1),
        None => (begin(ctx, group, None, launches, cause), 1),
    };
    let message = Some(Rc::from(message));
    let status = ActivityStatus::Failed;
    emit(ctx, CapacityEvent::ActivityChanged { group, number, status, message, attempts });
}
