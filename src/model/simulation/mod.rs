//! Owns the world and the queue: takes commands, lets time pass, gives snapshots.

mod dispatch;
mod first;

use std::rc::Rc;

use serde_json::Value;

use super::api::{self, apis};
use super::ecs::{EcsError, EcsResult, ExceptionName};
use super::faults;
use super::kernel::SimTime;
use super::world::ctx::State;
use super::world::event::Command;
use super::world::{Ctx, Event, EventLog, Snapshot, Timer, World, WorldConfig};

/// One run. A clone is a checkpoint: it goes on exactly as the original would.
#[derive(Clone, Debug)]
pub struct Simulation {
    state: State,
}

impl Simulation {
    pub fn new(config: WorldConfig) -> Self {
        Self { state: State::new(World::new(config)) }
    }

    /// A run that goes on from a state somebody else has brought about, such as a test.
    pub fn from_state(state: State) -> Self {
        Self { state }
    }

    /// Checks every invariant of the world after every event from now on, and panics if one is broken.
    /// Slow: for tests.
    #[must_use]
    pub fn watchful(mut self) -> Self {
        self.state.watchful = true;
        self
    }

    /// Takes a command at the present moment and answers as the API does.
    pub fn execute(&mut self, command: &Command) -> EcsResult<Value> {
        if is_read(command) {
            return run(&mut Ctx::new(&mut self.state, None), command);
        }
        self.take(command, run)
    }

    /// As [`Self::execute`], but only for the few commands that the scenario of a first visit begins with. It
    /// reaches no other command, so a page can draw that scenario before it has the rest of the model.
    ///
    /// Panics for a command of another kind: it is for commands of our own.
    pub fn begin(&mut self, command: &Command) -> EcsResult<Value> {
        self.take(command, first::run)
    }

    fn take(&mut self, command: &Command, run: Run) -> EcsResult<Value> {
        let received = Ctx::new(&mut self.state, None).emit(Event::CommandReceived(Rc::new(command.clone())));
        let answer = run(&mut Ctx::new(&mut self.state, Some(received)), command);
        let mut ctx = Ctx::new(&mut self.state, Some(received));
        if let Err(error) = &answer {
            ctx.emit(Event::CommandRefused(Rc::new(error.clone())));
        }
        dispatch::deliver(&mut self.state);
        answer
    }

    /// The moment something will happen next.
    pub fn next_due(&self) -> Option<SimTime> {
        self.state.queue.next_due()
    }

    /// What the world promised itself next, and for when. By then the reason may have gone.
    pub fn next_promise(&self) -> Option<(SimTime, Timer)> {
        self.state.queue.peek().map(|(due, timer)| (due, *timer))
    }

    /// Lets one due thing happen, if one is due at `until` or before.
    pub fn step(&mut self, until: SimTime) -> bool {
        let Some((due, timer)) = self.state.queue.pop_due(until) else { return false };
        self.state.world.now = self.state.world.now.max(due);
        dispatch::wake(&mut Ctx::new(&mut self.state, None), timer);
        dispatch::deliver(&mut self.state);
        true
    }

    /// Lets time pass up to `until`. Going back is not possible here; replay is.
    pub fn advance_to(&mut self, until: SimTime) {
        while self.step(until) {}
        self.state.world.now = self.state.world.now.max(until);
    }

    pub fn now(&self) -> SimTime {
        self.state.world.now
    }

    pub fn world(&self) -> &World {
        &self.state.world
    }

    pub fn log(&self) -> &EventLog {
        &self.state.log
    }

    /// The world as it is now, to keep and look at.
    pub fn snapshot(&self) -> Snapshot {
        Rc::new(self.state.world.clone())
    }
}

/// Carries out a command.
type Run = fn(&mut Ctx, &Command) -> EcsResult<Value>;

/// Reads leave no trace in the log.
fn is_read(command: &Command) -> bool {
    match &*command.service {
        "playground" => faults::is_read(&command.operation),
        service => apis::api(service).is_some() && api::is_read(&command.operation),
    }
}

fn run(ctx: &mut Ctx, command: &Command) -> EcsResult<Value> {
    if &*command.service == "playground" {
        return faults::execute(ctx, &command.operation, &command.request);
    }
    match apis::api(&command.service) {
        Some(api) => api::execute(ctx, api, &command.operation, &command.request),
        None => Err(EcsError::new(
            ExceptionName::UnknownOperationException,
            format!("There is no service {} here.", command.service),
        )),
    }
}
