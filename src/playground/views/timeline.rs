//! The run over time: what the timeline draws. It follows the log and looks at each event once, and what
//! it keeps is bounded: a long run is kept more coarsely.

mod chart;
mod series;
mod window;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

pub use chart::{Area, AxisLabel, Band, Chart, MarkView, TimelineView, WholeRun, view};
pub use window::Window;

use super::colour::{self, Colour};
use crate::model::ecs::{
    Deployment, DeploymentId, DeploymentRolloutState, Service, ServiceId, TaskId, TaskStatus,
};
use crate::model::faults;
use crate::model::kernel::SimTime;
use crate::model::world::event::{Command, ServiceAction};
use crate::model::world::{Event, EventLog, LoggedEvent, World};
use series::{Series, Ticks};

/// A service's counts from one moment on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Point {
    pub at: SimTime,
    pub running: u32,
    /// Of `running`, tasks of the newest deployment.
    pub newest: u32,
    pub desired: u32,
    /// The fewest healthy and the most tasks that its percentages allow.
    pub lower: u32,
    pub upper: u32,
}

/// One deployment's rollout.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Rollout {
    deployment: DeploymentId,
    /// `web:4`.
    name: Rc<str>,
    colour: Colour,
    began: SimTime,
    ended: Option<(SimTime, DeploymentRolloutState)>,
}

#[derive(Clone, Debug, Default)]
struct Lane {
    points: Series,
    rollouts: Vec<Rollout>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    Command,
    /// Something was broken, or a task stopped by hand.
    Fault,
    /// ECS could not do what it should.
    Failure,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Mark {
    at: SimTime,
    kind: MarkKind,
    label: Rc<str>,
    /// Its position in the log.
    seq: u32,
}

/// The run so far, also beyond the playhead.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    read: u32,
    end: SimTime,
    services: u32,
    lanes: BTreeMap<ServiceId, Lane>,
    running: BTreeSet<TaskId>,
    marks: Vec<Mark>,
    ticks: Ticks,
}

const MOST_MARKS: usize = 600;
const MOST_ROLLOUTS: usize = 200;

impl Timeline {
    /// Reads what the log has come to hold since the last time. Going back keeps what lies ahead, as it
    /// will come again; a run that was cut (its end moved back) is read anew.
    pub fn follow(&mut self, log: &EventLog, world: &World, end: SimTime) {
        if end < self.end {
            *self = Self::default();
        }
        self.end = end;
        for logged in log.since(self.read) {
            self.hear(logged, world);
        }
        self.read = self.read.max(log.len());
    }

    fn hear(&mut self, logged: &LoggedEvent, world: &World) {
        let at = logged.at;
        match &logged.event {
            Event::CommandReceived(command) => self.mark(logged, kind_of(command), title(command).into()),
            Event::ServiceCreated(service) => self.service_created(at, service, world),
            Event::ServiceChanged { service, to } => {
                self.change(*service, at, |point| *point = limits_of(to, *point));
            }
            Event::DeploymentCreated { service, deployment } => {
                self.deployment_created(*service, at, deployment, world);
                self.change(*service, at, |point| point.newest = 0);
            }
            Event::DeploymentDesiredCountChanged { service, .. } => {
                let row = world.services.rc(*service).clone();
                self.change(*service, at, |point| *point = limits_of(&row, *point));
            }
            Event::DeploymentRolloutChanged { service, deployment, state, .. }
                if *state != DeploymentRolloutState::InProgress =>
            {
                self.rollout_ended(*service, *deployment, at, *state);
            }
            Event::TaskStatusChanged { task, status } => self.task_moved(*task, at, *status, world),
            Event::ServiceEventPosted { service, action: Some(action), .. } if is_failure(*action) => {
                let label = format!("{}: {}", world.services[*service].name, failure_words(*action));
                self.mark(logged, MarkKind::Failure, label.into());
            }
            Event::ServiceEventPosted { .. } => self.ticks.push(at),
            _ => {}
        }
    }

    fn mark(&mut self, logged: &LoggedEvent, kind: MarkKind, label: Rc<str>) {
        self.marks.push(Mark { at: logged.at, kind, label, seq: logged.seq });
        if self.marks.len() > MOST_MARKS {
            let mut position = 0;
            self.marks.retain(|mark| {
                position += 1;
                mark.kind == MarkKind::Fault || position % 2 == 0
            });
            let surplus = self.marks.len().saturating_sub(MOST_MARKS * 3 / 4);
            self.marks.drain(..surplus);
        }
    }

