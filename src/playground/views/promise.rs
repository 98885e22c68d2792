//! What happens next, in a few words.

use crate::model::ecs::task::ContainerStep;
use crate::model::ecs::{TargetId, TaskId, TaskStatus};
use crate::model::kernel::SimTime;
use crate::model::world::timer::{InstanceStep, SpotStep, TaskStep};
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
        Timer::GroupLook { group } => format!("{} looks at its size", world.auto_scaling_groups[group].name),
        Timer::CapacityDatapoint { provider } => {
            format!("{}: CapacityProviderReservation", world.capacity_providers[provider].name)
        }
        Timer::ManagedInstancesLook { provider } => {
            format!("{}: ECS launches instances", world.capacity_providers[provider].name)
        }
        Timer::PlaceWaiting { .. } => "waiting tasks are placed".to_owned(),
        Timer::SpotInterruption { instance, step } => {
            let what = match step {
                SpotStep::Notice => "interruption notice",
                SpotStep::Interruption => "EC2 takes it back",
            };
            format!("{} {what}", words::short_instance(world, instance))
        }
        Timer::ShortageEnds { .. } => "capacity is to be had again".to_owned(),
        Timer::MetricsMinute => "metrics are measured, alarms evaluated".to_owned(),
        Timer::ScheduledScaling { service } => {
            format!("{}: a scheduled action is due", world.services[service].name)
        }
        Timer::ZoneRecovers { zone } => format!("{} is back", world.zone_name(zone)),
        Timer::TaskFaultEnds { task, .. } => format!("{}: a fault ends", words::short_task(world, task)),
        Timer::LoadBalancerStarts { load_balancer } => {
            format!("{} becomes active", world.load_balancers[load_balancer].name)
        }
        Timer::TargetCheck { target } => format!("{}: target health check", target_name(world, target)),
        Timer::TargetDrained { target } => format!("{}: drained", target_name(world, target)),
        Timer::TargetsLeave { service } => {
            format!("{}: targets are deregistered", world.services[service].name)
        }
        Timer::TrafficTick => "requests are counted".to_owned(),
    }
}

fn target_name(world: &World, id: TargetId) -> String {
    let row = &world.targets[id];
    row.task.map_or_else(|| format!("{}:{}", row.id, row.port), |(task, _)| words::short_task(world, task))
}

fn task_line(world: &World, id: TaskId, step: TaskStep) -> String {
    let name = words::short_task(world, id);
    let to =
        |status: TaskStatus| format!("{name} {} → {}", world.tasks[id].last_status.as_str(), status.as_str());
    match step {
        TaskStep::NetworkReady => to(TaskStatus::Pending),
        TaskStep::AgentAccepts => format!("{name}: the agent takes it on"),
        TaskStep::WaitsTooLong => format!("{name} has waited long enough"),
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
        InstanceStep::HookTimesOut => "has drained for 48 hours",
        InstanceStep::IdleTooLong { .. } => "is idle for long enough to go",
        InstanceStep::Underused { .. } => "has had room to spare for long enough",
        InstanceStep::GrowsOld => "is to be replaced: 14 days old",
        InstanceStep::IsTooOld => "must go: 21 days old",
        InstanceStep::Released => "goes",
        InstanceStep::DrainEnds => "is ACTIVE again",
        InstanceStep::StartsAgain => "starts again",
    }
}
