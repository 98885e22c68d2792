//! What the tasks of each service reserve and use without requests, over the run. It follows the log, only while
//! somebody looks.

use std::collections::{BTreeMap, BTreeSet};

use super::Window;
use crate::model::ecs::{ServiceId, Task, TaskFault, TaskId, TaskStatus};
use crate::model::kernel::SimTime;
use crate::model::workload::{Then, serving, strain};
use crate::model::world::elb::Flow;
use crate::model::world::{Event, EventLog, LoggedEvent, World};

/// Of a service, from one moment on: all running tasks together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    pub at: SimTime,
    pub running: u32,
    pub desired: u32,
    /// Thousandths of a CPU unit.
    cpu_milli: u64,
    cpu_reserved: u64,
    memory_mib: u64,
    memory_reserved: u64,
    stress: Stress,
}

/// What faults keep busy of the CPU of running tasks, all in thousandths of a unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Stress {
    /// If nobody else used it.
    milli: u64,
    /// What the tasks do not use themselves, without requests.
    room: u64,
    /// Tasks that it befalls.
    tasks: u64,
}

impl Stress {
    fn add(&mut self, other: Self) {
        *self = Self {
            milli: self.milli + other.milli,
            room: self.room + other.room,
            tasks: self.tasks + other.tasks,
        };
    }

    fn take(&mut self, other: Self) {
        *self = Self {
            milli: self.milli.saturating_sub(other.milli),
            room: self.room.saturating_sub(other.room),
            tasks: self.tasks.saturating_sub(other.tasks),
        };
    }
}

impl Sample {
    /// CPUUtilization of the minute in which that flowed, in per cent.
    pub fn cpu(&self, flow: &Flow) -> Option<f64> {
        let by_requests = flow.cpu_micros * 1024 / 60_000;
        let of_one = by_requests.checked_div(u64::from(self.running)).unwrap_or(0);
        let stress = self.stress.milli.min(self.stress.room.saturating_sub(of_one * self.stress.tasks));
        let used = self.cpu_milli + by_requests + stress;
        (used * 10).checked_div(self.cpu_reserved).map(|hundredths| hundredths as f64 / 100.0)
    }

    /// MemoryUtilization, in per cent.
    pub fn memory(&self) -> Option<f64> {
        (self.memory_mib * 10_000)
            .checked_div(self.memory_reserved)
            .map(|hundredths| hundredths as f64 / 100.0)
    }
}

#[derive(Clone, Debug, Default)]
pub struct Book {
    read: u32,
    last_at: SimTime,
    running: BTreeSet<TaskId>,
    /// Of running tasks that are under stress.
    stress: BTreeMap<TaskId, Stress>,
    /// By the number of the service.
    lanes: Vec<Lane>,
}

#[derive(Clone, Debug, Default)]
struct Lane {
    samples: Vec<Sample>,
    /// Milliseconds of which one sample is kept; 0 keeps all.
    grain: u64,
}

const MOST: usize = 4_000;

impl Book {
    /// Reads what the log has come to hold since the last time, or all of it if it was cut.
    pub fn follow(&mut self, log: &EventLog, world: &World) {
        let last = self.read.checked_sub(1).map(|seq| log.get(seq).map(|logged| logged.at));
        if last.is_some_and(|at| at != Some(self.last_at)) {
            *self = Self::default();
        }
        for logged in log.since(self.read) {
            self.hear(logged, world);
            self.last_at = logged.at;
        }
        self.read = log.len();
    }

    fn hear(&mut self, logged: &LoggedEvent, world: &World) {
        match &logged.event {
            Event::ServiceCreated(service) => {
                let sample = Sample { at: logged.at, desired: service.desired_count, ..Sample::default() };
                self.lanes.push(Lane { samples: vec![sample], grain: 0 });
            }
            Event::ServiceChanged { service, to } => {
                self.change(*service, logged.at, |sample| sample.desired = to.desired_count);
            }
            Event::TaskStatusChanged { task, status } => {
                self.task_moved(*task, logged.at, *status, world);
                if self.stress.contains_key(task) {
                    self.stress_changed(*task, logged.at, world);
                }
            }
            Event::TaskFaultBegan { task, .. } | Event::TaskFaultEnded { task, .. } => {
                self.stress_changed(*task, logged.at, world);
            }
            _ => {}
        }
    }

