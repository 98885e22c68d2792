//! A task's life: its states with their durations, what it waits for, and why it stopped.

use std::rc::Rc;

use super::trace::{Cause, Trace};
use super::{task_fault, words};
use crate::model::ecs::task::DesiredStatus;
use crate::model::ecs::task_definition::{ContainerCondition, ContainerDefinition};
use crate::model::ecs::{
    Container, ContainerInstance, ContainerStatus, HealthStatus, LaunchType, Task, TaskId, TaskStatus,
    TaskStopCode,
};
use crate::model::kernel::{SimDuration, SimTime};
use crate::model::world::{EventLog, World};

/// One status of the task's life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    pub status: TaskStatus,
    pub from: SimTime,
    /// Up to now for the present one.
    pub lasted: SimDuration,
    pub is_present: bool,
}

/// How a container ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContainerEnd {
    pub name: Rc<str>,
    pub essential: bool,
    /// None if it never ran.
    pub exit_code: Option<i32>,
    pub reason: Option<Rc<str>>,
}

/// Why a task stopped, or is stopping.
#[derive(Clone, Debug, PartialEq)]
pub struct Ending {
    /// In our words, with what ECS means by the code.
    pub lead: &'static str,
    pub code: TaskStopCode,
    /// ECS's own words.
    pub reason: Rc<str>,
    pub asked_at: Option<SimTime>,
    /// The command or fault behind it.
    pub cause: Option<Cause>,
    pub containers: Vec<ContainerEnd>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TaskStory {
    pub stages: Vec<Stage>,
    /// The statuses still ahead on the way the task is on.
    pub ahead: Vec<TaskStatus>,
    pub ending: Option<Ending>,
    /// What acts on it and what it waits for now, one sentence each.
    pub waits: Vec<String>,
}

/// The story of a task up to now.
pub fn story(world: &World, log: &EventLog, trace: &Trace, id: TaskId) -> TaskStory {
    let task = &world.tasks[id];
    let waits = match super::capacity::why_waiting(world, id) {
        Some(waiting) => vec![waiting],
        None => waits(world, task),
    };
    let faults = task.acting_faults().filter(|_| task.stopped_at.is_none()).map(task_fault::line);
    TaskStory {
        stages: stages(task, world.now),
        ahead: ahead(task),
        ending: ending(task, log, trace, id),
        waits: faults.chain(waits).collect(),
    }
}

fn stages(task: &Task, now: SimTime) -> Vec<Stage> {
    let ends = task.history.iter().skip(1).map(|(_, at)| Some(*at)).chain([None]);
    let stages = task.history.iter().zip(ends);
    stages
        .map(|(&(status, from), end)| Stage {
            status,
            from,
            lasted: end.unwrap_or(now).since(from),
            is_present: end.is_none(),
        })
        .collect()
}

/// ECS shows ACTIVATING only for tasks that register somewhere, and the last states only to those that
/// come to them; what is certain is RUNNING on the way up and STOPPED on the way down.
fn ahead(task: &Task) -> Vec<TaskStatus> {
    let goal = match task.desired_status {
        DesiredStatus::Running => TaskStatus::Running,
        DesiredStatus::Stopped => TaskStatus::Stopped,
    };
    if task.last_status >= goal {
        return Vec::new();
    }
    let between = match (task.desired_status, task.last_status) {
        (DesiredStatus::Running, TaskStatus::Provisioning) => Some(TaskStatus::Pending),
        _ => None,
    };
    between.into_iter().chain([goal]).collect()
}

fn ending(task: &Task, log: &EventLog, trace: &Trace, id: TaskId) -> Option<Ending> {
    let (code, reason) = (task.stop_code?, task.stopped_reason.clone()?);
    let (asked_at, cause) = trace.stop_of(log, id);
    let definitions = &task.definition.container_definitions;
    let ended = task.containers.iter().zip(definitions);
    let containers = ended.map(|(row, definition)| ContainerEnd {
        name: row.name.clone(),
        essential: definition.essential,
        exit_code: row.exit_code,
        reason: row.reason.clone(),
    });
    Some(Ending { lead: meaning(code), code, reason, asked_at, cause, containers: containers.collect() })
}

fn meaning(code: TaskStopCode) -> &'static str {
    match code {
        TaskStopCode::TaskFailedToStart => "It could not start.",
        TaskStopCode::EssentialContainerExited => "A container that it cannot do without has exited.",
        TaskStopCode::UserInitiated => "Somebody asked for it.",
        TaskStopCode::ServiceSchedulerInitiated => "Its service no longer wanted it.",
        TaskStopCode::SpotInterruption => "EC2 took the Spot capacity back.",
        TaskStopCode::TerminationNotice => "Its container instance went away.",
        TaskStopCode::InfrastructureHealth => "What it ran on was not healthy.",
    }
}

