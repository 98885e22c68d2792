//! Candidates against rules: one row per container instance, one verdict per rule.

use std::rc::Rc;

use super::words;
use crate::model::ecs::container_instance::{Resources, TransportProtocol};
use crate::model::ecs::{ContainerInstanceId, PlacementConstraintType};
use crate::model::world::World;
use crate::model::world::decision::{Candidate, PlacementRecord, RejectReason, Rule};

/// All rules, in the order of the columns.
pub const RULES: [Rule; 9] = [
    Rule::Status,
    Rule::Agent,
    Rule::Attributes,
    Rule::Cpu,
    Rule::Memory,
    Rule::Gpu,
    Rule::Ports,
    Rule::Eni,
    Rule::Constraints,
];

/// What a rule said of a candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// With what the candidate had, where the rule compares numbers.
    Passes { has: Option<u32> },
    /// Everything the rule found, most telling first.
    Fails(Vec<RejectReason>),
    /// The task asks nothing of the kind.
    NotAsked,
}

/// A container instance as it was for one task of the batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub instance: ContainerInstanceId,
    pub name: String,
    pub instance_type: Rc<str>,
    pub zone: Rc<str>,
    pub remaining: Resources,
    /// Tasks of the same group on it.
    pub group_tasks: u32,
    /// In the order of [`RULES`].
    pub verdicts: Vec<Verdict>,
    pub chosen: bool,
}

impl Row {
    pub fn fits(&self) -> bool {
        !self.verdicts.iter().any(|verdict| matches!(verdict, Verdict::Fails(_)))
    }

    pub fn new(world: &World, record: &PlacementRecord, candidate: &Candidate, chosen: bool) -> Self {
        let instance = &world.container_instances[candidate.instance];
        Self {
            instance: candidate.instance,
            name: words::short_instance(world, candidate.instance),
            instance_type: instance.instance_type.clone(),
            zone: world.zone_name(candidate.zone).clone(),
            remaining: candidate.remaining,
            group_tasks: candidate.group_tasks,
            verdicts: RULES.iter().map(|&rule| verdict(record, candidate, rule)).collect(),
            chosen,
        }
    }
}

fn verdict(record: &PlacementRecord, candidate: &Candidate, rule: Rule) -> Verdict {
    let of_rule = candidate.rejects.iter().filter(|reason| reason.rule() == rule);
    let reasons: Vec<_> = of_rule.cloned().collect();
    if !reasons.is_empty() {
        return Verdict::Fails(reasons);
    }
    let (needs, has) = (record.needs.resources, candidate.remaining);
    match rule {
        Rule::Cpu => Verdict::Passes { has: Some(has.cpu_units) },
        Rule::Memory => Verdict::Passes { has: Some(has.memory_mib) },
        Rule::Gpu if needs.gpus > 0 => Verdict::Passes { has: Some(has.gpus) },
        Rule::Eni if needs.enis > 0 => Verdict::Passes { has: Some(has.enis) },
        _ if is_asked(record, rule) => Verdict::Passes { has: None },
        _ => Verdict::NotAsked,
    }
}

fn is_asked(record: &PlacementRecord, rule: Rule) -> bool {
    let needs = &record.needs;
    match rule {
        Rule::Attributes => !needs.attributes.is_empty() || needs.architecture.is_some(),
        Rule::Ports => !needs.host_ports.is_empty(),
        Rule::Constraints => !record.constraints.is_empty(),
        Rule::Gpu => needs.resources.gpus > 0,
        Rule::Eni => needs.resources.enis > 0,
        Rule::Status | Rule::Agent | Rule::Cpu | Rule::Memory => true,
    }
}

