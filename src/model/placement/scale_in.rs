//! Which tasks stop when a service has too many.
//!
//! The strategies work backwards: spread empties the fullest group, binpack the instance that then has the
//! most room. Where they leave several tasks, the one whose identifier is lowest goes, which looks random
//! to everybody and needs no draw. Source: ECS developer guide, task placement strategies; API reference,
//! UpdateService.

use std::collections::BTreeMap;

use super::field::{Field, Level, Measure, Place};
use super::strategy::{self, Criterion, Grouping};
use crate::model::ecs::container_instance::Resources;
use crate::model::ecs::{ServiceId, Task, TaskId};
use crate::model::kernel::Kind;
use crate::model::kernel::order;
use crate::model::world::World;
use crate::model::world::decision::Target;

/// The tasks to stop when `count` of `among` (tasks of the service that are meant to run) are too many.
///
/// Protected tasks count for the balance but are never chosen, so there may be fewer than `count`. Tasks
/// that wait without a place go first.
pub fn choose_to_stop(world: &World, service: ServiceId, among: &[TaskId], count: u32) -> Vec<TaskId> {
    let stoppable: Vec<_> = among.iter().copied().filter(|&id| !is_protected(world, id)).collect();
    if stoppable.len() <= count as usize {
        return stoppable;
    }
    let placeless = stoppable.iter().copied().filter(|&id| target(&world.tasks[id]).is_none());
    let mut chosen: Vec<_> = placeless.take(count as usize).collect();
    let criteria = criteria(world, service);
    let mut emptying = Emptying::new(world, &criteria, among, count);
    chosen.extend(std::iter::from_fn(|| emptying.next()).take(count as usize - chosen.len()));
    chosen
}

fn is_protected(world: &World, task: TaskId) -> bool {
    world.tasks[task].is_protected(world.now)
}

fn target(task: &Task) -> Option<Target> {
    task.container_instance.map(Target::ContainerInstance).or(task.zone.map(Target::Fargate))
}

/// Without strategies, a service empties the fullest Availability Zone, and there the fullest instance.
fn criteria(world: &World, service: ServiceId) -> Vec<(u8, Criterion)> {
    match world.services[service].placement_strategy.as_slice() {
        [] => strategy::criteria(&strategy::default_of_services()),
        given => strategy::criteria(given),
    }
}

/// Tasks that share an instance, or on Fargate a zone.
struct Site {
    target: Target,
    /// Those that may stop, the next one last.
    tasks: Vec<TaskId>,
    /// All of them, protected ones too.
    all: u32,
    /// What is free there by now.
    free: Resources,
}

/// A service being emptied, task by task.
struct Emptying<'a> {
    world: &'a World,
    criteria: &'a [(u8, Criterion)],
    grouping: Grouping,
    sites: Vec<Site>,
    field: Field,
}

impl<'a> Emptying<'a> {
    fn new(world: &'a World, criteria: &'a [(u8, Criterion)], among: &[TaskId], count: u32) -> Self {
        let sites = sites(world, among);
        let (grouping, mut levels) =
            Grouping::new(world, criteria, sites.iter().map(|site| (site.target, site.all)));
        levels.push(Level { strategy: criteria.len() as u8, measure: Measure::Own });
        let field = Field::new(levels, true, count);
        let mut emptying = Self { world, criteria, grouping, sites, field };
        (0..emptying.sites.len() as u32).for_each(|number| emptying.offer(number));
        emptying
    }

    /// Puts a site into the running, if it has a task that may stop.
    fn offer(&mut self, number: u32) {
        if let Some(place) = self.place(number) {
            self.field.insert(&place, number);
        }
    }

    fn place(&self, number: u32) -> Option<Place> {
        let site = &self.sites[number as usize];
        let &next = site.tasks.last()?;
        let mut freed = site.free;
        freed.add(self.world.tasks[next].reservation);
        let own = self.criteria.iter().filter_map(|(_, criterion)| match criterion {
            Criterion::SpreadAttribute(_) => None,
            Criterion::SpreadInstance => Some(u32::MAX - site.all),
            Criterion::BinpackCpu => Some(u32::MAX - freed.cpu_units),
            Criterion::BinpackMemory => Some(u32::MAX - freed.memory_mib),
        });
        let own = own.chain([lot(self.world, next)]).collect();
        Some(self.grouping.place(number, own))
    }

    fn next(&mut self) -> Option<TaskId> {
        let number = self.field.choose(|_| 0)?.slot;
        let place = self.place(number)?;
        self.field.remove(&place, number);
        self.field.count(&place, -1);
        let site = &mut self.sites[number as usize];
        let task = site.tasks.pop()?;
        site.all -= 1;
        site.free.add(self.world.tasks[task].reservation);
        self.offer(number);
        Some(task)
    }
}

/// The tasks that have a place, by place.
fn sites(world: &World, among: &[TaskId]) -> Vec<Site> {
    let mut numbers = BTreeMap::new();
    let mut sites: Vec<Site> = Vec::new();
    for (id, target) in among.iter().filter_map(|&id| Some((id, target(&world.tasks[id])?))) {
        let number = *numbers.entry(target).or_insert_with(|| {
            sites.push(Site { target, tasks: Vec::new(), all: 0, free: free(world, target) });
            sites.len() - 1
        });
        sites[number].all += 1;
        if !is_protected(world, id) {
            sites[number].tasks.push(id);
        }
    }
    for site in &mut sites {
        order::sort_by_key(&mut site.tasks, |&id| std::cmp::Reverse(lot(world, id)));
    }
    sites
}

fn free(world: &World, target: Target) -> Resources {
    match target {
        Target::ContainerInstance(id) => world.container_instances[id].remaining_resources,
        Target::Fargate(_) => Resources::default(),
    }
}

/// The lot a task has drawn for life: the first digits of its identifier.
fn lot(world: &World, task: TaskId) -> u32 {
    (world.identifiers.bits(Kind::Task, task.0, 0) >> 96) as u32
}
