//! What the playground does that ECS does not: launch and break instances, give images a behaviour, move the clock.
//!
//! The verbs are described like the operations of the API, so parser, help and completion treat them alike.

use crate::model::api::shapes::{
    BOOLEAN, Member, STRING, Shape, cluster_member, list, optional, range, required, structure,
};

/// One verb of `playground`.
#[derive(Debug)]
pub struct Verb {
    /// The words after `playground`, such as `launch-instances` or `image set`.
    pub name: &'static str,
    pub doc: &'static str,
    pub input: &'static Shape,
    /// The member a bare word is given to.
    pub positional: Option<&'static str>,
    /// It prints JSON, for `--query` and `--output`. Those that move the clock print a line.
    pub answers: bool,
}

/// The verb of that name.
pub fn verb(name: &str) -> Option<&'static Verb> {
    VERBS.iter().find(|verb| verb.name == name)
}

const fn instance_member() -> Member {
    required("containerInstance", &STRING, "Id or ARN of the container instance, or its EC2 instance id.")
}

const fn zone_member() -> Member {
    required("availabilityZone", &STRING, "An Availability Zone, such as us-east-1a.")
}

static COUNT: Shape = range(0, i32::MAX);

static ONE_INSTANCE: Shape = structure(&[cluster_member(), instance_member()]);
static ONE_ZONE: Shape = structure(&[zone_member()]);
static FAULT_SECONDS: Shape = range(60, 43_200);
static NAMES: Shape = list(&STRING);
static SHARE: Shape = range(1, 100);

static LIST_EVENTS: Shape = structure(&[
    optional(
        "detailType",
        &STRING,
        "Only events of this detail-type, such as \"ECS Task State Change\" or \"ECS Service Action\".",
    ),
    optional("eventName", &STRING, "Only events about services of this name, such as SERVICE_STEADY_STATE."),
    optional("maxResults", &range(1, 1000), "Events, 1 to 1000: the newest that there are.").number(100),
]);

const fn duration_member() -> Member {
    optional("durationSeconds", &FAULT_SECONDS, "Seconds until it is over; until it is undone when left out.")
}
const fn zones_member() -> Member {
    optional("availabilityZones", &NAMES, "Availability Zones it holds for; all when left out.")
}
const fn percentage_member() -> Member {
    optional("percentage", &SHARE, "Share of what it befalls, 1 to 100.").number(100)
}

static STOP_INSTANCE: Shape = structure(&[
    cluster_member(),
    instance_member(),
    optional(
        "startInstancesAfterSeconds",
        &range(60, 43_200),
        "Seconds until it starts again; never by itself when left out.",
    ),
]);
static INTERRUPT_INSTANCE: Shape = structure(&[
    cluster_member(),
    optional(
        "containerInstance",
        &STRING,
        "Id or ARN of the container instance, or its EC2 instance id; the oldest Spot Instance when left out.",
    ),
    optional(
        "durationSeconds",
        &range(120, 900),
        "Seconds until EC2 takes it back; the notice comes two minutes before.",
    )
    .number(120),
]);
static ONE_TASK: Shape = structure(&[cluster_member(), required("task", &STRING, "Id or ARN of the task.")]);
static DRAIN: Shape = structure(&[cluster_member(), percentage_member(), duration_member()]);
static NO_EC2_CAPACITY: Shape = structure(&[
    required("autoScalingGroup", &STRING, "Name of the Auto Scaling group."),
    zones_member(),
    percentage_member(),
    duration_member(),
]);
static NO_API_CAPACITY: Shape = structure(&[zones_member(), percentage_member(), duration_member()]);
static NO_FARGATE_CAPACITY: Shape = structure(&[
    optional("capacityProvider", &Shape::Enum(&["FARGATE", "FARGATE_SPOT"]), "Which of the two has no room.")
        .text("FARGATE"),
    zones_member(),
    duration_member(),
]);
static LOSE_ZONE: Shape = structure(&[
    zone_member(),
    optional("durationSeconds", &range(1, 43_200), "Seconds until it is back; until restored when left out."),
]);
/// An action on one task, or on tasks of a service: its own members behind those that all have.
macro_rules! on_tasks {
    ($($own:expr),*) => {
        structure(&[
            cluster_member(),
            optional("task", &STRING, "Id or ARN of the task."),
            optional("service", &STRING, "A service whose RUNNING tasks are meant, instead of one task."),
            optional("selectionMode", &STRING, "Which of them: ALL, COUNT(n) or PERCENT(n), picked by chance.")
                .text("ALL"),
            $($own),*
        ])
    };
}
const fn seconds_member() -> Member {
    optional("durationSeconds", &FAULT_SECONDS, "Seconds until it is over, 60 to 43200.").number(300)
}
const fn flows_member() -> Member {
    optional("flowsPercent", &SHARE, "Share of the connections that it touches, 1 to 100.").number(100)
}
const fn sources_member() -> Member {
    let doc = "Whom those connections are with: ALL, or names or DNS names of load balancers.";
    optional("sources", &NAMES, doc).text("ALL")
}
static CPU_STRESS: Shape = on_tasks!(
    seconds_member(),
    optional("percent", &SHARE, "Share of a vCPU that each process keeps busy, 1 to 100.").number(100),
    optional("workers", &range(0, 256), "Processes; 0 for one on each vCPU of the task.").number(0)
);
static IO_STRESS: Shape = on_tasks!(
    seconds_member(),
    optional("percent", &SHARE, "Share of the free disk space that is used, 1 to 100.").number(80),
    optional("workers", &range(1, 256), "Processes that keep the disk busy.").number(1)
);
static LATENCY: Shape = on_tasks!(
    seconds_member(),
    optional("delayMilliseconds", &range(0, 60_000), "Milliseconds by which what it sends is late.")
        .number(200),
    optional("jitterMilliseconds", &range(0, 60_000), "Milliseconds by which that varies.").number(10),
    flows_member(),
    sources_member()
);
static PACKET_LOSS: Shape = on_tasks!(
    seconds_member(),
    optional("lossPercent", &SHARE, "Share of the packets it sends that are lost, 1 to 100.").number(7),
    flows_member(),
    sources_member()
);
static BLACKHOLE: Shape = on_tasks!(
    seconds_member(),
    required("port", &range(1, 65_535), "The port to which packets are dropped."),
    required(
        "trafficType",
        &Shape::Enum(&["ingress", "egress"]),
        "ingress: what comes to a port of the task; egress: what it sends to that port of others."
    ),
    optional("protocol", &Shape::Enum(&["tcp", "udp"]), "Of the packets.").text("tcp")
);
static ANY_TASKS: Shape = on_tasks!();
static NOTHING: Shape = structure(&[]);

