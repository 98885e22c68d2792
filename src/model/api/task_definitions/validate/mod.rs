//! Checks a registration, and completes the one that passes.
//!
//! ECS throws one exception, the first; the editor wants all of them with their places. So each rule is written once
//! and reports every breach; [`register`] throws the first in the order below, [`problems`] gives the whole list.
//!
//! The real order is not documented. Ours, which [`ORDER`] follows:
//!
//! 1. the size of the request, then its shape: types, whole numbers, known words (`shape.rs`)
//! 2. `family`, the number of containers, their names and images, one essential container
//! 3. the task's `cpu` and `memory`, then Fargate's network mode and sizes
//! 4. the containers' `cpu` and `memory` within the task's
//! 5. roles, placement constraints, Windows, External, proxy, ephemeral storage, members no longer taken, tags
//! 6. ports: each mapping, names, clashes; what the network mode takes from a container
//! 7. volumes, mount points, `volumesFrom`, links, `dependsOn`
//! 8. health checks, restart policies, devices
//! 9. log drivers, the log router, secrets, environment files
//! 10. the rest of Fargate's rules: task, platform, container, logs, execution role
//! 11. warnings: unknown members and members that only DescribeTaskDefinition gives

mod attributes;
mod behavior;
mod container;
mod dependencies;
mod fargate;
mod logging;
mod ports;
mod problem;
mod shape;
mod sizes;
mod subject;
mod task;
mod volumes;
mod words;

pub use problem::{Edit, EditOp, Fix, Problem, Severity};
pub use sizes::{FARGATE_SIZES, FargateCpu, exists as fargate_size_exists};
pub use words::ASSUMED_MESSAGES;

use serde_json::Value;

use crate::model::ecs::tag::Tag;
use crate::model::ecs::task_definition::{Compatibility, TaskDefinition, TaskDefinitionStatus, units};
use crate::model::ecs::{EcsError, ExceptionName};
use crate::model::kernel::json;
use crate::model::kernel::order;

use problem::Findings;
use subject::Subject;

/// Bytes a registration may have.
const MOST_BYTES: u64 = 65_536;

type Check = fn(&Subject, &mut Findings);

/// For whom a rule counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Applies {
    Always,
    /// Only when FARGATE is required; else it decides about compatibility.
    Fargate,
}

/// The rules after size and shape, in the order in which they win.
const ORDER: &[(Applies, Check)] = &[
    (Applies::Always, task::family),
    (Applies::Always, task::container_count),
    (Applies::Always, container::names),
    (Applies::Always, container::images),
    (Applies::Always, task::essential),
    (Applies::Always, task::task_cpu),
    (Applies::Always, task::task_memory),
    (Applies::Fargate, fargate::network_mode),
    (Applies::Fargate, fargate::size_given),
    (Applies::Fargate, fargate::size_exists),
    (Applies::Always, container::cpu_sum),
    (Applies::Always, container::memory),
    (Applies::Always, task::roles),
    (Applies::Always, task::placement_constraints),
    (Applies::Always, task::windows),
    (Applies::Always, task::external),
    (Applies::Always, task::proxy_configuration),
    (Applies::Always, task::ephemeral_storage),
    (Applies::Always, task::restricted_members),
    (Applies::Always, task::tags),
    (Applies::Always, ports::port_mappings),
    (Applies::Always, ports::port_names),
    (Applies::Always, ports::port_clashes),
    (Applies::Always, container::network_settings),
    (Applies::Always, volumes::volumes),
    (Applies::Always, volumes::mount_points),
    (Applies::Always, dependencies::volumes_from),
    (Applies::Always, dependencies::links),
    (Applies::Always, dependencies::depends_on),
    (Applies::Always, behavior::health_checks),
    (Applies::Always, behavior::restart_policies),
    (Applies::Always, container::resources),
    (Applies::Always, logging::log_drivers),
    (Applies::Always, logging::firelens),
    (Applies::Always, logging::secrets),
    (Applies::Always, logging::environment_files),
    (Applies::Fargate, fargate::task_members),
    (Applies::Fargate, fargate::operating_system),
    (Applies::Fargate, fargate::container_members),
    (Applies::Fargate, fargate::logs),
    (Applies::Fargate, logging::fargate_execution_role),
];

/// What the account adds to a registration.
pub struct Registrar<'a> {
    pub region: &'a str,
    pub account_id: &'a str,
    /// ARN of who calls.
    pub principal: &'a str,
    /// Milliseconds since the epoch.
    pub now: u64,
    /// The revision after the last one of a family, deleted ones included; 1 for a new family.
    pub next_revision: &'a dyn Fn(&str) -> u32,
}

/// A registration that passed.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    pub definition: TaskDefinition,
    /// ECS keeps them beside the definition.
    pub tags: Vec<Tag>,
    pub warnings: Vec<Problem>,
}

/// RegisterTaskDefinition: the completed definition, or the exception ECS throws.
pub fn register(input: &Value, registrar: &Registrar<'_>) -> Result<Accepted, EcsError> {
    let (findings, subject) = examine(input);
    let is_error = |problem: &&Problem| problem.severity == Severity::Error;
    if let Some(problem) = findings.problems.iter().find(is_error) {
        return Err(problem.to_error());
    }
    let unreadable = || EcsError::new(ExceptionName::SerializationException, words::UNEXPECTED_OBJECT);
    let subject = subject.ok_or_else(unreadable)?;
    let meets_fargate = meets_fargate(&subject);
    let definition = complete(subject.definition, meets_fargate, registrar);
    Ok(Accepted { definition, tags: subject.tags, warnings: findings.problems })
}

