//! The DAEMON strategy: one task on every ACTIVE container instance that meets the constraints.

use std::rc::Rc;

use super::look::Look;
use crate::model::ecs::service::SchedulingStrategy;
use crate::model::ecs::{
    ContainerInstanceId, ContainerInstanceStatus, PlacementConstraint, PlacementConstraintType, Service,
    ServiceId, Task, TaskId,
};
use crate::model::placement::query::{self, Expression};
use crate::model::world::{Event, World};

/// A daemon counts as many tasks desired as there are container instances for it.
pub fn count_eligible_instances(look: &mut Look) {
    let service = look.service();
    let rules = Rules::of(look.world(), service);
    let instances = look.world().clusters[service.cluster].container_instances.iter();
    let desired_count = instances.filter(|&&id| rules.admit(look.world(), id)).count() as u32;
    if desired_count == service.desired_count {
        return;
    }
    let (id, changed) = (look.service, Service { desired_count, ..service.clone() });
    let primary = service.primary().map(|primary| primary.id);
    look.ctx.emit(Event::ServiceChanged { service: id, to: Rc::new(changed) });
    if let Some(deployment) = primary {
        look.ctx.emit(Event::DeploymentDesiredCountChanged { service: id, deployment, desired_count });
    }
}

/// Which container instances a daemon wants a task on.
pub struct Rules {
    expressions: Vec<Expression>,
}

impl Rules {
    pub fn of(world: &World, service: &Service) -> Self {
        let definition = service.spec.task_definition.map(|id| &world.task_definitions[id]);
        let of_service = service.placement_constraints.iter().filter_map(|row| row.expression.as_deref());
        let of_definition = definition
            .into_iter()
            .flat_map(|row| &row.placement_constraints)
            .filter_map(|row| row.expression.as_deref());
        let parsed = of_service.chain(of_definition).filter_map(|text| query::parse(text).ok());
        Self { expressions: parsed.collect() }
    }

    pub fn admit(&self, world: &World, id: ContainerInstanceId) -> bool {
        world.container_instances[id].status == ContainerInstanceStatus::Active
            && self.expressions.iter().all(|expression| expression.matches(world, id))
    }
}

/// A daemon's task leaves a DRAINING container instance last: not while a replica service has one there.
pub fn waits_for_others(world: &World, service: ServiceId, task: &Task) -> bool {
    let Some(instance) = task.container_instance.map(|id| &world.container_instances[id]) else {
        return false;
    };
    let is_replica = |id: ServiceId| {
        id != service && world.services[id].scheduling_strategy == SchedulingStrategy::Replica
    };
    let mut others = instance.tasks.iter().map(|&other| &world.tasks[other]);
    instance.status == ContainerInstanceStatus::Draining
        && others.any(|other| other.is_wanted() && other.service.is_some_and(is_replica))
}

/// One of the tasks is a daemon's, on a container instance that is ACTIVE and no longer meets the daemon's constraints.
pub fn are_shut_out(world: &World, service: ServiceId, tasks: &[TaskId]) -> bool {
    let row = &world.services[service];
    if row.scheduling_strategy != SchedulingStrategy::Daemon {
        return false;
    }
    let rules = Rules::of(world, row);
    let is_active =
        |id: ContainerInstanceId| world.container_instances[id].status == ContainerInstanceStatus::Active;
    let mut instances = tasks.iter().filter_map(|&task| world.tasks[task].container_instance);
    instances.any(|id| is_active(id) && !rules.admit(world, id))
}

/// The placement constraints of a service. A daemon never has two tasks on one container instance.
pub fn constraints(service: &Service) -> Vec<PlacementConstraint> {
    let mut constraints = service.placement_constraints.clone();
    if service.scheduling_strategy == SchedulingStrategy::Daemon {
        let kind = PlacementConstraintType::DistinctInstance;
        constraints.push(PlacementConstraint { kind, expression: None });
    }
    constraints
}
