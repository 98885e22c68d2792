//! A group takes instances out: because it has too many, because they are gone, or because somebody said so.

use super::{activities, capacity, emit, end_activity, promise_look, provider_of, set_lifecycle};
use crate::model::capacity::{change_state, life};
use crate::model::ecs::auto_scaling::ActivityStatus;
use crate::model::ecs::{
    AutoScalingGroupId, ContainerInstanceId, ContainerInstanceStatus, Ec2State, GroupMember, LifecycleState,
};
use crate::model::kernel::{SimDuration, SimTime};
use crate::model::world::timer::InstanceStep;
use crate::model::world::{CapacityEvent, Ctx, Timer, World};

/// A lifecycle hook of managed draining waits no longer than this.
const LONGEST_DRAIN: SimDuration = SimDuration::from_hours(48);
/// A group whose instances are all protected asks again.
const TO_RETRY: (u64, u64) = (45, 75);

fn member(world: &World, instance: ContainerInstanceId) -> Option<&GroupMember> {
    world.container_instances[instance].group.as_deref()
}

/// Takes out `count` instances: from the zone with the most, the oldest first, protected ones never.
pub(super) fn scale_in(ctx: &mut Ctx, group: AutoScalingGroupId, count: u32) {
    for _ in 0..count {
        let row = &ctx.world().auto_scaling_groups[group];
        let (have, cause) = (capacity(ctx.world(), row), row.cause.clone());
        let Some(instance) = next_to_go(ctx.world(), group) else {
            let cause = format!("{cause}  {}", activities::moment(ctx.world(), ctx.now()));
            activities::fail(ctx, group, false, cause, activities::ALL_PROTECTED);
            return promise_look(ctx, group, TO_RETRY);
        };
        let cause = activities::terminated(ctx.world(), &cause, have, have - 1, instance);
        begin(ctx, instance, cause);
    }
}

fn next_to_go(world: &World, group: AutoScalingGroupId) -> Option<ContainerInstanceId> {
    let row = &world.auto_scaling_groups[group];
    let rows = row.instances.iter().map(|&id| (id, &world.container_instances[id]));
    let counted: Vec<_> = rows
        .filter_map(|(id, row)| Some((id, row.zone, row.group.as_deref()?)))
        .filter(|(.., member)| member.lifecycle.counts())
        .collect();
    let in_zone = |zone| counted.iter().filter(|(_, other, _)| *other == zone).count();
    let free =
        counted.iter().filter(|(.., member)| !member.protected_from_scale_in || row.deleted_at.is_some());
    { free }.min_by_key(|(id, zone, _)| (std::cmp::Reverse(in_zone(*zone)), *id)).map(|(id, ..)| *id)
}

/// Takes an instance out of service because a user asked for it.
pub fn take_out(ctx: &mut Ctx, instance: ContainerInstanceId) {
    let cause = activities::taken_by_user(ctx.world());
    begin(ctx, instance, cause);
}

/// Instances that EC2 has stopped or terminated behind the group's back are replaced.
pub(super) fn replace_unhealthy(ctx: &mut Ctx, group: AutoScalingGroupId) {
    for instance in ctx.world().auto_scaling_groups[group].instances.clone() {
        let row = &ctx.world().container_instances[instance];
        let runs = matches!(row.ec2_state, Ec2State::Pending | Ec2State::Running);
        let leaving =
            member(ctx.world(), instance).is_none_or(|row| row.lifecycle == LifecycleState::Terminating);
        if runs || leaving {
            continue;
        }
        let cause = activities::unhealthy(ctx.world());
        let activity = activities::begin(ctx, group, Some(instance), false, cause);
        terminate(ctx, instance, activity);
    }
}

/// Begins the termination of an instance. With managed draining a lifecycle hook holds it back while ECS moves
/// its tasks away.
fn begin(ctx: &mut Ctx, instance: ContainerInstanceId, cause: String) {
    let Some(group) = member(ctx.world(), instance).map(|member| member.group) else { return };
    let activity = activities::begin(ctx, group, Some(instance), false, cause);
    let row = &ctx.world().container_instances[instance];
    let provider = provider_of(ctx.world(), group).map(|id| &ctx.world().capacity_providers[id]);
    let drains = provider.and_then(|row| row.group()).is_some_and(|group| group.managed_draining);
    if !drains || !row.is_registered() || row.ec2_state != Ec2State::Running {
        return terminate(ctx, instance, activity);
    }
    set_lifecycle(ctx, instance, LifecycleState::TerminatingWait, activity);
    let status = ActivityStatus::WaitingForInstanceTermination;
    end_activity(ctx, group, activity, status, None);
    change_state(ctx, instance, ContainerInstanceStatus::Draining);
    ctx.schedule(LONGEST_DRAIN, Timer::InstanceStep { instance, step: InstanceStep::HookTimesOut });
    if ctx.world().container_instances[instance].tasks.is_empty() {
        finish(ctx, instance);
    }
}

/// The hook has waited long enough.
pub fn hook_times_out(ctx: &mut Ctx, instance: ContainerInstanceId) {
    if member(ctx.world(), instance).is_some_and(|row| row.lifecycle == LifecycleState::TerminatingWait) {
        finish(ctx, instance);
    }
}

/// Nothing holds the termination back any more.
pub(super) fn finish(ctx: &mut Ctx, instance: ContainerInstanceId) {
    if let Some(activity) = member(ctx.world(), instance).map(|row| row.activity) {
        terminate(ctx, instance, activity);
    }
}

fn terminate(ctx: &mut Ctx, instance: ContainerInstanceId, activity: u32) {
    set_lifecycle(ctx, instance, LifecycleState::Terminating, activity);
    if life::terminate(ctx, instance).is_ok() {
        return;
    }
    // EC2 has it on its way already, or gone.
    let gone = ctx.world().container_instances[instance].ec2_state == Ec2State::Terminated;
    if let Some(group) = member(ctx.world(), instance).map(|row| row.group).filter(|_| gone) {
        set_lifecycle(ctx, instance, LifecycleState::Terminated, activity);
        end_activity(ctx, group, activity, ActivityStatus::Successful, None);
    }
}

/// Lifts or sets the scale-in protection of an instance, if that changes it.
pub fn protect(ctx: &mut Ctx, instance: ContainerInstanceId, protected: bool) {
    if member(ctx.world(), instance).is_some_and(|row| row.protected_from_scale_in != protected) {
        emit(ctx, CapacityEvent::ProtectionChanged { instance, protected });
    }
}

/// Since when an instance has been in service; none while it is not.
pub fn in_service_since(world: &World, instance: ContainerInstanceId) -> Option<SimTime> {
    member(world, instance).filter(|row| row.lifecycle == LifecycleState::InService).map(|row| row.since)
}
