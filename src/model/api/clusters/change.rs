//! Changing and deleting a cluster.

use std::rc::Rc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{changed, known_providers, refuse_bad_configuration, settings};
use crate::model::api::capacity_providers;
use crate::model::api::clusters::describe::{self, Include};
use crate::model::api::launch::capacity::refuse_strategy;
use crate::model::api::request::{self, decode};
use crate::model::ecs::cluster::CapacityProviderStrategyItem;
use crate::model::ecs::{
    Cluster, ClusterId, ClusterStatus, EcsError, EcsResult, ExceptionName, ServiceStatus, TaskStatus,
};
use crate::model::world::{Ctx, Event, World};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UpdateCluster {
    cluster: String,
    settings: Option<Vec<Value>>,
    configuration: Option<Value>,
    service_connect_defaults: Option<Value>,
}

#[derive(Deserialize)]
struct DeleteCluster {
    cluster: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PutClusterCapacityProviders {
    cluster: String,
    capacity_providers: Vec<Rc<str>>,
    default_capacity_provider_strategy: Vec<CapacityProviderStrategyItem>,
}

/// UpdateCluster: members that are given replace the old ones.
pub fn update(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let request: UpdateCluster = decode(request)?;
    let id = request::cluster(ctx.world(), Some(&request.cluster))?;
    refuse_bad_configuration(request.configuration.as_ref())?;
    let row = ctx.world().clusters[id].clone();
    let to = Cluster {
        settings: request.settings.map_or(row.settings, settings),
        configuration: request.configuration.or(row.configuration),
        service_connect_defaults: request.service_connect_defaults.or(row.service_connect_defaults),
        ..row
    };
    Ok(change(ctx, id, to))
}

/// UpdateClusterSettings: UpdateCluster with nothing but settings.
pub fn update_settings(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    update(ctx, &json!({ "cluster": request["cluster"], "settings": request["settings"] }))
}

/// PutClusterCapacityProviders: replaces providers and default strategy.
pub fn put_capacity_providers(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let request: PutClusterCapacityProviders = decode(request)?;
    let id = request::cluster(ctx.world(), Some(&request.cluster))?;
    let capacity_providers = known_providers(ctx.world(), &request.capacity_providers)?;
    let strategy = refuse_strategy(&capacity_providers, &request.default_capacity_provider_strategy)?;
    refuse_removal_in_use(ctx.world(), id, &capacity_providers)?;
    let to = Cluster {
        capacity_providers,
        default_capacity_provider_strategy: strategy,
        ..ctx.world().clusters[id].clone()
    };
    let answer = change(ctx, id, to);
    capacity_providers::attached(ctx);
    Ok(answer)
}

/// DeleteCluster. The cluster stays describable as INACTIVE; deleting it again changes nothing (assumed).
pub fn delete(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let request: DeleteCluster = decode(request)?;
    let id = ctx.world().find_cluster(&request.cluster).ok_or_else(EcsError::cluster_not_found)?;
    if ctx.world().clusters[id].status != ClusterStatus::Inactive {
        refuse_while_in_use(ctx.world(), id)?;
        ctx.emit(Event::ClusterDeleted { cluster: id });
    }
    Ok(json!({ "cluster": describe::cluster(ctx.world(), id, Include::CHANGED) }))
}

fn change(ctx: &mut Ctx, id: ClusterId, to: Cluster) -> Value {
    if ctx.world().clusters[id] != to {
        ctx.emit(Event::ClusterChanged { cluster: id, to: Rc::new(to) });
    }
    changed(ctx.world(), id)
}

/// Services first, then tasks, then container instances; the order is assumed.
fn refuse_while_in_use(world: &World, id: ClusterId) -> EcsResult<()> {
    let row = &world.clusters[id];
    let lives = |status| status != ServiceStatus::Inactive;
    let (name, message) = if row.services.iter().any(|&service| lives(world.services[service].status)) {
        (
            ExceptionName::ClusterContainsServicesException,
            "The Cluster cannot be deleted while Services are active.",
        )
    } else if world
        .tasks
        .iter()
        .any(|(_, task)| task.cluster == id && task.last_status != TaskStatus::Stopped)
    {
        (
            ExceptionName::ClusterContainsTasksException,
            "The Cluster cannot be deleted while Tasks are active.",
        )
    } else if row.registered_container_instances_count > 0 {
        (
            ExceptionName::ClusterContainsContainerInstancesException,
            "The Cluster cannot be deleted while Container Instances are active or draining.",
        )
    } else {
        return Ok(());
    };
    Err(EcsError::new(name, message))
}

/// A provider that a service uses cannot be taken off; DRAINING services count.
fn refuse_removal_in_use(world: &World, id: ClusterId, kept: &[Rc<str>]) -> EcsResult<()> {
    let services = world.clusters[id].services.iter().map(|&service| &world.services[service]);
    let in_use = services
        .filter(|service| service.status != ServiceStatus::Inactive)
        .flat_map(|service| &service.spec.capacity_provider_strategy)
        .any(|item| !kept.contains(&item.capacity_provider));
    if in_use {
        let message = "The specified capacity provider is in use and cannot be removed.";
        return Err(EcsError::new(ExceptionName::ResourceInUseException, message));
    }
    Ok(())
}
