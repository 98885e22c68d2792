//! Rules about port mappings.

use std::collections::BTreeSet;

use crate::model::ecs::task_definition::{NetworkMode, PortMapping, TransportProtocol};

use super::problem::{Edit, Findings};
use super::subject::{Container, Subject};
use super::words::{self, fill};

const MOST_PORTS: u32 = 65_535;

pub fn port_mappings(subject: &Subject, findings: &mut Findings) {
    for container in subject.containers() {
        let mappings = &container.definition.port_mappings;
        if subject.network_mode() == NetworkMode::None && !mappings.is_empty() {
            let pointer = container.at("portMappings");
            findings.client(pointer, words::NO_PORTS_WITHOUT_NETWORK).fix_by_removing();
        }
        for (index, mapping) in mappings.iter().enumerate() {
            let place = Place { container, index };
            match &mapping.container_port_range {
                Some(range) => port_range(subject, place, mapping, range, findings),
                None => single_port(subject, place, mapping, findings),
            }
            spelling(subject, place, findings);
        }
        if mappings.iter().filter(|mapping| mapping.container_port_range.is_some()).count() > 100 {
            findings.client(container.at("portMappings"), fill(words::TOO_MANY_RANGES, &[container.name()]));
        }
    }
}

/// A port mapping of a container.
#[derive(Clone, Copy)]
struct Place<'a> {
    container: Container<'a>,
    index: usize,
}

impl Place<'_> {
    fn at(&self, member: &str) -> String {
        self.container.at(&format!("portMappings/{}/{member}", self.index))
    }
}

fn single_port(subject: &Subject, place: Place<'_>, mapping: &PortMapping, findings: &mut Findings) {
    let name = place.container.name();
    let Some(port) = mapping.container_port.filter(|port| (1..=MOST_PORTS).contains(port)) else {
        let message = format!("Invalid 'containerPort' setting for container '{name}'.");
        findings.client(place.at("containerPort"), message);
        return;
    };
    let Some(host_port) = mapping.host_port else { return };
    if host_port > MOST_PORTS {
        findings.client(place.at("hostPort"), fill(words::HOST_PORT_RANGE, &[name])).fix_by_removing();
        return;
    }
    let message = match subject.network_mode() {
        NetworkMode::Awsvpc => {
            "When networkMode=awsvpc, the host ports and container ports in port mappings must match."
        }
        NetworkMode::Host => {
            "When networkMode=host, the host ports and container ports in port mappings must match"
        }
        NetworkMode::Bridge | NetworkMode::None => return,
    };
    if host_port != port {
        let pointer = place.at("hostPort");
        let problem = findings.client(pointer.clone(), message);
        problem.fix_by_removing();
        problem.fix(format!("Change hostPort to {port}"), vec![Edit::set(pointer, port)]);
    }
}

fn port_range(
    subject: &Subject,
    place: Place<'_>,
    mapping: &PortMapping,
    range: &str,
    findings: &mut Findings,
) {
    if mapping.container_port.is_some() {
        let problem =
            findings.client(place.at("containerPort"), "cannot specify both single port and port range");
        problem.fix_by_removing();
    }
    if mapping.host_port.is_some() {
        findings.client(place.at("hostPort"), words::HOST_PORT_WITH_PORT_RANGE).fix_by_removing();
    }
    let has_ranges = matches!(subject.network_mode(), NetworkMode::Bridge | NetworkMode::Awsvpc);
    if range_ends(range).is_none() || !has_ranges {
        findings.client(place.at("containerPortRange"), "Invalid 'containerPortRange' setting");
    }
}

/// `lo-hi` with both in 1 to 65535 and the first smaller.
fn range_ends(range: &str) -> Option<(u32, u32)> {
    let (low, high) = range.split_once('-')?;
    let port = |text: &str| text.parse::<u32>().ok().filter(|port| (1..=MOST_PORTS).contains(port));
    let (low, high) = (port(low)?, port(high)?);
    (low < high).then_some((low, high))
}

/// A protocol ECS does not know is taken for tcp; better to say so.
fn spelling(subject: &Subject, place: Place<'_>, findings: &mut Findings) {
    let pointer = place.at("protocol");
    let protocol = subject.given(&pointer).and_then(serde_json::Value::as_str).unwrap_or("tcp");
    if !["tcp", "udp"].contains(&protocol.to_ascii_lowercase().as_str()) {
        let message = format!("ECS knows the protocols tcp and udp; {protocol} counts as tcp.");
        findings.warning(pointer.clone(), message).fix("Change to tcp", vec![Edit::set(pointer, "tcp")]);
    }
}

