//! Task sets of the EXTERNAL deployment controller: CreateTaskSet, UpdateTaskSet, UpdateServicePrimaryTaskSet,
//! DeleteTaskSet, DescribeTaskSets.

use std::rc::Rc;

use serde_json::{Value, json};

use super::launch::active_task_definition;
use super::members::{Members, failure, seconds, word};
use super::request::cluster;
use super::services::capacity_members;
use crate::model::ecs::deployment_configuration::tenths;
use crate::model::ecs::service::ServiceSpec;
use crate::model::ecs::{
    Deployment, DeploymentId, DeploymentRolloutState, DeploymentStatus, EcsError, EcsResult, ExceptionName,
    LaunchType, Service, ServiceId, ServiceStatus, Tag, TaskDefinitionId, TaskSet,
};
use crate::model::scheduler;
use crate::model::world::{Ctx, Event, World};

fn text<'a>(request: &'a Value, member: &str) -> Option<&'a str> {
    request[member].as_str().filter(|text| !text.is_empty())
}

/// The service that a request names; it must be ACTIVE and deployed from outside.
fn service(world: &World, request: &Value) -> EcsResult<ServiceId> {
    let cluster = cluster(world, text(request, "cluster"))?;
    let named = world.find_service(cluster, text(request, "service").unwrap_or_default());
    let id = named.ok_or_else(EcsError::service_not_found)?;
    let row = &world.services[id];
    if row.status != ServiceStatus::Active {
        return Err(EcsError::new(ExceptionName::ServiceNotActiveException, "Service was not ACTIVE."));
    }
    if !row.is_external() {
        // Assumed.
        return Err(EcsError::new(
            ExceptionName::UnsupportedFeatureException,
            "Task sets are only supported for services that use the EXTERNAL deployment controller.",
        ));
    }
    Ok(id)
}

/// Id or ARN.
fn find(world: &World, service: ServiceId, name: &str) -> EcsResult<DeploymentId> {
    let rows = world.services[service].deployments.iter();
    let mut named = rows.filter(|row| {
        let id = world.deployment_name(row.id);
        name == id || name == world.task_set_arn(service, row.id) || id.ends_with(&format!("/{name}"))
    });
    // The text is assumed.
    let missing = || EcsError::new(ExceptionName::TaskSetNotFoundException, "Task set not found.");
    named.next().map(|row| row.id).ok_or_else(missing)
}

/// `scale` in tenths of a percent; 100 percent when it is left out.
fn scale(request: &Value) -> EcsResult<u32> {
    let given = &request["scale"]["value"];
    let scale = if given.is_null() { 1000 } else { tenths(given).unwrap_or(u32::MAX) };
    if given.as_f64().is_some_and(|value| !(0.0..=100.0).contains(&value)) || scale > 1000 {
        // Assumed.
        return Err(EcsError::invalid_parameter("The value of scale must be between 0.0 and 100.0."));
    }
    Ok(scale)
}

/// CreateTaskSet.
pub fn create(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let id = service(ctx.world(), request)?;
    let scale = scale(request)?;
    let (task_definition, spec) = spec(ctx.world(), id, request)?;
    let (world, now) = (ctx.world(), ctx.now());
    let deployment = world.next_deployment;
    let tags: Vec<Tag> = serde_json::from_value(request["tags"].clone()).unwrap_or_default();
    let external_id = text(request, "externalId").map(Rc::from);
    let task_set = TaskSet { external_id, scale, is_steady: false, stability_at: now, tags };
    let row = Deployment {
        id: deployment,
        status: DeploymentStatus::Active,
        task_definition,
        desired_count: task_set.computed_desired_count(world.services[id].desired_count),
        task_set: Some(Rc::new(task_set)),
        spec: Rc::new(spec),
        pending_count: 0,
        running_count: 0,
        failed_tasks: 0,
        has_run: false,
        was_completed: false,
        created_at: now,
        updated_at: now,
        rollout_state: DeploymentRolloutState::InProgress,
        rollout_state_reason: "".into(),
    };
    let count = row.desired_count;
    ctx.emit(Event::DeploymentCreated { service: id, deployment: Rc::new(row) });
    scheduler::set_task_set_count(ctx, id, deployment, count);
    Ok(json!({ "taskSet": task_set_of(ctx.world(), id, deployment) }))
}

fn spec(world: &World, id: ServiceId, request: &Value) -> EcsResult<(TaskDefinitionId, ServiceSpec)> {
    let name = text(request, "taskDefinition");
    let name = name.ok_or_else(|| EcsError::invalid_parameter("TaskDefinition can not be blank."))?;
    let task_definition = active_task_definition(world, name)?;
    let given = super::services::members_of(request)?;
    let launch_type = match text(request, "launchType") {
        Some("FARGATE") => LaunchType::Fargate,
        _ => LaunchType::Ec2,
    };
    let strategy = given.capacity_provider_strategy.unwrap_or_default();
    let on_fargate = strategy.is_empty() && launch_type == LaunchType::Fargate;
    let latest = || on_fargate.then(|| Rc::from("LATEST"));
    let spec = ServiceSpec {
        task_definition: Some(task_definition),
        launch_type: strategy.is_empty().then_some(launch_type),
        capacity_provider_strategy: strategy,
        platform_version: given.platform_version.or_else(latest),
        network_configuration: given
            .network_configuration
            .map(super::services::completed_network)
            .map(Rc::new),
        load_balancers: given.load_balancers.unwrap_or_default(),
        service_registries: given.service_registries.unwrap_or_default(),
        service_connect_configuration: None,
        volume_configurations: Vec::new(),
        vpc_lattice_configurations: Vec::new(),
    };
    // A task set is held against the rules of a service that would be made from it.
    let as_service = Service { spec: Rc::new(spec.clone()), ..world.services[id].clone() };
    super::services::refuse(world, &as_service)?;
    Ok((task_definition, spec))
}

