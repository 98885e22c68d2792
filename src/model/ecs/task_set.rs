//! A task set: the tasks of one revision that somebody else deploys, with the EXTERNAL deployment controller.
//! It is kept as a deployment of its service.

use std::rc::Rc;

use serde::Serialize;

use super::Tag;
use crate::model::kernel::SimTime;

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TaskSet {
    pub external_id: Option<Rc<str>>,
    /// Share of the service's desired count, in tenths of a percent.
    pub scale: u32,
    /// `STEADY_STATE`; otherwise it is `STABILIZING`.
    pub is_steady: bool,
    pub stability_at: SimTime,
    pub tags: Vec<Tag>,
}

impl TaskSet {
    /// `computedDesiredCount`: the share, rounded up.
    pub fn computed_desired_count(&self, desired: u32) -> u32 {
        (u64::from(desired) * u64::from(self.scale)).div_ceil(1000) as u32
    }
}
