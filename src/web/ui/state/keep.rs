//! What stays between two visits: the recording, the draft, the theme and what was looked at. Never the world.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use super::{AppState, Aside, ColourBy, DrawerTab, InspectorTab, Playback, SPEEDS, SizeBy};
use crate::model::kernel::json;
use crate::playground::recording::{Recording, RecordingError};
use crate::web::browser::{Storage, StorageError};

/// Of the format; another one is left alone, and the page begins anew.
const VERSION: u32 = 1;
/// Where `localStorage` has it.
pub const KEY: &str = "ecs-playground";

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Kept {
    version: u32,
    pub draft: String,
    pub theme: Option<String>,
    #[serde(default)]
    pub scenario: Option<String>,
    /// How many of the commands are the scenario's own.
    #[serde(default)]
    pub base: u32,
    #[serde(default = "yes")]
    pub single_keys: bool,
    pub recording: Option<Recording>,
    /// The run before that one.
    #[serde(default)]
    pub aside: Option<Aside>,
    /// Simulated seconds per second.
    #[serde(default)]
    speed: Option<u32>,
    #[serde(default)]
    paused: bool,
    /// Where the playhead stood, in milliseconds, if that was before the end.
    #[serde(default)]
    pub playhead: Option<u64>,
    #[serde(default, deserialize_with = "lenient")]
    pub looks: Looks,
}

/// What the person had before them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Looks {
    /// The row of the cluster.
    pub cluster: Option<u32>,
    /// As links have it.
    pub selection: Option<String>,
    pub tab: InspectorTab,
    pub drawer: DrawerTab,
    pub drawer_height: Option<u32>,
    pub author_folded: bool,
    pub by_memory: bool,
    pub by_service: bool,
    pub ports: bool,
}

impl Looks {
    fn of(state: &AppState) -> Self {
        Self {
            cluster: state.cluster.map(|id| id.0),
            selection: state.selection().map(ToString::to_string),
            tab: state.trail.tab,
            drawer: state.drawer,
            drawer_height: state.drawer_height,
            author_folded: !state.author.open,
            by_memory: state.size_by == SizeBy::Memory,
            by_service: state.colour_by == ColourBy::Service,
            ports: state.shows_ports,
        }
    }
}

/// Looks that cannot be read, as those of another build of the page, are no reason to lose the run.
fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Looks, D::Error> {
    let looks = serde_json::Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(looks).unwrap_or_default())
}

fn yes() -> bool {
    true
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            version: VERSION,
            draft: String::new(),
            theme: None,
            scenario: None,
            base: 0,
            single_keys: true,
            recording: None,
            aside: None,
            speed: None,
            paused: false,
            playhead: None,
            looks: Looks::default(),
        }
    }
}

impl Kept {
    /// As fast as it ran; a run that stood still stands still again.
    pub fn playback(&self) -> Playback {
        let usual = Playback::default();
        let speed = self.speed.filter(|speed| SPEEDS.contains(speed)).unwrap_or(usual.speed);
        Playback { playing: !self.paused, speed }
    }
}

/// Why the last visit's work could not be had back. It is kept aside under another key, never thrown away.
#[derive(Clone, Debug, PartialEq)]
pub enum RestoreError {
    Storage(StorageError),
    Corrupt(String),
    Recording(RecordingError),
}

impl fmt::Display for RestoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Storage(error) => error.fmt(f),
            Self::Corrupt(detail) => write!(f, "What was kept cannot be read: {detail}."),
            Self::Recording(error) => error.fmt(f),
        }
    }
}

/// Keeps the work.
pub fn keep(storage: &dyn Storage, state: &AppState) -> Result<(), StorageError> {
    let kept = Kept {
        version: VERSION,
        draft: state.author.draft.to_string(),
        theme: state.theme.as_deref().map(str::to_owned),
        scenario: state.scenario.as_deref().map(str::to_owned),
        base: state.visit.base,
        single_keys: state.single_keys,
        recording: Some(state.session.borrow().recording().clone()),
        aside: state.aside.as_deref().cloned(),
        speed: Some(state.playback.speed),
        paused: !state.playback.playing,
        playhead: state.in_the_past.then(|| state.snapshot.now.as_millis()),
        looks: Looks::of(state),
    };
    let text = serde_json::to_string(&kept).expect("what is kept is plain data");
    storage.write(KEY, &text)
}

/// The work of the last visit; none on the first.
pub fn restore(storage: &dyn Storage) -> Result<Option<Kept>, RestoreError> {
    let Some(text) = storage.read(KEY).map_err(RestoreError::Storage)? else { return Ok(None) };
    let read = read(&text);
    if read.is_err() {
        let _ = storage.write(&format!("{KEY}-unreadable"), &text);
    }
    read.map(Some)
}

fn read(text: &str) -> Result<Kept, RestoreError> {
    let mut kept: Kept = json::parse(text).map_err(|error| RestoreError::Corrupt(error.to_string()))?;
    if kept.version != VERSION {
        return Err(RestoreError::Corrupt(format!("it has version {}", kept.version)));
    }
    // A run set aside that cannot be read is no reason to lose the one that can.
    kept.aside = kept.aside.filter(|aside| aside.is_sound());
    if let Some(recording) = kept.recording.take() {
        kept.recording = Some(Recording::from_text(&recording.to_text()).map_err(RestoreError::Recording)?);
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_that_cannot_be_read_do_not_take_the_run_along() {
        let kept = Kept { draft: "{}".into(), ..Kept::default() };
        let text = serde_json::to_string(&kept).expect("what is kept is plain data");
        let foreign = text.replace("\"drawer\":\"Events\"", "\"drawer\":\"Gauges\"");
        assert_ne!(foreign, text);
        assert_eq!(read(&foreign), Ok(kept));
    }
}
