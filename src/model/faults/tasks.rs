//! The `aws:ecs:task-*` actions of AWS FIS that last for a while.

use std::rc::Rc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::request::{check_range, decode, task};
use crate::model::ecs::task_definition::{NetworkMode, TransportProtocol};
use crate::model::ecs::task_fault::{Flows, TrafficDirection};
use crate::model::ecs::{EcsError, EcsResult, LaunchType, Task, TaskFault, TaskFaultKind, TaskId};
use crate::model::kernel::SimDuration;
use crate::model::world::{Ctx, Event, Room, Timer, World};

/// AWS FIS lets no experiment run longer than twelve hours.
const LONGEST_SECONDS: u32 = 12 * 60 * 60;
/// AWS FIS asks for a duration each time; here it is this if nobody says.
const DURATION_SECONDS: u32 = 300;

/// The members of every action.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Targets {
    cluster: Option<String>,
    task: Option<String>,
    service: Option<String>,
    #[serde(default)]
    selection_mode: Option<String>,
    duration_seconds: Option<u32>,
}

impl Targets {
    /// The tasks that the action befalls: the one that is named, or those of a service.
    fn tasks(&self, ctx: &mut Ctx) -> EcsResult<Vec<TaskId>> {
        let cluster = self.cluster.as_deref();
        let Some(service) = &self.service else {
            let name = self.task.as_deref().unwrap_or_default();
            if name.is_empty() {
                return Err(EcsError::invalid_parameter("Name a task or a service."));
            }
            let id = task(ctx.world(), cluster, name)?;
            if !acts_on(&ctx.world().tasks[id]) {
                return Err(EcsError::invalid_parameter(format!("The task {name} is not RUNNING.")));
            }
            return Ok(vec![id]);
        };
        let world = ctx.world();
        let cluster = world.active_cluster(cluster)?;
        let found = world.find_service(cluster, service);
        let tasks = found.map(|id| world.services[id].tasks.clone()).unwrap_or_default();
        let mut running: Vec<TaskId> = tasks.into_iter().filter(|&id| acts_on(&world.tasks[id])).collect();
        if running.is_empty() {
            let message = format!("The service {service} has no RUNNING task.");
            return Err(EcsError::invalid_parameter(message));
        }
        let count = selected(self.selection_mode.as_deref().unwrap_or("ALL"), running.len() as u32)?;
        while running.len() > count as usize {
            let leaves = ctx.draw(Room::Faults).below(running.len() as u32);
            running.remove(leaves as usize);
        }
        Ok(running)
    }
}

fn acts_on(task: &Task) -> bool {
    task.is_running() && task.is_wanted()
}

