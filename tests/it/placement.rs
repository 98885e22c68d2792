//! Where tasks go: rules, strategies, batches, and which tasks stop.

use std::collections::BTreeSet;
use std::mem::discriminant;
use std::rc::Rc;

use ecs_playground::model::ecs::container_instance::{Resources, TransportProtocol};
use ecs_playground::model::ecs::task_definition::{
    ContainerDefinition, CpuArchitecture, PortMapping, RequiredAttribute, RuntimePlatform, TaskDefinition,
    TaskDefinitionPlacementConstraint,
};
use ecs_playground::model::ecs::{
    Attribute, ContainerInstance, ContainerInstanceId, ContainerInstanceStatus, LaunchType, Service, TaskId,
    ZoneId,
};
use ecs_playground::model::kernel::SimTime;
use ecs_playground::model::placement::{check_instance, choose_to_stop, messages};
use ecs_playground::model::world::Event;
use ecs_playground::model::world::decision::{PlacementRecord, RejectReason, Target};
use proptest::prelude::*;

use crate::placement_world::{
    SERVICE, Setup, Wanted, attribute, distinct_instance, instance, member_of, room, service, strategies,
    task,
};

fn with_port(port: u32) -> TaskDefinition {
    let mapping = PortMapping { container_port: Some(80), host_port: Some(port), ..PortMapping::default() };
    let container = ContainerDefinition {
        name: "app".into(),
        port_mappings: vec![mapping],
        ..ContainerDefinition::default()
    };
    TaskDefinition {
        family: "web".into(),
        container_definitions: vec![container],
        ..TaskDefinition::default()
    }
}

fn requiring(name: &str, value: Option<&str>) -> TaskDefinition {
    let required = RequiredAttribute { name: name.into(), value: value.map(str::to_owned) };
    TaskDefinition { requires_attributes: vec![required], ..with_port(0) }
}

fn for_arm() -> TaskDefinition {
    let platform =
        RuntimePlatform { cpu_architecture: Some(CpuArchitecture::Arm64), ..RuntimePlatform::default() };
    TaskDefinition { runtime_platform: Some(platform), ..with_port(0) }
}

/// The instances chosen, in order, and a `-` for each task without a place.
fn targets(record: &PlacementRecord) -> String {
    let chosen = record.choices.iter().map(|choice| match choice.target {
        Target::ContainerInstance(id) => id.0.to_string(),
        Target::Fargate(zone) => format!("z{}", zone.0),
    });
    let unplaced = (0..record.unplaced).map(|_| "-".to_owned());
    chosen.chain(unplaced).collect::<Vec<_>>().join(" ")
}

fn wanted_with(change: impl FnOnce(&mut Wanted)) -> Wanted {
    let mut wanted = Wanted::of_run_task(1, "");
    change(&mut wanted);
    wanted
}

struct Refusal {
    definition: TaskDefinition,
    instance: ContainerInstance,
    wanted: Wanted,
    reason: RejectReason,
    code: &'static str,
    /// What follows the name of the instance in the service event.
    part: &'static str,
}

