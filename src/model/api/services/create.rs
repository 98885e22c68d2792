//! CreateService.

use std::collections::VecDeque;
use std::rc::Rc;

use serde_json::{Value, json};

use super::request::{self, CreateService, ServiceMembers};
use super::{balancing_rules, describe, rules};
use crate::model::api::launch::{Capacity, active_task_definition};
use crate::model::api::request::cluster;
use crate::model::api::tags::refuse_bad_tags;
use crate::model::ecs::service::{
    AvailabilityZoneRebalancing, SchedulingStrategy, ServiceSpec, ServiceStatus,
};
use crate::model::ecs::{
    ClusterId, Deployment, DeploymentRolloutState, DeploymentStatus, EcsError, EcsResult, LaunchType,
    Service, ServiceId, TaskDefinitionId,
};
use crate::model::scheduler;
use crate::model::world::{Ctx, Event, World};

const LONGEST_TOKEN: usize = 36;

/// Creates a service and its first deployment. A repeated request gives the service that is there already.
pub fn create(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let request = CreateService::read(request)?;
    let cluster = cluster(ctx.world(), request.cluster.as_deref())?;
    rules::refuse_bad_name(&request.service_name)?;
    let namesake = namesake(ctx.world(), cluster, &request.service_name)?;
    refuse_bad_extras(&request)?;
    rules::refuse_controller(&request.members)?;
    let definition = task_definition(ctx.world(), &request.members)?;
    let service = build(ctx.world(), cluster, definition, request)?;
    rules::refuse(ctx.world(), &service)?;
    let id = match namesake {
        Some(id) => repeated(ctx.world(), id, &service)?,
        None => {
            let id = ctx.world().services.next_id();
            let primary = (!service.is_external()).then(|| deployment(ctx.world(), &service));
            ctx.emit(Event::ServiceCreated(Rc::new(service)));
            if let Some(deployment) = primary.map(Rc::new) {
                ctx.emit(Event::DeploymentCreated { service: id, deployment });
            }
            id
        }
    };
    Ok(json!({ "service": describe::service(ctx.world(), id, true) }))
}

/// The deployment that a service begins as it is now.
pub fn deployment(world: &World, service: &Service) -> Deployment {
    let id = world.next_deployment;
    Deployment {
        id,
        status: DeploymentStatus::Primary,
        task_definition: service.spec.task_definition.expect("only services of task sets have none"),
        spec: service.spec.clone(),
        desired_count: service.desired_count,
        pending_count: 0,
        running_count: 0,
        failed_tasks: 0,
        has_run: false,
        was_completed: false,
        created_at: world.now,
        updated_at: world.now,
        rollout_state: DeploymentRolloutState::InProgress,
        rollout_state_reason: scheduler::in_progress_reason(&world.deployment_name(id)).into(),
        task_set: None,
    }
}

/// The ACTIVE service of that name, which the request may repeat.
fn namesake(world: &World, cluster: ClusterId, name: &str) -> EcsResult<Option<ServiceId>> {
    let Some(id) = world.find_service(cluster, name) else { return Ok(None) };
    match world.services[id].status {
        ServiceStatus::Active => Ok(Some(id)),
        ServiceStatus::Draining => {
            Err(EcsError::invalid_parameter("Unable to Start a service that is still Draining."))
        }
        ServiceStatus::Inactive => Ok(None),
    }
}

fn refuse_bad_extras(request: &CreateService) -> EcsResult<()> {
    refuse_bad_tags(request.tags.as_deref().unwrap_or_default())?;
    if request.client_token.as_ref().is_some_and(|token| token.len() > LONGEST_TOKEN) {
        // Assumed.
        return Err(EcsError::invalid_parameter("clientToken can have at most 36 characters."));
    }
    Ok(())
}

fn task_definition(world: &World, members: &ServiceMembers) -> EcsResult<Option<TaskDefinitionId>> {
    if rules::controller(members) == Some("EXTERNAL") {
        return Ok(None);
    }
    match members.task_definition.as_deref() {
        None | Some("") => Err(EcsError::invalid_parameter("TaskDefinition can not be blank.")),
        Some(name) => active_task_definition(world, name).map(Some),
    }
}

