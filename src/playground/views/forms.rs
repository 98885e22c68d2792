//! What forms offer, and what they fill in by themselves.

use std::rc::Rc;

use serde_json::{Value, json};

use crate::model::capacity::InstanceType;
use crate::model::ecs::capacity_provider::FARGATE_PROVIDERS;
use crate::model::ecs::container_instance::CpuArchitecture;
use crate::model::ecs::service::DeploymentConfiguration;
use crate::model::ecs::task_definition::{Compatibility, NetworkMode, TaskDefinitionStatus};
use crate::model::ecs::{ClusterStatus, LoadBalancerType, ServiceId, ServiceStatus, TargetType};
use crate::model::world::World;
use crate::playground::views::decimal::decimal;

/// What there is to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    pub clusters: Vec<Rc<str>>,
    /// ACTIVE revisions, families in order, newest first.
    pub task_definitions: Vec<Rc<str>>,
    pub zones: Vec<Rc<str>>,
    pub load_balancers: Vec<Rc<str>>,
}

pub fn choices(world: &World) -> Choices {
    let live = world.clusters.iter().filter(|(_, cluster)| cluster.status != ClusterStatus::Inactive);
    let revisions = world.families.values().flat_map(|family| family.revisions.iter().rev());
    let active = revisions.filter(|&&id| world.task_definitions[id].status == TaskDefinitionStatus::Active);
    Choices {
        clusters: live.map(|(_, cluster)| cluster.name.clone()).collect(),
        task_definitions: active.map(|&id| world.task_definition_name(id).into()).collect(),
        zones: world.zones.iter().map(|zone| zone.name.clone()).collect(),
        load_balancers: world
            .load_balancers
            .iter()
            .filter(|(_, row)| !row.is_deleted)
            .map(|(_, row)| row.name.clone())
            .collect(),
    }
}

/// A name for a service that no live service of the cluster has: the wanted one, or that with a number.
pub fn free_service_name(world: &World, cluster: &str, wanted: &str) -> String {
    let Some(cluster) = world.find_cluster(cluster) else { return wanted.to_owned() };
    let is_free = |name: &String| {
        let found = world.find_service(cluster, name);
        found.is_none_or(|id| world.services[id].status == ServiceStatus::Inactive)
    };
    let numbered = (2..).map(|number: u32| format!("{wanted}-{number}"));
    std::iter::once(wanted.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
}

/// A name that no capacity provider, Auto Scaling group or launch template has: the wanted one, or that with a number.
pub fn free_provider_name(world: &World, wanted: &str) -> String {
    let is_free = |name: &String| {
        world.find_any_capacity_provider(name).is_none()
            && world.find_auto_scaling_group(name).is_none()
            && !world.launch_templates.contains_key(name.as_str())
    };
    let numbered = (2..).map(|number: u32| format!("{wanted}-{number}"));
    std::iter::once(wanted.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
}

/// The capacity providers of a cluster and its default strategy.
pub fn providers_of(world: &World, cluster: &str) -> (Vec<String>, Value) {
    let Some(id) = world.find_cluster(cluster) else { return (Vec::new(), json!([])) };
    let row = &world.clusters[id];
    let names = row.capacity_providers.iter().map(|name| name.to_string());
    (names.collect(), json!(row.default_capacity_provider_strategy))
}

/// Every capacity provider that is there, those of Fargate first.
pub fn all_providers(world: &World) -> Vec<String> {
    let made = world.capacity_providers.iter().filter(|(_, row)| row.is_active());
    let fargate = FARGATE_PROVIDERS.into_iter().map(str::to_owned);
    fargate.chain(made.map(|(_, row)| row.name.to_string())).collect()
}

/// What a form must know of a task definition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DefinitionFacts {
    pub is_awsvpc: bool,
    pub on_ec2: bool,
    pub on_fargate: bool,
    pub containers: Vec<Rc<str>>,
    /// A container and one of its ports, of all mappings.
    pub ports: Vec<(Rc<str>, u32)>,
    /// Target groups that its tasks can be registered with, by name.
    pub target_groups: Vec<Rc<str>>,
    /// What deployments that shift traffic can move the weights of.
    pub listener_rules: Vec<ListenerRule>,
}

/// A rule of an Application Load Balancer, or a listener of a Network Load Balancer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListenerRule {
    pub name: Rc<str>,
    /// By name.
    pub target_groups: Vec<Rc<str>>,
}

fn listener_rules(world: &World) -> Vec<ListenerRule> {
    let rules = world.rules.iter().filter(|(_, row)| !row.is_deleted);
    let forwarding = rules.filter(|(_, row)| !row.action.target_groups().is_empty());
    let named = forwarding.map(|(id, row)| {
        let load_balancer = world.listeners[row.listener].load_balancer;
        let name = match world.load_balancers[load_balancer].kind {
            LoadBalancerType::Application => world.rule_name(id),
            LoadBalancerType::Network => world.listener_name(row.listener),
        };
        let groups = row.action.target_groups().iter();
        let groups = groups.map(|(group, _)| world.target_groups[*group].name.clone());
        ListenerRule { name: name.into(), target_groups: groups.collect() }
    });
    named.collect()
}

