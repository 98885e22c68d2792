//! Rules about containers that name one another: links, dependsOn and volumesFrom.

use crate::model::api::shapes::check::nearest;
use crate::model::ecs::task_definition::{ContainerCondition, NetworkMode};

use super::problem::{Edit, Findings};
use super::subject::{Container, Subject};
use super::words::{self, fill};

pub fn links(subject: &Subject, findings: &mut Findings) {
    let mode = match subject.network_mode() {
        NetworkMode::Bridge => None,
        NetworkMode::Awsvpc => Some("awsvpc"),
        NetworkMode::Host => Some("host"),
        NetworkMode::None => Some("none"),
    };
    let with_links = subject.containers().filter(|container| !container.definition.links.is_empty());
    for container in with_links {
        if let Some(mode) = mode {
            // Known for awsvpc; the other modes are assumed to say the same.
            findings.client(container.at("links"), fill(words::LINKS_BRIDGE_ONLY, &[mode])).fix_by_removing();
        }
        for (index, link) in container.definition.links.iter().enumerate() {
            let target = link_target(link);
            if subject.definition.container(target).is_none() {
                let pointer = container.at(&format!("links/{index}"));
                findings.client(pointer, fill(words::UNKNOWN_LINK, &[target])).fix_by_removing();
            }
        }
    }
    let edges = |container: Container<'_>| -> Vec<String> {
        container.definition.links.iter().map(|link| link_target(link).to_owned()).collect()
    };
    if let Some(container) = first_on_cycle(subject, edges) {
        findings.client(container.at("links"), "Container links should not have a cycle");
    }
}

/// A link is `name` or `name:alias`.
fn link_target(link: &str) -> &str {
    link.split(':').next().unwrap_or_default()
}

pub fn depends_on(subject: &Subject, findings: &mut Findings) {
    for container in subject.containers() {
        for index in 0..container.definition.depends_on.len() {
            dependency(subject, container, index, findings);
        }
    }
    let edges = |container: Container<'_>| -> Vec<String> {
        let others =
            container.definition.depends_on.iter().map(|dependency| dependency.container_name.clone());
        others.filter(|other| other != container.name()).collect()
    };
    if let Some(container) = first_on_cycle(subject, edges) {
        findings.client(container.at("dependsOn"), words::DEPENDENCY_CYCLE).fix_by_removing();
    }
}

fn dependency(subject: &Subject, container: Container<'_>, index: usize, findings: &mut Findings) {
    let dependency = &container.definition.depends_on[index];
    let at = |member: &str| container.at(&format!("dependsOn/{index}/{member}"));
    let name = dependency.container_name.as_str();
    if subject.given(&at("condition")).is_none() {
        let problem = findings.client(at("condition"), words::DEPENDENCY_CONDITION);
        problem.fix("Wait for START", vec![Edit::set(at("condition"), "START")]);
    }
    if name == container.name() {
        findings.client(at("containerName"), fill(words::DEPENDENCY_ON_ITSELF, &[name]));
        return;
    }
    let Some(other) = subject.definition.container(name) else {
        let message = format!("Cannot depend on container {name} because it does not exist");
        let problem = findings.client(at("containerName"), message);
        let names = subject.definition.container_definitions.iter().map(|container| container.name.as_str());
        if let Some(meant) = nearest(name, names.filter(|other| *other != container.name())) {
            problem.fix(format!("Depend on {meant}"), vec![Edit::set(at("containerName"), meant)]);
        }
        return;
    };
    match dependency.condition {
        ContainerCondition::Success | ContainerCondition::Complete if other.essential => {
            let message =
                "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container";
            let problem = findings.client(at("condition"), message);
            if let Some(other) = subject.containers().find(|other| other.name() == name) {
                let edit = Edit::set(other.at("essential"), false);
                problem.fix(format!("Make {name} not essential"), vec![edit]);
            }
        }
        ContainerCondition::Healthy if !other.has_health_check() => {
            let message = "A dependency container with HEALTHY condition must have health check configured";
            findings
                .client(at("condition"), message)
                .fix("Wait for START", vec![Edit::set(at("condition"), "START")]);
        }
        _ => {}
    }
}

pub fn volumes_from(subject: &Subject, findings: &mut Findings) {
    for container in subject.containers() {
        for (index, source) in container.definition.volumes_from.iter().enumerate() {
            let name = source.source_container.as_deref().unwrap_or_default();
            if subject.definition.container(name).is_none() {
                let pointer = container.at(&format!("volumesFrom/{index}/sourceContainer"));
                findings.client(pointer, fill(words::UNKNOWN_SOURCE_CONTAINER, &[name]));
            }
        }
    }
}

/// The first container from which the edges lead back to itself.
fn first_on_cycle<'a>(
    subject: &'a Subject,
    edges: impl Fn(Container<'_>) -> Vec<String>,
) -> Option<Container<'a>> {
    let edges: Vec<Vec<usize>> =
        subject.containers().map(|container| indices(subject, &edges(container))).collect();
    subject.containers().find(|container| {
        let mut reached = vec![false; edges.len()];
        let mut waiting = edges[container.index].clone();
        while let Some(index) = waiting.pop() {
            if !std::mem::replace(&mut reached[index], true) {
                waiting.extend(&edges[index]);
            }
        }
        reached[container.index]
    })
}

fn indices(subject: &Subject, names: &[String]) -> Vec<usize> {
    let named = |name: &String| subject.containers().find(|container| container.name() == name);
    names.iter().filter_map(named).map(|container| container.index).collect()
}
