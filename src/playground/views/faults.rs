//! What can be done to a thing on the stage, as the commands that do it, and whom chance would pick.

use std::rc::Rc;

use serde_json::{Value, json};

use super::stage::{InstanceMood, mood};
use crate::model::ecs::{
    CapacityProviderId, ClusterId, ContainerInstanceId, ContainerStatus, Ec2State, LaunchType, ServiceId,
    TaskId, ZoneId,
};
use crate::model::world::World;
use crate::model::world::event::Command;

/// Something on the stage that has a menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    Service(ServiceId),
    Zone(ZoneId),
    ContainerInstance(ContainerInstanceId),
    Task(TaskId),
}

/// One line of a menu.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub label: &'static str,
    pub icon: &'static str,
    pub command: Command,
}

/// The faults that pick their own victim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RandomFault {
    KillTask,
    LoseInstance,
    CutZone,
    FailHealthChecks,
}

/// What befalls a thing, worst first.
pub fn menu(world: &World, thing: Thing) -> Vec<Fault> {
    match thing {
        Thing::Task(id) => task_menu(world, id),
        Thing::ContainerInstance(id) => instance_menu(world, id),
        Thing::Zone(id) => zone_menu(world, id),
        Thing::Service(id) => service_menu(world, id),
    }
}

/// The menu's heading.
pub fn title(world: &World, thing: Thing) -> String {
    match thing {
        Thing::Task(id) => {
            format!(
                "{} {}",
                world.task_definition_name(world.tasks[id].definition_id),
                &world.task_hex(id)[..8]
            )
        }
        Thing::ContainerInstance(id) => world.ec2_instance_id(id),
        Thing::Zone(id) => world.zone(id).name.to_string(),
        Thing::Service(id) => format!("Service {}", world.services[id].name),
    }
}

/// Whom a fault would befall now. The seed picks, and as long as the picked one is there it stays picked, so
/// that what is ringed under the pointer is what goes.
pub fn victim(world: &World, cluster: ClusterId, fault: RandomFault) -> Option<Thing> {
    match fault {
        RandomFault::KillTask => running_task(world, cluster, |_| true).map(Thing::Task),
        RandomFault::FailHealthChecks => {
            running_task(world, cluster, |id| is_checked(world, id)).map(Thing::Task)
        }
        RandomFault::LoseInstance => {
            let ids = world.clusters[cluster].container_instances.iter().copied();
            let alive = ids.filter(|&id| !matches!(mood(&world.container_instances[id]), InstanceMood::Lost));
            alive.max_by_key(|id| lot(world, 2, id.0)).map(Thing::ContainerInstance)
        }
        RandomFault::CutZone => {
            let zones = (0..world.zones.len() as u32).map(ZoneId).filter(|&id| world.zone(id).available);
            let lived_in = |id: &ZoneId| {
                let here = &world.clusters[cluster].container_instances;
                here.iter().any(|&row| {
                    let row = &world.container_instances[row];
                    row.zone == *id && row.is_registered()
                })
            };
            zones.max_by_key(|id| (lived_in(id), lot(world, 3, id.0))).map(Thing::Zone)
        }
    }
}

/// Whether there is anybody to befall: quicker than to pick one.
pub fn has_victim(world: &World, cluster: ClusterId, fault: RandomFault) -> bool {
    match fault {
        RandomFault::KillTask => running_tasks(world, cluster).next().is_some(),
        RandomFault::FailHealthChecks => {
            let mut definitions = world.task_definitions.iter();
            definitions.any(|(_, definition)| definition.has_health_check())
                && running_tasks(world, cluster).any(|id| is_checked(world, id))
        }
        RandomFault::LoseInstance => world.clusters[cluster]
            .container_instances
            .iter()
            .any(|&id| !matches!(mood(&world.container_instances[id]), InstanceMood::Lost)),
        RandomFault::CutZone => world.zones.iter().any(|zone| zone.available),
    }
}

