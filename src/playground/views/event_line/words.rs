//! Words and icons of single statuses, and the ids that ECS's own messages name.

use super::{Part, link, text};
use crate::model::ecs::{ContainerInstanceStatus, Task, TaskStatus};
use crate::model::kernel::Kind;
use crate::model::world::World;
use crate::model::world::event::Resource;

/// Digits in the id of a task or container instance.
const ID: usize = 32;

/// A message of ECS as it is, with the ids in it leading to their resources.
pub fn with_links(world: &World, message: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = message;
    while let Some((start, to)) = first_id(world, rest) {
        parts.push(text(&rest[..start]));
        parts.push(link(&rest[start..start + ID], to));
        rest = &rest[start + ID..];
    }
    parts.push(text(rest));
    parts
}

fn first_id(world: &World, message: &str) -> Option<(usize, Resource)> {
    let key = world.identifiers;
    message.match_indices(['(', ' ', '/']).find_map(|(at, _)| {
        let digits = message.get(at + 1..at + 1 + ID)?;
        let task = key.parse_hex(Kind::Task, digits).map(|number| Resource::Task(number.into()));
        let instance = || {
            let number = key.parse_hex(Kind::ContainerInstance, digits)?;
            Some(Resource::ContainerInstance(number.into()))
        };
        Some((at + 1, task.or_else(instance)?))
    })
}

/// What happens in the status, where the name does not say it.
pub fn note(task: &Task, status: TaskStatus) -> Option<String> {
    match status {
        TaskStatus::Stopping => {
            let containers = task.definition.container_definitions.iter();
            let longest = containers.map(|container| container.stop_timeout_seconds()).max()?;
            Some(format!(": SIGTERM sent, up to {longest} s to exit"))
        }
        TaskStatus::Deprovisioning if task.network_interface.is_some() => {
            Some(": network interface being detached".into())
        }
        TaskStatus::Stopped => {
            let code = task.containers.iter().find_map(|container| container.exit_code);
            let code = code.map(|code| format!(", exit code {}", exit_code(code))).unwrap_or_default();
            let reason = task.stopped_reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
            Some(format!("{code}{reason}"))
        }
        _ => None,
    }
}

/// Codes above 128 name the signal that ended the process.
pub fn exit_code(code: i32) -> String {
    match code {
        137 => "137 (SIGKILL)".into(),
        139 => "139 (SIGSEGV)".into(),
        143 => "143 (SIGTERM)".into(),
        _ => code.to_string(),
    }
}

pub fn status_icon(status: TaskStatus) -> &'static str {
    match status {
        TaskStatus::Provisioning => "g-prov",
        TaskStatus::Pending => "g-pend",
        TaskStatus::Activating => "g-act",
        TaskStatus::Running => "g-run",
        TaskStatus::Deactivating => "g-deact",
        TaskStatus::Stopping => "g-stop",
        TaskStatus::Deprovisioning => "g-deprov",
        TaskStatus::Stopped => "g-stopped",
    }
}

pub fn instance_icon(status: ContainerInstanceStatus) -> &'static str {
    if status == ContainerInstanceStatus::Draining { "i-drain" } else { "i-host" }
}
