//! What capacity costs, in millionths of a US dollar, us-east-1.
//!
//! Sources: the AWS Price List API of 2026-07-20 for EC2, the Fargate pricing page for Fargate. Spot prices move:
//! "up to 70 % off" is taken as 70 % (assumed).

use serde::Serialize;

use super::container_instance::{CpuArchitecture, Resources};
use crate::model::kernel::{SimDuration, SimTime};

/// Per hour: a vCPU and a GB of memory on Fargate.
const FARGATE_X86: (u64, u64) = (40_480, 4_445);
const FARGATE_ARM: (u64, u64) = (32_380, 3_560);
const SPOT_PERCENT: u64 = 30;
const HOUR_MILLIS: u128 = 3_600_000;
/// A Fargate task is paid for a minute at least.
pub const FARGATE_MINIMUM: SimDuration = SimDuration::from_mins(1);

/// The Spot price of what costs so much On-Demand.
pub fn spot_price(on_demand: u64) -> u64 {
    on_demand * SPOT_PERCENT / 100
}

/// What a task of that size costs on Fargate in an hour, storage beyond 20 GB aside.
pub fn fargate_per_hour(size: Resources, architecture: CpuArchitecture, spot: bool) -> u64 {
    let (vcpu, gb) = match architecture {
        CpuArchitecture::X86_64 => FARGATE_X86,
        CpuArchitecture::Arm64 => FARGATE_ARM,
    };
    let price = (u64::from(size.cpu_units) * vcpu + u64::from(size.memory_mib) * gb) / 1024;
    if spot { spot_price(price) } else { price }
}

/// What is paid for one kind of capacity: a rate, and what has come together so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Meter {
    /// Now, in millionths of a dollar.
    pub micro_usd_per_hour: u64,
    /// Millionths of a dollar times milliseconds per hour, up to `since`.
    paid: u128,
    since: SimTime,
}

impl Meter {
    /// The rate changes by so much at this moment.
    pub(in crate::model) fn change(&mut self, now: SimTime, by: i64) {
        self.paid += u128::from(self.micro_usd_per_hour) * u128::from(now.since(self.since).as_millis());
        self.since = now;
        self.micro_usd_per_hour = self.micro_usd_per_hour.saturating_add_signed(by);
    }

    /// A charge at that rate for so long, beside what runs.
    pub(in crate::model) fn charge(&mut self, micro_usd_per_hour: u64, span: SimDuration) {
        self.paid += u128::from(micro_usd_per_hour) * u128::from(span.as_millis());
    }

    /// Paid up to now, in millionths of a dollar.
    pub fn paid_micro_usd(&self, now: SimTime) -> u64 {
        let running = u128::from(self.micro_usd_per_hour) * u128::from(now.since(self.since).as_millis());
        ((self.paid + running) / HOUR_MILLIS) as u64
    }
}
