//! What the world promised itself.

pub use crate::model::ecs::task::ContainerStep;
use crate::model::ecs::{ContainerInstanceId, ServiceId, TaskId, ZoneId};

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
    /// A fault that was given a duration ends.
    ZoneRecovers { zone: ZoneId },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskStep {
    /// The network interface is ready.
    NetworkReady,
    /// The agent (or Fargate) has the task and may begin.
    AgentAccepts,
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
}
