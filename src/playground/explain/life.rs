//! The life of whatever is no task: its states with their durations, and what led to each.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::task::killed_after_sigterm;
use super::trace::{Cause, Trace, cause_of};
use super::words;
use crate::model::ecs::{
    ClusterId, ContainerInstanceId, ContainerStatus, DeploymentId, DeploymentRolloutState, DeploymentStatus,
    Ec2State, HealthStatus, ServiceId, ServiceStatus, Task, TaskDefinitionId, TaskId, ZoneId,
};
use crate::model::kernel::{SimDuration, SimTime};
use crate::model::world::{Event, EventLog, LoggedEvent, World};

/// Whose life it is. Tasks keep their own history, and containers are looked up on demand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Being {
    Cluster(ClusterId),
    Service(ServiceId),
    Deployment(DeploymentId),
    TaskDefinition(TaskDefinitionId),
    ContainerInstance(ContainerInstanceId),
    Zone(ZoneId),
    Image(Rc<str>),
}

/// Where the log tells of each being. It hears every event once.
#[derive(Clone, Debug, Default)]
pub struct Lives {
    turns: BTreeMap<Being, Vec<u32>>,
    /// The newest deployment of each service: the next one makes it ACTIVE.
    newest: BTreeMap<ServiceId, DeploymentId>,
    /// Rows made so far: the next one of the kind has this id.
    clusters: u32,
    services: u32,
    definitions: u32,
    instances: u32,
}

impl Lives {
    pub fn hear(&mut self, logged: &LoggedEvent) {
        match &logged.event {
            Event::ServiceCreated(_) => {
                let id = ServiceId(next(&mut self.services));
                self.turns.entry(Being::Service(id)).or_default().push(logged.seq);
            }
            // A deployment is a turn of its service's life too, and of the one before it.
            Event::DeploymentCreated { service, deployment } => {
                if let Some(before) = self.newest.insert(*service, deployment.id) {
                    self.turns.entry(Being::Deployment(before)).or_default().push(logged.seq);
                }
                self.turns.entry(Being::Service(*service)).or_default().push(logged.seq);
                self.turns.entry(Being::Deployment(deployment.id)).or_default().push(logged.seq);
            }
            other => {
                if let Some(being) = self.whose(other) {
                    self.turns.entry(being).or_default().push(logged.seq);
                }
            }
        }
    }

    fn whose(&mut self, event: &Event) -> Option<Being> {
        Some(match event {
            Event::ClusterCreated(_) => Being::Cluster(ClusterId(next(&mut self.clusters))),
            Event::ClusterDeleted { cluster } => Being::Cluster(*cluster),
            Event::TaskDefinitionRegistered { .. } => {
                Being::TaskDefinition(TaskDefinitionId(next(&mut self.definitions)))
            }
            Event::TaskDefinitionDeregistered { definition }
            | Event::TaskDefinitionDeletionAsked { definition } => Being::TaskDefinition(*definition),
            Event::InstanceLaunched(_) | Event::ContainerInstanceRegistered(_) => {
                Being::ContainerInstance(ContainerInstanceId(next(&mut self.instances)))
            }
            Event::ContainerInstanceStatusChanged { instance, .. }
            | Event::AgentConnectionChanged { instance, .. }
            | Event::Ec2StateChanged { instance, .. } => Being::ContainerInstance(*instance),
            Event::ZonePowerChanged { zone, .. } => Being::Zone(*zone),
            Event::ImageBehaviourSet { image, .. } | Event::ImageBehaviourReset { image } => {
                Being::Image(image.clone())
            }
            Event::ServiceStatusChanged { service, .. } => Being::Service(*service),
            Event::DeploymentStatusChanged { deployment, .. }
            | Event::DeploymentRolloutChanged { deployment, .. } => Being::Deployment(*deployment),
            _ => return None,
        })
    }

    /// Positions in the log, oldest first.
    pub fn turns(&self, being: &Being) -> &[u32] {
        self.turns.get(being).map_or(&[], Vec::as_slice)
    }
}

fn next(count: &mut u32) -> u32 {
    *count += 1;
    *count - 1
}

/// One state of a life.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// The event that brought it.
    pub seq: u32,
    pub at: SimTime,
    /// In ECS's spelling where ECS has a word.
    pub state: String,
    /// What goes with it, as ECS or we say it.
    pub detail: String,
    pub is_bad: bool,
    /// Until the next state, or until now for the last.
    pub lasted: SimDuration,
    pub is_present: bool,
    /// The command behind it.
    pub cause: Option<Cause>,
}

/// Longer lives are cut at their beginning.
const LONGEST: usize = 60;

