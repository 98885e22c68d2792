//! Elastic Load Balancing, as far as ECS meets it: registration, health checks, draining, and the requests that flow.
//!
//! A target is checked when something may have changed, not for ever: the outcome of a check follows from the
//! container behind it, so one that is settled sleeps until that container, its load or the health check changes.
//! Traffic is reckoned in ticks, and only while somebody sends any. What costs nothing to the real service costs
//! nothing here.

pub mod checks;
pub mod lanes;
pub mod registration;
pub mod route;
pub mod traffic;
pub mod usage;

use crate::model::ecs::{LoadBalancer, LoadBalancerId, TargetGroupId, TargetId, TargetState, TaskId};
use crate::model::kernel::SimDuration;
use crate::model::world::{Ctx, Event, Room, Timer};

pub use registration::{lacks_targets, register_waiting};

/// A new load balancer is `provisioning` for this long (assumed).
const PROVISIONING: (SimDuration, SimDuration) = (SimDuration::from_secs(60), SimDuration::from_secs(150));

/// What load balancers do about what others said.
pub fn hear(ctx: &mut Ctx, event: &Event) {
    match event {
        Event::TaskStopAsked { task, code, .. } => registration::on_stop_asked(ctx, *task, *code),
        Event::ContainerStopped { task, .. }
        | Event::ContainerRestarted { task, .. }
        | Event::ContainerHealthBroken { task, .. }
        | Event::TaskFaultBegan { task, .. }
        | Event::TaskFaultEnded { task, .. } => rouse_task(ctx, *task),
        Event::TargetOverloadChanged { target, .. } => checks::rouse(ctx, *target),
        Event::TargetGroupChanged { target_group, .. } => rouse_group(ctx, *target_group),
        Event::ListenerCreated { default_rule: rule, .. }
        | Event::RuleCreated(rule)
        | Event::RuleChanged { to: rule, .. } => {
            for (group, _) in rule.action.target_groups() {
                rouse_group(ctx, *group);
            }
        }
        Event::LoadBalancerCreated(_) => {
            let load_balancer = LoadBalancerId(ctx.world().load_balancers.len() - 1);
            let delay = ctx.draw(Room::Elb).duration(PROVISIONING.0, PROVISIONING.1);
            ctx.schedule(delay, Timer::LoadBalancerStarts { load_balancer });
        }
        _ => {}
    }
}

fn rouse_task(ctx: &mut Ctx, task: TaskId) {
    if ctx.world().tasks[task].targets.is_empty() {
        return;
    }
    for target in ctx.world().tasks[task].targets.clone() {
        checks::rouse(ctx, target);
    }
}

fn rouse_group(ctx: &mut Ctx, group: TargetGroupId) {
    for target in ctx.world().target_groups[group].targets.clone() {
        checks::rouse(ctx, target);
    }
}

/// A load balancer is ready to take traffic.
pub fn load_balancer_starts(ctx: &mut Ctx, load_balancer: LoadBalancerId) {
    let row = ctx.world().load_balancers.rc(load_balancer);
    if !row.is_deleted && !row.is_active {
        let to = LoadBalancer { is_active: true, ..(**row).clone() }.into();
        ctx.emit(Event::LoadBalancerChanged { load_balancer, to });
    }
}

/// Begins to drain targets, whoever registered them.
pub fn deregister(ctx: &mut Ctx, targets: &[TargetId]) {
    for &target in targets {
        let row = &ctx.world().targets[target];
        if !row.is_registered() {
            continue;
        }
        let delay = ctx.world().target_groups[row.target_group].deregistration_delay();
        change(ctx, target, TargetState::Draining);
        ctx.schedule(delay, Timer::TargetDrained { target });
    }
}

/// The deregistration delay is over: the target is not registered any more.
pub fn drained(ctx: &mut Ctx, target: TargetId) {
    if ctx.world().targets[target].state == TargetState::Draining {
        change(ctx, target, TargetState::Unused);
    }
}

fn change(ctx: &mut Ctx, target: TargetId, state: TargetState) {
    ctx.emit(Event::TargetHealthChanged { target, state, failure: None, next_check_at: None });
}
