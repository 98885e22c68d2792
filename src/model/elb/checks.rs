//! Health checks of targets.
//!
//! A new target is healthy after one check that passes. A healthy one is unhealthy after `UnhealthyThresholdCount`
//! failures in a row, an unhealthy one healthy after `HealthyThresholdCount` passes in a row.
//! Source: "Optimize load balancer health check parameters" in the ECS guide, and the health check pages of ELB.

use crate::model::ecs::{CheckFailure, HealthCheck, Target, TargetGroupId, TargetId, TargetState};
use crate::model::kernel::{SimDuration, SimTime};
use crate::model::workload::strain::{self, Luck};
use crate::model::workload::{HealthPlan, serving};
use crate::model::world::{Ctx, Event, Room, Timer, World};

/// An Application Load Balancer looks at a new target at some moment of the first interval (assumed).
const SOONEST: SimDuration = SimDuration::from_secs(5);
/// Registration with a Network Load Balancer takes longer: the guide says minutes (its length is assumed).
const SOONEST_NETWORK: (SimDuration, SimDuration) = (SimDuration::from_secs(60), SimDuration::from_secs(120));

/// From registration until the first check.
pub fn until_first(ctx: &mut Ctx, group: TargetGroupId) -> SimDuration {
    let row = &ctx.world().target_groups[group];
    let (low, high) =
        if row.is_network() { SOONEST_NETWORK } else { (SOONEST, row.health_check.interval().max(SOONEST)) };
    ctx.draw(Room::Elb).duration(low, high)
}

/// Something about the target may have changed: it is checked at its next turn.
pub fn rouse(ctx: &mut Ctx, target: TargetId) {
    let row = &ctx.world().targets[target];
    if !row.is_registered() {
        return;
    }
    let interval = ctx.world().target_groups[row.target_group].health_check.interval();
    let at = next_turn(row.registered_at, interval, ctx.now());
    if row.next_check_at.is_none_or(|due| due > at) {
        let against = row.against;
        ctx.emit(Event::TargetChecked { target, against, next_check_at: Some(at) });
        ctx.schedule(at.since(ctx.now()), Timer::TargetCheck { target });
    }
}

/// The first whole number of intervals since `from` that lies after `now`.
fn next_turn(from: SimTime, interval: SimDuration, now: SimTime) -> SimTime {
    let turns = now.since(from).as_millis() / interval.as_millis() + 1;
    from + interval.saturating_mul(turns)
}

/// A check that was promised for now. One that was moved since is void.
pub fn due(ctx: &mut Ctx, target: TargetId) {
    let row = &ctx.world().targets[target];
    if row.next_check_at != Some(ctx.now()) || !row.is_registered() {
        return;
    }
    if ctx.world().rules_naming(row.target_group).next().is_none() {
        // Nobody checks targets that no load balancer uses; the rule that names the group will rouse them.
        ctx.emit(Event::TargetChecked { target, against: 0, next_check_at: None });
        return;
    }
    let (state, against) = (row.state, row.against);
    let check = &ctx.world().target_groups[row.target_group].health_check;
    let is_touched = is_touched(ctx.world(), row);
    let (timeout, interval) = (u64::from(check.timeout_seconds) * 1000, check.interval());
    let failure = probe(ctx.world(), row, check).err();
    let failure = match failure {
        None if is_touched && runs_out_of_time(ctx, target, timeout) => Some(CheckFailure::Timeout),
        failure => failure,
    };
    let row = &ctx.world().targets[target];
    let check = &ctx.world().target_groups[row.target_group].health_check;
    let to = judge(check, state, failure.is_none(), against + 1);
    let (new_state, new_against) = to;
    // Chance may let the next check end otherwise while a fault acts on the network.
    let settled = new_against == 0 && new_state != TargetState::Initial && !is_touched;
    let next_check_at = next_check(ctx.world(), row, interval, settled);
    if new_state != state {
        let failure = failure.filter(|_| new_state == TargetState::Unhealthy);
        ctx.emit(Event::TargetHealthChanged { target, state: new_state, failure, next_check_at });
    } else {
        ctx.emit(Event::TargetChecked { target, against: new_against, next_check_at });
    }
    if let Some(at) = next_check_at {
        ctx.schedule(at.since(ctx.now()), Timer::TargetCheck { target });
    }
}

/// A fault acts on the network of the task.
fn is_touched(world: &World, row: &Target) -> bool {
    row.task.is_some_and(|(task, _)| world.tasks[task].acting_faults().any(|fault| fault.kind.is_network()))
}

