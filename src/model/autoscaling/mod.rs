//! CloudWatch's metrics and alarms, and service auto scaling, which acts on them.
//!
//! Once a minute what somebody watches is measured, then the alarms on it are evaluated, then the scaling policies
//! of the alarms that are in ALARM act. Where nobody put an alarm or a policy, no minute is ever counted.
//!
//! Sources: Application Auto Scaling user guide; Amazon ECS developer guide, "Automatically scale your Amazon ECS
//! service"; Amazon CloudWatch user guide, "Using Amazon CloudWatch alarms".

mod act;
pub mod alarms;
mod change;
mod measure;
mod propose;
pub mod schedule;
mod scheduled;
pub mod tracking;

use crate::model::ecs::{ServiceStatus, TaskId, TaskStatus};
use crate::model::kernel::SimDuration;
use crate::model::world::{Ctx, Event, ScalingEvent, Timer};

pub use change::{delete_alarms, deregister, enforce_bounds};
pub use measure::datapoints;
pub use scheduled::{due as scheduled_due, next_at};

const MINUTE: u64 = 60_000;

/// What auto scaling does about what others said.
pub fn hear(ctx: &mut Ctx, event: &Event) {
    match event {
        Event::AlarmChanged { .. } => arm(ctx),
        Event::Scaling(ScalingEvent::TargetChanged(target)) => {
            arm(ctx);
            scheduled::promise(ctx, target.service);
        }
        Event::TaskStatusChanged { task, status: TaskStatus::Running | TaskStatus::Stopped } => {
            on_task(ctx, *task);
        }
        Event::ServiceStatusChanged { service, status } if *status != ServiceStatus::Active => {
            deregister(ctx, *service);
        }
        _ => {}
    }
}

fn on_task(ctx: &mut Ctx, task: TaskId) {
    if ctx.world().scaling.targets.is_empty() {
        return;
    }
    if let Some(service) = ctx.world().tasks[task].service {
        change::fulfil(ctx, service);
    }
}

/// Makes sure that the end of this minute is waited for. Several promises for one minute come to one.
fn arm(ctx: &mut Ctx) {
    let into = ctx.now().as_millis() % MINUTE;
    ctx.schedule(SimDuration::from_millis(MINUTE - into), Timer::MetricsMinute);
}

/// A minute is over.
pub fn minute(ctx: &mut Ctx) {
    if ctx.world().scaling.minutes == ctx.world().minute() {
        return;
    }
    let watched = alarms::watched(ctx.world());
    if watched.is_empty() {
        return;
    }
    let points = datapoints(ctx.world(), &watched);
    ctx.emit(Event::Scaling(ScalingEvent::MetricsPublished(points.into())));
    alarms::evaluate(ctx);
    act::act(ctx);
    arm(ctx);
}
