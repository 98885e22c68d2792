//! What a `deploymentConfiguration` asks for beside its two percentages, read from the members as given.

use std::rc::Rc;

use serde_json::Value;

use super::service::DeploymentConfiguration;
use super::service_deployment::LifecycleStage;
use crate::model::kernel::SimDuration;

/// `deploymentConfiguration.strategy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeploymentStrategy {
    Rolling,
    BlueGreen,
    Linear,
    Canary,
}

impl DeploymentStrategy {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rolling => "ROLLING",
            Self::BlueGreen => "BLUE_GREEN",
            Self::Linear => "LINEAR",
            Self::Canary => "CANARY",
        }
    }
}

/// `deploymentCircuitBreaker`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CircuitBreaker {
    pub enable: bool,
    pub rollback: bool,
    /// A healthy task makes the count start anew.
    pub reset_on_healthy_task: bool,
    kind: Threshold,
    value: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Threshold {
    BoundedPercent,
    UnboundedPercent,
    Count,
}

impl CircuitBreaker {
    /// Failed tasks until a deployment of `desired` tasks fails.
    /// Source: ThresholdConfiguration in the ECS API reference.
    pub fn threshold(&self, desired: u32) -> u32 {
        let percent = (u64::from(self.value) * u64::from(desired)).div_ceil(100) as u32;
        match self.kind {
            Threshold::BoundedPercent => percent.clamp(3, 200),
            // A deployment without any failed task cannot fail.
            Threshold::UnboundedPercent => percent.max(1),
            Threshold::Count => self.value.max(1),
        }
    }
}

/// `alarms`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeploymentAlarms {
    pub names: Vec<Rc<str>>,
    pub rollback: bool,
}

/// `earlySuccessCriteria` of a rolling deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EarlySuccess {
    healthy_percent: u32,
    /// Old tasks may outlast the deployment.
    pub is_deferred: bool,
}

impl EarlySuccess {
    /// Healthy tasks of the new revision that complete a deployment of `desired`; at least one.
    pub fn needs(&self, desired: u32) -> u32 {
        lower_limit(desired, self.healthy_percent).max(1)
    }
}

/// How traffic moves to the new revision: this much at a time, in tenths of a percent, with a pause between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShiftSteps {
    pub first: u32,
    pub each: u32,
    pub bake: SimDuration,
}

/// All of the traffic, in tenths of a percent.
pub const ALL_TRAFFIC: u32 = 1000;

impl ShiftSteps {
    pub const ALL_AT_ONCE: Self = Self { first: ALL_TRAFFIC, each: ALL_TRAFFIC, bake: SimDuration::ZERO };
}

/// An entry of `lifecycleHooks`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LifecycleHook {
    /// The Lambda function; none for a PAUSE hook.
    pub function: Option<Rc<str>>,
    pub timeout: SimDuration,
    /// When the time is up the deployment goes on; otherwise it rolls back.
    pub continues_on_timeout: bool,
}

/// The change of one percentage that would let a rollout move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WayOut {
    pub raise_maximum_percent_to: u32,
    pub lower_minimum_healthy_percent_to: u32,
}

const DEFAULT_BREAKER_VALUE: u32 = 50;
const DEFAULT_HOOK_MINUTES: u64 = 1440;

impl DeploymentConfiguration {
    pub fn strategy(&self) -> DeploymentStrategy {
        match self.text("strategy") {
            Some("BLUE_GREEN") => DeploymentStrategy::BlueGreen,
            Some("LINEAR") => DeploymentStrategy::Linear,
            Some("CANARY") => DeploymentStrategy::Canary,
            _ => DeploymentStrategy::Rolling,
        }
    }

    /// Both revisions run side by side and traffic is shifted between them.
    pub fn shifts_traffic(&self) -> bool {
        self.strategy() != DeploymentStrategy::Rolling
    }

    pub fn breaker(&self) -> CircuitBreaker {
        let given = self.other.get("deploymentCircuitBreaker").unwrap_or(&Value::Null);
        let threshold = &given["thresholdConfiguration"];
        CircuitBreaker {
            enable: given["enable"] == true,
            rollback: given["rollback"] == true,
            reset_on_healthy_task: given["resetOnHealthyTask"] != false,
            kind: match threshold["type"].as_str() {
                Some("COUNT") => Threshold::Count,
                Some("UNBOUNDED_PERCENT") => Threshold::UnboundedPercent,
                _ => Threshold::BoundedPercent,
            },
            value: threshold["value"].as_u64().map_or(DEFAULT_BREAKER_VALUE, |value| value as u32),
        }
    }

    /// The alarms to watch, if any are.
    pub fn alarms(&self) -> Option<DeploymentAlarms> {
        let given = self.other.get("alarms").filter(|given| given["enable"] == true)?;
        let names = given["alarmNames"].as_array().into_iter().flatten().filter_map(Value::as_str);
        Some(DeploymentAlarms { names: names.map(Rc::from).collect(), rollback: given["rollback"] == true })
    }

