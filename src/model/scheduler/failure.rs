//! When a deployment has failed, and what follows: the circuit breaker, alarms, hooks, and people.

use std::rc::Rc;

use super::census::refuge_of;
use super::look::Look;
use super::service_deployments::{change, going_forward};
use super::{messages, stop, throttle};
use crate::model::ecs::service_deployment::{Rollback, ServiceDeploymentStatus as Status};
use crate::model::ecs::{DeploymentId, DeploymentRolloutState, LifecycleStage, ServiceId};
use crate::model::elb::lanes;
use crate::model::world::event::ServiceAction;
use crate::model::world::{Event, World};

/// Why a deployment failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    CircuitBreaker,
    Alarms(Vec<Rc<str>>),
    /// A lifecycle hook answered FAILED. A PAUSE hook has no function.
    Hook {
        stage: LifecycleStage,
        function: Option<Rc<str>>,
    },
    HookTimedOut {
        stage: LifecycleStage,
    },
    /// A stage lasted more than a day.
    StageTimedOut {
        stage: LifecycleStage,
    },
    Person,
    /// Listener rules and target groups do not fit; the text goes behind `because of `.
    Network(String),
}

/// The circuit breaker of the deployment under way has counted enough.
pub fn is_broken(world: &World, service: ServiceId) -> bool {
    let Some((id, row)) = going_forward(world, service) else { return false };
    let breaker = row.configuration.breaker();
    let service = &world.services[service];
    let counted = service.deployments.iter().find(|row| row.id == id).map_or(0, |row| row.failed_tasks);
    breaker.enable && counted >= breaker.threshold(service.desired_count)
}

/// Fails the deployment under way if there is a reason to. What comes first wins: people, the circuit breaker,
/// alarms. Tells whether it did.
pub fn watch(look: &mut Look) -> bool {
    let Some((_, row)) = going_forward(look.world(), look.service) else { return false };
    let row = row.clone();
    let is_in_progress = |look: &Look| {
        look.service().primary().is_some_and(|row| row.rollout_state == DeploymentRolloutState::InProgress)
    };
    match row.status {
        Status::RollbackRequested => fail(look, &Cause::Person, true),
        Status::StopRequested => fail(look, &Cause::Person, false),
        _ if !is_in_progress(look) => return false,
        // Both revisions run through BAKE_TIME only: from here on there is nothing to send traffic back to.
        _ if row.stage == Some(LifecycleStage::CleanUp) => return false,
        _ if is_broken(look.world(), look.service) => {
            fail(look, &Cause::CircuitBreaker, row.configuration.breaker().rollback);
        }
        _ => {
            let Some(alarms) = row.configuration.alarms() else { return false };
            let is_watched = |name: &Rc<str>| !row.ignored_alarms.contains(name);
            let rings = |name: &Rc<str>| is_watched(name) && look.world().is_in_alarm(name);
            let ringing: Vec<_> = alarms.names.iter().filter(|name| rings(name)).cloned().collect();
            if ringing.is_empty() {
                return false;
            }
            fail(look, &Cause::Alarms(ringing), alarms.rollback);
        }
    }
    true
}

/// Fails the deployment under way: nothing more of it is started. With `rollback` the newest completed
/// deployment takes its place again.
pub fn fail(look: &mut Look, cause: &Cause, rollback: bool) {
    let Some(id) = look.service().service_deployment else { return };
    stop::pending_of_primary(look);
    let (service, now) = (look.service, look.now());
    let name = look.world().deployment_name(id);
    let failed = look.service().deployments.iter().find(|row| row.id == id).cloned();
    let (threshold, failed_tasks) = (
        look.service().deployment_configuration.breaker().threshold(look.service().desired_count),
        failed.as_ref().map_or(0, |row| row.failed_tasks),
    );
    look.ctx.emit(Event::DeploymentRolloutChanged {
        service,
        deployment: id,
        state: DeploymentRolloutState::Failed,
        reason: cause.rollout_reason(&name).into(),
    });
    let missing = failed.map_or(0, |row| row.desired_count.saturating_sub(row.running_count));
    if *cause == Cause::CircuitBreaker && missing > 0 && look.memory.placement_failure.is_some() {
        // It was want of room that the circuit breaker counted.
        let message = messages::could_not_launch(&look.service().name, &name, missing);
        look.post(message, Some(ServiceAction::ServiceTaskPlacementFailure));
    }
    if let Some(why) = cause.event_text() {
        let message = messages::deployment_failed(&look.service().name, &name, why);
        look.post(message, Some(ServiceAction::ServiceDeploymentFailed));
    }
    let to = refuge_of(look.service()).map(|row| row.id).filter(|_| rollback);
    if let Some(to) = to {
        roll_back(look, to, cause);
    }
    let status_reason: Rc<str> = cause.status_reason(to.is_some()).into();
    let back = to.and_then(|_| way_back(look, id));
    change(look.ctx, id, |row| {
        row.status = match to {
            Some(_) => Status::RollbackInProgress,
            None if rollback => Status::RollbackFailed,
            None => Status::Stopped,
        };
        if to.is_none() {
            row.stopped_at = Some(now);
        }
        row.rollback = to.map(|to| Rollback { reason: status_reason.clone(), started_at: now, to });
        row.status_reason = Some(status_reason);
        row.stage = back;
        row.stage_since = now;
        row.hooks.clear();
        // One that stays where it is keeps the traffic that it has.
        if to.is_some() {
            row.production_weight = 0;
            if back != Some(LifecycleStage::ProductionTrafficShift) {
                row.test_weight = 0;
            }
        }
        row.failure_count = failed_tasks;
        row.threshold = threshold;
        if let Cause::Alarms(names) = cause {
            row.triggered_alarms = names.clone();
        }
    });
}

