//! Where in the log the answers are, so that nobody has to search it.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::life::{Being, Lives};
use crate::model::ecs::{ServiceId, TaskDefinitionId, TaskId};
use crate::model::kernel::SimTime;
use crate::model::world::event::Command;
use crate::model::world::scheduling::SchedulerDecision;
use crate::model::world::{Event, EventLog};

/// Positions of the telling events. It follows the log and looks at each event once.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    read: u32,
    last_at: SimTime,
    /// When each task was asked to stop.
    stops: BTreeMap<TaskId, u32>,
    /// The last decision about each service.
    decisions: BTreeMap<ServiceId, u32>,
    lives: Lives,
}

/// A command that brought something about.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause {
    /// Its position in the log.
    pub seq: u32,
    pub at: SimTime,
    pub command: Rc<Command>,
}

/// Causes are followed so far at most; a chain is a handful of events long.
const LONGEST_CHAIN: usize = 64;

impl Trace {
    /// Reads what the log has come to hold since the last time, or all of it if it was cut.
    pub fn follow(&mut self, log: &EventLog) {
        let last = self.read.checked_sub(1).map(|seq| log.get(seq).map(|logged| logged.at));
        if last.is_some_and(|at| at != Some(self.last_at)) {
            *self = Self::default();
        }
        for logged in log.since(self.read) {
            self.lives.hear(logged);
            match &logged.event {
                Event::TaskStopAsked { task, .. } => {
                    self.stops.insert(*task, logged.seq);
                }
                Event::SchedulerDecided(decision) => {
                    self.decisions.insert(decision.service, logged.seq);
                }
                _ => {}
            }
            self.last_at = logged.at;
        }
        self.read = log.len();
    }

    pub fn lives(&self) -> &Lives {
        &self.lives
    }

    /// The registration that made a revision, as its author wrote it.
    pub fn registration_of(&self, log: &EventLog, id: TaskDefinitionId) -> Option<Cause> {
        let registered = self.lives.turns(&Being::TaskDefinition(id)).first()?;
        cause_of(log, *registered)
    }

    /// When the task was asked to stop, and the command behind it; none if time alone brought it about.
    pub fn stop_of(&self, log: &EventLog, task: TaskId) -> (Option<SimTime>, Option<Cause>) {
        let Some(&seq) = self.stops.get(&task) else { return (None, None) };
        (log.get(seq).map(|logged| logged.at), cause_of(log, seq))
    }

    /// What the scheduler last decided about the service, and when.
    pub fn decision_of(
        &self,
        log: &EventLog,
        service: ServiceId,
    ) -> Option<(SimTime, Rc<SchedulerDecision>)> {
        let logged = log.get(*self.decisions.get(&service)?)?;
        match &logged.event {
            Event::SchedulerDecided(decision) => Some((logged.at, decision.clone())),
            _ => None,
        }
    }
}

/// The command that led to the event `seq`.
pub fn cause_of(log: &EventLog, seq: u32) -> Option<Cause> {
    let mut next = Some(seq);
    for _ in 0..LONGEST_CHAIN {
        let logged = log.get(next?)?;
        if let Event::CommandReceived(command) = &logged.event {
            return Some(Cause { seq: logged.seq, at: logged.at, command: command.clone() });
        }
        next = logged.cause;
    }
    None
}