/// What the being went through up to now, oldest first.
pub fn life(world: &World, log: &EventLog, trace: &Trace, being: &Being) -> Vec<Turn> {
    let seqs = trace.lives().turns(being);
    let told = seqs[seqs.len().saturating_sub(LONGEST)..].iter().filter_map(|&seq| {
        let logged = log.get(seq)?;
        let (state, detail, is_bad) = tell(world, &logged.event, being)?;
        Some(turn(log, logged, state, detail, is_bad))
    });
    with_durations(told.collect(), world.now)
}

fn turn(log: &EventLog, logged: &LoggedEvent, state: String, detail: String, is_bad: bool) -> Turn {
    let cause = logged.cause.and_then(|seq| cause_of(log, seq));
    let (seq, at) = (logged.seq, logged.at);
    Turn { seq, at, state, detail, is_bad, lasted: SimDuration::ZERO, is_present: false, cause }
}

fn with_durations(mut turns: Vec<Turn>, now: SimTime) -> Vec<Turn> {
    for at in 0..turns.len() {
        let end = turns.get(at + 1).map(|next| next.at);
        turns[at].lasted = end.unwrap_or(now).since(turns[at].at);
        turns[at].is_present = end.is_none();
    }
    turns
}

type Told = (String, String, bool);

fn tell(world: &World, event: &Event, being: &Being) -> Option<Told> {
    let plain = |state: &str, detail: String| Some((state.to_owned(), detail, false));
    match event {
        Event::ClusterCreated(_) => plain("ACTIVE", String::new()),
        Event::ClusterDeleted { .. } => plain("INACTIVE", String::new()),
        Event::TaskDefinitionRegistered { .. } => plain("ACTIVE", String::new()),
        Event::TaskDefinitionDeregistered { .. } => {
            plain("INACTIVE", "Starts no new service or task.".to_owned())
        }
        Event::TaskDefinitionDeletionAsked { .. } => plain("DELETE_IN_PROGRESS", String::new()),
        Event::InstanceLaunched(row) => plain("launching", format!("{} boots", row.instance_type)),
        Event::ContainerInstanceRegistered(row) => plain(row.status.as_str(), "Registered".to_owned()),
        Event::ContainerInstanceStatusChanged { status, reason, .. } => {
            plain(status.as_str(), reason.as_deref().unwrap_or_default().to_owned())
        }
        Event::AgentConnectionChanged { connected: true, .. } => plain("agent connected", String::new()),
        Event::AgentConnectionChanged { .. } => {
            Some(("agent disconnected".to_owned(), "ECS hears nothing of its tasks.".to_owned(), true))
        }
        Event::Ec2StateChanged { state, .. } => {
            let ends = matches!(state, Ec2State::ShuttingDown | Ec2State::Terminated);
            Some((format!("EC2 {}", ec2_state(*state)), String::new(), ends))
        }
        Event::ZonePowerChanged { available: true, .. } => plain("power back", String::new()),
        Event::ZonePowerChanged { until, .. } => {
            let until = until.map_or(String::new(), |at| format!("until {}", words::clock(at)));
            Some(("power cut".to_owned(), until, true))
        }
        Event::ImageBehaviourSet { behaviour, .. } => {
            let bad = behaviour.pull != crate::model::ecs::image::PullOutcome::Ok;
            Some(("behaviour set".to_owned(), String::new(), bad))
        }
        Event::ImageBehaviourReset { .. } => plain("own behaviour", String::new()),
        Event::ServiceCreated(_) => plain("ACTIVE", String::new()),
        Event::ServiceStatusChanged { status, .. } => plain(service_status(*status), String::new()),
        Event::DeploymentCreated { deployment, .. } => {
            let name = world.task_definition_name(deployment.task_definition);
            match being {
                Being::Service(_) => plain("deployment begins", name),
                Being::Deployment(id) if *id != deployment.id => {
                    plain("ACTIVE", format!("A newer deployment began: {name}"))
                }
                _ => plain("PRIMARY", format!("IN_PROGRESS, {name}")),
            }
        }
        Event::DeploymentStatusChanged { status, .. } => plain(deployment_status(*status), String::new()),
        Event::DeploymentRolloutChanged { state, reason, .. } => {
            Some((rollout(*state).to_owned(), reason.to_string(), *state == DeploymentRolloutState::Failed))
        }
        _ => None,
    }
}

/// Events looked at for one container; a life longer than that is cut at its end.
const LOOKED_AT: usize = 100_000;

