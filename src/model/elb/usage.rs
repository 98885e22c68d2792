//! How much CPU and memory the tasks of a service use: what their processes need anyway, and what requests cost.

use crate::model::ecs::{ServiceId, Task};
use crate::model::kernel::SimTime;
use crate::model::workload::{Then, serving, strain};
use crate::model::world::World;
use crate::model::world::elb::Flow;

/// Over one stretch of time, all running tasks together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    pub running_tasks: u32,
    /// Thousandths of a CPU unit in use.
    pub cpu_milli_units: u64,
    pub reserved_cpu_units: u64,
    pub memory_mib: u64,
    pub reserved_memory_mib: u64,
    /// Requests that the service's targets were sent.
    pub requests: u64,
}

impl Usage {
    /// `CPUUtilization`: used ÷ reserved, in hundredths of a per cent. None while nothing runs or is reserved.
    pub fn cpu_percent_hundredths(&self) -> Option<u64> {
        (self.cpu_milli_units * 10).checked_div(self.reserved_cpu_units)
    }

    /// `MemoryUtilization`, likewise.
    pub fn memory_percent_hundredths(&self) -> Option<u64> {
        (self.memory_mib * 10_000).checked_div(self.reserved_memory_mib)
    }
}

/// What the service used between two moments, by its tasks that run now and the requests that flowed since `from`.
pub fn of_service(world: &World, service: ServiceId, from: SimTime, to: SimTime) -> Usage {
    let mut usage = Usage::default();
    let running = || {
        let tasks = world.services[service].tasks.iter().map(|&task| &world.tasks[task]);
        tasks.filter(|task| task.is_running())
    };
    let flow = flow_of_service(world, service, from, to);
    let millis = to.since(from).as_millis().max(1);
    let by_requests = flow.cpu_micros * 1024 / millis;
    let by_requests_of_one = by_requests.checked_div(running().count() as u64).unwrap_or(0);
    for task in running() {
        let before = usage.cpu_milli_units;
        add_task(world, task, &mut usage);
        let own = usage.cpu_milli_units - before + by_requests_of_one;
        usage.cpu_milli_units += stress(world, task, own);
    }
    usage.cpu_milli_units += by_requests;
    usage.requests = flow.requests;
    usage
}

/// What faults add to the `own` use of a task, in thousandths of a CPU unit: no more than it leaves.
fn stress(world: &World, task: &Task, own: u64) -> u64 {
    if task.acting_faults().next().is_none() {
        return 0;
    }
    let usable = serving::usable_cpu(world, task);
    let wanted = u64::from(strain::stress_units(task.acting_faults(), usable)) * 1000;
    wanted.min((u64::from(usable) * 1000).saturating_sub(own))
}

/// All requests that a service's tasks were sent between two moments.
pub fn flow_of_service(world: &World, service: ServiceId, from: SimTime, to: SimTime) -> Flow {
    let mut sum = Flow::default();
    let ticks = world.traffic_since(from).take_while(|tick| tick.at <= to);
    for flow in ticks.flat_map(|tick| &tick.flows).filter(|flow| flow.service == Some(service)) {
        sum.add(flow);
    }
    sum
}

/// What the processes of a task need without any requests.
fn add_task(world: &World, task: &Task, usage: &mut Usage) {
    let reservation = task.definition.reservation();
    usage.running_tasks += 1;
    usage.reserved_cpu_units += u64::from(reservation.cpu_units);
    usage.reserved_memory_mib += u64::from(reservation.memory_mib);
    let running = task.containers.iter().zip(&task.definition.container_definitions);
    for (container, definition) in running.filter(|(container, _)| container.exit_code.is_none()) {
        let behaviour = &container.behaviour;
        let share = match definition.cpu {
            0 => reservation.cpu_units / task.containers.len() as u32,
            cpu => cpu,
        };
        // A thousandth of a unit for each unit and tenth of a per cent.
        usage.cpu_milli_units += u64::from(share) * u64::from(behaviour.cpu_percent) * 10;
        let leaked = match (behaviour.then, container.started_at) {
            (Then::Leak { mib_per_minute }, Some(started)) => {
                world.now.since(started).as_secs() * u64::from(mib_per_minute) / 60
            }
            _ => 0,
        };
        usage.memory_mib += u64::from(behaviour.memory_mib) + leaked;
    }
}