pub fn port_names(subject: &Subject, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for container in subject.containers() {
        for (index, mapping) in container.definition.port_mappings.iter().enumerate() {
            let Some(name) = mapping.name.as_deref() else { continue };
            let pointer = Place { container, index }.at("name");
            let allowed =
                |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(&byte);
            if name.is_empty() || name.len() > 64 || name.starts_with('-') || !name.bytes().all(allowed) {
                findings.client(pointer, words::PORT_NAME);
            } else if !seen.insert(name) {
                findings.client(pointer, "port mapping name is already used");
            }
        }
    }
}

/// Ports that get in each other's way: within a container, on the host, and in a network all containers share.
pub fn port_clashes(subject: &Subject, findings: &mut Findings) {
    let shares_network = matches!(subject.network_mode(), NetworkMode::Awsvpc | NetworkMode::Host);
    let mut earlier: Vec<Taken> = Vec::new();
    for container in subject.containers() {
        for (index, mapping) in container.definition.port_mappings.iter().enumerate() {
            let place = Place { container, index };
            let Some((low, high)) = ends(mapping) else { continue };
            // With a shared network the host port is the container port, and counts as that.
            let host_port = mapping.host_port.filter(|port| *port != 0 && !shares_network);
            let taken =
                Taken { container: container.index, low, high, protocol: mapping.protocol, host_port };
            container_port_clash(place, &taken, &earlier, shares_network, findings);
            host_port_clash(place, &taken, &earlier, findings);
            earlier.push(taken);
        }
    }
}

/// What a mapping occupies. Container ports run from `low` to `high`, both included.
struct Taken {
    container: usize,
    low: u32,
    high: u32,
    protocol: TransportProtocol,
    /// A port of the container instance of its own choice.
    host_port: Option<u32>,
}

fn container_port_clash(
    place: Place<'_>,
    taken: &Taken,
    earlier: &[Taken],
    shares_network: bool,
    findings: &mut Findings,
) {
    let overlaps = |other: &&Taken| {
        let same_network = shares_network || other.container == taken.container;
        same_network && taken.low <= other.high && other.low <= taken.high
    };
    let Some(other) = earlier.iter().find(overlaps) else { return };
    if other.protocol != taken.protocol && taken.low == taken.high {
        let message = fill(words::BOTH_PROTOCOLS, &[&taken.low.to_string(), place.container.name()]);
        findings.client(place.at("protocol"), message);
        return;
    }
    // One container port on several host ports is fine: the host port tells the mappings apart.
    let is_same_host_port =
        |other: &Taken| other.host_port == taken.host_port && other.protocol == taken.protocol;
    if taken.host_port.is_none() || earlier.iter().any(is_same_host_port) {
        let member = if taken.low == taken.high { "containerPort" } else { "containerPortRange" };
        findings.client(place.at(member), "container port is used multiple times in task");
    }
}

fn host_port_clash(place: Place<'_>, taken: &Taken, earlier: &[Taken], findings: &mut Findings) {
    let Some(port) = taken.host_port else { return };
    let clashes = |other: &Taken| {
        let is_same = other.host_port == Some(port) && other.protocol == taken.protocol;
        is_same && (other.container, other.low) != (taken.container, taken.low)
    };
    if earlier.iter().any(clashes) {
        let message = fill(words::DUPLICATE_HOST_PORT, &[&port.to_string()]);
        let problem = findings.client(place.at("hostPort"), message);
        problem.fix("Let ECS pick the host port", vec![Edit::set(place.at("hostPort"), 0)]);
    }
}

fn ends(mapping: &PortMapping) -> Option<(u32, u32)> {
    match &mapping.container_port_range {
        Some(range) => range_ends(range),
        None => mapping.container_port.map(|port| (port, port)),
    }
}

/// What ECS fills in: the host port where the network mode decides it, 0 where the container instance will.
pub fn complete(mode: NetworkMode, mapping: &mut PortMapping) {
    if mapping.container_port_range.is_some() {
        return;
    }
    match mode {
        NetworkMode::Awsvpc | NetworkMode::Host => mapping.host_port = mapping.container_port,
        NetworkMode::Bridge => mapping.host_port = Some(mapping.host_port.unwrap_or(0)),
        NetworkMode::None => {}
    }
}
