//! Task and container lifecycle: the container agent and Fargate.

use std::rc::Rc;

use serde_json::Value;

use crate::model::ecs::{
    ClusterId, DecisionId, DeploymentId, LaunchType, ServiceId, Tag, TaskDefinitionId, TaskId, TaskStopCode,
};
use crate::model::world::decision::Target;
use crate::model::world::timer::{ContainerStep, TaskStep};
use crate::model::world::{Ctx, Event};

/// A task that has a place and shall be created.
#[derive(Clone, Debug)]
pub struct NewTask {
    pub cluster: ClusterId,
    pub definition: TaskDefinitionId,
    pub service: Option<(ServiceId, DeploymentId)>,
    pub group: Rc<str>,
    pub started_by: Option<Rc<str>>,
    pub launch_type: LaunchType,
    pub capacity_provider: Option<Rc<str>>,
    pub target: Target,
    /// The recorded decision, and which of its choices this task is.
    pub decision: Option<(DecisionId, u32)>,
    /// `overrides` of RunTask or StartTask.
    pub overrides: Option<Rc<Value>>,
    pub network_configuration: Option<Rc<Value>>,
    pub tags: Vec<Tag>,
    pub enable_execute_command: bool,
}

/// Creates the task and sets it on its way to RUNNING.
pub fn create_task(_ctx: &mut Ctx, _task: NewTask) -> TaskId {
    unimplemented!("the agent lands next")
}

/// Asks a task to stop, and sets it on its way to STOPPED. Does nothing if that was asked before.
pub fn stop_task(_ctx: &mut Ctx, _task: TaskId, _code: TaskStopCode, _reason: &str) {}

pub fn hear(_ctx: &mut Ctx, _event: &Event) {}
pub fn task_step(_ctx: &mut Ctx, _task: TaskId, _step: TaskStep) {}
pub fn container_step(_ctx: &mut Ctx, _task: TaskId, _container: u8, _start: u32, _step: ContainerStep) {}
