//! A service deployment and a service revision in full.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::model::api::members::{Members, failure, seconds, word};
use crate::model::api::request::{decode, required_list};
use crate::model::api::services::{capacity_members, configuration_members};
use crate::model::api::tasks::describe::image_digest;
use crate::model::ecs::service_deployment::{HookRun, ServiceDeploymentStatus as Status};
use crate::model::ecs::{DeploymentId, EcsResult, LifecycleStage, ServiceDeployment, ServiceId};
use crate::model::world::World;

/// Source: API reference, DescribeServiceDeployments.
const MOST: usize = 20;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DescribeServiceDeployments {
    service_deployment_arns: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DescribeServiceRevisions {
    service_revision_arns: Vec<String>,
}

/// DescribeServiceDeployments.
pub fn deployments(world: &World, request: &Value) -> EcsResult<Value> {
    let asked: DescribeServiceDeployments = decode(request)?;
    let find = |arn: &str| world.find_service_deployment(arn);
    all(&asked.service_deployment_arns, "serviceDeployments", find, |id| deployment(world, id))
}

/// DescribeServiceRevisions.
pub fn revisions(world: &World, request: &Value) -> EcsResult<Value> {
    let asked: DescribeServiceRevisions = decode(request)?;
    let find = |arn: &str| world.find_service_revision(arn);
    all(&asked.service_revision_arns, "serviceRevisions", find, |id| revision(world, id))
}

fn all(
    arns: &[String],
    key: &str,
    find: impl Fn(&str) -> Option<DeploymentId>,
    show: impl Fn(DeploymentId) -> Value,
) -> EcsResult<Value> {
    required_list(arns, key, MOST)?;
    let (mut found, mut failures) = (Vec::new(), Vec::new());
    for arn in arns {
        match find(arn) {
            Some(id) => found.push(show(id)),
            None => failures.push(failure(Some(arn.clone()), "MISSING")),
        }
    }
    Ok(json!({ key: found, "failures": failures }))
}

fn deployment(world: &World, id: DeploymentId) -> Value {
    let row = &world.service_deployments[&id];
    let service = row.service;
    let sources = row.sources.iter().map(|&source| counted_revision(world, service, source, row));
    let rollback = row.rollback.as_ref().map(|rollback| {
        json!({
            "reason": rollback.reason,
            "startedAt": seconds(world, rollback.started_at),
            "serviceRevisionArn": world.service_revision_arn(service, rollback.to),
        })
    });
    let hooks = row.hooks.iter().map(|run| hook(world, id, run));
    let stage = row.stage.filter(|_| row.status == Status::InProgress).map(stage_name);
    Members::new()
        .with("serviceDeploymentArn", world.service_deployment_arn(service, id))
        .with("serviceArn", world.service_arn(service))
        .with("clusterArn", world.cluster_arn(world.services[service].cluster))
        .with("createdAt", seconds(world, row.created_at))
        .maybe("startedAt", row.started_at.map(|at| seconds(world, at)))
        .maybe("finishedAt", row.finished_at.map(|at| seconds(world, at)))
        .maybe("stoppedAt", row.stopped_at.map(|at| seconds(world, at)))
        .with("updatedAt", seconds(world, row.updated_at))
        .with("sourceServiceRevisions", sources.collect::<Value>())
        .with("targetServiceRevision", counted_revision(world, service, id, row))
        .with("status", row.status.as_str())
        .maybe("statusReason", row.status_reason.as_deref())
        .maybe("lifecycleStage", stage)
        .with("deploymentConfiguration", configuration_members(&row.configuration))
        .maybe("rollback", rollback)
        .with("deploymentCircuitBreaker", breaker(world, id, row))
        .with("alarms", alarms(row))
        .maybe("lifecycleHookDetails", (!row.hooks.is_empty()).then(|| hooks.collect::<Value>()))
        .build()
}

/// The API has no word for the moment before a shift of production traffic.
fn stage_name(stage: LifecycleStage) -> &'static str {
    match stage {
        LifecycleStage::PreProductionTrafficShift => LifecycleStage::ProductionTrafficShift.as_str(),
        stage => stage.as_str(),
    }
}

