//! Runs lines: what `cli` parsed, given to a session.

use std::rc::Rc;

use super::recording::Session;
use crate::model::world::event::Command;

/// What a line printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    pub stdout: String,
    pub stderr: String,
    pub exit_code: i32,
    /// The terminal shall be emptied.
    pub clear: bool,
}

/// The one file a page has: the text of its editor, as `file://task-definition.json`.
#[derive(Clone, Debug)]
pub struct OneFile {
    pub name: &'static str,
    pub text: Rc<str>,
}

/// Runs a line.
pub fn run(_session: &mut Session, _line: &str, _files: &OneFile) -> Output {
    Output::default()
}

/// The line that gives the command.
pub fn line_of(command: &Command) -> String {
    format!("{} {} {}", command.service, command.operation, command.request)
}
