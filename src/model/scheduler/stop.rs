//! Stopping tasks: which of them, with what reason, and what the service says about it.

use std::collections::BTreeMap;

use super::census::{Census, is_on_draining_instance, source_of};
use super::health::{self, FAILED};
use super::look::Look;
use super::reconcile::Plan;
use super::{daemon, messages, protection};
use crate::model::agent;
use crate::model::ecs::service::Rebalancing;
use crate::model::ecs::{DeploymentId, HealthStatus, Task, TaskId, TaskStopCode};
use crate::model::placement;
use crate::model::world::event::ServiceAction;
use crate::model::world::{Event, Room};

/// Stops what the plan says, protected tasks excepted. Gives how many tasks that were.
pub fn carry_out(look: &mut Look, plan: &Plan, census: &Census) -> u32 {
    if plan.stop.total() == 0 {
        look.memory.protection_message_at = None;
        return 0;
    }
    let surplus = surplus(look, plan.stop.surplus, census);
    stop_tasks(look, &surplus);
    let unhealthy = at_random(look, &census.new.unhealthy, plan.stop.unhealthy);
    stop_tasks(look, &unhealthy);
    let old = stop_old(look, plan, census);
    let wanted = plan.stop.surplus + plan.stop.leaving.total() + plan.stop.source.total();
    protection::hold_back(look, wanted - surplus.len() as u32 - old, census);
    (surplus.len() + unhealthy.len()) as u32 + old
}

/// Stops all tasks of a service that was deleted.
pub fn everything(look: &mut Look) {
    let world = look.world();
    let wanted = |task: &&TaskId| world.tasks[**task].is_wanted();
    let tasks: Vec<TaskId> = look.service().tasks.iter().filter(wanted).copied().collect();
    stop_tasks(look, &tasks);
}

/// Stops what a failed deployment has on its way.
pub fn pending_of_primary(look: &mut Look) {
    let Some(primary) = look.service().primary().map(|row| row.id) else { return };
    let is_pending = |task: &&TaskId| {
        let row = &look.world().tasks[**task];
        row.deployment == Some(primary) && row.is_wanted() && row.last_status.is_starting()
    };
    let tasks: Vec<TaskId> = look.service().tasks.iter().filter(is_pending).copied().collect();
    stop_tasks(look, &tasks);
}

/// Stops tasks of a task set. Gives how many those were.
pub fn of_task_set(look: &mut Look, set: DeploymentId, tasks: &[TaskId]) -> u32 {
    let who = messages::of_task_set(&look.service().name, &look.world().deployment_name(set));
    stop_tasks_as(look, &who, tasks);
    tasks.len() as u32
}

/// Those that do not run yet go first: nobody misses them. Among running ones placement chooses.
fn surplus(look: &Look, count: u32, census: &Census) -> Vec<TaskId> {
    let count = count as usize;
    let mut chosen: Vec<TaskId> = census.new.pending.iter().rev().take(count).copied().collect();
    if chosen.len() < count {
        let mut running = [census.new.unproven.clone(), census.new.healthy.clone()].concat();
        running.sort_unstable();
        let rest = (count - chosen.len()) as u32;
        chosen.extend(match look.memory.rebalancing {
            Some(Rebalancing::Stopping) => of_fullest_zones(look, running, rest),
            _ => placement::choose_to_stop(look.world(), look.service, &running, rest),
        });
    }
    chosen
}

/// Of the fullest zones only: what was started in the others to even them out must not go again.
fn of_fullest_zones(look: &Look, mut running: Vec<TaskId>, count: u32) -> Vec<TaskId> {
    let zone = |task: TaskId| look.world().tasks[task].zone;
    let mut chosen = Vec::new();
    for _ in 0..count {
        let mut zones: BTreeMap<_, u32> = BTreeMap::new();
        running.iter().for_each(|&task| *zones.entry(zone(task)).or_default() += 1);
        let most = zones.values().copied().max();
        let is_in_fullest = |task: &TaskId| zones.get(&zone(*task)).copied() == most;
        let among: Vec<TaskId> = running.iter().copied().filter(is_in_fullest).collect();
        let Some(&task) = placement::choose_to_stop(look.world(), look.service, &among, 1).first() else {
            break;
        };
        running.retain(|&other| other != task);
        chosen.push(task);
    }
    chosen
}

fn at_random(look: &mut Look, among: &[TaskId], count: u32) -> Vec<TaskId> {
    let mut left = among.to_vec();
    let mut chosen = Vec::new();
    while (chosen.len() as u32) < count && !left.is_empty() {
        let at = look.ctx.draw(Room::Scheduler).below(left.len() as u32);
        chosen.push(left.remove(at as usize));
    }
    chosen
}

