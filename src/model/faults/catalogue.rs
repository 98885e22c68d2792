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
    /// The members `cluster` and `task`.
    Task,
    /// The member `cluster`.
    Cluster,
    /// The member `autoScalingGroup`.
    AutoScalingGroup,
    /// Nothing in particular.
    Account,
}

/// A member of the request beside those that name the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaultParameter {
    pub name: &'static str,
    pub doc: &'static str,
    /// What is taken when it is left out, as the terminal would write it, or what a form begins with where it must be
    /// given; empty if nothing is.
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

use FaultTarget::{
    Account, AutoScalingGroup, AvailabilityZone, Cluster, Container, ContainerInstance, Image, Task,
};

const DURATION: FaultParameter = FaultParameter {
    name: "durationSeconds",
    doc: "Seconds until it is over, 60 to 43200; until it is undone when left out.",
    default: "",
};
const ZONES: FaultParameter = FaultParameter {
    name: "availabilityZones",
    doc: "The Availability Zones it holds for; all when left out.",
    default: "",
};
const PERCENTAGE: FaultParameter =
    FaultParameter { name: "percentage", doc: "Share of what it befalls, 1 to 100.", default: "100" };

const SECONDS: FaultParameter =
    FaultParameter { name: "durationSeconds", doc: "Seconds until it is over, 60 to 43200.", default: "300" };
const FLOWS: FaultParameter = FaultParameter {
    name: "flowsPercent",
    doc: "Share of the connections that it touches, 1 to 100.",
    default: "100",
};
const SOURCES: FaultParameter = FaultParameter {
    name: "sources",
    doc: "Whom those connections are with: ALL, or names or DNS names of load balancers.",
    default: "ALL",
};

/// An action on a task that lasts.
const fn on_task(
    operation: &'static str,
    title: &'static str,
    fis: &'static str,
    parameters: &'static [FaultParameter],
    doc: &'static str,
) -> Fault {
    let undo = Some("EndTaskFaults");
    Fault { operation, title, fis: Some(fis), target: Task, parameters, doc, undo }
}