/// How many of `all` a selection mode takes: `ALL`, `COUNT(n)` or `PERCENT(n)`, which rounds down but takes one at
/// least.
fn selected(mode: &str, all: u32) -> EcsResult<u32> {
    let number = |kind: &str| mode.strip_prefix(kind)?.strip_suffix(')')?.parse::<u32>().ok();
    let count = match (number("COUNT("), number("PERCENT(")) {
        (Some(count), _) => Some(count.min(all)),
        (_, Some(percent)) => (percent <= 100).then(|| (all * percent / 100).max(1)),
        _ => (mode == "ALL").then_some(all),
    };
    count.filter(|count| *count > 0).ok_or_else(|| {
        let message = format!("selectionMode must be ALL, COUNT(n) or PERCENT(n), but was {mode}.");
        EcsError::invalid_parameter(message)
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parameters {
    percent: Option<u32>,
    workers: Option<u32>,
    delay_milliseconds: Option<u32>,
    jitter_milliseconds: Option<u32>,
    loss_percent: Option<u32>,
    flows_percent: Option<u32>,
    sources: Option<Rc<[Rc<str>]>>,
    port: Option<u32>,
    traffic_type: Option<TrafficDirection>,
    #[serde(default)]
    protocol: TransportProtocol,
}

impl Parameters {
    fn flows(&self) -> EcsResult<Flows> {
        let all: Rc<[Rc<str>]> = Rc::new(["ALL".into()]);
        let sources = self.sources.clone().filter(|sources| !sources.is_empty()).unwrap_or(all);
        Ok(Flows { percent: within("flowsPercent", self.flows_percent, 100, (1, 100))?, sources })
    }

    /// The defaults are those of AWS FIS.
    fn kind(&self, operation: &str) -> EcsResult<TaskFaultKind> {
        Ok(match operation {
            "TaskCpuStress" => TaskFaultKind::CpuStress {
                percent: within("percent", self.percent, 100, (1, 100))?,
                workers: within("workers", self.workers, 0, (0, 256))?,
            },
            "TaskIoStress" => TaskFaultKind::IoStress {
                percent: within("percent", self.percent, 80, (1, 100))?,
                workers: within("workers", self.workers, 1, (1, 256))?,
            },
            "TaskNetworkLatency" => TaskFaultKind::NetworkLatency {
                delay_millis: within("delayMilliseconds", self.delay_milliseconds, 200, (0, 60_000))?,
                jitter_millis: within("jitterMilliseconds", self.jitter_milliseconds, 10, (0, 60_000))?,
                flows: self.flows()?,
            },
            "TaskNetworkPacketLoss" => TaskFaultKind::NetworkPacketLoss {
                loss_percent: within("lossPercent", self.loss_percent, 7, (1, 100))?,
                flows: self.flows()?,
            },
            _ => {
                let port = self.port.ok_or_else(|| EcsError::invalid_parameter("port cannot be empty."))?;
                check_range("port", port, 1, 65_535)?;
                let direction = self
                    .traffic_type
                    .ok_or_else(|| EcsError::invalid_parameter("trafficType must be ingress or egress."))?;
                TaskFaultKind::NetworkBlackholePort { port, direction, protocol: self.protocol }
            }
        })
    }
}

fn within(name: &str, given: Option<u32>, default: u32, (least, most): (u32, u32)) -> EcsResult<u32> {
    let value = given.unwrap_or(default);
    check_range(name, value, least, most)?;
    Ok(value)
}

/// Begins an action on one task, or on tasks of a service.
pub fn begin(ctx: &mut Ctx, operation: &str, request: &Value) -> EcsResult<Value> {
    let targets: Targets = decode(request)?;
    let kind = decode::<Parameters>(request)?.kind(operation)?;
    let seconds =
        within("durationSeconds", targets.duration_seconds, DURATION_SECONDS, (60, LONGEST_SECONDS))?;
    let tasks = targets.tasks(ctx)?;
    tasks.iter().try_for_each(|&id| check_parallel(ctx.world(), id, &kind))?;
    let duration = SimDuration::from_secs(u64::from(seconds));
    for &task in &tasks {
        let number = ctx.world().tasks[task].faults.len() as u32;
        let (began_at, until) = (ctx.now(), ctx.now() + duration);
        let fault = TaskFault { number, kind: kind.clone(), began_at, until, ended_at: None };
        ctx.emit(Event::TaskFaultBegan { task, fault: fault.into() });
        ctx.schedule(duration, Timer::TaskFaultEnds { task, number });
    }
    let world = ctx.world();
    let missing = tasks.first().map(|&id| missing_for_fis(&world.tasks[id], &kind)).unwrap_or_default();
    Ok(json!({
        "action": kind.action(),
        "taskArns": tasks.iter().map(|&id| world.task_arn(id)).collect::<Value>(),
        "missingForFis": missing,
    }))
}

/// The three network actions cannot run in parallel.
fn check_parallel(world: &World, id: TaskId, kind: &TaskFaultKind) -> EcsResult<()> {
    let mut acting = world.tasks[id].acting_faults();
    match acting.find(|fault| kind.is_network() && fault.kind.is_network()) {
        None => Ok(()),
        Some(other) => Err(EcsError::invalid_parameter(format!(
            "{} cannot run on task {} while {} does.",
            kind.action(),
            world.task_hex(id),
            other.kind.action()
        ))),
    }
}

/// What AWS FIS would want of the task before it runs the action. Nothing here is kept from working by it.
/// Source: AWS FIS user guide, "Use the AWS FIS aws:ecs:task actions".
pub fn missing_for_fis(task: &Task, kind: &TaskFaultKind) -> Vec<&'static str> {
    let definition = &task.definition;
    let mut images = definition.container_definitions.iter().map(|container| container.image.as_str());
    let has_own_or_host_network =
        matches!(definition.effective_network_mode(), NetworkMode::Awsvpc | NetworkMode::Host);
    let on_fargate = task.launch_type == LaunchType::Fargate;
    let wanted = [
        (definition.enable_fault_injection == Some(true), "enableFaultInjection: true"),
        (images.any(|image| image.contains("amazon-ssm-agent")), "a container with the SSM agent"),
        (!task.enable_execute_command, "ECS Exec turned off"),
        (!kind.is_network() || on_fargate || has_own_or_host_network, "network mode awsvpc or host"),
        (!kind.is_network() || !on_fargate, "useEcsFaultInjectionEndpoints: true"),
    ];
    wanted.into_iter().filter(|(is_so, _)| !is_so).map(|(_, what)| what).collect()
}

/// Ends what acts on a task, or on the tasks of a service.
pub fn end_all(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let targets: Targets = decode(request)?;
    let mut ended = Vec::new();
    for task in targets.tasks(ctx)? {
        let numbers: Vec<u32> = ctx.world().tasks[task].acting_faults().map(|fault| fault.number).collect();
        if !numbers.is_empty() {
            ended.push(ctx.world().task_arn(task));
        }
        numbers.into_iter().for_each(|number| end(ctx, task, number));
    }
    match ended.is_empty() {
        true => Err(EcsError::invalid_parameter("Nothing acts on these tasks now.")),
        false => Ok(json!({ "taskArns": ended })),
    }
}

/// The duration of an action is over, unless it was ended before.
pub fn ends(ctx: &mut Ctx, task: TaskId, number: u32) {
    let row = &ctx.world().tasks[task];
    let acts = row.faults.get(number as usize).is_some_and(|fault| fault.ended_at.is_none());
    if acts && row.stopped_at.is_none() {
        end(ctx, task, number);
    }
}

fn end(ctx: &mut Ctx, task: TaskId, number: u32) {
    ctx.emit(Event::TaskFaultEnded { task, number });
}