/// None if there is no such task definition.
pub fn definition_facts(world: &World, name: &str) -> Option<DefinitionFacts> {
    let definition = &world.task_definitions[world.find_task_definition(name)?];
    let asked = &definition.requires_compatibilities;
    let meets =
        |kind| definition.compatibilities.contains(&kind) && (asked.is_empty() || asked.contains(&kind));
    let containers = definition.container_definitions.iter();
    let is_awsvpc = definition.effective_network_mode() == NetworkMode::Awsvpc;
    let ports = definition.container_definitions.iter().flat_map(|container| {
        let mapped = container.port_mappings.iter().filter_map(|mapping| mapping.container_port);
        mapped.map(|port| (container.name.as_str().into(), port))
    });
    let fitting = world.target_groups.iter().filter(|(id, row)| {
        let fits = (row.target_type == TargetType::Ip) == is_awsvpc;
        !row.is_deleted && fits && world.rules_naming(*id).next().is_some()
    });
    Some(DefinitionFacts {
        is_awsvpc,
        ports: ports.collect(),
        target_groups: fitting.map(|(_, row)| row.name.clone()).collect(),
        listener_rules: listener_rules(world),
        on_ec2: meets(Compatibility::Ec2),
        on_fargate: meets(Compatibility::Fargate),
        containers: containers.map(|container| container.name.as_str().into()).collect(),
    })
}

/// The network of an awsvpc task that may run in every zone: all their subnets.
pub fn network_configuration(world: &World) -> Value {
    let subnets: Vec<&str> = world.zones.iter().map(|zone| &*zone.subnet_id).collect();
    json!({ "awsvpcConfiguration": { "subnets": subnets } })
}

/// A service as its form shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceFacts {
    pub cluster: Rc<str>,
    pub name: Rc<str>,
    pub desired_count: u32,
    /// `family:revision`.
    pub task_definition: Rc<str>,
    pub minimum_healthy_percent: u32,
    pub maximum_percent: u32,
    pub is_daemon: bool,
    pub running: u32,
    pub deployment_configuration: DeploymentConfiguration,
    pub grace_seconds: u32,
    /// Entries of `loadBalancers`, with names in place of ARNs.
    pub load_balancers: Vec<Value>,
}

/// An entry of `loadBalancers` with the names of what is there still.
fn named(world: &World, entry: &Value) -> Value {
    let group = |arn: &Value| {
        let found = world.find_target_group(arn.as_str()?)?;
        Some(Value::from(&*world.target_groups[found].name))
    };
    let rule = |arn: &Value| {
        let arn = arn.as_str()?;
        let listener = || world.find_listener(arn).map(|listener| world.listener_name(listener));
        world.find_rule(arn).map(|rule| world.rule_name(rule)).or_else(listener).map(Value::from)
    };
    let mut entry = entry.clone();
    let members = entry.as_object_mut().into_iter().flatten();
    for (member, value) in members {
        match (member.as_str(), value) {
            ("targetGroupArn", value) => *value = group(value).unwrap_or_default(),
            ("advancedConfiguration", Value::Object(advanced)) => {
                for (member, value) in advanced {
                    match member.as_str() {
                        "alternateTargetGroupArn" => *value = group(value).unwrap_or_default(),
                        "productionListenerRule" | "testListenerRule" => {
                            *value = rule(value).unwrap_or_default();
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    entry
}

pub fn service_facts(world: &World, id: ServiceId) -> Option<ServiceFacts> {
    let service = world.services.contains(id).then(|| &world.services[id])?;
    Some(ServiceFacts {
        cluster: world.clusters[service.cluster].name.clone(),
        name: service.name.clone(),
        desired_count: service.desired_count,
        task_definition: service
            .spec
            .task_definition
            .map_or_else(|| "".into(), |id| world.task_definition_name(id).into()),
        minimum_healthy_percent: service.deployment_configuration.minimum_healthy_percent,
        maximum_percent: service.deployment_configuration.maximum_percent,
        is_daemon: service.is_daemon(),
        running: service.running_count(),
        deployment_configuration: service.deployment_configuration.clone(),
        grace_seconds: service.health_check_grace_period_seconds.unwrap_or(0),
        load_balancers: service.spec.load_balancers.iter().map(|entry| named(world, entry)).collect(),
    })
}

/// `m5.large: 2 vCPU, 8 GiB`.
pub fn instance_type_label(kind: &InstanceType) -> String {
    let gib = decimal(f64::from(kind.memory_mib) / 1024.0);
    let gpu = if kind.gpus > 0 { format!(", {} GPU", kind.gpus) } else { String::new() };
    let arm = if kind.architecture == CpuArchitecture::Arm64 { ", ARM64" } else { "" };
    format!("{}: {} vCPU, {gib} GiB{gpu}{arm}", kind.name, kind.vcpus)
}