    fn task_moved(&mut self, id: TaskId, at: SimTime, status: TaskStatus, world: &World) {
        let starts = status == TaskStatus::Running;
        let changed = if starts { self.running.insert(id) } else { self.running.remove(&id) };
        let task = &world.tasks[id];
        let Some(service) = task.service.filter(|_| changed) else { return };
        let load = load(task);
        let apply = |sum: u64, part: u64| if starts { sum + part } else { sum.saturating_sub(part) };
        self.change(service, at, |sample| {
            sample.running = if starts { sample.running + 1 } else { sample.running.saturating_sub(1) };
            sample.cpu_milli = apply(sample.cpu_milli, load.cpu_milli);
            sample.cpu_reserved = apply(sample.cpu_reserved, load.cpu_reserved);
            sample.memory_mib = apply(sample.memory_mib, load.memory_mib);
            sample.memory_reserved = apply(sample.memory_reserved, load.memory_reserved);
        });
    }

    fn stress_changed(&mut self, id: TaskId, at: SimTime, world: &World) {
        let task = &world.tasks[id];
        let stress = stress(world, task, at);
        let is_new = self.running.contains(&id) && stress.milli > 0;
        let before = if is_new { self.stress.insert(id, stress) } else { self.stress.remove(&id) };
        let Some(service) = task.service else { return };
        self.change(service, at, |sample| {
            sample.stress.take(before.unwrap_or_default());
            sample.stress.add(if is_new { stress } else { Stress::default() });
        });
    }

    fn change(&mut self, service: ServiceId, at: SimTime, change: impl FnOnce(&mut Sample)) {
        let Some(lane) = self.lanes.get_mut(service.0 as usize) else { return };
        let mut sample = Sample { at, ..lane.samples.last().copied().unwrap_or_default() };
        change(&mut sample);
        lane.push(sample);
    }

    /// In force at that moment; none before the service was created.
    pub fn at(&self, service: ServiceId, at: SimTime) -> Option<Sample> {
        let samples = &self.lanes.get(service.0 as usize)?.samples;
        let after = samples.partition_point(|sample| sample.at <= at);
        after.checked_sub(1).map(|place| samples[place])
    }

    /// What was in force at the window's beginning and what came until now, about one for each `grain`.
    pub fn between(&self, service: ServiceId, window: Window, now: SimTime, grain: u64) -> Vec<Sample> {
        let Some(lane) = self.lanes.get(service.0 as usize) else { return Vec::new() };
        let first = lane.samples.partition_point(|sample| sample.at <= window.from).saturating_sub(1);
        let to = now.min(window.to());
        let end = lane.samples.partition_point(|sample| sample.at <= to);
        thinned(&lane.samples[first.min(end)..end], grain)
    }
}

impl Lane {
    fn push(&mut self, sample: Sample) {
        match self.samples.last_mut() {
            Some(last) if last.at == sample.at => *last = sample,
            _ => self.samples.push(sample),
        }
        while self.samples.len() > MOST {
            self.grain = (self.grain * 2).max(1_000);
            self.samples = thinned(&self.samples, self.grain);
        }
    }
}

/// The last of each grain.
fn thinned(samples: &[Sample], grain: u64) -> Vec<Sample> {
    let mut kept: Vec<Sample> = Vec::new();
    let place = |sample: &Sample| sample.at.as_millis() / grain.max(1);
    for sample in samples {
        match kept.last_mut() {
            Some(last) if place(last) == place(sample) => *last = *sample,
            _ => kept.push(*sample),
        }
    }
    kept
}

/// What faults that act at that moment do to a task.
fn stress(world: &World, task: &Task, at: SimTime) -> Stress {
    let acts = |fault: &&TaskFault| fault.began_at <= at && fault.ended_at.is_none_or(|ended| ended > at);
    let usable = serving::usable_cpu(world, task);
    Stress {
        milli: u64::from(strain::stress_units(task.faults.iter().filter(acts), usable)) * 1000,
        room: (u64::from(usable) * 1000).saturating_sub(load(task).cpu_milli),
        tasks: 1,
    }
}

/// What one running task adds. Containers that only run to their end are taken to have ended.
fn load(task: &Task) -> Sample {
    let reservation = task.definition.reservation();
    let mut sample = Sample {
        cpu_reserved: u64::from(reservation.cpu_units),
        memory_reserved: u64::from(reservation.memory_mib),
        ..Sample::default()
    };
    for (container, definition) in task.containers.iter().zip(&task.definition.container_definitions) {
        let behaviour = &container.behaviour;
        if matches!(behaviour.then, Then::Exit { .. }) && !definition.essential {
            continue;
        }
        let share = match definition.cpu {
            0 => reservation.cpu_units / (task.containers.len() as u32).max(1),
            cpu => cpu,
        };
        sample.cpu_milli += u64::from(share) * u64::from(behaviour.cpu_percent) * 10;
        sample.memory_mib += u64::from(behaviour.memory_mib);
    }
    sample
}
