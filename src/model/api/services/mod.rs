//! Services: CreateService, UpdateService, DeleteService, DescribeServices, ListServices.
//!
//! A request is checked in this order, and the first thing wrong is what ECS says: its shape; the cluster;
//! the service's name or the service itself; tags and token; the deployment controller; the task definition;
//! launch type and capacity provider strategy; the scheduling strategy and the desired count; then the
//! service as it would be ([`rules`]); last, whether CreateService repeats an earlier one.

mod balancing_rules;
mod create;
mod delete;
mod describe;
mod request;
mod rules;
mod strategy_rules;
mod update;

pub use create::create;
pub use delete::delete;
pub use describe::{capacity_of as capacity_members, configuration as configuration_members};
pub use request::{completed_network, members_of};
pub use rules::refuse;
pub use update::update;

use serde::Deserialize;
use serde_json::{Value, json};

use super::members::failure;
use super::page::{PageRequest, page};
use super::request::decode;
use crate::model::ecs::arn::Arn;
use crate::model::ecs::service::SchedulingStrategy;
use crate::model::ecs::{ClusterId, EcsError, EcsResult, ServiceId, ServiceStatus};
use crate::model::world::World;

/// Services on a page of ListServices unless the caller asks for another number.
const PER_PAGE: u32 = 10;

#[derive(Deserialize)]
struct DescribeServices {
    cluster: Option<String>,
    services: Vec<String>,
    include: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ListServices {
    cluster: Option<String>,
    launch_type: Option<String>,
    scheduling_strategy: Option<SchedulingStrategy>,
    resource_management_type: Option<String>,
}

/// DescribeServices. A deleted service is described as INACTIVE; one that never was is a failure.
pub fn describe_all(world: &World, request: &Value) -> EcsResult<Value> {
    let request: DescribeServices = decode(request)?;
    let cluster = super::request::cluster(world, request.cluster.as_deref())?;
    if request.services.is_empty() {
        // Assumed, after DescribeTasks' `Tasks cannot be empty.`
        return Err(EcsError::invalid_parameter("Services cannot be empty."));
    }
    let with_tags = request.include.is_some_and(|words| words.iter().any(|word| word == "TAGS"));
    let (mut services, mut failures) = (Vec::new(), Vec::new());
    for name in &request.services {
        match world.find_service(cluster, name) {
            Some(id) => services.push(describe::service(world, id, with_tags)),
            None => failures.push(failure(Some(arn_of(world, cluster, name)), "MISSING")),
        }
    }
    Ok(json!({ "services": services, "failures": failures }))
}

/// ListServices: the ACTIVE services of a cluster.
pub fn list(world: &World, request: &Value) -> EcsResult<Value> {
    let asked: PageRequest = decode(request)?;
    let request: ListServices = decode(request)?;
    let cluster = super::request::cluster(world, request.cluster.as_deref())?;
    let is_asked_for = |id: &ServiceId| {
        let row = &world.services[*id];
        let launch_type = row.spec.launch_type.map(|launch_type| launch_type.as_str());
        row.status == ServiceStatus::Active
            && request.launch_type.as_deref().is_none_or(|asked| launch_type == Some(asked))
            && request.scheduling_strategy.is_none_or(|asked| row.scheduling_strategy == asked)
            // Those that ECS manages come from actions this model does not have.
            && request.resource_management_type.as_deref() != Some("ECS")
    };
    let services = world.clusters[cluster].services.iter().copied().filter(is_asked_for);
    let rows = services.map(|id| (id.0, id));
    page(world, "serviceArns", rows, &asked, PER_PAGE, |id| world.service_arn(id).into())
}

/// The service that a request names, deleted or not.
fn find(world: &World, cluster: ClusterId, name: &str) -> EcsResult<ServiceId> {
    world.find_service(cluster, name).ok_or_else(EcsError::service_not_found)
}

fn arn_of(world: &World, cluster: ClusterId, name_or_arn: &str) -> String {
    if name_or_arn.starts_with("arn:") {
        return name_or_arn.to_owned();
    }
    let path = format!("{}/{name_or_arn}", world.clusters[cluster].name);
    let config = &world.config;
    Arn { region: &config.region, account: &config.account_id, kind: "service", path: &path }.to_string()
}