/// The command of a fault that picks its own victim; none if there is nobody to befall.
pub fn random_fault(world: &World, cluster: ClusterId, fault: RandomFault) -> Option<Command> {
    let victim = victim(world, cluster, fault)?;
    match (fault, victim) {
        (RandomFault::FailHealthChecks, Thing::Task(id)) => {
            Some(playground("FailHealthChecks", task_request(world, id)))
        }
        _ => menu(world, victim).into_iter().next().map(|fault| fault.command),
    }
}

/// Stops a task, as a person does.
pub fn stop_task(world: &World, id: TaskId) -> Command {
    let mut request = task_request(world, id);
    request["reason"] = json!("Stopped from the stage");
    ecs("StopTask", request)
}

/// Its health check can still be made to fail.
fn is_checked(world: &World, id: TaskId) -> bool {
    let task = &world.tasks[id];
    task.definition.has_health_check()
        && task.containers.iter().all(|container| container.health_broken_at.is_none())
}

fn running_tasks(world: &World, cluster: ClusterId) -> impl Iterator<Item = TaskId> {
    let row = &world.clusters[cluster];
    let of_services = row.services.iter().flat_map(|&id| &world.services[id].tasks);
    let of_instances = row.container_instances.iter().flat_map(|&id| &world.container_instances[id].tasks);
    of_services.chain(of_instances).copied().filter(|&id| {
        let task = &world.tasks[id];
        task.is_running() && task.is_wanted()
    })
}

fn running_task(world: &World, cluster: ClusterId, is_meant: impl Fn(TaskId) -> bool) -> Option<TaskId> {
    running_tasks(world, cluster).filter(|&id| is_meant(id)).max_by_key(|id| lot(world, 1, id.0))
}

/// A number that the seed gives to a row: the highest one is picked.
fn lot(world: &World, kind: u64, row: u32) -> u64 {
    let mixed = (world.config.seed ^ (kind << 56)).wrapping_add(u64::from(row) + 1);
    let mixed = mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    mixed ^ (mixed >> 29)
}

fn ecs(operation: &str, request: Value) -> Command {
    Command { service: "ecs".into(), operation: operation.into(), request }
}

fn playground(operation: &str, request: Value) -> Command {
    Command { service: "playground".into(), operation: operation.into(), request }
}

fn fault(label: &'static str, icon: &'static str, command: Command) -> Fault {
    Fault { label, icon, command }
}

fn name_of(world: &World, cluster: ClusterId) -> &Rc<str> {
    &world.clusters[cluster].name
}

fn task_request(world: &World, id: TaskId) -> Value {
    json!({ "cluster": name_of(world, world.tasks[id].cluster), "task": world.task_hex(id) })
}

fn task_menu(world: &World, id: TaskId) -> Vec<Fault> {
    let task = &world.tasks[id];
    let request = task_request(world, id);
    let exit = |code: i32| {
        let mut request = request.clone();
        request["exitCode"] = json!(code);
        playground("KillContainer", request)
    };
    let mut menu = Vec::new();
    if task.is_wanted() {
        menu.push(fault("Stop the task", "i-kill", stop_task(world, id)));
    }
    if task.is_running() {
        menu.push(fault("Kill a container (137)", "i-bolt", exit(137)));
        menu.push(fault("Exit with code 1", "i-x", exit(1)));
        menu.push(fault("Run out of memory", "i-chart", playground("OomContainer", request.clone())));
        if task.definition.has_health_check() {
            menu.push(fault(
                "Fail health checks",
                "i-heartx",
                playground("FailHealthChecks", request.clone()),
            ));
        }
    }
    if task.is_wanted() && task.launch_type == LaunchType::Fargate && !task.waits_for_capacity() {
        let request = task_request(world, id);
        if task.capacity_provider.as_deref() == Some("FARGATE_SPOT") {
            menu.push(fault(
                "Interrupt it: Spot takes it back",
                "i-bolt",
                playground("InterruptFargateSpotTask", request),
            ));
        } else if !task.retires {
            menu.push(fault(
                "Retire it for maintenance",
                "i-restart",
                playground("RetireFargateTask", request),
            ));
        }
    }
    if task.is_wanted() && task.service.is_some() {
        menu.push(protect(world, id));
    }
    if let Some(container) = task.definition.container_definitions.first() {
        let request = json!({ "image": container.image });
        menu.push(fault("Make its image unpullable", "i-layers", playground("UnpullableImage", request)));
    }
    menu
}

