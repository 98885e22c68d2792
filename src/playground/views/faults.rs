//! What can be done to a thing on the stage, as the commands that do it, and whom chance would pick.

mod menu;

pub use menu::{Fault, cluster_menu, container_menu, menu, protect, provider_menu, stop_task};
use menu::{playground, task_request};

use super::stage::{InstanceMood, mood};
use crate::model::ecs::{ClusterId, ContainerInstanceId, ServiceId, TaskId, ZoneId};
use crate::model::world::World;
use crate::model::world::event::Command;

/// Something on the stage that has a menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    Service(ServiceId),
    Zone(ZoneId),
    ContainerInstance(ContainerInstanceId),
    Task(TaskId),
}

/// The faults that pick their own victim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RandomFault {
    KillTask,
    LoseInstance,
    CutZone,
    FailHealthChecks,
}

/// The menu's heading.
pub fn title(world: &World, thing: Thing) -> String {
    match thing {
        Thing::Task(id) => {
            format!(
                "{} {}",
                world.task_definition_name(world.tasks[id].definition_id),
                &world.task_hex(id)[..8]
            )
        }
        Thing::ContainerInstance(id) => world.ec2_instance_id(id),
        Thing::Zone(id) => world.zone(id).name.to_string(),
        Thing::Service(id) => format!("Service {}", world.services[id].name),
    }
}

/// Whom a fault would befall now. The seed picks, and as long as the picked one is there it stays picked, so
/// that what is ringed under the pointer is what goes.
pub fn victim(world: &World, cluster: ClusterId, fault: RandomFault) -> Option<Thing> {
    match fault {
        RandomFault::KillTask => running_task(world, cluster, |_| true).map(Thing::Task),
        RandomFault::FailHealthChecks => {
            running_task(world, cluster, |id| is_checked(world, id)).map(Thing::Task)
        }
        RandomFault::LoseInstance => {
            let ids = world.clusters[cluster].container_instances.iter().copied();
            let alive = ids.filter(|&id| !matches!(mood(&world.container_instances[id]), InstanceMood::Lost));
            alive.max_by_key(|id| lot(world, 2, id.0)).map(Thing::ContainerInstance)
        }
        RandomFault::CutZone => {
            let zones = (0..world.zones.len() as u32).map(ZoneId).filter(|&id| world.zone(id).available);
            let lived_in = |id: &ZoneId| {
                let here = &world.clusters[cluster].container_instances;
                here.iter().any(|&row| {
                    let row = &world.container_instances[row];
                    row.zone == *id && row.is_registered()
                })
            };
            zones.max_by_key(|id| (lived_in(id), lot(world, 3, id.0))).map(Thing::Zone)
        }
    }
}

/// Whether there is anybody to befall: quicker than to pick one.
pub fn has_victim(world: &World, cluster: ClusterId, fault: RandomFault) -> bool {
    match fault {
        RandomFault::KillTask => running_tasks(world, cluster).next().is_some(),
        RandomFault::FailHealthChecks => {
            let mut definitions = world.task_definitions.iter();
            definitions.any(|(_, definition)| definition.has_health_check())
                && running_tasks(world, cluster).any(|id| is_checked(world, id))
        }
        RandomFault::LoseInstance => world.clusters[cluster]
            .container_instances
            .iter()
            .any(|&id| !matches!(mood(&world.container_instances[id]), InstanceMood::Lost)),
        RandomFault::CutZone => world.zones.iter().any(|zone| zone.available),
    }
}

/// The command of a fault that picks its own victim; none if there is nobody to befall.
pub fn random_fault(world: &World, cluster: ClusterId, fault: RandomFault) -> Option<Command> {
    let victim = victim(world, cluster, fault)?;
    match (fault, victim) {
        (RandomFault::FailHealthChecks, Thing::Task(id)) => {
            Some(playground("FailHealthChecks", task_request(world, id)))
        }
        _ => menu(world, victim).into_iter().next().map(|fault| fault.command),
    }
}

/// Its health check can still be made to fail.
fn is_checked(world: &World, id: TaskId) -> bool {
    let task = &world.tasks[id];
    task.definition.has_health_check()
        && task.containers.iter().all(|container| container.health_broken_at.is_none())
}

fn running_tasks(world: &World, cluster: ClusterId) -> impl Iterator<Item = TaskId> {
    let row = &world.clusters[cluster];
    let of_services = row.services.iter().flat_map(|&id| &world.services[id].tasks);
    let of_instances = row.container_instances.iter().flat_map(|&id| &world.container_instances[id].tasks);
    of_services.chain(of_instances).copied().filter(|&id| {
        let task = &world.tasks[id];
        task.is_running() && task.is_wanted()
    })
}

fn running_task(world: &World, cluster: ClusterId, is_meant: impl Fn(TaskId) -> bool) -> Option<TaskId> {
    running_tasks(world, cluster).filter(|&id| is_meant(id)).max_by_key(|id| lot(world, 1, id.0))
}

/// A number that the seed gives to a row: the highest one is picked.
fn lot(world: &World, kind: u64, row: u32) -> u64 {
    let mixed = (world.config.seed ^ (kind << 56)).wrapping_add(u64::from(row) + 1);
    let mixed = mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    mixed ^ (mixed >> 29)
}
