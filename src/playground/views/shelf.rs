//! Where each task's block lies on its container instance, so that it never moves while it is there.
//!
//! An instance is a ruler of its registered units, folded into rows. A task is a run on that ruler. The
//! model knows only sums; which run a task takes is decided here, once, in the order of the log, and
//! kept. Going back in time reads the log anew and comes to the same runs.

use std::collections::{BTreeMap, BTreeSet};

use super::stage::SizeBy;
use crate::model::ecs::{
    ClusterId, ContainerInstance, ContainerInstanceId, Task, TaskId, TaskStatus, ZoneId,
};
use crate::model::kernel::{SimDuration, SimTime};
use crate::model::world::decision::Target;
use crate::model::world::{Event, EventLog, LoggedEvent, World};

/// A run of units on one instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    pub start: u32,
    pub length: u32,
    /// The room belongs to a task that is still stopping: the newcomer is drawn in the lower half.
    pub shared: bool,
}

/// One instance's ruler for one resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Shelf {
    length: u32,
    row: u32,
    /// In order of placing.
    blocks: Vec<Block>,
    /// Blocks of STOPPED tasks, and when they became it: their outline stays until somebody takes the room.
    outlines: Vec<(Block, SimTime)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Block {
    task: TaskId,
    run: Run,
    /// ECS counts its room as free already.
    leaving: bool,
    from_the_end: bool,
}

/// The runs of every task that is on an instance, by CPU and by memory.
#[derive(Clone, Debug, Default)]
pub struct Shelves {
    /// Events of the log that have been read.
    read: u32,
    /// Tasks and instances that those events created.
    tasks: u32,
    instances: u32,
    cpu: BTreeMap<ContainerInstanceId, Shelf>,
    memory: BTreeMap<ContainerInstanceId, Shelf>,
    /// Tasks that are on no instance and not STOPPED: Fargate's, and those that wait for one.
    afloat: BTreeSet<TaskId>,
    /// Tasks beyond RUNNING and not STOPPED.
    ending: BTreeSet<TaskId>,
    /// Who holds each slot of a cluster's zone.
    slots: BTreeMap<(ClusterId, ZoneId), Vec<ContainerInstanceId>>,
}

/// How long what is gone keeps its outline.
pub const OUTLINE_STAYS: SimDuration = SimDuration::from_secs(60);

/// Units in a row when an instance is drawn by CPU: one vCPU.
pub const CPU_ROW: u32 = 1024;
/// MiB in a row when it is drawn by memory.
pub const MEMORY_ROW: u32 = 4096;

impl Shelves {
    /// Reads what the log has come to hold since the last time, or all of it if it was cut.
    pub fn follow(&mut self, log: &EventLog, world: &World) {
        if log.len() < self.read || world.tasks.len() < self.tasks {
            *self = Self::default();
        }
        for logged in log.since(self.read) {
            self.hear(logged, world);
        }
        self.read = log.len();
    }

    /// The task's run on its instance's ruler.
    pub fn run(&self, size_by: SizeBy, instance: ContainerInstanceId, task: TaskId) -> Option<Run> {
        let shelves = match size_by {
            SizeBy::Cpu => &self.cpu,
            SizeBy::Memory => &self.memory,
        };
        shelves.get(&instance)?.run(task)
    }

