//! Clusters: CreateCluster, DescribeClusters, ListClusters, UpdateCluster, UpdateClusterSettings, DeleteCluster,
//! PutClusterCapacityProviders.

mod change;
pub mod describe;

use std::rc::Rc;

use serde::Deserialize;
use serde_json::{Value, json};

pub use change::{delete, put_capacity_providers, update, update_settings};
pub use describe::Include;

use super::launch::capacity::refuse_strategy;
use super::members::failure;
use super::page::{PageRequest, page};
use super::request::decode;
use super::tags::refuse_bad_tags;
use crate::model::ecs::arn::{Arn, short_name};
use crate::model::ecs::capacity_provider::is_fargate;
use crate::model::ecs::cluster::{CapacityProviderStrategyItem, PerLaunchType};
use crate::model::ecs::{Cluster, ClusterId, ClusterStatus, EcsError, EcsResult, Tag};
use crate::model::world::{Ctx, Event, World};

const LONGEST_NAME: usize = 255;
/// Clusters on a page, unless the caller asks for fewer.
const PER_PAGE: u32 = 100;

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct CreateCluster {
    cluster_name: Option<Rc<str>>,
    tags: Option<Vec<Tag>>,
    settings: Option<Vec<Value>>,
    configuration: Option<Value>,
    capacity_providers: Option<Vec<Rc<str>>>,
    default_capacity_provider_strategy: Option<Vec<CapacityProviderStrategyItem>>,
    service_connect_defaults: Option<Value>,
}

#[derive(Deserialize)]
struct DescribeClusters {
    clusters: Option<Vec<String>>,
    include: Option<Vec<String>>,
}

/// CreateCluster. A name that an ACTIVE cluster has gives that cluster, as it is.
pub fn create(ctx: &mut Ctx, request: &Value) -> EcsResult<Value> {
    let request: CreateCluster = decode(request)?;
    let name = request.cluster_name.unwrap_or_else(|| "default".into());
    refuse_bad_name(&name)?;
    let tags = request.tags.unwrap_or_default();
    refuse_bad_tags(&tags)?;
    let capacity_providers = request.capacity_providers.unwrap_or_default();
    let strategy = request.default_capacity_provider_strategy.unwrap_or_default();
    let capacity_providers = known_providers(ctx.world(), &capacity_providers)?;
    let strategy = refuse_strategy(&capacity_providers, &strategy)?;
    refuse_bad_configuration(request.configuration.as_ref())?;
    if let Some(id) = active(ctx.world(), &name) {
        return Ok(changed(ctx.world(), id));
    }
    let id = ctx.world().clusters.next_id();
    ctx.emit(Event::ClusterCreated(Rc::new(Cluster {
        name,
        status: ClusterStatus::Active,
        created_at: ctx.now(),
        tags,
        settings: settings(request.settings.unwrap_or_default()),
        configuration: request.configuration,
        service_connect_defaults: request.service_connect_defaults,
        capacity_providers,
        default_capacity_provider_strategy: strategy,
        services: Vec::new(),
        container_instances: Vec::new(),
        registered_container_instances_count: 0,
        running_tasks: PerLaunchType::default(),
        pending_tasks: PerLaunchType::default(),
    })));
    super::capacity_providers::attached(ctx);
    Ok(changed(ctx.world(), id))
}

/// DescribeClusters. What is not there is a failure, not an error.
pub fn describe_all(world: &World, request: &Value) -> EcsResult<Value> {
    let request: DescribeClusters = decode(request)?;
    let include = Include::from_words(&request.include.unwrap_or_default());
    let named = request.clusters.filter(|named| !named.is_empty()).unwrap_or_else(|| vec!["default".into()]);
    let (mut clusters, mut failures) = (Vec::new(), Vec::new());
    for name in &named {
        match world.find_cluster(name) {
            Some(id) => clusters.push(describe::cluster(world, id, include)),
            None => failures.push(failure(Some(arn_of(world, name)), "MISSING")),
        }
    }
    Ok(json!({ "clusters": clusters, "failures": failures }))
}

/// ListClusters. Deleted ones are left out.
pub fn list(world: &World, request: &Value) -> EcsResult<Value> {
    let asked: PageRequest = decode(request)?;
    let active = world.clusters.iter().filter(|(_, row)| row.status != ClusterStatus::Inactive);
    let items = active.map(|(id, _)| (id.0, id));
    page(world, "clusterArns", items, &asked, PER_PAGE, |id| world.cluster_arn(id).into())
}

/// What an action that changed a cluster answers.
fn changed(world: &World, id: ClusterId) -> Value {
    json!({ "cluster": describe::cluster(world, id, Include::CHANGED) })
}

fn active(world: &World, name: &str) -> Option<ClusterId> {
    world.find_cluster(name).filter(|&id| world.clusters[id].status != ClusterStatus::Inactive)
}

fn refuse_bad_name(name: &str) -> EcsResult<()> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if (1..=LONGEST_NAME).contains(&name.len()) && name.bytes().all(allowed) {
        return Ok(());
    }
    let message = format!("Cluster must match ^[a-zA-Z0-9\\-_]{{1,255}}$, but was {name}");
    Err(EcsError::invalid_parameter(message))
}

/// The names of providers that are named or given by ARN.
fn known_providers(world: &World, providers: &[Rc<str>]) -> EcsResult<Vec<Rc<str>>> {
    let known = |provider: &Rc<str>| is_fargate(provider) || world.find_capacity_provider(provider).is_some();
    if providers.iter().all(known) {
        return Ok(providers.iter().map(|provider| short_name(provider).into()).collect());
    }
    Err(EcsError::client(
        "The specified capacity provider does not exist. Specify a valid name or ARN and try again.",
    ))
}

fn refuse_bad_configuration(configuration: Option<&Value>) -> EcsResult<()> {
    let exec = configuration.map(|given| &given["executeCommandConfiguration"]);
    let Some(exec) = exec.filter(|exec| exec["logging"] == "OVERRIDE") else { return Ok(()) };
    let log = &exec["logConfiguration"];
    if log["cloudWatchLogGroupName"].is_string() || log["s3BucketName"].is_string() {
        return Ok(());
    }
    // The words are ECS's, the exception is assumed.
    Err(EcsError::invalid_parameter(
        "A CloudWatch log group name or S3 bucket name must be specified when overriding the default log configuration",
    ))
}

/// Container Insights are off unless the caller says otherwise.
fn settings(given: Vec<Value>) -> Vec<Value> {
    if given.is_empty() { vec![json!({ "name": "containerInsights", "value": "disabled" })] } else { given }
}

/// The ARN of a cluster that does not exist.
fn arn_of(world: &World, name_or_arn: &str) -> String {
    if name_or_arn.starts_with("arn:") {
        return name_or_arn.to_owned();
    }
    let config = &world.config;
    Arn { region: &config.region, account: &config.account_id, kind: "cluster", path: name_or_arn }
        .to_string()
}
