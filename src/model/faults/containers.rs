//! Containers that die, run out of memory or fall ill.

use serde::Deserialize;
use serde_json::{Value, json};

use super::request::{check_range, container, decode, task};
use crate::model::agent;
use crate::model::ecs::{ContainerStatus, EcsError, EcsResult, TaskId};
use crate::model::world::{Ctx, World};

/// What ends a process.
#[derive(Clone, Copy, Default, Deserialize)]
enum Signal {
    #[default]
    #[serde(rename = "SIGKILL")]
    Kill,
    #[serde(rename = "SIGTERM")]
    Term,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ContainerRequest {
    cluster: Option<String>,
    task: String,
    container: Option<String>,
    exit_code: Option<u32>,
    #[serde(default)]
    signal: Signal,
}

/// A container that runs.
struct Victim {
    task: TaskId,
    container: u8,
    exit_code: Option<i32>,
    signal: Signal,
}

fn victim(world: &World, request: &Value) -> EcsResult<Victim> {
    let request: ContainerRequest = decode(request)?;
    let task = task(world, request.cluster.as_deref(), &request.task)?;
    let container = container(world, task, request.container.as_deref())?;
    let row = &world.tasks[task].containers[usize::from(container)];
    if row.status != ContainerStatus::Running {
        let message = format!("The container {} of task {} does not run.", row.name, world.task_hex(task));
        return Err(EcsError::invalid_parameter(message));
    }
    request.exit_code.map_or(Ok(()), |code| check_range("exitCode", code, 0, 255))?;
    let exit_code = request.exit_code.map(|code| code as i32);
    Ok(Victim { task, container, exit_code, signal: request.signal })
}

fn shown(world: &World, victim: &Victim) -> Value {
    let name = &world.tasks[victim.task].containers[usize::from(victim.container)].name;
    json!({ "taskArn": world.task_arn(victim.task), "container": name })
}

/// Sends the process a signal.
pub fn kill(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let victim = victim(ctx.world(), request)?;
    let Victim { task, container, exit_code, .. } = victim;
    match victim.signal {
        Signal::Kill => {
            let exit_code = exit_code.unwrap_or(agent::SIGKILL_EXIT_CODE);
            agent::kill_container(ctx, task, container, exit_code, None);
        }
        Signal::Term => agent::terminate_process(ctx, task, container, exit_code),
    }
    Ok(shown(ctx.world(), &victim))
}

/// Lets the kernel kill the container for its memory use.
pub fn run_out_of_memory(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let victim = victim(ctx.world(), request)?;
    agent::oom_container(ctx, victim.task, victim.container);
    Ok(shown(ctx.world(), &victim))
}

/// Makes all health checks fail from now on.
pub fn fail_health_checks(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let victim = victim(ctx.world(), request)?;
    if agent::fail_health(ctx, victim.task, victim.container) {
        return Ok(shown(ctx.world(), &victim));
    }
    let name = &ctx.world().tasks[victim.task].containers[usize::from(victim.container)].name;
    Err(EcsError::invalid_parameter(format!("The container {name} has no health check that could fail.")))
}
