//! The life of an EC2 instance and of the agent on it.
//!
//! | what | container instance | its tasks |
//! |---|---|---|
//! | terminated, agent connected | INACTIVE at once | STOPPED |
//! | terminated, agent not connected | stays as it is | STOPPED (assumed: only the registration is documented) |
//! | stopped | ACTIVE, soon not connected; connected again some time after its start | STOPPED |
//! | rebooted | not connected until it is back | their containers die; the agent tells when it is back |
//! | agent disconnected | not connected | go on; ECS hears nothing of them |

use super::launch::insufficient_capacity;
use super::managed_instances;
use crate::model::agent;
use crate::model::ecs::{
    ContainerInstance, ContainerInstanceId, ContainerInstanceStatus, ContainerStatus, Ec2State, EcsError,
    EcsResult, TaskId, TaskStopCode,
};
use crate::model::kernel::SimDuration;
use crate::model::world::timer::InstanceStep;
use crate::model::world::{Ctx, Event, Room, Timer, World};

/// From the shortest to the longest time, in seconds.
type Span = (u64, u64);

/// EC2 shows `running`. With the next one: 60 to 90 seconds from launch to registration (assumed, as AWS gives
/// no number).
const TO_RUNNING: Span = (15, 25);
/// The operating system is up and the agent has registered.
const TO_REGISTERED: Span = (45, 65);
/// Managed Instances: about 40 seconds from nothing to the first line of a container's log, as one report has it.
const MANAGED_TO_RUNNING: Span = (6, 9);
const MANAGED_TO_REGISTERED: Span = (14, 19);
/// The agent says goodbye or falls silent. Documented as "within a few minutes"; an orderly shutdown ends the
/// agent first.
const TO_SHUTDOWN: Span = (2, 8);
const TO_STOPPED: Span = (15, 40);
const TO_TERMINATED: Span = (15, 40);
/// A reboot, until the agent is connected again (assumed).
const TO_REBOOTED: Span = (40, 70);

/// The exit code of a container that a SIGKILL ended.
const KILLED: i32 = 137;

fn promise(ctx: &mut Ctx, instance: ContainerInstanceId, step: InstanceStep, (soonest, latest): Span) {
    let (soonest, latest) = (SimDuration::from_secs(soonest), SimDuration::from_secs(latest));
    let delay = ctx.draw(Room::Capacity).duration(soonest, latest);
    ctx.schedule(delay, Timer::InstanceStep { instance, step });
}

/// The instance is `pending` and will run.
pub fn promise_boot(ctx: &mut Ctx, instance: ContainerInstanceId) {
    let span = if is_managed(ctx.world(), instance) { MANAGED_TO_RUNNING } else { TO_RUNNING };
    promise(ctx, instance, InstanceStep::Boots, span);
}

/// One of ECS Managed Instances, which boot faster.
fn is_managed(world: &World, instance: ContainerInstanceId) -> bool {
    managed_instances::settings(world, row(world, instance).capacity_provider.as_deref()).is_some()
}

fn row(world: &World, instance: ContainerInstanceId) -> &ContainerInstance {
    &world.container_instances[instance]
}

pub(super) fn set_ec2_state(ctx: &mut Ctx, instance: ContainerInstanceId, state: Ec2State) {
    ctx.emit(Event::Ec2StateChanged { instance, state });
}

/// Says that the connection of the agent came or went, if it did.
fn set_connected(ctx: &mut Ctx, instance: ContainerInstanceId, connected: bool) {
    if row(ctx.world(), instance).agent_connected != connected {
        ctx.emit(Event::AgentConnectionChanged { instance, connected });
    }
}

pub(super) fn boots(ctx: &mut Ctx, instance: ContainerInstanceId) {
    if row(ctx.world(), instance).ec2_state == Ec2State::Pending {
        set_ec2_state(ctx, instance, Ec2State::Running);
        let managed = is_managed(ctx.world(), instance);
        let span = if managed { MANAGED_TO_REGISTERED } else { TO_REGISTERED };
        promise(ctx, instance, InstanceStep::AgentRegisters, span);
    }
}

