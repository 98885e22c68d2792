//! Placing a batch on container instances.
//!
//! All instances are held against the rules once. Those that fit become slots of a [`Field`], and each
//! task moves one slot, so that the cost of a task does not grow with the cluster.

use std::rc::Rc;

use super::closeness::{NEVER, closest, closest_first};
use super::field::{Field, Pick, Place};
use super::filter::{Requirements, Standing};
use super::strategy::{self, Criterion, Grouping};
use super::{Order, blank_record, group_tasks_on};
use crate::model::ecs::ContainerInstanceId;
use crate::model::ecs::container_instance::Resources;
use crate::model::kernel::Draw;
use crate::model::world::World;
use crate::model::world::decision::{Candidate, Choice, PlacementFailure, PlacementRecord, Purpose, Target};

/// A batch between its rules and its record.
pub(super) struct Batch {
    requirements: Requirements,
    criteria: Vec<(u8, Criterion)>,
    /// Every instance of the cluster that is not gone, by id, as it was when the batch began.
    candidates: Vec<Candidate>,
    /// The tasks of the group were counted, as a strategy or constraint asks for them.
    counted: bool,
    slots: Vec<Slot>,
    field: Field,
    choices: Vec<Choice>,
}

/// An instance that can take tasks.
struct Slot {
    /// Position in the candidates.
    candidate: u32,
    place: Place,
    remaining: Resources,
    group_tasks: u32,
    /// Tasks of the batch it can still take.
    room: u32,
    placed: u32,
    /// The first task it was chosen for.
    first_choice: u32,
}

impl Batch {
    pub(super) fn new(world: &World, order: &Order) -> Self {
        let requirements = Requirements::new(world, order);
        let strategy = strategy::in_force(order.purpose, order.launch_type, order.strategy);
        let criteria = strategy::criteria(&strategy);
        let counted =
            requirements.distinct_instance || criteria.iter().any(|(_, criterion)| criterion.counts_tasks());
        let tasks = GroupTasks::new(world, order, counted);
        let instances = world.clusters[order.cluster].container_instances.iter().copied();
        let present = instances.filter(|&id| world.container_instances[id].gone_at.is_none());
        let candidates: Vec<_> =
            present.map(|id| candidate(world, &requirements, id, tasks.on(world, id))).collect();
        let places = candidates.iter().map(|row| (Target::ContainerInstance(row.instance), row.group_tasks));
        let (grouping, levels) = Grouping::new(world, &criteria, places);
        let mut batch = Self {
            requirements,
            criteria,
            candidates,
            counted,
            slots: Vec::new(),
            field: Field::new(levels, false),
            choices: Vec::with_capacity(order.count as usize),
        };
        batch.add_slots(world, &grouping);
        batch
    }

    fn add_slots(&mut self, world: &World, grouping: &Grouping) {
        for (number, candidate) in (0_u32..).zip(&self.candidates) {
            if !candidate.rejects.is_empty() {
                continue;
            }
            let own = self.own_numbers(candidate.group_tasks, candidate.remaining);
            let can_repeat = self.requirements.can_repeat(world, candidate.instance);
            let room = times(self.requirements.needs.resources, candidate.remaining);
            let slot = Slot {
                candidate: number,
                place: grouping.place(world, Target::ContainerInstance(candidate.instance), own),
                remaining: candidate.remaining,
                group_tasks: candidate.group_tasks,
                room: if can_repeat { room } else { 1 },
                placed: 0,
                first_choice: NEVER,
            };
            self.field.insert(&slot.place, self.slots.len() as u32);
            self.slots.push(slot);
        }
    }

    fn own_numbers(&self, group_tasks: u32, remaining: Resources) -> Vec<u32> {
        let needs = self.requirements.needs.resources;
        let numbers = self.criteria.iter().filter_map(|(_, rule)| rule.own(group_tasks, needs, remaining));
        numbers.collect()
    }

    /// Chooses for up to `count` tasks, one after the other.
    pub(super) fn choose(&mut self, count: u32, draw: &mut Draw) {
        for _ in 0..count {
            let Some(pick) = self.field.choose(|equal| draw.below(equal)) else { return };
            self.take(pick);
        }
    }

    fn take(&mut self, pick: Pick) {
        let mut slot = std::mem::replace(&mut self.slots[pick.slot as usize], Slot::nowhere());
        let instance = self.candidates[slot.candidate as usize].instance;
        let target = Target::ContainerInstance(instance);
        slot.first_choice = slot.first_choice.min(self.choices.len() as u32);
        self.choices.push(Choice { target, narrowed: pick.narrowed, tied: pick.tied });
        self.field.remove(&slot.place, pick.slot);
        self.field.count(&slot.place, 1);
        slot.remaining.take(self.requirements.needs.resources);
        slot.group_tasks += 1;
        slot.placed += 1;
        slot.room -= 1;
        if slot.room > 0 {
            slot.place.own = self.own_numbers(slot.group_tasks, slot.remaining);
            self.field.insert(&slot.place, pick.slot);
        }
        self.slots[pick.slot as usize] = slot;
    }

