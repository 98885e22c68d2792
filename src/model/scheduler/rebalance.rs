//! Availability Zone rebalancing: a service in steady state evens out its zones, starting tasks in the emptiest
//! ones first and stopping as many in the fullest once those are healthy.
//!
//! Source: ECS developer guide, "Balancing an Amazon ECS service across Availability Zones". How long ECS waits
//! before it begins is not documented. With several capacity providers in the strategy a service is left alone.

use std::collections::BTreeMap;

use super::census::Census;
use super::look::Look;
use super::reconcile::upper_limit;
use super::{messages, start};
use crate::model::ecs::service::{AvailabilityZoneRebalancing, Rebalancing};
use crate::model::ecs::{
    ContainerInstanceStatus, LaunchType, PlacementStrategy, PlacementStrategyType, Service, TaskId, ZoneId,
};
use crate::model::kernel::{SimDuration, order};
use crate::model::world::World;
use crate::model::world::event::ServiceAction;

/// From being found out of balance to doing something about it (assumed).
const BEFORE_IT_BEGINS: (SimDuration, SimDuration) = (SimDuration::from_secs(30), SimDuration::from_secs(60));
/// From room that appeared to the next try.
pub const AFTER_NEW_ROOM: (SimDuration, SimDuration) =
    (SimDuration::from_secs(20), SimDuration::from_secs(40));

const ZONE: &str = "ecs.availability-zone";

/// Tasks beyond the desired count that a rebalancing under way has started and still waits for.
pub fn extra_tasks(look: &mut Look, census: &Census) -> u32 {
    let Some(Rebalancing::Moving(tasks)) = look.memory.rebalancing.clone() else { return 0 };
    if look.service().deployments.len() > 1 || !is_eligible(look.world(), look.service()) {
        give_up(look);
        return 0;
    }
    let alive: Vec<TaskId> =
        tasks.iter().copied().filter(|&task| look.world().tasks[task].is_wanted()).collect();
    if alive.iter().all(|task| census.new.healthy.contains(task)) {
        look.memory.rebalancing = Some(Rebalancing::Stopping);
        return 0;
    }
    alive.len() as u32
}

/// Takes the next step of a service that is settled. Tells whether it started tasks.
pub fn consider(look: &mut Look) -> bool {
    if !is_eligible(look.world(), look.service()) {
        return false;
    }
    let zones = tasks_per_zone(look.world(), look.service());
    if is_balanced(&zones) {
        if look.memory.rebalancing.take() == Some(Rebalancing::Stopping) {
            let message = messages::balanced(&look.service().name, &named(look.world(), &zones));
            look.post(message, Some(ServiceAction::ServiceRebalancingCompleted));
        }
        return false;
    }
    match look.memory.rebalancing {
        None | Some(Rebalancing::Moving(_)) => {
            look.wake_within(BEFORE_IT_BEGINS);
            look.memory.rebalancing = look.memory.next_look_at.map(Rebalancing::Due);
            false
        }
        Some(Rebalancing::Due(at)) if look.now() < at => {
            look.wake_by(at);
            false
        }
        Some(Rebalancing::Held) => false,
        Some(Rebalancing::Due(_)) => {
            let message = messages::not_balanced(&look.service().name, &named(look.world(), &zones));
            look.post(message, Some(ServiceAction::ServiceRebalancingStarted));
            begin(look, &zones, true)
        }
        Some(Rebalancing::Stopping) => begin(look, &zones, false),
    }
}

/// Starts what the emptiest zones lack, as far as `maximumPercent` allows. What could not be placed before is not
/// said again.
fn begin(look: &mut Look, zones: &BTreeMap<ZoneId, u32>, is_new: bool) -> bool {
    let (desired, maximum) =
        (look.service().desired_count, look.service().deployment_configuration.maximum_percent);
    let mut room = upper_limit(desired, maximum).saturating_sub(look.service().running_count());
    let mut started = Vec::new();
    for (zone, lacks) in shortfalls(zones) {
        let count = lacks.min(room);
        let tasks = if count > 0 { start::start_in_zone(look, zone, count) } else { Vec::new() };
        let name = look.world().zone_name(zone).to_string();
        if !tasks.is_empty() {
            let ids: Vec<String> = tasks.iter().map(|&task| look.world().task_hex(task)).collect();
            let message = messages::started_to_rebalance(&look.service().name, &ids, &name);
            look.post(message, Some(ServiceAction::TasksStarted));
        }
        if is_new && (tasks.len() as u32) < count {
            let on_fargate = look.service().spec.launch_type == Some(LaunchType::Fargate);
            let message = messages::no_place_in_zone(&look.service().name, &name, on_fargate);
            look.post(message, Some(ServiceAction::ServiceTaskPlacementFailure));
        }
        room -= tasks.len() as u32;
        started.extend(tasks);
    }
    let moves = !started.is_empty();
    look.memory.rebalancing =
        Some(if moves { Rebalancing::Moving(started.into()) } else { Rebalancing::Held });
    moves
}

