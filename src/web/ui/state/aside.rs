//! A run that another one took the place of: it is set aside, and can be had back.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::{AppState, Origin};
use crate::playground::recording::Recording;
use crate::playground::scenarios;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Aside {
    recording: Recording,
    /// The scenario it began with, if it is known.
    scenario: Option<String>,
}

impl Aside {
    pub fn new(recording: Recording, scenario: Option<String>) -> Self {
        Self { recording, scenario }
    }

    /// What was kept can have been tampered with.
    pub(super) fn is_sound(&self) -> bool {
        Recording::from_text(&self.recording.to_text()).is_ok()
    }

    /// As a person would call it.
    pub fn title(&self) -> &'static str {
        let known = self.scenario.as_deref().and_then(scenarios::scenario);
        known.map_or("your run", |scenario| scenario.title)
    }
}

impl AppState {
    /// Keeps the run that is about to go, if anybody did anything in it.
    pub(super) fn set_aside(&mut self) {
        if self.can_undo() && !self.visit.is_embed {
            let scenario = self.scenario.as_deref().map(str::to_owned);
            self.aside = Some(Rc::new(Aside::new(self.recording(), scenario)));
            self.tells_aside = true;
        }
    }

    /// Exchanges the run that is open with the one that was set aside.
    pub(super) fn bring_back(&mut self) {
        let Some(aside) = self.aside.take() else { return };
        self.tells_aside = false;
        let (recording, scenario) = (aside.recording.clone(), aside.scenario.as_deref().map(Rc::from));
        let end = recording.until;
        self.load(recording, end, Origin::Aside(scenario));
    }
}
