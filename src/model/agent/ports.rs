//! Host ports of a container that starts.

use std::rc::Rc;

use super::containers;
use crate::model::ecs::task::NetworkBinding;
use crate::model::ecs::task_definition::{NetworkMode, PortMapping, TransportProtocol};
use crate::model::ecs::{ContainerInstance, TaskId};
use crate::model::world::{Ctx, Event};

/// The ephemeral ports of Linux, from which Docker takes dynamic host ports.
const DYNAMIC_PORTS: std::ops::RangeInclusive<u16> = 32_768..=60_999;

/// Binds the container's ports on its container instance: fixed ones as mapped, dynamic ones to the lowest
/// free port. In awsvpc mode the task's own network interface has them all.
pub fn bind(ctx: &mut Ctx, task: TaskId, container: u8) {
    let row = &ctx.world().tasks[task];
    let mode = row.definition.effective_network_mode();
    let mappings = &containers::definition_of(row, container).port_mappings;
    let Some(instance) = row.container_instance.filter(|_| !mappings.is_empty()) else { return };
    if !matches!(mode, NetworkMode::Bridge | NetworkMode::Host) {
        return;
    }
    let mut book = Book { instance: &ctx.world().container_instances[instance], bindings: Vec::new() };
    for mapping in mappings {
        book.bind(mapping, mode);
    }
    let bindings: Rc<[NetworkBinding]> = book.bindings.into();
    ctx.emit(Event::ContainerPortsBound { task, container, bindings });
}

struct Book<'a> {
    instance: &'a ContainerInstance,
    bindings: Vec<NetworkBinding>,
}

impl Book<'_> {
    fn bind(&mut self, mapping: &PortMapping, mode: NetworkMode) {
        for container_port in container_ports(mapping) {
            let fixed = match mode {
                NetworkMode::Host => Some(container_port),
                _ => mapping.host_port.filter(|port| *port != 0).and_then(|port| u16::try_from(port).ok()),
            };
            let Some(host_port) = fixed.or_else(|| self.lowest_free(mapping.protocol)) else { return };
            self.bindings.push(NetworkBinding {
                bind_ip: "0.0.0.0".into(),
                container_port,
                host_port,
                protocol: mapping.protocol,
            });
        }
    }

    /// A port that nobody holds and no placed task counts on. It is looked for upwards, past no more ports
    /// than the container instance has in use.
    fn lowest_free(&self, protocol: TransportProtocol) -> Option<u16> {
        DYNAMIC_PORTS.into_iter().find(|&port| {
            let bound = |row: &NetworkBinding| row.protocol == protocol && row.host_port == port;
            !self.instance.held_ports.contains_key(&(protocol, port))
                && !self.instance.ports.contains_key(&(protocol, port))
                && !self.bindings.iter().any(bound)
        })
    }
}

/// The one container port, or those of `containerPortRange`, written `8000-8010`.
fn container_ports(mapping: &PortMapping) -> std::ops::RangeInclusive<u16> {
    let range = mapping.container_port_range.as_deref().and_then(|range| {
        let (first, last) = range.split_once('-')?;
        Some(first.trim().parse().ok()?..=last.trim().parse().ok()?)
    });
    let single = || mapping.container_port.and_then(|port| u16::try_from(port).ok()).map(|port| port..=port);
    #[allow(clippy::reversed_empty_ranges)]
    range.or_else(single).unwrap_or(1..=0)
}
