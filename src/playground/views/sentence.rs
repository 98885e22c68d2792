//! The one sentence above the stage: what the service scheduler is doing, and why.

mod balancing;
mod capacity;
mod deployments;

use std::rc::Rc;

use super::colour::{self, Colour};
use super::shelf::OUTLINE_STAYS;
use crate::model::ecs::{
    ClusterId, DecisionId, Service, ServiceId, ServiceStatus, TaskId, TaskStatus, TaskStopCode,
};
use crate::model::kernel::SimTime;
use crate::model::world::World;
use crate::model::world::decision::{PlacementRecord, Purpose};
use crate::playground::explain::task_fault;
use crate::playground::recording::TimedCommand;

/// How much of an emergency it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Calm,
    Working,
    /// A deployment goes on when somebody answers: a note, with a way to the buttons.
    Asking,
    /// ECS cannot do what is asked: red, with a way to the reason.
    Stuck,
}

/// Where "Why not?" leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    Placement(DecisionId),
    Service(ServiceId),
    Task(TaskId),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    pub tone: Tone,
    /// What is so; ends with a full stop.
    pub lead: String,
    /// Why, and what comes next; may be empty.
    pub rest: String,
    pub reason: Option<Reason>,
    /// The revision that has no place, to draw its outline.
    pub homeless: Option<(Rc<str>, Colour)>,
}

impl Sentence {
    fn new(tone: Tone, lead: impl Into<String>, rest: impl Into<String>) -> Self {
        Self { tone, lead: lead.into(), rest: rest.into(), reason: None, homeless: None }
    }

    fn because(self, reason: Reason) -> Self {
        Self { reason: Some(reason), ..self }
    }
}

/// The sentence of a cluster. `given` are the run's commands so far: they decide what to dare next.
pub fn sentence(world: &World, cluster: ClusterId, given: &[TimedCommand]) -> Sentence {
    let services = live_services(world, cluster);
    let first =
        |say: fn(&World, ServiceId) -> Option<Sentence>| services.iter().find_map(|&id| say(world, id));
    first(unplaced)
        .or_else(|| first(deployments::deployment))
        .or_else(|| first(failing))
        .or_else(|| first(balancing::losing))
        .or_else(|| first(balancing::unhealthy_targets))
        .or_else(|| capacity::dark_zone(world, &services))
        .or_else(|| capacity::lost_instance(world, cluster, &services))
        .or_else(|| first(deployments::rollout))
        .or_else(|| first(short))
        .or_else(|| first(too_many))
        .or_else(|| capacity::restless_instance(world, cluster))
        .or_else(|| first(balancing::draining))
        .or_else(|| first(unsettled))
        .or_else(|| first(strained))
        .unwrap_or_else(|| calm(world, cluster, &services, given))
}

fn live_services(world: &World, cluster: ClusterId) -> Vec<ServiceId> {
    let all = world.clusters[cluster].services.iter().copied();
    all.filter(|&id| world.services[id].status != ServiceStatus::Inactive).collect()
}

/// `MM:SS`, or `H:MM:SS` from an hour on.
pub fn clock(at: SimTime) -> String {
    let seconds = at.as_millis() / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours == 0 {
        format!("{minutes:02}:{seconds:02}")
    } else {
        format!("{hours}:{minutes:02}:{seconds:02}")
    }
}

