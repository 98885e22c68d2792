//! Placing on Fargate: no instances and no constraints, only Availability Zones.
//!
//! Tasks go to the zone of the request's subnets that has the fewest Fargate tasks of the service. A zone
//! whose power is cut still takes them: the fault that the model's power cut follows does not cover
//! Fargate. Room is short only where a fault says so.
//! Source: ECS developer guide, "Availability Zone rebalancing"; AWS FIS, "AZ Availability: Power
//! Interruption".

use std::rc::Rc;

use super::field::{Field, Level, Measure, Numbers, Place};
use super::filter::Requirements;
use super::{Order, blank_record};
use crate::model::ecs::shortage::ShortageOf;
use crate::model::ecs::{LaunchType, ZoneId};
use crate::model::world::decision::{Choice, PlacementFailure, PlacementRecord, Purpose, Target};
use crate::model::world::{Ctx, Room, World};

pub(super) fn place(ctx: &mut Ctx, order: &Order) -> PlacementRecord {
    let zone_tasks = zone_tasks(ctx.world(), order);
    let level = Level { strategy: 0, measure: Measure::Shared(zone_tasks.clone()) };
    let mut field = Field::new(vec![level], false, 1);
    for zone in (0..zone_tasks.len() as u32).filter(|&zone| is_open(ctx.world(), order, ZoneId(zone))) {
        field.insert(&in_zone(zone), zone);
    }
    let mut draw = ctx.draw(Room::Placement);
    let mut choices = Vec::with_capacity(order.count as usize);
    for _ in 0..order.count {
        let Some(pick) = field.choose(|equal| draw.below(equal)) else { break };
        field.count(&in_zone(pick.slot), 1);
        let target = Target::Fargate(ZoneId(pick.slot));
        choices.push(Choice { target, narrowed: pick.narrowed, tied: pick.tied });
    }
    record(ctx.world(), order, zone_tasks, choices)
}

/// A zone of the request where Fargate has room.
fn is_open(world: &World, order: &Order, zone: ZoneId) -> bool {
    let spot = order.capacity_provider.as_deref() == Some("FARGATE_SPOT");
    let full = { world.shortages.iter() }
        .any(|shortage| shortage.of == ShortageOf::Fargate { spot } && shortage.is_in(zone));
    !full && (order.zones.is_empty() || order.zones.contains(&zone))
}

fn in_zone(zone: u32) -> Place {
    Place { groups: [zone].into_iter().collect(), own: Numbers::default() }
}

/// Fargate tasks of the service that are meant to run, in each zone. Tasks of RunTask are only spread
/// within their own batch: the spread is best effort, and nobody keeps a list of a group's tasks.
fn zone_tasks(world: &World, order: &Order) -> Vec<u32> {
    let mut counts = vec![0; world.zones.len()];
    if let Purpose::Service { service, .. } = order.purpose {
        let tasks = world.services[service].tasks.iter().map(|&task| &world.tasks[task]);
        let counted = tasks.filter(|task| task.is_wanted() && task.launch_type == LaunchType::Fargate);
        counted.filter_map(|task| task.zone).for_each(|zone| counts[zone.0 as usize] += 1);
    }
    counts
}

fn record(world: &World, order: &Order, zone_tasks: Vec<u32>, choices: Vec<Choice>) -> PlacementRecord {
    let unplaced = order.count - choices.len() as u32;
    let failure = || PlacementFailure { candidates: Rc::from([]), closest: None, no_fargate_capacity: true };
    PlacementRecord {
        zone_tasks,
        unplaced,
        choices,
        constraints: Vec::new(),
        failure: (unplaced > 0).then(failure),
        ..blank_record(world, order, Requirements::new(world, order))
    }
}
