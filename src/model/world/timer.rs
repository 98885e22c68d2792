//! What the world promised itself.

pub use crate::model::ecs::task::ContainerStep;
use crate::model::ecs::{
    AutoScalingGroupId, CapacityProviderId, ClusterId, ContainerInstanceId, LoadBalancerId, ServiceId,
    TargetId, TaskId, ZoneId,
};

/// A promise to look again at something. A timer decides nothing: whoever it wakes reads the world as it
/// is by then, and does nothing if the reason has gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timer {
    /// The task may be able to take its next step.
    TaskStep { task: TaskId, step: TaskStep },
    /// Something is due for one container; `start` counts its (re)starts, so that what was promised to
    /// an earlier life of the container is not taken for this one's.
    ContainerStep { task: TaskId, container: u8, start: u32, step: ContainerStep },
    /// The service scheduler looks at the service.
    ServiceLook { service: ServiceId },
    /// An EC2 instance goes on to the next state of its life.
    InstanceStep { instance: ContainerInstanceId, step: InstanceStep },
    /// An Auto Scaling group compares what it has with what it wants.
    GroupLook { group: AutoScalingGroupId },
    /// A minute's datapoint of a capacity provider is due.
    CapacityDatapoint { provider: CapacityProviderId },
    /// Tasks that wait for capacity are held against the container instances there are.
    PlaceWaiting { cluster: ClusterId },
    /// EC2 takes a Spot Instance back.
    SpotInterruption { instance: ContainerInstanceId, step: SpotStep },
    /// Managed Instances are launched for the tasks that wait.
    ManagedInstancesLook { provider: CapacityProviderId },
    /// AWS has that capacity again.
    ShortageEnds { number: u32 },
    /// A minute ends whose metrics somebody watches.
    MetricsMinute,
    /// A scheduled action of the service is due.
    ScheduledScaling { service: ServiceId },
    /// A fault that was given a duration ends.
    ZoneRecovers { zone: ZoneId },
    /// The task's fault of that number ends.
    TaskFaultEnds { task: TaskId, number: u32 },
    /// A new load balancer becomes active.
    LoadBalancerStarts { load_balancer: LoadBalancerId },
    /// A health check of the target is due.
    TargetCheck { target: TargetId },
    /// The deregistration delay of the target is over.
    TargetDrained { target: TargetId },
    /// ECS takes the tasks of a service that are to stop out of their target groups.
    TargetsLeave { service: ServiceId },
    /// A tick of traffic ends.
    TrafficTick,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskStep {
    /// The network interface is ready.
    NetworkReady,
    /// The agent (or Fargate) has the task and may begin.
    AgentAccepts,
    /// It has waited long enough for its capacity provider to make room.
    WaitsTooLong,
    /// Everything is up and registered.
    Registered,
    /// Deregistration is done; containers can be told to stop.
    Deregistered,
    /// Fargate has taken down the machine on which the containers stopped.
    MachineGone,
    /// The network interface is gone.
    Deprovisioned,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstanceStep {
    /// EC2 shows `running`.
    Boots,
    /// The agent registers, or connects again.
    AgentRegisters,
    /// The operating system has ended agent and containers.
    ShutsDown,
    Stops,
    Terminates,
    /// A lifecycle hook has held back the termination long enough.
    HookTimesOut,
    /// A managed instance was idle for as long as it may; unless it has another version by now.
    IdleTooLong {
        version: u32,
    },
    /// A managed instance had room to spare for so long that its tasks may move; unless it has another version by now.
    Underused {
        version: u32,
    },
    /// A managed instance is fourteen days old.
    GrowsOld,
    /// A managed instance is twenty-one days old.
    IsTooOld,
    /// A managed instance is deregistered.
    Released,
    /// A drain that a fault set ends.
    DrainEnds,
    /// A stop that a fault set ends.
    StartsAgain,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpotStep {
    /// Two minutes before the end.
    Notice,
    Interruption,
}