/// `1 task`, `3 tasks`.
fn count(number: u32, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

fn short_task(world: &World, id: TaskId) -> String {
    world.task_hex(id)[..4].to_owned()
}

/// Tasks that the service wants and has not, and nothing is on its way.
fn missing(service: &Service) -> u32 {
    service.desired_count.saturating_sub(service.running_count() + service.pending_count())
}

fn unplaced(world: &World, id: ServiceId) -> Option<Sentence> {
    let service = &world.services[id];
    service.memory.placement_failure.as_ref()?;
    let missing = missing(service).max(u32::from(service.is_daemon()));
    if missing == 0 {
        return None;
    }
    let failures = failed_decisions(world, id);
    let mut tried: Vec<_> = failures.iter().take(2).map(|(_, record)| clock(record.at)).collect();
    tried.reverse();
    let mut rest = "ECS creates it once an instance fits.".to_owned();
    if missing > 1 {
        rest = "ECS creates them once an instance fits.".to_owned();
    }
    if !tried.is_empty() {
        rest += &format!(" Tried {}", tried.join(" and "));
        let next = service.memory.next_start_at.max(service.memory.next_look_at).filter(|&at| at > world.now);
        rest += &next.map_or(".".to_owned(), |at| format!(", next try {}.", clock(at)));
    }
    let verb = if missing == 1 { "has" } else { "have" };
    let lead = format!("{} of {} {verb} no place.", count(missing, "task"), service.name);
    let homeless = service.primary().map(|primary| {
        let definition = &world.task_definitions[primary.task_definition];
        let name = format!("{}:{}", definition.family, definition.revision);
        (name.into(), colour::of_revision(world, id, definition.revision))
    });
    let reason = failures.first().map_or(Reason::Service(id), |&(decision, _)| Reason::Placement(decision));
    Some(Sentence { homeless, ..Sentence::new(Tone::Stuck, lead, rest).because(reason) })
}

/// Decisions looked through to find the last failures of a service.
const DECISIONS_BACK: usize = 200;

/// Newest first.
fn failed_decisions(world: &World, id: ServiceId) -> Vec<(DecisionId, &PlacementRecord)> {
    let recent = world.decisions.iter().rev().take(DECISIONS_BACK);
    let failed = recent.filter(|(_, record)| {
        record.failure.is_some()
            && matches!(record.purpose, Purpose::Service { service, .. } if service == id)
    });
    failed.map(|(decision, record)| (decision, &**record)).collect()
}

/// Tasks that stop before they run, again and again.
fn failing(world: &World, id: ServiceId) -> Option<Sentence> {
    let service = &world.services[id];
    let failed =
        service.primary().map_or(0, |primary| primary.failed_tasks).max(service.memory.start_failures);
    if failed == 0 || service.running_count() >= service.desired_count {
        return None;
    }
    let name = &service.name;
    let lead = format!("{} of {name} failed to start.", count(failed, "task"));
    let last = last_stopped(world, id);
    let mut rest = last.and_then(|task| world.tasks[task].stopped_reason.clone()).map_or_else(
        || "ECS starts another one.".to_owned(),
        |reason| format!("The last one: {}", full_stop(&reason)),
    );
    if let Some(at) = service.memory.next_start_at.filter(|&at| at > world.now) {
        rest += &format!(" ECS tries again at {}.", clock(at));
    }
    let reason = last.map_or(Reason::Service(id), Reason::Task);
    Some(Sentence::new(Tone::Stuck, lead, rest).because(reason))
}

fn full_stop(text: &str) -> String {
    if text.ends_with('.') { text.to_owned() } else { format!("{text}.") }
}

/// Tasks looked through to find the one of a service that stopped last.
const TASKS_BACK: usize = 400;

fn last_stopped(world: &World, id: ServiceId) -> Option<TaskId> {
    let recent = world.tasks.ids().rev().take(TASKS_BACK);
    recent
        .filter(|&task| world.tasks[task].service == Some(id) && world.tasks[task].stopping_at.is_some())
        .max_by_key(|&task| {
            let row = &world.tasks[task];
            (row.stopping_at, task)
        })
}

/// Fewer RUNNING than wanted: says whose place is taken, and how far the newcomer has come.
fn short(world: &World, id: ServiceId) -> Option<Sentence> {
    let service = &world.services[id];
    let short = service.desired_count.saturating_sub(service.running_count());
    if short == 0 || service.status == ServiceStatus::Draining {
        return None;
    }
    let name = &service.name;
    let lead = format!("{name} is {} short.", count(short, "task"));
    let starting = service.tasks.iter().copied().filter(|&task| {
        let row = &world.tasks[task];
        row.is_wanted() && row.last_status.is_starting()
    });
    let Some(newcomer) = starting.min_by_key(|&task| std::cmp::Reverse(world.tasks[task].last_status)) else {
        let departed = last_stopped(world, id).and_then(|task| departure(world, task));
        let rest =
            departed.map_or("ECS starts another.".to_owned(), |what| format!("{what}; ECS starts another."));
        return Some(Sentence::new(Tone::Working, lead, rest));
    };
    let row = &world.tasks[newcomer];
    let departed =
        last_stopped(world, id).filter(|&task| world.tasks[task].stopping_at <= Some(row.created_at));
    let news = format!(
        "{} is {}: {}.",
        short_task(world, newcomer),
        row.last_status.as_str(),
        doing(world, newcomer)
    );
    let departed = departed.and_then(|task| departure(world, task));
    let rest = departed.map_or(news.clone(), |what| format!("{what}; its replacement {news}"));
    Some(Sentence::new(Tone::Working, lead, rest).because(Reason::Task(newcomer)))
}

/// `7c1e was stopped by you`, if it is not long ago.
fn departure(world: &World, task: TaskId) -> Option<String> {
    let row = &world.tasks[task];
    if row.stopping_at.is_none_or(|at| world.now.since(at) > OUTLINE_STAYS) {
        return None;
    }
    use TaskStopCode::{
        EssentialContainerExited, InfrastructureHealth, SpotInterruption, TaskFailedToStart,
        TerminationNotice, UserInitiated,
    };
    let what = match row.stop_code {
        Some(UserInitiated) => "was stopped by you",
        Some(EssentialContainerExited) => "lost an essential container",
        Some(TaskFailedToStart) => "failed to start",
        Some(TerminationNotice | InfrastructureHealth) => "went with its instance",
        Some(SpotInterruption) => "was interrupted by Fargate Spot",
        _ => "was stopped by ECS",
    };
    Some(format!("{} {what}", short_task(world, task)))
}

/// What a task on its way to RUNNING waits for.
fn doing(world: &World, id: TaskId) -> &'static str {
    let task = &world.tasks[id];
    match task.last_status {
        TaskStatus::Provisioning if task.waits_for_capacity() => {
            "it waits for its capacity provider to make room"
        }
        TaskStatus::Provisioning => "it gets its network interface",
        TaskStatus::Pending if task.pull_started_at.is_some() && task.pull_stopped_at.is_none() => {
            "its image is being pulled"
        }
        TaskStatus::Pending if task.accepted_at.is_some() => "the agent starts its containers",
        TaskStatus::Pending => "the agent has not taken it yet",
        TaskStatus::Activating if task.containers.iter().all(|row| row.started_at.is_some()) => {
            "it is being registered with its target groups"
        }
        _ => "its containers are starting",
    }
}