/// The service as asked for, with ECS's defaults.
fn build(
    world: &World,
    cluster: ClusterId,
    definition: Option<TaskDefinitionId>,
    request: CreateService,
) -> EcsResult<Service> {
    let CreateService { members, .. } = request;
    let scheduling_strategy = request.scheduling_strategy.unwrap_or(SchedulingStrategy::Replica);
    let given_strategy = members.capacity_provider_strategy.as_deref().unwrap_or_default();
    let launch_type = request::launch_type(request.launch_type.as_deref())?;
    let capacity = Capacity::of_request(&world.clusters[cluster], launch_type, given_strategy)?;
    rules::refuse_scheduling(scheduling_strategy, &members, &capacity)?;
    let desired_count = rules::desired_count(scheduling_strategy, members.desired_count)?;
    let configuration = members.deployment_configuration.unwrap_or_default();
    let deployment_configuration =
        configuration.laid_over(request::default_configuration(scheduling_strategy));
    let on_fargate = capacity.launch_type() == LaunchType::Fargate;
    let latest = || on_fargate.then(|| Rc::from("LATEST"));
    let (launch_type, capacity_provider_strategy) = match capacity {
        Capacity::LaunchType(launch_type) => (Some(launch_type), Vec::new()),
        Capacity::Strategy(items) => (None, items),
    };
    let spec = ServiceSpec {
        task_definition: definition,
        launch_type,
        capacity_provider_strategy,
        platform_version: members.platform_version.or_else(latest),
        network_configuration: members.network_configuration.map(request::completed_network).map(Rc::new),
        load_balancers: balancing_rules::completed_load_balancers(
            world,
            members.load_balancers.unwrap_or_default(),
        ),
        service_registries: members.service_registries.unwrap_or_default(),
        service_connect_configuration: members.service_connect_configuration,
        volume_configurations: members.volume_configurations.unwrap_or_default(),
        vpc_lattice_configurations: members.vpc_lattice_configurations.unwrap_or_default(),
    };
    // On by default, where it can be. That ECS quietly leaves it off elsewhere is assumed.
    let may_rebalance =
        scheduling_strategy == SchedulingStrategy::Replica && deployment_configuration.maximum_percent > 100;
    let rebalancing = if may_rebalance {
        AvailabilityZoneRebalancing::Enabled
    } else {
        AvailabilityZoneRebalancing::Disabled
    };
    Ok(Service {
        cluster,
        name: request.service_name.into(),
        status: ServiceStatus::Active,
        scheduling_strategy,
        desired_count,
        spec: Rc::new(spec),
        deployment_configuration,
        deployment_controller: members.deployment_controller,
        placement_constraints: members.placement_constraints.unwrap_or_default(),
        placement_strategy: members.placement_strategy.unwrap_or_default(),
        health_check_grace_period_seconds: members.health_check_grace_period_seconds,
        availability_zone_rebalancing: members.availability_zone_rebalancing.unwrap_or(rebalancing),
        enable_ecs_managed_tags: request.enable_ecs_managed_tags.unwrap_or(false),
        enable_execute_command: members.enable_execute_command.unwrap_or(false),
        propagate_tags: members.propagate_tags.filter(|from| &**from != "NONE"),
        role_arn: request.role,
        tags: request.tags.unwrap_or_default(),
        client_token: request.client_token,
        created_at: world.now,
        deployments: Vec::new(),
        service_deployment: None,
        events: VecDeque::new(),
        tasks: Vec::new(),
        memory: Rc::default(),
    })
}

/// A namesake answers the request if it is what the request asks for.
fn repeated(world: &World, id: ServiceId, asked: &Service) -> EcsResult<ServiceId> {
    let row = &world.services[id];
    let counted = row.scheduling_strategy == SchedulingStrategy::Daemon;
    let as_asked = Service {
        desired_count: if counted { row.desired_count } else { asked.desired_count },
        created_at: row.created_at,
        deployments: row.deployments.clone(),
        service_deployment: row.service_deployment,
        events: row.events.clone(),
        tasks: row.tasks.clone(),
        memory: row.memory.clone(),
        ..asked.clone()
    };
    if *row == as_asked {
        Ok(id)
    } else {
        Err(EcsError::invalid_parameter("Creation of service was not idempotent."))
    }
}
