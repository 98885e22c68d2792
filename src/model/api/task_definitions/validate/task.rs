//! Rules about the task definition as a whole.

use serde_json::{Value, json};

use crate::model::ecs::task_definition::{Compatibility, NetworkMode, units};

use super::problem::{Edit, Findings};
use super::subject::Subject;
use super::words::{self, fill};

/// Letters, digits, hyphens and underscores: what families and containers may be called.
pub fn is_name(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// The name with everything else made a hyphen, for a fix.
pub fn as_name(text: &str) -> String {
    let allowed = |letter: char| if is_name(letter.encode_utf8(&mut [0; 4])) { letter } else { '-' };
    let name: String = text.chars().map(allowed).take(255).collect();
    let name = name.trim_matches('-').to_owned();
    if name.is_empty() { "my-app".to_owned() } else { name }
}

pub fn family(subject: &Subject, findings: &mut Findings) {
    let family = &subject.definition.family;
    let problem = if family.is_empty() {
        findings.client("/family", words::NO_FAMILY)
    } else if !is_name(family) {
        findings.client("/family", "Family contains invalid characters.")
    } else if family.len() > 255 {
        findings.client("/family", words::FAMILY_TOO_LONG)
    } else {
        return;
    };
    let name = as_name(family);
    problem.fix(format!("Use the family {name}"), vec![Edit::set("/family", name)]);
}

pub fn container_count(subject: &Subject, findings: &mut Findings) {
    match subject.definition.container_definitions.len() {
        0 => {
            let container =
                json!({ "name": "app", "image": "nginx:latest", "memory": 512, "essential": true });
            findings
                .client("/containerDefinitions", "Container list cannot be empty")
                .fix("Add a container", vec![Edit::set("/containerDefinitions", json!([container]))]);
        }
        1..=10 => {}
        _ => {
            findings.client("/containerDefinitions", "Too many containers.");
        }
    }
}

pub fn essential(subject: &Subject, findings: &mut Findings) {
    let containers = &subject.definition.container_definitions;
    if containers.is_empty() || containers.iter().any(|container| container.essential) {
        return;
    }
    let message = "Task definition doesn't have any essential container";
    let problem = findings.client("/containerDefinitions/0/essential", message);
    let edit = Edit::set("/containerDefinitions/0/essential", true);
    problem.fix(format!("Make {} essential", containers[0].name), vec![edit]);
}

pub fn task_cpu(subject: &Subject, findings: &mut Findings) {
    let Some(cpu) = subject.definition.cpu.as_deref() else { return };
    match units::cpu_units(cpu) {
        None | Some(0) => {
            findings.client("/cpu", "Invalid 'cpu' setting for task.").fix_by_removing();
        }
        Some(128..=196_608) => {}
        Some(_) => {
            findings.client("/cpu", words::TASK_CPU_RANGE).fix_by_removing();
        }
    }
}

pub fn task_memory(subject: &Subject, findings: &mut Findings) {
    let Some(memory) = subject.definition.memory.as_deref() else { return };
    if units::memory_mib(memory).is_none_or(|mib| mib == 0 || mib > i32::MAX as u32) {
        findings.client("/memory", words::INVALID_MEMORY).fix_by_removing();
    }
}

/// Both roles: a name, or the ARN of a role.
pub fn roles(subject: &Subject, findings: &mut Findings) {
    let definition = &subject.definition;
    let roles = [
        ("/taskRoleArn", &definition.task_role_arn, "ecsTaskRole"),
        ("/executionRoleArn", &definition.execution_role_arn, "ecsTaskExecutionRole"),
    ];
    for (pointer, role, usual) in roles {
        let Some(role) = role.as_deref().filter(|role| !is_role(role)) else { continue };
        let role_name = role.rsplit('/').next().filter(|name| !name.contains(':') && is_role(name));
        let name = role_name.unwrap_or(usual);
        let problem = findings.client(pointer, "Role is not valid");
        problem.fix(format!("Use the role {name}"), vec![Edit::set(pointer, name)]);
        problem.fix_by_removing();
    }
}

/// The account is twelve digits; role names and paths are as IAM allows them.
fn is_role(role: &str) -> bool {
    let path = match role.strip_prefix("arn:") {
        None => role,
        Some(rest) => {
            let mut parts = rest.splitn(5, ':');
            let (partition, service, region) = (parts.next(), parts.next(), parts.next());
            let (account, resource) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            let is_account = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
            let is_iam = partition.is_some_and(|name| name.starts_with("aws")) && service == Some("iam");
            match resource.strip_prefix("role/") {
                Some(path) if is_iam && is_account && region == Some("") => path,
                _ => return false,
            }
        }
    };
    let name = path.rsplit('/').next().unwrap_or_default();
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"+=,.@-_/".contains(&byte);
    (1..=64).contains(&name.len()) && path.bytes().all(allowed)
}

pub fn placement_constraints(subject: &Subject, findings: &mut Findings) {
    let constraints = &subject.definition.placement_constraints;
    if constraints.len() > 10 {
        findings.client("/placementConstraints", words::TOO_MANY_CONSTRAINTS);
    }
    for (index, constraint) in constraints.iter().enumerate() {
        if constraint.kind != "memberOf" {
            findings.client(format!("/placementConstraints/{index}/type"), words::CONSTRAINT_TYPE);
        } else if constraint.expression.as_deref().is_none_or(|expression| expression.trim().is_empty()) {
            findings
                .client(format!("/placementConstraints/{index}/expression"), words::CONSTRAINT_EXPRESSION);
        }
    }
}

/// What Windows containers cannot have, and their network modes on container instances.
pub fn windows(subject: &Subject, findings: &mut Findings) {
    if !subject.definition.is_windows() {
        return;
    }
    for member in ["pidMode", "ipcMode"] {
        if subject.given(&format!("/{member}")).is_some() {
            let message = fill(words::WINDOWS_PARAMETER, &[member]);
            findings.client(format!("/{member}"), message).fix_by_removing();
        }
    }
    for container in subject.containers().filter(|container| container.definition.linux_parameters.is_some())
    {
        let message = fill(words::WINDOWS_PARAMETER, &["linuxParameters"]);
        findings.client(container.at("linuxParameters"), message).fix_by_removing();
    }
    if matches!(
        subject.definition.network_mode,
        Some(NetworkMode::Bridge | NetworkMode::Host | NetworkMode::None)
    ) {
        findings.client("/networkMode", words::WINDOWS_NETWORK_MODE).fix_by_removing();
    }
    if subject.definition.architecture().attribute_value() == "arm64" {
        let pointer = "/runtimePlatform/cpuArchitecture";
        findings.client(pointer, words::ARM64_WINDOWS).fix("Use X86_64", vec![Edit::set(pointer, "X86_64")]);
    }
}

pub fn proxy_configuration(subject: &Subject, findings: &mut Findings) {
    let Some(proxy) = subject.definition.proxy_configuration.as_ref() else { return };
    let at = |member: &str| format!("/proxyConfiguration/{member}");
    if subject.network_mode() != NetworkMode::Awsvpc {
        let message = "APPMESH proxy configuration is only supported in networkMode=awsvpc";
        findings
            .client("/proxyConfiguration", message)
            .fix("Use the network mode awsvpc", vec![Edit::set("/networkMode", "awsvpc")]);
    }
    let container = proxy.get("containerName").and_then(Value::as_str).unwrap_or_default();
    if subject.definition.container(container).is_none() {
        findings.client(at("containerName"), format!("Proxy container [{container}] does not exist"));
    }
    let properties = proxy.get("properties").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let has = |name: &str| {
        properties.iter().any(|property| property.get("name").is_some_and(|given| given == name))
    };
    if !has("ProxyIngressPort") {
        findings.client(at("properties"), "Ingress port not found");
    }
    if !has("ProxyEgressPort") {
        findings.client(at("properties"), words::PROXY_EGRESS_PORT);
    }
}

pub fn ephemeral_storage(subject: &Subject, findings: &mut Findings) {
    let Some(storage) = subject.definition.ephemeral_storage else { return };
    let pointer = "/ephemeralStorage/sizeInGiB";
    let required = &subject.definition.requires_compatibilities;
    if !required.is_empty() && !subject.requires(Compatibility::Fargate) {
        let message = "Tasks using the EC2 launch type do not support EphemeralStorage";
        findings.client("/ephemeralStorage", message).fix_by_removing();
    } else if storage.size_in_gib < 21 {
        let message = "EphemeralStorage size should be at least 21";
        findings.client(pointer, message).fix("Use 21 GiB", vec![Edit::set(pointer, 21)]);
    } else if storage.size_in_gib > 200 {
        let problem = findings.client(pointer, words::EPHEMERAL_STORAGE_MAXIMUM);
        problem.fix("Use 200 GiB", vec![Edit::set(pointer, 200)]);
    }
}

/// Members that exist in the API but that ECS takes no more, or only for some capacity.
pub fn restricted_members(subject: &Subject, findings: &mut Findings) {
    if subject.given("/inferenceAccelerators").is_some_and(|given| given != &json!([])) {
        findings
            .client("/inferenceAccelerators", "Unsupported field 'inferenceAccelerators'")
            .fix_by_removing();
    }
    let required = &subject.definition.requires_compatibilities;
    let others = required.iter().any(|required| *required != Compatibility::ManagedInstances);
    if subject.definition.trusted_execution_configuration.is_some() && others {
        let message = fill(words::MANAGED_INSTANCES_ONLY, &["trustedExecutionConfiguration"]);
        findings.client("/trustedExecutionConfiguration", message).fix_by_removing();
    }
}

pub fn external(subject: &Subject, findings: &mut Findings) {
    if subject.requires(Compatibility::External) && subject.network_mode() == NetworkMode::Awsvpc {
        findings.client("/networkMode", words::EXTERNAL_NETWORK_MODE).fix_by_removing();
    }
}

pub fn tags(subject: &Subject, findings: &mut Findings) {
    if subject.tags.len() > 50 {
        findings.client("/tags", words::TOO_MANY_TAGS);
    }
    for (index, tag) in subject.tags.iter().enumerate() {
        let reserved = tag.key.to_ascii_lowercase().starts_with("aws:");
        if !(1..=128).contains(&tag.key.chars().count()) || reserved || !is_tag_text(&tag.key) {
            findings.client(format!("/tags/{index}/key"), words::TAG_KEY);
        } else if subject.tags[..index].iter().any(|earlier| earlier.key == tag.key) {
            findings.client(format!("/tags/{index}/key"), words::DUPLICATE_TAG);
        }
        if tag.value.chars().count() > 256 || !is_tag_text(&tag.value) {
            findings.client(format!("/tags/{index}/value"), words::TAG_VALUE);
        }
    }
}

fn is_tag_text(text: &str) -> bool {
    text.chars()
        .all(|letter| letter.is_alphanumeric() || letter.is_whitespace() || "_.:/=+-@".contains(letter))
}
