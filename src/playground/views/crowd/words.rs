//! A cell in words: for the pointer, the keyboard, the table, and to be searched in.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::model::ecs::{ContainerInstanceId, TaskStatus};
use crate::model::world::World;
use crate::playground::views::stage::{InstanceMood, mood};

/// What there is to say of one container instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellWords {
    pub ec2_instance_id: String,
    pub instance_type: String,
    pub zone: String,
    /// `ACTIVE`, `DRAINING`, or what is wrong with it.
    pub status: &'static str,
    pub cpu: (u32, u32),
    pub memory: (u32, u32),
    /// Those that are not STOPPED, by revision: `web:3`, how many, how many of them are RUNNING.
    pub tasks: Vec<(String, u32, u32)>,
}

impl CellWords {
    /// `i-0a1f…, m5.large in us-east-1a, ACTIVE, CPU 512 of 2048, memory 1024 of 7690 MiB, 2 web:1`.
    pub fn sentence(&self) -> String {
        let Self { ec2_instance_id, instance_type, zone, status, cpu, memory, tasks } = self;
        let mut text = format!(
            "{ec2_instance_id}, {instance_type} in {zone}, {status}, CPU {} of {}, memory {} of {} MiB",
            cpu.0, cpu.1, memory.0, memory.1
        );
        for (name, count, running) in tasks {
            let _ = match count - running {
                0 => write!(text, ", {count} {name}"),
                other => write!(text, ", {count} {name} ({other} not RUNNING)"),
            };
        }
        if tasks.is_empty() {
            text.push_str(", no tasks");
        }
        text
    }
}

pub fn words(world: &World, id: ContainerInstanceId) -> CellWords {
    let row = &world.container_instances[id];
    let (registered, remaining) = (row.registered_resources, row.remaining_resources);
    let mut tasks: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for &task in &row.tasks {
        let task = &world.tasks[task];
        let counts = tasks.entry(task.definition.family_revision()).or_default();
        counts.0 += 1;
        counts.1 += u32::from(task.last_status == TaskStatus::Running);
    }
    CellWords {
        ec2_instance_id: world.ec2_instance_id(id),
        instance_type: row.instance_type.to_string(),
        zone: world.zone(row.zone).name.to_string(),
        status: match mood(row) {
            InstanceMood::Launching => "launching",
            InstanceMood::Fine => "ACTIVE",
            InstanceMood::Draining => "DRAINING",
            InstanceMood::AgentLost => "agent lost",
            InstanceMood::Stopped => "stopped",
            InstanceMood::Lost => "lost",
        },
        cpu: (registered.cpu_units - remaining.cpu_units, registered.cpu_units),
        memory: (registered.memory_mib - remaining.memory_mib, registered.memory_mib),
        tasks: tasks.into_iter().map(|(name, (count, running))| (name, count, running)).collect(),
    }
}

/// Whether all the needles, in lower case, are in what can be said of the instance or of its tasks.
pub fn mentions(world: &World, id: ContainerInstanceId, needles: &[String]) -> bool {
    let said = words(world, id);
    let mut text = format!(
        "{} {} {} {} {}",
        said.ec2_instance_id,
        world.container_instance_hex(id),
        said.instance_type,
        said.zone,
        said.status
    );
    for &task in &world.container_instances[id].tasks {
        let row = &world.tasks[task];
        let service = row.service.map_or("", |service| &world.services[service].name);
        let (hex, status) = (world.task_hex(task), row.last_status.as_str());
        let _ = write!(text, " {service} {} {hex} {status}", row.definition.family_revision());
    }
    let text = text.to_lowercase();
    needles.iter().all(|needle| text.contains(needle.as_str()))
}
