//! "Why not?": why a task of a batch has no place, and what would give it one.

use std::rc::Rc;

use super::change::{self, Change};
use super::table::{self, Row};
use super::words;
use crate::model::ecs::container_instance::Resources;
use crate::model::ecs::{ContainerInstanceId, DecisionId};
use crate::model::kernel::order;
use crate::model::kernel::{SimDuration, SimTime};
use crate::model::world::World;
use crate::model::world::decision::{Candidate, PlacementFailure, PlacementRecord, RejectReason, Rule};

/// A countable resource of which no candidate has enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortage {
    pub rule: Rule,
    pub needs: u32,
    /// What each candidate has, most first.
    pub has: Vec<u32>,
}

/// A container instance that was gone by then, and so no candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    pub instance: ContainerInstanceId,
    pub name: String,
    pub instance_type: Rc<str>,
    pub zone: Rc<str>,
    pub at: SimTime,
}

/// The answer to "why not?".
#[derive(Clone, Debug, PartialEq)]
pub struct WhyNot {
    pub lead: String,
    pub rest: String,
    pub shortage: Option<Shortage>,
    /// Closest first.
    pub rows: Vec<Row>,
    pub left_out: u32,
    pub gone: Vec<Gone>,
    /// Smallest first. Each would have made room at the moment of the decision.
    pub changes: Vec<Change>,
    pub record: Rc<PlacementRecord>,
}

/// Instances that went so short a time before are still on the reader's mind.
const LATELY: SimDuration = SimDuration::from_mins(10);
/// More of them would only push the candidates out of sight.
const MOST_GONE: usize = 8;

/// Why the decision left tasks without a place. None if it placed them all.
pub fn why_not(world: &World, decision: DecisionId) -> Option<WhyNot> {
    let record = world.decisions.rc(decision).clone();
    let failure = record.failure.as_ref()?;
    let rows = failure.candidates.iter().map(|row| Row::new(world, &record, row, false)).collect();
    let shortage = failure.closest.as_ref().and_then(|(_, reason)| shortage(failure, reason));
    let (lead, rest) = sentences(world, &record, failure, shortage.as_ref());
    let rest = match shortage {
        Some(_) if !record.kept_for.is_empty() => format!("{rest} {}", kept(&record)),
        _ => rest,
    };
    Some(WhyNot {
        lead,
        rest,
        shortage,
        rows,
        left_out: record.left_out,
        gone: gone(world, &record),
        changes: change::changes(world, &record, failure),
        record: record.clone(),
    })
}

/// Who has a claim to room that looks free.
fn kept(record: &PlacementRecord) -> String {
    format!("Room is kept for the daemon {} where it has no task yet.", record.kept_for.join(" and "))
}

fn gone(world: &World, record: &PlacementRecord) -> Vec<Gone> {
    let instances = world.clusters[record.cluster].container_instances.iter().rev().copied();
    let gone = instances.filter_map(|id| {
        let row = &world.container_instances[id];
        let at = row.gone_at.filter(|&at| at <= record.at && record.at.since(at) < LATELY)?;
        let zone = world.zone_name(row.zone).clone();
        let name = words::short_instance(world, id);
        Some(Gone { instance: id, name, instance_type: row.instance_type.clone(), zone, at })
    });
    gone.take(MOST_GONE).collect()
}

fn shortage(failure: &PlacementFailure, reason: &RejectReason) -> Option<Shortage> {
    let (needs, of): (u32, fn(&Resources) -> u32) = match *reason {
        RejectReason::Cpu { needs, .. } => (needs, |room| room.cpu_units),
        RejectReason::Memory { needs, .. } => (needs, |room| room.memory_mib),
        RejectReason::Gpu { needs, .. } => (needs, |room| room.gpus),
        RejectReason::Eni { needs, .. } => (needs, |room| room.enis),
        _ => return None,
    };
    let mut has: Vec<u32> = failure.candidates.iter().map(|row| of(&row.remaining)).collect();
    order::sort_by_key(&mut has, |&number| std::cmp::Reverse(number));
    Some(Shortage { rule: reason.rule(), needs, has })
}

