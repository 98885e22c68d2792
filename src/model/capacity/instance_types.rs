//! The EC2 instance types that can be launched, with what the container agent registers on them.
//!
//! Sources: sizes and network interfaces from EC2's DescribeInstanceTypes data, task limits with trunking from
//! the ECS developer guide, registered memory from observed container instances, prices from the AWS Price
//! List API of 2026-07-20 (on-demand Linux, us-east-1).

use crate::model::ecs::container_instance::{CpuArchitecture, Resources};
use CpuArchitecture::{Arm64, X86_64};

/// One EC2 instance type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstanceType {
    pub name: &'static str,
    pub architecture: CpuArchitecture,
    pub vcpus: u32,
    /// What EC2 says the type has; the operating system keeps some of it.
    pub memory_mib: u32,
    /// What the agent registers as MEMORY.
    pub registered_memory_mib: u32,
    /// False if no registered value was found, and it is estimated from the size.
    pub registered_memory_is_observed: bool,
    pub gpus: u32,
    /// Network interfaces, the primary one included.
    pub max_enis: u32,
    /// awsvpc tasks with the account setting `awsvpcTrunking`; none where trunking is not supported.
    pub awsvpc_tasks_with_trunking: Option<u32>,
    /// On-demand price in millionths of a US dollar per hour.
    pub price_micro_usd_per_hour: u32,
}

impl InstanceType {
    /// awsvpc tasks without trunking: every network interface but the primary one.
    pub const fn awsvpc_tasks(&self) -> u32 {
        self.max_enis - 1
    }

    /// What the agent registers. With `trunking`, a type that supports it has room for more awsvpc tasks.
    pub const fn registered_resources(&self, trunking: bool) -> Resources {
        let enis = match self.awsvpc_tasks_with_trunking {
            Some(tasks) if trunking => tasks,
            _ => self.awsvpc_tasks(),
        };
        Resources {
            cpu_units: self.vcpus * 1024,
            memory_mib: self.registered_memory_mib,
            gpus: self.gpus,
            enis,
        }
    }
}

/// The type of that name.
pub fn instance_type(name: &str) -> Option<&'static InstanceType> {
    INSTANCE_TYPES.iter().find(|row| row.name == name)
}

/// Estimated where no instance was observed: a fit on the types that were. Small burstable types keep
/// relatively less for the system than the formula of the large ones would say.
const fn estimated_memory_mib(name: &str, memory_mib: u32) -> u32 {
    let burstable = name.as_bytes()[0] == b't';
    if burstable && memory_mib <= 4096 { memory_mib * 94 / 100 } else { memory_mib * 96 / 100 - 200 }
}

#[expect(clippy::too_many_arguments, reason = "one row of a table, in the order of its columns")]
const fn row(
    name: &'static str,
    architecture: CpuArchitecture,
    vcpus: u32,
    memory_mib: u32,
    observed_memory_mib: Option<u32>,
    gpus: u32,
    max_enis: u32,
    awsvpc_tasks_with_trunking: Option<u32>,
    price_micro_usd_per_hour: u32,
) -> InstanceType {
    let registered_memory_mib = match observed_memory_mib {
        Some(observed) => observed,
        None => estimated_memory_mib(name, memory_mib),
    };
    InstanceType {
        name,
        architecture,
        vcpus,
        memory_mib,
        registered_memory_mib,
        registered_memory_is_observed: observed_memory_mib.is_some(),
        gpus,
        max_enis,
        awsvpc_tasks_with_trunking,
        price_micro_usd_per_hour,
    }
}

