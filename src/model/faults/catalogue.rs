//! What can be broken, as data: the page makes its menus and forms from it.

/// What a fault is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultTarget {
    /// One container of a task: the members `cluster`, `task` and perhaps `container`.
    Container,
    /// The members `cluster` and `containerInstance`.
    ContainerInstance,
    /// The member `availabilityZone`.
    AvailabilityZone,
    /// The member `image`.
    Image,
}

/// A member of the request beside those that name the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaultParameter {
    pub name: &'static str,
    pub doc: &'static str,
    /// What is taken when it is left out, as the terminal would write it; empty if nothing is.
    pub default: &'static str,
}

/// One way to break something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The operation of the service `playground`.
    pub operation: &'static str,
    pub title: &'static str,
    /// The action or scenario of AWS FIS that does the same, if there is one.
    pub fis: Option<&'static str>,
    pub target: FaultTarget,
    pub parameters: &'static [FaultParameter],
    pub doc: &'static str,
    /// The operation that undoes it.
    pub undo: Option<&'static str>,
}

/// Every fault, from the smallest to the largest.
pub fn catalogue() -> &'static [Fault] {
    FAULTS
}

use FaultTarget::{AvailabilityZone, Container, ContainerInstance, Image};

static FAULTS: &[Fault] = &[
    Fault {
        operation: "KillContainer",
        title: "Kill a container",
        fis: Some("aws:ecs:task-kill-process"),
        target: Container,
        parameters: &[FaultParameter {
            name: "exitCode",
            doc: "Exit code the process ends with, 0 to 255.",
            default: "137",
        }],
        doc: "Ends the process of one container. An essential one takes its task with it.",
        undo: None,
    },
    Fault {
        operation: "OomContainer",
        title: "Run out of memory",
        fis: None,
        target: Container,
        parameters: &[],
        doc: "The kernel kills the container for its memory use: exit code 137, OutOfMemoryError.",
        undo: None,
    },
    Fault {
        operation: "FailHealthChecks",
        title: "Fail health checks",
        fis: None,
        target: Container,
        parameters: &[],
        doc: "Every health check of the container fails from now on, until it is restarted.",
        undo: None,
    },
    Fault {
        operation: "UnpullableImage",
        title: "Make an image unpullable",
        fis: None,
        target: Image,
        parameters: &[FaultParameter {
            name: "reason",
            doc: "missing (no such image), denied (the registry refuses) or timeout (no route to it).",
            default: "missing",
        }],
        doc: "Every pull of the image fails from now on, also where it was cached. Containers that run go on.",
        undo: Some("ResetImage"),
    },
    Fault {
        operation: "DisconnectAgent",
        title: "Disconnect the agent",
        fis: None,
        target: ContainerInstance,
        parameters: &[],
        doc: "Cuts the agent off from ECS. Its tasks go on, and no new ones are placed there.",
        undo: Some("ConnectAgent"),
    },
    Fault {
        operation: "RebootInstance",
        title: "Reboot an instance",
        fis: Some("aws:ec2:reboot-instances"),
        target: ContainerInstance,
        parameters: &[],
        doc: "All containers die; ECS learns of it when the agent is back.",
        undo: None,
    },
    Fault {
        operation: "StopInstance",
        title: "Stop an instance",
        fis: Some("aws:ec2:stop-instances"),
        target: ContainerInstance,
        parameters: &[],
        doc: "Its tasks stop. It stays registered and ACTIVE, without a connected agent.",
        undo: Some("StartInstance"),
    },
    Fault {
        operation: "TerminateInstance",
        title: "Terminate an instance",
        fis: Some("aws:ec2:terminate-instances"),
        target: ContainerInstance,
        parameters: &[],
        doc: "Its tasks stop, and it is deregistered if its agent was connected.",
        undo: None,
    },
    Fault {
        operation: "LoseAvailabilityZone",
        title: "Lose an Availability Zone",
        fis: Some("AZ Availability: Power Interruption"),
        target: AvailabilityZone,
        parameters: &[FaultParameter {
            name: "durationSeconds",
            doc: "Seconds until the power is back, 1 to 43200; until it is restored when left out.",
            default: "",
        }],
        doc: "Every EC2 instance there stops and none can be launched. Fargate tasks go on, as in AWS FIS.",
        undo: Some("RestoreAvailabilityZone"),
    },
];