    fn service_created(&mut self, at: SimTime, service: &Service, world: &World) {
        let id = ServiceId(self.services);
        self.services += 1;
        let lane = self.lanes.entry(id).or_default();
        lane.points.push(limits_of(service, Point { at, ..Point::default() }));
        for deployment in &service.deployments {
            self.deployment_created(id, at, deployment, world);
        }
    }

    fn deployment_created(&mut self, id: ServiceId, at: SimTime, deployment: &Deployment, world: &World) {
        let Some(lane) = self.lanes.get_mut(&id) else { return };
        if lane.rollouts.last().is_some_and(|last| last.deployment == deployment.id) {
            return;
        }
        let definition = &world.task_definitions[deployment.task_definition];
        lane.rollouts.push(Rollout {
            deployment: deployment.id,
            name: definition.family_revision().into(),
            colour: colour::of_revision(world, id, definition.revision),
            began: at,
            ended: None,
        });
        if lane.rollouts.len() > MOST_ROLLOUTS {
            lane.rollouts.remove(0);
        }
    }

    fn rollout_ended(
        &mut self,
        service: ServiceId,
        deployment: DeploymentId,
        at: SimTime,
        state: DeploymentRolloutState,
    ) {
        let rollouts = self.lanes.get_mut(&service).into_iter().flat_map(|lane| &mut lane.rollouts);
        for rollout in rollouts.filter(|rollout| rollout.deployment == deployment) {
            rollout.ended = Some((at, state));
        }
    }

    fn task_moved(&mut self, id: TaskId, at: SimTime, status: TaskStatus, world: &World) {
        let starts = status == TaskStatus::Running;
        let changed = if starts { self.running.insert(id) } else { self.running.remove(&id) };
        if changed || status == TaskStatus::Stopped {
            self.ticks.push(at);
        }
        let task = &world.tasks[id];
        let Some(service) = task.service.filter(|_| changed) else { return };
        let newest = self.lanes.get(&service).and_then(|lane| lane.rollouts.last());
        let is_newest = newest.is_some_and(|rollout| Some(rollout.deployment) == task.deployment);
        self.change(service, at, |point| {
            let count = |number: u32| if starts { number + 1 } else { number.saturating_sub(1) };
            point.running = count(point.running);
            if is_newest {
                point.newest = count(point.newest);
            }
        });
    }

    fn change(&mut self, service: ServiceId, at: SimTime, change: impl FnOnce(&mut Point)) {
        let Some(lane) = self.lanes.get_mut(&service) else { return };
        let mut point = Point { at, ..lane.points.last() };
        change(&mut point);
        lane.points.push(point);
    }
}

fn limits_of(service: &Service, point: Point) -> Point {
    let configuration = &service.deployment_configuration;
    let percent = |percent: u32| u64::from(service.desired_count) * u64::from(percent);
    Point {
        desired: service.desired_count,
        lower: percent(configuration.minimum_healthy_percent).div_ceil(100) as u32,
        upper: (percent(configuration.maximum_percent) / 100) as u32,
        ..point
    }
}

fn kind_of(command: &Command) -> MarkKind {
    let breaks = match &*command.service {
        "playground" => fault_title(&command.operation).is_some(),
        _ => &*command.operation == "StopTask",
    };
    if breaks { MarkKind::Fault } else { MarkKind::Command }
}

fn fault_title(operation: &str) -> Option<&'static str> {
    faults::catalogue::catalogue().iter().find(|fault| fault.operation == operation).map(|fault| fault.title)
}

fn title(command: &Command) -> String {
    fault_title(&command.operation).unwrap_or(&command.operation).to_owned()
}

fn is_failure(action: ServiceAction) -> bool {
    !failure_words(action).is_empty()
}

fn failure_words(action: ServiceAction) -> &'static str {
    match action {
        ServiceAction::ServiceTaskPlacementFailure => "no place for a task",
        ServiceAction::ServiceTaskStartImpaired => "tasks do not start",
        ServiceAction::ServiceDeploymentFailed => "deployment failed",
        _ => "",
    }
}