fn too_many(world: &World, id: ServiceId) -> Option<Sentence> {
    let service = &world.services[id];
    let surplus = service.running_count().saturating_sub(service.desired_count);
    if service.status == ServiceStatus::Draining {
        let left = count(service.tasks.len() as u32, "task");
        let lead = format!("{} is DRAINING.", service.name);
        return Some(Sentence::new(Tone::Working, lead, format!("It is deleted once its {left} stopped.")));
    }
    if surplus == 0 || service.is_daemon() {
        return None;
    }
    let lead = format!("{} runs {} too many.", service.name, count(surplus, "task"));
    Some(Sentence::new(Tone::Working, lead, "ECS stops tasks until the desired count is met."))
}

/// All tasks are there, but the service has not said that it is steady.
fn unsettled(world: &World, id: ServiceId) -> Option<Sentence> {
    let service = &world.services[id];
    if service.memory.steady_since.is_some() || service.desired_count == 0 {
        return None;
    }
    let lead = format!("{} has all {} RUNNING.", service.name, count(service.running_count(), "task"));
    let rest = replaced(world, id).unwrap_or_else(|| {
        "ECS waits for health checks and for old tasks to stop before it calls the service steady.".to_owned()
    });
    Some(Sentence::new(Tone::Working, lead, rest))
}

/// Who took whose place a short while ago, and how fast.
fn replaced(world: &World, id: ServiceId) -> Option<String> {
    let departed = last_stopped(world, id)?;
    let left_at = world.tasks[departed].stopping_at?;
    let newest = world.services[id].tasks.iter().rev().copied();
    let newcomer = newest.into_iter().find(|&task| world.tasks[task].created_at >= left_at)?;
    let took = world.tasks[newcomer].started_at?.since(left_at).as_secs();
    let what = departure(world, departed)?;
    let service = &world.services[id];
    Some(format!(
        "{what}; {} wants {}, so ECS started {} in its place, RUNNING after {took} s.",
        service.name,
        service.desired_count,
        short_task(world, newcomer)
    ))
}

/// A fault acts on some of its tasks: what it does, and for how long.
fn strained(world: &World, id: ServiceId) -> Option<Sentence> {
    let service = &world.services[id];
    let acting = |task: TaskId| world.tasks[task].acting_faults().last();
    let tasks: Vec<TaskId> = service.tasks.iter().copied().filter(|&task| acting(task).is_some()).collect();
    let fault = acting(*tasks.first()?)?;
    let lead =
        format!("{} acts on {} of {}.", fault.kind.action(), count(tasks.len() as u32, "task"), service.name);
    let effect = task_fault::effect(&fault.kind);
    let rest = format!("Until {}: {effect}.", clock(fault.until));
    Some(Sentence::new(Tone::Working, lead, rest).because(Reason::Task(tasks[0])))
}

/// Nothing moves: the next thing to try.
fn calm(world: &World, cluster: ClusterId, services: &[ServiceId], given: &[TimedCommand]) -> Sentence {
    let row = &world.clusters[cluster];
    if services.is_empty() {
        let pending = row.pending_tasks.total();
        if pending > 0 {
            let lead = format!("{} on the way.", count(pending, "task"));
            return Sentence::new(
                Tone::Working,
                lead,
                "No service keeps them: a task that stops is not replaced.",
            );
        }
        let rest = "A task that stops is not replaced, because no service wants it back.";
        let rest = if row.running_tasks.total() > 0 {
            rest
        } else {
            "Register a task definition, then create a service."
        };
        return Sentence::new(Tone::Calm, "No service runs here.", rest);
    }
    let tasks = count(row.running_tasks.total(), "task");
    if let Some(zone) = capacity::without_power(world) {
        let rest = format!("{tasks} RUNNING in the zones that are left. Restore it from its menu.");
        return Sentence::new(Tone::Calm, format!("{zone} has no power."), rest);
    }
    let has = |operations: &[&str]| given.iter().any(|timed| operations.contains(&&*timed.command.operation));
    if !has(&["StopTask", "KillContainer", "OomContainer"]) {
        return Sentence::new(Tone::Calm, "Everything is steady.", "Kill a task and see what ECS does.");
    }
    if !has(&["TerminateInstance", "StopInstance", "LoseAvailabilityZone"])
        && row.registered_container_instances_count > 0
    {
        return Sentence::new(Tone::Calm, "Everything is steady again.", "Now lose an instance.");
    }
    let instances = count(row.registered_container_instances_count, "instance");
    Sentence::new(Tone::Calm, "Everything is steady.", format!("{tasks} RUNNING, {instances}."))
}
