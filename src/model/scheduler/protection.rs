//! Tasks that nobody may stop for scaling, deployments or rebalancing, and what the service says of them.
//! Source: ECS developer guide, task scale-in protection.

use super::census::{Census, Group};
use super::look::Look;
use super::messages;
use super::steady::REPEAT;
use crate::model::ecs::TaskId;
use crate::model::ecs::service::Rebalancing;
use crate::model::kernel::SimTime;
use crate::model::world::event::ServiceAction;

/// `short` tasks fewer were stopped than should have been. Says so once per six hours, and comes back when the
/// first protection ends.
pub fn hold_back(look: &mut Look, short: u32, census: &Census) {
    let held: Vec<(TaskId, SimTime)> = if short > 0 { protected(look, census) } else { Vec::new() };
    let Some(ends) = held.iter().map(|(_, until)| *until).min() else {
        look.memory.protection_message_at = None;
        return;
    };
    look.wake_by(ends);
    let now = look.now();
    let rebalances = look.memory.rebalancing == Some(Rebalancing::Stopping);
    if rebalances {
        // Tried again once one of them may stop.
        look.memory.rebalancing = Some(Rebalancing::Due(ends));
    }
    if look.memory.protection_message_at.is_some_and(|at| now < at + REPEAT) {
        return;
    }
    let deployment = look.world().tasks[held[0].0].deployment;
    let deployment = deployment.map(|id| look.world().deployment_name(id)).unwrap_or_default();
    let (service, count) = (look.service().name.clone(), held.len() as u32);
    let message = match rebalances {
        true => messages::rebalancing_held(&service, &deployment, count),
        false => messages::protected(&service, &deployment, count),
    };
    look.post(message, Some(ServiceAction::TasksetScaleInFailureByTaskProtection));
    look.memory.protection_message_at = Some(now);
}

/// The tasks of the census under protection, with the moment it ends.
fn protected(look: &Look, census: &Census) -> Vec<(TaskId, SimTime)> {
    let members = |group: &Group| [&group.pending[..], &group.unproven, &group.healthy].concat();
    let tasks = [&census.leaving, &census.source, &census.new].map(members).concat();
    let (world, now) = (look.world(), look.now());
    let until = |task: TaskId| world.tasks[task].protected_until.filter(|&until| until > now);
    tasks.into_iter().filter_map(|task| Some((task, until(task)?))).collect()
}