/// A revision with its counts: none are left of one whose tasks are gone.
fn counted_revision(world: &World, service: ServiceId, id: DeploymentId, row: &ServiceDeployment) -> Value {
    let live = world.services[service].deployments.iter().find(|live| live.id == id);
    let target = world.service_deployments.get(&id).is_some_and(|target| std::ptr::eq(&**target, row));
    let weight = |share: u32| f64::from(if target { share } else { 1000 - share }) / 10.0;
    let shifts = row.configuration.shifts_traffic();
    Members::new()
        .with("arn", world.service_revision_arn(service, id))
        .with("requestedTaskCount", live.map_or(0, |live| live.desired_count))
        .with("runningTaskCount", live.map_or(0, |live| live.running_count))
        .with("pendingTaskCount", live.map_or(0, |live| live.pending_count))
        .maybe("requestedTestTrafficWeight", shifts.then(|| weight(row.test_weight)))
        .maybe("requestedProductionTrafficWeight", shifts.then(|| weight(row.production_weight)))
        .build()
}

fn breaker(world: &World, id: DeploymentId, row: &ServiceDeployment) -> Value {
    let is_open = !row.status.is_over() && row.rollback.is_none();
    let live = world.services[row.service].deployments.iter().find(|live| live.id == id);
    let counted = live.filter(|_| is_open).map_or(row.failure_count, |live| live.failed_tasks);
    let tripped = row.failure_count >= row.threshold && row.rollback.is_some();
    let status = match (row.configuration.breaker().enable, is_open) {
        (false, _) => "DISABLED",
        (true, _) if tripped => "TRIGGERED",
        (true, true) => "MONITORING",
        (true, false) => "MONITORING_COMPLETE",
    };
    json!({ "status": status, "failureCount": counted, "threshold": row.threshold })
}

fn alarms(row: &ServiceDeployment) -> Value {
    let Some(alarms) = row.configuration.alarms() else { return json!({ "status": "DISABLED" }) };
    let status = match row.status.is_over() || row.rollback.is_some() {
        _ if !row.triggered_alarms.is_empty() => "TRIGGERED",
        false => "MONITORING",
        true => "MONITORING_COMPLETE",
    };
    let triggered = (!row.triggered_alarms.is_empty()).then(|| word(&row.triggered_alarms));
    Members::new()
        .with("status", status)
        .with("alarmNames", word(&alarms.names))
        .maybe("triggeredAlarmNames", triggered)
        .build()
}

fn hook(world: &World, id: DeploymentId, run: &HookRun) -> Value {
    Members::new()
        .with("hookId", world.hook_id(id, run.number))
        .with("targetType", if run.function.is_some() { "AWS_LAMBDA" } else { "PAUSE" })
        .maybe("targetArn", run.function.as_deref())
        .with("status", word(run.status))
        .with("expiresAt", seconds(world, run.expires_at))
        .with("timeoutAction", if run.continues_on_timeout { "CONTINUE" } else { "ROLLBACK" })
        .build()
}

fn revision(world: &World, id: DeploymentId) -> Value {
    let row = &world.service_deployments[&id];
    let (service, spec) = (row.service, &row.spec);
    let definition = spec.task_definition.map(|id| &world.task_definitions[id]);
    let containers = definition.into_iter().flat_map(|row| &row.container_definitions);
    let images = containers.map(|container| {
        json!({
            "containerName": container.name,
            "imageDigest": image_digest(world, &container.image),
            "image": container.image,
        })
    });
    let members = Members::new()
        .with("serviceRevisionArn", world.service_revision_arn(service, id))
        .with("serviceArn", world.service_arn(service))
        .with("clusterArn", world.cluster_arn(world.services[service].cluster))
        .maybe("taskDefinition", definition.map(|row| row.task_definition_arn.as_str()));
    let list = |values: &[Value]| (!values.is_empty()).then(|| values.to_vec());
    capacity_members(members, spec)
        .maybe("loadBalancers", list(&spec.load_balancers))
        .maybe("serviceRegistries", list(&spec.service_registries))
        .maybe("networkConfiguration", spec.network_configuration.as_deref().cloned())
        .with("containerImages", images.collect::<Value>())
        .with("guardDutyEnabled", false)
        .with(
            "serviceConnectConfiguration",
            spec.service_connect_configuration.clone().unwrap_or_else(|| json!({ "enabled": false })),
        )
        .maybe("volumeConfigurations", list(&spec.volume_configurations))
        .with("createdAt", seconds(world, row.created_at))
        .maybe("vpcLatticeConfigurations", list(&spec.vpc_lattice_configurations))
        .build()
}
