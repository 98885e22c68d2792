//! A run that is being recorded, and can be gone back in.

use serde_json::Value;

use super::{Recording, RecordingError, TimedCommand};
use crate::model::ecs::{EcsResult, ServiceId, ServiceStatus};
use crate::model::kernel::{SimDuration, SimTime};
use crate::model::simulation::Simulation;
use crate::model::world::event::Command;
use crate::model::world::{LoggedEvent, World, WorldConfig};

/// The simulation together with its recording.
///
/// Going back restores the last checkpoint before the wanted moment and replays from there. While the
/// session stands in the past the recording still holds what came after: letting time pass replays it,
/// giving a command cuts it off and the run goes on from here.
#[derive(Clone, Debug)]
pub struct Session {
    simulation: Simulation,
    recording: Recording,
    /// Commands of the recording that the simulation has taken.
    taken: usize,
    checkpoints: Vec<Checkpoint>,
}

#[derive(Clone, Debug)]
struct Checkpoint {
    taken: usize,
    simulation: Simulation,
}

/// A command that was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    pub command: TimedCommand,
    /// How many commands there are before it.
    pub place: usize,
    /// How far the run had come with it.
    until: SimTime,
}

/// What came of running until steady.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Steadiness {
    Steady,
    /// The limit passed first.
    StillMoving,
}

/// Simulated time between checkpoints at first; doubled whenever there are too many.
const CHECKPOINT_EVERY: SimDuration = SimDuration::from_secs(30);
const MOST_CHECKPOINTS: usize = 64;

impl Session {
    pub fn new(config: WorldConfig) -> Self {
        let simulation = Simulation::new(config.clone());
        let start = Checkpoint { taken: 0, simulation: simulation.clone() };
        Self { simulation, recording: Recording::new(config), taken: 0, checkpoints: vec![start] }
    }

    /// Goes on with a run that has come to the end of its recording.
    pub fn going_on(simulation: Simulation, recording: Recording) -> Self {
        let taken = recording.commands.len();
        let fresh = Self::new(recording.config.clone());
        Self { simulation, recording, taken, ..fresh }
    }

    /// Has the run of a recording again, up to its end.
    pub fn replay(recording: Recording) -> Self {
        let until = recording.until;
        let mut session = Self::load(recording);
        session.advance_to(until);
        session
    }

    /// Stands at the beginning of a recording, with all of it still to come: a page lets it pass in
    /// slices, so that a long recording does not hang it.
    pub fn load(recording: Recording) -> Self {
        let mut session = Self::new(recording.config.clone());
        session.recording = recording;
        session
    }

    /// As [`Session::replay`], from text that is not trusted.
    pub fn from_text(text: &str) -> Result<Self, RecordingError> {
        Recording::from_text(text).map(Self::replay)
    }

    pub fn simulation(&self) -> &Simulation {
        &self.simulation
    }

    pub fn world(&self) -> &World {
        self.simulation.world()
    }

    pub fn now(&self) -> SimTime {
        self.simulation.now()
    }

    /// The furthest moment the run has come to; later than now while the session stands in the past.
    pub fn end(&self) -> SimTime {
        self.recording.until
    }

    pub fn is_in_the_past(&self) -> bool {
        self.taken < self.recording.commands.len() || self.now() < self.recording.until
    }

    pub fn recording(&self) -> &Recording {
        &self.recording
    }

    /// Gives a command now. In the past, what the recording holds after now is cut off first; a read
    /// neither cuts nor is recorded, as it leaves no trace.
    pub fn execute(&mut self, command: &Command) -> EcsResult<Value> {
        let before = self.simulation.log().len();
        let answer = self.simulation.execute(command);
        if self.simulation.log().len() > before {
            self.record(command);
        }
        answer
    }

    fn record(&mut self, command: &Command) {
        let at = self.now();
        self.recording.commands.truncate(self.taken);
        self.recording.commands.push(TimedCommand { at, command: command.clone() });
        self.recording.until = at;
        self.taken += 1;
    }

    /// Lets time pass up to `until`, replaying what the recording holds on the way.
    pub fn advance_to(&mut self, until: SimTime) {
        while self.next_recorded().is_some_and(|at| at <= until) {
            self.take_recorded();
        }
        self.pass(until);
        self.recording.until = self.recording.until.max(until);
    }

    /// Lets time pass towards `until` for about so many events: in slices, a page has a long recording again
    /// and stays alive. True once it is there.
    pub fn advance_some(&mut self, until: SimTime, events: u32) -> bool {
        let mut left = events.max(1);
        while left > 0 {
            let before = self.simulation.log().len();
            let recorded = self.next_recorded().filter(|at| *at <= until);
            if recorded.is_none() && self.now() >= until {
                return true;
            }
            let moment = self.simulation.next_due().map_or(until, |due| self.later_than_now(due).min(until));
            if recorded.is_some_and(|at| at <= moment) {
                self.take_recorded();
            } else {
                self.pass(moment);
            }
            self.recording.until = self.recording.until.max(self.now());
            left = left.saturating_sub(self.simulation.log().len() - before + 1);
        }
        false
    }

    /// When the next command of the recording is to be taken, if there is one.
    fn next_recorded(&self) -> Option<SimTime> {
        self.recording.commands.get(self.taken).map(|timed| timed.at)
    }

    fn take_recorded(&mut self) {
        let Some(timed) = self.recording.commands.get(self.taken) else { return };
        let (at, command) = (timed.at, timed.command.clone());
        self.pass(at);
        // A recorded command may have been refused; it is refused again, in the same words.
        let _ = self.simulation.execute(&command);
        self.taken += 1;
    }

