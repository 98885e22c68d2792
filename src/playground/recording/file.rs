//! Recordings as text: written by export and autosave, read by import, and never trusted.

use std::fmt;

use super::Recording;
use crate::model::kernel::{SimTime, json};
use crate::model::world::WorldConfig;

/// Why a text is no recording that we would replay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordingError {
    TooLarge {
        bytes: usize,
    },
    NotARecording(String),
    UnknownVersion(u64),
    TooManyCommands(usize),
    /// Commands must be in the order of time, and none after the end.
    OutOfOrder {
        position: usize,
    },
    TooLong {
        days: u64,
    },
    /// A member of the configuration that no world can have.
    Config(&'static str),
}

/// Far above what a person makes by hand, far below what would fill a browser's memory.
const MOST_BYTES: usize = 16 << 20;
const MOST_COMMANDS: usize = 20_000;
const LONGEST: SimTime = SimTime::from_secs(400 * 24 * 3600);
/// The year 9000: dates after it have more digits than ECS writes.
const LATEST_START: u64 = 221_845_392_000_000;
const LONGEST_REGION: usize = 32;

impl Recording {
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).expect("a recording is plain data")
    }

    /// Reads what [`Recording::to_text`] wrote, or says why it cannot be that.
    pub fn from_text(text: &str) -> Result<Self, RecordingError> {
        if text.len() > MOST_BYTES {
            return Err(RecordingError::TooLarge { bytes: text.len() });
        }
        let value: serde_json::Value =
            serde_json::from_str(text).map_err(|error| RecordingError::NotARecording(error.to_string()))?;
        let version = value.get("version").and_then(serde_json::Value::as_u64);
        match version {
            Some(version) if version == u64::from(Self::VERSION) => {}
            Some(version) => return Err(RecordingError::UnknownVersion(version)),
            None => return Err(RecordingError::NotARecording("it has no version".into())),
        }
        let recording: Self =
            json::decode(&value).map_err(|error| RecordingError::NotARecording(error.to_string()))?;
        recording.check()?;
        Ok(recording)
    }

    /// Refuses what no page could have made, whatever it was read from.
    pub fn check(&self) -> Result<(), RecordingError> {
        check_config(&self.config)?;
        if self.commands.len() > MOST_COMMANDS {
            return Err(RecordingError::TooManyCommands(self.commands.len()));
        }
        if self.until > LONGEST {
            return Err(RecordingError::TooLong { days: self.until.as_millis() / 86_400_000 });
        }
        let times = self.commands.iter().map(|timed| timed.at).chain([self.until]);
        let mut latest = SimTime::ZERO;
        for (position, at) in times.enumerate() {
            if at < latest {
                return Err(RecordingError::OutOfOrder { position });
            }
            latest = at;
        }
        Ok(())
    }
}

fn check_config(config: &WorldConfig) -> Result<(), RecordingError> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let WorldConfig { region, account_id, start_epoch_millis, .. } = config;
    if !(1..=LONGEST_REGION).contains(&region.len()) || !region.chars().all(is_plain) {
        return Err(RecordingError::Config("region"));
    }
    if account_id.len() != 12 || !account_id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(RecordingError::Config("accountId"));
    }
    if *start_epoch_millis > LATEST_START {
        return Err(RecordingError::Config("startEpochMillis"));
    }
    Ok(())
}

impl fmt::Display for RecordingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { bytes } => {
                write!(f, "The recording has {bytes} bytes; {MOST_BYTES} is the most this page reads.")
            }
            Self::NotARecording(detail) => write!(f, "This is not a recording: {detail}."),
            Self::UnknownVersion(version) => {
                write!(
                    f,
                    "The recording has format version {version}; this page reads {}.",
                    Recording::VERSION
                )
            }
            Self::TooManyCommands(count) => {
                write!(
                    f,
                    "The recording has {count} commands; {MOST_COMMANDS} is the most this page replays."
                )
            }
            Self::OutOfOrder { position } => {
                write!(f, "Command {} of the recording is earlier than the one before it.", position + 1)
            }
            Self::Config(member) => write!(f, "The recording's {member} is none that a world can have."),
            Self::TooLong { days } => write!(f, "The recording runs for {days} days; 400 is the most."),
        }
    }
}

impl std::error::Error for RecordingError {}
