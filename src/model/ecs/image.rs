//! What a container does, as far as ECS can notice: an image has a behaviour.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

/// How an image behaves wherever a container of it runs. All times in milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageBehaviour {
    pub pull: PullOutcome,
    pub pull_size_mib: u32,
    /// From the start of the container until the process is up.
    pub boot_millis: u32,
    pub then: Then,
    pub health: HealthPlan,
    /// From SIGTERM until the process ends by itself; none if it ignores SIGTERM.
    pub stop_millis: Option<u32>,
    /// What it ends with when it ends on SIGTERM: 0 if it handles the signal, 143 if it just dies of it.
    #[serde(default)]
    pub stop_exit_code: i32,
    /// Used share of the CPU that the container reserves, in per cent.
    pub cpu_percent: u32,
    /// Memory in use once up.
    pub memory_mib: u32,
    /// How it answers requests that a load balancer sends.
    pub serving: Serving,
}

/// How a container answers requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Serving {
    /// Milliseconds one request takes while there are few.
    pub latency_millis: u32,
    /// CPU time of one request, in microseconds of one vCPU.
    pub cpu_micros: u32,
    /// Requests per second it answers at most, whatever its CPU; 0 for no limit but the CPU.
    pub most_per_second: u32,
    /// Share of requests that it answers with 500, in per cent. At 100 its health checks get 500 too.
    pub error_percent: u32,
    /// The only path that answers health checks; others get 404. When none is set, `/` and the usual health paths
    /// answer.
    pub health_path: Option<Rc<str>>,
}

/// What a pull of the image comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PullOutcome {
    Ok,
    /// No such repository or tag.
    Missing,
    /// The registry refuses.
    Denied,
    /// The registry cannot be reached.
    Timeout,
}

/// What the process does once it is up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum Then {
    /// Runs until it is told to stop.
    Run,
    /// The runtime cannot start the process.
    CannotStart,
    Exit {
        code: i32,
        after_millis: u32,
    },
    /// Ends with `code` at a random moment, after `mean_millis` on average.
    Crash {
        code: i32,
        mean_millis: u32,
    },
    /// Takes more memory every minute until the limit is passed.
    Leak {
        mib_per_minute: u32,
    },
}

/// What the container's health check sees. Times count from the moment the process is up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum HealthPlan {
    /// Passes as soon as the process is up.
    Healthy,
    /// Fails at first, passes from `after_millis` on.
    HealthyAfter { after_millis: u32 },
    /// Passes at first, fails from `after_millis` on; 0 means always.
    UnhealthyAfter { after_millis: u32 },
}