fn give_up(look: &mut Look) {
    look.memory.rebalancing = None;
    let message = messages::rebalancing_stopped(&look.service().name);
    look.post(message, Some(ServiceAction::ServiceRebalancingStopped));
}

/// What each zone lacks of its share, the emptiest first. Each zone's share is the same, and the remainder goes
/// to those that have most already, so that as little as possible moves.
fn shortfalls(zones: &BTreeMap<ZoneId, u32>) -> Vec<(ZoneId, u32)> {
    let total: u32 = zones.values().sum();
    let share = total / zones.len() as u32;
    let mut remainder = total % zones.len() as u32;
    let mut fullest: Vec<(ZoneId, u32)> = zones.iter().map(|(&zone, &tasks)| (zone, tasks)).collect();
    order::sort_by_key(&mut fullest, |&(zone, tasks)| (std::cmp::Reverse(tasks), zone));
    let mut lacking: Vec<(ZoneId, u32)> = Vec::new();
    for (zone, tasks) in fullest {
        let extra = remainder.min(1);
        remainder -= extra;
        lacking.push((zone, (share + extra).saturating_sub(tasks)));
    }
    lacking.reverse();
    lacking.retain(|&(_, lacks)| lacks > 0);
    lacking
}

fn is_balanced(zones: &BTreeMap<ZoneId, u32>) -> bool {
    let (least, most) = (zones.values().min(), zones.values().max());
    least.zip(most).is_none_or(|(least, most)| most - least <= 1)
}

/// Tasks that are meant to run, for each zone in which one could: on EC2 those with an instance to place on, of
/// the service's capacity providers if it has any.
fn tasks_per_zone(world: &World, service: &Service) -> BTreeMap<ZoneId, u32> {
    let mut zones = vec![None; world.zones.len()];
    if runs_on_fargate(service) {
        let subnets = world.zones_of_network(service.spec.network_configuration.as_deref());
        subnets.into_iter().for_each(|zone| zones[zone.0 as usize] = Some(0));
    } else {
        let instances = &world.clusters[service.cluster].container_instances;
        let rows = instances.iter().map(|&id| &world.container_instances[id]);
        let open = rows.filter(|row| row.status == ContainerInstanceStatus::Active && row.agent_connected);
        let strategy = &service.spec.capacity_provider_strategy;
        let open = open.filter(|row| {
            let own = row.capacity_provider.as_deref();
            strategy.is_empty() || strategy.iter().any(|item| own == Some(&*item.capacity_provider))
        });
        // A few of the instances are in all the zones: the others are not read.
        let mut closed = zones.len();
        for row in open {
            closed -= usize::from(zones[row.zone.0 as usize].replace(0).is_none());
            if closed == 0 {
                break;
            }
        }
    }
    let tasks = service.tasks.iter().map(|&task| &world.tasks[task]).filter(|task| task.is_wanted());
    tasks.filter_map(|task| task.zone).for_each(|zone| *zones[zone.0 as usize].get_or_insert(0) += 1);
    zones.into_iter().zip(0..).filter_map(|(tasks, zone)| Some((ZoneId(zone), tasks?))).collect()
}

fn named(world: &World, zones: &BTreeMap<ZoneId, u32>) -> Vec<(String, u32)> {
    zones.iter().map(|(&zone, &tasks)| (world.zone_name(zone).to_string(), tasks)).collect()
}

fn runs_on_fargate(service: &Service) -> bool {
    let provider = service.spec.capacity_provider_strategy.first();
    service.spec.launch_type == Some(LaunchType::Fargate)
        || provider.is_some_and(|item| item.capacity_provider.starts_with("FARGATE"))
}

/// Whether ECS evens out this service at all.
fn is_eligible(world: &World, service: &Service) -> bool {
    let spec = &service.spec;
    let Some(definition) = spec.task_definition.map(|id| &world.task_definitions[id]) else { return false };
    let of_service = service.placement_constraints.iter().filter_map(|row| row.expression.as_deref());
    let of_definition = definition.placement_constraints.iter().filter_map(|row| row.expression.as_deref());
    let names_zone = of_service.chain(of_definition).any(|expression| expression.contains(ZONE));
    let spreads_over_zones = |strategy: &PlacementStrategy| {
        let field = strategy.field.as_deref();
        strategy.kind == PlacementStrategyType::Spread
            && field.is_some_and(|field| field.strip_prefix("attribute:") == Some(ZONE))
    };
    service.availability_zone_rebalancing == AvailabilityZoneRebalancing::Enabled
        && !service.is_daemon()
        && service.deployment_configuration.maximum_percent > 100
        && spec.launch_type != Some(LaunchType::External)
        && spec.capacity_provider_strategy.len() <= 1
        && service.placement_strategy.first().is_none_or(spreads_over_zones)
        && !names_zone
}