static LAUNCH_INSTANCES: Shape = structure(&[
    cluster_member(),
    optional("instanceType", &STRING, "EC2 instance type.").text("t3.medium"),
    optional("availabilityZone", &STRING, "Where they start; spread over all zones when left out."),
    optional("count", &range(1, 5000), "How many, 1 to 5000.").number(1),
    optional("ready", &BOOLEAN, "Registered at once, without the time an instance takes to boot.")
        .flag(false),
    optional(
        "attributes",
        &list(&structure(&[
            required("name", &STRING, "Name of the attribute."),
            optional("value", &STRING, "Value of the attribute."),
        ])),
        "Custom attributes the instances register with.",
    ),
]);

static IMAGE_SET: Shape = structure(&[
    required("image", &STRING, "The image whose behaviour to set."),
    optional("pullSizeMib", &COUNT, "Size of the download in MiB."),
    optional("bootMs", &COUNT, "Milliseconds from the start of the process until it serves."),
    optional(
        "then",
        &Shape::Enum(&["run", "exit", "crash", "leak", "cannotStart"]),
        "What follows: run on; exit after a time; crash at random; leak memory until it is killed; not even start.",
    ),
    optional("exitCode", &range(0, 255), "Exit code of exit and crash."),
    optional("afterSeconds", &COUNT, "Seconds until exit."),
    optional("meanSeconds", &COUNT, "Mean seconds until crash."),
    optional("leakMibPerMinute", &COUNT, "MiB leaked each minute."),
    optional("health", &Shape::Enum(&["healthy", "unhealthy"]), "What its health checks find."),
    optional("healthAfterSeconds", &COUNT, "Seconds until health is as set."),
    optional("pull", &Shape::Enum(&["ok", "missing", "denied", "timeout"]), "How pulling the image ends."),
    optional("stopMs", &COUNT, "Milliseconds from SIGTERM until the process ends."),
    optional("stopExitCode", &range(0, 255), "Exit code after SIGTERM."),
    optional("ignoresSigterm", &BOOLEAN, "It runs on after SIGTERM, until it is killed."),
    optional("cpuPercent", &range(0, 1000), "Share of its reserved CPU that it uses, in per cent."),
    optional("memoryMib", &COUNT, "Memory it uses once up, in MiB."),
    optional("latencyMs", &range(0, 60_000), "Milliseconds a request takes while there are few."),
    optional("requestCpuMs", &range(0, 60_000), "CPU time of one request, in milliseconds of one vCPU."),
    optional(
        "requestsPerSecond",
        &range(0, 1_000_000),
        "Requests per second that one container answers at most; 0 for as many as its CPU allows.",
    ),
    optional("httpErrorPercent", &range(0, 100), "Share of requests that it answers with 500, in per cent."),
    optional(
        "healthPath",
        &STRING,
        "The only path that answers health checks of a load balancer; \"\" for / and the usual health paths.",
    ),
]);

