//! The scenario of a first visit, as the commands that its lines become: a page shows it before it has what reads
//! lines.

use crate::model::kernel::{SimTime, json};
use crate::model::simulation::Simulation;
use crate::playground::recording::{Recording, Session, TimedCommand};

/// Its name among the scenarios.
pub const NAME: &str = "demo";

/// What the page calls it.
pub const TITLE: &str = "A steady service";

/// What [`super::start`] records for it; a test compares the two.
pub const RECORDING: &str = include_str!("texts/demo.json");

/// The scenario, running, with nothing but time that can pass in it.
#[derive(Clone, Debug)]
pub struct FirstRun {
    simulation: Simulation,
    recording: Recording,
    /// Commands that have been given.
    given: usize,
}

impl Default for FirstRun {
    /// Nothing has been played yet. Panics if our own recording is none: a test plays it.
    fn default() -> Self {
        let recording: Recording = json::parse(RECORDING).expect("the first recording is one");
        let simulation = Simulation::new(recording.config.clone());
        Self { simulation, recording, given: 0 }
    }
}

impl FirstRun {
    /// Plays up to the next command and gives it, or plays what is left behind the last one. False if that was the end.
    /// In steps, because a page has to hear in between.
    pub fn play_next(&mut self) -> bool {
        let Some(timed) = self.recording.commands.get(self.given) else {
            pass(&mut self.simulation, self.recording.until);
            return false;
        };
        pass(&mut self.simulation, timed.at);
        self.simulation.begin(&timed.command).expect("the first commands are obeyed");
        self.given += 1;
        true
    }

    pub fn simulation(&self) -> &Simulation {
        &self.simulation
    }

    /// Those that have been given.
    pub fn commands(&self) -> &[TimedCommand] {
        &self.recording.commands[..self.given]
    }

    pub fn advance_to(&mut self, until: SimTime) {
        self.simulation.advance_to(until);
        self.recording.until = self.simulation.now();
    }

    /// The same run, in which everything is possible.
    pub fn into_session(self) -> Session {
        Session::going_on(self.simulation, self.recording)
    }
}

/// What is due at the very moment of a command comes after it, as a session has it.
fn pass(simulation: &mut Simulation, until: SimTime) {
    if simulation.now() < until {
        simulation.advance_to(until);
    }
}
