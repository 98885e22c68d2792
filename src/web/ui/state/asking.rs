//! Questions to the session that leave it as it is.

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::Value;

use crate::model::ecs::EcsResult;
use crate::model::world::event::Command;
use crate::playground::cli::complete::{Completion, complete};
use crate::playground::console::{OneFile, WorldNames};
use crate::playground::recording::Session;
use crate::playground::views::author::{FamilyRow, families};

/// A handle that components keep: it is the same one from frame to frame, so passing it down redraws
/// nobody.
#[derive(Clone)]
pub struct Asking(Rc<RefCell<Session>>);

impl PartialEq for Asking {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Asking {
    pub(super) fn new(session: Rc<RefCell<Session>>) -> Self {
        Self(session)
    }

    /// What the command would answer now. A copy of the simulation takes it, so nothing comes of it.
    pub fn rehearse(&self, command: &Command) -> EcsResult<Value> {
        self.0.borrow().simulation().clone().execute(command)
    }

    /// The families and revisions there are now.
    pub fn families(&self) -> Vec<FamilyRow> {
        families(self.0.borrow().world())
    }

    /// What may stand at the cursor, a byte position in the line.
    pub fn complete(&self, line: &str, cursor: usize, files: &OneFile) -> Completion {
        complete(line, cursor, &WorldNames(self.0.borrow().world()), files)
    }
}
