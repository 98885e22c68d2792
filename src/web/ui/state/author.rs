//! What the author panel holds. The editor itself keeps cursor and history.

use std::rc::Rc;

use serde_json::Value;

use super::{Action, AppState, command};
use crate::playground::views::author::registration_text;
use crate::playground::views::forms::choices;

/// The registered revision that the draft was begun from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// `family:revision`.
    pub name: Rc<str>,
    /// The text that came into the editor, or that was registered from it.
    pub text: Rc<str>,
}

impl Base {
    pub fn revision(&self) -> Option<u32> {
        self.name.rsplit_once(':')?.1.parse().ok()
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Author {
    pub open: bool,
    pub draft: Rc<str>,
    /// Grows when the page, not the person, replaced the draft: then the editor must take it over.
    pub replaced: u32,
    /// None for a draft that was not begun from a revision.
    pub base: Option<Rc<Base>>,
}

impl Author {
    pub fn new(draft: &str) -> Self {
        Self { open: true, draft: draft.into(), replaced: 0, base: None }
    }
}

impl AppState {
    pub(super) fn replace_draft(&mut self, text: Rc<str>, base: Option<Rc<Base>>) {
        self.author.draft = text;
        self.author.base = base;
        self.author.replaced += 1;
        self.changes += 1;
    }

    /// A revision comes into the editor as it was registered.
    pub(super) fn edit_revision(&mut self, name: Rc<str>) {
        let definition = self.snapshot.find_task_definition(&name);
        let text =
            definition.and_then(|id| registration_text(&self.log, &self.snapshot.task_definitions[id]));
        if let Some(text) = text {
            let base = Base { name, text: text.into() };
            // The page fills an empty editor by itself; only a person's wish opens the panel.
            self.author.open |= !self.author.draft.is_empty();
            self.replace_draft(base.text.clone(), Some(Rc::new(base)));
        }
    }

    /// Another run knows nothing of the revision that the draft was begun from. What the person wrote stays,
    /// as a draft; a mere copy gives way to a revision of the new run, if it has one.
    pub(super) fn leave_the_revision(&mut self) {
        let base = self.author.base.take();
        if base.is_some_and(|base| base.text == self.author.draft) {
            let newest = choices(&self.snapshot).task_definitions.into_iter().next();
            newest.into_iter().for_each(|name| self.edit_revision(name));
        }
    }

    /// Registers the draft. The editor keeps its text and its history; the revision becomes its base.
    pub(super) fn register(&mut self, definition: Value) {
        self.take(Action::Give(command("ecs", "RegisterTaskDefinition", definition)));
        let answer = self.given.as_ref().and_then(|given| given.answer.as_ref().ok());
        let registered = answer.map(|answer| &answer["taskDefinition"]);
        if let Some(registered) = registered.filter(|registered| registered.is_object()) {
            let family = registered["family"].as_str().unwrap_or_default();
            let name = format!("{family}:{}", registered["revision"]).into();
            self.author.base = Some(Rc::new(Base { name, text: self.author.draft.clone() }));
        }
    }
}