fn sentences(
    world: &World,
    record: &PlacementRecord,
    failure: &PlacementFailure,
    shortage: Option<&Shortage>,
) -> (String, String) {
    let name = world.task_definition_name(record.definition);
    if failure.no_fargate_capacity {
        let lead = "No zone of the request's subnets takes Fargate tasks.".to_owned();
        return (lead, format!("{name} was to run on Fargate."));
    }
    if failure.candidates.is_empty() {
        let lead = "The cluster has no container instances.".to_owned();
        return (lead, format!("{name} needs one to run on."));
    }
    if let Some(shortage) = shortage {
        return (short_lead(shortage), short_rest(shortage, &name));
    }
    match &failure.closest {
        Some((id, reason)) => {
            let closest = format!("{} came closest.", words::short_instance(world, *id));
            (rule_lead(failure, reason), closest)
        }
        None => {
            let lead = "No container instance is ACTIVE.".to_owned();
            (lead, format!("ECS places {name} only on ACTIVE ones."))
        }
    }
}

fn unit(rule: Rule) -> &'static str {
    match rule {
        Rule::Cpu => "CPU units",
        Rule::Memory => "MiB of memory",
        Rule::Gpu => "GPUs",
        _ => "network interfaces",
    }
}

fn short_lead(shortage: &Shortage) -> String {
    let total: u32 = shortage.has.iter().fold(0, |sum, has| sum.saturating_add(*has));
    let most = shortage.has.first().copied().unwrap_or(0);
    let unit = unit(shortage.rule);
    if most >= shortage.needs {
        // Where there is enough of it, another rule speaks against the instance.
        return format!(
            "The instances that meet the other rules have too few {unit}: {} are needed.",
            words::grouped(shortage.needs)
        );
    }
    if total >= shortage.needs {
        return format!(
            "{} {unit} are free in the cluster, but the most on one instance is {}.",
            words::grouped(total),
            words::grouped(most)
        );
    }
    format!(
        "{} {unit} are free in the whole cluster; one task needs {}.",
        words::grouped(total),
        words::grouped(shortage.needs)
    )
}

fn short_rest(shortage: &Shortage, name: &str) -> String {
    let total: u32 = shortage.has.iter().fold(0, |sum, has| sum.saturating_add(*has));
    if total < shortage.needs {
        return format!("Even put together that is not enough for one {name}.");
    }
    format!(
        "A task has to fit on one container instance; free units do not add up. {name} needs {}.",
        words::grouped(shortage.needs)
    )
}

/// How many candidates the rule turned away, in a sentence made for that rule.
fn rule_lead(failure: &PlacementFailure, reason: &RejectReason) -> String {
    let rule = reason.rule();
    let failed = |row: &&Candidate| row.rejects.iter().any(|reason| reason.rule() == rule);
    let all = failure.candidates.len() as u32;
    let failing = failure.candidates.iter().filter(failed).count() as u32;
    let whom = match (failing, all) {
        (1, 1) => "The only container instance".to_owned(),
        (failing, all) if failing == all => format!("Each of the {all} container instances"),
        _ => format!("{failing} of {all} container instances"),
    };
    let what = match reason {
        RejectReason::Status(_) => "is not ACTIVE".to_owned(),
        RejectReason::ZoneUnavailable => "is in an Availability Zone without power".to_owned(),
        RejectReason::AgentDisconnected => "has lost its agent's connection".to_owned(),
        RejectReason::MissingAttribute(name) => format!("lacks the attribute {name}"),
        RejectReason::Architecture { needs, .. } => {
            format!("has another processor than the {} that the task needs", needs.attribute_value())
        }
        RejectReason::Port { protocol, port } => {
            format!("has host port {} in use", table::port_name(*protocol, *port))
        }
        RejectReason::PortLimit { .. } => "has no host port left to reserve".to_owned(),
        RejectReason::DistinctInstance => "has a task of the group already".to_owned(),
        RejectReason::MemberOf(expression) => format!("fails {expression}"),
        RejectReason::Location => "is outside the zones of the request's subnets".to_owned(),
        counted => table::in_full(counted),
    };
    if failing == all && failing > 0 {
        return format!("{whom} {what}.");
    }
    let what = plural(&what);
    format!("{whom} {what}, and the others fail other rules.")
}

/// `is`, `has`, `lacks` and `fails` for several.
fn plural(what: &str) -> String {
    for (one, several) in [("is ", "are "), ("has ", "have "), ("lacks ", "lack "), ("fails ", "fail ")] {
        if let Some(rest) = what.strip_prefix(one) {
            return format!("{several}{rest}");
        }
    }
    what.to_owned()
}