/// One row for each thing that can be wrong, and nothing else wrong.
fn refusals() -> Vec<Refusal> {
    let sound = || instance(0, room(1024, 2048));
    let plain = || with_port(0);
    let wanted = || wanted_with(|_| ());
    let with = |change: fn(&mut ContainerInstance)| {
        let mut instance = sound();
        change(&mut instance);
        instance
    };
    let refusal = |definition, instance, wanted, reason, code, part| Refusal {
        definition,
        instance,
        wanted,
        reason,
        code,
        part,
    };
    vec![
        refusal(
            plain(),
            with(|row| row.status = ContainerInstanceStatus::Draining),
            wanted(),
            RejectReason::Status(ContainerInstanceStatus::Draining),
            "INACTIVE",
            " encountered error \"INACTIVE\".",
        ),
        refusal(
            plain(),
            with(|row| row.zone = ZoneId(2)),
            wanted(),
            RejectReason::ZoneUnavailable,
            "AGENT",
            " doesn't have the agent connected.",
        ),
        refusal(
            plain(),
            with(|row| row.agent_connected = false),
            wanted(),
            RejectReason::AgentDisconnected,
            "AGENT",
            " doesn't have the agent connected.",
        ),
        refusal(
            requiring("ecs.capability.task-eni", None),
            sound(),
            wanted(),
            RejectReason::MissingAttribute("ecs.capability.task-eni".into()),
            "ATTRIBUTE",
            " is missing an attribute required by your task.",
        ),
        refusal(
            requiring("rack", Some("r2")),
            sound(),
            wanted(),
            RejectReason::MissingAttribute("rack".into()),
            "ATTRIBUTE",
            " is missing an attribute required by your task.",
        ),
        refusal(
            for_arm(),
            sound(),
            wanted(),
            RejectReason::Architecture { needs: CpuArchitecture::Arm64, has: CpuArchitecture::X86_64 },
            "ATTRIBUTE",
            " is missing an attribute required by your task.",
        ),
        refusal(
            plain(),
            sound(),
            wanted_with(|wanted| wanted.reservation.cpu_units = 1025),
            RejectReason::Cpu { needs: 1025, has: 1024 },
            "RESOURCE:CPU",
            " has insufficient CPU units available.",
        ),
        refusal(
            plain(),
            sound(),
            wanted_with(|wanted| wanted.reservation.memory_mib = 2049),
            RejectReason::Memory { needs: 2049, has: 2048 },
            "RESOURCE:MEMORY",
            " has insufficient memory available.",
        ),
        refusal(
            plain(),
            sound(),
            wanted_with(|wanted| wanted.reservation.gpus = 1),
            RejectReason::Gpu { needs: 1, has: 0 },
            "RESOURCE:GPU",
            " encountered error \"RESOURCE:GPU\".",
        ),
        refusal(
            with_port(22),
            sound(),
            wanted(),
            RejectReason::Port { protocol: TransportProtocol::Tcp, port: 22 },
            "RESOURCE:PORTS",
            " is already using a port required by your task.",
        ),
        refusal(
            with_port(80),
            with(|row| row.ports.extend((1000..1095).map(|port| ((TransportProtocol::Udp, port), 1)))),
            wanted(),
            RejectReason::PortLimit { needs: 1, has: 0 },
            "RESOURCE:PORTS",
            " encountered error \"RESOURCE:PORTS\".",
        ),
        refusal(
            plain(),
            sound(),
            wanted_with(|wanted| wanted.reservation.enis = 1),
            RejectReason::Eni { needs: 1, has: 0 },
            "RESOURCE:ENI",
            " encountered error \"RESOURCE:ENI\".",
        ),
        refusal(
            plain(),
            sound(),
            wanted_with(|wanted| {
                wanted.group = "busy".into();
                wanted.constraints = vec![distinct_instance()];
            }),
            RejectReason::DistinctInstance,
            "DistinctInstance placement constraint unsatisfied.",
            " encountered error \"DistinctInstance placement constraint unsatisfied.\".",
        ),
        refusal(
            plain(),
            sound(),
            wanted_with(|wanted| wanted.constraints = vec![member_of("attribute:rack == r2")]),
            RejectReason::MemberOf("attribute:rack == r2".into()),
            "MemberOf placement constraint unsatisfied.",
            " encountered error \"MemberOf placement constraint unsatisfied.\".",
        ),
        refusal(
            plain(),
            sound(),
            wanted_with(|wanted| wanted.zones = vec![ZoneId(1)]),
            RejectReason::Location,
            "LOCATION",
            " encountered error \"LOCATION\".",
        ),
    ]
}

/// A world with the one instance, on which a task of the group `busy` runs that takes no room.
fn world_of(refusal: &Refusal) -> Setup {
    let mut setup = Setup::with(refusal.definition.clone());
    setup.say(Event::ZonePowerChanged { zone: ZoneId(2), available: false });
    let id = setup.add(refusal.instance.clone());
    let busy = wanted_with(|wanted| {
        wanted.group = "busy".into();
        wanted.reservation = Resources::default();
    });
    let mut row = task(setup.world(), &busy, Target::ContainerInstance(id));
    row.host_ports = Rc::from([]);
    setup.say(Event::TaskCreated(Rc::new(row)));
    setup
}

#[test]
fn each_rule_refuses_with_its_reason_and_ecs_words() {
    for refusal in refusals() {
        let mut setup = world_of(&refusal);
        let id = ContainerInstanceId(0);
        let rejects = check_instance(setup.world(), &refusal.wanted.order(), id);
        assert_eq!(rejects, std::slice::from_ref(&refusal.reason));
        let record = setup.place(&refusal.wanted);
        assert_eq!((record.choices.len(), record.unplaced), (0, 1), "{:?}", refusal.reason);
        assert_eq!(record.candidates[0].rejects, rejects);
        assert_eq!(refusal.reason.failure_code(), refusal.code);
        let part = refusal.reason.service_event_part("c1");
        assert_eq!(part, format!("The closest matching (container-instance c1){}", refusal.part));
    }
}

