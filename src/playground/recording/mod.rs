//! A run as seed and timed commands, never as the world itself: replay gives the same event log.

mod file;
mod session;

use serde::{Deserialize, Serialize};

pub use file::RecordingError;
pub use session::{Session, Steadiness, unsteady_services};

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
pub struct TimedCommand {
    /// Milliseconds since the run began.
    pub at: SimTime,
    #[serde(flatten)]
    pub command: Command,
}

impl Recording {
    pub const VERSION: u32 = 1;

    pub fn new(config: WorldConfig) -> Self {
        Self { version: Self::VERSION, config, commands: Vec::new(), until: SimTime::ZERO }
    }
}
