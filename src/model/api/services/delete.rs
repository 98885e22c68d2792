//! DeleteService.

use std::rc::Rc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{describe, find};
use crate::model::api::request::{cluster, decode};
use crate::model::ecs::service::{SchedulingStrategy, ServiceStatus};
use crate::model::ecs::{EcsError, EcsResult, Service, ServiceId};
use crate::model::world::{Ctx, Event};

#[derive(Deserialize)]
struct DeleteService {
    cluster: Option<String>,
    service: String,
    force: Option<bool>,
}

/// Turns a service to DRAINING; the scheduler stops its tasks, and then it is INACTIVE. Deleting a DRAINING
/// service again changes nothing, and an INACTIVE one is not found (both assumed).
pub fn delete(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let request: DeleteService = decode(request)?;
    let cluster = cluster(ctx.world(), request.cluster.as_deref())?;
    let id = find(ctx.world(), cluster, &request.service)?;
    match ctx.world().services[id].status {
        ServiceStatus::Active => {
            if request.force != Some(true) {
                refuse_unforced(&ctx.world().services[id])?;
            }
            drain(ctx, id);
        }
        ServiceStatus::Draining => {}
        ServiceStatus::Inactive => return Err(EcsError::service_not_found()),
    }
    Ok(json!({ "service": describe::service(ctx.world(), id, true) }))
}

/// A DAEMON service has no count that could be scaled down first.
fn refuse_unforced(service: &Service) -> EcsResult<()> {
    let is_replica = service.scheduling_strategy == SchedulingStrategy::Replica;
    let message = if is_replica && service.desired_count > 0 {
        "The service cannot be stopped while it is scaled above 0."
    } else if is_replica && service.deployments.len() > 1 {
        "The service cannot be stopped while deployments are active."
    } else {
        return Ok(());
    };
    Err(EcsError::invalid_parameter(message))
}

fn drain(ctx: &mut Ctx, id: ServiceId) {
    let row = ctx.world().services.rc(id).clone();
    if row.desired_count > 0 {
        let to = Rc::new(Service { desired_count: 0, ..(*row).clone() });
        ctx.emit(Event::ServiceChanged { service: id, to });
    }
    for deployment in row.deployments.iter().filter(|deployment| deployment.desired_count > 0) {
        let deployment = deployment.id;
        ctx.emit(Event::DeploymentDesiredCountChanged { service: id, deployment, desired_count: 0 });
    }
    ctx.emit(Event::ServiceStatusChanged { service: id, status: ServiceStatus::Draining });
}
