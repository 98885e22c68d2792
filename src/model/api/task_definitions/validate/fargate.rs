//! Rules of Fargate. They also decide whether a definition that does not ask for Fargate is compatible with it.

use serde_json::Value;

use crate::model::ecs::task_definition::NetworkMode;

use super::logging::{self, FARGATE_DRIVERS};
use super::problem::{Edit, Findings};
use super::sizes;
use super::subject::{Container, Subject};
use super::words::{self, fill};

pub fn network_mode(subject: &Subject, findings: &mut Findings) {
    if subject.network_mode() != NetworkMode::Awsvpc {
        findings
            .client("/networkMode", "Fargate only supports network mode ‘awsvpc’.")
            .fix("Use the network mode awsvpc", vec![Edit::set("/networkMode", "awsvpc")]);
    }
}

/// CPU and memory are given for the task.
pub fn size_given(subject: &Subject, findings: &mut Findings) {
    let definition = &subject.definition;
    let cpu_units = definition.task_cpu_units().unwrap_or_else(|| definition.total_container_cpu_units());
    let memory_mib = definition.task_memory_mib().unwrap_or_else(|| definition.total_container_memory_mib());
    let (cpu, memory) = sizes::nearest(cpu_units, memory_mib, definition.is_windows());
    let fix = || vec![Edit::set("/cpu", cpu.to_string()), Edit::set("/memory", memory.to_string())];
    let label = format!("Use {cpu} CPU units and {memory} MiB");
    if definition.cpu.is_none() {
        let message = "Fargate requires that 'cpu' be defined at the task level.";
        findings.client("/cpu", message).fix(label.clone(), fix());
    }
    if definition.memory.is_none() {
        findings.client("/memory", words::MEMORY_NOT_GIVEN).fix(label, fix());
    }
}

/// Fargate sells that size.
pub fn size_exists(subject: &Subject, findings: &mut Findings) {
    use crate::model::ecs::task_definition::units;
    let definition = &subject.definition;
    let cpu = definition.cpu.as_deref().and_then(units::cpu_units);
    let memory = definition.memory.as_deref().and_then(units::memory_mib);
    let Some((cpu, memory)) = cpu.zip(memory) else { return };
    let is_windows = definition.is_windows();
    if sizes::exists(cpu, memory, is_windows) {
        return;
    }
    let message = format!(
        "No Fargate configuration exists for given values: {cpu} CPU, {memory} memory. See the Amazon ECS documentation for the valid values."
    );
    let (near_cpu, near_memory) = sizes::nearest(cpu, memory, is_windows);
    let pointer = if near_cpu == cpu { "/memory" } else { "/cpu" };
    let edits = vec![Edit::set("/cpu", near_cpu.to_string()), Edit::set("/memory", near_memory.to_string())];
    findings.client(pointer, message).fix(format!("Use {near_cpu} CPU units and {near_memory} MiB"), edits);
}

/// Members of the task definition that Fargate does not take.
pub fn task_members(subject: &Subject, findings: &mut Findings) {
    let definition = &subject.definition;
    if !definition.placement_constraints.is_empty() {
        unsupported("/placementConstraints", "constraints", findings);
    }
    if definition.pid_mode.as_deref() == Some("host") {
        let message = "Tasks using the Fargate launch type do not support pidMode 'host'. The supported value for pidMode is 'task'.";
        findings.client("/pidMode", message).fix("Use task", vec![Edit::set("/pidMode", "task")]);
    }
    if definition.ipc_mode.is_some() {
        unsupported("/ipcMode", "ipcMode", findings);
    }
    for (index, volume) in definition.volumes.iter().enumerate() {
        if volume.host.as_ref().is_some_and(|host| host.source_path.is_some()) {
            unsupported(&format!("/volumes/{index}/host/sourcePath"), "sourcePath", findings);
        }
        if volume.docker_volume_configuration.is_some() {
            let pointer = format!("/volumes/{index}/dockerVolumeConfiguration");
            unsupported(&pointer, "dockerVolumeConfiguration", findings);
        }
    }
}

/// The Windows families Fargate runs.
pub fn operating_system(subject: &Subject, findings: &mut Findings) {
    let family = subject.definition.operating_system_family();
    let known = ["LINUX", "WINDOWS_SERVER_2019_", "WINDOWS_SERVER_2022_"];
    if !known.iter().any(|known| family.starts_with(known)) {
        let pointer = "/runtimePlatform/operatingSystemFamily";
        findings.client(pointer, fill(words::FARGATE_FAMILY, &[family]));
    }
}

