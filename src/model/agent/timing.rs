//! How long things take. Centred on measured timelines: Fargate connectivityAt 4.1 s, pullStartedAt 17.7 s,
//! pullStoppedAt 20.7 s and startedAt 23.7 s after createdAt; an EC2 task starts within seconds.

use crate::model::ecs::LaunchType;
use crate::model::kernel::SimDuration;
use crate::model::world::{Ctx, Room};

/// A span of time, in milliseconds, from which one is drawn.
pub struct Span(u64, u64);

impl Span {
    pub fn draw(&self, ctx: &mut Ctx) -> SimDuration {
        let (low, high) = (SimDuration::from_millis(self.0), SimDuration::from_millis(self.1));
        ctx.draw(Room::Agent).duration(low, high)
    }
}

/// From placement until the agent has read the task.
pub const AGENT_HEARS: Span = Span(150, 600);
/// How long a task waits for its capacity provider to make room: 10 to 30 minutes.
pub const CAPACITY_WAIT: Span = Span(600_000, 1_800_000);
/// Registration with load balancers and service discovery.
pub const REGISTRATION: Span = Span(1_000, 3_000);
/// Until registration is tried again after it failed.
pub const REGISTRATION_RETRY: Span = Span(20_000, 40_000);
/// From the end of the deregistration delay until ECS has seen that the target is UNUSED. A task behind a target
/// group was DEACTIVATING for 361 seconds, 300 of them for the delay and 10 until it was deregistered.
pub const UNUSED_SEEN: Span = Span(20_000, 60_000);
/// Taking a cached image: Docker only compares digests.
const CACHED_PULL: Span = Span(60, 180);

/// Creating and attaching a network interface.
pub fn network_provisioning(launch_type: LaunchType) -> Span {
    match launch_type {
        LaunchType::Fargate => Span(3_600, 4_600),
        LaunchType::Ec2 | LaunchType::External => Span(2_500, 5_000),
    }
}

/// From the network interface until containers may be pulled. Fargate boots a machine meanwhile.
pub fn until_accepted(launch_type: LaunchType) -> Span {
    match launch_type {
        LaunchType::Fargate => Span(12_400, 14_800),
        LaunchType::Ec2 | LaunchType::External => AGENT_HEARS,
    }
}

/// Creating and starting a container whose image is there.
pub fn container_start(launch_type: LaunchType) -> Span {
    match launch_type {
        LaunchType::Fargate => Span(2_500, 3_500),
        LaunchType::Ec2 | LaunchType::External => Span(350, 800),
    }
}

/// Pulling an image of `size_mib`. Fargate has no cache; a container instance pulls faster, being warm.
pub fn pull(launch_type: LaunchType, size_mib: u32, cached: bool) -> Span {
    let size = u64::from(size_mib);
    match launch_type {
        LaunchType::Fargate => Span(900 + size * 22, 1_300 + size * 30),
        LaunchType::Ec2 | LaunchType::External if cached => CACHED_PULL,
        LaunchType::Ec2 | LaunchType::External => Span(400 + size * 15, 700 + size * 21),
    }
}

/// Pull attempts that fail fast: the manifest is asked for again and again, 1.1 to 5 s apart.
pub const PULL_REFUSED: Span = Span(9_000, 14_000);
/// Pull attempts that find nobody at the other end.
pub const PULL_UNANSWERED: Span = Span(60_000, 75_000);

/// Deregistration with nothing to drain.
pub const DEREGISTRATION: Span = Span(2_000, 5_000);

/// From the end of a Fargate task's last container until its machine is taken down. A task that took 47 seconds in
/// STOPPING and 16 in DEPROVISIONING was measured; 30 of the 47 are taken for its stopTimeout (assumed).
pub const FARGATE_SHUTDOWN: Span = Span(12_000, 20_000);

/// Detaching and deleting the network interface.
pub fn network_deprovisioning(launch_type: LaunchType) -> Span {
    match launch_type {
        LaunchType::Fargate => Span(12_000, 18_000),
        LaunchType::Ec2 | LaunchType::External => Span(4_000, 8_000),
    }
}
