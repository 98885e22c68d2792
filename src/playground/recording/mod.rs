//! A run as seed and timed commands, never as the world itself: replay gives the same event log.

mod file;
mod session;

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use file::RecordingError;
pub use session::{Session, Steadiness, Undone, unsteady_services};

use crate::model::kernel::SimTime;
use crate::model::world::WorldConfig;
use crate::model::world::event::Command;

/// Everything that is needed to have a run again, anywhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Recording {
    /// Of this format. A reader refuses versions it does not know.
    pub version: u32,
    pub config: WorldConfig,
    /// In the order they were given, which is also the order of time.
    pub commands: Vec<TimedCommand>,
    /// How far the run had come.
    pub until: SimTime,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "CommandLine")]
pub struct TimedCommand {
    /// Milliseconds since the run began.
    pub at: SimTime,
    #[serde(flatten)]
    pub command: Command,
}

/// How a [`TimedCommand`] is read: its members side by side.
#[derive(Deserialize)]
struct CommandLine {
    at: SimTime,
    service: Rc<str>,
    operation: Rc<str>,
    request: Value,
}

impl From<CommandLine> for TimedCommand {
    fn from(CommandLine { at, service, operation, request }: CommandLine) -> Self {
        Self { at, command: Command { service, operation, request } }
    }
}

impl Recording {
    pub const VERSION: u32 = 1;

    pub fn new(config: WorldConfig) -> Self {
        Self { version: Self::VERSION, config, commands: Vec::new(), until: SimTime::ZERO }
    }
}
