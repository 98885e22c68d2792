//! Target groups: who answers for a load balancer, and how well.

use std::rc::Rc;

use serde::Serialize;

use super::{TargetGroupId, TargetId, TaskId, ZoneId};
use crate::model::kernel::{SimDuration, SimTime};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TargetType {
    /// An EC2 instance and one of its host ports.
    Instance,
    /// The address of a task's own network interface.
    Ip,
}

impl TargetType {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Instance => "instance",
            Self::Ip => "ip",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HealthCheck {
    /// `HTTP`, `HTTPS` or `TCP`.
    pub protocol: Rc<str>,
    /// `traffic-port` or a number.
    pub port: Rc<str>,
    /// Empty for TCP.
    pub path: Rc<str>,
    pub interval_seconds: u32,
    pub timeout_seconds: u32,
    pub healthy_threshold: u32,
    pub unhealthy_threshold: u32,
    /// HTTP codes that pass: `200`, `200,202` or `200-299`. Empty for TCP.
    pub matcher: Rc<str>,
}

impl HealthCheck {
    pub fn is_http(&self) -> bool {
        self.protocol.starts_with("HTTP")
    }

    pub fn interval(&self) -> SimDuration {
        SimDuration::from_secs(u64::from(self.interval_seconds.max(1)))
    }

    /// Whether that HTTP code passes.
    pub fn accepts(&self, code: u32) -> bool {
        self.matcher.split(',').any(|part| match part.trim().split_once('-') {
            Some((low, high)) => {
                let bounds = (low.trim().parse::<u32>(), high.trim().parse::<u32>());
                matches!(bounds, (Ok(low), Ok(high)) if (low..=high).contains(&code))
            }
            None => part.trim().parse() == Ok(code),
        })
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TargetGroup {
    pub name: Rc<str>,
    pub target_type: TargetType,
    /// `HTTP`, `HTTPS`, `TCP`, `TLS`, `UDP` or `TCP_UDP`.
    pub protocol: Rc<str>,
    pub port: u32,
    pub health_check: HealthCheck,
    /// What somebody set; others have their defaults.
    pub attributes: Vec<(Rc<str>, Rc<str>)>,
    pub created_at: SimTime,
    pub is_deleted: bool,
    /// Targets that are registered or draining, in order of registration.
    pub targets: Vec<TargetId>,
}

impl TargetGroup {
    /// Belongs to Network Load Balancers.
    pub fn is_network(&self) -> bool {
        !self.protocol.starts_with("HTTP")
    }

    /// An attribute that somebody set.
    pub fn attribute(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| &**name == key).map(|(_, value)| &**value)
    }

    fn seconds(&self, key: &str, default: u64) -> SimDuration {
        SimDuration::from_secs(self.attribute(key).and_then(|value| value.parse().ok()).unwrap_or(default))
    }

    /// How long a deregistered target drains. Source: `deregistration_delay.timeout_seconds`.
    pub fn deregistration_delay(&self) -> SimDuration {
        self.seconds("deregistration_delay.timeout_seconds", 300)
    }

    /// How long a new target's share grows; none when 0. Source: `slow_start.duration_seconds`.
    pub fn slow_start(&self) -> SimDuration {
        self.seconds("slow_start.duration_seconds", 0)
    }
}

/// What is known of a target. `unused` is what it is once it is no longer registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TargetState {
    Initial,
    Healthy,
    Unhealthy,
    Draining,
    Unused,
}

impl TargetState {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Healthy => "healthy",
            Self::Unhealthy => "unhealthy",
            Self::Draining => "draining",
            Self::Unused => "unused",
        }
    }
}

/// Why a health check failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum CheckFailure {
    /// The answer had this code, which the matcher does not have.
    ResponseCodeMismatch { code: u32 },
    /// No answer in time.
    Timeout,
    /// The connection was refused.
    FailedHealthChecks,
}

impl CheckFailure {
    /// The API's reason code.
    pub fn code(self) -> &'static str {
        match self {
            Self::ResponseCodeMismatch { .. } => "Target.ResponseCodeMismatch",
            Self::Timeout => "Target.Timeout",
            Self::FailedHealthChecks => "Target.FailedHealthChecks",
        }
    }

    /// Elastic Load Balancing's words for it, which ECS repeats.
    pub fn description(self) -> String {
        match self {
            Self::ResponseCodeMismatch { code } => format!("Health checks failed with these codes: [{code}]"),
            Self::Timeout => "Request timed out".to_owned(),
            Self::FailedHealthChecks => "Health checks failed".to_owned(),
        }
    }
}

/// One registration of a target. Registered again later, it is another row.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Target {
    pub target_group: TargetGroupId,
    /// An EC2 instance id, or an IP address.
    pub id: Rc<str>,
    pub port: u32,
    pub zone: Option<ZoneId>,
    /// The task and container that answer there; none for one that leads nowhere.
    pub task: Option<(TaskId, u8)>,
    pub registered_at: SimTime,
    pub state: TargetState,
    /// Since when the state is what it is.
    pub since: SimTime,
    /// Of an unhealthy target.
    pub failure: Option<CheckFailure>,
    /// Checks in a row that spoke against the state.
    pub against: u32,
    /// When it is checked again; none while nothing can change.
    pub next_check_at: Option<SimTime>,
    /// Gets more than twice what it can answer, so its checks time out.
    pub is_overloaded: bool,
}
