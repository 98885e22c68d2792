//! What well-known images are like. Pull sizes are those of the compressed layers, rounded; boot times
//! and memory are what one sees on a small instance (assumed: nobody publishes them).

use super::{HealthPlan, ImageBehaviour, PullOutcome, Serving, Then, reference};

/// An image by its last one or two path components.
struct Entry {
    name: &'static str,
    pull_size_mib: u32,
    boot_millis: u32,
    memory_mib: u32,
    cpu_percent: u32,
    stops: Stops,
    /// What it does when no command is given.
    default_command: DefaultCommand,
}

/// How it takes SIGTERM.
#[derive(Clone, Copy)]
enum Stops {
    /// Handles it and ends with 0 after this many milliseconds.
    Cleanly(u32),
    /// Dies of it: 143, after this many milliseconds.
    BySignal(u32),
    /// Is deaf to it.
    Never,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum DefaultCommand {
    Serves,
    /// A shell or an interpreter that finds no terminal, or a greeting: ends at once with 0.
    Ends,
}

use DefaultCommand::{Ends, Serves};
use Stops::{BySignal, Cleanly, Never};

const fn entry(
    name: &'static str,
    (pull_size_mib, boot_millis, memory_mib, cpu_percent): (u32, u32, u32, u32),
    stops: Stops,
    default_command: DefaultCommand,
) -> Entry {
    Entry { name, pull_size_mib, boot_millis, memory_mib, cpu_percent, stops, default_command }
}

/// Sorted by name, for binary search. Numbers: MiB to pull, milliseconds to boot, MiB of memory, per cent of CPU.
const ENTRIES: &[Entry] = &[
    entry("alpine", (4, 50, 2, 1), BySignal(50), Ends),
    entry("amazon-ssm-agent", (60, 900, 24, 2), Cleanly(400), Serves),
    entry("amazon/amazon-ecs-sample", (140, 700, 14, 3), Cleanly(200), Serves),
    entry("amazoncorretto", (200, 9_000, 180, 20), BySignal(600), Ends),
    entry("amazonlinux", (52, 80, 3, 1), BySignal(50), Ends),
    entry("aws-appmesh-envoy", (60, 1_500, 40, 6), Cleanly(500), Serves),
    entry("aws-cli", (120, 400, 40, 10), BySignal(100), Ends),
    entry("aws-for-fluent-bit", (130, 600, 28, 4), Cleanly(1_000), Serves),
    entry("aws-otel-collector", (90, 1_200, 60, 5), Cleanly(500), Serves),
    entry("aws-xray-daemon", (20, 300, 16, 2), Cleanly(300), Serves),
    entry("busybox", (2, 30, 1, 1), BySignal(30), Ends),
    entry("caddy", (18, 350, 16, 4), Cleanly(300), Serves),
    entry("cassandra", (150, 25_000, 900, 25), Cleanly(4_000), Serves),
    entry("centos", (80, 80, 3, 1), BySignal(50), Ends),
    entry("cloudwatch-agent", (80, 1_200, 50, 3), Cleanly(400), Serves),
    entry("consul", (55, 1_500, 40, 4), Cleanly(800), Serves),
    entry("curl", (10, 60, 4, 2), BySignal(50), Ends),
    entry("datadog/agent", (390, 8_000, 220, 8), Cleanly(2_000), Serves),
    entry("debian", (48, 60, 2, 1), BySignal(50), Ends),
    entry("eclipse-temurin", (150, 12_000, 200, 25), BySignal(700), Ends),
    entry("elasticsearch", (700, 22_000, 900, 25), BySignal(3_000), Serves),
    entry("envoy", (60, 1_200, 40, 6), Cleanly(500), Serves),
    entry("fluent-bit", (35, 500, 20, 4), Cleanly(1_000), Serves),
    entry("fluentd", (80, 2_500, 60, 5), Cleanly(1_500), Serves),
    entry("golang", (300, 400, 12, 6), BySignal(100), Ends),
    entry("grafana", (110, 4_000, 90, 5), Cleanly(800), Serves),
    entry("haproxy", (40, 250, 16, 4), Cleanly(200), Serves),
    entry("hello-world", (1, 20, 1, 1), BySignal(20), Ends),
    entry("httpd", (60, 400, 12, 3), Cleanly(300), Serves),
    entry("jenkins", (280, 30_000, 500, 20), BySignal(2_000), Serves),
    entry("keycloak", (220, 18_000, 450, 25), BySignal(1_500), Serves),
    entry("kibana", (330, 20_000, 450, 15), Cleanly(1_500), Serves),
    entry("localstack", (420, 8_000, 250, 10), Cleanly(1_500), Serves),
    entry("logstash", (400, 25_000, 700, 25), Cleanly(4_000), Serves),
    entry("mariadb", (120, 8_000, 130, 8), Cleanly(1_800), Serves),
    entry("memcached", (30, 120, 8, 2), Cleanly(100), Serves),
    entry("minio", (60, 900, 110, 4), Cleanly(400), Serves),
    entry("mongo", (280, 3_500, 110, 8), Cleanly(1_200), Serves),
    entry("mysql", (170, 12_000, 380, 10), Cleanly(2_500), Serves),
    entry("nats", (8, 150, 10, 2), Cleanly(300), Serves),
    entry("nginx", (70, 300, 8, 3), Cleanly(200), Serves),
    entry("nginx-unprivileged", (70, 300, 8, 3), Cleanly(200), Serves),
    entry("node", (350, 1_500, 70, 12), Never, Ends),
    entry("openjdk", (240, 12_000, 200, 25), BySignal(700), Ends),
    entry("opentelemetry-collector", (60, 1_200, 60, 5), Cleanly(500), Serves),
    entry("opentelemetry-collector-contrib", (90, 1_500, 80, 5), Cleanly(500), Serves),
    entry("php", (170, 500, 20, 6), BySignal(100), Ends),
    entry("postgres", (150, 2_500, 40, 5), Cleanly(900), Serves),
    entry("prometheus", (100, 2_500, 90, 6), Cleanly(900), Serves),
    entry("python", (340, 1_200, 45, 10), Never, Ends),
    entry("rabbitmq", (100, 9_000, 140, 8), Cleanly(3_000), Serves),
    entry("redis", (45, 250, 9, 3), Cleanly(150), Serves),
    entry("registry", (10, 250, 16, 2), BySignal(100), Serves),
    entry("ruby", (330, 1_800, 60, 12), BySignal(300), Ends),
    // Two made-up ones that templates name: slow to boot, and large.
    entry("shop/billing", (240, 48_000, 420, 20), BySignal(900), Serves),
    entry("shop/inference", (4_200, 40_000, 2_600, 30), Cleanly(2_500), Serves),
    entry("sonarqube", (420, 45_000, 1_400, 30), BySignal(4_000), Serves),
    entry("tomcat", (190, 7_000, 180, 15), BySignal(900), Serves),
    entry("traefik", (45, 600, 35, 4), Cleanly(400), Serves),
    entry("ubuntu", (29, 60, 2, 1), BySignal(50), Ends),
    entry("valkey", (45, 250, 9, 3), Cleanly(150), Serves),
    entry("vault", (130, 1_200, 60, 4), Cleanly(500), Serves),
    entry("wordpress", (230, 2_500, 50, 8), Cleanly(400), Serves),
    entry("zookeeper", (110, 4_000, 100, 6), BySignal(600), Serves),
];

/// The behaviour of an image that nobody has set.
pub fn behaviour(image: &str, runs_default_command: bool) -> ImageBehaviour {
    let name = reference::familiar_name(image);
    match find(name) {
        Some(entry) => entry.behaviour(runs_default_command),
        None => unknown(name),
    }
}

fn find(name: &str) -> Option<&'static Entry> {
    let last_one = name.rsplit('/').next().unwrap_or(name);
    let before_last_two = name.rmatch_indices('/').nth(1).map_or(0, |(at, _)| at + 1);
    let by_name =
        |name: &str| ENTRIES.binary_search_by(|entry| entry.name.cmp(name)).ok().map(|at| &ENTRIES[at]);
    by_name(&name[before_last_two..]).or_else(|| by_name(last_one))
}

