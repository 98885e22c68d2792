//! What speaks against a container instance: one row for each reason there is.

use std::mem::discriminant;
use std::rc::Rc;

use ecs_playground::model::ecs::container_instance::{Resources, TransportProtocol};
use ecs_playground::model::ecs::task_definition::{
    CpuArchitecture, RequiredAttribute, RuntimePlatform, TaskDefinition,
};
use ecs_playground::model::ecs::{ContainerInstance, ContainerInstanceId, ContainerInstanceStatus, ZoneId};
use ecs_playground::model::placement::check_instance;
use ecs_playground::model::world::Event;
use ecs_playground::model::world::decision::{RejectReason, Target};

use crate::placement_world::{Setup, Wanted, distinct_instance, instance, member_of, room, task, with_port};

fn requiring(name: &str, value: Option<&str>) -> TaskDefinition {
    let required = RequiredAttribute { name: name.into(), value: value.map(str::to_owned) };
    TaskDefinition { requires_attributes: vec![required], ..with_port(0) }
}

fn for_arm() -> TaskDefinition {
    let platform =
        RuntimePlatform { cpu_architecture: Some(CpuArchitecture::Arm64), ..RuntimePlatform::default() };
    TaskDefinition { runtime_platform: Some(platform), ..with_port(0) }
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
    setup.say(Event::ZonePowerChanged { zone: ZoneId(2), available: false, until: None });
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
        assert_eq!(*record.candidates[0].rejects, *rejects);
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