/// The agent registers, or connects again if it was registered before.
pub(super) fn agent_registers(ctx: &mut Ctx, instance: ContainerInstanceId) {
    let row = row(ctx.world(), instance);
    if row.ec2_state != Ec2State::Running {
        return;
    }
    match row.status {
        ContainerInstanceStatus::Registering => {
            ctx.emit(Event::AgentConnectionChanged { instance, connected: true });
            let status = ContainerInstanceStatus::Active;
            ctx.emit(Event::ContainerInstanceStatusChanged { instance, status, reason: None });
        }
        ContainerInstanceStatus::Active | ContainerInstanceStatus::Draining => {
            set_connected(ctx, instance, true);
        }
        _ => {}
    }
}

/// Terminates the EC2 instance, whatever state it is in. Refused if that was done before.
pub fn terminate(ctx: &mut Ctx, instance: ContainerInstanceId) -> EcsResult<()> {
    let (state, status) = {
        let row = row(ctx.world(), instance);
        (row.ec2_state, row.status)
    };
    if matches!(state, Ec2State::ShuttingDown | Ec2State::Terminated) {
        return Err(wrong_state(ctx.world(), instance, "terminated"));
    }
    let was_connected = row(ctx.world(), instance).agent_connected && state == Ec2State::Running;
    set_ec2_state(ctx, instance, Ec2State::ShuttingDown);
    set_connected(ctx, instance, false);
    let end = match status {
        ContainerInstanceStatus::Registering => Some(ContainerInstanceStatus::RegistrationFailed),
        ContainerInstanceStatus::Active | ContainerInstanceStatus::Draining if was_connected => {
            Some(ContainerInstanceStatus::Inactive)
        }
        ContainerInstanceStatus::Deregistering => Some(ContainerInstanceStatus::Inactive),
        _ => None,
    };
    if let Some(status) = end {
        ctx.emit(Event::ContainerInstanceStatusChanged { instance, status, reason: None });
    }
    lose_host(ctx, instance, "terminated");
    promise(ctx, instance, InstanceStep::Terminates, TO_TERMINATED);
    Ok(())
}

pub(super) fn terminates(ctx: &mut Ctx, instance: ContainerInstanceId) {
    if row(ctx.world(), instance).ec2_state == Ec2State::ShuttingDown {
        set_ec2_state(ctx, instance, Ec2State::Terminated);
    }
}

/// Stops the running EC2 instance. Its registration stays.
pub fn stop(ctx: &mut Ctx, instance: ContainerInstanceId) -> EcsResult<()> {
    if row(ctx.world(), instance).ec2_state != Ec2State::Running {
        return Err(wrong_state(ctx.world(), instance, "stopped"));
    }
    set_ec2_state(ctx, instance, Ec2State::Stopping);
    promise(ctx, instance, InstanceStep::ShutsDown, TO_SHUTDOWN);
    Ok(())
}

/// The operating system has ended the agent and the containers.
pub(super) fn shuts_down(ctx: &mut Ctx, instance: ContainerInstanceId) {
    if row(ctx.world(), instance).ec2_state == Ec2State::Stopping {
        go_dark(ctx, instance);
        promise(ctx, instance, InstanceStep::Stops, TO_STOPPED);
    }
}

pub(super) fn stops(ctx: &mut Ctx, instance: ContainerInstanceId) {
    if row(ctx.world(), instance).ec2_state == Ec2State::Stopping {
        set_ec2_state(ctx, instance, Ec2State::Stopped);
    }
}

/// Agent and containers are gone; the registration stays.
pub(super) fn go_dark(ctx: &mut Ctx, instance: ContainerInstanceId) {
    set_connected(ctx, instance, false);
    lose_host(ctx, instance, "stopped");
}

/// The stop code is documented for terminated hosts and assumed for stopped ones.
fn lose_host(ctx: &mut Ctx, instance: ContainerInstanceId, what: &str) {
    let reason = format!("Host EC2 (instance {}) {what}.", ctx.world().ec2_instance_id(instance));
    agent::host_lost(ctx, instance, TaskStopCode::TerminationNotice, &reason);
}

