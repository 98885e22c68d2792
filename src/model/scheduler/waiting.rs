//! Tasks that wait in PROVISIONING for their capacity provider: as soon as there may be room, they are placed.

use std::rc::Rc;

use serde_json::Value;

use super::daemon;
use crate::model::agent;
use crate::model::ecs::container_instance::Resources;
use crate::model::ecs::{
    ClusterId, DeploymentId, PlacementConstraint, PlacementStrategy, ServiceId, Task, TaskDefinitionId,
    TaskId,
};
use crate::model::kernel::SimDuration;
use crate::model::placement::{self, Order};
use crate::model::world::decision::Purpose;
use crate::model::world::{CapacityEvent, Ctx, Event, Room, Timer, World};

/// From new room to the next try (assumed).
const SOONEST: SimDuration = SimDuration::from_secs(2);
const LATEST: SimDuration = SimDuration::from_secs(8);

/// Makes sure that the waiting tasks of a cluster are looked at soon, if there are any.
pub fn promise(ctx: &mut Ctx, cluster: ClusterId) {
    if waiting(ctx.world(), cluster).next().is_none() || ctx.world().waiting_looks.contains_key(&cluster) {
        return;
    }
    let delay = ctx.draw(Room::Scheduler).duration(SOONEST, LATEST);
    let at = Some(ctx.now() + delay);
    ctx.emit(Event::Capacity(CapacityEvent::WaitingLookPromised { cluster, at }));
    ctx.schedule(delay, Timer::PlaceWaiting { cluster });
}

fn waiting(world: &World, cluster: ClusterId) -> impl Iterator<Item = TaskId> {
    let all = (cluster, TaskId(0))..=(cluster, TaskId(u32::MAX));
    world.waiting_tasks.range(all).map(|&(_, task)| task)
}

/// Places what fits, the oldest first; tasks that are alike together.
pub fn place(ctx: &mut Ctx, cluster: ClusterId) {
    if ctx.world().waiting_looks.get(&cluster) != Some(&ctx.now()) {
        return;
    }
    ctx.emit(Event::Capacity(CapacityEvent::WaitingLookPromised { cluster, at: None }));
    for batch in batches(ctx.world(), cluster) {
        place_batch(ctx, cluster, &batch);
    }
}

/// Waiting tasks that one decision can place.
struct Batch {
    likeness: Likeness,
    tasks: Vec<TaskId>,
}

#[derive(Clone, PartialEq)]
struct Likeness {
    definition: TaskDefinitionId,
    service: Option<(ServiceId, DeploymentId)>,
    provider: Option<Rc<str>>,
    group: Rc<str>,
    reservation: Resources,
    network: Option<Rc<Value>>,
    strategy: Vec<PlacementStrategy>,
    constraints: Vec<PlacementConstraint>,
}

impl Likeness {
    fn of(world: &World, task: &Task) -> Self {
        let service = task.service.map(|id| &world.services[id]);
        let record = task.decision.map(|(decision, _)| &world.decisions[decision]);
        let of_definition = task.definition.placement_constraints.len();
        let (strategy, constraints) = match (service, record) {
            (Some(service), _) => (service.placement_strategy.clone(), daemon::constraints(service)),
            // The record has those of the definition at its end; they are added again.
            (None, Some(record)) => {
                let own = record.constraints.len().saturating_sub(of_definition);
                (record.strategy.clone(), record.constraints[..own].to_vec())
            }
            (None, None) => Default::default(),
        };
        Self {
            definition: task.definition_id,
            service: task.service.zip(task.deployment),
            provider: task.capacity_provider.clone(),
            group: task.group.clone(),
            reservation: task.reservation,
            network: task.network_configuration.clone(),
            strategy,
            constraints,
        }
    }
}

fn batches(world: &World, cluster: ClusterId) -> Vec<Batch> {
    let mut batches: Vec<Batch> = Vec::new();
    for id in waiting(world, cluster) {
        let likeness = Likeness::of(world, &world.tasks[id]);
        match batches.iter_mut().find(|batch| batch.likeness == likeness) {
            Some(batch) => batch.tasks.push(id),
            None => batches.push(Batch { likeness, tasks: vec![id] }),
        }
    }
    batches
}

fn place_batch(ctx: &mut Ctx, cluster: ClusterId, batch: &Batch) {
    let likeness = &batch.likeness;
    let purpose = match likeness.service {
        Some((service, deployment)) => Purpose::Service { service, deployment },
        None => Purpose::RunTask,
    };
    let zones = ctx.world().zones_of_network(likeness.network.as_deref());
    let order = Order {
        cluster,
        purpose,
        definition: likeness.definition,
        group: likeness.group.clone(),
        launch_type: ctx.world().tasks[batch.tasks[0]].launch_type,
        capacity_provider: likeness.provider.clone(),
        count: batch.tasks.len() as u32,
        strategy: &likeness.strategy,
        constraints: &likeness.constraints,
        zones: &zones,
        reservation: likeness.reservation,
    };
    let (decision, record) = placement::place(ctx, &order);
    for (&task, (number, choice)) in batch.tasks.iter().zip((0..).zip(&record.choices)) {
        agent::place_task(ctx, task, choice.target, (decision, number));
    }
}
