//! Placing a batch on container instances.
//!
//! All instances are held against the rules once. Those that fit become slots of a [`Field`], and each
//! task moves one slot, so that the cost of a task does not grow with the cluster. What a whole batch costs
//! does: so no instance costs more than its row among the candidates and its entry in the field.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::closeness::{closest, closest_first};
use super::daemons::Daemons;
use super::field::{Field, Pick, Place};
use super::filter::{Requirements, Standing};
use super::strategy::{self, Criterion, Grouping};
use super::{Order, blank_record, group_tasks_on};
use crate::model::ecs::ContainerInstanceId;
use crate::model::ecs::container_instance::Resources;
use crate::model::world::decision::{Candidate, Choice, PlacementFailure, PlacementRecord, Purpose, Target};
use crate::model::world::{Ctx, Room, World};

/// A batch between its rules and its record.
pub(super) struct Batch {
    requirements: Requirements,
    criteria: Vec<(u8, Criterion)>,
    /// Every instance of the cluster that is not gone, by id, as it was when the batch began.
    candidates: Vec<Candidate>,
    /// The tasks of the group were counted, as a strategy or constraint asks for them.
    counted: bool,
    grouping: Grouping,
    /// Slots are the positions of candidates.
    field: Field,
    /// What has become of the candidates that were chosen.
    chosen: BTreeMap<u32, Chosen>,
    choices: Vec<Choice>,
    /// Daemons that room is kept for.
    kept_for: Vec<Rc<str>>,
}

/// A candidate that has taken tasks of the batch, or is about to.
#[derive(Clone, Copy)]
struct Chosen {
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
        let instances = &world.clusters[order.cluster].container_instances;
        let of_provider =
            |own: &Option<Rc<str>>| order.capacity_provider.is_none() || *own == order.capacity_provider;
        let present = instances.iter().filter(|&&id| {
            let row = &world.container_instances[id];
            row.gone_at.is_none() && of_provider(&row.capacity_provider)
        });
        let mut candidates = Vec::with_capacity(instances.len());
        let daemons = Daemons::new(world, order);
        let mut kept_for = Vec::new();
        candidates.extend(present.map(|&id| {
            let row = &world.container_instances[id];
            let (remaining, group_tasks) = (row.remaining_resources, tasks.on(world, id));
            let standing = Standing { id, row, remaining, group_tasks, placed: 0 };
            let remaining = daemons.leave(world, &standing, &mut kept_for);
            candidate(world, &requirements, Standing { remaining, ..standing })
        }));
        let places = candidates.iter().map(|row| (Target::ContainerInstance(row.instance), row.group_tasks));
        let (grouping, levels) = Grouping::new(world, &criteria, places);
        let mut batch = Self {
            requirements,
            criteria,
            candidates,
            counted,
            grouping,
            field: Field::new(levels, false, order.count),
            chosen: BTreeMap::new(),
            choices: Vec::with_capacity(order.count as usize),
            kept_for,
        };
        batch.add_slots();
        batch
    }

    fn add_slots(&mut self) {
        for (number, candidate) in (0_u32..).zip(&self.candidates) {
            if candidate.rejects.is_empty() {
                let place = self.place(number, candidate.group_tasks, candidate.remaining);
                self.field.insert(&place, number);
            }
        }
    }

    /// Where a candidate stands that has so many tasks of the group and so much left.
    fn place(&self, number: u32, group_tasks: u32, remaining: Resources) -> Place {
        let needs = self.requirements.needs.resources;
        let own = self.criteria.iter().filter_map(|(_, rule)| rule.own(group_tasks, needs, remaining));
        self.grouping.place(number, own.collect())
    }

    /// Chooses for up to `count` tasks, one after the other.
    pub(super) fn choose(&mut self, ctx: &mut Ctx, count: u32) {
        for _ in 0..count {
            let draw = |equal| ctx.draw(Room::Placement).below(equal);
            let Some(pick) = self.field.choose(draw) else { return };
            self.take(ctx.world(), pick);
        }
    }

    fn take(&mut self, world: &World, pick: Pick) {
        let mut row =
            self.chosen.get(&pick.slot).copied().unwrap_or_else(|| self.first_chosen(world, pick.slot));
        let place = self.place(pick.slot, row.group_tasks, row.remaining);
        self.field.remove(&place, pick.slot);
        self.field.count(&place, 1);
        row.remaining.take(self.requirements.needs.resources);
        row.group_tasks += 1;
        row.placed += 1;
        row.room -= 1;
        if row.room > 0 {
            self.field.insert(&self.place(pick.slot, row.group_tasks, row.remaining), pick.slot);
        }
        self.chosen.insert(pick.slot, row);
        let target = Target::ContainerInstance(self.candidates[pick.slot as usize].instance);
        self.choices.push(Choice { target, narrowed: pick.narrowed, tied: pick.tied });
    }

    fn first_chosen(&self, world: &World, slot: u32) -> Chosen {
        let candidate = &self.candidates[slot as usize];
        let can_repeat = self.requirements.can_repeat(world, candidate.instance);
        let room = times(self.requirements.needs.resources, candidate.remaining);
        Chosen {
            remaining: candidate.remaining,
            group_tasks: candidate.group_tasks,
            room: if can_repeat { room } else { 1 },
            placed: 0,
            first_choice: self.choices.len() as u32,
        }
    }

    /// The decision, written down.
    pub(super) fn record(self, world: &World, order: &Order) -> PlacementRecord {
        let unplaced = order.count - self.choices.len() as u32;
        let zone_tasks = if self.counted { self.zone_tasks(world) } else { Vec::new() };
        let chosen: Vec<_> = self.chosen.iter().map(|(&number, row)| (number, row.first_choice)).collect();
        let (mut sorted, left_out) = closest_first(&self.candidates, &chosen);
        self.add_uncounted(world, order, &mut sorted);
        let candidates: Rc<[Candidate]> = sorted.into();
        let failure = (unplaced > 0).then(|| self.failure(world, order, &candidates));
        PlacementRecord {
            candidates,
            left_out,
            zone_tasks,
            choices: self.choices,
            unplaced,
            kept_for: self.kept_for,
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

    /// The candidates as they are now that nothing fits any more.
    fn failure(&self, world: &World, order: &Order, before: &Rc<[Candidate]>) -> PlacementFailure {
        let candidates = if self.choices.is_empty() {
            before.clone()
        } else {
            let mut now = self.candidates.clone();
            for (&number, row) in &self.chosen {
                self.bring_up_to_date(world, row, &mut now[number as usize]);
            }
            let mut sorted = closest_first(&now, &[]).0;
            self.add_uncounted(world, order, &mut sorted);
            sorted.into()
        };
        PlacementFailure { closest: closest(&candidates), candidates, no_fargate_capacity: false }
    }

    fn bring_up_to_date(&self, world: &World, chosen: &Chosen, candidate: &mut Candidate) {
        let rejects = self.requirements.rejects(
            world,
            &Standing {
                id: candidate.instance,
                row: &world.container_instances[candidate.instance],
                remaining: chosen.remaining,
                group_tasks: candidate.group_tasks,
                placed: chosen.placed,
            },
        );
        candidate.rejects = rejects.into();
        candidate.remaining = chosen.remaining;
        candidate.group_tasks = chosen.group_tasks;
    }
}

fn candidate(world: &World, requirements: &Requirements, standing: Standing) -> Candidate {
    let rejects = requirements.rejects(world, &standing).into();
    let Standing { id, row, remaining, group_tasks, .. } = standing;
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
