//! What a container makes of the requests it gets: answers, errors, latency and the CPU they cost.

use super::ImageBehaviour;
use super::strain::Strain;
use crate::model::ecs::{LaunchType, Task};
use crate::model::world::World;

/// A load balancer waits so long for an answer: the idle timeout of an Application Load Balancer.
pub const PATIENCE_MILLIS: u64 = 60_000;

/// What became of the requests of one stretch of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Served {
    /// Answered with a code below 500.
    pub good: u64,
    /// Answered with 500.
    pub errors: u64,
    /// Not answered in time.
    pub timed_out: u64,
    /// Milliseconds that one answered request took.
    pub latency_millis: u64,
    /// CPU time of all of them, in microseconds of one vCPU.
    pub cpu_micros: u64,
    /// More than twice as many as could be answered.
    pub is_overloaded: bool,
}

/// Requests per second that a container can answer with `cpu_units` of CPU to itself.
pub fn capacity_per_second(behaviour: &ImageBehaviour, cpu_units: u32) -> u64 {
    let serving = &behaviour.serving;
    // The process needs some of the CPU for itself.
    let left = u64::from(cpu_units) * u64::from(100 - behaviour.cpu_percent.min(100)) / 100;
    let by_cpu = match serving.cpu_micros {
        0 => u64::MAX,
        micros => (left * 1_000_000 / 1024 / u64::from(micros)).max(1),
    };
    match serving.most_per_second {
        0 => by_cpu,
        most => by_cpu.min(u64::from(most)),
    }
}

/// Serves `requests` that come evenly over `millis`.
///
/// Latency grows with use as in a queue with one server: base ÷ (1 − use), up to twenty times the base. What is
/// more than the capacity waits until the load balancer gives up.
pub fn serve(
    behaviour: &ImageBehaviour,
    cpu_units: u32,
    strain: &Strain,
    requests: u64,
    millis: u64,
) -> Served {
    if strain.is_cut_off {
        return Served { timed_out: requests, ..Served::default() };
    }
    let serving = &behaviour.serving;
    // Processes that want the CPU at the same time share it evenly.
    let cpu_units = cpu_units.saturating_sub(strain.stress_units).max(cpu_units / 2);
    let capacity = capacity_per_second(behaviour, cpu_units).saturating_mul(millis.max(1)) / 1000;
    let worked_on = requests.min(capacity.max(1));
    let answered = worked_on - worked_on * strain.lost_per_million / 1_000_000;
    let errors = answered * u64::from(serving.error_percent) / 100;
    let used_percent = requests.saturating_mul(100) / capacity.max(1);
    let base = u64::from(serving.latency_millis) * u64::from(strain.slowdown);
    let latency = base * 100 / (100 - used_percent.min(95)) + strain.delay_millis;
    Served {
        good: answered - errors,
        errors,
        timed_out: requests - answered,
        latency_millis: latency.min(PATIENCE_MILLIS),
        cpu_micros: worked_on.saturating_mul(u64::from(serving.cpu_micros)),
        is_overloaded: requests > capacity.max(1).saturating_mul(2),
    }
}

/// The code that a health check of `path` is answered with by a process that is up and well.
pub fn health_code(behaviour: &ImageBehaviour, path: &str) -> u32 {
    let path = path.split('?').next().unwrap_or(path);
    let answers = match &behaviour.serving.health_path {
        Some(only) => path == &**only,
        None => path == "/" || USUAL_PATHS.contains(&path.rsplit('/').next().unwrap_or(path)),
    };
    match (answers, behaviour.serving.error_percent) {
        (false, _) => 404,
        (true, 100) => 500,
        (true, _) => 200,
    }
}

/// Last steps of paths that web applications commonly answer for health checks (assumed of all of them).
const USUAL_PATHS: [&str; 12] = [
    "health",
    "healthz",
    "healthcheck",
    "health-check",
    "health_check",
    "ping",
    "ready",
    "readyz",
    "live",
    "livez",
    "status",
    "up",
];

/// The CPU units that a container can use: what its task has to itself on Fargate; on a container instance what the
/// task reserves, or its even share of the instance if that is more, as nothing holds it back there.
pub fn usable_cpu(world: &World, task: &Task) -> u32 {
    let reserved = task.definition.reservation().cpu_units;
    let Some(instance) = task.container_instance.filter(|_| task.launch_type != LaunchType::Fargate) else {
        return reserved;
    };
    if task.definition.task_cpu_units().is_some() {
        return reserved;
    }
    let instance = &world.container_instances[instance];
    let sharers = (instance.tasks.len() as u32).max(1);
    reserved.max(instance.registered_resources.cpu_units / sharers)
}
