//! The DAEMON strategy: one task on every ACTIVE container instance that meets the constraints.

use std::rc::Rc;

use super::look::Look;
use crate::model::ecs::service::SchedulingStrategy;
use crate::model::ecs::{ContainerInstanceStatus, PlacementConstraint, PlacementConstraintType, Service};
use crate::model::world::{Event, World};

/// A daemon counts as many tasks desired as there are container instances for it.
pub fn count_eligible_instances(look: &mut Look) {
    let service = look.service();
    let desired_count = eligible_instances(look.world(), service);
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

fn eligible_instances(world: &World, service: &Service) -> u32 {
    let instances = world.clusters[service.cluster].container_instances.iter();
    let rows = instances.map(|&id| &world.container_instances[id]);
    rows.filter(|row| row.status == ContainerInstanceStatus::Active).count() as u32
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
