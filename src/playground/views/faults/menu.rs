//! The menus of faults, as data.

use std::rc::Rc;

use serde_json::{Value, json};

use super::Thing;
use crate::model::ecs::{
    CapacityProviderId, ClusterId, ContainerInstanceId, ContainerStatus, Ec2State, LaunchType, ServiceId,
    Task, TaskDefinition, TaskId, ZoneId,
};
use crate::model::world::World;
use crate::model::world::event::Command;
use crate::playground::views::stage::{InstanceMood, mood};

/// One line of a menu.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub label: &'static str,
    pub icon: &'static str,
    pub command: Command,
    /// Its parameters are asked for first; the command has those that name whom it befalls.
    pub asks: bool,
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

/// Stops a task, as a person does.
pub fn stop_task(world: &World, id: TaskId) -> Command {
    let mut request = task_request(world, id);
    request["reason"] = json!("Stopped from the stage");
    ecs("StopTask", request)
}

fn ecs(operation: &str, request: Value) -> Command {
    Command { service: "ecs".into(), operation: operation.into(), request }
}

pub(super) fn playground(operation: &str, request: Value) -> Command {
    Command { service: "playground".into(), operation: operation.into(), request }
}

fn fault(label: &'static str, icon: &'static str, command: Command) -> Fault {
    Fault { label, icon, command, asks: false }
}

fn asking(label: &'static str, icon: &'static str, command: Command) -> Fault {
    Fault { label, icon, command, asks: true }
}

/// The actions on tasks that last, on whom `request` names.
fn on_tasks(request: &Value, definition: &TaskDefinition) -> Vec<Fault> {
    let mut mappings = definition.container_definitions.iter().flat_map(|row| &row.port_mappings);
    let port = mappings.find_map(|mapping| mapping.container_port).unwrap_or(80);
    let mut drop = playground("TaskNetworkBlackholePort", request.clone());
    (drop.request["port"], drop.request["trafficType"]) = (json!(port), json!("ingress"));
    let ask = |label, icon, operation| asking(label, icon, playground(operation, request.clone()));
    vec![
        ask("Keep the CPU busy…", "i-chart", "TaskCpuStress"),
        ask("Keep the disk busy…", "i-layers", "TaskIoStress"),
        ask("Delay the network…", "i-restart", "TaskNetworkLatency"),
        ask("Lose packets…", "i-drain", "TaskNetworkPacketLoss"),
        asking("Drop what goes to a port…", "i-link", drop),
    ]
}

fn name_of(world: &World, cluster: ClusterId) -> &Rc<str> {
    &world.clusters[cluster].name
}

pub(super) fn task_request(world: &World, id: TaskId) -> Value {
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
        menu.push(asking("Exit with another code…", "i-x", exit(1)));
        menu.push(fault("Run out of memory", "i-chart", playground("OomContainer", request.clone())));
        if task.definition.has_health_check() {
            menu.push(fault(
                "Fail health checks",
                "i-heartx",
                playground("FailHealthChecks", request.clone()),
            ));
        }
        if task.is_wanted() {
            menu.extend(on_tasks(&request, &task.definition));
        }
        if task.is_wanted() && task.acting_faults().next().is_some() {
            menu.push(fault("End what acts on it", "i-undo", playground("EndTaskFaults", request.clone())));
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
        menu.push(asking("Make its image unpullable…", "i-layers", playground("UnpullableImage", request)));
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
        fault("Send SIGTERM", "i-power", {
            let mut request = request.clone();
            request["signal"] = json!("SIGTERM");
            playground("KillContainer", request)
        }),
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
    if row.ec2_state == Ec2State::Running && mood(row) != InstanceMood::Lost {
        let mut stop = act("StopInstance");
        stop.request["startInstancesAfterSeconds"] = json!(600);
        menu.push(asking("Stop for a while…", "i-pause", stop));
    }
    let may_be_interrupted = row.spot.as_ref().is_some_and(|spot| spot.interrupted_at.is_none());
    if may_be_interrupted && row.ec2_state == Ec2State::Running {
        menu.push(asking("Interrupt it: EC2 takes it back…", "i-bolt", act("SendSpotInstanceInterruption")));
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
    menu.push(asking("No EC2 capacity…", "i-bolt", playground("InsufficientInstanceCapacity", request)));
    menu
}

/// Faults of a whole cluster: for the menu behind the bar.
pub fn cluster_menu(world: &World, id: ClusterId) -> Vec<Fault> {
    let row = &world.clusters[id];
    let name = &row.name;
    let mut menu = Vec::new();
    if row.registered_container_instances_count > 0 {
        let request = json!({ "cluster": name, "percentage": 50, "durationSeconds": 600 });
        let drain = playground("DrainContainerInstances", request);
        menu.push(asking("Drain some of the instances…", "i-drain", drain));
    }
    let request = json!({ "durationSeconds": 600 });
    let refuse = playground("ApiInsufficientInstanceCapacity", request);
    menu.push(asking("Refuse EC2 launches…", "i-host", refuse));
    let has = |provider: &str| row.capacity_providers.iter().any(|own| &**own == provider);
    for (provider, label) in
        [("FARGATE", "No Fargate capacity…"), ("FARGATE_SPOT", "No Fargate Spot capacity…")]
    {
        if has(provider) {
            let request = json!({ "capacityProvider": provider, "durationSeconds": 600 });
            menu.push(asking(label, "i-cloud", playground("ExhaustFargate", request)));
        }
    }
    let spot = row.container_instances.iter().map(|&id| &world.container_instances[id]);
    if { spot }
        .any(|row| row.spot.as_ref().is_some_and(|spot| spot.interrupted_at.is_none()) && row.is_registered())
    {
        let interrupt = playground("SendSpotInstanceInterruption", json!({ "cluster": name }));
        menu.push(asking("Interrupt a Spot Instance…", "i-bolt", interrupt));
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
        let cut = playground("LoseAvailabilityZone", request);
        let mut for_a_while = cut.clone();
        // As long as the scenario of AWS FIS has it.
        for_a_while.request["durationSeconds"] = json!(1800);
        vec![fault("Cut the power", "i-az", cut), asking("Cut it for a while…", "i-az", for_a_while)]
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
    let tasks = row.tasks.iter().map(|&id| &world.tasks[id]);
    let running: Vec<&Task> = tasks.filter(|task| task.is_running() && task.is_wanted()).collect();
    let request = json!({ "cluster": cluster, "service": row.name });
    if let Some(task) = running.first() {
        menu.extend(on_tasks(&request, &task.definition));
    }
    if running.iter().any(|task| task.acting_faults().next().is_some()) {
        menu.push(fault("End what acts on its tasks", "i-undo", playground("EndTaskFaults", request)));
    }
    let delete = json!({ "cluster": cluster, "service": row.name, "force": true });
    menu.push(fault("Delete the service", "i-x", ecs("DeleteService", delete)));
    menu
}