/// Moves traffic that has been shifted back, production first. Gives the stage whose hooks are called again.
fn way_back(look: &mut Look, id: DeploymentId) -> Option<LifecycleStage> {
    let row = look.world().service_deployments[&id].clone();
    let stage = if row.production_weight > 0 {
        lanes::weigh_production(look.ctx, row.lanes(), 0);
        LifecycleStage::ProductionTrafficShift
    } else if row.test_weight > 0 {
        lanes::weigh_test(look.ctx, row.lanes(), 0);
        LifecycleStage::TestTrafficShift
    } else {
        return None;
    };
    Some(stage)
}

fn roll_back(look: &mut Look, to: DeploymentId, cause: &Cause) {
    let service = look.service;
    let name = look.world().deployment_name(to);
    look.post(messages::rolling_back(&look.service().name, &name), None);
    let reason = cause.rolling_back_reason(&name).into();
    look.ctx.emit(Event::DeploymentRolledBack { service, to, reason });
    // There may be nothing to stop, so nothing that would make the scheduler look again.
    let now = look.now();
    look.wake_by(now);
    // What failed was the other revision: this one starts at once.
    throttle::reset(&mut look.memory);
}

impl Cause {
    /// What follows "deployment failed: " in the service event; none where no text of ECS is known.
    fn event_text(&self) -> Option<&'static str> {
        match self {
            Self::CircuitBreaker => Some("tasks failed to start."),
            Self::Alarms(_) => Some("alarm detected."),
            _ => None,
        }
    }

    /// `rolloutStateReason`. Only the circuit breaker's is known.
    fn rollout_reason(&self, deployment: &str) -> String {
        match self {
            Self::CircuitBreaker => "ECS deployment circuit breaker: tasks failed to start.".to_owned(),
            Self::Alarms(_) => format!("ECS deployment {deployment} failed: alarm detected."),
            Self::Person => format!("ECS deployment {deployment} stopped."),
            Self::Network(_) => {
                format!("ECS deployment {deployment} failed: invalid networking configuration.")
            }
            _ => format!("ECS deployment {deployment} failed: lifecycle hook failed."),
        }
    }

    fn rolling_back_reason(&self, to: &str) -> String {
        let who = if *self == Self::CircuitBreaker { " circuit breaker:" } else { "" };
        format!("ECS deployment{who} rolling back to deploymentId {to}.")
    }

    /// `statusReason` of the service deployment. Those of the circuit breaker, of a failed hook and of wrong listener
    /// rules are known; the others follow them.
    fn status_reason(&self, rolled_back: bool) -> String {
        let did = if rolled_back { "rolled back" } else { "stopped" };
        let because = match self {
            Self::CircuitBreaker => "because the circuit breaker threshold was exceeded.".to_owned(),
            Self::Alarms(names) => format!("because of alarms in ALARM state: {}.", names.join(", ")),
            Self::Hook { stage, function: Some(function) } => format!(
                "because {} lifecycle hook(s) failed. Lifecycle hook target {function} returned FAILED status.",
                stage.as_str()
            ),
            Self::Hook { stage, function: None } => {
                format!("because {} lifecycle hook(s) failed.", stage.as_str())
            }
            Self::HookTimedOut { stage } => {
                format!("because {} lifecycle hook(s) timed out.", stage.as_str())
            }
            Self::StageTimedOut { stage } => {
                format!("because {} took longer than 24 hours.", stage.as_str())
            }
            Self::Person => "because it was requested.".to_owned(),
            Self::Network(problem) => format!("because of {problem}"),
        };
        format!("Service deployment {did} {because}")
    }
}