static FAULTS: &[Fault] = &[
    Fault {
        operation: "KillContainer",
        title: "Kill a container",
        fis: Some("aws:ecs:task-kill-process"),
        target: Container,
        parameters: &[
            FaultParameter {
                name: "signal",
                doc: "SIGKILL ends the process at once. SIGTERM, which AWS FIS sends unless told otherwise, lets it take \
                      its time, and some ignore it.",
                default: "SIGKILL",
            },
            FaultParameter {
                name: "exitCode",
                doc: "Exit code the process ends with, 0 to 255; that of the signal when left out.",
                default: "",
            },
        ],
        doc: "Ends the process of one container, whatever its name. An essential one takes its task with it.",
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
    on_task(
        "TaskCpuStress",
        "Keep the CPU busy",
        "aws:ecs:task-cpu-stress",
        &[
            SECONDS,
            FaultParameter {
                name: "percent",
                doc: "Share of a vCPU that each process keeps busy, 1 to 100.",
                default: "100",
            },
            FaultParameter {
                name: "workers",
                doc: "Processes; 0 for one on each vCPU of the task.",
                default: "0",
            },
        ],
        "CPUUtilization rises, and requests get half of the CPU at worst: answers are late, or do not come.",
    ),
    on_task(
        "TaskIoStress",
        "Keep the disk busy",
        "aws:ecs:task-io-stress",
        &[
            SECONDS,
            FaultParameter {
                name: "percent",
                doc: "Share of the free disk space that is used, 1 to 100.",
                default: "80",
            },
            FaultParameter {
                name: "workers",
                doc: "Processes that keep the disk busy, 1 to 256.",
                default: "1",
            },
        ],
        "Each request waits for the disk: with one process it takes twice as long, with two three times.",
    ),
    on_task(
        "TaskNetworkLatency",
        "Delay the network",
        "aws:ecs:task-network-latency",
        &[
            SECONDS,
            FaultParameter {
                name: "delayMilliseconds",
                doc: "Milliseconds by which what it sends is late, 0 to 60000.",
                default: "200",
            },
            FaultParameter {
                name: "jitterMilliseconds",
                doc: "Milliseconds by which that varies, 0 to 60000.",
                default: "10",
            },
            FLOWS,
            SOURCES,
        ],
        "Answers are late. A health check of a load balancer fails where they come after its timeout.",
    ),
    on_task(
        "TaskNetworkPacketLoss",
        "Lose packets",
        "aws:ecs:task-network-packet-loss",
        &[
            SECONDS,
            FaultParameter {
                name: "lossPercent",
                doc: "Share of the packets it sends that are lost, 1 to 100.",
                default: "7",
            },
            FLOWS,
            SOURCES,
        ],
        "Lost packets are sent again, later each time; what is lost too often is never answered.",
    ),
    on_task(
        "TaskNetworkBlackholePort",
        "Drop what goes to a port",
        "aws:ecs:task-network-blackhole-port",
        &[
            SECONDS,
            FaultParameter { name: "port", doc: "The port to which packets are dropped.", default: "80" },
            FaultParameter {
                name: "trafficType",
                doc: "ingress (what comes to a port of the task) or egress (what it sends to that port of others).",
                default: "ingress",
            },
            FaultParameter { name: "protocol", doc: "tcp or udp.", default: "tcp" },
        ],
        "Requests and health checks of that port get no answer, those of the container itself too.",
    ),
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
        parameters: &[FaultParameter {
            name: "startInstancesAfterSeconds",
            doc: "Seconds until it starts again, 60 to 43200; never by itself when left out.",
            default: "",
        }],
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
        operation: "InterruptFargateSpotTask",
        title: "Interrupt a Fargate Spot task",
        fis: None,
        target: Task,
        parameters: &[],
        doc: "The two-minute warning: SIGTERM at once, SIGKILL after the stopTimeout. Spot is tried again.",
        undo: None,
    },
    Fault {
        operation: "RetireFargateTask",
        title: "Retire a Fargate task",
        fis: None,
        target: Task,
        parameters: &[],
        doc: "Fargate needs the machine for maintenance. A service starts another task before this one stops.",
        undo: None,
    },
    Fault {
        operation: "SendSpotInstanceInterruption",
        title: "Interrupt a Spot Instance",
        fis: Some("aws:ec2:send-spot-instance-interruptions"),
        target: ContainerInstance,
        parameters: &[FaultParameter {
            name: "durationSeconds",
            doc: "Seconds until EC2 takes it back, 120 to 900; the notice comes two minutes before.",
            default: "120",
        }],
        doc: "EC2 takes the instance back. It drains before if the agent was told to, or with managed draining.",
        undo: None,
    },
    Fault {
        operation: "DrainContainerInstances",
        title: "Drain container instances",
        fis: Some("aws:ecs:drain-container-instances"),
        target: Cluster,
        parameters: &[PERCENTAGE, DURATION],
        doc: "Sets a share of the ACTIVE container instances to DRAINING, and back when the time is over.",
        undo: None,
    },
    Fault {
        operation: "InsufficientInstanceCapacity",
        title: "Run out of EC2 capacity",
        fis: Some("aws:ec2:asg-insufficient-instance-capacity-error"),
        target: AutoScalingGroup,
        parameters: &[ZONES, PERCENTAGE, DURATION],
        doc: "Launches of the Auto Scaling group fail with InsufficientInstanceCapacity.",
        undo: Some("RestoreCapacity"),
    },
    Fault {
        operation: "ApiInsufficientInstanceCapacity",
        title: "Refuse EC2 launches",
        fis: Some("aws:ec2:api-insufficient-instance-capacity-error"),
        target: Account,
        parameters: &[ZONES, PERCENTAGE, DURATION],
        doc: "RunInstances and CreateFleet fail with InsufficientInstanceCapacity: launches by hand, and those of \
              Managed Instances.",
        undo: Some("RestoreCapacity"),
    },
    Fault {
        operation: "ExhaustFargate",
        title: "Run out of Fargate capacity",
        fis: None,
        target: Account,
        parameters: &[
            FaultParameter { name: "capacityProvider", doc: "FARGATE or FARGATE_SPOT.", default: "FARGATE" },
            ZONES,
            DURATION,
        ],
        doc: "New tasks find no room on Fargate. Those that run go on.",
        undo: Some("RestoreCapacity"),
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
