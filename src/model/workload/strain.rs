//! What the faults of a task do to the answers of its containers.

use crate::model::ecs::task_definition::TransportProtocol;
use crate::model::ecs::task_fault::{Flows, TrafficDirection};
use crate::model::ecs::{Task, TaskFault, TaskFaultKind};

use super::serving::PATIENCE_MILLIS;

/// When TCP sends a packet that got no answer again, in milliseconds since the first time: after 0.2 seconds, then
/// each time after twice as long. Source: RFC 6298, with the shortest time-out of Linux.
const TRIES: [u64; 9] = [0, 200, 600, 1_400, 3_000, 6_200, 12_600, 25_400, 51_000];
const MILLION: u64 = 1_000_000;
/// However many processes write, a request does not wait longer than so many times its own time (assumed).
const MOST_SLOWDOWN: u32 = 10;

/// All faults of a task together, as requests feel them that one client sends to one port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strain {
    /// CPU units that processes of the fault would use if nobody else did.
    pub stress_units: u32,
    /// A request takes so many times as long. Each process that keeps the disk busy adds one (assumed).
    pub slowdown: u32,
    /// Milliseconds by which the answer comes later, on average.
    pub delay_millis: u64,
    /// Requests in a million whose answer does not come in time.
    pub lost_per_million: u64,
    /// No request comes through.
    pub is_cut_off: bool,
}

impl Default for Strain {
    fn default() -> Self {
        Self { stress_units: 0, slowdown: 1, delay_millis: 0, lost_per_million: 0, is_cut_off: false }
    }
}

/// What the faults of `task` do to requests to `port` from a client that goes by `names`.
pub fn on_requests(task: &Task, usable_cpu: u32, port: u32, names: &[&str]) -> Strain {
    let mut strain =
        Strain { stress_units: stress_units(task.acting_faults(), usable_cpu), ..Strain::default() };
    for fault in task.acting_faults() {
        match &fault.kind {
            TaskFaultKind::CpuStress { .. } => {}
            TaskFaultKind::IoStress { workers, .. } => {
                strain.slowdown = strain.slowdown.saturating_add(*workers).min(MOST_SLOWDOWN);
            }
            TaskFaultKind::NetworkLatency { delay_millis, flows, .. } if flows.reach(names) => {
                // The connection stands already: only the answer comes later.
                let (delay, percent) = (u64::from(*delay_millis), u64::from(flows.percent));
                if delay >= PATIENCE_MILLIS {
                    strain.lost_per_million = percent * MILLION / 100;
                } else {
                    strain.delay_millis = delay * percent / 100;
                }
            }
            TaskFaultKind::NetworkPacketLoss { loss_percent, flows } if flows.reach(names) => {
                let (lost, mean) = sent_again(*loss_percent, PATIENCE_MILLIS);
                strain.lost_per_million = lost * u64::from(flows.percent) / 100;
                strain.delay_millis = mean * u64::from(flows.percent) / 100;
            }
            TaskFaultKind::NetworkBlackholePort { .. } => {
                strain.is_cut_off |= drops(&fault.kind, port);
            }
            TaskFaultKind::NetworkLatency { .. } | TaskFaultKind::NetworkPacketLoss { .. } => {}
        }
    }
    strain
}

/// CPU units that processes of these faults would use, of those that their task can use.
pub fn stress_units<'a>(faults: impl Iterator<Item = &'a TaskFault>, usable_cpu: u32) -> u32 {
    let units = faults.map(|fault| match fault.kind {
        TaskFaultKind::CpuStress { percent, workers: 0 } => usable_cpu * percent / 100,
        TaskFaultKind::CpuStress { percent, workers } => {
            usable_cpu.min(workers.saturating_mul(1024)) * percent / 100
        }
        _ => 0,
    });
    units.fold(0, u32::saturating_add).min(usable_cpu)
}

/// Whether a fault drops what comes over TCP to that port.
pub fn drops(kind: &TaskFaultKind, port: u32) -> bool {
    matches!(kind, TaskFaultKind::NetworkBlackholePort {
        port: dropped,
        direction: TrafficDirection::Ingress,
        protocol: TransportProtocol::Tcp,
    } if *dropped == port)
}

/// Of a million packets those that do not arrive within `patience` however often they are sent again, and the
/// milliseconds by which the others are late on average.
fn sent_again(loss_percent: u32, patience: u64) -> (u64, u64) {
    let loss = u64::from(loss_percent.min(100));
    let (mut missing, mut late) = (MILLION, 0);
    for at in TRIES.into_iter().take_while(|at| *at < patience) {
        late += missing * (100 - loss) / 100 * at;
        missing = missing * loss / 100;
    }
    (missing, late.checked_div(MILLION - missing).unwrap_or(0))
}

/// What chance has for one health check.
#[derive(Clone, Copy, Debug)]
pub struct Luck {
    /// The connection is touched if this is below the percentage of flows: 0 to 99.
    pub flow: u32,
    /// Where in its range the jitter lies: 0 to 1000 thousandths.
    pub jitter: u32,
    /// The check is lost if this is below the losses in a million.
    pub loss: u32,
}

/// Whether a health check of `port` gets no answer within `timeout_millis`. It opens a connection of its own, so over
/// HTTP two of the task's packets are late, one after the other; over TCP one.
pub fn check_times_out(
    task: &Task,
    port: u32,
    names: &[&str],
    is_http: bool,
    timeout_millis: u64,
    luck: Luck,
) -> bool {
    let touched = |flows: &Flows| flows.reach(names) && luck.flow < flows.percent;
    task.acting_faults().any(|fault| match &fault.kind {
        TaskFaultKind::NetworkLatency { delay_millis, jitter_millis, flows } if touched(flows) => {
            let (delay, jitter) = (u64::from(*delay_millis), u64::from(*jitter_millis));
            let late = (delay + jitter * 2 * u64::from(luck.jitter) / 1000).saturating_sub(jitter);
            late * if is_http { 2 } else { 1 } >= timeout_millis
        }
        TaskFaultKind::NetworkPacketLoss { loss_percent, flows } if touched(flows) => {
            u64::from(luck.loss) < sent_again(*loss_percent, timeout_millis).0
        }
        kind => drops(kind, port),
    })
}
