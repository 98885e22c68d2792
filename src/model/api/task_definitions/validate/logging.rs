//! Rules about logs, secrets and what the execution role is needed for.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::model::api::shapes::check::nearest;

use super::problem::{Edit, Findings};
use super::subject::{Container, Subject};
use super::words::{self, fill};

/// What a fix puts in; a bare name is a valid role.
const EXECUTION_ROLE: &str = "ecsTaskExecutionRole";

/// The drivers container instances know.
pub const EC2_DRIVERS: &[&str] =
    &["awslogs", "fluentd", "gelf", "json-file", "journald", "syslog", "splunk", "awsfirelens"];
pub const FARGATE_DRIVERS: &[&str] = &["awslogs", "splunk", "awsfirelens"];

pub fn log_drivers(subject: &Subject, findings: &mut Findings) {
    for container in subject.containers() {
        let Some(log) = &container.definition.log_configuration else { continue };
        if log.log_driver.is_empty() {
            let message = fill(words::LOG_DRIVER_REQUIRED, &[container.name()]);
            findings.client(container.at("logConfiguration/logDriver"), message);
        } else if known_driver(container, EC2_DRIVERS, findings) && log.log_driver == "awslogs" {
            awslogs_options(container, findings);
        }
    }
}

/// Complains about a driver that is not in the list; false when it does.
pub fn known_driver(container: Container<'_>, drivers: &[&str], findings: &mut Findings) -> bool {
    let Some(log) = &container.definition.log_configuration else { return true };
    let driver = log.log_driver.as_str();
    if driver.is_empty() || drivers.contains(&driver) {
        return true;
    }
    let pointer = container.at("logConfiguration/logDriver");
    let message = format!("{driver} is not a valid log driver. Must be one of [{}]", drivers.join(", "));
    let problem = findings.client(pointer.clone(), message);
    if let Some(meant) = nearest(driver, drivers.iter().copied()) {
        problem.fix(format!("Use {meant}"), vec![Edit::set(pointer, meant)]);
    }
    false
}

fn awslogs_options(container: Container<'_>, findings: &mut Findings) {
    let Some(log) = &container.definition.log_configuration else { return };
    let by_secret = |name: &str| log.secret_options.iter().any(|option| option.name == name);
    let is_missing = |name: &&str| !log.options.contains_key(*name) && !by_secret(name);
    let missing: Vec<&str> = ["awslogs-region", "awslogs-group"].into_iter().filter(is_missing).collect();
    if missing.is_empty() {
        return;
    }
    let mut options = serde_json::json!(log.options);
    for name in &missing {
        let group = format!("/ecs/{}", container.name());
        options[*name] = if *name == "awslogs-group" { group.into() } else { "us-east-1".into() };
    }
    let pointer = container.at("logConfiguration/options");
    let message = format!("Log driver awslogs requires options: {}", missing.join(", "));
    findings.client(pointer.clone(), message).fix("Add the options", vec![Edit::set(pointer, options)]);
}

/// A container that logs to awsfirelens needs another one that routes.
pub fn firelens(subject: &Subject, findings: &mut Findings) {
    let routers =
        subject.containers().filter(|container| container.definition.firelens_configuration.is_some());
    for (count, router) in routers.enumerate() {
        if subject.given(&router.at("firelensConfiguration/type")).is_none() {
            findings.client(router.at("firelensConfiguration/type"), words::FIRELENS_TYPE);
        }
        if count > 0 {
            findings.client(router.at("firelensConfiguration"), words::TOO_MANY_ROUTERS).fix_by_removing();
        }
        let options = router.definition.firelens_configuration.as_ref().map(|firelens| &firelens.options);
        let option = |name: &str| options.and_then(|options| options.get(name)).map(String::as_str);
        let file = option("config-file-value").unwrap_or_default();
        if option("config-file-type") == Some("s3") && !file.starts_with("arn:") {
            let pointer = router.at("firelensConfiguration/options/config-file-value");
            findings.client(pointer, "Invalid arn syntax.");
        }
    }
    let has_router =
        subject.containers().any(|container| container.definition.firelens_configuration.is_some());
    for container in subject.containers() {
        let driver = container.definition.log_configuration.as_ref().map(|log| log.log_driver.as_str());
        if driver == Some("awsfirelens") && !has_router {
            let message = "When awsfirelens log driver is specified in log configuration, a firelens configuration object must be specified";
            findings.client(container.at("logConfiguration/logDriver"), message);
        }
    }
}

