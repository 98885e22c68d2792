//! The row of a task that has just been created.

use std::rc::Rc;

use super::{NewTask, overrides};
use crate::model::ecs::container_instance::TransportProtocol;
use crate::model::ecs::task_definition::ContainerDefinition;
use crate::model::ecs::{
    Container, ContainerStatus, DesiredStatus, HealthStatus, LaunchType, Task, TaskDefinition, TaskStatus,
};
use crate::model::workload;
use crate::model::world::World;
use crate::model::world::decision::Target;
use crate::model::world::names::network_interface;

/// The platform versions that `LATEST` means.
const LATEST_ON_LINUX: &str = "1.4.0";
const LATEST_ON_WINDOWS: &str = "1.0.0";

pub fn task_row(world: &World, new: NewTask) -> Task {
    let registered = world.task_definitions.rc(new.definition);
    let definition = match &new.overrides {
        Some(given) => overrides::with_overrides(registered, given),
        None => registered.clone(),
    };
    let (container_instance, zone) = match new.target {
        Some(Target::ContainerInstance(instance)) => {
            (Some(instance), Some(world.container_instances[instance].zone))
        }
        Some(Target::Fargate(zone)) => (None, Some(zone)),
        None => (None, None),
    };
    let own_network = definition.needs_eni() || new.launch_type == LaunchType::Fargate;
    let on_fargate = new.launch_type == LaunchType::Fargate;
    let platform_version = on_fargate.then(|| platform_version(new.platform_version, &definition));
    let network = new.network_configuration.as_deref();
    let network_interface = zone.filter(|_| own_network).map(|zone| network_interface(world, zone, network));
    let provisions = own_network || zone.is_none();
    let last_status = if provisions { TaskStatus::Provisioning } else { TaskStatus::Pending };
    Task {
        cluster: new.cluster,
        definition_id: new.definition,
        service: new.service.map(|(service, _)| service),
        deployment: new.service.map(|(_, deployment)| deployment),
        group: new.group,
        started_by: new.started_by,
        launch_type: new.launch_type,
        capacity_provider: new.capacity_provider,
        platform_version,
        container_instance,
        zone,
        reservation: definition.takes(new.launch_type),
        host_ports: host_ports(&definition),
        network_interface,
        last_status,
        desired_status: DesiredStatus::Running,
        health_status: HealthStatus::Unknown,
        containers: definition.container_definitions.iter().map(|row| container(world, row)).collect(),
        definition,
        created_at: world.now,
        accepted_at: None,
        connectivity_at: None,
        pull_started_at: None,
        pull_stopped_at: None,
        started_at: None,
        stopping_at: None,
        execution_stopped_at: None,
        stopped_at: None,
        stop_code: None,
        stopped_reason: None,
        history: vec![(last_status, world.now)],
        decision: new.decision,
        overrides: new.overrides,
        network_configuration: new.network_configuration,
        tags: new.tags,
        enable_execute_command: new.enable_execute_command,
        retires: false,
        targets: Vec::new(),
        protected_until: None,
        faults: Vec::new(),
        version: 1,
    }
}

fn container(world: &World, definition: &ContainerDefinition) -> Container {
    let behaviour =
        workload::behaviour(world, &definition.image, &definition.command, &definition.entry_point);
    Container {
        name: Rc::from(definition.name.as_str()),
        status: ContainerStatus::None,
        behaviour,
        stop_requested: false,
        health_status: HealthStatus::Unknown,
        health_broken_at: None,
        exit_code: None,
        reason: None,
        network_bindings: Vec::new(),
        started_at: None,
        stopped_at: None,
        restart_count: 0,
        held_back: Vec::new(),
    }
}

/// The platform version that was asked for, or what `LATEST` means.
fn platform_version(asked: Option<Rc<str>>, definition: &TaskDefinition) -> Rc<str> {
    let latest = if definition.is_windows() { LATEST_ON_WINDOWS } else { LATEST_ON_LINUX };
    asked.filter(|version| &**version != "LATEST").unwrap_or_else(|| latest.into())
}

/// Registration has seen to it that ports are ports; one that is not cannot be held.
fn host_ports(definition: &TaskDefinition) -> Rc<[(TransportProtocol, u16)]> {
    let ports = definition.host_ports().into_iter();
    ports.filter_map(|port| Some((port.protocol, u16::try_from(port.port).ok()?))).collect()
}
