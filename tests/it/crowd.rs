//! A cluster with too many container instances for cards.

use ecs_playground::model::ecs::{ClusterId, ContainerInstanceId};
use ecs_playground::model::world::WorldConfig;
use ecs_playground::playground::cli::parse::NoFiles;
use ecs_playground::playground::recording::Session;
use ecs_playground::playground::scenarios::script;
use ecs_playground::playground::views::crowd::{Crowd, Spot, words};
use ecs_playground::playground::views::shelf::Shelves;
use ecs_playground::playground::views::stage::{InstanceMood, Look};

const LOOK: fn() -> Look = || Look::new(ClusterId(0));

fn run(session: &mut Session, lines: &str) {
    for step in script::steps(lines) {
        script::run_step(session, &step, &NoFiles).unwrap_or_else(|error| panic!("{error}"));
    }
}

/// 66 instances, 22 in each zone, and a task on every second one.
fn crowded() -> Session {
    let mut session = Session::new(WorldConfig::default());
    run(
        &mut session,
        "aws ecs create-cluster --cluster-name many\n\
         playground launch-instances --cluster many --instance-type m5.large --count 66 --ready\n\
         aws ecs register-task-definition --family web --container-definitions \
         '[{\"name\":\"app\",\"image\":\"nginx:1.27\",\"cpu\":2048,\"memory\":256}]'\n\
         aws ecs create-service --cluster many --service-name web --task-definition web --desired-count 33\n\
         playground advance 2m",
    );
    session
}

#[derive(Default)]
struct Seen {
    crowd: Crowd,
    shelves: Shelves,
}

impl Seen {
    fn follow(&mut self, session: &Session, query: &str) {
        let (world, log) = (session.world(), session.simulation().log());
        self.shelves.follow(log, world);
        self.crowd.follow(world, log, &self.shelves, LOOK(), query);
    }

    fn places(&self) -> Vec<(Spot, ContainerInstanceId)> {
        self.crowd.spots().map(|(spot, cell)| (spot, cell.id)).collect()
    }
}

fn name(session: &Session, id: ContainerInstanceId) -> String {
    session.world().ec2_instance_id(id)
}

#[test]
fn a_slot_waits_for_the_next_launch_and_nobody_else_moves() {
    let mut session = crowded();
    let mut seen = Seen::default();
    seen.follow(&session, "");
    assert_eq!(seen.crowd.counts(), [22, 22, 22]);
    let before = seen.places();
    let lost = before[5].1;
    let line =
        format!("playground terminate-instance --cluster many --container-instance {}", name(&session, lost));
    run(&mut session, &line);
    run(&mut session, "playground advance 10s");
    seen.follow(&session, "");
    assert_eq!(
        seen.crowd.cell(before[5].0).map(|cell| (cell.mood, cell.is_vacant)),
        Some((InstanceMood::Lost, false))
    );
    run(&mut session, "playground advance 2m");
    seen.follow(&session, "");
    assert!(seen.crowd.cell(before[5].0).is_some_and(|cell| cell.is_vacant));
    run(&mut session, "playground launch-instances --cluster many --availability-zone us-east-1a --count 2");
    seen.follow(&session, "");
    let after = seen.places();
    assert_eq!(after.len(), before.len() + 1, "one took the slot, one came behind");
    let moved: Vec<_> = before.iter().filter(|place| !after.contains(place)).collect();
    assert_eq!(moved, [&before[5]]);

    let mut anew = Seen::default();
    anew.follow(&session, "");
    assert_eq!(anew.places(), after, "who comes later sees the same");
    let end = session.now();
    session.seek(end);
    seen.follow(&session, "");
    assert_eq!(seen.places(), after);
}

#[test]
fn a_frame_changes_only_what_was_touched() {
    let mut session = crowded();
    let mut seen = Seen::default();
    seen.follow(&session, "");
    run(&mut session, "playground advance 1s");
    seen.follow(&session, "");
    let round = seen.crowd.round();
    assert!(seen.crowd.spots().all(|(_, cell)| cell.changed < round), "nothing happened");
    let task = session.world().task_hex(0.into());
    run(&mut session, &format!("aws ecs stop-task --cluster many --task {task}"));
    seen.follow(&session, "");
    let changed: Vec<_> = seen.crowd.spots().filter(|(_, cell)| cell.changed > round).collect();
    assert!(
        (1..=2).contains(&changed.len()),
        "the task's instance, and its replacement's: {}",
        changed.len()
    );
}

#[test]
fn a_search_finds_by_what_can_be_said_of_an_instance() {
    let session = crowded();
    let mut seen = Seen::default();
    let mut found = |query: &str| {
        seen.follow(&session, query);
        seen.crowd.found().len()
    };
    assert_eq!(found("  "), 0, "nothing is searched for");
    assert_eq!(found("us-east-1B"), 22);
    assert_eq!(found("m5.large active"), 66);
    assert_eq!(found("web:1"), 33);
    assert_eq!(found("us-east-1b web RUNNING"), 11);
    assert_eq!(found(&name(&session, ContainerInstanceId(7))), 1);
    assert_eq!(found("no-such-thing"), 0);
    let said = words(session.world(), ContainerInstanceId(0)).sentence();
    assert!(said.contains("m5.large in us-east-1a, ACTIVE, CPU ") && said.contains(" of 2048"), "{said}");
}