#[test]
fn every_reason_is_reached() {
    let reached: Vec<_> = refusals().into_iter().map(|refusal| discriminant(&refusal.reason)).collect();
    let all = [
        RejectReason::Status(ContainerInstanceStatus::Draining),
        RejectReason::ZoneUnavailable,
        RejectReason::AgentDisconnected,
        RejectReason::MissingAttribute("a".into()),
        RejectReason::Architecture { needs: CpuArchitecture::Arm64, has: CpuArchitecture::X86_64 },
        RejectReason::Cpu { needs: 1, has: 0 },
        RejectReason::Memory { needs: 1, has: 0 },
        RejectReason::Gpu { needs: 1, has: 0 },
        RejectReason::Port { protocol: TransportProtocol::Tcp, port: 1 },
        RejectReason::PortLimit { needs: 1, has: 0 },
        RejectReason::Eni { needs: 1, has: 0 },
        RejectReason::DistinctInstance,
        RejectReason::MemberOf("a".into()),
        RejectReason::Location,
    ];
    for reason in &all {
        assert!(reached.contains(&discriminant(reason)), "{reason:?} has no row");
    }
}

#[test]
fn all_that_is_wrong_is_said_in_the_order_of_the_rules() {
    let mut setup = Setup::with(with_port(22));
    let id = setup.add(ContainerInstance { agent_connected: false, ..instance(0, room(100, 100)) });
    let wanted = wanted_with(|wanted| {
        wanted.reservation.enis = 1;
        wanted.zones = vec![ZoneId(1)];
    });
    let rejects = check_instance(setup.world(), &wanted.order(), id);
    let rules: Vec<_> = rejects.iter().map(|reason| format!("{:?}", reason.rule())).collect();
    assert_eq!(rules, ["Agent", "Cpu", "Memory", "Ports", "Eni", "Constraints"]);
}

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
    assert_eq!(as_of(2).rejects, [RejectReason::Cpu { needs: 256, has: 88 }]);
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
    setup.say(Event::ZonePowerChanged { zone: ZoneId(1), available: false });
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

/// Starts a service's tasks on instances, one for each entry, and gives the instances of those that stop.
fn stopped(strategy: &str, instances: &[(u32, u32, u32)], tasks: &[u32], count: u32) -> String {
    let mut setup = Setup::new();
    let to = Service { placement_strategy: strategies(strategy), ..service() };
    setup.say(Event::ServiceChanged { service: SERVICE, to: Rc::new(to) });
    setup.add_all(instances);
    let ids: Vec<_> = tasks
        .iter()
        .map(|&id| {
            setup.create(&Wanted::of_service(1, ""), Target::ContainerInstance(ContainerInstanceId(id)))
        })
        .collect();
    let chosen = choose_to_stop(setup.world(), SERVICE, &ids, count);
    let instance = |&task: &TaskId| setup.world().tasks[task].container_instance.unwrap().0.to_string();
    chosen.iter().map(instance).collect::<Vec<_>>().join(" ")
}

#[test]
fn scaling_in_works_the_strategies_backwards() {
    type Instances = &'static [(u32, u32, u32)];
    const THREE: Instances = &[(0, 4096, 8192), (0, 4096, 8192), (1, 4096, 8192)];
    let cases: [(&str, Instances, &[u32], u32, &str); 6] = [
        ("", THREE, &[0, 1, 1, 2], 1, "1"),
        ("", THREE, &[0, 0, 0, 2, 2], 3, "0 0 2"),
        ("spread=instanceId", THREE, &[0, 0, 0, 0, 1, 2, 2], 2, "0 0"),
        ("binpack=memory", &[(0, 4096, 2048), (0, 4096, 8192)], &[0, 0, 1], 1, "1"),
        ("binpack=cpu", &[(0, 4096, 8192), (0, 1024, 8192)], &[0, 0, 1, 1], 2, "0 0"),
        ("random", THREE, &[0, 1, 2], 3, "0 1 2"),
    ];
    for (strategy, instances, tasks, count, expected) in cases {
        let mut chosen: Vec<_> =
            stopped(strategy, instances, tasks, count).split(' ').map(str::to_owned).collect();
        chosen.sort();
        assert_eq!(chosen.join(" "), expected, "{strategy}: {tasks:?}");
    }
}

