//! What happens next, in a few words.

use crate::model::ecs::task::ContainerStep;
use crate::model::ecs::{TaskId, TaskStatus};
use crate::model::kernel::SimTime;
use crate::model::world::timer::{InstanceStep, TaskStep};
use crate::model::world::{Timer, World};
use crate::playground::explain::words;

/// The promise as a line: `7c1e9b02 PENDING → RUNNING`.
pub fn line(world: &World, due: SimTime, timer: Timer) -> String {
    match timer {
        Timer::TaskStep { task, step } => task_line(world, task, step),
        Timer::ContainerStep { task, container, step, .. } => {
            let row = &world.tasks[task].containers[usize::from(container)];
            format!("{} {}: {}", words::short_task(world, task), row.name, container_words(step))
        }
        Timer::ServiceLook { service } => {
            let row = &world.services[service];
            // A look that was put off leaves its first promise behind.
            let what = if row.memory.next_look_at == Some(due) { "looks at" } else { "looked already at" };
            format!("scheduler {what} {}", row.name)
        }
        Timer::InstanceStep { instance, step } => {
            format!("{} {}", words::short_instance(world, instance), instance_words(step))
        }
        Timer::ZoneRecovers { zone } => format!("{} is back", world.zone_name(zone)),
    }
}

fn task_line(world: &World, id: TaskId, step: TaskStep) -> String {
    let name = words::short_task(world, id);
    let to =
        |status: TaskStatus| format!("{name} {} → {}", world.tasks[id].last_status.as_str(), status.as_str());
    match step {
        TaskStep::NetworkReady => to(TaskStatus::Pending),
        TaskStep::AgentAccepts => format!("{name}: the agent takes it on"),
        TaskStep::Registered => to(TaskStatus::Running),
        TaskStep::Deregistered => to(TaskStatus::Stopping),
        TaskStep::MachineGone => to(TaskStatus::Deprovisioning),
        TaskStep::Deprovisioned => to(TaskStatus::Stopped),
    }
}

fn container_words(step: ContainerStep) -> &'static str {
    match step {
        ContainerStep::PullDone => "image pulled",
        ContainerStep::PullFailed => "pull fails",
        ContainerStep::Started => "starts",
        ContainerStep::Exits { .. } => "exits",
        ContainerStep::OutOfMemory => "out of memory",
        ContainerStep::HealthCheck => "health check",
        ContainerStep::StartTimeout => "startTimeout",
        ContainerStep::StopsGracefully => "exits after SIGTERM",
        ContainerStep::Killed => "SIGKILL",
    }
}

fn instance_words(step: InstanceStep) -> &'static str {
    match step {
        InstanceStep::Boots => "boots",
        InstanceStep::AgentRegisters => "agent registers",
        InstanceStep::ShutsDown => "shuts down",
        InstanceStep::Stops => "stops",
        InstanceStep::Terminates => "terminates",
    }
}
