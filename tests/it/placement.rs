//! Where tasks go: strategies, batches, and what is written down.

use std::collections::BTreeSet;

use ecs_playground::model::ecs::task_definition::{TaskDefinition, TaskDefinitionPlacementConstraint};
use ecs_playground::model::ecs::{
    ContainerInstance, ContainerInstanceId, ContainerInstanceStatus, LaunchType, TaskId, ZoneId,
};
use ecs_playground::model::placement::messages;
use ecs_playground::model::world::Event;
use ecs_playground::model::world::decision::{PlacementRecord, RejectReason, Target};

use crate::placement_world::{
    SERVICE, Setup, Wanted, distinct_instance, instance, member_of, room, strategies, targets, with_port,
};

#[test]
fn a_constraint_of_the_definition_binds_and_one_that_cannot_be_read_holds_nowhere() {
    for (expression, expected) in
        [("attribute:rack == r1", "0"), ("attribute:rack == r9", "-"), ("rack", "-")]
    {
        let constraint = TaskDefinitionPlacementConstraint {
            kind: "memberOf".into(),
            expression: Some(expression.to_owned()),
        };
        let mut setup =
            Setup::with(TaskDefinition { placement_constraints: vec![constraint], ..with_port(0) });
        setup.add_all(&[(0, 1024, 2048)]);
        assert_eq!(targets(&setup.place(&Wanted::of_run_task(1, ""))), expected, "{expression}");
    }
}

const AZ: &str = "spread=attribute:ecs.availability-zone";

#[test]
fn strategies_choose_in_turn() {
    // Zone, CPU units, MiB; a task takes 256 and 512.
    type Instances = &'static [(u32, u32, u32)];
    let cases: [(&str, Instances, u32, &str); 9] = [
        ("binpack=memory", &[(0, 2048, 4096), (0, 2048, 1024), (0, 2048, 2048)], 5, "1 1 2 2 2"),
        ("binpack=cpu", &[(0, 1024, 9999), (0, 512, 9999), (0, 100, 9999)], 4, "1 1 0 0"),
        ("binpack=cpu binpack=memory", &[(0, 512, 4096), (0, 512, 2048), (0, 1024, 512)], 3, "1 1 0"),
        ("spread=instanceId binpack=memory", &[(0, 2048, 4096), (0, 2048, 2048)], 4, "1 0 1 0"),
        ("spread=host binpack=cpu", &[(0, 1024, 4096), (0, 512, 4096)], 3, "1 0 1"),
        (
            &format!("{AZ} binpack=memory"),
            &[(0, 2048, 4096), (1, 2048, 2048), (1, 2048, 1024), (2, 2048, 8192)],
            6,
            "2 0 3 2 0 3",
        ),
        ("binpack=memory", &[(0, 256, 512)], 3, "0 - -"),
        ("binpack=disk spread=host binpack=cpu", &[(0, 1024, 4096), (0, 512, 4096)], 2, "1 0"),
        ("binpack=cpu", &[], 2, "- -"),
    ];
    for (strategy, instances, count, expected) in cases {
        let mut setup = Setup::new();
        setup.add_all(instances);
        let record = setup.place(&Wanted::of_run_task(count, strategy));
        assert_eq!(targets(&record), expected, "{strategy} on {instances:?}");
    }
}

#[test]
fn a_service_without_strategies_spreads_over_zones_and_then_instances() {
    let mut setup = Setup::new();
    setup.add_all(&[(0, 4096, 8192), (0, 4096, 8192), (1, 4096, 8192), (2, 4096, 8192)]);
    let record = setup.start(&Wanted::of_service(6, ""));
    assert_eq!(record.strategy, strategies(&format!("{AZ} spread=instanceId")));
    let mut chosen: Vec<_> = targets(&record).split(' ').map(str::to_owned).collect();
    chosen.sort();
    assert_eq!(chosen.join(" "), "0 1 2 2 3 3");
    assert_eq!(record.zone_tasks, [0, 0, 0]);
    assert_eq!(setup.place(&Wanted::of_service(1, "")).zone_tasks, [2, 2, 2]);
}

#[test]
fn spread_counts_tasks_on_instances_that_take_no_more() {
    let mut setup = Setup::new();
    setup.add_all(&[(0, 256, 512), (0, 4096, 8192), (1, 4096, 8192)]);
    setup.create(&Wanted::of_service(1, ""), Target::ContainerInstance(ContainerInstanceId(0)));
    let record = setup.place(&Wanted::of_service(1, ""));
    assert_eq!(targets(&record), "2");
    let narrowed = &record.choices[0].narrowed;
    assert_eq!((narrowed[0].from, narrowed[0].to, narrowed[0].best), (2, 1, 0));
}

#[test]
fn a_stopping_task_neither_counts_nor_blocks() {
    let mut setup = Setup::new();
    setup.add_all(&[(0, 1024, 2048)]);
    let wanted = Wanted { constraints: vec![distinct_instance()], ..Wanted::of_service(1, "") };
    assert_eq!(targets(&setup.start(&wanted)), "0");
    assert_eq!(targets(&setup.place(&wanted)), "-");
    setup.ask_to_stop(TaskId(0));
    assert_eq!(targets(&setup.place(&wanted)), "0");
}