fn stop_old(look: &mut Look, plan: &Plan, census: &Census) -> u32 {
    let choose = |among: &[TaskId], count: u32| match count {
        0 => Vec::new(),
        some => placement::choose_to_stop(look.world(), look.service, among, some),
    };
    let (leaving, source) = (plan.stop.leaving, plan.stop.source);
    let mut tasks = choose(&census.leaving.pending, leaving.pending);
    // Nothing protects a task that failed its checks.
    tasks.extend(census.leaving.unhealthy.iter().take(leaving.unhealthy as usize));
    tasks.extend(choose(&census.leaving.unproven, leaving.unproven));
    tasks.extend(choose(&census.leaving.healthy, leaving.healthy));
    // Unhealthy ones are not taken off the source: they may have to come back with their own revision.
    tasks.extend(census.source.unhealthy.iter().take(source.unhealthy as usize));
    let before = tasks.len();
    tasks.extend(choose(&census.source.pending, source.pending));
    tasks.extend(choose(&census.source.unproven, source.unproven));
    tasks.extend(choose(&census.source.healthy, source.healthy));
    if daemon::are_shut_out(look.world(), look.service, &tasks) {
        let (service, action) = (look.service, ServiceAction::ServiceDaemonPlacementConstraintViolated);
        look.ctx.emit(Event::ServiceActionTaken { service, action });
    }
    stop_tasks(look, &tasks);
    lower_source(look, (tasks.len() - before) as u32);
    tasks.len() as u32
}

/// The rollout has taken `taken` tasks from its source for good.
fn lower_source(look: &mut Look, taken: u32) {
    let Some(source) = source_of(look.service()).filter(|_| taken > 0) else { return };
    let event = Event::DeploymentDesiredCountChanged {
        service: look.service,
        deployment: source.id,
        desired_count: source.desired_count.saturating_sub(taken),
    };
    look.ctx.emit(event);
}

fn stop_tasks(look: &mut Look, tasks: &[TaskId]) {
    let who = look.service().name.clone();
    stop_tasks_as(look, &who, tasks);
}

fn stop_tasks_as(look: &mut Look, who: &str, tasks: &[TaskId]) {
    let (mut running, mut pending) = (Vec::new(), 0);
    for &task in tasks {
        let row = &look.world().tasks[task];
        if row.is_running() {
            running.push(look.world().task_hex(task));
        } else {
            pending += 1;
        }
        let reason = reason(look, row, task);
        agent::stop_task(look.ctx, task, TaskStopCode::ServiceSchedulerInitiated, &reason);
    }
    if pending > 0 {
        let message = messages::stopped_pending(who, pending);
        look.post(message, Some(ServiceAction::TasksStopped));
    }
    if !running.is_empty() && look.memory.rebalancing == Some(Rebalancing::Stopping) {
        say_rebalanced(look, tasks);
    } else if !running.is_empty() {
        let message = messages::stopped_running(who, &running);
        look.post(message, Some(ServiceAction::TasksStopped));
    }
}

/// Says in which zones running tasks were stopped to even them out.
fn say_rebalanced(look: &mut Look, tasks: &[TaskId]) {
    let mut zones: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for &task in tasks {
        let zone = look.world().tasks[task].zone.map(|zone| look.world().zone_name(zone).to_string());
        zones.entry(zone.unwrap_or_default()).or_default().push(look.world().task_hex(task));
    }
    for (zone, ids) in zones {
        let message = messages::stopped_to_rebalance(&look.service().name, &ids, &zone);
        look.post(message, Some(ServiceAction::TasksStopped));
    }
}

fn reason(look: &Look, task: &Task, id: TaskId) -> String {
    let world = look.world();
    if look.memory.unhealthy.binary_search(&id).is_ok() {
        let by_check = task.health_status == HealthStatus::Unhealthy;
        let target = health::unhealthy_target(world, id).filter(|_| !by_check);
        return target.map_or(format!("{FAILED}container health checks"), |target| {
            let arn = world.target_group_arn(world.targets[target].target_group);
            format!("{FAILED}ELB health checks in (target-group {arn})")
        });
    }
    if task.retires {
        return format!("Service {}: {}", look.service().name, agent::MAINTENANCE);
    }
    if is_on_draining_instance(world, task) {
        // Only this part of the real text is known.
        return "container instance is in DRAINING state".to_owned();
    }
    let initiator = match look.memory.rebalancing {
        Some(Rebalancing::Stopping) => "Availability-zone rebalancing",
        _ => "Scaling activity",
    };
    initiated_by(look, task, initiator)
}

fn initiated_by(look: &Look, task: &Task, initiator: &str) -> String {
    let service = look.service();
    let by = if service.is_external() { task.deployment } else { service.primary().map(|row| row.id) };
    let deployment = by.map(|id| look.world().deployment_name(id));
    format!("{initiator} initiated by (deployment {})", deployment.unwrap_or_default())
}
