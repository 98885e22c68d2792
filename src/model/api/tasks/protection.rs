//! GetTaskProtection and UpdateTaskProtection. Source: API reference; developer guide, task scale-in protection.

use serde_json::{Value, json};

use super::{arn_of, find};
use crate::model::api::members::{Members, failure, seconds};
use crate::model::api::request;
use crate::model::ecs::{ClusterId, EcsResult, ServiceId, TaskId};
use crate::model::kernel::{SimDuration, SimTime};
use crate::model::world::{Ctx, Event, World};

const DEFAULT_MINUTES: u64 = 120;

/// GetTaskProtection.
pub fn get(world: &World, request: &Value) -> EcsResult<Value> {
    let (cluster, names) = read(world, request, 100)?;
    let (mut tasks, mut failures) = (Vec::new(), Vec::new());
    for name in names {
        match service_task(world, cluster, name) {
            Ok(task) => tasks.push(describe(world, task)),
            Err(reason) => failures.push(failure(Some(arn_of(world, cluster, name)), reason)),
        }
    }
    Ok(json!({ "protectedTasks": tasks, "failures": failures }))
}

/// UpdateTaskProtection. Each call sets the time anew.
pub fn update(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let (cluster, names) = read(ctx.world(), request, 10)?;
    let minutes = request["expiresInMinutes"].as_u64().unwrap_or(DEFAULT_MINUTES);
    let protect = request["protectionEnabled"] == true;
    let until = protect.then(|| ctx.now() + SimDuration::from_mins(minutes));
    let (mut tasks, mut failures) = (Vec::new(), Vec::new());
    for name in names {
        match service_task(ctx.world(), cluster, name) {
            Ok(task) if protect && blocks_deployment(ctx.world(), task) => {
                failures.push(failure(Some(ctx.world().task_arn(task)), "DEPLOYMENT_BLOCKED"));
            }
            Ok(task) => {
                ctx.emit(Event::TaskProtectionChanged { task, until });
                tasks.push(describe(ctx.world(), task));
            }
            Err(reason) => failures.push(failure(Some(arn_of(ctx.world(), cluster, name)), reason)),
        }
    }
    Ok(json!({ "protectedTasks": tasks, "failures": failures }))
}

fn read<'a>(world: &World, request: &'a Value, most: usize) -> EcsResult<(ClusterId, Vec<&'a str>)> {
    let cluster = request::cluster(world, request["cluster"].as_str())?;
    let listed = request["tasks"].as_array().map_or(&[][..], Vec::as_slice);
    let names: Vec<&str> = listed.iter().filter_map(Value::as_str).collect();
    request::required_list(&names, "Tasks", most)?;
    Ok((cluster, names))
}

/// The task, if it is one of a service: the others are never scaled in.
fn service_task(world: &World, cluster: ClusterId, name: &str) -> Result<TaskId, &'static str> {
    let task = find(world, cluster, name).ok_or("MISSING")?;
    if world.tasks[task].service.is_some() { Ok(task) } else { Err("TASK_NOT_VALID") }
}

/// Protected tasks keep a deployment of the service from ending already: ECS protects no more of them.
fn blocks_deployment(world: &World, task: TaskId) -> bool {
    let row = &world.tasks[task];
    let service: Option<ServiceId> = row.service;
    service.is_some_and(|service| world.services[service].memory.protection_message_at.is_some())
        && row.deployment != service.and_then(|service| world.services[service].primary()).map(|row| row.id)
}

fn describe(world: &World, task: TaskId) -> Value {
    let until = world.tasks[task].protected_until.filter(|&until: &SimTime| until > world.now);
    Members::new()
        .with("taskArn", world.task_arn(task))
        .with("protectionEnabled", until.is_some())
        .maybe("expirationDate", until.map(|until| seconds(world, until)))
        .build()
}