/// As the API spells it.
pub fn code_name(code: TaskStopCode) -> String {
    format!("{code:?}")
}

fn waits(world: &World, task: &Task) -> Vec<String> {
    if task.last_status == TaskStatus::Stopped {
        return Vec::new();
    }
    let instance = task.container_instance.map(|id| &world.container_instances[id]);
    if instance.is_some_and(|row| !row.agent_connected) {
        return vec!["ECS hears nothing of it until the agent of its instance connects again.".to_owned()];
    }
    match task.desired_status {
        DesiredStatus::Stopped => waits_going_down(task),
        DesiredStatus::Running => waits_going_up(world, task, instance),
    }
}

fn waits_going_down(task: &Task) -> Vec<String> {
    match task.last_status {
        TaskStatus::Deactivating => vec!["It leaves its load balancers and registries.".to_owned()],
        TaskStatus::Deprovisioning => vec!["Its network interface is being deleted.".to_owned()],
        _ => {
            let running = containers(task).filter(|(row, _)| row.status == ContainerStatus::Running);
            running.map(|(row, definition)| last_words(row, definition)).collect()
        }
    }
}

fn last_words(row: &Container, definition: &ContainerDefinition) -> String {
    let seconds = definition.stop_timeout_seconds();
    match row.stop_requested {
        true => match outlasts_sigterm(row, definition) {
            Some(why) => format!("{} {why}; SIGKILL follows {seconds} s after SIGTERM.", row.name),
            None => format!("{} has SIGTERM and ends; SIGKILL would follow {seconds} s after it.", row.name),
        },
        false => format!("{} still runs; those that depend on it stop first.", row.name),
    }
}

/// Why SIGTERM does not end the process before SIGKILL comes; none if it does.
pub fn outlasts_sigterm(row: &Container, definition: &ContainerDefinition) -> Option<String> {
    let limit = definition.stop_timeout_seconds() * 1000;
    match row.behaviour.stop_millis {
        None => Some("ignores SIGTERM".to_owned()),
        Some(millis) if millis >= limit => Some(format!("needs {} s to end", millis.div_ceil(1000))),
        Some(_) => None,
    }
}

/// What is to be said of a container that SIGKILL ended after its stopTimeout; none of any other.
pub fn killed_after_sigterm(task: &Task, container: u8, exit_code: Option<i32>) -> Option<String> {
    let (row, definition) = containers(task).nth(usize::from(container))?;
    let why = outlasts_sigterm(row, definition).filter(|_| row.stop_requested && exit_code == Some(137))?;
    Some(format!(
        "it {why}, so SIGKILL came after its stopTimeout of {} s",
        definition.stop_timeout_seconds()
    ))
}

fn waits_going_up(world: &World, task: &Task, instance: Option<&ContainerInstance>) -> Vec<String> {
    match task.last_status {
        TaskStatus::Provisioning => vec!["Its network interface is being attached.".to_owned()],
        TaskStatus::Pending if task.accepted_at.is_none() => vec![admission(task, instance)],
        TaskStatus::Running => containers(task)
            .filter(|(row, definition)| {
                definition.has_health_check() && row.health_status == HealthStatus::Unknown
            })
            .map(|(row, definition)| first_check(world.now, row, definition))
            .collect(),
        _ => {
            let unfinished = containers(task).filter(|(row, _)| row.status < ContainerStatus::Running);
            let mut waits: Vec<_> = unfinished.map(|(row, _)| container_line(world, task, row)).collect();
            if waits.is_empty() && task.last_status == TaskStatus::Activating {
                waits.push("It registers with its load balancers and registries.".to_owned());
            }
            waits
        }
    }
}