#[test]
fn protected_tasks_are_never_chosen() {
    let mut setup = Setup::new();
    setup.add_all(&[(0, 4096, 8192)]);
    let wanted = Wanted::of_service(1, "");
    for protected_until in [Some(SimTime::from_secs(60)), None, Some(SimTime::ZERO)] {
        let row = task(setup.world(), &wanted, Target::ContainerInstance(ContainerInstanceId(0)));
        setup.say(Event::TaskCreated(Rc::new(ecs_playground::model::ecs::Task { protected_until, ..row })));
    }
    let all = [TaskId(0), TaskId(1), TaskId(2)];
    assert_eq!(choose_to_stop(setup.world(), SERVICE, &all, 3), [TaskId(1), TaskId(2)]);
    assert_eq!(choose_to_stop(setup.world(), SERVICE, &all, 1).len(), 1);
}

fn any_instance() -> impl Strategy<Value = ContainerInstance> {
    let sizes = (0_u32..3, 0_u32..8, 0_u32..8, 0_u32..3);
    let states = (prop::bool::weighted(0.9), prop::bool::weighted(0.9), 0_u32..4);
    (sizes, states).prop_map(|((zone, cpu, memory, enis), (connected, active, rack))| {
        let rack = [Some("r1"), Some("r2"), Some("r3"), None][rack as usize];
        let status = if active { ContainerInstanceStatus::Active } else { ContainerInstanceStatus::Draining };
        let attributes: Vec<Attribute> = rack.into_iter().map(|rack| attribute("rack", rack)).collect();
        let size = Resources { enis, ..room(cpu * 256, memory * 256) };
        let sound = instance(zone, size);
        ContainerInstance { status, agent_connected: connected, attributes: attributes.into(), ..sound }
    })
}

fn any_wanted() -> impl Strategy<Value = Wanted> {
    let strategy = prop::sample::select(vec![
        "",
        "random",
        "binpack=memory",
        "spread=attribute:ecs.availability-zone binpack=cpu",
        "spread=attribute:rack spread=instanceId",
        "spread=instanceId spread=attribute:rack binpack=memory",
        "spread=attribute:rack spread=attribute:ecs.availability-zone binpack=cpu binpack=memory",
    ]);
    let constraint = prop::sample::select(vec![
        None,
        Some(distinct_instance()),
        Some(member_of("attribute:rack exists")),
        Some(member_of("task:group != family:web")),
        Some(member_of("task:group == service:web or attribute:rack == r1")),
    ]);
    let zones = prop::sample::select(vec![vec![], vec![ZoneId(0)], vec![ZoneId(0), ZoneId(2)]]);
    (strategy, constraint, zones, 0_u32..10, 0_u32..2, any::<bool>()).prop_map(
        |(strategy, constraint, zones, count, enis, of_service)| {
            let wanted = match of_service {
                true => Wanted::of_service(count, strategy),
                false => Wanted::of_run_task(count, strategy),
            };
            let reservation = Resources { enis, ..room(256, 256) };
            Wanted { constraints: constraint.into_iter().collect(), zones, reservation, ..wanted }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    /// A batch is a shortcut: it gives each task the place it would have got alone, ties included, and each
    /// of these places meets all rules. What is left without a place meets them nowhere.
    #[test]
    fn a_batch_is_the_same_as_one_task_after_the_other(
        instances in prop::collection::vec(any_instance(), 0..8),
        before in any_wanted(),
        wanted in any_wanted(),
        port in prop::sample::select(vec![0_u32, 8080]),
    ) {
        let mut setup = Setup::with(with_port(port));
        for instance in instances {
            setup.add(instance);
        }
        setup.start(&before);
        let batch = setup.clone().place(&wanted);
        let alone = Wanted { count: 1, ..wanted.clone() };
        for choice in &batch.choices {
            let record = setup.place(&alone);
            prop_assert_eq!(&record.choices[..], std::slice::from_ref(choice));
            let Target::ContainerInstance(id) = choice.target else { panic!("{choice:?}") };
            prop_assert_eq!(check_instance(setup.world(), &alone.order(), id), []);
            setup.create(&wanted, choice.target);
            prop_assert_eq!(setup.world().broken_invariant().filter(|text| !text.contains("PRIMARY")), None);
        }
        if batch.unplaced > 0 {
            let record = setup.place(&alone);
            prop_assert_eq!(record.unplaced, 1);
            prop_assert_eq!(&record.failure, &batch.failure);
        }
    }
}
