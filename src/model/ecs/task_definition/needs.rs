//! What a task of a definition needs from the place it runs on.

use serde::{Deserialize, Serialize};

use crate::model::ecs::container_instance::Resources;
use crate::model::ecs::task::LaunchType;

use super::{
    Compatibility, ContainerDefinition, CpuArchitecture, NetworkMode, PortMapping, TaskDefinition,
    TransportProtocol, units,
};
use crate::model::kernel::order;

/// What placement sets aside for one task.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reservation {
    pub cpu_units: u32,
    pub memory_mib: u32,
    pub gpus: u32,
}

/// A port of the container instance that a task must have for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HostPort {
    pub port: u32,
    pub protocol: TransportProtocol,
}

/// A container port that gets some free port of the container instance when the container starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DynamicPort<'a> {
    pub container: &'a str,
    pub mapping: &'a PortMapping,
}

impl TaskDefinition {
    /// `family:revision`, the short way to name it.
    pub fn family_revision(&self) -> String {
        format!("{}:{}", self.family, self.revision)
    }

    /// The network mode tasks run with: bridge unless another was registered.
    pub fn effective_network_mode(&self) -> NetworkMode {
        self.network_mode.unwrap_or(NetworkMode::Bridge)
    }

    /// True when every task gets an elastic network interface of its own.
    pub fn needs_eni(&self) -> bool {
        self.effective_network_mode() == NetworkMode::Awsvpc
    }

    pub fn requires(&self, compatibility: Compatibility) -> bool {
        self.requires_compatibilities.contains(&compatibility)
    }

    pub fn is_compatible_with(&self, compatibility: Compatibility) -> bool {
        self.compatibilities.contains(&compatibility)
    }

    pub fn is_windows(&self) -> bool {
        self.operating_system_family().starts_with("WINDOWS")
    }

    /// `LINUX` unless the runtime platform says otherwise.
    pub fn operating_system_family(&self) -> &str {
        let family =
            self.runtime_platform.as_ref().and_then(|platform| platform.operating_system_family.as_deref());
        family.unwrap_or("LINUX")
    }

    /// The processor the task was registered for; X86_64 unless the runtime platform says otherwise.
    pub fn architecture(&self) -> CpuArchitecture {
        self.required_architecture().unwrap_or_default()
    }

    /// The processor the runtime platform names. Without one, a container instance of either kind is taken.
    pub fn required_architecture(&self) -> Option<CpuArchitecture> {
        self.runtime_platform.as_ref().and_then(|platform| platform.cpu_architecture)
    }

    pub fn container(&self, name: &str) -> Option<&ContainerDefinition> {
        self.container_definitions.iter().find(|container| container.name == name)
    }

    pub fn has_health_check(&self) -> bool {
        self.container_definitions.iter().any(ContainerDefinition::has_health_check)
    }

    /// The health of a task follows from the checks of its essential containers: one has a check.
    pub fn has_essential_health_check(&self) -> bool {
        self.container_definitions.iter().any(|container| container.essential && container.has_health_check())
    }

    /// Task-level `cpu` in units, if registered and in force.
    pub fn task_cpu_units(&self) -> Option<u32> {
        self.task_size_counts().then(|| self.cpu.as_deref().and_then(units::cpu_units)).flatten()
    }

    /// Task-level `memory` in MiB, if registered and in force.
    pub fn task_memory_mib(&self) -> Option<u32> {
        self.task_size_counts().then(|| self.memory.as_deref().and_then(units::memory_mib)).flatten()
    }

    /// Container instances ignore the task-level size of Windows tasks; Fargate does not.
    fn task_size_counts(&self) -> bool {
        !self.is_windows() || self.requires(Compatibility::Fargate)
    }

    pub fn total_container_cpu_units(&self) -> u32 {
        self.container_definitions.iter().map(|container| container.cpu).fold(0, u32::saturating_add)
    }

    pub fn total_container_memory_mib(&self) -> u32 {
        let reserved = self.container_definitions.iter().map(ContainerDefinition::reserved_memory_mib);
        reserved.fold(0, u32::saturating_add)
    }

    /// What placement sets aside for a task: the task-level size where given, else the sum over the containers.
    pub fn reservation(&self) -> Reservation {
        Reservation {
            cpu_units: self.task_cpu_units().unwrap_or_else(|| self.total_container_cpu_units()),
            memory_mib: self.task_memory_mib().unwrap_or_else(|| self.total_container_memory_mib()),
            gpus: self
                .container_definitions
                .iter()
                .map(ContainerDefinition::gpus)
                .fold(0, u32::saturating_add),
        }
    }

    /// What one task takes of the place it runs on: its reservation, and a network interface of the container
    /// instance if it needs one of its own. On Fargate the interface is nobody else's.
    pub fn takes(&self, on: LaunchType) -> Resources {
        let Reservation { cpu_units, memory_mib, gpus } = self.reservation();
        let enis = u32::from(on != LaunchType::Fargate && self.needs_eni());
        Resources { cpu_units, memory_mib, gpus, enis }
    }

    /// The ports of the container instance a task takes, lowest first. With awsvpc there are none: the task's own
    /// network interface has them.
    pub fn host_ports(&self) -> Vec<HostPort> {
        let mapping_port = match self.effective_network_mode() {
            NetworkMode::Bridge => |mapping: &PortMapping| mapping.host_port.filter(|port| *port != 0),
            NetworkMode::Host => |mapping: &PortMapping| mapping.container_port,
            NetworkMode::Awsvpc | NetworkMode::None => return Vec::new(),
        };
        let mappings = self.container_definitions.iter().flat_map(|container| &container.port_mappings);
        let host_port = |mapping: &PortMapping| {
            mapping_port(mapping).map(|port| HostPort { port, protocol: mapping.protocol })
        };
        let mut ports: Vec<HostPort> = mappings.filter_map(host_port).collect();
        order::sort_by(&mut ports, HostPort::cmp);
        ports.dedup();
        ports
    }

    /// The mappings, ranges included, for which the container instance picks a port. Only bridge mode has them.
    pub fn dynamic_ports(&self) -> Vec<DynamicPort<'_>> {
        if self.effective_network_mode() != NetworkMode::Bridge {
            return Vec::new();
        }
        let mut ports = Vec::new();
        for container in &self.container_definitions {
            let dynamic =
                container.port_mappings.iter().filter(|mapping| mapping.host_port.unwrap_or(0) == 0);
            ports.extend(dynamic.map(|mapping| DynamicPort { container: &container.name, mapping }));
        }
        ports
    }
}
