//! What metrics are at the end of a minute.

use crate::model::ecs::container_instance::Resources;
use crate::model::ecs::metric::{ClusterMetric, Datapoint, MetricKey, ServiceMetric, TrafficMetric};
use crate::model::ecs::{ClusterId, ContainerInstanceStatus, LoadBalancerId, TargetGroupId, TargetState};
use crate::model::elb::usage;
use crate::model::kernel::SimTime;
use crate::model::world::World;
use crate::model::world::elb::Flow;

use super::MINUTE;

/// The datapoints of the minute that ends now. A metric without data has none.
pub fn datapoints(world: &World, keys: &[MetricKey]) -> Vec<Datapoint> {
    // A tick of traffic that ends with the minute may come before this or after: it is the next minute's.
    let now = world.now.as_millis();
    let from = SimTime::from_millis(now.saturating_sub(MINUTE + 1));
    let to = SimTime::from_millis(now.saturating_sub(1));
    let measured = keys.iter().map(|&key| (key, value(world, key, (from, to))));
    measured.filter_map(|(key, value)| value.map(|value| Datapoint { key, value })).collect()
}

/// In thousandths.
fn value(world: &World, key: MetricKey, minute: (SimTime, SimTime)) -> Option<u64> {
    match key {
        MetricKey::Service(service, metric) => {
            let usage = usage::of_service(world, service, minute.0, minute.1);
            let hundredths = match metric {
                ServiceMetric::CpuUtilization => usage.cpu_percent_hundredths(),
                ServiceMetric::MemoryUtilization => usage.memory_percent_hundredths(),
            };
            hundredths.map(|hundredths| hundredths * 10)
        }
        MetricKey::Cluster(cluster, metric) => reservation(world, cluster, metric),
        MetricKey::LoadBalancer(id, metric) => {
            let flow = flow(world, minute, |flow| flow.load_balancer == Some(id));
            traffic(&flow, metric, || hosts_of(world, id))
        }
        MetricKey::TargetGroup(id, metric) => {
            let flow = flow(world, minute, |flow| flow.target_group == Some(id));
            traffic(&flow, metric, || hosts(world, id))
        }
    }
}

/// Reserved ÷ registered of the cluster's container instances, ACTIVE and DRAINING. None without any.
fn reservation(world: &World, cluster: ClusterId, metric: ClusterMetric) -> Option<u64> {
    let size: fn(&Resources) -> u32 = match metric {
        ClusterMetric::CpuReservation => |room| room.cpu_units,
        ClusterMetric::MemoryReservation => |room| room.memory_mib,
    };
    let (mut reserved, mut registered) = (0, 0);
    for row in world.clusters[cluster].container_instances.iter().map(|&id| &world.container_instances[id]) {
        if matches!(row.status, ContainerInstanceStatus::Active | ContainerInstanceStatus::Draining) {
            let whole = size(&row.registered_resources);
            registered += u64::from(whole);
            reserved += u64::from(whole.saturating_sub(size(&row.remaining_resources)));
        }
    }
    (reserved * 100_000).checked_div(registered)
}

/// All that flowed between two moments.
fn flow(world: &World, (from, to): (SimTime, SimTime), wanted: impl Fn(&Flow) -> bool) -> Flow {
    let mut sum = Flow::default();
    let ticks = world.traffic_since(from).take_while(|tick| tick.at <= to);
    for flow in ticks.flat_map(|tick| &tick.flows).filter(|flow| wanted(flow)) {
        sum.add(flow);
    }
    sum
}

/// Healthy and other registered targets.
fn hosts(world: &World, group: TargetGroupId) -> (u64, u64) {
    let targets = world.target_groups[group].targets.iter().map(|&id| world.targets[id].state);
    let (mut healthy, mut unhealthy) = (0, 0);
    for state in targets {
        match state {
            TargetState::Healthy => healthy += 1,
            TargetState::Unhealthy | TargetState::Initial => unhealthy += 1,
            TargetState::Draining | TargetState::Unused => {}
        }
    }
    (healthy, unhealthy)
}

fn hosts_of(world: &World, load_balancer: LoadBalancerId) -> (u64, u64) {
    let groups = world.target_groups.ids().filter(|&id| world.load_balancer_of(id) == Some(load_balancer));
    groups.map(|id| hosts(world, id)).fold((0, 0), |sum, next| (sum.0 + next.0, sum.1 + next.1))
}

fn traffic(flow: &Flow, metric: TrafficMetric, hosts: impl Fn() -> (u64, u64)) -> Option<u64> {
    Some(match metric {
        TrafficMetric::RequestCount => flow.requests * 1000,
        TrafficMetric::RequestCountPerTarget => {
            return (flow.requests * 1000).checked_div(hosts().0);
        }
        TrafficMetric::Target5xx => flow.target_errors * 1000,
        TrafficMetric::Elb5xx => (flow.errors() - flow.target_errors) * 1000,
        // Milliseconds are thousandths of a second.
        TrafficMetric::TargetResponseTime => {
            return flow.latency_total_millis.checked_div(flow.answered());
        }
        TrafficMetric::HealthyHostCount => hosts().0 * 1000,
        TrafficMetric::UnHealthyHostCount => hosts().1 * 1000,
    })
}
