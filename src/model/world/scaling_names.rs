//! Metrics, scalable targets, policies and scheduled actions: their names and ARNs, and back.

use serde_json::Value;

use super::World;
use crate::model::ecs::metric::{
    CLUSTER_METRICS, ClusterMetric, MetricKey, SERVICE_METRICS, ServiceMetric, TRAFFIC_METRICS, TrafficMetric,
};
use crate::model::ecs::{ServiceId, ServiceStatus};
use crate::model::kernel::Kind;

impl World {
    /// `service/demo/web`, as Application Auto Scaling names a service.
    pub fn scaling_resource_id(&self, id: ServiceId) -> String {
        let service = &self.services[id];
        format!("service/{}/{}", self.clusters[service.cluster].name, service.name)
    }

    /// The service of such a name, unless it is gone.
    pub fn find_scaling_resource(&self, resource_id: &str) -> Option<ServiceId> {
        let (cluster, service) = resource_id.strip_prefix("service/")?.split_once('/')?;
        let cluster = self.find_cluster(cluster)?;
        let id = self.find_service(cluster, service)?;
        (self.services[id].status == ServiceStatus::Active).then_some(id)
    }

    pub fn scaling_id(&self, number: u32, part: u32) -> String {
        self.identifiers.uuid(Kind::ServiceScaling, number, part)
    }

    pub fn scalable_target_arn(&self, number: u32) -> String {
        let config = &self.config;
        let hex = self.identifiers.hex(Kind::ServiceScaling, number);
        format!(
            "arn:aws:application-autoscaling:{}:{}:scalable-target/{}",
            config.region,
            config.account_id,
            &hex[..28]
        )
    }

    /// `kind` is `scalingPolicy` with `policyName`, or `scheduledAction` with `scheduledActionName`.
    pub fn scaling_arn(&self, service: ServiceId, number: u32, kind: (&str, &str), name: &str) -> String {
        let (config, id) = (&self.config, self.scaling_id(number, 0));
        let resource = self.scaling_resource_id(service);
        format!(
            "arn:aws:autoscaling:{}:{}:{}:{id}:resource/ecs/{resource}:{}/{name}",
            config.region, config.account_id, kind.0, kind.1
        )
    }

    pub fn scaling_policy_arn(&self, service: ServiceId, number: u32, name: &str) -> String {
        self.scaling_arn(service, number, ("scalingPolicy", "policyName"), name)
    }

    /// The metric that an alarm's definition, or a request about metrics, names; none if the model has none of that
    /// name and those dimensions.
    pub fn find_metric(&self, definition: &Value) -> Option<MetricKey> {
        let name = definition["MetricName"].as_str()?;
        let dimension = |wanted: &str| {
            let given = definition["Dimensions"].as_array()?;
            given.iter().find(|row| row["Name"] == wanted)?["Value"].as_str()
        };
        if definition["Namespace"] == "AWS/ECS" {
            let cluster = self.find_cluster(dimension("ClusterName")?)?;
            return match dimension("ServiceName") {
                Some(service) => {
                    let service = self.find_service(cluster, service)?;
                    Some(MetricKey::Service(service, named(&SERVICE_METRICS, name)?))
                }
                None => Some(MetricKey::Cluster(cluster, named(&CLUSTER_METRICS, name)?)),
            };
        }
        let metric = named(&TRAFFIC_METRICS, name)?;
        if let Some(group) = dimension("TargetGroup") {
            let mut all = self.target_groups.iter().filter(|(_, row)| !row.is_deleted);
            let found = all.find(|(id, row)| self.target_group_path(*id) == group || &*row.name == group);
            return found.map(|(id, _)| MetricKey::TargetGroup(id, metric));
        }
        let balancer = dimension("LoadBalancer")?;
        let mut all = self.load_balancers.iter().filter(|(_, row)| !row.is_deleted);
        let found = all.find(|(id, row)| self.load_balancer_path(*id) == balancer || &*row.name == balancer);
        found.map(|(id, _)| MetricKey::LoadBalancer(id, metric))
    }

    /// `web CPUUtilization`: what is measured, and of what.
    pub fn metric_title(&self, key: MetricKey) -> String {
        let (of, name) = match key {
            MetricKey::Service(id, metric) => (&self.services[id].name, name_of(&SERVICE_METRICS, metric)),
            MetricKey::Cluster(id, metric) => (&self.clusters[id].name, name_of(&CLUSTER_METRICS, metric)),
            MetricKey::LoadBalancer(id, metric) => {
                (&self.load_balancers[id].name, name_of(&TRAFFIC_METRICS, metric))
            }
            MetricKey::TargetGroup(id, metric) => {
                (&self.target_groups[id].name, name_of(&TRAFFIC_METRICS, metric))
            }
        };
        format!("{of} {name}")
    }
}

/// `Percent`, `Count` or `Seconds`.
pub fn unit(key: MetricKey) -> &'static str {
    match key {
        MetricKey::Service(_, ServiceMetric::CpuUtilization | ServiceMetric::MemoryUtilization)
        | MetricKey::Cluster(_, ClusterMetric::CpuReservation | ClusterMetric::MemoryReservation) => {
            "Percent"
        }
        MetricKey::LoadBalancer(_, TrafficMetric::TargetResponseTime)
        | MetricKey::TargetGroup(_, TrafficMetric::TargetResponseTime) => "Seconds",
        _ => "Count",
    }
}

fn named<T: Copy>(table: &[(&'static str, T)], name: &str) -> Option<T> {
    table.iter().find(|(known, _)| *known == name).map(|(_, metric)| *metric)
}

fn name_of<T: Copy + PartialEq>(table: &[(&'static str, T)], metric: T) -> &'static str {
    table.iter().find(|(_, known)| *known == metric).map_or("", |(name, _)| name)
}
