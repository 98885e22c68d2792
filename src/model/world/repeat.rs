//! Requests that must not act twice.

use std::rc::Rc;

use serde::Serialize;
use serde_json::Value;

use crate::model::ecs::{ClusterId, TaskId};
use crate::model::kernel::SimTime;

/// A RunTask request that carried a `clientToken`, and the tasks it started.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RememberedRun {
    pub at: SimTime,
    pub cluster: ClusterId,
    pub token: Rc<str>,
    pub request: Value,
    pub tasks: Vec<TaskId>,
}
