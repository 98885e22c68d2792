//! One event in words: ECS's own where ECS has some, else ours.

mod balancing;
mod words;

use std::rc::Rc;

pub use balancing::target_icon;
use words::{exit_code, instance_icon, note, with_links};

pub use words::status_icon;

use super::event_capacity;
use super::events::{Entry, Subject};
use crate::model::ecs::service_scaling::ScalingActivity;
use crate::model::ecs::{
    AlarmState, ContainerInstanceId, Ec2State, HealthStatus, Task, TaskDefinitionId, TaskId, TaskStatus,
};
use crate::model::kernel::SimTime;
use crate::model::world::event::{Command, Resource};
use crate::model::world::{Event, LoggedEvent, ScalingEvent, World};
use crate::playground::event_bridge::{self, Sent};
use crate::playground::explain;
use crate::playground::explain::task::killed_after_sigterm;
use crate::playground::explain::{scaling, task_fault};

#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    Text(Rc<str>),
    /// A name that leads to its resource.
    Link {
        text: Rc<str>,
        to: Subject,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Plain,
    /// Somebody broke something on purpose.
    Fault,
    /// Something went wrong.
    Bad,
}

/// A row as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct EventLine {
    pub seq: u32,
    pub at: SimTime,
    /// Id of a symbol.
    pub icon: &'static str,
    pub tone: Tone,
    pub parts: Vec<Part>,
    pub subject: Option<Subject>,
    /// What was asked for: its line says it better than words.
    pub command: Option<Rc<Command>>,
    /// What EventBridge hears of it.
    pub sent: Vec<Sent>,
}

impl EventLine {
    /// All that a reader may look for: its words, and what EventBridge calls it.
    pub fn holds(&self, wanted: &str) -> bool {
        let wanted = wanted.to_ascii_lowercase();
        let holds = |text: &str| text.to_ascii_lowercase().contains(&wanted);
        let is_called = |sent: &Sent| {
            holds(sent.detail_type()) || sent.action().is_some_and(|action| holds(action.name()))
        };
        holds(&text_of(self)) || self.sent.iter().any(is_called)
    }
}

/// All words of a row; for a command, its operation and request.
pub fn text_of(line: &EventLine) -> String {
    let mut text: String = line
        .parts
        .iter()
        .map(|part| match part {
            Part::Text(text) | Part::Link { text, .. } => &**text,
        })
        .collect();
    if let Some(command) = &line.command {
        text.push_str(&format!("{} {} {}", command.service, command.operation, command.request));
    }
    text
}

pub fn line(world: &World, logged: &LoggedEvent, entry: &Entry) -> EventLine {
    let (icon, tone, mut parts) = Teller { world, at: logged.at, subject: entry.subject }.tell(&logged.event);
    if let Some(subject) = entry.subject {
        lead_to(world, &mut parts, subject);
    }
    let command = match &logged.event {
        Event::CommandReceived(command) => Some(command.clone()),
        _ => None,
    };
    let sent = event_bridge::sent(&logged.event, world);
    EventLine { seq: logged.seq, at: logged.at, icon, tone, parts, subject: entry.subject, command, sent }
}

/// Makes the first mention of the subject's name lead to it; a failed placement gets a question instead.
fn lead_to(world: &World, parts: &mut Vec<Part>, subject: Subject) {
    let name = match subject {
        Subject::Placement(_) => {
            parts.extend([text(". "), Part::Link { text: "Why?".into(), to: subject }]);
            return;
        }
        // A rollout names the deployment, its beginning only the service.
        Subject::Deployment(service, id) => {
            let name = world.deployment_name(id);
            let says = |part: &Part| matches!(part, Part::Text(words) if words.contains(&name));
            if parts.iter().any(says) { name } else { world.services[service].name.to_string() }
        }
        Subject::Zone(id) => world.zone_name(id).to_string(),
        Subject::Resource(Resource::Service(id)) => world.services[id].name.to_string(),
        Subject::Resource(Resource::Cluster(id)) => world.clusters[id].name.to_string(),
        Subject::Resource(Resource::TaskDefinition(id)) => world.task_definition_name(id),
        Subject::Resource(Resource::CapacityProvider(id)) => world.capacity_providers[id].name.to_string(),
        Subject::Resource(Resource::LoadBalancer(id)) => world.load_balancers[id].name.to_string(),
        Subject::Resource(Resource::TargetGroup(id)) => world.target_groups[id].name.to_string(),
        Subject::Resource(Resource::Task(_) | Resource::ContainerInstance(_)) => return,
    };
    let mention = parts.iter().enumerate().find_map(|(place, part)| match part {
        Part::Text(words) => words.find(&name).map(|at| (place, at, words.clone())),
        Part::Link { .. } => None,
    });
    if let Some((place, at, words)) = mention {
        let after = at + name.len();
        let named = Part::Link { text: name.as_str().into(), to: subject };
        parts.splice(place..=place, [text(&words[..at]), named, text(&words[after..])]);
    }
}