/// Members of a container that Fargate does not take, or only with some values.
pub fn container_members(subject: &Subject, findings: &mut Findings) {
    for container in subject.containers() {
        let definition = container.definition;
        if definition.privileged == Some(true) {
            let message = "Fargate requires that the 'privileged' setting be 'false'";
            findings.client(container.at("privileged"), message).fix_by_removing();
        }
        if !definition.docker_security_options.is_empty() {
            unsupported(&container.at("dockerSecurityOptions"), "dockerSecurityOptions", findings);
        }
        if !definition.resource_requirements.is_empty() {
            findings.client(container.at("resourceRequirements"), words::FARGATE_GPU).fix_by_removing();
        }
        linux_parameters(container, findings);
        timeouts(container, findings);
        if subject.definition.is_windows() {
            windows_ports(container, findings);
        }
    }
}

fn linux_parameters(container: Container<'_>, findings: &mut Findings) {
    let Some(linux) = &container.definition.linux_parameters else { return };
    for member in ["devices", "sharedMemorySize", "maxSwap"] {
        let is_empty = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
        if linux.get(member).is_some_and(|value| !is_empty(value)) {
            unsupported(&container.at(&format!("linuxParameters/{member}")), member, findings);
        }
    }
    let added = linux.pointer("/capabilities/add").and_then(Value::as_array).into_iter().flatten();
    for (index, capability) in added.enumerate() {
        let capability = capability.as_str().unwrap_or_default();
        if capability != "SYS_PTRACE" {
            let pointer = container.at(&format!("linuxParameters/capabilities/add/{index}"));
            findings.client(pointer, format!("{capability} is not allowed on Fargate.")).fix_by_removing();
        }
    }
}

fn timeouts(container: Container<'_>, findings: &mut Findings) {
    let definition = container.definition;
    for (member, seconds) in
        [("startTimeout", definition.start_timeout), ("stopTimeout", definition.stop_timeout)]
    {
        let Some(seconds) = seconds.filter(|seconds| !(2..=120).contains(seconds)) else { continue };
        let (pointer, limit) = (container.at(member), seconds.clamp(2, 120));
        let problem =
            findings.client(pointer.clone(), fill(words::FARGATE_TIMEOUT, &[member, container.name()]));
        problem.fix(format!("Use {limit}"), vec![Edit::set(pointer, limit)]);
    }
}

fn windows_ports(container: Container<'_>, findings: &mut Findings) {
    for (index, mapping) in container.definition.port_mappings.iter().enumerate() {
        if mapping.container_port == Some(3150) {
            let pointer = container.at(&format!("portMappings/{index}/containerPort"));
            findings.client(pointer, words::WINDOWS_PORT);
        }
    }
}

pub fn logs(subject: &Subject, findings: &mut Findings) {
    for container in subject.containers() {
        let is_known = logging::known_driver(container, FARGATE_DRIVERS, findings);
        let Some(log) = container.definition.log_configuration.as_ref().filter(|_| is_known) else {
            continue;
        };
        if log.log_driver == "awslogs" && !log.options.contains_key("awslogs-stream-prefix") {
            let message = "Fargate requires log configuration options to include awslogs-stream-prefix";
            let mut options = serde_json::json!(log.options);
            options["awslogs-stream-prefix"] = "ecs".into();
            let pointer = container.at("logConfiguration/options");
            findings
                .client(pointer.clone(), message)
                .fix("Use the prefix ecs", vec![Edit::set(pointer, options)]);
        }
    }
    for container in subject.containers() {
        let firelens = container.definition.firelens_configuration.as_ref();
        let source = firelens.and_then(|firelens| firelens.options.get("config-file-type"));
        if source.is_some_and(|source| source != "file") {
            let pointer = container.at("firelensConfiguration/options/config-file-type");
            findings.client(pointer, words::FARGATE_FIRELENS_FILE);
        }
    }
}

fn unsupported(pointer: &str, what: &str, findings: &mut Findings) {
    let message = format!("Fargate compatible task definitions do not support {what}");
    findings.client(pointer, message).fix_by_removing();
}
