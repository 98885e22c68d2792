//! A cluster as DescribeClusters gives it.

use serde_json::{Value, json};

use crate::model::api::members::{Members, word};
use crate::model::ecs::{Cluster, ClusterId, LaunchType, Service, ServiceStatus};
use crate::model::kernel::Kind;
use crate::model::world::World;

/// The parts of the answer that a caller has to ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Include {
    pub attachments: bool,
    pub configurations: bool,
    pub settings: bool,
    pub statistics: bool,
    pub tags: bool,
}

impl Include {
    pub const ALL: Self =
        Self { attachments: true, configurations: true, settings: true, statistics: true, tags: true };
    /// What CreateCluster and the other actions that change a cluster give back.
    pub const CHANGED: Self =
        Self { attachments: false, configurations: true, settings: true, statistics: false, tags: true };

    /// From the words of `include`.
    pub fn from_words(words: &[String]) -> Self {
        let asks = |word: &str| words.iter().any(|asked| asked == word);
        Self {
            attachments: asks("ATTACHMENTS"),
            configurations: asks("CONFIGURATIONS"),
            settings: asks("SETTINGS"),
            statistics: asks("STATISTICS"),
            tags: asks("TAGS"),
        }
    }
}

/// One cluster. Statistics, tags and settings are empty lists unless asked for.
pub fn cluster(world: &World, id: ClusterId, include: Include) -> Value {
    let row = &world.clusters[id];
    let asked = |asked: bool, value: Value| if asked { value } else { json!([]) };
    let configuration = row.configuration.clone().filter(|_| include.configurations);
    Members::new()
        .with("clusterArn", world.cluster_arn(id))
        .with("clusterName", &*row.name)
        .maybe("configuration", configuration)
        .with("status", word(row.status))
        .with("registeredContainerInstancesCount", row.registered_container_instances_count)
        .with("runningTasksCount", row.running_tasks.total())
        .with("pendingTasksCount", row.pending_tasks.total())
        .with("activeServicesCount", services(world, row, ServiceStatus::Active).count())
        .with("statistics", asked(include.statistics, statistics(world, row)))
        .with("tags", asked(include.tags, word(&row.tags)))
        .with("settings", asked(include.settings, word(&row.settings)))
        .with("capacityProviders", word(&row.capacity_providers))
        .with("defaultCapacityProviderStrategy", word(&row.default_capacity_provider_strategy))
        .maybe("attachments", include.attachments.then(|| attachments(world, row)))
        .maybe("attachmentsStatus", include.attachments.then_some("UPDATE_COMPLETE"))
        .maybe("serviceConnectDefaults", row.service_connect_defaults.clone())
        .build()
}

/// Only capacity providers with an Auto Scaling group attach anything: a policy where they scale it, a hook where
/// they drain.
fn attachments(world: &World, row: &Cluster) -> Value {
    let providers = row.capacity_providers.iter().filter_map(|name| world.find_capacity_provider(name));
    let mut attachments = Vec::new();
    for id in providers {
        let provider = &world.capacity_providers[id];
        let Some(group) = provider.group() else { continue };
        let mut attach = |part: u32, kind: &str, detail: (&str, String)| {
            attachments.push(json!({
                "id": world.identifiers.uuid(Kind::ScalingPolicy, group.group.0, 10 + part),
                "type": kind,
                "status": "CREATED",
                "details": [
                    { "name": "capacityProviderName", "value": &*provider.name },
                    { "name": detail.0, "value": detail.1 },
                ],
            }));
        };
        if group.managed_scaling.enabled {
            let policy = world.identifiers.uuid(Kind::ScalingPolicy, group.group.0, 0);
            attach(0, "as_policy", ("scalingPolicyName", format!("ECSManagedAutoScalingPolicy-{policy}")));
        }
        if group.managed_draining {
            let name = "ecs-managed-draining-termination-hook".to_owned();
            attach(1, "managed_draining", ("autoScalingLifecycleHookName", name));
        }
    }
    Value::Array(attachments)
}

fn services<'a>(
    world: &'a World,
    row: &'a Cluster,
    status: ServiceStatus,
) -> impl Iterator<Item = &'a Service> {
    row.services.iter().map(|&id| &world.services[id]).filter(move |service| service.status == status)
}

/// All eight numbers, as strings.
fn statistics(world: &World, row: &Cluster) -> Value {
    let count = |status, on_fargate| {
        let counted = services(world, row, status).filter(|service| is_on_fargate(service) == on_fargate);
        counted.count() as u32
    };
    let numbers = [
        ("runningEC2TasksCount", row.running_tasks.ec2),
        ("runningFargateTasksCount", row.running_tasks.fargate),
        ("pendingEC2TasksCount", row.pending_tasks.ec2),
        ("pendingFargateTasksCount", row.pending_tasks.fargate),
        ("activeEC2ServiceCount", count(ServiceStatus::Active, false)),
        ("activeFargateServiceCount", count(ServiceStatus::Active, true)),
        ("drainingEC2ServiceCount", count(ServiceStatus::Draining, false)),
        ("drainingFargateServiceCount", count(ServiceStatus::Draining, true)),
    ];
    numbers.iter().map(|(name, value)| json!({ "name": name, "value": value.to_string() })).collect()
}

fn is_on_fargate(service: &Service) -> bool {
    let provider = service.spec.capacity_provider_strategy.first();
    service.spec.launch_type == Some(LaunchType::Fargate)
        || provider.is_some_and(|item| item.capacity_provider.starts_with("FARGATE"))
}