type Told = (&'static str, Tone, Vec<Part>);

fn text(text: impl Into<Rc<str>>) -> Part {
    Part::Text(text.into())
}

fn link(text: impl Into<Rc<str>>, to: Resource) -> Part {
    Part::Link { text: text.into(), to: Subject::Resource(to) }
}

struct Teller<'a> {
    world: &'a World,
    at: SimTime,
    subject: Option<Subject>,
}

impl Teller<'_> {
    fn tell(&self, event: &Event) -> Told {
        match event {
            Event::CommandReceived(command) => {
                let (icon, tone) = command_icon(command);
                (icon, tone, Vec::new())
            }
            Event::CommandRefused(error) => {
                let words = format!("{}: {}", error.name.as_str(), error.message);
                ("x-bad", Tone::Bad, vec![text(words)])
            }
            Event::ServiceEventPosted { message, .. } => {
                let tone = if is_trouble(message) { Tone::Bad } else { Tone::Plain };
                ("i-layers", tone, with_links(self.world, message))
            }
            Event::ServiceActionTaken { service, .. } => {
                let name = &self.world.services[*service].name;
                let words = format!(
                    "Daemon {name} leaves a container instance that no longer meets its placement constraints"
                );
                ("i-layers", Tone::Bad, vec![text(words)])
            }
            Event::PlacementDecided(record) => {
                let tasks = plural(record.unplaced, "task");
                let name = self.world.task_definition_name(record.definition);
                let looked = record.candidates.len() as u32 + record.left_out;
                let words =
                    format!("No place for {tasks} of {name}: {} looked at", plural(looked, "instance"));
                ("i-layers", Tone::Bad, vec![text(words)])
            }
            Event::DeploymentCreated { service, deployment } => {
                let name = self.world.task_definition_name(deployment.task_definition);
                let service = &self.world.services[*service].name;
                (
                    "i-flag",
                    Tone::Plain,
                    vec![text(format!("Service {service}: the deployment of {name} begins"))],
                )
            }
            Event::DeploymentRolloutChanged { reason, .. } => {
                ("i-flag", Tone::Plain, vec![text(reason.clone())])
            }
            Event::ServiceDeploymentChanged { to, .. } => {
                let service = &self.world.services[to.service].name;
                let words = format!("Service {service}: {}", explain::deployment::line(self.world, to));
                ("i-flag", Tone::Plain, vec![text(words)])
            }
            Event::AlarmChanged { name, to } => {
                let tone = if to.state == AlarmState::Alarm { Tone::Bad } else { Tone::Plain };
                ("i-flag", tone, vec![text(format!("Alarm {name} is {}", to.state.as_str()))])
            }
            Event::HookOutcomeSet { function, status } => {
                let status = explain::deployment::hook_status(*status);
                ("i-bolt", Tone::Plain, vec![text(format!("{function} answers {status} from now on"))])
            }
            Event::ServiceStatusChanged { service, status } => {
                let service = &self.world.services[*service].name;
                let status = format!("{status:?}").to_ascii_uppercase();
                ("i-layers", Tone::Plain, vec![text(format!("Service {service} is {status}"))])
            }
            Event::TaskCreated(task) => self.task_created(task),
            Event::TaskStatusChanged { task, status } => self.task_status(*task, *status),
            Event::TaskStopAsked { task, code, reason } => {
                let words = format!(" is asked to stop, {code:?}: {reason}");
                ("i-kill", Tone::Plain, self.about_task(*task, words))
            }
            Event::TaskProtectionChanged { task, until } => {
                let words = match until {
                    Some(until) => format!(" is protected from scale-in until {until}"),
                    None => " is protected no longer".to_owned(),
                };
                ("i-shield", Tone::Plain, self.about_task(*task, words))
            }
            Event::TaskFaultBegan { task, fault } => {
                let words = format!(": {}", task_fault::line(fault));
                ("i-bolt", Tone::Fault, self.about_task(*task, words))
            }
            Event::TaskFaultEnded { task, number } => {
                let fault = &self.world.tasks[*task].faults[*number as usize];
                let words = format!(": {} is over", fault.kind.action());
                ("i-bolt", Tone::Plain, self.about_task(*task, words))
            }
            Event::TaskHealthChanged { task, health } => self.health(*task, *health),
            Event::ContainerStopped { task, container, exit_code, reason } => {
                self.container_stopped(*task, *container, *exit_code, reason.as_deref())
            }
            Event::ContainerRestarted { task, container } => {
                let name = self.container_name(*task, *container);
                (
                    "i-restart",
                    Tone::Plain,
                    self.about_task(*task, format!(": container {name} restarted in place")),
                )
            }
            other => self.tell_of_capacity(other),
        }
    }

    fn tell_of_capacity(&self, event: &Event) -> Told {
        match event {
            Event::ContainerInstanceStatusChanged { instance, status, reason } => {
                let reason = reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
                let words = format!(" is {}{reason}", status.as_str());
                (instance_icon(*status), Tone::Plain, self.about_instance(*instance, words))
            }
            Event::AgentConnectionChanged { instance, connected: true } => {
                ("i-link", Tone::Plain, self.about_instance(*instance, ": its agent is connected".into()))
            }
            Event::AgentConnectionChanged { instance, .. } => {
                ("i-link", Tone::Bad, self.about_instance(*instance, ": its agent is disconnected".into()))
            }
            Event::Ec2StateChanged { instance, state } => {
                let ends = matches!(state, Ec2State::ShuttingDown | Ec2State::Terminated);
                let tone = if ends { Tone::Bad } else { Tone::Plain };
                let state = format!("{state:?}");
                let state =
                    if state == "ShuttingDown" { "shutting-down".into() } else { state.to_ascii_lowercase() };
                ("i-power", tone, self.about_instance(*instance, format!(": EC2 instance {state}")))
            }
            Event::Capacity(event) => {
                let (icon, tone, words) = event_capacity::tell(event, self.world);
                (icon, tone, vec![text(words)])
            }
            Event::TaskPlaced { task, .. } => {
                let mut parts = self.about_task(*task, " has its place".into());
                if let Some(instance) = self.world.tasks[*task].container_instance {
                    parts.extend([text(": "), self.instance_link(instance)]);
                }
                ("i-layers", Tone::Plain, parts)
            }
            Event::ZonePowerChanged { zone, available, .. } => {
                let zone = self.world.zone_name(*zone);
                let words = if *available { "is back" } else { "is lost" };
                let tone = if *available { Tone::Plain } else { Tone::Bad };
                ("i-az", tone, vec![text(format!("Availability Zone {zone} {words}"))])
            }
            Event::ClusterCreated(cluster) => {
                ("i-plus", Tone::Plain, vec![text(format!("Cluster {} created", cluster.name))])
            }
            Event::ClusterDeleted { cluster } => {
                let name = &self.world.clusters[*cluster].name;
                ("i-x", Tone::Plain, vec![text(format!("Cluster {name} deleted"))])
            }
            Event::TaskDefinitionRegistered { definition, .. } => {
                ("i-code", Tone::Plain, vec![text(format!("{} registered", definition.family_revision()))])
            }
            Event::TaskDefinitionDeregistered { definition } => self.definition(*definition, "is INACTIVE"),
            Event::TaskDefinitionDeletionAsked { definition } => {
                self.definition(*definition, "is being deleted")
            }
            Event::ImageBehaviourSet { image, .. } => {
                ("i-bolt", Tone::Plain, vec![text(format!("Image {image} behaves differently from now on"))])
            }
            Event::Scaling(ScalingEvent::Activity(activity)) => scaling_row(self.world, activity),
            Event::ImageBehaviourReset { image } => {
                ("i-bolt", Tone::Plain, vec![text(format!("Image {image} has its own behaviour again"))])
            }
            other => self.tell_of_balancing(other),
        }
    }

    fn definition(&self, id: TaskDefinitionId, words: &str) -> Told {
        let name = self.world.task_definition_name(id);
        ("i-code", Tone::Plain, vec![text(format!("{name} {words}"))])
    }

    fn task_link(&self, id: TaskId) -> Part {
        let hex = self.world.task_hex(id);
        link(&hex[..8], Resource::Task(id))
    }

    fn instance_link(&self, id: ContainerInstanceId) -> Part {
        let name = self.world.ec2_instance_id(id);
        let short = format!("{}…{}", &name[..6], &name[name.len() - 4..]);
        link(short, Resource::ContainerInstance(id))
    }

    fn about_task(&self, id: TaskId, words: String) -> Vec<Part> {
        let name = self.world.tasks[id].definition.family_revision();
        vec![text("task "), self.task_link(id), text(format!(" of {name}{words}"))]
    }

    fn about_instance(&self, id: ContainerInstanceId, words: String) -> Vec<Part> {
        let kind = &self.world.container_instances[id].instance_type;
        vec![self.instance_link(id), text(format!(" {kind}{words}"))]
    }

    fn container_name(&self, task: TaskId, container: u8) -> &Rc<str> {
        &self.world.tasks[task].containers[usize::from(container)].name
    }

    /// `task` is the row as it was created; the event does not know its id.
    fn task_created(&self, task: &Task) -> Told {
        let mut parts = match self.subject {
            Some(Subject::Resource(Resource::Task(id))) => {
                self.about_task(id, format!(" created, {}", task.last_status.as_str()))
            }
            _ => Vec::new(),
        };
        if let Some(instance) = task.container_instance {
            parts.extend([text(" on "), self.instance_link(instance)]);
        }
        (status_icon(task.last_status), Tone::Plain, parts)
    }

    fn task_status(&self, id: TaskId, status: TaskStatus) -> Told {
        let task = &self.world.tasks[id];
        let passed = task.history.iter().position(|entry| *entry == (status, self.at));
        let before = passed.and_then(|place| place.checked_sub(1)).map(|place| task.history[place].0);
        let arrow = before.map(|before| format!(" {} →", before.as_str())).unwrap_or_default();
        let mut parts = self.about_task(id, format!("{arrow} {}", status.as_str()));
        match (status, task.container_instance) {
            (TaskStatus::Pending, Some(instance)) => {
                parts.extend([text(" on "), self.instance_link(instance)]);
            }
            _ => parts.extend(note(task, status).map(text)),
        }
        let failed = status == TaskStatus::Stopped && task.started_at.is_none();
        (status_icon(status), if failed { Tone::Bad } else { Tone::Plain }, parts)
    }

    fn health(&self, id: TaskId, health: HealthStatus) -> Told {
        let (icon, tone, word) = match health {
            HealthStatus::Healthy => ("h-ok", Tone::Plain, "HEALTHY"),
            HealthStatus::Unhealthy => ("h-bad", Tone::Bad, "UNHEALTHY"),
            HealthStatus::Unknown => ("h-unk", Tone::Plain, "UNKNOWN"),
        };
        (icon, tone, self.about_task(id, format!(" is {word}")))
    }

    fn container_stopped(&self, id: TaskId, container: u8, exit: Option<i32>, reason: Option<&str>) -> Told {
        let name = self.container_name(id, container);
        let ran = self.world.tasks[id].containers[usize::from(container)].started_at.is_some();
        let code = match exit {
            Some(code) => format!(" exited with {}", exit_code(code)),
            None if ran => " was lost with its host".to_owned(),
            None => " never ran".to_owned(),
        };
        let killed = killed_after_sigterm(&self.world.tasks[id], container, exit);
        let killed = killed.map(|why| format!(": {why}")).unwrap_or_default();
        let reason = reason.map(|reason| format!(", {reason}")).unwrap_or_default();
        let tone = if reason.is_empty() { Tone::Plain } else { Tone::Bad };
        ("g-stopped", tone, self.about_task(id, format!(": container {name}{code}{killed}{reason}")))
    }
}