    /// The decision, written down.
    pub(super) fn record(self, world: &World, order: &Order) -> PlacementRecord {
        let unplaced = order.count - self.choices.len() as u32;
        let zone_tasks = if self.counted { self.zone_tasks(world) } else { Vec::new() };
        let (mut sorted, left_out) = closest_first(&self.candidates, &self.first_choices());
        self.add_uncounted(world, order, &mut sorted);
        let candidates: Rc<[Candidate]> = sorted.into();
        let failure = (unplaced > 0).then(|| self.failure(world, order, &candidates));
        PlacementRecord {
            candidates,
            left_out,
            zone_tasks,
            choices: self.choices,
            unplaced,
            failure,
            ..blank_record(world, order, self.requirements)
        }
    }

    /// Adds the tasks of the group that nobody counted for the choice, to the few rows that are kept.
    fn add_uncounted(&self, world: &World, order: &Order, candidates: &mut [Candidate]) {
        for candidate in candidates.iter_mut().filter(|_| !self.counted) {
            candidate.group_tasks += group_tasks_on(world, candidate.instance, &order.group);
        }
    }

    fn zone_tasks(&self, world: &World) -> Vec<u32> {
        let mut tasks = vec![0; world.zones.len()];
        for candidate in &self.candidates {
            tasks[candidate.zone.0 as usize] += candidate.group_tasks;
        }
        tasks
    }

    /// For each candidate, the first task it was chosen for.
    fn first_choices(&self) -> Vec<u32> {
        let mut first = vec![NEVER; self.candidates.len()];
        for slot in &self.slots {
            first[slot.candidate as usize] = slot.first_choice;
        }
        first
    }

    /// The candidates as they are now that nothing fits any more.
    fn failure(&self, world: &World, order: &Order, before: &Rc<[Candidate]>) -> PlacementFailure {
        let candidates = if self.choices.is_empty() {
            before.clone()
        } else {
            let mut now = self.candidates.clone();
            for slot in &self.slots {
                self.bring_up_to_date(world, slot, &mut now[slot.candidate as usize]);
            }
            let mut sorted = closest_first(&now, &[]).0;
            self.add_uncounted(world, order, &mut sorted);
            sorted.into()
        };
        PlacementFailure { closest: closest(&candidates), candidates, no_fargate_capacity: false }
    }

    fn bring_up_to_date(&self, world: &World, slot: &Slot, candidate: &mut Candidate) {
        if slot.placed == 0 {
            return;
        }
        candidate.rejects = self.requirements.rejects(
            world,
            &Standing {
                id: candidate.instance,
                row: &world.container_instances[candidate.instance],
                remaining: slot.remaining,
                group_tasks: candidate.group_tasks,
                placed: slot.placed,
            },
        );
        candidate.remaining = slot.remaining;
        candidate.group_tasks = slot.group_tasks;
    }
}

impl Slot {
    /// Stands in for a slot that is being changed.
    fn nowhere() -> Self {
        Self {
            candidate: 0,
            place: Place::default(),
            remaining: Resources::default(),
            group_tasks: 0,
            room: 0,
            placed: 0,
            first_choice: NEVER,
        }
    }
}

fn candidate(
    world: &World,
    requirements: &Requirements,
    id: ContainerInstanceId,
    group_tasks: u32,
) -> Candidate {
    let row = &world.container_instances[id];
    let remaining = row.remaining_resources;
    let standing = Standing { id, row, remaining, group_tasks, placed: 0 };
    let rejects = requirements.rejects(world, &standing);
    Candidate { instance: id, zone: row.zone, remaining, group_tasks, rejects }
}

/// How many times `needs` go into `room`.
fn times(needs: Resources, room: Resources) -> u32 {
    let parts = [
        (needs.cpu_units, room.cpu_units),
        (needs.memory_mib, room.memory_mib),
        (needs.gpus, room.gpus),
        (needs.enis, room.enis),
    ];
    parts.iter().filter_map(|(needs, room)| room.checked_div(*needs)).min().unwrap_or(u32::MAX)
}

/// Tasks of the group that are meant to run, by instance.
enum GroupTasks {
    /// Nobody asks.
    Uncounted,
    /// From the service's own list, by instance id.
    OfService(Vec<u32>),
    /// From the tasks on each instance.
    OfGroup(Rc<str>),
}

impl GroupTasks {
    fn new(world: &World, order: &Order, counted: bool) -> Self {
        match order.purpose {
            _ if !counted => Self::Uncounted,
            Purpose::Service { service, .. } => {
                let mut counts = vec![0; world.container_instances.len() as usize];
                let tasks = world.services[service].tasks.iter().map(|&task| &world.tasks[task]);
                for instance in
                    tasks.filter(|task| task.is_wanted()).filter_map(|task| task.container_instance)
                {
                    counts[instance.0 as usize] += 1;
                }
                Self::OfService(counts)
            }
            Purpose::RunTask | Purpose::StartTask => Self::OfGroup(order.group.clone()),
        }
    }

    fn on(&self, world: &World, instance: ContainerInstanceId) -> u32 {
        match self {
            Self::Uncounted => 0,
            Self::OfService(counts) => counts[instance.0 as usize],
            Self::OfGroup(group) => group_tasks_on(world, instance, group),
        }
    }
}
