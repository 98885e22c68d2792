//! A cluster of many container instances: a cell for each, in a slot that it keeps as long as it is there.
//!
//! It follows the log, so that a frame costs what changed in it, not what there is.

mod camera;
mod layout;
mod words;

use std::collections::BTreeMap;
use std::rc::Rc;

pub use camera::{Camera, Way};
pub use layout::{Layout, Rect, Spot};
pub use words::{CellWords, words};

use super::colour::{Colour, Palette};
use super::shelf::Shelves;
use super::stage::{InstanceMood, Look, SizeBy, is_forgotten, mood};
use crate::model::ecs::{ContainerInstance, ContainerInstanceId, HealthStatus, TaskId, ZoneId};
use crate::model::kernel::{SimTime, order};
use crate::model::world::{Event, EventLog, World};

/// A run of one colour on an instance's bar, in thousandths of its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stripe {
    pub start: u16,
    pub end: u16,
    pub colour: Colour,
    /// RUNNING; otherwise on its way up or down.
    pub is_solid: bool,
}

/// A container instance among many.
#[derive(Clone, Debug)]
pub struct Cell {
    pub id: ContainerInstanceId,
    pub mood: InstanceMood,
    /// Gone for so long that nothing of it is drawn: the slot waits for the next launch.
    pub is_vacant: bool,
    /// Reserved of the drawn resource, in thousandths.
    pub reserved: u16,
    pub stripes: Vec<Stripe>,
    /// A task on it is UNHEALTHY.
    pub is_unwell: bool,
    /// What is searched for is on it; true of all if nothing is.
    pub is_found: bool,
    /// The round of [`Crowd::follow`] that changed it last.
    pub changed: u32,
    is_touched: bool,
    row: Rc<ContainerInstance>,
}

/// The container instances of one cluster, zone by zone.
#[derive(Clone, Debug, Default)]
pub struct Crowd {
    look: Option<Look>,
    query: String,
    /// Entries of the log that have been read, the moment of the last, and how many instances there were.
    read: u32,
    last_at: SimTime,
    instances: u32,
    zones: Vec<Vec<Cell>>,
    places: BTreeMap<ContainerInstanceId, Spot>,
    round: u32,
}

impl Crowd {
    /// Takes in what the log has come to hold since the last time, or all of it if it was cut. Cells with
    /// all words of `query` about them are found.
    pub fn follow(&mut self, world: &World, log: &EventLog, shelves: &Shelves, look: Look, query: &str) {
        let last = self.read.checked_sub(1).map(|seq| log.get(seq).map(|logged| logged.at));
        let is_cut = last.is_some_and(|at| at != Some(self.last_at))
            || world.container_instances.len() < self.instances;
        self.instances = world.container_instances.len();
        if is_cut || self.look.is_none_or(|earlier| earlier.cluster != look.cluster) {
            let zones = world.zones.iter().map(|_| Vec::new()).collect();
            *self = Self { zones, round: self.round, instances: self.instances, ..Self::default() };
        }
        self.round += 1;
        let is_new_look = self.look != Some(look) || self.query != query;
        self.look = Some(look);
        if self.query != query {
            self.query = query.to_owned();
        }
        self.take_places(world, shelves, look);
        for logged in log.since(self.read) {
            self.hear(&logged.event, world);
            self.last_at = logged.at;
        }
        self.read = log.len();
        let palette = Palette::new(world, look.cluster, look.colour_by);
        let needles: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
        for cell in self.zones.iter_mut().flatten() {
            let row = world.container_instances.rc(cell.id);
            let is_vacant = is_forgotten(world, row);
            let is_same = !cell.is_touched && Rc::ptr_eq(row, &cell.row) && is_vacant == cell.is_vacant;
            if is_new_look || !is_same {
                let is_found = needles.is_empty() || words::mentions(world, cell.id, &needles);
                let drawn = Cell {
                    is_found,
                    changed: self.round,
                    ..cell_of(world, shelves, cell.id, look, &palette)
                };
                *cell = drawn;
            }
        }
    }

    fn hear(&mut self, event: &Event, world: &World) {
        match event {
            Event::TaskCreated(task) => self.touch(task.container_instance),
            Event::TaskStatusChanged { task, .. }
            | Event::TaskStopAsked { task, .. }
            | Event::TaskHealthChanged { task, .. } => self.touch(world.tasks[*task].container_instance),
            _ => {}
        }
    }

