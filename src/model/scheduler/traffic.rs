//! Where the requests of a deployment go: ECS moves the weights of the listener rules that a service names.

use std::ops::Bound;
use std::rc::Rc;

use super::census::source_of;
use super::failure::Cause;
use super::look::Look;
use super::service_deployments::change;
use crate::model::ecs::deployment_configuration::ALL_TRAFFIC;
use crate::model::ecs::service_deployment::ServiceDeploymentStatus as Status;
use crate::model::ecs::{DeploymentId, ServiceDeployment, ServiceId};
use crate::model::elb::lanes;
use crate::model::world::Ctx;

/// Finds the target groups of a deployment that stands beside the old one.
pub fn find_lanes(look: &mut Look, id: DeploymentId, row: &ServiceDeployment) -> Result<(), Cause> {
    let found = lanes::find(look.world(), &row.spec, true).map_err(Cause::Network)?;
    change(look.ctx, id, |row| row.lanes = Some(Rc::from(found)));
    Ok(())
}

/// Takes back what deployments that never came to their end have moved, each by its own lanes: the revision that the
/// next one replaces may have none, if it was deployed by a rolling deployment. Rules that no deployment of the service
/// has left half-way are nobody's to touch.
pub fn undo_unfinished(ctx: &mut Ctx, service: ServiceId) {
    let world = ctx.world();
    let Some(source) = source_of(&world.services[service]).map(|row| row.id) else { return };
    let later = world.service_deployments.range((Bound::Excluded(source), Bound::Unbounded));
    let left_half_way = later.filter(|(_, row)| {
        row.service == service && matches!(row.status, Status::Stopped | Status::RollbackFailed)
    });
    let left_half_way: Vec<_> = left_half_way.map(|(_, row)| row.clone()).collect();
    for row in left_half_way {
        if row.production_weight > 0 {
            lanes::weigh_production(ctx, row.lanes(), 0);
        }
        if row.test_weight > 0 {
            lanes::weigh_test(ctx, row.lanes(), 0);
        }
    }
}

/// All traffic goes to the revision that the next deployment replaces, whatever another one has made of it.
pub fn give_back(ctx: &mut Ctx, service: ServiceId) {
    let Some(source) = source_of(&ctx.world().services[service]).map(|row| row.id) else { return };
    let Some(row) = ctx.world().service_deployments.get(&source).cloned() else { return };
    lanes::weigh_production(ctx, row.lanes(), ALL_TRAFFIC);
    lanes::weigh_test(ctx, row.lanes(), ALL_TRAFFIC);
}
