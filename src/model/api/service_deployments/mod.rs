//! Service deployments and service revisions: ListServiceDeployments, DescribeServiceDeployments,
//! DescribeServiceRevisions, StopServiceDeployment, ContinueServiceDeployment.

mod describe;
mod steer;

pub use describe::{deployments, revisions};
pub use steer::{answer, stop};

use serde::Deserialize;
use serde_json::Value;

use super::members::{Members, seconds};
use super::page::{PageRequest, page};
use super::request::decode;
use crate::model::ecs::{DeploymentId, EcsError, EcsResult};
use crate::model::world::World;

/// Service deployments on a page unless the caller asks for another number.
const PER_PAGE: u32 = 20;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ListServiceDeployments {
    cluster: Option<String>,
    service: String,
    status: Option<Vec<String>>,
    created_at: Option<Between>,
}

#[derive(Deserialize)]
struct Between {
    before: Option<f64>,
    after: Option<f64>,
}

/// ListServiceDeployments: in brief, the newest first.
pub fn list(world: &World, request: &Value) -> EcsResult<Value> {
    let asked: PageRequest = decode(request)?;
    let request: ListServiceDeployments = decode(request)?;
    let cluster = super::request::cluster(world, request.cluster.as_deref())?;
    let service = world.find_service(cluster, &request.service).ok_or_else(EcsError::service_not_found)?;
    let is_asked_for = |id: DeploymentId| {
        let row = &world.service_deployments[&id];
        let created = world.epoch_millis(row.created_at) as f64 / 1000.0;
        let status = row.status.as_str();
        let between = request.created_at.as_ref();
        row.service == service
            && request.status.as_ref().is_none_or(|all| all.is_empty() || all.iter().any(|one| one == status))
            && between.and_then(|span| span.before).is_none_or(|before| created < before)
            && between.and_then(|span| span.after).is_none_or(|after| created > after)
    };
    let newest_first = world.service_deployments.keys().rev().copied().filter(|&id| is_asked_for(id));
    let rows = newest_first.map(|id| (u32::MAX - id.0, id));
    page(world, "serviceDeployments", rows, &asked, PER_PAGE, |id| brief(world, id))
}

fn brief(world: &World, id: DeploymentId) -> Value {
    let row = &world.service_deployments[&id];
    Members::new()
        .with("serviceDeploymentArn", world.service_deployment_arn(row.service, id))
        .with("serviceArn", world.service_arn(row.service))
        .with("clusterArn", world.cluster_arn(world.services[row.service].cluster))
        .maybe("startedAt", row.started_at.map(|at| seconds(world, at)))
        .with("createdAt", seconds(world, row.created_at))
        .maybe("finishedAt", row.finished_at.map(|at| seconds(world, at)))
        .with("targetServiceRevisionArn", world.service_revision_arn(row.service, id))
        .with("status", row.status.as_str())
        .maybe("statusReason", row.status_reason.as_deref())
        .build()
}