static RATE: Shape = range(0, 1_000_000);
static SECONDS: Shape = range(1, 604_800);

static TRAFFIC_SET: Shape = structure(&[
    required("loadBalancer", &STRING, "Name or ARN of the load balancer that gets the requests."),
    required("requestsPerSecond", &RATE, "Requests per second: all the time, or at first, or at the lowest."),
    optional("port", &range(1, 65_535), "Port of its listener; the oldest listener when left out."),
    optional("path", &STRING, "Path of the requests, for rules that look at it.").text("/"),
    optional("host", &STRING, "Host of the requests, for rules that look at it; its DNS name when left out."),
    optional(
        "pattern",
        &Shape::Enum(&["constant", "ramp", "day", "spike", "points"]),
        "How the rate goes on: as it is; up or down to the peak; with the time of day; with one spike; along points.",
    )
    .text("constant"),
    optional("peakRequestsPerSecond", &RATE, "The rate at the end of a ramp, at 14:00 of a day, in a spike."),
    optional("overSeconds", &SECONDS, "Length of a ramp.").number(300),
    optional("afterSeconds", &SECONDS, "Seconds until a spike.").number(60),
    optional("forSeconds", &SECONDS, "Length of a spike.").number(120),
    optional(
        "points",
        &list(&structure(&[
            required("seconds", &range(0, 604_800), "Seconds from now."),
            required("requestsPerSecond", &RATE, "The rate at that moment."),
        ])),
        "Moments and rates; between two of them the rate goes along a line.",
    ),
    optional("repeatSeconds", &SECONDS, "The points begin anew after so many seconds."),
]);

static TRAFFIC_STOP: Shape = structure(&[
    required("loadBalancer", &STRING, "Name or ARN of the load balancer."),
    optional("port", &range(1, 65_535), "Port of its listener; all listeners when left out."),
]);

static IMAGE_RESET: Shape =
    structure(&[optional("image", &STRING, "The image to reset; all when left out.")]);

static KILL_CONTAINER_MEMBERS: [Member; 5] = [
    cluster_member(),
    required("task", &STRING, "Id or ARN of the task."),
    optional("container", &STRING, "Name of the container; the first essential one when left out."),
    optional(
        "signal",
        &Shape::Enum(&["SIGKILL", "SIGTERM"]),
        "SIGKILL: at once. SIGTERM: in its own time, or not at all.",
    )
    .text("SIGKILL"),
    optional(
        "exitCode",
        &range(0, 255),
        "Exit code the process ends with; that of the signal when left out.",
    ),
];
static KILL_CONTAINER: Shape = structure(&KILL_CONTAINER_MEMBERS);

static ONE_CONTAINER: Shape = structure(KILL_CONTAINER_MEMBERS.split_at(3).0);

static UNPULLABLE_IMAGE: Shape = structure(&[
    required("image", &STRING, "The image that can no longer be pulled."),
    optional("reason", &Shape::Enum(&["missing", "denied", "timeout"]), "How pulling it ends.")
        .text("missing"),
]);

static SET_LIFECYCLE_HOOK: Shape = structure(&[
    required("hookTargetArn", &STRING, "The Lambda function that a lifecycle hook names."),
    required(
        "hookStatus",
        &Shape::Enum(&["SUCCEEDED", "FAILED", "IN_PROGRESS"]),
        "What it answers from now on; IN_PROGRESS has ECS call it again.",
    ),
]);

static RUN_UNTIL: Shape = structure(&[
    required("until", &STRING, "steady, next-event, a time such as 14:30:00, or a duration such as +30s."),
    optional("limit", &STRING, "Longest time to run, such as 1h.").text("1h"),
]);

static ADVANCE: Shape = structure(&[required("by", &STRING, "A duration, such as 30s, 5m or 1h30m.")]);

static SEED: Shape = structure(&[required("seed", &Shape::Long, "The number chance is drawn from.")]);

const fn row(name: &'static str, input: &'static Shape, doc: &'static str) -> Verb {
    Verb { name, doc, input, positional: None, answers: true }
}

