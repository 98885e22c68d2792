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
}

impl FirstRun {
    /// Panics if our own recording is none: a test starts it.
    pub fn start() -> Self {
        let recording: Recording = json::parse(RECORDING).expect("the first recording is one");
        let mut simulation = Simulation::new(recording.config.clone());
        for timed in &recording.commands {
            pass(&mut simulation, timed.at);
            simulation.begin(&timed.command).expect("the first commands are obeyed");
        }
        pass(&mut simulation, recording.until);
        Self { simulation, recording }
    }

    pub fn simulation(&self) -> &Simulation {
        &self.simulation
    }

    /// All of them have been given.
    pub fn commands(&self) -> &[TimedCommand] {
        &self.recording.commands
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
