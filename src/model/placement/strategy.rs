//! Placement strategies: what each compares, and the default ones.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::field::{Level, MOST_LEVELS, Measure, Numbers, Place};
use crate::model::ecs::container_instance::Resources;
use crate::model::ecs::{LaunchType, PlacementStrategy, PlacementStrategyType, ZoneId};
use crate::model::world::World;
use crate::model::world::decision::{Purpose, Target};

pub(super) const AVAILABILITY_ZONE: &str = "ecs.availability-zone";
/// The strategies of a service or RunTask that count. Source: placementStrategy of CreateService.
const MOST_STRATEGIES: usize = MOST_LEVELS - 1;

/// What one strategy looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Criterion {
    SpreadAttribute(Rc<str>),
    SpreadInstance,
    BinpackCpu,
    BinpackMemory,
}

/// The strategies in force: a service without any spreads over Availability Zones and then over
/// instances, RunTask without any picks at random, and Fargate always spreads over Availability Zones.
pub(super) fn in_force(
    purpose: Purpose,
    launch_type: LaunchType,
    given: &[PlacementStrategy],
) -> Vec<PlacementStrategy> {
    match purpose {
        _ if launch_type == LaunchType::Fargate => vec![spread("attribute:ecs.availability-zone")],
        _ if !given.is_empty() => given.to_vec(),
        Purpose::Service { .. } => default_of_services(),
        Purpose::RunTask => vec![PlacementStrategy { kind: PlacementStrategyType::Random, field: None }],
        Purpose::StartTask => Vec::new(),
    }
}

pub(super) fn default_of_services() -> Vec<PlacementStrategy> {
    vec![spread("attribute:ecs.availability-zone"), spread("instanceId")]
}

fn spread(field: &str) -> PlacementStrategy {
    PlacementStrategy { kind: PlacementStrategyType::Spread, field: Some(field.to_owned()) }
}

/// What the strategies compare, with their positions. `random` ends the list: it picks among what the ones
/// before it left, and leaves the ones behind it nothing to decide.
pub(super) fn criteria(strategies: &[PlacementStrategy]) -> Vec<(u8, Criterion)> {
    let deciding = strategies.iter().take_while(|strategy| strategy.kind != PlacementStrategyType::Random);
    let numbered = (0_u8..).zip(deciding).take(MOST_STRATEGIES);
    numbered.filter_map(|(position, strategy)| Some((position, Criterion::of(strategy)?))).collect()
}

impl Criterion {
    /// None for a field the API does not take.
    fn of(strategy: &PlacementStrategy) -> Option<Self> {
        let field = strategy.field.as_deref().unwrap_or_default();
        match strategy.kind {
            PlacementStrategyType::Random => None,
            PlacementStrategyType::Binpack if field.eq_ignore_ascii_case("cpu") => Some(Self::BinpackCpu),
            PlacementStrategyType::Binpack if field.eq_ignore_ascii_case("memory") => {
                Some(Self::BinpackMemory)
            }
            PlacementStrategyType::Binpack => None,
            PlacementStrategyType::Spread if matches!(field, "instanceId" | "host") => {
                Some(Self::SpreadInstance)
            }
            PlacementStrategyType::Spread => {
                Some(Self::SpreadAttribute(field.strip_prefix("attribute:")?.into()))
            }
        }
    }

    /// Counts the tasks of the group on instances.
    pub(super) fn counts_tasks(&self) -> bool {
        matches!(self, Self::SpreadAttribute(_) | Self::SpreadInstance)
    }

    /// The instance's own number for starting a task: lowest first. Nothing for a shared count.
    pub(super) fn own(&self, group_tasks: u32, needs: Resources, remaining: Resources) -> Option<u32> {
        match self {
            Self::SpreadAttribute(_) => None,
            Self::SpreadInstance => Some(group_tasks),
            Self::BinpackCpu => Some(remaining.cpu_units - needs.cpu_units),
            Self::BinpackMemory => Some(remaining.memory_mib - needs.memory_mib),
        }
    }
}

/// The groups of all places, for each strategy that spreads over an attribute.
pub(super) struct Grouping {
    /// For each of these strategies, the group of every place.
    groups: Vec<Vec<u32>>,
}

impl Grouping {
    /// Groups places, each with the tasks it has, and adds these up.
    pub(super) fn new(
        world: &World,
        criteria: &[(u8, Criterion)],
        places: impl Iterator<Item = (Target, u32)> + Clone,
    ) -> (Self, Vec<Level>) {
        let mut groups = Vec::new();
        let mut levels = Vec::new();
        for (strategy, criterion) in criteria {
            let measure = match criterion {
                Criterion::SpreadAttribute(attribute) => {
                    let (of_places, tasks) = group(world, attribute, places.clone());
                    groups.push(of_places);
                    Measure::Shared(tasks)
                }
                _ => Measure::Own,
            };
            levels.push(Level { strategy: *strategy, measure });
        }
        (Self { groups }, levels)
    }

    /// Where a place stands that has these own numbers.
    pub(super) fn place(&self, number: u32, own: Numbers) -> Place {
        Place { groups: self.groups.iter().map(|of_places| of_places[number as usize]).collect(), own }
    }
}

/// The group of every place, and the tasks in each group.
fn group(
    world: &World,
    attribute: &str,
    places: impl Iterator<Item = (Target, u32)> + Clone,
) -> (Vec<u32>, Vec<u32>) {
    let targets = places.clone().map(|(target, _)| target);
    let groups: Vec<u32> = if attribute == AVAILABILITY_ZONE {
        targets.map(|target| zone(world, target).0).collect()
    } else {
        group_by_value(targets.map(|target| value(world, target, attribute)))
    };
    let mut tasks = vec![0; groups.iter().max().map_or(0, |&last| last as usize + 1)];
    for (&group, (_, count)) in groups.iter().zip(places) {
        tasks[group as usize] += count;
    }
    (groups, tasks)
}

/// Zones are numbered in the order of their names already.
fn zone(world: &World, target: Target) -> ZoneId {
    match target {
        Target::ContainerInstance(id) => world.container_instances[id].zone,
        Target::Fargate(zone) => zone,
    }
}

fn value<'w>(world: &'w World, target: Target, attribute: &str) -> Option<&'w str> {
    match target {
        Target::ContainerInstance(id) => world.container_instances[id].attribute(attribute)?.value.as_deref(),
        Target::Fargate(_) => None,
    }
}

/// Groups are numbered in the order of their names. Places without the attribute are a group of their own.
fn group_by_value<'w>(values: impl Iterator<Item = Option<&'w str>> + Clone) -> Vec<u32> {
    let names: BTreeSet<_> = values.clone().collect();
    let numbers: BTreeMap<_, _> = names.into_iter().zip(0..).collect();
    values.map(|value| numbers[&value]).collect()
}
