//! CloudWatch metrics that the model can measure, and their datapoints.

use std::collections::VecDeque;
use std::rc::Rc;

use serde::Serialize;

use super::service_scaling::{ScalableTarget, ScalingActivity, ScalingOutcome};
use super::{ClusterId, LoadBalancerId, ServiceId, TargetGroupId};

/// A series of datapoints: what is measured, and of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum MetricKey {
    Service(ServiceId, ServiceMetric),
    Cluster(ClusterId, ClusterMetric),
    LoadBalancer(LoadBalancerId, TrafficMetric),
    TargetGroup(TargetGroupId, TrafficMetric),
}

/// Namespace `AWS/ECS`, by ClusterName and ServiceName; in per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum ServiceMetric {
    CpuUtilization,
    MemoryUtilization,
}

/// Namespace `AWS/ECS`, by ClusterName; in per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum ClusterMetric {
    CpuReservation,
    MemoryReservation,
}

/// Namespaces `AWS/ApplicationELB` and `AWS/NetworkELB`, by LoadBalancer or TargetGroup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum TrafficMetric {
    RequestCount,
    RequestCountPerTarget,
    Target5xx,
    Elb5xx,
    /// In seconds.
    TargetResponseTime,
    HealthyHostCount,
    UnHealthyHostCount,
}

pub static SERVICE_METRICS: [(&str, ServiceMetric); 2] = [
    ("CPUUtilization", ServiceMetric::CpuUtilization),
    ("MemoryUtilization", ServiceMetric::MemoryUtilization),
];

pub static CLUSTER_METRICS: [(&str, ClusterMetric); 2] = [
    ("CPUReservation", ClusterMetric::CpuReservation),
    ("MemoryReservation", ClusterMetric::MemoryReservation),
];

pub static TRAFFIC_METRICS: [(&str, TrafficMetric); 7] = [
    ("RequestCount", TrafficMetric::RequestCount),
    ("RequestCountPerTarget", TrafficMetric::RequestCountPerTarget),
    ("HTTPCode_Target_5XX_Count", TrafficMetric::Target5xx),
    ("HTTPCode_ELB_5XX_Count", TrafficMetric::Elb5xx),
    ("TargetResponseTime", TrafficMetric::TargetResponseTime),
    ("HealthyHostCount", TrafficMetric::HealthyHostCount),
    ("UnHealthyHostCount", TrafficMetric::UnHealthyHostCount),
];

/// One datapoint of a minute, in thousandths of the metric's unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Datapoint {
    pub key: MetricKey,
    pub value: u64,
}

/// The last day of a metric: minutes counted from the beginning of the run, each with its value.
#[derive(Clone, Debug)]
pub struct MetricSeries {
    pub key: MetricKey,
    pub points: VecDeque<(u32, u64)>,
}

/// As long as the longest time an alarm may look back.
const MOST: usize = 1440;

impl MetricSeries {
    pub fn push(&mut self, minute: u32, value: u64) {
        if self.points.len() == MOST {
            self.points.pop_front();
        }
        self.points.push_back((minute, value));
    }

    /// The datapoints of the minutes from `from` on, before `to`.
    pub fn between(&self, from: u32, to: u32) -> impl Iterator<Item = u64> + '_ {
        let first = self.points.partition_point(|&(minute, _)| minute < from);
        self.points.range(first..).take_while(move |&&(minute, _)| minute < to).map(|&(_, value)| value)
    }

    pub fn last(&self) -> Option<u64> {
        self.points.back().map(|&(_, value)| value)
    }
}

/// How the datapoints of several minutes become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    SampleCount,
    Average,
    Sum,
    Minimum,
    Maximum,
}

impl Statistic {
    /// `Average`, unless the name is another one.
    pub fn named(name: &str) -> Self {
        match name {
            "SampleCount" => Self::SampleCount,
            "Sum" => Self::Sum,
            "Minimum" => Self::Minimum,
            "Maximum" => Self::Maximum,
            _ => Self::Average,
        }
    }

    /// In thousandths; none of no datapoints.
    pub fn of(self, values: &[u64]) -> Option<u64> {
        let sum: u64 = values.iter().sum();
        match self {
            Self::SampleCount => (!values.is_empty()).then_some(values.len() as u64 * 1000),
            Self::Average => sum.checked_div(values.len() as u64),
            Self::Sum => (!values.is_empty()).then_some(sum),
            Self::Minimum => values.iter().min().copied(),
            Self::Maximum => values.iter().max().copied(),
        }
    }
}

/// What the page's account has of CloudWatch metrics and of service auto scaling.
#[derive(Clone, Debug, Default)]
pub struct Scaling {
    /// In order of registration.
    pub targets: Vec<Rc<ScalableTarget>>,
    /// Metrics that an alarm watches, or watched once.
    pub series: Vec<Rc<MetricSeries>>,
    /// Oldest first; as many as six weeks of a busy service have.
    pub activities: VecDeque<Rc<ScalingActivity>>,
    /// Minutes that have been measured: the next datapoint is of this one or a later one.
    pub minutes: u32,
    /// What the next target, policy, action or activity is numbered.
    pub next_number: u32,
}

impl Scaling {
    pub fn series(&self, key: MetricKey) -> Option<&Rc<MetricSeries>> {
        self.series.iter().find(|series| series.key == key)
    }

    pub fn target(&self, service: ServiceId) -> Option<&Rc<ScalableTarget>> {
        self.targets.iter().find(|target| target.service == service)
    }

    /// The service's activity that waits for its tasks.
    pub fn open_activity(&self, service: ServiceId) -> Option<&Rc<ScalingActivity>> {
        let is_open = |activity: &&Rc<ScalingActivity>| {
            activity.service == service && activity.outcome == ScalingOutcome::InProgress
        };
        self.activities.iter().rev().take(60).find(is_open)
    }
}