/// UpdateTaskSet: another share of the desired count.
pub fn update(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let id = service(ctx.world(), request)?;
    let set = find(ctx.world(), id, text(request, "taskSet").unwrap_or_default())?;
    let scale = scale(request)?;
    change(ctx, id, set, |row| row.scale = scale);
    scheduler::rescale_task_sets(ctx, id);
    Ok(json!({ "taskSet": task_set_of(ctx.world(), id, set) }))
}

/// UpdateServicePrimaryTaskSet.
pub fn make_primary(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let id = service(ctx.world(), request)?;
    let set = find(ctx.world(), id, text(request, "primaryTaskSet").unwrap_or_default())?;
    let primary = ctx.world().services[id].primary().map(|row| row.id).filter(|&old| old != set);
    if let Some(deployment) = primary {
        let status = DeploymentStatus::Active;
        ctx.emit(Event::DeploymentStatusChanged { service: id, deployment, status });
    }
    let status = DeploymentStatus::Primary;
    ctx.emit(Event::DeploymentStatusChanged { service: id, deployment: set, status });
    Ok(json!({ "taskSet": task_set_of(ctx.world(), id, set) }))
}

/// DeleteTaskSet: it is DRAINING until its tasks are gone.
pub fn delete(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let id = service(ctx.world(), request)?;
    let set = find(ctx.world(), id, text(request, "taskSet").unwrap_or_default())?;
    let rows = &ctx.world().services[id].deployments;
    let scaled = rows.iter().any(|row| row.id == set && row.desired_count > 0);
    if scaled && request["force"] != true {
        // Assumed.
        return Err(EcsError::invalid_parameter(
            "The task set cannot be deleted while it is scaled above 0.",
        ));
    }
    let status = DeploymentStatus::Draining;
    ctx.emit(Event::DeploymentStatusChanged { service: id, deployment: set, status });
    scheduler::rescale_task_sets(ctx, id);
    Ok(json!({ "taskSet": task_set_of(ctx.world(), id, set) }))
}

/// DescribeTaskSets: those named, or all.
pub fn describe(world: &World, request: &Value) -> EcsResult<Value> {
    let id = service(world, request)?;
    let named: Vec<&str> =
        request["taskSets"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let all = || world.services[id].deployments.iter().map(|row| row.id).collect::<Vec<_>>();
    let (mut sets, mut failures) = (Vec::new(), Vec::new());
    if named.is_empty() {
        sets = all();
    }
    for name in named {
        match find(world, id, name) {
            Ok(set) => sets.push(set),
            Err(_) => failures.push(failure(Some(name.to_owned()), "MISSING")),
        }
    }
    let sets: Vec<Value> = sets.into_iter().map(|set| task_set_of(world, id, set)).collect();
    Ok(json!({ "taskSets": sets, "failures": failures }))
}

fn change(ctx: &mut Ctx, service: ServiceId, set: DeploymentId, change: impl FnOnce(&mut TaskSet)) {
    let row = ctx.world().services[service].deployments.iter().find(|row| row.id == set);
    let Some(own) = row.and_then(|row| row.task_set.clone()) else { return };
    let mut to = (*own).clone();
    change(&mut to);
    ctx.emit(Event::TaskSetChanged { service, deployment: set, to: Rc::new(to) });
}

/// As DescribeTaskSets and DescribeServices give it; null if it is gone.
pub fn task_set_of(world: &World, id: ServiceId, set: DeploymentId) -> Value {
    let service = &world.services[id];
    let Some(row) = service.deployments.iter().find(|row| row.id == set) else { return Value::Null };
    let Some(own) = &row.task_set else { return Value::Null };
    let spec = &row.spec;
    let members = Members::new()
        .with("id", world.deployment_name(set))
        .with("taskSetArn", world.task_set_arn(id, set))
        .with("serviceArn", world.service_arn(id))
        .with("clusterArn", world.cluster_arn(service.cluster))
        .maybe("externalId", own.external_id.as_deref())
        .with("status", word(row.status))
        .with("taskDefinition", world.task_definitions[row.task_definition].task_definition_arn.as_str())
        .with("computedDesiredCount", row.desired_count)
        .with("pendingCount", row.pending_count)
        .with("runningCount", row.running_count)
        .with("createdAt", seconds(world, row.created_at))
        .with("updatedAt", seconds(world, row.updated_at));
    capacity_members(members, spec)
        .maybe("networkConfiguration", spec.network_configuration.as_deref().cloned())
        .with("loadBalancers", spec.load_balancers.clone())
        .with("serviceRegistries", spec.service_registries.clone())
        .with("scale", json!({ "value": f64::from(own.scale) / 10.0, "unit": "PERCENT" }))
        .with("stabilityStatus", if own.is_steady { "STEADY_STATE" } else { "STABILIZING" })
        .with("stabilityStatusAt", seconds(world, own.stability_at))
        .with("tags", word(&own.tags))
        .build()
}