/// What a container went through, restarts included.
pub fn container_life(world: &World, log: &EventLog, id: TaskId, container: u8) -> Vec<Turn> {
    let task = &world.tasks[id];
    let ended = task.stopped_at.unwrap_or(world.now);
    let seen = log.since(first_at(log, task.created_at)).take(LOOKED_AT);
    let seen = seen.take_while(|logged| logged.at <= ended);
    let told = seen.filter_map(|logged| {
        let (state, detail, is_bad) = tell_container(task, &logged.event, id, container)?;
        Some(turn(log, logged, state, detail, is_bad))
    });
    let mut turns = with_durations(told.take(LONGEST).collect(), world.now);
    if let Some(last) = turns.last_mut().filter(|_| task.stopped_at.is_some()) {
        last.lasted = ended.since(last.at);
    }
    turns
}

/// Position of the first event at that moment or later.
fn first_at(log: &EventLog, at: SimTime) -> u32 {
    let (mut low, mut high) = (0, log.len());
    while low < high {
        let middle = low.midpoint(high);
        match log.get(middle) {
            Some(logged) if logged.at < at => low = middle + 1,
            _ => high = middle,
        }
    }
    low
}

fn tell_container(task: &Task, event: &Event, id: TaskId, number: u8) -> Option<Told> {
    let plain = |state: &str| Some((state.to_owned(), String::new(), false));
    match event {
        Event::ContainerStatusChanged { task, container, status } if (*task, *container) == (id, number) => {
            plain(container_status(*status))
        }
        Event::ContainerRestarted { task, container } if (*task, *container) == (id, number) => {
            Some(("restarted".to_owned(), "In place, by its restart policy.".to_owned(), false))
        }
        Event::ContainerHealthChanged { task, container, health } if (*task, *container) == (id, number) => {
            Some((health_word(*health).to_owned(), String::new(), *health == HealthStatus::Unhealthy))
        }
        Event::ContainerHealthBroken { task, container } if (*task, *container) == (id, number) => {
            Some(("checks fail".to_owned(), "Its health check fails from now on.".to_owned(), true))
        }
        Event::ContainerStopAsked { task, container } if (*task, *container) == (id, number) => {
            Some(("SIGTERM".to_owned(), String::new(), false))
        }
        Event::ContainerStopped { task: of, container, exit_code, reason }
            if (*of, *container) == (id, number) =>
        {
            let ran = task.containers[usize::from(number)].started_at.is_some();
            let code = match exit_code {
                Some(code) => format!("exit code {code}"),
                None if ran => "lost with its host".to_owned(),
                None => "never ran".to_owned(),
            };
            let killed = killed_after_sigterm(task, number, *exit_code).map(|why| format!(": {why}"));
            let killed = killed.unwrap_or_default();
            let reason = reason.as_ref().map_or(String::new(), |reason| format!(". {reason}"));
            Some(("STOPPED".to_owned(), format!("{code}{killed}{reason}"), *exit_code != Some(0)))
        }
        _ => None,
    }
}

pub fn ec2_state(state: Ec2State) -> &'static str {
    match state {
        Ec2State::Pending => "pending",
        Ec2State::Running => "running",
        Ec2State::Stopping => "stopping",
        Ec2State::Stopped => "stopped",
        Ec2State::ShuttingDown => "shutting-down",
        Ec2State::Terminated => "terminated",
    }
}

pub fn service_status(status: ServiceStatus) -> &'static str {
    match status {
        ServiceStatus::Active => "ACTIVE",
        ServiceStatus::Draining => "DRAINING",
        ServiceStatus::Inactive => "INACTIVE",
    }
}

pub fn deployment_status(status: DeploymentStatus) -> &'static str {
    match status {
        DeploymentStatus::Primary => "PRIMARY",
        DeploymentStatus::Active => "ACTIVE",
        DeploymentStatus::Draining => "DRAINING",
        DeploymentStatus::Inactive => "INACTIVE",
    }
}

pub fn rollout(state: DeploymentRolloutState) -> &'static str {
    match state {
        DeploymentRolloutState::InProgress => "IN_PROGRESS",
        DeploymentRolloutState::Completed => "COMPLETED",
        DeploymentRolloutState::Failed => "FAILED",
    }
}

/// What the agent is doing with it; ECS says PENDING for all but the last two.
pub fn container_status(status: ContainerStatus) -> &'static str {
    match status {
        ContainerStatus::None => "PENDING",
        ContainerStatus::Pulling => "PULLING",
        ContainerStatus::Pulled => "PULLED",
        ContainerStatus::Created => "CREATED",
        ContainerStatus::Running => "RUNNING",
        ContainerStatus::Stopped => "STOPPED",
    }
}

pub fn health_word(health: HealthStatus) -> &'static str {
    match health {
        HealthStatus::Healthy => "HEALTHY",
        HealthStatus::Unhealthy => "UNHEALTHY",
        HealthStatus::Unknown => "UNKNOWN",
    }
}
