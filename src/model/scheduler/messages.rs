//! The texts of the service event list, exactly as ECS writes them. What is said of a failed placement is
//! placement's to word.
//! Source: the "Amazon ECS service event messages" page and messages seen in real event lists.

use std::fmt::Write;

use crate::model::ecs::{TargetId, TargetType};
use crate::model::world::World;

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

/// An instance is named beside its port; an address is not.
pub fn unhealthy_target(world: &World, service: &str, task: &str, target: TargetId) -> String {
    let row = &world.targets[target];
    let (arn, port) = (world.target_group_arn(row.target_group), row.port);
    let reason = world.target_health(target).description();
    match world.target_groups[row.target_group].target_type {
        TargetType::Ip => format!(
            "(service {service}) (task {task}) (port {port}) is unhealthy in (target-group {arn}) due to (reason \
             {reason})."
        ),
        TargetType::Instance => format!(
            "(service {service}) (task {task}) (instance {}) (port {port}) is unhealthy in (target-group {arn}) \
             due to (reason {reason})",
            row.id
        ),
    }
}

/// `deployment` is `ecs-svc/` and digits.
pub fn deployment_completed(service: &str, deployment: &str) -> String {
    format!("(service {service}) (deployment {deployment}) deployment completed.")
}

/// `why` is `tasks failed to start.` or `alarm detected.`
pub fn deployment_failed(service: &str, deployment: &str, why: &str) -> String {
    format!("(service {service}) (deployment {deployment}) deployment failed: {why}")
}

/// Only the documented form is known; `deployment` is `ecs-svc/` and digits.
pub fn could_not_launch(service: &str, deployment: &str, tasks: u32) -> String {
    format!("service ({service}) could not launch {tasks} tasks for deployment {deployment}.")
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

/// `zones`: the name of each zone with its tasks.
fn zone_list(zones: &[(String, u32)]) -> String {
    let each: Vec<String> = zones.iter().map(|(zone, tasks)| format!("{tasks} tasks in {zone}")).collect();
    each.join(", ")
}

pub fn not_balanced(service: &str, zones: &[(String, u32)]) -> String {
    format!("(service {service}) is not AZ balanced with {}. AZ Rebalancing in progress.", zone_list(zones))
}

pub fn balanced(service: &str, zones: &[(String, u32)]) -> String {
    format!("(service {service}) is AZ balanced with {}.", zone_list(zones))
}

pub fn started_to_rebalance(service: &str, tasks: &[String], zone: &str) -> String {
    format!(
        "(service {service}) has started {} tasks in {zone} to AZ Rebalance:{}.",
        tasks.len(),
        list(tasks)
    )
}

/// Only the documented form is known, which names the service without the brackets.
pub fn stopped_to_rebalance(service: &str, tasks: &[String], zone: &str) -> String {
    format!(
        "{service} has stopped {} running tasks in {zone} due to AZ rebalancing:{}.",
        tasks.len(),
        list(tasks)
    )
}

/// Only the documented form is known.
pub fn no_place_in_zone(service: &str, zone: &str, on_fargate: bool) -> String {
    let reason = if on_fargate { "" } else { " because no container instance met all of its requirements" };
    format!("service ({service}) is unable to place a task in {zone}{reason}.")
}

/// Only the documented form is known.
pub fn rebalancing_stopped(service: &str) -> String {
    format!("service ({service}) stopped AZ Rebalancing.")
}

/// Only the documented form is known.
pub fn rebalancing_held(service: &str, deployment: &str, protected: u32) -> String {
    format!(
        "service ({service}) was unable to AZ Rebalance because {deployment} was unable to scale in due to \
         {protected} tasks under protection."
    )
}

/// `deployment` is `ecs-svc/` and digits.
pub fn protected(service: &str, deployment: &str, protected: u32) -> String {
    format!(
        "(service {service}) was unable to reach steady state because (taskSet {deployment}) was unable to \
         scale in due to (reason {protected} tasks under protection)"
    )
}

pub fn stuck(service: &str) -> String {
    format!(
        "(service {service}) was unable to stop or start tasks during a deployment because of the service \
         deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again."
    )
}