/// Everything the editor should mark, in the order of the rules; warnings come last.
pub fn problems(input: &Value) -> Vec<Problem> {
    match unwrapped(input) {
        Some(inner) => wrapped_problems(inner),
        None => examine(input).0.problems,
    }
}

/// The definition inside a whole answer of DescribeTaskDefinition, which people paste. ECS does not look there.
pub fn unwrapped(input: &Value) -> Option<&Value> {
    let inner = input.get("taskDefinition").filter(|inner| inner.is_object())?;
    input.get("containerDefinitions").is_none().then_some(inner)
}

fn wrapped_problems(inner: &Value) -> Vec<Problem> {
    const WRAPPER: &str = "/taskDefinition";
    let mut findings = Findings::default();
    let message = "This is an answer of DescribeTaskDefinition. ECS wants what is inside taskDefinition.";
    let wrapper = findings.warning(WRAPPER, message);
    wrapper.key = true;
    wrapper.fix("Unwrap it", vec![Edit::set("", inner.clone())]);
    let mut problems = findings.problems;
    for mut problem in examine(inner).0.problems {
        problem.pointer.insert_str(0, WRAPPER);
        for edit in problem.fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.path.insert_str(0, WRAPPER);
        }
        problems.push(problem);
    }
    problems
}

/// Runs every rule. The subject is missing when the document is too large or no object at all.
fn examine(input: &Value) -> (Findings, Option<Subject>) {
    let mut findings = Findings::default();
    let bytes = length(input);
    if bytes > MOST_BYTES {
        let message = format!("Actual length: '{bytes}'. Max allowed length is '{MOST_BYTES}' bytes.");
        findings.client("", message);
        return (findings, None);
    }
    let shaped = shape::fit(input, &mut findings);
    if shaped.left_out.iter().any(String::is_empty) {
        return (findings, None);
    }
    let Some(subject) = subject(shaped.value) else { return (findings, None) };
    let mut broken = Findings::default();
    for (applies, check) in ORDER {
        if *applies == Applies::Always || subject.requires(Compatibility::Fargate) {
            check(&subject, &mut broken);
        }
    }
    // What was left out for its shape is not missing as well.
    let is_consequence = |problem: &Problem| {
        let within = |pointer: &String| is_within(&problem.pointer, pointer);
        problem.severity == Severity::Error && shaped.left_out.iter().any(within)
    };
    broken.problems.retain(|problem| !is_consequence(problem));
    findings.problems.append(&mut broken.problems);
    order::sort_by_key(&mut findings.problems, |problem| problem.severity == Severity::Warning);
    for problem in &mut findings.problems {
        while !problem.pointer.is_empty() && input.pointer(&problem.pointer).is_none() {
            problem.pointer.truncate(problem.pointer.rfind('/').unwrap_or(0));
        }
    }
    (findings, Some(subject))
}

fn is_within(pointer: &str, outer: &str) -> bool {
    pointer.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn subject(document: Value) -> Option<Subject> {
    let definition = json::decode(&document).ok()?;
    let tags = document.get("tags").map_or(Ok(Vec::new()), json::decode).ok()?;
    Some(Subject { definition, tags, document })
}

/// The bytes of the document as the AWS CLI would send it, counted without building it.
fn length(input: &Value) -> u64 {
    struct Counter(u64);
    impl std::io::Write for Counter {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len() as u64;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut counter = Counter(0);
    // Counting cannot fail, and a value in memory can always be written.
    let _ = serde_json::to_writer(&mut counter, input);
    counter.0
}

fn meets_fargate(subject: &Subject) -> bool {
    let mut findings = Findings::default();
    let fargate = ORDER.iter().filter(|(applies, _)| *applies == Applies::Fargate);
    fargate.for_each(|(_, check)| check(subject, &mut findings));
    !findings.has_errors()
}

/// Adds what ECS adds: name, times, plain units, host ports, compatibilities and attributes.
fn complete(
    mut definition: TaskDefinition,
    meets_fargate: bool,
    registrar: &Registrar<'_>,
) -> TaskDefinition {
    let Registrar { region, account_id, principal, now, next_revision } = registrar;
    definition.revision = next_revision(&definition.family);
    definition.task_definition_arn =
        format!("arn:aws:ecs:{region}:{account_id}:task-definition/{}", definition.family_revision());
    definition.status = TaskDefinitionStatus::Active;
    definition.registered_at = *now;
    definition.registered_by = (*principal).to_owned();
    let plain = |text: Option<u32>| text.map(|units| units.to_string());
    definition.cpu = plain(definition.cpu.as_deref().and_then(units::cpu_units));
    definition.memory = plain(definition.memory.as_deref().and_then(units::memory_mib));
    let mode = definition.effective_network_mode();
    for container in &mut definition.container_definitions {
        container.port_mappings.iter_mut().for_each(|mapping| ports::complete(mode, mapping));
    }
    definition.compatibilities = attributes::compatibilities(&definition, meets_fargate);
    definition.requires_attributes = attributes::required(&definition);
    definition
}