/// Name, architecture, vCPUs, MiB, MiB registered, GPUs, network interfaces, awsvpc tasks with trunking, price.
pub static INSTANCE_TYPES: &[InstanceType] = &[
    row("t3.micro", X86_64, 2, 1024, None, 0, 2, None, 10_400),
    row("t3.small", X86_64, 2, 2048, None, 0, 3, None, 20_800),
    row("t3.medium", X86_64, 2, 4096, Some(3884), 0, 3, None, 41_600),
    row("t3.large", X86_64, 2, 8192, None, 0, 3, None, 83_200),
    row("t3.xlarge", X86_64, 4, 16384, None, 0, 4, None, 166_400),
    row("t3.2xlarge", X86_64, 8, 32768, None, 0, 4, None, 332_800),
    row("t3a.micro", X86_64, 2, 1024, None, 0, 2, None, 9_400),
    row("t3a.small", X86_64, 2, 2048, None, 0, 2, None, 18_800),
    row("t3a.medium", X86_64, 2, 4096, None, 0, 3, None, 37_600),
    row("t3a.large", X86_64, 2, 8192, None, 0, 3, None, 75_200),
    row("t3a.xlarge", X86_64, 4, 16384, None, 0, 4, None, 150_400),
    row("t3a.2xlarge", X86_64, 8, 32768, None, 0, 4, None, 300_800),
    row("t4g.micro", Arm64, 2, 1024, None, 0, 2, None, 8_400),
    row("t4g.small", Arm64, 2, 2048, None, 0, 3, None, 16_800),
    row("t4g.medium", Arm64, 2, 4096, None, 0, 3, None, 33_600),
    row("t4g.large", Arm64, 2, 8192, None, 0, 3, None, 67_200),
    row("t4g.xlarge", Arm64, 4, 16384, None, 0, 4, None, 134_400),
    row("t4g.2xlarge", Arm64, 8, 32768, None, 0, 4, None, 268_800),
    row("m5.large", X86_64, 2, 8192, Some(7690), 0, 3, Some(10), 96_000),
    row("m5.xlarge", X86_64, 4, 16384, Some(15586), 0, 4, Some(20), 192_000),
    row("m5.2xlarge", X86_64, 8, 32768, Some(31377), 0, 4, Some(40), 384_000),
    row("m5.4xlarge", X86_64, 16, 65536, Some(62960), 0, 8, Some(60), 768_000),
    row("m6i.large", X86_64, 2, 8192, None, 0, 3, Some(10), 96_000),
    row("m6i.xlarge", X86_64, 4, 16384, None, 0, 4, Some(20), 192_000),
    row("m6i.2xlarge", X86_64, 8, 32768, None, 0, 4, Some(40), 384_000),
    row("m6i.4xlarge", X86_64, 16, 65536, None, 0, 8, Some(60), 768_000),
    row("m6g.large", Arm64, 2, 8192, None, 0, 3, Some(10), 77_000),
    row("m6g.xlarge", Arm64, 4, 16384, None, 0, 4, Some(20), 154_000),
    row("m6g.2xlarge", Arm64, 8, 32768, None, 0, 4, Some(40), 308_000),
    row("m6g.4xlarge", Arm64, 16, 65536, None, 0, 8, Some(60), 616_000),
    row("m7g.large", Arm64, 2, 8192, None, 0, 3, Some(10), 81_600),
    row("m7g.xlarge", Arm64, 4, 16384, None, 0, 4, Some(20), 163_200),
    row("m7g.2xlarge", Arm64, 8, 32768, None, 0, 4, Some(40), 326_400),
    row("m7g.4xlarge", Arm64, 16, 65536, None, 0, 8, Some(60), 652_800),
    row("c5.large", X86_64, 2, 4096, Some(3714), 0, 3, Some(10), 85_000),
    row("c5.xlarge", X86_64, 4, 8192, Some(7634), 0, 4, Some(20), 170_000),
    row("c5.2xlarge", X86_64, 8, 16384, Some(15473), 0, 4, Some(40), 340_000),
    row("c6i.large", X86_64, 2, 4096, None, 0, 3, Some(10), 85_000),
    row("c6i.xlarge", X86_64, 4, 8192, None, 0, 4, Some(20), 170_000),
    row("c6i.2xlarge", X86_64, 8, 16384, None, 0, 4, Some(40), 340_000),
    row("c7g.large", Arm64, 2, 4096, None, 0, 3, Some(10), 72_500),
    row("c7g.xlarge", Arm64, 4, 8192, None, 0, 4, Some(20), 145_000),
    row("c7g.2xlarge", Arm64, 8, 16384, None, 0, 4, Some(40), 290_000),
    row("r5.large", X86_64, 2, 16384, None, 0, 3, Some(10), 126_000),
    row("r5.xlarge", X86_64, 4, 32768, None, 0, 4, Some(20), 252_000),
    row("r6i.large", X86_64, 2, 16384, None, 0, 3, Some(10), 126_000),
    row("r6i.xlarge", X86_64, 4, 32768, None, 0, 4, Some(20), 252_000),
    row("g4dn.xlarge", X86_64, 4, 16384, None, 1, 3, None, 526_000),
    row("g5.xlarge", X86_64, 4, 16384, None, 1, 4, Some(6), 1_006_000),
    row("p3.2xlarge", X86_64, 8, 62464, None, 1, 4, Some(40), 3_060_000),
    row("inf2.xlarge", X86_64, 4, 16384, None, 0, 4, Some(20), 758_200),
];