    /// When a rolling deployment is completed before all its tasks run, if it may be. What is left out is BLOCKING, and
    /// 100 per cent (assumed).
    pub fn early_success(&self) -> Option<EarlySuccess> {
        let given = self.other.get("earlySuccessCriteria").filter(|given| given["enable"] == true)?;
        (!self.shifts_traffic()).then(|| EarlySuccess {
            healthy_percent: given["healthyPercent"].as_u64().map_or(100, |percent| percent as u32),
            is_deferred: given["sourceServiceRevisionCleanup"] == "DEFERRED",
        })
    }

    /// How long both revisions run after the traffic has shifted; with alarms, how long those are watched after
    /// a rolling deployment has replaced everything.
    pub fn bake(&self) -> SimDuration {
        /// ECS takes a time below five minutes from the settings of the alarms; this is one of them (assumed).
        const OF_ALARMS: u64 = 3;
        let given = self.other.get("bakeTimeInMinutes").and_then(Value::as_u64);
        let default = if self.alarms().is_some() { OF_ALARMS } else { 0 };
        SimDuration::from_mins(given.unwrap_or(default))
    }

    pub fn steps(&self) -> ShiftSteps {
        let read = |member: &str, percent: &str, minutes: &str, defaults: (u32, u64)| {
            let given = self.other.get(member).unwrap_or(&Value::Null);
            let size = tenths(&given[percent]).unwrap_or(defaults.0);
            (size, SimDuration::from_mins(given[minutes].as_u64().unwrap_or(defaults.1)))
        };
        match self.strategy() {
            DeploymentStrategy::Rolling | DeploymentStrategy::BlueGreen => ShiftSteps::ALL_AT_ONCE,
            DeploymentStrategy::Linear => {
                let (each, bake) =
                    read("linearConfiguration", "stepPercent", "stepBakeTimeInMinutes", (100, 6));
                ShiftSteps { first: each, each, bake }
            }
            DeploymentStrategy::Canary => {
                let (first, bake) =
                    read("canaryConfiguration", "canaryPercent", "canaryBakeTimeInMinutes", (50, 10));
                ShiftSteps { first, each: ALL_TRAFFIC, bake }
            }
        }
    }

    /// The hooks that run at a stage, in the order given.
    pub fn hooks_at(&self, stage: LifecycleStage) -> Vec<LifecycleHook> {
        let all = self.other.get("lifecycleHooks").and_then(Value::as_array).into_iter().flatten();
        let at_stage = all.filter(|hook| {
            let mut stages = hook["lifecycleStages"].as_array().into_iter().flatten();
            stages.any(|name| name == stage.as_str())
        });
        at_stage.map(hook).collect()
    }

    /// The fewest healthy tasks and the most tasks during a deployment of `desired` tasks.
    pub fn limits(&self, desired: u32) -> (u32, u32) {
        (lower_limit(desired, self.minimum_healthy_percent), upper_limit(desired, self.maximum_percent))
    }

    /// For percentages that leave a rolling deployment of `desired` tasks no way to start or stop even one.
    pub fn way_out(&self, desired: u32) -> Option<WayOut> {
        let (lower, upper) = self.limits(desired);
        if desired == 0 || self.shifts_traffic() || lower < desired || upper > desired {
            return None;
        }
        let desired = u64::from(desired);
        Some(WayOut {
            raise_maximum_percent_to: ((desired + 1) * 100).div_ceil(desired) as u32,
            lower_minimum_healthy_percent_to: ((desired - 1) * 100 / desired) as u32,
        })
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.other.get(name).and_then(Value::as_str)
    }
}

/// `percent` of `desired`, rounded up: the fewest healthy tasks.
pub fn lower_limit(desired: u32, percent: u32) -> u32 {
    (u64::from(desired) * u64::from(percent)).div_ceil(100) as u32
}

/// `percent` of `desired`, rounded down: the most tasks.
pub fn upper_limit(desired: u32, percent: u32) -> u32 {
    (u64::from(desired) * u64::from(percent) / 100) as u32
}

/// A percentage with one decimal, in tenths.
pub fn tenths(given: &Value) -> Option<u32> {
    given.as_f64().map(|percent| (percent * 10.0).round() as u32)
}

fn hook(given: &Value) -> LifecycleHook {
    let timeout = &given["timeoutConfiguration"];
    let minutes = timeout["timeoutInMinutes"].as_u64().unwrap_or(DEFAULT_HOOK_MINUTES);
    let is_pause = given["targetType"] == "PAUSE";
    LifecycleHook {
        function: given["hookTargetArn"].as_str().filter(|_| !is_pause).map(Rc::from),
        timeout: SimDuration::from_mins(minutes),
        continues_on_timeout: timeout["action"] == "CONTINUE",
    }
}
