//! What a fault does to a task, in words.

use super::words;
use crate::model::ecs::task_fault::{Flows, TrafficDirection};
use crate::model::ecs::{TaskFault, TaskFaultKind};

/// `what it sends leaves 200 ms later, give or take 10 ms`.
pub fn effect(kind: &TaskFaultKind) -> String {
    match kind {
        TaskFaultKind::CpuStress { percent, workers: 0 } => {
            format!("other processes keep {percent} % of its CPU busy")
        }
        TaskFaultKind::CpuStress { percent, workers: 1 } => {
            format!("another process keeps {percent} % of a vCPU busy")
        }
        TaskFaultKind::CpuStress { percent, workers } => {
            format!("{workers} other processes keep {percent} % of a vCPU busy each")
        }
        TaskFaultKind::IoStress { percent, workers } => {
            let who =
                if *workers == 1 { "a process keeps".into() } else { format!("{workers} processes keep") };
            format!("{who} its disk busy, with {percent} % of the free space")
        }
        TaskFaultKind::NetworkLatency { delay_millis, jitter_millis, flows } => {
            let jitter = match jitter_millis {
                0 => String::new(),
                millis => format!(", give or take {millis} ms"),
            };
            format!("what it sends leaves {delay_millis} ms later{jitter}{}", reach(flows))
        }
        TaskFaultKind::NetworkPacketLoss { loss_percent, flows } => {
            format!("{loss_percent} % of the packets it sends are lost{}", reach(flows))
        }
        TaskFaultKind::NetworkBlackholePort { port, direction, protocol } => {
            let way = match direction {
                TrafficDirection::Ingress => "what comes to its",
                TrafficDirection::Egress => "what it sends to",
            };
            let protocol = format!("{protocol:?}").to_ascii_lowercase();
            format!("{way} {protocol} port {port} is dropped")
        }
    }
}

fn reach(flows: &Flows) -> String {
    let share = match flows.percent {
        100 => String::new(),
        percent => format!(", on {percent} % of its connections"),
    };
    match flows.sources.iter().any(|source| &**source == "ALL") {
        true => share,
        false => format!("{share}, to {}", flows.sources.join(", ")),
    }
}

/// `aws:ecs:task-cpu-stress until 12:30: other processes keep 100 % of its CPU busy.`
pub fn line(fault: &TaskFault) -> String {
    format!("{} until {}: {}.", fault.kind.action(), words::clock(fault.until), effect(&fault.kind))
}
