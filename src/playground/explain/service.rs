//! Why a service starts, stops or waits: what the scheduler counted and what that allowed.

use super::trace::Trace;
use super::{deployment, words};
use crate::model::ecs::{DeploymentRolloutState, Service, ServiceId, ServiceStatus};
use crate::model::kernel::SimTime;
use crate::model::world::scheduling::{SchedulerBlock, SchedulerDecision};
use crate::model::world::{EventLog, World};

/// One figure of the reckoning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    pub name: &'static str,
    pub value: u32,
    /// Where it comes from: `6 × 50%, rounded up`.
    pub from: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceStory {
    pub lead: String,
    pub rest: String,
    /// ECS cannot go on by itself.
    pub is_stuck: bool,
    pub figures: Vec<Figure>,
    /// What will keep its next deployment from moving, and the change that would free it.
    pub warning: Option<String>,
    /// When the figures were counted.
    pub counted_at: Option<SimTime>,
}

/// What the service is doing now, and why.
pub fn story(world: &World, log: &EventLog, trace: &Trace, id: ServiceId) -> ServiceStory {
    let service = &world.services[id];
    let decision = trace.decision_of(log, id);
    let is_active = service.status == ServiceStatus::Active;
    let (lead, rest, is_stuck) = match deployment::story(world, id).filter(|_| is_active) {
        Some(told) => (told.lead, told.rest, told.is_stuck),
        None => sentences(world.now, service, decision.as_ref().map(|(_, row)| &**row)),
    };
    let warning = deployment::dead_end(service).filter(|_| is_active && service.deployments.len() == 1);
    ServiceStory {
        lead,
        rest,
        is_stuck,
        figures: figures(service, decision.as_ref().map(|(_, row)| &**row)),
        warning,
        counted_at: decision.map(|(at, _)| at),
    }
}

fn sentences(now: SimTime, service: &Service, last: Option<&SchedulerDecision>) -> (String, String, bool) {
    let name = &service.name;
    let (running, pending) = (service.running_count(), service.pending_count());
    let desired = service.desired_count;
    match service.status {
        ServiceStatus::Draining => {
            let left = words::count(service.tasks.len() as u32, "task");
            return (format!("{name} is being deleted."), format!("{left} still stop."), false);
        }
        ServiceStatus::Inactive => return (format!("{name} is gone."), String::new(), false),
        ServiceStatus::Active => {}
    }
    if let Some(until) = service.memory.next_start_at.filter(|&until| until > now) {
        let lead = format!("{name} starts nothing before {}.", words::clock(until));
        let rest = format!(
            "{} in a row never reached RUNNING, so the next try is {} away.",
            words::count(service.memory.start_failures, "task"),
            words::span(until.since(now))
        );
        return (lead, rest, true);
    }
    if service.memory.placement_failing_since.is_some() {
        let missing = desired.saturating_sub(running + pending);
        let lead = format!("{} of {name} found no place.", words::count(missing.max(1), "task"));
        let next = service.memory.next_look_at;
        let rest = next.map_or(String::new(), |at| format!("The next try is at {}.", words::clock(at)));
        return (lead, rest, true);
    }
    if service.memory.steady_since.is_some() {
        let rest = format!("{running} of {desired} run, and nothing is on its way.");
        return (format!("{name} is steady."), rest, false);
    }
    match last.and_then(|last| last.blocked_by) {
        Some(SchedulerBlock::DeploymentConfiguration) => (
            format!("{name} cannot move: its percentages leave no way forward."),
            "Raise maximumPercent or lower minimumHealthyPercent.".to_owned(),
            true,
        ),
        Some(SchedulerBlock::LaunchRate { until }) if until > now => (
            format!("{name} has started 500 tasks within a minute."),
            format!("ECS allows no more; it goes on at {}.", words::clock(until)),
            false,
        ),
        Some(SchedulerBlock::WaitingForHealthyTasks) => (
            format!("{name} waits for new tasks to become healthy."),
            format!("Only then may more old ones stop. {}", counted(running, pending, desired)),
            false,
        ),
        _ if is_rolling(service) => {
            (format!("{name} is replacing tasks."), counted(running, pending, desired), false)
        }
        _ => (format!("{name} is on its way to {desired}."), counted(running, pending, desired), false),
    }
}

fn counted(running: u32, pending: u32, desired: u32) -> String {
    format!("{running} RUNNING, {pending} PENDING, {desired} desired.")
}

fn is_rolling(service: &Service) -> bool {
    service.primary().is_some_and(|row| row.rollout_state == DeploymentRolloutState::InProgress)
        && service.deployments.len() > 1
}

fn figures(service: &Service, last: Option<&SchedulerDecision>) -> Vec<Figure> {
    let configuration = &service.deployment_configuration;
    let desired = service.desired_count;
    let (lower, upper) = configuration.limits(desired);
    let limit = |percent: u32, how: &str| format!("{desired} × {percent}%, rounded {how}");
    let mut figures = vec![
        Figure { name: "Desired", value: desired, from: "desiredCount".to_owned() },
        Figure { name: "At least", value: lower, from: limit(configuration.minimum_healthy_percent, "up") },
        Figure { name: "At most", value: upper, from: limit(configuration.maximum_percent, "down") },
        Figure { name: "Running", value: service.running_count(), from: "now".to_owned() },
        Figure { name: "Pending", value: service.pending_count(), from: "now".to_owned() },
    ];
    if let Some(last) = last {
        let started = format!("of {} it might start", last.may_start);
        let stopped = format!("of {} it might stop", last.may_stop);
        figures.push(Figure { name: "Healthy", value: last.healthy, from: "at its last move".to_owned() });
        figures.push(Figure { name: "Started", value: last.started, from: started });
        figures.push(Figure { name: "Stopped", value: last.stopped, from: stopped });
    }
    figures
}
