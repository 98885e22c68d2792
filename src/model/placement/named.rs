//! "Placing" on the container instance that the caller named: nothing is chosen, the rules are only checked.

use std::rc::Rc;

use super::closeness::closest;
use super::filter::Requirements;
use super::{Order, blank_record, check_instance, group_tasks_on};
use crate::model::ecs::ContainerInstanceId;
use crate::model::world::World;
use crate::model::world::decision::{Candidate, Choice, PlacementFailure, PlacementRecord, Target};

pub(super) fn place(world: &World, order: &Order, instance: ContainerInstanceId) -> PlacementRecord {
    let row = &world.container_instances[instance];
    let candidates: Rc<[Candidate]> = Rc::from([Candidate {
        instance,
        zone: row.zone,
        remaining: row.remaining_resources,
        group_tasks: group_tasks_on(world, instance, &order.group),
        rejects: check_instance(world, order, instance).into(),
    }]);
    let fits = candidates[0].rejects.is_empty();
    let target = Target::ContainerInstance(instance);
    let choice = Choice { target, narrowed: Vec::new(), tied: 1 };
    let closest = closest(&candidates);
    let failure = PlacementFailure { candidates: candidates.clone(), closest, no_fargate_capacity: false };
    PlacementRecord {
        candidates,
        choices: if fits { vec![choice] } else { Vec::new() },
        unplaced: u32::from(!fits),
        failure: (!fits).then_some(failure),
        ..blank_record(world, order, Requirements::new(world, order))
    }
}
