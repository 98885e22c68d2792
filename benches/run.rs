//! Whole runs: fifty thousand tasks, a day of a busy cluster, and the cost of one event as worlds grow.
//!
//! Each first asserts that the work was done.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use ecs_playground::model::ecs::TaskStatus;
use ecs_playground::model::kernel::{SimDuration, SimTime};
use ecs_playground::model::simulation::Simulation;
use ecs_playground::model::world::WorldConfig;
use ecs_playground::model::world::event::Command;
use serde_json::{Value, json};

fn give(simulation: &mut Simulation, service: &str, operation: &str, request: Value) {
    let command = Command { service: service.into(), operation: operation.into(), request };
    simulation.execute(&command).unwrap_or_else(|error| panic!("{operation}: {error}"));
}

fn pass(simulation: &mut Simulation, span: SimDuration) {
    simulation.advance_to(simulation.now() + span);
}

/// A cluster with so many instances that are up, and the definition `web`.
fn cluster(instances: u32) -> Simulation {
    let mut simulation = Simulation::new(WorldConfig::default());
    give(&mut simulation, "ecs", "CreateCluster", json!({"clusterName": "c"}));
    give(
        &mut simulation,
        "playground",
        "LaunchInstances",
        json!({"cluster": "c", "instanceType": "m5.4xlarge", "count": instances}),
    );
    let definition = json!({
        "family": "web",
        "containerDefinitions": [{"name": "app", "image": "nginx:1.27", "cpu": 256, "memory": 512}],
    });
    give(&mut simulation, "ecs", "RegisterTaskDefinition", definition);
    pass(&mut simulation, SimDuration::from_mins(4));
    simulation
}

fn with_services(mut simulation: Simulation, services: u32, desired: u32) -> Simulation {
    for number in 0..services {
        let request = json!({
            "cluster": "c", "serviceName": format!("s{number}"), "taskDefinition": "web", "desiredCount": desired,
        });
        give(&mut simulation, "ecs", "CreateService", request);
    }
    simulation
}

fn running(simulation: &Simulation) -> u32 {
    simulation.world().clusters.iter().map(|(_, cluster)| cluster.running_tasks.total()).sum()
}

/// 100 services of 500 tasks each: the quota of 500 launches per service and minute is just kept.
fn fifty_thousand(simulation: &mut Simulation) {
    pass(simulation, SimDuration::from_mins(5));
}

fn place_and_start(c: &mut Criterion) {
    let furnished = with_services(cluster(5_000), 100, 500);
    let mut proof = furnished.clone();
    fifty_thousand(&mut proof);
    assert_eq!(running(&proof), 50_000);
    let mut group = c.benchmark_group("place_and_start");
    group.sample_size(10).throughput(Throughput::Elements(50_000));
    group.bench_function("50,000 tasks on 5,000 instances", |b| {
        b.iter_batched_ref(|| furnished.clone(), fifty_thousand, BatchSize::PerIteration);
    });
    group.finish();
}

/// A day in which images crash at random, tasks are stopped, instances drain and services are updated.
fn busy_day(simulation: &mut Simulation) {
    let crash = json!({"image": "nginx:1.27", "then": "crash", "exitCode": 1, "meanSeconds": 14_400});
    give(simulation, "playground", "SetImage", crash);
    for hour in 0..24u32 {
        let service = format!("s{}", hour * 4 % 100);
        give(
            simulation,
            "ecs",
            "UpdateService",
            json!({"cluster": "c", "service": service, "forceNewDeployment": true}),
        );
        pass(simulation, SimDuration::from_hours(1));
    }
}

fn day(c: &mut Criterion) {
    let furnished = with_services(cluster(100), 100, 10);
    let mut proof = furnished.clone();
    busy_day(&mut proof);
    let stopped =
        proof.world().tasks.iter().filter(|(_, task)| task.last_status == TaskStatus::Stopped).count();
    assert!(stopped > 2_000, "only {stopped} tasks stopped in a day that should be busy");
    println!("a busy day: {} events, {stopped} tasks stopped", proof.log().len());
    let mut group = c.benchmark_group("busy_day");
    group.sample_size(10).throughput(Throughput::Elements(u64::from(proof.log().len())));
    group.bench_function("100 services of 10 tasks", |b| {
        b.iter_batched_ref(|| furnished.clone(), busy_day, BatchSize::PerIteration);
    });
    group.finish();
}

/// One task stopped and replaced, in worlds of which each is ten times the one before.
fn cost_per_event(c: &mut Criterion) {
    let mut group = c.benchmark_group("replace_one_task");
    group.sample_size(20);
    for services in [1u32, 10, 100] {
        let mut steady = with_services(cluster(services * 10), services, 100);
        pass(&mut steady, SimDuration::from_mins(10));
        assert_eq!(running(&steady), services * 100);
        let task = steady.world().task_hex(0.into());
        let replace = move |simulation: &mut Simulation| {
            give(simulation, "ecs", "StopTask", json!({"cluster": "c", "task": task}));
            pass(simulation, SimDuration::from_mins(3));
            assert!(simulation.now() > SimTime::ZERO);
        };
        group.bench_function(format!("among {} tasks", services * 100), |b| {
            b.iter_batched_ref(|| steady.clone(), &replace, BatchSize::PerIteration);
        });
    }
    group.finish();
}

criterion_group!(benches, place_and_start, day, cost_per_event);
criterion_main!(benches);