/// What befalls one container of a task, worst first; nothing if it does not run.
pub fn container_menu(world: &World, id: TaskId, number: u8) -> Vec<Fault> {
    let task = &world.tasks[id];
    let Some(row) = task.containers.get(usize::from(number)) else { return Vec::new() };
    if row.status != ContainerStatus::Running {
        return Vec::new();
    }
    let mut request = task_request(world, id);
    request["container"] = json!(row.name);
    let exit = |code: i32| {
        let mut request = request.clone();
        request["exitCode"] = json!(code);
        playground("KillContainer", request)
    };
    let mut menu = vec![
        fault("Kill (137)", "i-kill", exit(137)),
        fault("Exit with code 1", "i-x", exit(1)),
        fault("Exit with code 0", "i-check", exit(0)),
        fault("Run out of memory", "i-chart", playground("OomContainer", request.clone())),
    ];
    if task.definition.container_definitions[usize::from(number)].has_health_check() {
        menu.push(fault("Fail health checks", "i-heartx", playground("FailHealthChecks", request.clone())));
    }
    menu
}

/// Protects a task of a service from scale-in, or no longer.
pub fn protect(world: &World, id: TaskId) -> Fault {
    let is_protected = world.tasks[id].is_protected(world.now);
    let label = if is_protected { "Take off its protection" } else { "Protect from scale-in" };
    let cluster = name_of(world, world.tasks[id].cluster);
    let request =
        json!({ "cluster": cluster, "tasks": [world.task_hex(id)], "protectionEnabled": !is_protected });
    fault(label, "i-shield", ecs("UpdateTaskProtection", request))
}

fn instance_menu(world: &World, id: ContainerInstanceId) -> Vec<Fault> {
    let row = &world.container_instances[id];
    let (cluster, hex) = (name_of(world, row.cluster), world.container_instance_hex(id));
    let act = |operation| playground(operation, json!({ "cluster": cluster, "containerInstance": hex }));
    let set = |status| {
        let request = json!({ "cluster": cluster, "containerInstances": [hex], "status": status });
        ecs("UpdateContainerInstancesState", request)
    };
    let terminate = fault("Terminate", "i-power", act("TerminateInstance"));
    let drain = fault("Drain", "i-drain", set("DRAINING"));
    let stop = fault("Stop", "i-pause", act("StopInstance"));
    let disconnect = fault("Disconnect the agent", "i-link", act("DisconnectAgent"));
    let mut menu = match mood(row) {
        InstanceMood::Lost => Vec::new(),
        InstanceMood::Launching => vec![terminate],
        InstanceMood::Fine => vec![terminate, stop, drain, disconnect],
        InstanceMood::Draining => {
            vec![terminate, stop, fault("Make it ACTIVE again", "i-undo", set("ACTIVE")), disconnect]
        }
        InstanceMood::AgentLost => {
            vec![terminate, stop, fault("Connect the agent", "i-link", act("ConnectAgent"))]
        }
        InstanceMood::Stopped => vec![terminate, fault("Start", "i-play", act("StartInstance"))],
    };
    let may_be_interrupted = row.spot.as_ref().is_some_and(|spot| spot.interrupted_at.is_none());
    if may_be_interrupted && row.ec2_state == Ec2State::Running {
        menu.push(fault("Spot interruption in 2 min", "i-bolt", act("SendSpotInstanceInterruption")));
    }
    if let Some(member) = row.group.as_ref().filter(|member| member.lifecycle.counts()) {
        let request = json!({
            "InstanceIds": [world.ec2_instance_id(id)],
            "AutoScalingGroupName": world.auto_scaling_groups[member.group].name,
            "ProtectedFromScaleIn": !member.protected_from_scale_in,
        });
        let label =
            if member.protected_from_scale_in { "Take its protection off" } else { "Protect from scale-in" };
        let command =
            Command { service: "autoscaling".into(), operation: "SetInstanceProtection".into(), request };
        menu.push(fault(label, "i-check", command));
    }
    menu
}