/// Whether the answer to a check that a task would pass is lost or late on its way.
fn runs_out_of_time(ctx: &mut Ctx, target: TargetId, timeout_millis: u64) -> bool {
    let mut draw = ctx.draw(Room::Faults);
    let luck = Luck { flow: draw.below(100), jitter: draw.below(1001), loss: draw.below(1_000_000) };
    let world = ctx.world();
    let row = &world.targets[target];
    let Some((task, _)) = row.task else { return false };
    let check = &world.target_groups[row.target_group].health_check;
    let port = check.port.parse().unwrap_or_else(|_| row.container_port(world));
    let load_balancer = world.load_balancer_of(row.target_group);
    let names = load_balancer.map(|id| (world.load_balancers[id].name.clone(), world.dns_name(id)));
    let (name, dns_name) = names.unwrap_or_default();
    let names = [&*name, &*dns_name];
    strain::check_times_out(&world.tasks[task], port, &names, check.is_http(), timeout_millis, luck)
}

/// The state after a check, and how many checks in a row speak against it; `against` counts this one.
fn judge(check: &HealthCheck, state: TargetState, passed: bool, against: u32) -> (TargetState, u32) {
    use TargetState::{Healthy, Initial, Unhealthy};
    match (state, passed) {
        (Initial, true) => (Healthy, 0),
        (Initial | Healthy, false) if against >= check.unhealthy_threshold => (Unhealthy, 0),
        (Unhealthy, true) if against >= check.healthy_threshold => (Healthy, 0),
        (Initial | Healthy, false) | (Unhealthy, true) => (state, against),
        _ => (state, 0),
    }
}

/// One interval from now; or, when nothing speaks against the state, the first turn at which the outcome can differ.
fn next_check(world: &World, row: &Target, interval: SimDuration, settled: bool) -> Option<SimTime> {
    if !settled {
        return Some(world.now + interval);
    }
    let change = next_change(world, row)?;
    let turns = change.since(world.now).as_millis().div_ceil(interval.as_millis()).max(1);
    Some(world.now + interval.saturating_mul(turns))
}

/// What a check finds now.
fn probe(world: &World, row: &Target, check: &HealthCheck) -> Result<(), CheckFailure> {
    let Some(up) = row.up_since(world) else {
        // Nobody at an address refuses a connection.
        let gone = row.task.is_none_or(|(task, _)| world.tasks[task].last_status.is_ending());
        return Err(if gone { CheckFailure::Timeout } else { CheckFailure::FailedHealthChecks });
    };
    if world.now < up || !listens(world, row, check) {
        return Err(CheckFailure::FailedHealthChecks);
    }
    if row.is_overloaded {
        return Err(CheckFailure::Timeout);
    }
    if !check.is_http() {
        return Ok(());
    }
    let code = answer(world, row, up, &check.path);
    if check.accepts(code) { Ok(()) } else { Err(CheckFailure::ResponseCodeMismatch { code }) }
}

/// Whether the container has the port that is checked.
fn listens(world: &World, row: &Target, check: &HealthCheck) -> bool {
    let Ok(port) = check.port.parse::<u32>() else { return true };
    let Some((task, container)) = row.task else { return false };
    let definition = &world.tasks[task].definition.container_definitions[usize::from(container)];
    let mut mappings = definition.port_mappings.iter();
    port == row.port || mappings.any(|mapping| mapping.container_port.or(mapping.host_port) == Some(port))
}

fn answer(world: &World, row: &Target, up: SimTime, path: &str) -> u32 {
    const UNAVAILABLE: u32 = 503;
    let Some((task, container)) = row.task else { return UNAVAILABLE };
    let container = &world.tasks[task].containers[usize::from(container)];
    let after = |millis: u32| up + SimDuration::from_millis(u64::from(millis));
    let is_sick = container.health_broken_at.is_some()
        || match container.behaviour.health {
            HealthPlan::Healthy => false,
            HealthPlan::HealthyAfter { after_millis } => world.now < after(after_millis),
            HealthPlan::UnhealthyAfter { after_millis } => world.now >= after(after_millis),
        };
    if is_sick { UNAVAILABLE } else { serving::health_code(&container.behaviour, path) }
}

/// The next moment at which time alone changes what a check finds.
fn next_change(world: &World, row: &Target) -> Option<SimTime> {
    let up = row.up_since(world)?;
    let (task, container) = row.task?;
    let planned = match world.tasks[task].containers[usize::from(container)].behaviour.health {
        HealthPlan::Healthy => None,
        HealthPlan::HealthyAfter { after_millis } | HealthPlan::UnhealthyAfter { after_millis } => {
            Some(up + SimDuration::from_millis(u64::from(after_millis)))
        }
    };
    let ahead = |at: &SimTime| *at > world.now;
    [Some(up), planned].into_iter().flatten().filter(ahead).min()
}
