//! Auto Scaling groups: each keeps as many instances as it is told to.
//!
//! A group works in looks, as the service scheduler does: whatever happens only promises one, and a look compares
//! what is there with what is wanted.

pub mod activities;
mod launches;
mod terminations;

use super::InstanceType;
use crate::model::ecs::auto_scaling::ActivityStatus;
use crate::model::ecs::{
    AutoScalingGroup, AutoScalingGroupId, CapacityProviderId, ContainerInstanceId, Ec2State, LifecycleState,
};
use crate::model::kernel::SimDuration;
use crate::model::world::{CapacityEvent, Ctx, Event, Room, Timer, World};

pub use launches::{adopt, types};
pub use terminations::{hook_times_out, in_service_since, protect, take_out};

/// From a change of what is wanted to the first launch.
const TO_ACT: (u64, u64) = (2, 6);
/// Health checks find out about an instance that EC2 has stopped or terminated.
const TO_NOTICE: (u64, u64) = (20, 60);

/// The provider that is made of this group.
pub fn provider_of(world: &World, group: AutoScalingGroupId) -> Option<CapacityProviderId> {
    let providers = world.capacity_providers.iter();
    { providers }
        .find(|(_, row)| row.is_active() && row.group().is_some_and(|own| own.group == group))
        .map(|(id, _)| id)
}

/// The instance types that the group may launch.
pub fn instance_types(world: &World, group: AutoScalingGroupId) -> Vec<&'static InstanceType> {
    let row = &world.auto_scaling_groups[group];
    world.launch_templates.get(&row.launch_template).map(|template| types(row, template)).unwrap_or_default()
}

/// Instances of the group that count towards its capacity.
pub fn capacity(world: &World, group: &AutoScalingGroup) -> u32 {
    let members = group.instances.iter().filter_map(|&id| world.container_instances[id].group.as_ref());
    members.filter(|member| member.lifecycle.counts()).count() as u32
}

/// Tells the group something new; it acts on it soon.
pub fn change(ctx: &mut Ctx, group: AutoScalingGroupId, to: AutoScalingGroup) {
    emit(ctx, CapacityEvent::GroupChanged { group, to: to.into() });
    promise_look(ctx, group, TO_ACT);
}

/// Sets the desired capacity, and says why.
pub fn set_desired_capacity(ctx: &mut Ctx, group: AutoScalingGroupId, desired_capacity: u32, cause: String) {
    let to = AutoScalingGroup {
        desired_capacity,
        cause: cause.into(),
        ..ctx.world().auto_scaling_groups[group].clone()
    };
    change(ctx, group, to);
}

pub(super) fn emit(ctx: &mut Ctx, event: CapacityEvent) -> u32 {
    ctx.emit(Event::Capacity(event))
}

/// Makes sure of a look within the given seconds. If one is promised for before that, it is that one.
pub fn promise_look(ctx: &mut Ctx, group: AutoScalingGroupId, (soonest, latest): (u64, u64)) {
    let due = ctx.world().auto_scaling_groups[group].next_look_at;
    let (soonest, latest) = (SimDuration::from_secs(soonest), SimDuration::from_secs(latest));
    if due.is_some_and(|due| due <= ctx.now() + soonest) {
        return;
    }
    let delay = ctx.draw(Room::Capacity).duration(soonest, latest);
    let at = ctx.now() + delay;
    if due.is_none_or(|due| at < due) {
        emit(ctx, CapacityEvent::GroupLookPromised { group, at: Some(at) });
        ctx.schedule(delay, Timer::GroupLook { group });
    }
}

/// The group was created: it acts on what it was told.
pub fn begin(ctx: &mut Ctx, group: AutoScalingGroupId) {
    promise_look(ctx, group, TO_ACT);
}

/// Compares and acts, if a look was promised for now.
pub fn look(ctx: &mut Ctx, group: AutoScalingGroupId) {
    if ctx.world().auto_scaling_groups[group].next_look_at != Some(ctx.now()) {
        return;
    }
    emit(ctx, CapacityEvent::GroupLookPromised { group, at: None });
    terminations::replace_unhealthy(ctx, group);
    let row = &ctx.world().auto_scaling_groups[group];
    let (have, want) = (capacity(ctx.world(), row), row.desired_capacity);
    if have < want {
        launches::launch(ctx, group, want - have);
    } else if have > want {
        terminations::scale_in(ctx, group, have - want);
    }
    forget_cause(ctx, group);
}

/// What was wanted is done: the next activity has another cause.
fn forget_cause(ctx: &mut Ctx, group: AutoScalingGroupId) {
    let row = &ctx.world().auto_scaling_groups[group];
    if !row.cause.is_empty() && capacity(ctx.world(), row) == row.desired_capacity {
        let to = AutoScalingGroup { cause: "".into(), ..row.clone() };
        emit(ctx, CapacityEvent::GroupChanged { group, to: to.into() });
    }
}

/// EC2 says that an instance of a group changed its state.
pub(super) fn on_ec2_state(ctx: &mut Ctx, instance: ContainerInstanceId, state: Ec2State) {
    let Some(member) = ctx.world().container_instances[instance].group.clone() else { return };
    match (state, member.lifecycle) {
        (Ec2State::Running, LifecycleState::Pending) => {
            set_lifecycle(ctx, instance, LifecycleState::InService, member.activity);
            end_activity(ctx, member.group, member.activity, ActivityStatus::Successful, None);
        }
        (Ec2State::Terminated, LifecycleState::Terminating) => {
            set_lifecycle(ctx, instance, LifecycleState::Terminated, member.activity);
            end_activity(ctx, member.group, member.activity, ActivityStatus::Successful, None);
        }
        (Ec2State::Stopping | Ec2State::Stopped | Ec2State::ShuttingDown | Ec2State::Terminated, _)
            if member.lifecycle != LifecycleState::Terminated =>
        {
            promise_look(ctx, member.group, TO_NOTICE);
        }
        _ => {}
    }
}

/// A task on an instance of a group is gone: if it was the last that a termination waited for, that goes on.
pub(super) fn on_task_gone(ctx: &mut Ctx, instance: ContainerInstanceId) {
    let row = &ctx.world().container_instances[instance];
    let waits = row.group.as_ref().is_some_and(|member| member.lifecycle == LifecycleState::TerminatingWait);
    if waits && row.tasks.is_empty() {
        terminations::finish(ctx, instance);
    }
}

pub(super) fn set_lifecycle(
    ctx: &mut Ctx,
    instance: ContainerInstanceId,
    lifecycle: LifecycleState,
    activity: u32,
) {
    emit(ctx, CapacityEvent::LifecycleChanged { instance, lifecycle, activity });
}

pub(super) fn end_activity(
    ctx: &mut Ctx,
    group: AutoScalingGroupId,
    number: u32,
    status: ActivityStatus,
    message: Option<String>,
) {
    let message = message.map(Into::into);
    emit(ctx, CapacityEvent::ActivityChanged { group, number, status, message, attempts: 1 });
}