    /// Every run on an instance's ruler, in order of placing.
    pub fn runs(
        &self,
        size_by: SizeBy,
        instance: ContainerInstanceId,
    ) -> impl Iterator<Item = (TaskId, Run)> + '_ {
        let shelves = match size_by {
            SizeBy::Cpu => &self.cpu,
            SizeBy::Memory => &self.memory,
        };
        let blocks = shelves.get(&instance).into_iter().flat_map(|shelf| &shelf.blocks);
        blocks.map(|block| (block.task, block.run))
    }

    /// STOPPED tasks whose outline is still there, by what the instance is drawn by.
    pub fn outlines(
        &self,
        instance: ContainerInstanceId,
        by_memory: bool,
        now: SimTime,
    ) -> impl Iterator<Item = (TaskId, Run)> + '_ {
        let shelves = if by_memory { &self.memory } else { &self.cpu };
        let outlines = shelves.get(&instance).into_iter().flat_map(|shelf| &shelf.outlines);
        let fresh = outlines.filter(move |(_, since)| now.since(*since) <= OUTLINE_STAYS);
        fresh.map(|(block, _)| (block.task, block.run))
    }

    /// Tasks that are on no instance and not STOPPED, in order of creation.
    pub fn afloat(&self) -> impl Iterator<Item = TaskId> + '_ {
        self.afloat.iter().copied()
    }

    /// Tasks that are beyond RUNNING and not STOPPED.
    pub fn ending(&self) -> impl Iterator<Item = TaskId> + '_ {
        self.ending.iter().copied()
    }

    fn hear(&mut self, logged: &LoggedEvent, world: &World) {
        let at = logged.at;
        match &logged.event {
            Event::InstanceLaunched(instance) | Event::ContainerInstanceRegistered(instance) => {
                let id = ContainerInstanceId(self.instances);
                self.instances += 1;
                let registered = instance.registered_resources;
                self.cpu.insert(id, Shelf::new(registered.cpu_units, CPU_ROW));
                self.memory.insert(id, Shelf::new(registered.memory_mib, MEMORY_ROW));
                self.give_slot(id, instance, at, world);
            }
            Event::TaskCreated(task) => {
                let id = TaskId(self.tasks);
                self.tasks += 1;
                let Some(instance) = task.container_instance else {
                    self.afloat.insert(id);
                    return;
                };
                self.put(id, task, instance, world);
            }
            // It waited for its capacity provider to make room.
            Event::TaskPlaced { task, target: Target::ContainerInstance(instance), .. } => {
                self.afloat.remove(task);
                self.put(*task, &world.tasks[*task], *instance, world);
            }
            Event::TaskStopAsked { task, .. } => {
                self.each_shelf_of(*task, world, |shelf, task| shelf.leave(task))
            }
            Event::TaskStatusChanged { task, status: TaskStatus::Stopped } => {
                self.afloat.remove(task);
                self.ending.remove(task);
                self.each_shelf_of(*task, world, |shelf, task| shelf.remove(task, at));
            }
            Event::TaskStatusChanged { task, status } if *status > TaskStatus::Running => {
                self.ending.insert(*task);
            }
            _ => {}
        }
    }

    fn put(&mut self, id: TaskId, task: &Task, instance: ContainerInstanceId, world: &World) {
        let is_daemon = task.service.is_some_and(|service| world.services[service].is_daemon());
        if let Some(shelf) = self.cpu.get_mut(&instance) {
            shelf.place(id, task.reservation.cpu_units, is_daemon);
        }
        if let Some(shelf) = self.memory.get_mut(&instance) {
            shelf.place(id, task.reservation.memory_mib, is_daemon);
        }
    }

    /// The first slot whose holder's outline is gone, or a new one: nobody ever moves.
    fn give_slot(&mut self, id: ContainerInstanceId, row: &ContainerInstance, at: SimTime, world: &World) {
        let slots = self.slots.entry((row.cluster, row.zone)).or_default();
        let is_free = |held: &ContainerInstanceId| {
            let gone_at = world.container_instances[*held].gone_at;
            gone_at.is_some_and(|gone_at| at.since(gone_at) > OUTLINE_STAYS)
        };
        match slots.iter_mut().find(|held| is_free(held)) {
            Some(slot) => *slot = id,
            None => slots.push(id),
        }
    }

    /// The container instances of a zone, each at its place; also those whose place waits for the next one.
    pub fn slots(&self, cluster: ClusterId, zone: ZoneId) -> &[ContainerInstanceId] {
        self.slots.get(&(cluster, zone)).map_or(&[], Vec::as_slice)
    }

    fn each_shelf_of(&mut self, task: TaskId, world: &World, change: impl Fn(&mut Shelf, TaskId)) {
        let Some(instance) = world.tasks[task].container_instance else { return };
        for shelves in [&mut self.cpu, &mut self.memory] {
            if let Some(shelf) = shelves.get_mut(&instance) {
                change(shelf, task);
            }
        }
    }
}

impl Shelf {
    fn new(length: u32, row: u32) -> Self {
        Self { length, row, blocks: Vec::new(), outlines: Vec::new() }
    }

    fn run(&self, task: TaskId) -> Option<Run> {
        self.blocks.iter().find(|block| block.task == task).map(|block| block.run)
    }

    fn leave(&mut self, task: TaskId) {
        self.blocks.iter_mut().filter(|block| block.task == task).for_each(|block| block.leaving = true);
    }

    fn remove(&mut self, task: TaskId, at: SimTime) {
        self.outlines.retain(|(_, since)| at.since(*since) <= OUTLINE_STAYS);
        let gone = self.blocks.iter().filter(|block| block.task == task && block.run.length > 0);
        self.outlines.extend(gone.map(|&block| (block, at)));
        self.blocks.retain(|block| block.task != task);
    }

    fn place(&mut self, task: TaskId, length: u32, from_the_end: bool) {
        let run = self.find(length, from_the_end).unwrap_or_else(|| {
            self.close_up();
            self.find(length, from_the_end).unwrap_or(Run { start: 0, length, shared: true })
        });
        let end = run.start + run.length;
        self.outlines.retain(|(old, _)| end <= old.run.start || old.run.start + old.run.length <= run.start);
        self.blocks.push(Block { task, run, leaving: false, from_the_end });
    }

