//! Rules about each container on its own.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::model::ecs::task_definition::{Compatibility, ContainerDefinition, NetworkMode, ResourceType};

use super::problem::{Edit, Findings};
use super::sizes;
use super::subject::{Container, Subject};
use super::task::{as_name, is_name};
use super::words::{self, fill};

pub fn names(subject: &Subject, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for container in subject.containers() {
        let (name, pointer) = (container.name(), container.at("name"));
        if name.is_empty() {
            let problem = findings.client(pointer.clone(), "Container.name should not be null or empty.");
            let name = format!("container-{}", container.index + 1);
            problem.fix(format!("Call it {name}"), vec![Edit::set(pointer, name)]);
        } else if !is_name(name) {
            let problem = findings.client(pointer.clone(), "Container.name contains invalid characters.");
            let name = as_name(name);
            problem.fix(format!("Call it {name}"), vec![Edit::set(pointer, name)]);
        } else if name.len() > 255 {
            findings.client(pointer, words::NAME_TOO_LONG);
        } else if !seen.insert(name) {
            let message = "Container names must be unique within a task definition";
            let other = format!("{name}-{}", container.index + 1);
            let problem = findings.client(pointer.clone(), message);
            problem.fix(format!("Call it {other}"), vec![Edit::set(pointer, other)]);
        }
    }
}

pub fn images(subject: &Subject, findings: &mut Findings) {
    for container in subject.containers() {
        let (image, pointer) = (container.definition.image.as_str(), container.at("image"));
        let without_digest = image.split("@sha256:").next().unwrap_or_default();
        if image.is_empty() {
            let problem = findings.client(pointer.clone(), "Container.image should not be null or empty.");
            problem.fix("Use nginx:latest", vec![Edit::set(pointer, "nginx:latest")]);
        } else if !is_image(image) {
            findings.client(pointer, "Container.image contains invalid characters.");
        } else if without_digest.len() > 255 {
            findings.client(pointer, "Container.image should be 255 characters or less");
        }
    }
}

