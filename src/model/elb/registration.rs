//! ECS puts the tasks of a service into its target groups, and takes them out again.

use std::rc::Rc;

use crate::model::ecs::{
    ContainerStatus, ServiceId, Target, TargetGroupId, TargetId, TargetState, TargetType, Task, TaskId,
    TaskStatus, TaskStopCode,
};
use crate::model::kernel::SimDuration;
use crate::model::world::{Ctx, Event, Room, Timer, World};

/// From the stop of a task until it is deregistered: ten seconds lay between "has stopped" and "deregistered" in two
/// measured deployments.
const AFTER_STOP: (SimDuration, SimDuration) = (SimDuration::from_secs(9), SimDuration::from_secs(11));
/// A task that was lost was deregistered before its replacement started, 0.7 seconds later.
const AFTER_LOSS: (SimDuration, SimDuration) = (SimDuration::from_millis(200), SimDuration::from_millis(700));

/// One target that a task shall have.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// As `loadBalancers` names it.
    pub arn: Rc<str>,
    /// None if there is no such target group any more.
    pub target_group: Option<TargetGroupId>,
    pub container: u8,
    pub container_port: u32,
}

/// The targets that a task shall have: one for each entry of `loadBalancers` of its deployment. Where there are two
/// target groups to choose from, its deployment has chosen.
pub fn entries(world: &World, task: &Task) -> Vec<Entry> {
    let (Some(service), Some(deployment)) = (task.service, task.deployment) else { return Vec::new() };
    let deployments = &world.services[service].deployments;
    let Some(deployment) = deployments.iter().find(|row| row.id == deployment) else { return Vec::new() };
    let lanes = world.service_deployments.get(&deployment.id).map_or(&[][..], |row| row.lanes());
    let named = deployment.spec.load_balancers.iter().enumerate();
    named
        .filter_map(|(at, given)| {
            let (arn, target_group): (Rc<str>, _) = match lanes.iter().find(|lane| lane.entry == at) {
                Some(lane) => {
                    let is_there = |group: &TargetGroupId| !world.target_groups[*group].is_deleted;
                    let arn = world.target_group_arn(lane.target_group);
                    (arn.into(), Some(lane.target_group).filter(is_there))
                }
                None => {
                    let arn = given["targetGroupArn"].as_str()?;
                    (arn.into(), world.find_target_group(arn))
                }
            };
            let name = given["containerName"].as_str()?;
            let container = task.containers.iter().position(|container| &*container.name == name)?;
            Some(Entry {
                target_group,
                arn,
                container: container as u8,
                container_port: u32::try_from(given["containerPort"].as_u64()?).ok()?,
            })
        })
        .collect()
}

/// The task has to be registered with some target group before it can be RUNNING.
pub fn lacks_targets(world: &World, task: &Task) -> bool {
    let has = |entry: &Entry| {
        task.targets.iter().any(|&target| Some(world.targets[target].target_group) == entry.target_group)
    };
    let service = task.service.map(|service| &world.services[service]);
    let may_lack = service.is_some_and(|service| {
        !service.spec.load_balancers.is_empty()
            || service.deployments.iter().any(|row| !row.spec.load_balancers.is_empty())
    });
    may_lack && !entries(world, task).iter().all(has)
}

/// Registers every task of the service that is up and waits for it, one call for each target group.
pub fn register_waiting(ctx: &mut Ctx, service: ServiceId) {
    let mut calls: Vec<(Rc<str>, Option<TargetGroupId>, Vec<Target>)> = Vec::new();
    let world = ctx.world();
    for &id in &world.services[service].tasks {
        let task = &world.tasks[id];
        if !waits(world, task) {
            continue;
        }
        for entry in entries(world, task) {
            let Some(target) = target(world, id, &entry) else { continue };
            match calls.iter_mut().find(|(arn, ..)| *arn == entry.arn) {
                Some((.., targets)) => targets.push(target),
                None => calls.push((entry.arn, entry.target_group, vec![target])),
            }
        }
    }
    for (arn, group, targets) in calls {
        match group {
            Some(_) => {
                let count = targets.len();
                post(ctx, service, &format!("registered {count} targets in (target-group {arn})"));
                targets.into_iter().for_each(|target| register(ctx, target));
            }
            None => complain(ctx, service, &arn),
        }
    }
}

/// Up, and only waiting for its targets.
fn waits(world: &World, task: &Task) -> bool {
    let up = |status| matches!(status, ContainerStatus::Running | ContainerStatus::Stopped);
    let reachable =
        task.container_instance.is_none_or(|instance| world.container_instances[instance].agent_connected);
    task.is_wanted()
        && task.last_status == TaskStatus::Activating
        && reachable
        && task.containers.iter().all(|container| up(container.status))
}

