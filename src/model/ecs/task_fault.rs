//! What befalls a task for a while: the `aws:ecs:task-*` actions of AWS FIS that last.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::task_definition::TransportProtocol;
use crate::model::kernel::SimTime;

/// The action, with its parameters. Source: AWS FIS user guide, "AWS FIS actions reference".
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum TaskFaultKind {
    /// `workers` processes that each keep `percent` of a vCPU busy; 0: one for each vCPU that the task can use.
    CpuStress { percent: u32, workers: u32 },
    /// `workers` processes that write and read, with `percent` of the free space of the disk.
    IoStress { percent: u32, workers: u32 },
    /// What the task sends arrives later.
    NetworkLatency { delay_millis: u32, jitter_millis: u32, flows: Flows },
    /// A share of the packets that the task sends is lost.
    NetworkPacketLoss { loss_percent: u32, flows: Flows },
    /// Packets to the port are dropped.
    NetworkBlackholePort { port: u32, direction: TrafficDirection, protocol: TransportProtocol },
}

impl TaskFaultKind {
    /// Its name in AWS FIS.
    pub fn action(&self) -> &'static str {
        match self {
            Self::CpuStress { .. } => "aws:ecs:task-cpu-stress",
            Self::IoStress { .. } => "aws:ecs:task-io-stress",
            Self::NetworkLatency { .. } => "aws:ecs:task-network-latency",
            Self::NetworkPacketLoss { .. } => "aws:ecs:task-network-packet-loss",
            Self::NetworkBlackholePort { .. } => "aws:ecs:task-network-blackhole-port",
        }
    }

    /// No two of these may act on one task at a time.
    pub fn is_network(&self) -> bool {
        matches!(
            self,
            Self::NetworkLatency { .. } | Self::NetworkPacketLoss { .. } | Self::NetworkBlackholePort { .. }
        )
    }
}

/// The connections that a network action touches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Flows {
    /// Share of the connections, 1 to 100.
    pub percent: u32,
    /// `ALL`, or names or addresses of those at the other end.
    pub sources: Rc<[Rc<str>]>,
}

impl Flows {
    /// Whether connections with somebody who goes by these names are touched.
    pub fn reach(&self, names: &[&str]) -> bool {
        self.sources.iter().any(|source| &**source == "ALL" || names.contains(&&**source))
    }
}

/// `trafficType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TrafficDirection {
    Ingress,
    Egress,
}

/// One action on one task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TaskFault {
    /// Its place among the faults of the task.
    pub number: u32,
    pub kind: TaskFaultKind,
    pub began_at: SimTime,
    /// When it ends by itself.
    pub until: SimTime,
    /// None while it acts.
    pub ended_at: Option<SimTime>,
}
