//! A deployment: the tasks of one revision within a service, and how far their rollout has come.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::service::ServiceSpec;
use super::{DeploymentId, TaskDefinitionId, TaskSet};
use crate::model::kernel::SimTime;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DeploymentStatus {
    /// The newest.
    Primary,
    /// Older, and still has tasks.
    Active,
    /// A task set that was deleted and still has tasks.
    Draining,
    /// Fully replaced; no longer listed.
    Inactive,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DeploymentRolloutState {
    InProgress,
    Completed,
    /// Starts nothing more.
    Failed,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Deployment {
    pub id: DeploymentId,
    pub status: DeploymentStatus,
    pub task_definition: TaskDefinitionId,
    /// What of the service was in force when this deployment began: a task it starts later is made from
    /// this, not from what the service says by then.
    pub spec: Rc<ServiceSpec>,
    /// Tasks this deployment aims at: the service's count for the PRIMARY; for an ACTIVE one those that the
    /// rollout has not taken from it yet, so that a lost one can be told from one that was replaced.
    pub desired_count: u32,
    /// PROVISIONING, PENDING and ACTIVATING tasks that are meant to run.
    pub pending_count: u32,
    /// RUNNING tasks, also those that have been asked to stop but have not begun to.
    pub running_count: u32,
    /// Launch and health failures in a row; what the circuit breaker counts.
    pub failed_tasks: u32,
    /// A task of it has been RUNNING. From then on only failed health checks count.
    pub has_run: bool,
    /// It has been COMPLETED before, though it may be IN_PROGRESS again: a rollback came back to it.
    pub was_completed: bool,
    pub created_at: SimTime,
    pub updated_at: SimTime,
    pub rollout_state: DeploymentRolloutState,
    pub rollout_state_reason: Rc<str>,
    /// It is a task set, with the EXTERNAL deployment controller.
    pub task_set: Option<Rc<TaskSet>>,
}
