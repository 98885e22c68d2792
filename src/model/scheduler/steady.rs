//! What the service says when all is well, and when nothing can move.

use super::look::Look;
use super::messages;
use crate::model::ecs::DeploymentRolloutState;
use crate::model::ecs::service::SchedulerMemory;
use crate::model::kernel::SimDuration;
use crate::model::world::event::ServiceAction;

/// The steady state is said again after this time, and a message that was held back may come again.
/// Source: 22:31:22, 04:31:22, 10:31:26 in a real event list.
pub const REPEAT: SimDuration = SimDuration::from_hours(6);

/// Says that the service is steady, when it has become so and every six hours after.
pub fn say(look: &mut Look, is_settled: bool) {
    let completed =
        look.service().primary().is_some_and(|row| row.rollout_state == DeploymentRolloutState::Completed);
    if !completed || !is_settled {
        disturb(&mut look.memory);
        return;
    }
    let now = look.now();
    look.memory.steady_since = look.memory.steady_since.or(Some(now));
    let said_at = look.memory.steady_message_at.filter(|&at| now < at + REPEAT);
    if said_at.is_none() {
        look.post(messages::steady_state(&look.service().name), Some(ServiceAction::ServiceSteadyState));
        look.memory.steady_message_at = Some(now);
    }
    look.wake_by(said_at.unwrap_or(now) + REPEAT);
}

/// The same for a service of task sets: all of them have to be steady.
pub fn say_of_task_sets(look: &mut Look) {
    let sets = &look.service().deployments;
    let is_steady = sets.iter().all(|row| row.task_set.as_ref().is_none_or(|own| own.is_steady));
    let now = look.now();
    if !is_steady {
        return disturb(&mut look.memory);
    }
    look.memory.steady_since = look.memory.steady_since.or(Some(now));
    if look.memory.steady_message_at.is_none() && !look.service().deployments.is_empty() {
        look.post(messages::steady_state(&look.service().name), Some(ServiceAction::ServiceSteadyState));
        look.memory.steady_message_at = Some(now);
    }
}

/// The service is not steady, or no longer.
pub fn disturb(memory: &mut SchedulerMemory) {
    memory.steady_since = None;
    memory.steady_message_at = None;
}

/// Says that the percentages leave no way forward, once per six hours while that lasts.
pub fn say_if_stuck(look: &mut Look, stuck: bool) {
    if !stuck {
        look.memory.stuck_message_at = None;
        return;
    }
    let now = look.now();
    let said_at = look.memory.stuck_message_at.filter(|&at| now < at + REPEAT);
    if said_at.is_none() {
        look.post(messages::stuck(&look.service().name), None);
        look.memory.stuck_message_at = Some(now);
    }
    look.wake_by(said_at.unwrap_or(now) + REPEAT);
}
