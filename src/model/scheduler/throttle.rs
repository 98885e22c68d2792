//! Backing off: from tasks that never reach RUNNING, from placements that fail, and from launching too
//! many tasks at once.

use super::look::Look;
use super::messages;
use super::steady::REPEAT;
use crate::model::ecs::service::SchedulerMemory;
use crate::model::kernel::{SimDuration, SimTime};
use crate::model::world::event::ServiceAction;
use crate::model::world::scheduling::SchedulerBlock;

/// ECS does not publish how the gap between attempts grows to its 27 minutes. Three minutes and their powers fit what
/// was measured: circuit breakers broke 8 to 12 minutes after their service got an image that is not there, at three
/// failed tasks.
const LONGEST_GAP: SimDuration = SimDuration::from_mins(27);
/// So many failed attempts in a row are "consistently": the event lists of those services do not have the message.
const SAID_AFTER: u32 = 3;

/// Source: "Tasks launched per service per minute" of the service quotas.
const LAUNCHES_PER_MINUTE: u32 = 500;
const MINUTE: SimDuration = SimDuration::from_mins(1);

/// Placement is tried again promptly for about 50 seconds, then every five minutes, as measured.
const PROMPT_RETRIES: SimDuration = SimDuration::from_secs(50);
const PROMPT_GAP: (SimDuration, SimDuration) = (SimDuration::from_secs(10), SimDuration::from_secs(15));
const PATIENT_GAP: (SimDuration, SimDuration) = (SimDuration::from_secs(285), SimDuration::from_secs(315));

/// The wait after `failed_attempts` attempts in a row: 3, 9 and at most 27 minutes.
pub fn gap_after(failed_attempts: u32) -> SimDuration {
    match failed_attempts {
        0 => SimDuration::ZERO,
        attempts => SimDuration::from_mins(3_u64.pow(attempts.min(3))).min(LONGEST_GAP),
    }
}

/// Forgets that tasks failed to start: one runs, or the service was updated.
pub fn reset(memory: &mut SchedulerMemory) {
    memory.start_failures = 0;
    memory.start_failures_reckoned = 0;
    memory.failed_attempts = 0;
    memory.next_start_at = None;
    memory.impaired_message_at = None;
}

/// The moment before which nothing may start because tasks kept failing to; says so once per six hours.
pub fn start_gate(look: &mut Look) -> Option<SchedulerBlock> {
    let now = look.now();
    if look.memory.start_failures > look.memory.start_failures_reckoned {
        look.memory.start_failures_reckoned = look.memory.start_failures;
        look.memory.failed_attempts += 1;
        let gap = gap_after(look.memory.failed_attempts);
        look.memory.next_start_at = (gap > SimDuration::ZERO).then(|| now + gap);
    }
    let until = look.memory.next_start_at.filter(|&until| now < until)?;
    let is_impaired = look.memory.failed_attempts >= SAID_AFTER;
    if is_impaired && look.memory.impaired_message_at.is_none_or(|at| at + REPEAT <= now) {
        let message = messages::start_impaired(&look.service().name);
        look.post(message, Some(ServiceAction::ServiceTaskStartImpaired));
        look.memory.impaired_message_at = Some(now);
    }
    look.wake_by(until);
    Some(SchedulerBlock::StartThrottle { until })
}

/// How many of `wanted` tasks may start in the present minute, and when more may if those are not all.
pub fn launch_allowance(look: &mut Look, wanted: u32) -> (u32, Option<SchedulerBlock>) {
    let now = look.now();
    let (began, launched) = look.memory.launches;
    let launched = if now < began + MINUTE { launched } else { 0 };
    let allowed = wanted.min(LAUNCHES_PER_MINUTE - launched);
    if launched == 0 && allowed > 0 {
        look.memory.launches = (now, 0);
    }
    if allowed == wanted {
        return (allowed, None);
    }
    let until = look.memory.launches.0 + MINUTE;
    look.wake_by(until);
    (allowed, Some(SchedulerBlock::LaunchRate { until }))
}

/// Counts tasks that were started.
pub fn count_launches(memory: &mut SchedulerMemory, count: u32) {
    memory.launches.1 += count;
}

/// Promises the next try after a placement failed.
pub fn retry_placement(look: &mut Look) {
    let now = look.now();
    let since: SimTime = *look.memory.placement_failing_since.get_or_insert(now);
    look.wake_within(if now < since + PROMPT_RETRIES { PROMPT_GAP } else { PATIENT_GAP });
}