const fn row_with(
    name: &'static str,
    input: &'static Shape,
    positional: &'static str,
    doc: &'static str,
) -> Verb {
    Verb { name, doc, input, positional: Some(positional), answers: false }
}

pub static VERBS: &[Verb] = &[
    row("launch-instances", &LAUNCH_INSTANCES, "Launch EC2 instances that join a cluster."),
    row("terminate-instance", &ONE_INSTANCE, "Terminate the EC2 instance behind a container instance."),
    row("stop-instance", &STOP_INSTANCE, "Stop the EC2 instance; it keeps its registration."),
    row("start-instance", &ONE_INSTANCE, "Start a stopped EC2 instance."),
    row("reboot-instance", &ONE_INSTANCE, "Reboot the EC2 instance."),
    row("disconnect-agent", &ONE_INSTANCE, "Cut the container agent off from ECS; containers go on."),
    row("connect-agent", &ONE_INSTANCE, "Let the container agent reach ECS again."),
    row("image set", &IMAGE_SET, "Set how containers of an image behave."),
    row("image list", &NOTHING, "List the images whose behaviour is known."),
    row("image reset", &IMAGE_RESET, "Give an image its own behaviour back."),
    row("traffic set", &TRAFFIC_SET, "Send requests to a load balancer."),
    row("traffic stop", &TRAFFIC_STOP, "Stop sending requests to a load balancer."),
    row("traffic list", &NOTHING, "List the requests that are sent, and what became of the last ones."),
    row("fault kill-container", &KILL_CONTAINER, "End a container's process with an exit code."),
    row("fault oom-container", &ONE_CONTAINER, "Let a container run out of memory."),
    row("fault fail-health-checks", &ONE_CONTAINER, "Make a container's health checks fail from now on."),
    row("fault task-cpu-stress", &CPU_STRESS, "Keep the CPU of tasks busy, for a while."),
    row("fault task-io-stress", &IO_STRESS, "Keep the disk of tasks busy, for a while."),
    row("fault task-network-latency", &LATENCY, "Let what tasks send arrive later, for a while."),
    row("fault task-network-packet-loss", &PACKET_LOSS, "Lose a share of what tasks send, for a while."),
    row("fault task-network-blackhole-port", &BLACKHOLE, "Drop what goes to a port, for a while."),
    row("fault end-task-faults", &ANY_TASKS, "End what acts on tasks before its time is over."),
    row(
        "fault unpullable-image",
        &UNPULLABLE_IMAGE,
        "Make an image impossible to pull, also where it is cached.",
    ),
    row(
        "fault lose-availability-zone",
        &LOSE_ZONE,
        "Cut the power of an Availability Zone: its EC2 instances stop, Fargate goes on.",
    ),
    row("fault restore-availability-zone", &ONE_ZONE, "Give an Availability Zone its power back."),
    row(
        "fault drain-container-instances",
        &DRAIN,
        "Drain a share of a cluster's container instances, for a while.",
    ),
    row("fault send-spot-instance-interruption", &INTERRUPT_INSTANCE, "Let EC2 take a Spot Instance back."),
    row("fault interrupt-fargate-spot-task", &ONE_TASK, "Let Fargate Spot take a task's machine back."),
    row("fault retire-fargate-task", &ONE_TASK, "Let Fargate retire a task for maintenance."),
    row(
        "fault insufficient-instance-capacity",
        &NO_EC2_CAPACITY,
        "Make launches of an Auto Scaling group fail.",
    ),
    row(
        "fault api-insufficient-instance-capacity",
        &NO_API_CAPACITY,
        "Make launches fail that no Auto Scaling group asks for.",
    ),
    row("fault exhaust-fargate", &NO_FARGATE_CAPACITY, "Leave Fargate without room for new tasks."),
    row("fault restore-capacity", &NOTHING, "End every shortage of capacity."),
    row("fault terminate-instance", &ONE_INSTANCE, "Terminate the EC2 instance behind a container instance."),
    row("fault stop-instance", &STOP_INSTANCE, "Stop the EC2 instance; it keeps its registration."),
    row("fault disconnect-agent", &ONE_INSTANCE, "Cut the container agent off from ECS; containers go on."),
    row(
        "set-lifecycle-hook",
        &SET_LIFECYCLE_HOOK,
        "Set what a function answers as a deployment's lifecycle hook.",
    ),
    row("list-events", &LIST_EVENTS, "List what ECS sent to Amazon EventBridge, the newest last."),
    row_with("run-until", &RUN_UNTIL, "until", "Let time pass until something is reached."),
    row_with("advance", &ADVANCE, "by", "Let time pass."),
    row_with("seed", &SEED, "seed", "Start again with another seed."),
];
