//! ListContainerInstances.

use serde::Deserialize;
use serde_json::Value;

use crate::model::api::page::{PageRequest, page};
use crate::model::api::request::{self, decode};
use crate::model::ecs::{ContainerInstanceStatus, EcsResult};
use crate::model::placement::query::{self, Expression};
use crate::model::world::World;

const PER_PAGE: u32 = 100;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct List {
    cluster: Option<String>,
    filter: Option<String>,
    status: Option<ContainerInstanceStatus>,
}

/// ListContainerInstances: in the order of registration (assumed). All but the INACTIVE ones, unless a status
/// is asked for.
pub fn list(world: &World, request: &Value) -> EcsResult<Value> {
    let asked: PageRequest = decode(request)?;
    let request: List = decode(request)?;
    let cluster = request::cluster(world, request.cluster.as_deref())?;
    let filter: Option<Expression> = request.filter.as_deref().map(query::parse).transpose()?;
    let listed = world.clusters[cluster].container_instances.iter().copied().filter(|&id| {
        let row = &world.container_instances[id];
        let by_status = match request.status {
            Some(status) => row.status == status,
            None => row.status != ContainerInstanceStatus::Inactive,
        };
        row.is_known_to_ecs() && by_status && filter.as_ref().is_none_or(|filter| filter.matches(world, id))
    });
    let items = listed.map(|id| (id.0, id));
    page(world, "containerInstanceArns", items, &asked, PER_PAGE, |id| {
        world.container_instance_arn(id).into()
    })
}
