//! The texts of the service event list, exactly as ECS writes them. What is said of a failed placement is
//! placement's to word.
//! Source: the "Amazon ECS service event messages" page and messages seen in real event lists.

use std::fmt::Write;

fn list(tasks: &[String]) -> String {
    let mut text = String::with_capacity(tasks.len() * 40);
    for task in tasks {
        let _ = write!(text, " (task {task})");
    }
    text
}

/// `replaced` of the tasks stand in for unhealthy ones.
pub fn started(service: &str, tasks: &[String], replaced: u32) -> String {
    let mut text = format!("(service {service}) has started {} tasks:{}.", tasks.len(), list(tasks));
    if replaced > 0 {
        let _ = write!(text, " Amazon ECS replaced {replaced} tasks due to an unhealthy status.");
    }
    text
}

pub fn stopped_running(service: &str, tasks: &[String]) -> String {
    format!("(service {service}) has stopped {} running tasks:{}.", tasks.len(), list(tasks))
}

pub fn stopped_pending(service: &str, count: u32) -> String {
    format!("(service {service}) stopped {count} pending tasks.")
}

pub fn failed_health_checks(service: &str, task: &str) -> String {
    format!("(service {service}) (task {task}) failed container health checks.")
}

/// `deployment` is `ecs-svc/` and digits.
pub fn deployment_completed(service: &str, deployment: &str) -> String {
    format!("(service {service}) (deployment {deployment}) deployment completed.")
}

/// `why` is `tasks failed to start.` or `alarm detected.`
pub fn deployment_failed(service: &str, deployment: &str, why: &str) -> String {
    format!("(service {service}) (deployment {deployment}) deployment failed: {why}")
}

pub fn rolling_back(service: &str, to: &str) -> String {
    format!("(service {service}) rolling back to deployment {to}.")
}

/// Who speaks, for a task set; goes where the name of the service goes.
pub fn of_task_set(service: &str, task_set: &str) -> String {
    format!("{service}, taskSet {task_set}")
}

pub fn task_set_steady(service: &str, task_set: &str) -> String {
    format!("(service {service}, taskSet {task_set}) updated state to STEADY_STATE.")
}

pub fn task_set_count(service: &str, task_set: &str, count: u32) -> String {
    format!("(service {service}) updated computedDesiredCount for taskSet {task_set} to {count}.")
}

pub fn steady_state(service: &str) -> String {
    format!("(service {service}) has reached a steady state.")
}

pub fn start_impaired(service: &str) -> String {
    format!("(service {service}) is unable to consistently start tasks successfully.")
}

pub fn stuck(service: &str) -> String {
    format!(
        "(service {service}) was unable to stop or start tasks during a deployment because of the service \
         deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again."
    )
}