pub fn secrets(subject: &Subject, findings: &mut Findings) {
    for container in subject.containers() {
        secrets_of(container, findings);
    }
    let with_secrets = |container: &Container<'_>| !container.definition.secrets.is_empty();
    let Some(first) = subject.containers().find(with_secrets) else { return };
    if subject.definition.execution_role_arn.is_none() {
        let message = "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.";
        add_execution_role(&first.at("secrets"), message, findings);
    }
}

fn secrets_of(container: Container<'_>, findings: &mut Findings) {
    let environment = &container.definition.environment;
    let mut seen = BTreeSet::new();
    for (index, secret) in container.definition.secrets.iter().enumerate() {
        let at = |member: &str| container.at(&format!("secrets/{index}/{member}"));
        let name = secret.name.as_str();
        if name.is_empty() || secret.value_from.is_empty() {
            let member = if name.is_empty() { "name" } else { "valueFrom" };
            findings.client(at(member), fill(words::SECRET_MEMBER, &[container.name()]));
        } else if !seen.insert(name) {
            let message = format!("Duplicate secret names found: {name}. Each secret name must be unique.");
            findings.client(at("name"), message);
        } else if environment.iter().any(|variable| variable.name.as_deref() == Some(name)) {
            let message = format!(
                "The secret name must be unique and not shared with any new or existing environment variables set on the container, such as '{name}'."
            );
            findings.client(at("name"), message);
        }
    }
}

pub fn environment_files(subject: &Subject, findings: &mut Findings) {
    for container in subject.containers() {
        let files = &container.definition.environment_files;
        if files.len() > 10 {
            let message =
                "The maximum number of environment files was exceeded. Specify ten or less and try again";
            findings.client(container.at("environmentFiles"), message);
        }
        for (index, file) in files.iter().enumerate() {
            let pointer = container.at(&format!("environmentFiles/{index}/value"));
            let value = file.get("value").and_then(Value::as_str).unwrap_or_default();
            if !value.starts_with("arn:") {
                findings.client(pointer, "Invalid arn syntax");
            } else if !value.ends_with(".env") {
                findings.client(pointer, words::ENVIRONMENT_FILE_EXTENSION);
            }
        }
    }
}

/// Fargate pulls and logs on the task's behalf, and needs the execution role for it.
pub fn fargate_execution_role(subject: &Subject, findings: &mut Findings) {
    if subject.definition.execution_role_arn.is_some() {
        return;
    }
    for container in subject.containers() {
        let definition = container.definition;
        if is_ecr_image(&definition.image) {
            let message =
                "Fargate requires task definition to have execution role ARN to support ECR images.";
            add_execution_role(&container.at("image"), message, findings);
        }
        if definition.log_configuration.as_ref().is_some_and(|log| log.log_driver == "awslogs") {
            let message =
                "Fargate requires task definition to have execution role ARN to support log driver awslogs.";
            add_execution_role(&container.at("logConfiguration/logDriver"), message, findings);
        }
    }
}

/// True for an image of a private ECR repository.
pub fn is_ecr_image(image: &str) -> bool {
    let host = image.split('/').next().unwrap_or_default();
    host.contains(".dkr.ecr.") && (host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn"))
}

fn add_execution_role(pointer: &str, message: &str, findings: &mut Findings) {
    let edit = Edit::set("/executionRoleArn", EXECUTION_ROLE);
    findings.client(pointer, message).fix(format!("Add the execution role {EXECUTION_ROLE}"), vec![edit]);
}
