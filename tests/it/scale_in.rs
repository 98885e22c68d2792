//! Which tasks stop when a service has too many.

use std::rc::Rc;

use ecs_playground::model::ecs::{ContainerInstanceId, LaunchType, Service, Task, TaskId, ZoneId};
use ecs_playground::model::kernel::SimTime;
use ecs_playground::model::placement::choose_to_stop;
use ecs_playground::model::world::Event;
use ecs_playground::model::world::decision::Target;

use crate::placement_world::{SERVICE, Setup, Wanted, service, strategies, task};

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
        setup.say(Event::TaskCreated(Rc::new(Task { protected_until, ..row })));
    }
    let all = [TaskId(0), TaskId(1), TaskId(2)];
    assert_eq!(choose_to_stop(setup.world(), SERVICE, &all, 3), [TaskId(1), TaskId(2)]);
    assert_eq!(choose_to_stop(setup.world(), SERVICE, &all, 1).len(), 1);
}

#[test]
fn fargate_empties_the_fullest_zone_and_what_waits_for_a_place_goes_first() {
    let mut setup = Setup::new();
    let wanted = Wanted { launch_type: LaunchType::Fargate, ..Wanted::of_service(1, "") };
    let mut all: Vec<_> =
        [0, 1, 1, 2].into_iter().map(|zone| setup.create(&wanted, Target::Fargate(ZoneId(zone)))).collect();
    let chosen = choose_to_stop(setup.world(), SERVICE, &all, 1);
    assert_eq!(setup.world().tasks[chosen[0]].zone, Some(ZoneId(1)));
    let waiting = Task { zone: None, ..task(setup.world(), &wanted, Target::Fargate(ZoneId(0))) };
    all.push(setup.world().tasks.next_id());
    setup.say(Event::TaskCreated(Rc::new(waiting)));
    assert_eq!(choose_to_stop(setup.world(), SERVICE, &all, 2), [all[4], chosen[0]]);
}
