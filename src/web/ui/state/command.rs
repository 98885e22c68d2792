//! Commands that the page gives: the same that the `aws` line and the SDK give.

use std::rc::Rc;

use serde_json::Value;

use crate::model::ecs::EcsError;
use crate::model::world::event::Command;

/// A command of the page, with its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenCommand {
    pub command: Command,
    /// The `aws ecs` or `playground` line that does the same.
    pub line: Rc<str>,
    pub answer: Result<Value, EcsError>,
}

/// A command from its parts: `command("ecs", "StopTask", json!({...}))`.
pub fn command(service: &str, operation: &str, request: Value) -> Command {
    Command { service: service.into(), operation: operation.into(), request }
}