/// The target of a task for one entry; none if it has it already. For a target group that is gone it is the one that
/// cannot be registered.
fn target(world: &World, id: TaskId, entry: &Entry) -> Option<Target> {
    let task = &world.tasks[id];
    let row = Some((id, entry.container));
    let Some(group) = entry.target_group else {
        return Some(fresh(world, TargetGroupId::default(), "".into(), entry.container_port, row));
    };
    if task.targets.iter().any(|&target| world.targets[target].target_group == group) {
        return None;
    }
    let (address, port) = match world.target_groups[group].target_type {
        TargetType::Ip => {
            (task.network_interface.as_ref()?.private_ipv4_address.clone(), entry.container_port)
        }
        TargetType::Instance => {
            let bindings = &task.containers[usize::from(entry.container)].network_bindings;
            let binding =
                bindings.iter().find(|row| u32::from(row.container_port) == entry.container_port)?;
            (world.ec2_instance_id(task.container_instance?).into(), u32::from(binding.host_port))
        }
    };
    Some(fresh(world, group, address, port, row))
}

/// A target as it is when it has just been registered.
pub fn fresh(
    world: &World,
    target_group: TargetGroupId,
    id: Rc<str>,
    port: u32,
    task: Option<(TaskId, u8)>,
) -> Target {
    Target {
        target_group,
        id,
        port,
        zone: task.and_then(|(task, _)| world.tasks[task].zone),
        task,
        registered_at: world.now,
        state: TargetState::Initial,
        since: world.now,
        failure: None,
        against: 0,
        next_check_at: None,
        is_overloaded: false,
    }
}

/// Registers a target and promises its first health check.
pub fn register(ctx: &mut Ctx, target: Target) {
    let id: TargetId = ctx.world().targets.next_id();
    let delay = super::checks::until_first(ctx, target.target_group);
    let target = Target { next_check_at: Some(ctx.now() + delay), ..target };
    ctx.emit(Event::TargetRegistered(Rc::new(target)));
    ctx.schedule(delay, Timer::TargetCheck { target: id });
}

/// Somebody stops a task: its targets leave soon after.
pub fn on_stop_asked(ctx: &mut Ctx, task: TaskId, code: TaskStopCode) {
    let row = &ctx.world().tasks[task];
    let Some(service) = row.service.filter(|_| !row.targets.is_empty()) else { return };
    let (low, high) = match code {
        TaskStopCode::ServiceSchedulerInitiated | TaskStopCode::UserInitiated => AFTER_STOP,
        _ => AFTER_LOSS,
    };
    let delay = ctx.draw(Room::Elb).duration(low, high);
    ctx.schedule(delay, Timer::TargetsLeave { service });
}

/// Takes every task of the service that is to stop, or has stopped, out of its target groups.
pub fn targets_leave(ctx: &mut Ctx, service: ServiceId) {
    let world = ctx.world();
    let (mut calls, mut tasks): (Vec<(TargetGroupId, Vec<TargetId>)>, Vec<TaskId>) = Default::default();
    for (group, row) in world.target_groups.iter() {
        let leaving = |id: &TargetId| {
            let target = &world.targets[*id];
            let task = target.task.map(|(task, _)| &world.tasks[task]);
            target.is_registered()
                && task.is_some_and(|task| task.service == Some(service) && !task.is_wanted())
        };
        let targets: Vec<TargetId> = row.targets.iter().copied().filter(leaving).collect();
        tasks.extend(targets.iter().filter_map(|&target| world.targets[target].task).map(|(task, _)| task));
        if !targets.is_empty() {
            calls.push((group, targets));
        }
    }
    tasks.sort_unstable();
    tasks.dedup();
    for (group, targets) in calls {
        let (count, arn) = (targets.len(), ctx.world().target_group_arn(group));
        post(ctx, service, &format!("deregistered {count} targets in (target-group {arn})"));
        super::deregister(ctx, &targets);
    }
    say_draining(ctx, service, &tasks);
}

/// A task set that is not the PRIMARY one is named, as in messages of rolling deployments.
fn say_draining(ctx: &mut Ctx, service: ServiceId, tasks: &[TaskId]) {
    let mut groups: Vec<(Option<Rc<str>>, u32)> = Vec::new();
    for &task in tasks {
        let world = ctx.world();
        let row = &world.services[service];
        let deployment = world.tasks[task].deployment;
        let is_primary = row.primary().map(|primary| primary.id) == deployment;
        let name = deployment.filter(|_| !is_primary).map(|id| Rc::from(world.deployment_name(id)));
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => groups.push((name, 1)),
        }
    }
    for (task_set, count) in groups {
        let service_name = &ctx.world().services[service].name;
        let head = match task_set {
            Some(task_set) => format!("(service {service_name}, taskSet {task_set})"),
            None => format!("(service {service_name})"),
        };
        let message = format!("{head} has begun draining connections on {count} tasks.").into();
        ctx.emit(Event::ServiceEventPosted { service, message, action: None });
    }
}

/// The target group is gone. Said once while it is among the newest messages.
fn complain(ctx: &mut Ctx, service: ServiceId, arn: &str) {
    let name = &ctx.world().services[service].name;
    let what = format!(
        "failed to register targets in (target-group {arn}) with (error One or more target groups not found)"
    );
    let message = format!("(service {name}) {what}");
    let said = ctx.world().services[service].events.iter().take(5).any(|event| *event.message == *message);
    if !said {
        post(ctx, service, &what);
    }
}

fn post(ctx: &mut Ctx, service: ServiceId, what: &str) {
    let message = format!("(service {}) {what}", ctx.world().services[service].name).into();
    ctx.emit(Event::ServiceEventPosted { service, message, action: None });
}
