//! Placement strategies: what each compares, and the default ones.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::field::{Level, Measure, Place};
use crate::model::ecs::container_instance::Resources;
use crate::model::ecs::{LaunchType, PlacementStrategy, PlacementStrategyType};
use crate::model::world::World;
use crate::model::world::decision::{Purpose, Target};

pub(super) const AVAILABILITY_ZONE: &str = "ecs.availability-zone";

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
    let numbered = (0_u8..).zip(deciding);
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

/// The value of an attribute by which places are grouped. Places without it are a group of their own.
type GroupName = Option<Rc<str>>;

fn group_name(world: &World, target: Target, attribute: &str) -> GroupName {
    let row = match target {
        Target::ContainerInstance(id) => &world.container_instances[id],
        Target::Fargate(zone) => {
            return (attribute == AVAILABILITY_ZONE).then(|| world.zone_name(zone).clone());
        }
    };
    if attribute == AVAILABILITY_ZONE {
        return Some(world.zone_name(row.zone).clone());
    }
    row.attribute(attribute)?.value.clone()
}

/// The groups of one attribute, numbered in the order of their names.
struct Groups {
    attribute: Rc<str>,
    numbers: BTreeMap<GroupName, u32>,
}

/// Groups for every strategy that spreads over an attribute.
pub(super) struct Grouping {
    groups: Vec<Groups>,
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
                    let (group, tasks) = Groups::new(world, attribute, places.clone());
                    groups.push(group);
                    Measure::Shared(tasks)
                }
                _ => Measure::Own,
            };
            levels.push(Level { strategy: *strategy, measure });
        }
        (Self { groups }, levels)
    }

    /// Where a target stands that has these own numbers.
    pub(super) fn place(&self, world: &World, target: Target, own: Vec<u32>) -> Place {
        Place { groups: self.groups.iter().map(|groups| groups.number(world, target)).collect(), own }
    }
}

impl Groups {
    fn new(
        world: &World,
        attribute: &Rc<str>,
        places: impl Iterator<Item = (Target, u32)>,
    ) -> (Self, Vec<u32>) {
        let mut totals: BTreeMap<GroupName, u32> = BTreeMap::new();
        for (target, tasks) in places {
            *totals.entry(group_name(world, target, attribute)).or_insert(0) += tasks;
        }
        let tasks = totals.values().copied().collect();
        let mut numbers = totals;
        numbers.values_mut().zip(0..).for_each(|(value, number)| *value = number);
        (Self { attribute: attribute.clone(), numbers }, tasks)
    }

    fn number(&self, world: &World, target: Target) -> u32 {
        self.numbers[&group_name(world, target, &self.attribute)]
    }
}
