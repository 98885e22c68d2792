//! Tasks: RunTask, StartTask, StopTask, DescribeTasks, ListTasks, and their protection from scale-in.

pub mod describe;
mod list;
mod order;
mod overrides;
mod protection;
mod repeat;
mod run;
mod start;

use serde::Deserialize;
use serde_json::{Value, json};

pub use list::list;
pub use protection::{get as get_protection, update as update_protection};
pub use run::run;
pub use start::start;

use super::members::failure;
use super::request::{self, decode};
use crate::model::agent;
use crate::model::ecs::arn::Arn;
use crate::model::ecs::{ClusterId, EcsError, EcsResult, TaskId, TaskStopCode};
use crate::model::kernel::SimDuration;
use crate::model::world::{Ctx, World};

/// How long a STOPPED task is described and listed. ECS promises an hour at least.
const STOPPED_TASKS_KEPT: SimDuration = SimDuration::from_hours(1);
/// `stoppedReason` when the caller gives none.
const STOPPED_BY_USER: &str = "Task stopped by user";

#[derive(Deserialize)]
struct StopTask {
    cluster: Option<String>,
    task: String,
    reason: Option<String>,
}

#[derive(Deserialize)]
struct DescribeTasks {
    cluster: Option<String>,
    tasks: Vec<String>,
    include: Option<Vec<String>>,
}

/// StopTask. Stopping a task twice changes nothing and succeeds (assumed).
pub fn stop(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let request: StopTask = decode(request)?;
    let cluster = request::cluster(ctx.world(), request.cluster.as_deref())?;
    let task = find(ctx.world(), cluster, &request.task)
        .ok_or_else(|| EcsError::invalid_parameter("The referenced task was not found."))?;
    let reason = request.reason.as_deref().unwrap_or(STOPPED_BY_USER);
    agent::stop_task(ctx, task, TaskStopCode::UserInitiated, reason);
    Ok(json!({ "task": describe::task(ctx.world(), task) }))
}

/// DescribeTasks. What is not there, or stopped too long ago, is a failure.
pub fn describe_all(world: &World, request: &Value) -> EcsResult<Value> {
    let request: DescribeTasks = decode(request)?;
    let cluster = request::cluster(world, request.cluster.as_deref())?;
    if request.tasks.is_empty() {
        return Err(EcsError::invalid_parameter("Tasks cannot be empty."));
    }
    let include_tags = request.include.is_some_and(|words| words.iter().any(|word| word == "TAGS"));
    let (mut tasks, mut failures) = (Vec::new(), Vec::new());
    for name in &request.tasks {
        match find(world, cluster, name) {
            Some(id) => {
                let mut task = describe::task(world, id);
                if !include_tags {
                    task["tags"] = json!([]);
                }
                tasks.push(task);
            }
            None => failures.push(failure(Some(arn_of(world, cluster, name)), "MISSING")),
        }
    }
    Ok(json!({ "tasks": tasks, "failures": failures }))
}

/// The task that a caller names, unless ECS has forgotten it.
fn find(world: &World, cluster: ClusterId, id_or_arn: &str) -> Option<TaskId> {
    world.find_task(cluster, id_or_arn).filter(|&id| is_kept(world, id))
}

/// STOPPED tasks are forgotten after a while; the page and its log keep them.
fn is_kept(world: &World, id: TaskId) -> bool {
    let stopped_at = world.tasks[id].stopped_at;
    stopped_at.is_none_or(|stopped_at| world.now.since(stopped_at) <= STOPPED_TASKS_KEPT)
}

/// The ARN of a task that does not exist.
fn arn_of(world: &World, cluster: ClusterId, id_or_arn: &str) -> String {
    if id_or_arn.starts_with("arn:") {
        return id_or_arn.to_owned();
    }
    let path = format!("{}/{id_or_arn}", world.clusters[cluster].name);
    let config = &world.config;
    Arn { region: &config.region, account: &config.account_id, kind: "task", path: &path }.to_string()
}