/// What the task asks of a rule: the second line of its column's heading.
pub fn asked(record: &PlacementRecord, rule: Rule) -> String {
    let needs = &record.needs;
    let number = |number: u32| format!("needs {}", words::grouped(number));
    match rule {
        Rule::Status => "ACTIVE".to_owned(),
        Rule::Agent => "connected".to_owned(),
        _ if !is_asked(record, rule) => "none".to_owned(),
        Rule::Attributes => number(needs.attributes.len() as u32 + u32::from(needs.architecture.is_some())),
        Rule::Cpu => number(needs.resources.cpu_units),
        Rule::Memory => number(needs.resources.memory_mib),
        Rule::Gpu => number(needs.resources.gpus),
        Rule::Eni => number(needs.resources.enis),
        Rule::Ports => match &*needs.host_ports {
            [(protocol, port)] => port_name(*protocol, *port),
            ports => number(ports.len() as u32),
        },
        Rule::Constraints => match &*record.constraints {
            [one] if one.kind == PlacementConstraintType::DistinctInstance => "distinct".to_owned(),
            [_] => "memberOf".to_owned(),
            several => number(several.len() as u32),
        },
    }
}

/// `tcp 8080`.
pub fn port_name(protocol: TransportProtocol, port: u16) -> String {
    let protocol = match protocol {
        TransportProtocol::Tcp => "tcp",
        TransportProtocol::Udp => "udp",
    };
    format!("{protocol} {port}")
}

/// A reason in the few words that a cell has room for.
pub fn in_short(reason: &RejectReason) -> String {
    let has = |has: u32| format!("has {}", words::grouped(has));
    match reason {
        RejectReason::Status(status) => status.as_str().to_owned(),
        RejectReason::ZoneUnavailable => "zone lost".to_owned(),
        RejectReason::AgentDisconnected => "lost".to_owned(),
        RejectReason::MissingAttribute(name) => {
            format!("no {}", name.rsplit('.').next().unwrap_or(name))
        }
        RejectReason::Architecture { has, .. } => format!("is {}", has.attribute_value()),
        RejectReason::Cpu { has: left, .. }
        | RejectReason::Memory { has: left, .. }
        | RejectReason::Gpu { has: left, .. }
        | RejectReason::Eni { has: left, .. } => has(*left),
        RejectReason::Port { .. } => "in use".to_owned(),
        RejectReason::PortLimit { has: left, .. } => format!("{left} left"),
        RejectReason::DistinctInstance => "has one".to_owned(),
        RejectReason::MemberOf(_) => "not a member".to_owned(),
        RejectReason::Location => "no subnet".to_owned(),
    }
}

/// A reason as a sentence, with its numbers.
pub fn in_full(reason: &RejectReason) -> String {
    let short = |thing: &str, needs: u32, has: u32| {
        format!("needs {} {thing}, has {}", words::grouped(needs), words::grouped(has))
    };
    match reason {
        RejectReason::Status(status) => format!("it is {}, not ACTIVE", status.as_str()),
        RejectReason::ZoneUnavailable => "its Availability Zone has no power".to_owned(),
        RejectReason::AgentDisconnected => "its agent is disconnected".to_owned(),
        RejectReason::MissingAttribute(name) => format!("it lacks the attribute {name}"),
        RejectReason::Architecture { needs, has } => {
            format!("needs {}, is {}", needs.attribute_value(), has.attribute_value())
        }
        RejectReason::Cpu { needs, has } => short("CPU units", *needs, *has),
        RejectReason::Memory { needs, has } => short("MiB", *needs, *has),
        RejectReason::Gpu { needs, has } => short("GPUs", *needs, *has),
        RejectReason::Eni { needs, has } => short("network interfaces", *needs, *has),
        RejectReason::Port { protocol, port } => {
            format!("host port {} is in use", port_name(*protocol, *port))
        }
        RejectReason::PortLimit { needs, has } => short("more host ports", *needs, *has),
        RejectReason::DistinctInstance => "it has a task of the group already".to_owned(),
        RejectReason::MemberOf(expression) => format!("{expression} does not hold for it"),
        RejectReason::Location => "no subnet of the request is in its Availability Zone".to_owned(),
    }
}
