//! Placement under attack by chance.

use ecs_playground::model::ecs::container_instance::Resources;
use ecs_playground::model::ecs::{Attribute, ContainerInstance, ContainerInstanceStatus, ZoneId};
use ecs_playground::model::placement::check_instance;
use ecs_playground::model::world::decision::Target;
use proptest::prelude::*;

use crate::placement_world::{
    Setup, Wanted, attribute, distinct_instance, instance, member_of, room, with_port,
};

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
