//! UpdateService.

use std::rc::Rc;

use serde_json::{Value, json};

use super::create::deployment;
use super::request::{self, ServiceMembers, UpdateService};
use super::{balancing_rules, describe, rules};
use crate::model::api::launch::active_task_definition;
use crate::model::api::launch::capacity::refuse_strategy;
use crate::model::api::request::cluster;
use crate::model::ecs::service::{SchedulingStrategy, ServiceSpec, ServiceStatus};
use crate::model::ecs::{EcsError, EcsResult, ExceptionName, LaunchType, Service, ServiceId};
use crate::model::scheduler;
use crate::model::world::{Ctx, Event, World};

/// Changes a service. A change of what a deployment fixes begins a new deployment; a changed count does not.
pub fn update(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let request = UpdateService::read(request)?;
    let cluster = cluster(ctx.world(), request.cluster.as_deref())?;
    // A deleted service is known as long as it is described: it is not missing, it is not ACTIVE.
    let found = ctx.world().find_service(cluster, &request.service);
    let id = found.ok_or_else(EcsError::service_not_found)?;
    if ctx.world().services[id].status != ServiceStatus::Active {
        return Err(EcsError::new(ExceptionName::ServiceNotActiveException, "Service was not ACTIVE."));
    }
    let force = request.force_new_deployment.unwrap_or(false);
    rules::refuse_update(&ctx.world().services[id], &request.members, force)?;
    let service = build(ctx.world(), id, request)?;
    rules::refuse(ctx.world(), &service)?;
    carry_out(ctx, id, service, force);
    Ok(json!({ "service": describe::service(ctx.world(), id, true) }))
}

fn carry_out(ctx: &mut Ctx, id: ServiceId, service: Service, force: bool) {
    let old = ctx.world().services.rc(id).clone();
    let begins_deployment = force || *service.spec != *old.spec;
    if service != *old {
        ctx.emit(Event::ServiceChanged { service: id, to: Rc::new(service.clone()) });
    }
    if old.is_external() {
        scheduler::rescale_task_sets(ctx, id);
        return;
    }
    let primary = old.primary().map(|primary| primary.id);
    if begins_deployment {
        let deployment = Rc::new(deployment(ctx.world(), &service));
        ctx.emit(Event::DeploymentCreated { service: id, deployment });
    } else if let Some(deployment) = primary.filter(|_| service.desired_count != old.desired_count) {
        let desired_count = service.desired_count;
        ctx.emit(Event::DeploymentDesiredCountChanged { service: id, deployment, desired_count });
        scheduler::scale(ctx, id, old.desired_count, desired_count);
    }
}

/// The service as it would be.
fn build(world: &World, id: ServiceId, request: UpdateService) -> EcsResult<Service> {
    let row = &world.services[id];
    let spec = spec(world, row, &request)?;
    let members = request.members;
    rules::refuse_count_of_daemon(row.scheduling_strategy, members.desired_count)?;
    let desired_count = match row.scheduling_strategy {
        SchedulingStrategy::Daemon => row.desired_count,
        SchedulingStrategy::Replica => {
            let count = members.desired_count.unwrap_or(row.desired_count);
            rules::desired_count(row.scheduling_strategy, Some(count))?
        }
    };
    let configuration = members.deployment_configuration.unwrap_or_default();
    let propagate_tags = match members.propagate_tags {
        Some(from) => Some(from).filter(|from| &**from != "NONE"),
        None => row.propagate_tags.clone(),
    };
    Ok(Service {
        desired_count,
        spec: Rc::new(spec),
        deployment_configuration: configuration.laid_over(row.deployment_configuration.clone()),
        placement_constraints: members
            .placement_constraints
            .unwrap_or_else(|| row.placement_constraints.clone()),
        placement_strategy: members.placement_strategy.unwrap_or_else(|| row.placement_strategy.clone()),
        health_check_grace_period_seconds: members
            .health_check_grace_period_seconds
            .or(row.health_check_grace_period_seconds),
        availability_zone_rebalancing: members
            .availability_zone_rebalancing
            .unwrap_or(row.availability_zone_rebalancing),
        enable_ecs_managed_tags: request.enable_ecs_managed_tags.unwrap_or(row.enable_ecs_managed_tags),
        enable_execute_command: members.enable_execute_command.unwrap_or(row.enable_execute_command),
        propagate_tags,
        ..row.clone()
    })
}

/// What the next deployment would be made from.
fn spec(world: &World, row: &Service, request: &UpdateService) -> EcsResult<ServiceSpec> {
    let members = &request.members;
    let old = &row.spec;
    let task_definition = match members.task_definition.as_deref() {
        Some(name) => Some(active_task_definition(world, name)?),
        None => old.task_definition,
    };
    let capacity_provider_strategy = match &members.capacity_provider_strategy {
        Some(strategy) => {
            let attached = &world.clusters[row.cluster].capacity_providers;
            let strategy = refuse_strategy(attached, strategy)?;
            refuse_unforced(strategy != old.capacity_provider_strategy, request.force_new_deployment)?;
            strategy
        }
        None => old.capacity_provider_strategy.clone(),
    };
    // A strategy takes the place of the launch type. Without one the service is back on EC2 (assumed).
    let launch_type =
        capacity_provider_strategy.is_empty().then(|| old.launch_type.unwrap_or(LaunchType::Ec2));
    let network_configuration = network(members).or_else(|| old.network_configuration.clone());
    Ok(ServiceSpec {
        task_definition,
        launch_type,
        capacity_provider_strategy,
        platform_version: members.platform_version.clone().or_else(|| old.platform_version.clone()),
        network_configuration,
        load_balancers: match &members.load_balancers {
            Some(given) => balancing_rules::completed_load_balancers(world, given.clone()),
            None => old.load_balancers.clone(),
        },
        service_registries: members
            .service_registries
            .clone()
            .unwrap_or_else(|| old.service_registries.clone()),
        service_connect_configuration: members
            .service_connect_configuration
            .clone()
            .or_else(|| old.service_connect_configuration.clone()),
        volume_configurations: members
            .volume_configurations
            .clone()
            .unwrap_or_else(|| old.volume_configurations.clone()),
        vpc_lattice_configurations: members
            .vpc_lattice_configurations
            .clone()
            .unwrap_or_else(|| old.vpc_lattice_configurations.clone()),
    })
}

fn network(members: &ServiceMembers) -> Option<Rc<Value>> {
    members.network_configuration.clone().map(request::completed_network).map(Rc::new)
}

fn refuse_unforced(changes: bool, force: Option<bool>) -> EcsResult<()> {
    if changes && force != Some(true) {
        return Err(EcsError::invalid_parameter(
            "When switching from launch type to capacity provider strategy on an existing service, or making \
             a change to a capacity provider strategy on a service that is already using one, you must force \
             a new deployment.",
        ));
    }
    Ok(())
}
