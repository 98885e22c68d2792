//! Rules about what a container does over time: health checks and restarts.

use crate::model::ecs::task_definition::HealthCheck;

use super::problem::{Edit, Findings};
use super::subject::{Container, Subject};
use super::words::{self, fill};

pub fn health_checks(subject: &Subject, findings: &mut Findings) {
    for container in subject.containers() {
        if let Some(check) = &container.definition.health_check {
            health_check(container, check, findings);
        }
    }
}

fn health_check(container: Container<'_>, check: &HealthCheck, findings: &mut Findings) {
    let name = container.name();
    let first = check.command.first().map(String::as_str).unwrap_or_default();
    if !["CMD", "CMD-SHELL", "NONE"].contains(&first) {
        let pointer = container.at("healthCheck/command");
        let mut command = check.command.clone();
        command.insert(0, if command.len() == 1 { "CMD-SHELL" } else { "CMD" }.to_owned());
        let label = format!("Start the command with {}", command[0]);
        let problem = findings.client(pointer.clone(), fill(words::HEALTH_CHECK_COMMAND, &[name]));
        if command.len() > 1 {
            problem.fix(label, vec![Edit::set(pointer, command)]);
        }
    }
    let limits = [
        ("interval", check.interval, 5, 300),
        ("timeout", check.timeout, 2, 60),
        ("retries", check.retries, 1, 10),
        ("startPeriod", check.start_period, 0, 300),
    ];
    for (member, value, least, most) in limits {
        let Some(value) = value else { continue };
        let (message, limit) = if value > most {
            let message = format!(
                "Health check {member} must be less than or equal to the maximum allowed value {most} for container '{name}'"
            );
            (message, most)
        } else if value < least {
            (fill(words::HEALTH_CHECK_MINIMUM, &[member, &least.to_string(), name]), least)
        } else {
            continue;
        };
        let pointer = container.at(&format!("healthCheck/{member}"));
        findings
            .client(pointer.clone(), message)
            .fix(format!("Use {limit}"), vec![Edit::set(pointer, limit)]);
    }
}

pub fn restart_policies(subject: &Subject, findings: &mut Findings) {
    for container in subject.containers() {
        let Some(policy) = &container.definition.restart_policy else { continue };
        let name = container.name();
        let pointer = container.at("restartPolicy/enabled");
        if subject.given(&pointer).is_none() {
            let problem = findings.client(pointer.clone(), fill(words::RESTART_ENABLED_REQUIRED, &[name]));
            problem.fix("Enable it", vec![Edit::set(pointer, true)]);
        }
        if policy.ignored_exit_codes.len() > 50 {
            let pointer = container.at("restartPolicy/ignoredExitCodes");
            findings.client(pointer, fill(words::TOO_MANY_EXIT_CODES, &[name]));
        }
        if !(60..=1800).contains(&policy.attempt_period_seconds()) {
            let message = format!(
                "the 'restartAttemptPeriod' setting for container '{name}' must be between 60 and 1800"
            );
            let pointer = container.at("restartPolicy/restartAttemptPeriod");
            let limit = policy.attempt_period_seconds().clamp(60, 1800);
            findings
                .client(pointer.clone(), message)
                .fix(format!("Use {limit}"), vec![Edit::set(pointer, limit)]);
        }
    }
}
