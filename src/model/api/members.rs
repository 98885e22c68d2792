//! Building responses: members in the API's order, absent ones left out, times as the wire writes them.

use serde_json::{Map, Value, json};

use crate::model::ecs::wire::epoch_seconds;
use crate::model::kernel::SimTime;
use crate::model::world::World;

/// A structure of a response while it is built.
#[derive(Debug, Default)]
pub struct Members(Map<String, Value>);

impl Members {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// A member that is left out while it has no value.
    pub fn maybe(self, name: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    pub fn build(self) -> Value {
        Value::Object(self.0)
    }
}

/// A moment of the run as seconds since 1970 UTC, with milliseconds.
pub fn seconds(world: &World, at: SimTime) -> Value {
    json!(epoch_seconds::to_wire(world.epoch_millis(at)))
}

/// The API's spelling of a word such as a status.
pub fn word(value: impl serde::Serialize) -> Value {
    serde_json::to_value(value).expect("the words of the API are plain strings")
}

/// An entry of `failures`.
pub fn failure(arn: Option<String>, reason: &str) -> Value {
    Members::new().maybe("arn", arn).with("reason", reason).build()
}