fn plural(count: u32, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn is_trouble(message: &str) -> bool {
    ["was unable to", "is unable to", "failed", "unhealthy"].iter().any(|word| message.contains(word))
}

fn command_icon(command: &Command) -> (&'static str, Tone) {
    match &*command.operation {
        "StopTask" | "KillContainer" | "OomContainer" => ("i-kill", Tone::Fault),
        "TerminateInstance" | "StopInstance" | "RebootInstance" => ("i-power", Tone::Fault),
        "LoseAvailabilityZone" => ("i-az", Tone::Fault),
        "FailHealthChecks" => ("i-heartx", Tone::Fault),
        "UnpullableImage"
        | "DisconnectAgent"
        | "TaskCpuStress"
        | "TaskIoStress"
        | "TaskNetworkLatency"
        | "TaskNetworkPacketLoss"
        | "TaskNetworkBlackholePort" => ("i-bolt", Tone::Fault),
        _ => ("i-term", Tone::Plain),
    }
}

/// What auto scaling did, or why it did nothing.
fn scaling_row(world: &World, activity: &ScalingActivity) -> Told {
    let story = scaling::story(activity);
    let name = &world.services[activity.service].name;
    let action = if activity.from == activity.to { "" } else { " SERVICE_DESIRED_COUNT_UPDATED" };
    ("i-chart", Tone::Plain, vec![text(format!("{name}: {} {}{action}", story.lead, story.rest))])
}