/// The agent takes a task only when what it needs is really free.
fn admission(task: &Task, instance: Option<&ContainerInstance>) -> String {
    let Some(row) = instance.filter(|_| task.launch_type != LaunchType::Fargate) else {
        return "Fargate prepares a machine for it.".to_owned();
    };
    let (registered, held, needs) = (row.registered_resources, row.held_resources, task.reservation);
    let short = |thing: &str, needs: u32, free: u32| {
        format!(
            "Its agent waits for a stopping task to let go: needs {} {thing}, {} are free.",
            words::grouped(needs),
            words::grouped(free)
        )
    };
    let cpu = registered.cpu_units.saturating_sub(held.cpu_units);
    let memory = registered.memory_mib.saturating_sub(held.memory_mib);
    if needs.cpu_units > cpu {
        return short("CPU units", needs.cpu_units, cpu);
    }
    if needs.memory_mib > memory {
        return short("MiB", needs.memory_mib, memory);
    }
    match task.host_ports.iter().find(|port| row.held_ports.contains_key(port)) {
        Some((_, port)) => format!("Its agent waits until host port {port} is free."),
        None => "Its agent is about to take it on.".to_owned(),
    }
}

fn first_check(now: SimTime, row: &Container, definition: &ContainerDefinition) -> String {
    let check = definition.health_check.as_ref();
    let interval = SimDuration::from_secs(u64::from(check.map_or(30, |check| check.interval_seconds())));
    let due = row.started_at.unwrap_or(now) + interval;
    if due > now {
        format!("The first health check of {} is due at {}.", row.name, words::clock(due))
    } else {
        format!("{} has not passed a health check yet.", row.name)
    }
}

fn containers(task: &Task) -> impl Iterator<Item = (&Container, &ContainerDefinition)> {
    task.containers.iter().zip(&task.definition.container_definitions)
}

/// What a container does or waits for, in one line.
pub fn container_line(world: &World, task: &Task, row: &Container) -> String {
    let definition = task.definition.container(&row.name);
    match row.status {
        ContainerStatus::None => dependency_line(task, definition),
        ContainerStatus::Pulling => {
            let size = row.behaviour.pull_size_mib;
            let since = task.pull_started_at.map(|at| words::span(world.now.since(at)));
            format!("Pulling image, {size} MiB, for {}", since.unwrap_or_else(|| "0 s".to_owned()))
        }
        ContainerStatus::Pulled | ContainerStatus::Created => "Image is there; being created".to_owned(),
        ContainerStatus::Running => running_line(world, row),
        ContainerStatus::Stopped => ended_line(row),
    }
}

fn running_line(world: &World, row: &Container) -> String {
    let since = row.started_at.map_or(SimDuration::ZERO, |at| world.now.since(at));
    let restarts = match row.restart_count {
        0 => String::new(),
        times => format!(", restarted {}", words::count(times, "time")),
    };
    let stopping = if row.stop_requested { ", told to stop" } else { "" };
    format!("RUNNING for {}{restarts}{stopping}", words::span(since))
}

fn ended_line(row: &Container) -> String {
    let exit = match row.exit_code {
        Some(code) => format!("exit code {code}{}", signal(code)),
        None if row.started_at.is_some() => "lost with its host".to_owned(),
        None => "never ran".to_owned(),
    };
    let reason = row.reason.as_ref().map_or(String::new(), |reason| format!(". {reason}"));
    format!("STOPPED, {exit}{reason}")
}

fn signal(code: i32) -> &'static str {
    match code {
        137 => " (SIGKILL)",
        139 => " (SIGSEGV)",
        143 => " (SIGTERM)",
        _ => "",
    }
}

fn dependency_line(task: &Task, definition: Option<&ContainerDefinition>) -> String {
    let unmet = definition.into_iter().flat_map(|row| &row.depends_on).find(|wanted| {
        let on = task.containers.iter().find(|row| *row.name == *wanted.container_name);
        on.is_some_and(|on| !is_met(on, wanted.condition))
    });
    match unmet {
        Some(wanted) => {
            let condition = match wanted.condition {
                ContainerCondition::Start => "START",
                ContainerCondition::Complete => "COMPLETE",
                ContainerCondition::Success => "SUCCESS",
                ContainerCondition::Healthy => "HEALTHY",
            };
            format!("Waits for {} to be {condition}", wanted.container_name)
        }
        None => "Not started yet".to_owned(),
    }
}

/// Whether a container has come to what another waits for.
pub fn is_met(on: &Container, condition: ContainerCondition) -> bool {
    match condition {
        ContainerCondition::Start => on.status >= ContainerStatus::Running,
        ContainerCondition::Complete => on.status == ContainerStatus::Stopped,
        ContainerCondition::Success => on.exit_code == Some(0),
        ContainerCondition::Healthy => on.health_status == HealthStatus::Healthy,
    }
}
