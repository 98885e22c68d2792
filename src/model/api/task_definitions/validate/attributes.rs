//! What ECS works out about a task definition: compatibilities and requiresAttributes.
//!
//! The names are the ones agents offer; which parameter asks for which name follows real answers of
//! DescribeTaskDefinition where there are some (log options 1.19, memoryReservation 1.21, awsvpc 1.18, a buffered log
//! 1.28, a health check with a start period 1.29) and the names themselves elsewhere (assumed).

use std::collections::BTreeSet;

use crate::model::ecs::task_definition::{
    Compatibility, ContainerDefinition, NetworkMode, RequiredAttribute, TaskDefinition,
};

use super::logging::is_ecr_image;

/// The launch types whose rules the definition meets. Source: replies of RegisterTaskDefinition; a plain definition
/// gets EXTERNAL and EC2, one with awsvpc EC2 alone.
pub fn compatibilities(definition: &TaskDefinition, meets_fargate: bool) -> Vec<Compatibility> {
    let has_aws_volume = definition.volumes.iter().any(|volume| {
        let kinds = volume.kinds();
        kinds.iter().any(|kind| !["host", "dockerVolumeConfiguration"].contains(kind))
    });
    let is_external = !definition.needs_eni() && !has_aws_volume;
    let all = [
        (Compatibility::External, is_external),
        (Compatibility::Ec2, true),
        (Compatibility::Fargate, meets_fargate),
        (Compatibility::ManagedInstances, definition.requires(Compatibility::ManagedInstances)),
    ];
    all.into_iter().filter(|(_, met)| *met).map(|(compatibility, _)| compatibility).collect()
}

/// The attributes a container instance must have, each once.
pub fn required(definition: &TaskDefinition) -> Vec<RequiredAttribute> {
    let mut names = Names::default();
    for container in &definition.container_definitions {
        container_needs(definition, container, &mut names);
    }
    task_needs(definition, &mut names);
    names.0.into_iter().map(|name| RequiredAttribute { name, value: None }).collect()
}

/// Attribute names in the order in which they come up.
#[derive(Default)]
struct Names(Vec<String>);

impl Names {
    fn add(&mut self, name: String) {
        if !self.0.contains(&name) {
            self.0.push(name);
        }
    }

    fn docker(&mut self, minor: u32) {
        self.add(format!("com.amazonaws.ecs.capability.docker-remote-api.1.{minor}"));
    }

    fn agent(&mut self, name: &str) {
        self.add(format!("com.amazonaws.ecs.capability.{name}"));
    }

    fn ecs(&mut self, name: &str) {
        self.add(format!("ecs.capability.{name}"));
    }

    fn ecs_if(&mut self, needed: bool, name: &str) {
        if needed {
            self.ecs(name);
        }
    }
}

fn container_needs(definition: &TaskDefinition, container: &ContainerDefinition, names: &mut Names) {
    log_needs(definition, container, names);
    if is_ecr_image(&container.image) {
        names.agent("ecr-auth");
        names.ecs_if(definition.execution_role_arn.is_some(), "execution-role-ecr-pull");
    }
    secret_needs(container, names);
    let linux = container.linux_parameters.as_ref();
    let docker_versions = [
        (18, !container.ulimits.is_empty() || !container.docker_labels.is_empty()),
        (21, container.memory_reservation.is_some()),
        (25, linux.and_then(|linux| linux.get("initProcessEnabled")).is_some_and(|given| given == true)),
        (29, container.health_check.as_ref().is_some_and(|check| check.start_period.is_some())),
    ];
    for (minor, _) in docker_versions.into_iter().filter(|(_, needed)| *needed) {
        names.docker(minor);
    }
    if container.privileged == Some(true) {
        names.agent("privileged-container");
    }
    names.ecs_if(container.has_health_check(), "container-health-check");
    names.ecs_if(!container.depends_on.is_empty(), "container-ordering");
    names.ecs_if(container.restart_policy.is_some(), "container-restart-policy");
    names.ecs_if(!container.environment_files.is_empty(), "env-files.s3");
    let by_secret = container.repository_credentials.is_some();
    names.ecs_if(by_secret, "private-registry-authentication.secretsmanager");
    let has_range = container.port_mappings.iter().any(|mapping| mapping.container_port_range.is_some());
    names.ecs_if(has_range, "network.container-port-range");
}

fn log_needs(definition: &TaskDefinition, container: &ContainerDefinition, names: &mut Names) {
    if let Some(log) = &container.log_configuration {
        names.agent(&format!("logging-driver.{}", log.log_driver));
        let by_role = log.log_driver == "awslogs" && definition.execution_role_arn.is_some();
        names.ecs_if(by_role, "execution-role-awslogs");
        names.docker(if log.options.is_empty() { 18 } else { 19 });
        if log.options.contains_key("mode") || log.options.contains_key("max-buffer-size") {
            names.docker(28);
        }
        for option in &log.secret_options {
            names.ecs(&format!("secrets.{}.bootstrap.log-driver", secret_store(&option.value_from)));
        }
    }
    if let Some(firelens) = &container.firelens_configuration {
        names.ecs(&format!("firelens.{}", firelens.kind));
        if let Some(source) = firelens.options.get("config-file-type") {
            names.ecs(&format!("firelens.options.config.{source}"));
        }
    }
}

fn secret_needs(container: &ContainerDefinition, names: &mut Names) {
    let mut stores: BTreeSet<&str> = BTreeSet::new();
    stores.extend(container.secrets.iter().map(|secret| secret_store(&secret.value_from)));
    for store in stores {
        names.ecs(&format!("secrets.{store}.environment-variables"));
    }
}

/// `asm` for Secrets Manager, `ssm` for Parameter Store, also when only a name is given.
fn secret_store(value_from: &str) -> &'static str {
    if value_from.starts_with("arn:") && value_from.split(':').nth(2) == Some("secretsmanager") {
        "asm"
    } else {
        "ssm"
    }
}

fn task_needs(definition: &TaskDefinition, names: &mut Names) {
    if definition.task_role_arn.is_some() {
        let by_host = definition.effective_network_mode() == NetworkMode::Host;
        names.agent(if by_host { "task-iam-role-network-host" } else { "task-iam-role" });
    }
    if definition.needs_eni() {
        names.docker(18);
        names.ecs("task-eni");
    }
    let shares = |mode: &Option<String>| mode.as_deref().is_some_and(|mode| mode != "none");
    let shares_namespace = shares(&definition.pid_mode) || shares(&definition.ipc_mode);
    names.ecs_if(shares_namespace, "pid-ipc-namespace-sharing");
    names.ecs_if(definition.ephemeral_storage.is_some(), "extensible-ephemeral-storage");
    for volume in &definition.volumes {
        let efs = volume.efs_volume_configuration.as_ref();
        names.ecs_if(efs.is_some(), "efs");
        names.ecs_if(efs.is_some_and(|efs| efs.authorization_config.is_some()), "efsAuth");
        names.ecs_if(volume.configured_at_launch == Some(true), "storage.ebs-task-volume-attach");
    }
}
