//! What the sentence says of load balancers: requests that are lost, targets that fail, tasks that drain.

use super::{Reason, Sentence, Tone, count, short_task};
use crate::model::ecs::{ServiceId, TargetState, TaskId, TaskStatus};
use crate::model::world::World;
use crate::playground::views::balancing;

/// A service with a load balancer whose requests fail.
pub fn losing(world: &World, id: ServiceId) -> Option<Sentence> {
    /// Less is not worth a sentence.
    const LEAST_PERMILLE: u64 = 5;
    let rate = balancing::of_service(world, id)?;
    if rate.error_permille < LEAST_PERMILLE {
        return None;
    }
    let service = &world.services[id];
    let percent = rate.error_permille.div_ceil(10).min(100);
    let lead = format!("{} loses {percent}% of its requests.", service.name);
    let worst = service.deployments.iter().filter_map(|row| {
        let rate = balancing::of_deployment(world, row.id)?;
        Some((rate.error_permille, world.task_definition_name(row.task_definition)))
    });
    let rest = match worst.max_by_key(|(permille, _)| *permille) {
        Some((permille, name)) if service.deployments.len() > 1 => {
            format!("Of those that {name} got, {}% failed.", permille.div_ceil(10))
        }
        Some((_, name)) => format!("{name} answers with errors, late, or not at all."),
        None => "No healthy target takes them.".to_owned(),
    };
    Some(Sentence::new(Tone::Stuck, lead, rest).because(Reason::Service(id)))
}

/// Targets that fail their health checks.
pub fn unhealthy_targets(world: &World, id: ServiceId) -> Option<Sentence> {
    let service = &world.services[id];
    let bad = |task: &TaskId| {
        let mut targets = world.tasks[*task].targets.iter().copied();
        targets.find(|&target| world.targets[target].state == TargetState::Unhealthy)
    };
    let failing: Vec<_> = service.tasks.iter().filter_map(|task| Some((*task, bad(task)?))).collect();
    let &(task, target) = failing.first()?;
    let row = &world.targets[target];
    let group = &world.target_groups[row.target_group];
    let lead =
        format!("{} of {} unhealthy in {}.", count(failing.len() as u32, "task"), service.name, group.name);
    let failure = row.failure.map(|failure| failure.description()).unwrap_or_default();
    let asked = if group.health_check.is_http() { &*group.health_check.path } else { "its port" };
    let grace = service.health_check_grace_period_seconds.unwrap_or(0);
    let in_grace = world.tasks[task]
        .started_at
        .is_some_and(|started| world.now.since(started).as_secs() < u64::from(grace));
    let them = if failing.len() == 1 { "it" } else { "them" };
    let next = if in_grace { "The grace period still protects" } else { "ECS replaces" };
    Some(
        Sentence::new(Tone::Stuck, lead, format!("{asked}: {failure}. {next} {them}."))
            .because(Reason::Task(task)),
    )
}

/// A task that waits for its deregistration delay, while nothing else moves.
pub fn draining(world: &World, id: ServiceId) -> Option<Sentence> {
    let service = &world.services[id];
    let waiting: Vec<TaskId> = service
        .tasks
        .iter()
        .copied()
        .filter(|&task| world.tasks[task].last_status == TaskStatus::Deactivating)
        .collect();
    let mut targets = waiting.iter().flat_map(|&task| world.tasks[task].targets.iter().copied());
    let longest = targets.by_ref().filter_map(|target| balancing::drains_for(world, target)).max()?;
    let first = *waiting.first()?;
    let lead = format!("{} of {} draining.", count(waiting.len() as u32, "task"), service.name);
    let rest = format!(
        "{} gets no new requests; its containers are stopped when the deregistration delay is over, in {} s.",
        short_task(world, first),
        longest.as_secs()
    );
    Some(Sentence::new(Tone::Working, lead, rest).because(Reason::Task(first)))
}
