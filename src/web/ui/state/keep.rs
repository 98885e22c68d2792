//! What stays between two visits: the recording, the draft and the theme. Never the world.

use serde::{Deserialize, Serialize};

use super::AppState;
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
    #[serde(default = "yes")]
    pub single_keys: bool,
    pub recording: Option<Recording>,
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
            single_keys: true,
            recording: None,
        }
    }
}

/// Why the last visit's work could not be had back. It is kept aside under another key, never thrown away.
#[derive(Clone, Debug, PartialEq)]
pub enum RestoreError {
    Storage(StorageError),
    Corrupt(String),
    Recording(RecordingError),
}

/// Keeps the work.
pub fn keep(storage: &dyn Storage, state: &AppState) -> Result<(), StorageError> {
    let kept = Kept {
        version: VERSION,
        draft: state.author.draft.to_string(),
        theme: state.theme.as_deref().map(str::to_owned),
        scenario: state.scenario.as_deref().map(str::to_owned),
        single_keys: state.single_keys,
        recording: Some(state.session.borrow().recording().clone()),
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
    if let Some(recording) = kept.recording.take() {
        kept.recording = Some(Recording::from_text(&recording.to_text()).map_err(RestoreError::Recording)?);
    }
    Ok(kept)
}
