//! Load balancers, their listeners and rules, and the traffic that people send to them.

use std::rc::Rc;

use serde::Serialize;
use serde_json::Value;

use super::{ListenerId, LoadBalancerId, RuleId, TargetGroupId};
use crate::model::kernel::{SimDuration, SimTime};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LoadBalancerType {
    Application,
    Network,
}

impl LoadBalancerType {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Network => "network",
        }
    }

    /// As ARNs abbreviate it.
    pub fn abbreviation(self) -> &'static str {
        match self {
            Self::Application => "app",
            Self::Network => "net",
        }
    }
}

/// Rows of deleted load balancers stay, as the log refers to them. The same goes for what follows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LoadBalancer {
    pub name: Rc<str>,
    pub kind: LoadBalancerType,
    /// `internet-facing` or `internal`.
    pub scheme: Rc<str>,
    pub subnets: Vec<Rc<str>>,
    pub security_groups: Vec<Rc<str>>,
    pub created_at: SimTime,
    /// `provisioning` is over: it takes traffic.
    pub is_active: bool,
    pub is_deleted: bool,
    /// What somebody set; others have their defaults.
    pub attributes: Vec<(Rc<str>, Rc<str>)>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Listener {
    pub load_balancer: LoadBalancerId,
    pub port: u32,
    /// `HTTP`, `HTTPS`, `TCP`, `TLS`, `UDP` or `TCP_UDP`.
    pub protocol: Rc<str>,
    /// The rule that takes what no other takes.
    pub default_rule: RuleId,
    pub certificates: Option<Value>,
    pub is_deleted: bool,
    /// What the playground sends here: one source for each host and path.
    pub traffic: Vec<Rc<Traffic>>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rule {
    pub listener: ListenerId,
    /// 1 to 50000, the lowest first; none for the listener's default rule.
    pub priority: Option<u32>,
    pub conditions: Vec<Value>,
    pub action: RuleAction,
    pub is_deleted: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum RuleAction {
    /// Requests go to the target groups in proportion to their weights, 0 to 999 each.
    Forward(Vec<(TargetGroupId, u32)>),
    /// `fixed-response`, `redirect` and the like, as given.
    Other(Value),
}

impl RuleAction {
    /// The target groups it names, also those of weight 0.
    pub fn target_groups(&self) -> &[(TargetGroupId, u32)] {
        match self {
            Self::Forward(groups) => groups,
            Self::Other(_) => &[],
        }
    }
}

/// Requests that somebody sends to a listener, as a rate that follows a line through points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Traffic {
    /// The word the pattern goes by: `constant`, `ramp`, `day`, `spike` or `points`.
    pub pattern: Rc<str>,
    pub host: Rc<str>,
    pub path: Rc<str>,
    /// Seconds from `began_at` and requests per second, in order; between two points the rate is on the line that
    /// joins them. Never empty.
    pub points: Vec<(u32, u32)>,
    /// After so many seconds the points begin anew; never when 0, the last rate then stays.
    pub repeats_after: u32,
    pub began_at: SimTime,
}

impl Traffic {
    /// Thousandths of a request per second at that moment.
    pub fn rate_millis(&self, at: SimTime) -> u64 {
        let mut passed = at.since(self.began_at).as_millis();
        if self.repeats_after > 0 {
            passed %= u64::from(self.repeats_after) * 1000;
        }
        let after = self.points.iter().position(|(seconds, _)| u64::from(*seconds) * 1000 > passed);
        let rate = |point: (u32, u32)| u64::from(point.1) * 1000;
        match after {
            None => self.points.last().map_or(0, |&last| rate(last)),
            Some(0) => rate(self.points[0]),
            Some(next) => {
                let (from, to) = (self.points[next - 1], self.points[next]);
                let span = u64::from(to.0 - from.0) * 1000;
                let into = passed - u64::from(from.0) * 1000;
                (rate(from) * (span - into) + rate(to) * into) / span
            }
        }
    }

    /// It will never send anything again.
    pub fn is_over(&self, at: SimTime) -> bool {
        let last = self.points.last().copied().unwrap_or_default();
        self.repeats_after == 0
            && last.1 == 0
            && at.since(self.began_at) > SimDuration::from_secs(u64::from(last.0))
    }
}