/// Starts a stopped EC2 instance. Its agent connects again once it is up.
pub fn start(ctx: &mut Ctx, instance: ContainerInstanceId) -> EcsResult<()> {
    let row = row(ctx.world(), instance);
    if row.ec2_state != Ec2State::Stopped {
        return Err(wrong_state(ctx.world(), instance, "started"));
    }
    let zone = ctx.world().zone(row.zone);
    if !zone.available {
        return Err(insufficient_capacity(&row.instance_type, Some(&zone.name)));
    }
    set_ec2_state(ctx, instance, Ec2State::Pending);
    promise_boot(ctx, instance);
    Ok(())
}

/// A stop that was set for a while is over.
pub(super) fn starts_again(ctx: &mut Ctx, instance: ContainerInstanceId) {
    if row(ctx.world(), instance).ec2_state == Ec2State::Stopped {
        drop(start(ctx, instance));
    }
}

/// A drain that was set for a while is over, unless the instance is on its way out.
pub(super) fn drain_ends(ctx: &mut Ctx, instance: ContainerInstanceId) {
    let row = row(ctx.world(), instance);
    let leaves = row.group.as_ref().is_some_and(|member| !member.lifecycle.counts())
        || row.spot.as_ref().is_some_and(|spot| spot.interrupted_at.is_some());
    if row.status == ContainerInstanceStatus::Draining && !leaves {
        super::change_state(ctx, instance, ContainerInstanceStatus::Active);
    }
}

/// Reboots the running EC2 instance. Its containers die with it, which ECS learns when the agent is back.
pub fn reboot(ctx: &mut Ctx, instance: ContainerInstanceId) -> EcsResult<()> {
    if row(ctx.world(), instance).ec2_state != Ec2State::Running {
        return Err(wrong_state(ctx.world(), instance, "rebooted"));
    }
    set_connected(ctx, instance, false);
    for (task, container) in running_containers(ctx.world(), instance) {
        agent::kill_container(ctx, task, container, KILLED, None);
    }
    promise(ctx, instance, InstanceStep::AgentRegisters, TO_REBOOTED);
    Ok(())
}

fn running_containers(world: &World, instance: ContainerInstanceId) -> Vec<(TaskId, u8)> {
    let containers = row(world, instance).tasks.iter().flat_map(|&task| {
        let rows = world.tasks[task].containers.iter().zip(0..);
        rows.map(move |(container, number)| (task, number, container.status))
    });
    let running = containers.filter(|(_, _, status)| *status == ContainerStatus::Running);
    running.map(|(task, number, _)| (task, number)).collect()
}

/// Cuts the agent off from ECS. The containers go on.
pub fn disconnect_agent(ctx: &mut Ctx, instance: ContainerInstanceId) -> EcsResult<()> {
    check_reachable(ctx.world(), instance)?;
    set_connected(ctx, instance, false);
    Ok(())
}

/// Lets the agent reach ECS again.
pub fn connect_agent(ctx: &mut Ctx, instance: ContainerInstanceId) -> EcsResult<()> {
    check_reachable(ctx.world(), instance)?;
    set_connected(ctx, instance, true);
    Ok(())
}

/// Only an agent that runs and has registered has a connection that can come and go.
fn check_reachable(world: &World, instance: ContainerInstanceId) -> EcsResult<()> {
    let row = row(world, instance);
    if row.is_registered() && row.ec2_state == Ec2State::Running {
        return Ok(());
    }
    let id = world.ec2_instance_id(instance);
    Err(EcsError::client(format!("No agent of a registered container instance runs on '{id}'.")))
}

/// EC2's error code; the rest of the text follows EC2's.
fn wrong_state(world: &World, instance: ContainerInstanceId, what: &str) -> EcsError {
    let id = world.ec2_instance_id(instance);
    let state = serde_json::to_value(row(world, instance).ec2_state).expect("states are plain words");
    let state = state.as_str().unwrap_or_default();
    EcsError::client(format!(
        "IncorrectInstanceState: The instance '{id}' is {state}, a state from which it cannot be {what}."
    ))
}