impl Entry {
    fn behaviour(&self, runs_default_command: bool) -> ImageBehaviour {
        let ends = runs_default_command && self.default_command == Ends;
        let (stop_millis, stop_exit_code) = self.stops.millis_and_code();
        ImageBehaviour {
            pull: PullOutcome::Ok,
            pull_size_mib: self.pull_size_mib,
            boot_millis: if ends { 0 } else { self.boot_millis },
            then: if ends { Then::Exit { code: 0, after_millis: 100 } } else { Then::Run },
            health: HealthPlan::Healthy,
            stop_millis,
            stop_exit_code,
            cpu_percent: self.cpu_percent,
            memory_mib: self.memory_mib,
            serving: serving(1 + self.boot_millis / 400, 150 + self.boot_millis / 3),
        }
    }
}

impl Stops {
    fn millis_and_code(self) -> (Option<u32>, i32) {
        match self {
            Cleanly(millis) => (Some(millis), 0),
            BySignal(millis) => (Some(millis), 143),
            Never => (None, 0),
        }
    }
}

/// An image that the catalogue does not know is taken for a web application of modest size. Its numbers
/// follow from its name, so that they are the same in every run. Its memory
/// fits in the smallest limits people set: nobody shall see a kill that nobody asked for.
fn unknown(name: &str) -> ImageBehaviour {
    let mut hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let mut number = |low: u32, high: u32| {
        hash = (hash ^ (hash >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        low + ((hash >> 32) as u32) % (high - low + 1)
    };
    let (pull_size_mib, boot_millis) = (number(40, 260), number(600, 4_000));
    let (memory_mib, cpu_percent, millis) = (number(8, 14), number(4, 25), number(150, 2_500));
    let served = serving(number(15, 60), number(3_000, 8_000));
    let stops = match number(0, 7) {
        0 => Never,
        1..=3 => BySignal(millis),
        _ => Cleanly(millis),
    };
    let (stop_millis, stop_exit_code) = stops.millis_and_code();
    ImageBehaviour {
        pull: PullOutcome::Ok,
        pull_size_mib,
        boot_millis,
        then: Then::Run,
        health: HealthPlan::Healthy,
        stop_millis,
        stop_exit_code,
        cpu_percent,
        memory_mib,
        serving: served,
    }
}

/// What takes long to boot takes long to answer too (assumed).
fn serving(latency_millis: u32, cpu_micros: u32) -> Serving {
    Serving { latency_millis, cpu_micros, most_per_second: 0, error_percent: 0, health_path: None }
}
