//! The waiters of `aws ecs wait` and its like. Source: the service models' waiters.

use crate::model::api::apis::api;
use crate::model::api::operations::Operation;
use serde_json::Value;

/// Asks the same question until the answer says yes, says never, or it has asked often enough.
#[derive(Debug)]
pub struct Waiter {
    /// The service whose operation it repeats.
    pub api: &'static str,
    /// The subcommand of `aws ecs wait`.
    pub cli: &'static str,
    /// The name in error texts.
    pub name: &'static str,
    pub doc: &'static str,
    /// The API name of the operation it repeats.
    pub operation: &'static str,
    pub delay_seconds: u32,
    pub max_attempts: u32,
}

/// What one answer means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Success,
    Retry,
    /// It can no longer succeed: the AWS CLI's reason.
    Failure(String),
}

pub static WAITERS: &[Waiter] = &[
    waiter(
        "services-inactive",
        "ServicesInactive",
        "Wait until a service is INACTIVE.",
        "DescribeServices",
        15,
        40,
    ),
    waiter(
        "services-stable",
        "ServicesStable",
        "Wait until each service has one deployment and runs as many tasks as desired.",
        "DescribeServices",
        15,
        40,
    ),
    waiter("tasks-running", "TasksRunning", "Wait until all tasks are RUNNING.", "DescribeTasks", 6, 100),
    waiter("tasks-stopped", "TasksStopped", "Wait until all tasks are STOPPED.", "DescribeTasks", 6, 100),
    waiter(
        "load-balancer-available",
        "LoadBalancerAvailable",
        "Wait until all load balancers are active.",
        "DescribeLoadBalancers",
        15,
        40,
    )
    .of("elbv2"),
    waiter(
        "target-in-service",
        "TargetInService",
        "Wait until all targets are healthy.",
        "DescribeTargetHealth",
        15,
        40,
    )
    .of("elbv2"),
    waiter(
        "target-deregistered",
        "TargetDeregistered",
        "Wait until all targets named are unused.",
        "DescribeTargetHealth",
        15,
        40,
    )
    .of("elbv2"),
];

/// The reason when all attempts are used up.
pub const MAX_ATTEMPTS_EXCEEDED: &str = "Max attempts exceeded";

const fn waiter(
    cli: &'static str,
    name: &'static str,
    doc: &'static str,
    operation: &'static str,
    delay_seconds: u32,
    max_attempts: u32,
) -> Waiter {
    Waiter { api: "ecs", cli, name, doc, operation, delay_seconds, max_attempts }
}

/// The waiters of one service.
pub fn waiters(api: &str) -> impl Iterator<Item = &'static Waiter> {
    WAITERS.iter().filter(move |waiter| waiter.api == api)
}

impl Waiter {
    const fn of(mut self, api: &'static str) -> Self {
        self.api = api;
        self
    }

    /// The operation it repeats, whose request it takes.
    pub fn operation(&self) -> &'static Operation {
        let found = api(self.api).and_then(|api| api.operation(self.operation));
        found.expect("every waiter repeats an operation of the table")
    }

    /// Judges one response, in the order of the service model's acceptors.
    pub fn judge(&self, response: &Value) -> Verdict {
        let services = entries(response, "services");
        let tasks = entries(response, "tasks");
        let missing = any(response, "failures", "reason", "MISSING");
        match self.name {
            "TasksRunning" => missing
                .or_else(|| any(response, "tasks", "lastStatus", "STOPPED"))
                .map_or_else(|| done(all(tasks, "RUNNING")), Verdict::Failure),
            "TasksStopped" => done(all(tasks, "STOPPED")),
            "LoadBalancerAvailable" => done(all_are(response, "LoadBalancers", "/State/Code", "active")),
            "TargetInService" => {
                done(all_are(response, "TargetHealthDescriptions", "/TargetHealth/State", "healthy"))
            }
            "TargetDeregistered" => {
                done(all_are(response, "TargetHealthDescriptions", "/TargetHealth/State", "unused"))
            }
            "ServicesStable" => missing
                .or_else(|| any(response, "services", "status", "DRAINING"))
                .or_else(|| any(response, "services", "status", "INACTIVE"))
                .map_or_else(|| done(services.iter().all(is_stable)), Verdict::Failure),
            _ => match missing {
                Some(reason) => Verdict::Failure(reason),
                None => done(services.iter().any(|service| service["status"] == "INACTIVE")),
            },
        }
    }
}

fn done(reached: bool) -> Verdict {
    if reached { Verdict::Success } else { Verdict::Retry }
}

fn entries<'a>(response: &'a Value, list: &str) -> &'a [Value] {
    response[list].as_array().map_or(&[], Vec::as_slice)
}

/// Every entry of the list, and at least one, has that word there.
fn all_are(response: &Value, list: &str, pointer: &str, word: &str) -> bool {
    let entries = entries(response, list);
    let is = |entry: &Value| entry.pointer(pointer).and_then(Value::as_str) == Some(word);
    !entries.is_empty() && entries.iter().all(is)
}

fn all(tasks: &[Value], status: &str) -> bool {
    !tasks.is_empty() && tasks.iter().all(|task| task["lastStatus"] == status)
}

fn is_stable(service: &Value) -> bool {
    entries(service, "deployments").len() == 1 && service["runningCount"] == service["desiredCount"]
}

/// The reason for giving up when any entry of the list has that value.
fn any(response: &Value, list: &str, member: &str, value: &str) -> Option<String> {
    entries(response, list).iter().any(|entry| entry[member] == value).then(|| {
        format!(
            "Waiter encountered a terminal failure state: For expression \"{list}[].{member}\" we matched expected \
             path: \"{value}\" at least once"
        )
    })
}