/// What befalls a capacity provider's group.
pub fn provider_menu(world: &World, id: CapacityProviderId) -> Vec<Fault> {
    let row = &world.capacity_providers[id];
    let Some(own) = row.group() else { return Vec::new() };
    let group = &world.auto_scaling_groups[own.group];
    let set = |desired: u32| {
        let request = json!({ "AutoScalingGroupName": group.name, "DesiredCapacity": desired });
        Command { service: "autoscaling".into(), operation: "SetDesiredCapacity".into(), request }
    };
    let mut menu = Vec::new();
    if group.desired_capacity < group.max_size {
        menu.push(fault("Add an instance", "i-plus", set(group.desired_capacity + 1)));
    }
    if group.desired_capacity > group.min_size {
        menu.push(fault("Take one away", "i-down", set(group.desired_capacity - 1)));
    }
    let request = json!({ "autoScalingGroup": group.name, "durationSeconds": 600 });
    menu.push(fault(
        "No EC2 capacity for 10 min",
        "i-bolt",
        playground("InsufficientInstanceCapacity", request),
    ));
    menu
}

/// Faults of a whole cluster: for the menu behind the bar.
pub fn cluster_menu(world: &World, id: ClusterId) -> Vec<Fault> {
    let row = &world.clusters[id];
    let name = &row.name;
    let mut menu = Vec::new();
    if row.registered_container_instances_count > 0 {
        let request = json!({ "cluster": name, "percentage": 50, "durationSeconds": 600 });
        menu.push(fault(
            "Drain half of the instances for 10 min",
            "i-drain",
            playground("DrainContainerInstances", request),
        ));
    }
    let has = |provider: &str| row.capacity_providers.iter().any(|own| &**own == provider);
    for (provider, label) in [
        ("FARGATE", "No Fargate capacity for 10 min"),
        ("FARGATE_SPOT", "No Fargate Spot capacity for 10 min"),
    ] {
        if has(provider) {
            let request = json!({ "capacityProvider": provider, "durationSeconds": 600 });
            menu.push(fault(label, "i-cloud", playground("ExhaustFargate", request)));
        }
    }
    let spot = row.container_instances.iter().map(|&id| &world.container_instances[id]);
    if { spot }
        .any(|row| row.spot.as_ref().is_some_and(|spot| spot.interrupted_at.is_none()) && row.is_registered())
    {
        let request = json!({ "cluster": name });
        menu.push(fault(
            "Interrupt a Spot Instance",
            "i-bolt",
            playground("SendSpotInstanceInterruption", request),
        ));
    }
    if !world.shortages.is_empty() {
        menu.push(fault(
            "End all shortages of capacity",
            "i-power",
            playground("RestoreCapacity", json!({})),
        ));
    }
    menu
}

fn zone_menu(world: &World, id: ZoneId) -> Vec<Fault> {
    let zone = world.zone(id);
    let request = json!({ "availabilityZone": zone.name });
    if zone.available {
        vec![fault("Cut the power", "i-az", playground("LoseAvailabilityZone", request))]
    } else {
        vec![fault("Restore the power", "i-power", playground("RestoreAvailabilityZone", request))]
    }
}

fn service_menu(world: &World, id: ServiceId) -> Vec<Fault> {
    let row = &world.services[id];
    let cluster = name_of(world, row.cluster);
    let update = |member: &str, value: Value| {
        let mut request = json!({ "cluster": cluster, "service": row.name });
        request[member] = value;
        ecs("UpdateService", request)
    };
    let mut menu = Vec::new();
    if !row.is_daemon() {
        menu.push(fault("Scale out by 1", "i-plus", update("desiredCount", json!(row.desired_count + 1))));
        if row.desired_count > 0 {
            menu.push(fault("Scale in by 1", "i-down", update("desiredCount", json!(row.desired_count - 1))));
        }
    }
    menu.push(fault("Force a new deployment", "i-restart", update("forceNewDeployment", json!(true))));
    let delete = json!({ "cluster": cluster, "service": row.name, "force": true });
    menu.push(fault("Delete the service", "i-x", ecs("DeleteService", delete)));
    menu
}
