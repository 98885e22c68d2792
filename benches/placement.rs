//! How long a batch takes in a cluster of the largest size ECS allows.

#[path = "../tests/it/placement_world.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod placement_world;

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use ecs_playground::model::ecs::ContainerInstance;
use ecs_playground::model::ecs::task_definition::{RequiredAttribute, TaskDefinition};
use placement_world::{Setup, Wanted, attribute, instance, member_of, room};

const INSTANCES: u32 = 5000;
const TASKS: u32 = 500;
const REQUIRED_ATTRIBUTES: u32 = 8;

/// Instances with the some thirty attributes an agent registers, and tasks that require eight of them.
fn largest_cluster() -> Setup {
    let capability = |number: u32| format!("com.amazonaws.ecs.capability.number-{number:02}");
    let required = |number| RequiredAttribute { name: capability(number * 3), value: None };
    let mut setup = Setup::with(TaskDefinition {
        family: "web".into(),
        requires_attributes: (0..REQUIRED_ATTRIBUTES).map(required).collect(),
        ..TaskDefinition::default()
    });
    for number in 0..INSTANCES {
        let instance_type =
            attribute("ecs.instance-type", if number % 2 == 0 { "m5.large" } else { "c5.large" });
        let attributes = (0..30).map(|number| attribute(&capability(number), "")).chain([instance_type]);
        let size = room(2048, 3800 + number % 7 * 100);
        setup.add(ContainerInstance { attributes: attributes.collect(), ..instance(number % 3, size) });
    }
    setup
}

fn placement(criterion: &mut Criterion) {
    let empty = largest_cluster();
    let mut busy = empty.clone();
    busy.start(&Wanted::of_service(8 * INSTANCES / 2, ""));
    let constrained = Wanted {
        constraints: vec![member_of("attribute:ecs.instance-type =~ m5.*")],
        ..Wanted::of_service(TASKS, "")
    };
    let cases = [
        ("service default, empty cluster", &empty, Wanted::of_service(TASKS, "")),
        ("service default, 20,000 tasks there", &busy, Wanted::of_service(TASKS, "")),
        ("binpack memory", &empty, Wanted::of_service(TASKS, "binpack=memory")),
        ("memberOf a pattern", &empty, constrained),
        ("RunTask of 10", &empty, Wanted::of_run_task(10, "")),
    ];
    let mut group = criterion.benchmark_group(format!("place {TASKS} tasks on {INSTANCES} instances"));
    for (name, setup, wanted) in cases {
        let record = setup.clone().place(&wanted);
        assert_eq!(record.choices.len() as u32, wanted.count, "{name}: all tasks fit");
        group.bench_function(name, |bencher| {
            bencher.iter_batched_ref(
                || setup.clone(),
                |setup| black_box(setup.place(&wanted)),
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, placement);
criterion_main!(benches);
