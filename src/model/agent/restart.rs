//! `restartPolicy`: a container that comes back in place, without its task being replaced.

use super::containers;
use crate::model::ecs::TaskId;
use crate::model::kernel::SimDuration;
use crate::model::world::World;

/// Whether a container that ended with `exit_code` is restarted. Tested in the agent's order: the policy
/// is on, nobody wants it stopped, the exit code is known, the code is not ignored, and it has run for
/// `restartAttemptPeriod` since it was last (re)started. There is no limit.
pub fn restarts(world: &World, task: TaskId, container: u8, exit_code: Option<i32>) -> bool {
    let task = &world.tasks[task];
    let row = &task.containers[usize::from(container)];
    let policy = containers::definition_of(task, container).restart_policy.as_ref();
    let Some(policy) = policy.filter(|policy| policy.enabled) else { return false };
    if row.stop_requested || !task.is_wanted() {
        return false;
    }
    let (Some(code), Some(started_at)) = (exit_code, row.started_at) else { return false };
    let period = SimDuration::from_secs(u64::from(policy.attempt_period_seconds()));
    !policy.ignored_exit_codes.contains(&code) && world.now.since(started_at) >= period
}
