//! What the sentence says of zones and container instances: those that are gone, and those that are no help.

use std::rc::Rc;

use super::{Sentence, Tone, count};
use crate::model::ecs::{ClusterId, ContainerInstanceId, Service, ServiceId};
use crate::model::world::World;
use crate::playground::views::shelf::OUTLINE_STAYS;
use crate::playground::views::stage::{InstanceMood, mood};

pub fn without_power(world: &World) -> Option<&Rc<str>> {
    world.zones.iter().find(|zone| !zone.available).map(|zone| &zone.name)
}

/// While services are short because of it.
pub fn dark_zone(world: &World, services: &[ServiceId]) -> Option<Sentence> {
    let zone = without_power(world)?;
    let (wanted, running, pending) = totals(world, services);
    if running >= wanted {
        return None;
    }
    let lead = format!("{zone} has no power.");
    let rest = format!(
        "{running} of {wanted} tasks are RUNNING, {pending} on their way in the zones that are left."
    );
    Some(Sentence::new(Tone::Working, lead, rest))
}

/// Desired, RUNNING and pending tasks of all services.
fn totals(world: &World, services: &[ServiceId]) -> (u32, u32, u32) {
    let rows = || services.iter().map(|&id| &world.services[id]);
    (
        rows().map(|row| row.desired_count).sum(),
        rows().map(Service::running_count).sum(),
        rows().map(Service::pending_count).sum(),
    )
}

pub fn lost_instance(world: &World, cluster: ClusterId, services: &[ServiceId]) -> Option<Sentence> {
    let ids = world.clusters[cluster].container_instances.iter().rev().copied();
    let lost = ids.filter(|&id| {
        let gone_at = world.container_instances[id].gone_at;
        gone_at.is_some_and(|gone_at| world.now.since(gone_at) <= OUTLINE_STAYS)
    });
    let id = lost.max_by_key(|&id| world.container_instances[id].gone_at)?;
    let (wanted, running, pending) = totals(world, services);
    if running >= wanted {
        return None;
    }
    let lead = format!("{} is gone, with every task on it.", short_instance(world, id));
    let rest = if pending == 0 {
        format!("{running} of {wanted} tasks are RUNNING; ECS looks for room on the others.")
    } else {
        format!("{running} of {wanted} tasks are RUNNING, {pending} on their way on other instances.")
    };
    Some(Sentence::new(Tone::Working, lead, rest))
}

pub fn restless_instance(world: &World, cluster: ClusterId) -> Option<Sentence> {
    let ids = world.clusters[cluster].container_instances.iter().copied();
    ids.into_iter().find_map(|id| {
        let row = &world.container_instances[id];
        let name = short_instance(world, id);
        let (lead, rest) = match mood(row) {
            InstanceMood::Draining if !row.tasks.is_empty() => {
                let left = count(row.tasks.len() as u32, "task");
                (format!("{name} is DRAINING."), format!("It takes no new tasks; {left} still on it."))
            }
            InstanceMood::AgentLost => (
                format!("The agent on {name} is not connected."),
                "Its tasks go on, but ECS neither starts nor stops any there.".to_owned(),
            ),
            _ => return None,
        };
        Some(Sentence::new(Tone::Working, lead, rest))
    })
}

fn short_instance(world: &World, id: ContainerInstanceId) -> String {
    let id = world.ec2_instance_id(id);
    format!("{}…{}", &id[..6], &id[id.len() - 4..])
}