    /// Room that nobody holds before room that a stopping task still holds; a run within one row before
    /// one that crosses into the next.
    fn find(&self, length: u32, from_the_end: bool) -> Option<Run> {
        [false, true].into_iter().find_map(|shared| {
            let within = self.start_of(length, shared, false, from_the_end);
            let start = within.or_else(|| self.start_of(length, shared, true, from_the_end))?;
            Some(Run { start, length, shared })
        })
    }

    fn start_of(&self, length: u32, shared: bool, may_cross: bool, from_the_end: bool) -> Option<u32> {
        let fits = |&start: &u32| {
            let end = start + length;
            let crosses = length > 0 && start / self.row != (end - 1) / self.row;
            end <= self.length && (may_cross || !crosses) && self.is_free(start, end, shared)
        };
        let taken = self.blocks.iter().filter(|block| !(shared && block.leaving));
        if from_the_end {
            let before = taken.filter_map(|block| block.run.start.checked_sub(length));
            let row_ends = (1..=self.length.div_ceil(self.row)).map(|row| (row * self.row).min(self.length));
            before.chain(row_ends.filter_map(|end| end.checked_sub(length))).filter(fits).max()
        } else {
            let after = taken.map(|block| block.run.start + block.run.length);
            let row_starts = (0..self.length.div_ceil(self.row)).map(|row| row * self.row);
            after.chain(row_starts).filter(fits).min()
        }
    }

    fn is_free(&self, start: u32, end: u32, shared: bool) -> bool {
        let mut holders = self.blocks.iter().filter(|block| !(shared && block.leaving));
        holders.all(|block| end <= block.run.start || block.run.start + block.run.length <= start)
    }

    /// There is room, but in pieces: the blocks close up once.
    fn close_up(&mut self) {
        let blocks = std::mem::take(&mut self.blocks);
        let (leaving, staying): (Vec<_>, Vec<_>) = blocks.into_iter().partition(|block| block.leaving);
        for mut block in staying {
            block.run = self.find(block.run.length, block.from_the_end).unwrap_or(block.run);
            self.blocks.push(block);
        }
        self.blocks.extend(leaving);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shelf(lengths: &[u32]) -> Shelf {
        let mut shelf = Shelf::new(2048, CPU_ROW);
        for (task, length) in lengths.iter().enumerate() {
            shelf.place(TaskId(task as u32), *length, false);
        }
        shelf
    }

    fn starts(shelf: &Shelf) -> Vec<(u32, u32)> {
        shelf.blocks.iter().map(|block| (block.task.0, block.run.start)).collect()
    }

    #[test]
    fn a_run_does_not_cross_a_row_if_it_need_not() {
        assert_eq!(starts(&shelf(&[768, 512, 256])), [(0, 0), (1, 1024), (2, 768)]);
    }

    #[test]
    fn nobody_moves_when_a_neighbour_leaves() {
        let mut shelf = shelf(&[256, 256, 256]);
        shelf.remove(TaskId(0), SimTime::ZERO);
        assert_eq!(starts(&shelf), [(1, 256), (2, 512)]);
        shelf.place(TaskId(3), 256, false);
        assert_eq!(starts(&shelf), [(1, 256), (2, 512), (3, 0)]);
    }

    #[test]
    fn a_newcomer_shares_the_room_of_a_stopping_task_only_if_there_is_no_other() {
        let mut shelf = shelf(&[1024, 1024]);
        shelf.leave(TaskId(0));
        shelf.place(TaskId(2), 512, false);
        assert_eq!(shelf.run(TaskId(2)), Some(Run { start: 0, length: 512, shared: true }));
    }

    #[test]
    fn blocks_close_up_when_room_is_only_in_pieces() {
        let mut shelf = shelf(&[512, 1024, 512]);
        shelf.remove(TaskId(0), SimTime::ZERO);
        shelf.remove(TaskId(2), SimTime::ZERO);
        shelf.place(TaskId(3), 1024, false);
        let run = shelf.run(TaskId(3)).unwrap();
        assert!(!run.shared);
        assert_eq!(shelf.run(TaskId(1)).unwrap().start.abs_diff(run.start), 1024);
    }

    #[test]
    fn a_daemon_starts_at_the_far_end() {
        let mut shelf = shelf(&[256]);
        shelf.place(TaskId(1), 128, true);
        shelf.place(TaskId(2), 128, true);
        assert_eq!(starts(&shelf), [(0, 0), (1, 1920), (2, 1792)]);
    }
}