fn is_image(image: &str) -> bool {
    let (repository, digest) =
        image.split_once('@').map_or((image, None), |(name, digest)| (name, Some(digest)));
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_:./#".contains(&byte);
    let is_digest = |digest: &str| {
        let hex = digest.strip_prefix("sha256:").unwrap_or_default();
        hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    !repository.is_empty() && repository.bytes().all(allowed) && digest.is_none_or(is_digest)
}

/// The containers' CPU fits into the task's.
pub fn cpu_sum(subject: &Subject, findings: &mut Findings) {
    let Some(task) = subject.definition.task_cpu_units() else { return };
    let sum = subject.definition.total_container_cpu_units();
    if sum > task {
        let message =
            "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.";
        let memory = subject.definition.task_memory_mib().unwrap_or_default();
        let (cpu, memory) = match subject.requires(Compatibility::Fargate) {
            true => sizes::nearest(sum, memory, subject.definition.is_windows()),
            false => (sum, memory),
        };
        let mut edits = vec![Edit::set("/cpu", cpu.to_string())];
        if memory > 0 {
            edits.push(Edit::set("/memory", memory.to_string()));
        }
        findings.client("/cpu", message).fix(format!("Give the task {cpu} CPU units"), edits);
    }
}

/// Each container has memory from somewhere, and no limit contradicts another.
pub fn memory(subject: &Subject, findings: &mut Findings) {
    let task = subject.definition.task_memory_mib();
    for container in subject.containers() {
        memory_of(container, task, findings);
    }
    let Some(task) = task else { return };
    let soft = subject.containers().filter_map(|container| container.definition.memory_reservation);
    if soft.fold(0, u32::saturating_add) > task {
        findings.client("/memory", words::CONTAINER_MEMORY_SUM);
    }
}

fn memory_of(container: Container<'_>, task: Option<u32>, findings: &mut Findings) {
    let ContainerDefinition { memory, memory_reservation, .. } = container.definition;
    let name = container.name();
    for (member, mib) in [("memory", memory), ("memoryReservation", memory_reservation)] {
        if mib.is_some_and(|mib| mib < 6) {
            let pointer = container.at(member);
            let message = fill(words::CONTAINER_MEMORY_MINIMUM, &[member, name]);
            findings.client(pointer.clone(), message).fix("Use 6 MiB", vec![Edit::set(pointer, 6)]);
        }
    }
    let over_task = |mib: &Option<u32>| mib.zip(task).is_some_and(|(mib, task)| mib > task);
    if memory.or(*memory_reservation).or(task).is_none() {
        let message = format!(
            "Invalid setting for container '{name}'. At least one of 'memory' or 'memoryReservation' must be specified."
        );
        let pointer = container.at("memory");
        findings.client(pointer.clone(), message).fix("Give it 512 MiB", vec![Edit::set(pointer, 512)]);
    } else if over_task(memory) {
        let message = format!("The 'memory' setting for container '{name}' is greater than for the task.");
        let label = format!("Lower it to {}", task.unwrap_or_default());
        let edit = Edit::set(container.at("memory"), task.unwrap_or_default());
        findings.client(container.at("memory"), message).fix(label, vec![edit]);
    } else if memory.zip(*memory_reservation).is_some_and(|(hard, soft)| soft > hard) {
        let message = format!(
            "Invalid setting for container '{name}'. 'memory' must be greater than or equal to 'memoryReservation'."
        );
        let hard = memory.unwrap_or_default();
        let edit = Edit::set(container.at("memoryReservation"), hard);
        let label = format!("Lower memoryReservation to {hard}");
        findings.client(container.at("memoryReservation"), message).fix(label, vec![edit]);
    }
}

/// What awsvpc and host mode take away from a container.
pub fn network_settings(subject: &Subject, findings: &mut Findings) {
    if subject.network_mode() == NetworkMode::Host {
        host_network_controls(subject, findings);
    }
    if subject.network_mode() != NetworkMode::Awsvpc {
        return;
    }
    for container in subject.containers() {
        let definition = container.definition;
        let given = [
            ("hostname", "hostname is", definition.hostname.is_some()),
            ("extraHosts", "Extra hosts are", !definition.extra_hosts.is_empty()),
            ("dnsServers", "DNS servers are", !definition.dns_servers.is_empty()),
            ("disableNetworking", "Disable Networking is", definition.disable_networking == Some(true)),
        ];
        for (member, subject_and_verb, _) in given.iter().filter(|(_, _, given)| *given) {
            let message = format!("{subject_and_verb} not supported on container when networkMode=awsvpc");
            findings.client(container.at(member), message).fix_by_removing();
        }
    }
}

fn host_network_controls(subject: &Subject, findings: &mut Findings) {
    for container in subject.containers() {
        for (index, control) in container.definition.system_controls.iter().enumerate() {
            let namespace = control.get("namespace").and_then(Value::as_str).unwrap_or_default();
            if namespace.starts_with("net.") {
                let pointer = container.at(&format!("systemControls/{index}/namespace"));
                findings.client(pointer, fill(words::HOST_NET_CONTROLS, &[namespace]));
            }
        }
    }
}

/// Devices, swap and credential specs.
pub fn resources(subject: &Subject, findings: &mut Findings) {
    for container in subject.containers() {
        let name = container.name();
        for (index, requirement) in container.definition.resource_requirements.iter().enumerate() {
            let counted = requirement.value.parse::<u32>().is_ok_and(|count| count > 0);
            let shared = requirement.sharing_strategy.is_some() && requirement.value.is_empty();
            let wording = match requirement.kind {
                ResourceType::Gpu if !counted && !shared && requirement.value != "ALL" => words::GPU_VALUE,
                ResourceType::NeuronDevice if requirement.value != "ALL" => words::NEURON_VALUE,
                _ => continue,
            };
            let pointer = container.at(&format!("resourceRequirements/{index}/value"));
            findings.client(pointer, fill(wording, &[name]));
        }
        let swappiness =
            container.definition.linux_parameters.as_ref().and_then(|linux| linux.get("swappiness"));
        if swappiness.and_then(Value::as_u64).is_some_and(|swappiness| swappiness > 100) {
            findings.client(container.at("linuxParameters/swappiness"), fill(words::SWAPPINESS, &[name]));
        }
        if container.definition.credential_specs.len() > 1 {
            findings.client(container.at("credentialSpecs"), fill(words::TOO_MANY_CREDENTIAL_SPECS, &[name]));
        }
    }
}