    fn touch(&mut self, instance: Option<ContainerInstanceId>) {
        let spot = instance.and_then(|id| self.places.get(&id));
        if let Some(&Spot { zone, slot }) = spot {
            self.zones[zone as usize][slot as usize].is_touched = true;
        }
    }

    /// Takes over who holds which slot.
    fn take_places(&mut self, world: &World, shelves: &Shelves, look: Look) {
        for (cells, zone) in self.zones.iter_mut().zip(0..) {
            for (&id, slot) in shelves.slots(look.cluster, ZoneId(zone)).iter().zip(0..) {
                let held = cells.get_mut(slot as usize);
                if held.as_ref().is_some_and(|cell| cell.id == id) {
                    continue;
                }
                let cell = Cell::new(id, world.container_instances.rc(id));
                match held {
                    Some(old) => {
                        self.places.remove(&old.id);
                        *old = cell;
                    }
                    None => cells.push(cell),
                }
                self.places.insert(id, Spot { zone, slot });
            }
        }
    }

    /// Forgets everything: what it follows next is another log.
    pub fn begin_anew(&mut self) {
        *self = Self { round: self.round, ..Self::default() };
    }

    pub fn round(&self) -> u32 {
        self.round
    }

    pub fn zones(&self) -> &[Vec<Cell>] {
        &self.zones
    }

    /// Slots of each zone.
    pub fn counts(&self) -> Vec<u32> {
        self.zones.iter().map(|cells| cells.len() as u32).collect()
    }

    pub fn cell(&self, spot: Spot) -> Option<&Cell> {
        self.zones.get(spot.zone as usize)?.get(spot.slot as usize)
    }

    pub fn spot_of(&self, id: ContainerInstanceId) -> Option<Spot> {
        self.places.get(&id).copied()
    }

    /// What is searched for, zone by zone; empty if nothing is.
    pub fn found(&self) -> Vec<Spot> {
        if self.query.trim().is_empty() {
            return Vec::new();
        }
        self.spots().filter(|&(_, cell)| cell.is_found && !cell.is_vacant).map(|(spot, _)| spot).collect()
    }

    pub fn spots(&self) -> impl Iterator<Item = (Spot, &Cell)> {
        self.zones.iter().zip(0..).flat_map(|(cells, zone)| {
            cells.iter().zip(0..).map(move |(cell, slot)| (Spot { zone, slot }, cell))
        })
    }
}

fn cell_of(world: &World, shelves: &Shelves, id: ContainerInstanceId, look: Look, palette: &Palette) -> Cell {
    let row = world.container_instances.rc(id);
    let (registered, remaining) = match look.size_by {
        SizeBy::Cpu => (row.registered_resources.cpu_units, row.remaining_resources.cpu_units),
        SizeBy::Memory => (row.registered_resources.memory_mib, row.remaining_resources.memory_mib),
    };
    let share = |units: u32| (u64::from(units) * 1000 / u64::from(registered.max(1))).min(1000) as u16;
    let stripe = |(task, run): (TaskId, super::shelf::Run)| {
        let task = &world.tasks[task];
        let (start, end) = (share(run.start), share(run.start + run.length));
        Stripe { start, end, colour: palette.of_task(task), is_solid: task.is_running() && task.is_wanted() }
    };
    let mut stripes: Vec<_> = shelves.runs(look.size_by, id).map(stripe).collect();
    stripes.retain(|stripe| stripe.end > stripe.start);
    order::sort_by_key(&mut stripes, |stripe| stripe.start);
    let is_unwell = row.tasks.iter().any(|&task| {
        let task = &world.tasks[task];
        task.is_running() && task.health_status == HealthStatus::Unhealthy
    });
    Cell {
        is_vacant: is_forgotten(world, row),
        reserved: share(registered - remaining.min(registered)),
        stripes,
        is_unwell,
        is_touched: false,
        ..Cell::new(id, row)
    }
}

impl Cell {
    /// Of which nothing is known yet but its row.
    fn new(id: ContainerInstanceId, row: &Rc<ContainerInstance>) -> Self {
        Self {
            id,
            mood: mood(row),
            is_vacant: false,
            reserved: 0,
            stripes: Vec::new(),
            is_unwell: false,
            is_found: true,
            changed: 0,
            is_touched: true,
            row: row.clone(),
        }
    }
}