#[test]
fn tasks_of_a_batch_keep_apart_where_they_must() {
    let apart = |constraints| Wanted { constraints, ..Wanted::of_run_task(3, "spread=host") };
    let cases = [
        ("distinctInstance", with_port(0), apart(vec![distinct_instance()])),
        ("the same host port", with_port(8080), apart(Vec::new())),
        ("not beside its own group", with_port(0), apart(vec![member_of("task:group != family:web")])),
    ];
    for (name, definition, wanted) in cases {
        let mut setup = Setup::with(definition);
        setup.add_all(&[(0, 4096, 8192), (0, 4096, 8192)]);
        let record = setup.place(&wanted);
        let chosen: BTreeSet<_> = record.choices.iter().map(|choice| choice.target).collect();
        assert_eq!((chosen.len(), record.unplaced), (2, 1), "{name}");
        let failure = record.failure.as_ref().expect("a task had no place");
        assert!(failure.candidates.iter().all(|candidate| !candidate.rejects.is_empty()), "{name}");
    }
}

#[test]
fn the_closest_instance_is_the_one_with_the_least_wrong() {
    let mut setup = Setup::new();
    setup.add(ContainerInstance {
        status: ContainerInstanceStatus::Draining,
        ..instance(0, room(4096, 8192))
    });
    setup.add_all(&[(0, 128, 128), (1, 4096, 256), (2, 4096, 500)]);
    let record = setup.place(&Wanted::of_service(1, ""));
    let failure = record.failure.as_ref().expect("the task had no place");
    let order: Vec<_> = failure.candidates.iter().map(|candidate| candidate.instance.0).collect();
    assert_eq!(order, [3, 2, 1, 0]);
    let (closest, reason) = failure.closest.clone().expect("some instances are ACTIVE");
    assert_eq!((closest.0, reason), (3, RejectReason::Memory { needs: 512, has: 500 }));
    let instance = setup.world().container_instance_hex(closest);
    assert_eq!(
        messages::placement_failure(setup.world(), SERVICE, failure),
        format!(
            "(service web) was unable to place a task because no container instance met all of its \
             requirements. The closest matching (container-instance {instance}) has insufficient memory \
             available. For more information, see the Troubleshooting section of the Amazon ECS Developer \
             Guide."
        )
    );
}

#[test]
fn without_an_active_instance_none_is_close() {
    let mut setup = Setup::new();
    setup.add(ContainerInstance {
        status: ContainerInstanceStatus::Draining,
        ..instance(0, room(4096, 8192))
    });
    let record = setup.place(&Wanted::of_service(1, ""));
    let failure = record.failure.as_ref().expect("the task had no place");
    assert_eq!(failure.closest, None);
    let message = messages::placement_failure(setup.world(), SERVICE, failure);
    assert!(message.contains("Reason: No Container Instances were found in your cluster. For"), "{message}");
}

#[test]
fn a_record_gives_back_what_was_left_for_each_task() {
    let mut setup = Setup::new();
    setup.add_all(&[(0, 600, 2048)]);
    let record = setup.place(&Wanted::of_service(3, "binpack=cpu"));
    let as_of = |choice| record.candidate_as_of(&record.candidates[0], choice);
    assert_eq!(as_of(0), record.candidates[0]);
    assert_eq!((as_of(1).remaining, as_of(1).group_tasks), (room(344, 1536), 1));
    assert_eq!(*as_of(2).rejects, [RejectReason::Cpu { needs: 256, has: 88 }]);
    assert_eq!(record.failure.as_ref().unwrap().candidates[..], [as_of(2)]);
}

#[test]
fn fargate_spreads_over_the_zones_of_the_subnets() {
    let mut setup = Setup::new();
    let fargate = |count, zones: &[u32]| Wanted {
        launch_type: LaunchType::Fargate,
        zones: zones.iter().copied().map(ZoneId).collect(),
        ..Wanted::of_service(count, "")
    };
    let count = |record: &PlacementRecord, zone: &str| targets(record).matches(zone).count();
    let record = setup.start(&fargate(4, &[0, 2]));
    assert_eq!((count(&record, "z0"), count(&record, "z1"), count(&record, "z2")), (2, 0, 2));
    setup.say(Event::ZonePowerChanged { zone: ZoneId(1), available: false, until: None });
    assert_eq!(targets(&setup.start(&fargate(2, &[]))), "z1 z1");
}

#[test]
fn a_decision_is_kept_with_at_most_so_many_rows() {
    let mut setup = Setup::new();
    setup.add_all(&[(0, 100, 100); 300]);
    setup.add_all(&[(1, 512, 1024); 400]);
    let record = setup.place(&Wanted::of_service(2, "spread=host"));
    assert_eq!((record.candidates.len(), record.left_out), (512, 188));
    let first: Vec<_> = record.candidates[..2].iter().map(|row| row.instance.0.to_string()).collect();
    assert_eq!(first.join(" "), targets(&record));
    assert!(record.candidates[..400].iter().all(|row| row.rejects.is_empty()));
}