    /// What is due exactly now waits until time moves on.
    fn later_than_now(&self, due: SimTime) -> SimTime {
        due.max(self.now() + SimDuration::from_millis(1))
    }

    /// Advances the simulation, leaving checkpoints. A moment that has come already is not come to again:
    /// what is due exactly now waits until time moves on, so that replay, too, sees commands first.
    fn pass(&mut self, until: SimTime) {
        while self.now() < until {
            let interval = CHECKPOINT_EVERY.saturating_mul(self.checkpoint_stride());
            let last =
                self.checkpoints.last().map_or(SimTime::ZERO, |checkpoint| checkpoint.simulation.now());
            let next = (last + interval).max(self.now() + SimDuration::from_millis(1));
            self.simulation.advance_to(until.min(next));
            if self.now().since(last) >= interval {
                self.leave_checkpoint();
            }
        }
    }

    fn leave_checkpoint(&mut self) {
        self.checkpoints.push(Checkpoint { taken: self.taken, simulation: self.simulation.clone() });
        if self.checkpoints.len() > MOST_CHECKPOINTS {
            let mut position = 0;
            self.checkpoints.retain(|_| {
                position += 1;
                position % 2 == 1
            });
        }
    }

    /// Grows with the length of the run, so that the number of checkpoints stays bounded.
    fn checkpoint_stride(&self) -> u64 {
        let span = CHECKPOINT_EVERY.as_millis() * (MOST_CHECKPOINTS as u64 / 2);
        (self.now().as_millis() / span + 1).next_power_of_two()
    }

    /// Goes to the next moment at which something is due, if any.
    pub fn step(&mut self) -> bool {
        let due = self.simulation.next_due().into_iter().chain(self.next_recorded()).min();
        let Some(due) = due else { return false };
        self.advance_to(self.later_than_now(due));
        true
    }

    /// Goes to a moment, back or forth, without changing the recording.
    pub fn seek(&mut self, to: SimTime) {
        if to < self.now() {
            self.restore_before(to);
        }
        let end = self.recording.until;
        self.advance_to(to);
        self.recording.until = end.max(to);
    }

    /// Goes through the log from its entry `first` on, up to now: each entry with the world as it was right after.
    /// The listener says whether to go on.
    pub fn retell(&self, first: u32, mut listener: impl FnMut(&World, &LoggedEvent) -> bool) {
        let before = |checkpoint: &&Checkpoint| checkpoint.simulation.log().len() <= first;
        let checkpoint = self.checkpoints.iter().rev().find(before).expect("the start is always kept");
        let mut world = checkpoint.simulation.world().clone();
        for logged in self.simulation.log().since(checkpoint.simulation.log().len()) {
            world.relive(logged);
            if logged.seq >= first && !listener(&world, logged) {
                break;
            }
        }
    }

    /// Takes the last command back: the run goes on from just before it.
    pub fn undo(&mut self) -> Option<Undone> {
        let until = self.recording.until;
        let command = self.recording.commands.pop()?;
        self.go_on_from(command.at);
        Some(Undone { place: self.recording.commands.len(), command, until })
    }

    /// Has again what was taken back, up to where the run had come by then. Between the two no command may
    /// have been given; time that passed is given up.
    pub fn redo(&mut self, undone: Undone) {
        let Undone { command, until, .. } = undone;
        self.go_on_from(command.at);
        self.recording.commands.push(command);
        self.advance_to(until);
    }

    /// Stands at `at`, after every command that is recorded, and forgets what came later.
    fn go_on_from(&mut self, at: SimTime) {
        self.recording.until = at;
        self.restore_before(at);
        self.advance_to(at);
    }

    fn restore_before(&mut self, to: SimTime) {
        let earlier = |checkpoint: &&Checkpoint| checkpoint.simulation.now() <= to;
        let checkpoint = self.checkpoints.iter().rev().find(earlier).expect("the start is always kept");
        self.simulation = checkpoint.simulation.clone();
        self.taken = checkpoint.taken;
        let now = self.simulation.now();
        self.checkpoints.retain(|checkpoint| checkpoint.simulation.now() <= now);
    }

    /// Lets time pass until every service is steady and no task is on its way, or the limit is reached.
    pub fn run_until_steady(&mut self, limit: SimDuration) -> Steadiness {
        let end = self.now() + limit;
        while !is_steady(self.world()) {
            let next = self.simulation.next_due().filter(|due| *due <= end);
            let Some(due) = next else {
                self.advance_to(end);
                break;
            };
            self.advance_to(self.later_than_now(due));
        }
        if is_steady(self.world()) { Steadiness::Steady } else { Steadiness::StillMoving }
    }
}

/// Every service has said that it reached a steady state, none is being deleted, and no task of any
/// cluster is on its way up.
fn is_steady(world: &World) -> bool {
    let pending = world.clusters.iter().any(|(_, cluster)| cluster.pending_tasks.total() > 0);
    !pending && unsteady_services(world).next().is_none()
}

/// The services that are on their way to something, or held up on it.
pub fn unsteady_services(world: &World) -> impl Iterator<Item = ServiceId> + '_ {
    let services = world.services.iter().filter(|(_, service)| match service.status {
        ServiceStatus::Active => service.memory.steady_since.is_none(),
        ServiceStatus::Draining => true,
        ServiceStatus::Inactive => false,
    });
    services.map(|(id, _)| id)
}
