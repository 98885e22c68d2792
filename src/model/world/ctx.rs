//! What a decider is given: the world to read, and the only ways to act.

use std::collections::VecDeque;

use super::{Event, EventLog, Timer, World};
use crate::model::kernel::{Draw, Queue, SimDuration, SimTime, Streams};

/// Each room draws from a stream of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Room {
    Placement,
    Agent,
    Workload,
    Capacity,
    Faults,
    Scheduler,
    Elb,
    Autoscaling,
}

impl Room {
    pub const COUNT: u8 = 8;
}

/// The state that only a [`Ctx`] and the simulation touch.
#[derive(Clone, Debug)]
pub struct State {
    pub world: World,
    pub log: EventLog,
    pub queue: Queue<Timer>,
    pub streams: Streams,
    /// Events that deciders have not heard of yet.
    pub unheard: VecDeque<u32>,
    /// Check the invariants after every event. Costs a look at the whole world each time: for tests.
    pub watchful: bool,
}

impl State {
    pub fn new(world: World) -> Self {
        let streams = Streams::new(world.config.seed, Room::COUNT);
        Self {
            world,
            log: EventLog::default(),
            queue: Queue::default(),
            streams,
            unheard: VecDeque::new(),
            watchful: false,
        }
    }
}

/// Deciders read [`Ctx::world`], say what happened with [`Ctx::emit`], and ask to be woken with
/// [`Ctx::schedule`]. An event is in force as soon as it is said; others hear of it once the decider
/// has returned.
pub struct Ctx<'a> {
    state: &'a mut State,
    cause: Option<u32>,
}

impl<'a> Ctx<'a> {
    pub fn new(state: &'a mut State, cause: Option<u32>) -> Self {
        Self { state, cause }
    }

    pub fn world(&self) -> &World {
        &self.state.world
    }

    pub fn now(&self) -> SimTime {
        self.state.world.now
    }

    /// Says that something happened now. Gives its place in the log.
    pub fn emit(&mut self, event: Event) -> u32 {
        self.state.world.apply(&event);
        // Builds for use leave it out altogether: its texts would be a good part of the page.
        if cfg!(debug_assertions) && self.state.watchful {
            let broken = self.state.world.broken_invariant();
            assert!(broken.is_none(), "after {event:?}: {broken:?}");
        }
        let seq = self.state.log.push(self.state.world.now, self.cause, event);
        self.state.unheard.push_back(seq);
        seq
    }

    /// Runs `decide` with everything it says caused by the event `seq`.
    pub fn caused_by<T>(&mut self, seq: u32, decide: impl FnOnce(&mut Ctx) -> T) -> T {
        decide(&mut Ctx { state: self.state, cause: Some(seq) })
    }

    pub fn schedule(&mut self, delay: SimDuration, timer: Timer) {
        let due = self.now() + delay;
        self.state.queue.push(due, timer);
    }

    pub fn draw(&mut self, room: Room) -> Draw<'_> {
        self.state.streams.stream(room as u8)
    }

    /// What happened so far.
    pub fn log(&self) -> &EventLog {
        &self.state.log
    }
}
