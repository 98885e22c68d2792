//! The rules of placement: what a container instance must meet to take a task.
//!
//! A rule is a function that adds a [`RejectReason`] for each thing that is wrong. All rules are asked,
//! also after one has said no, so that a page can show the verdict of each.
//! Source: ECS developer guide, "How Amazon ECS places tasks on container instances".

use std::cell::Cell;
use std::rc::Rc;

use super::Order;
use super::query::{self, Expression};
use crate::model::ecs::container_instance::{Resources, TransportProtocol};
use crate::model::ecs::task_definition::{HostPort, RequiredAttribute};
use crate::model::ecs::{
    ContainerInstance, ContainerInstanceId, ContainerInstanceStatus, PlacementConstraint,
    PlacementConstraintType, ZoneId,
};
use crate::model::kernel::order;
use crate::model::world::World;
use crate::model::world::decision::{MOST_RESERVED_PORTS, Needs, RejectReason};

/// What a task asks of a container instance, prepared for asking thousands.
pub(super) struct Requirements {
    pub needs: Needs,
    /// Of the order, then of the task definition.
    pub constraints: Vec<PlacementConstraint>,
    pub distinct_instance: bool,
    group: Rc<str>,
    zones: Vec<ZoneId>,
    attributes: Vec<Required>,
    member_of: Vec<MemberOf>,
}

/// A container instance at one moment of a batch.
pub(super) struct Standing<'a> {
    pub id: ContainerInstanceId,
    pub row: &'a ContainerInstance,
    pub remaining: Resources,
    /// Tasks of the group on it when the batch began.
    pub group_tasks: u32,
    /// Tasks that the batch has put on it.
    pub placed: u32,
}

type Check = fn(&Requirements, &World, &Standing, &mut Vec<RejectReason>);

const RULES: [Check; 6] = [status, agent, attributes, resources, ports, constraints];

impl Requirements {
    pub(super) fn new(world: &World, order: &Order) -> Self {
        let definition = &world.task_definitions[order.definition];
        let attributes: Vec<_> = definition.requires_attributes.iter().map(Required::new).collect();
        let needs = Needs {
            resources: order.reservation,
            host_ports: definition.host_ports().iter().filter_map(host_port).collect(),
            architecture: definition.required_architecture(),
            attributes: attributes.iter().map(|required| required.name.clone()).collect(),
        };
        let of_definition = definition.placement_constraints.iter().map(|constraint| PlacementConstraint {
            kind: PlacementConstraintType::MemberOf,
            expression: constraint.expression.clone(),
        });
        let constraints: Vec<_> = order.constraints.iter().cloned().chain(of_definition).collect();
        Self {
            needs,
            distinct_instance: constraints.iter().any(is_distinct_instance),
            group: order.group.clone(),
            zones: order.zones.to_vec(),
            attributes,
            member_of: constraints.iter().filter_map(MemberOf::new).collect(),
            constraints,
        }
    }

    /// Everything that speaks against one more task, in the order of the rules.
    pub(super) fn rejects(&self, world: &World, standing: &Standing) -> Vec<RejectReason> {
        let mut rejects = Vec::new();
        for rule in RULES {
            rule(self, world, standing, &mut rejects);
        }
        order::sort_by_key(&mut rejects, RejectReason::rule);
        rejects
    }

    /// Whether a second task could follow the first, as far as more than room decides it.
    pub(super) fn can_repeat(&self, world: &World, instance: ContainerInstanceId) -> bool {
        let unmoved = |rule: &MemberOf| match &rule.expression {
            Some(expression) if expression.asks_for_groups() => {
                expression.matches_beside(world, instance, &self.group)
            }
            _ => true,
        };
        !self.distinct_instance && self.needs.host_ports.is_empty() && self.member_of.iter().all(unmoved)
    }
}

fn is_distinct_instance(constraint: &PlacementConstraint) -> bool {
    constraint.kind == PlacementConstraintType::DistinctInstance
}

fn host_port(needed: &HostPort) -> Option<(TransportProtocol, u16)> {
    Some((needed.protocol, u16::try_from(needed.port).ok()?))
}

/// Only ACTIVE instances take tasks, and only while there is power.
fn status(_: &Requirements, world: &World, standing: &Standing, rejects: &mut Vec<RejectReason>) {
    if standing.row.status != ContainerInstanceStatus::Active {
        rejects.push(RejectReason::Status(standing.row.status));
    }
    if !world.zone(standing.row.zone).available {
        rejects.push(RejectReason::ZoneUnavailable);
    }
}

fn agent(_: &Requirements, _: &World, standing: &Standing, rejects: &mut Vec<RejectReason>) {
    if !standing.row.agent_connected {
        rejects.push(RejectReason::AgentDisconnected);
    }
}

fn attributes(required: &Requirements, _: &World, standing: &Standing, rejects: &mut Vec<RejectReason>) {
    let missing = required.attributes.iter().filter(|attribute| !attribute.is_met(standing.row));
    rejects.extend(missing.map(|attribute| RejectReason::MissingAttribute(attribute.name.clone())));
    let has = standing.row.architecture;
    if let Some(needs) = required.needs.architecture.filter(|&needs| needs != has) {
        rejects.push(RejectReason::Architecture { needs, has });
    }
}

fn resources(required: &Requirements, _: &World, standing: &Standing, rejects: &mut Vec<RejectReason>) {
    rejects.extend(required.needs.shortfalls(standing.remaining));
}

/// Fixed host ports must be free, and only so many can be reserved at all.
fn ports(required: &Requirements, _: &World, standing: &Standing, rejects: &mut Vec<RejectReason>) {
    let wanted = &required.needs.host_ports;
    if wanted.is_empty() {
        return;
    }
    let taken = wanted.iter().filter(|port| standing.placed > 0 || standing.row.ports.contains_key(port));
    rejects.extend(taken.map(|&(protocol, port)| RejectReason::Port { protocol, port }));
    let needs = wanted.len() as u32;
    let reserved = standing.row.ports.len() as u32 + standing.placed * needs;
    let has = MOST_RESERVED_PORTS.saturating_sub(reserved);
    if needs > has {
        rejects.push(RejectReason::PortLimit { needs, has });
    }
}

fn constraints(required: &Requirements, world: &World, standing: &Standing, rejects: &mut Vec<RejectReason>) {
    if required.distinct_instance && standing.group_tasks + standing.placed > 0 {
        rejects.push(RejectReason::DistinctInstance);
    }
    let coming = (standing.placed > 0).then_some(&*required.group);
    let unmet = required.member_of.iter().filter(|rule| !rule.holds(world, standing.id, coming));
    rejects.extend(unmet.map(|rule| RejectReason::MemberOf(rule.text.clone())));
    if !required.zones.is_empty() && !required.zones.contains(&standing.row.zone) {
        rejects.push(RejectReason::Location);
    }
}

/// An attribute the instance must have, with this value if the definition states one.
struct Required {
    name: Rc<str>,
    value: Option<Rc<str>>,
    /// Where the instance before had it. Instances list their attributes in the same order, so the next
    /// one most likely has it there too, and thousands are asked without a search.
    position: Cell<usize>,
}

impl Required {
    fn new(required: &RequiredAttribute) -> Self {
        let value = required.value.as_deref().map(Rc::from);
        Self { name: required.name.as_str().into(), value, position: Cell::new(0) }
    }

    fn is_met(&self, row: &ContainerInstance) -> bool {
        let here = row.attributes.get(self.position.get()).filter(|attribute| attribute.name == self.name);
        let found = here.or_else(|| {
            let position = row.attributes.iter().position(|attribute| attribute.name == self.name)?;
            self.position.set(position);
            row.attributes.get(position)
        });
        found.is_some_and(|attribute| self.value.is_none() || attribute.value == self.value)
    }
}

/// A `memberOf` constraint. One that cannot be read holds nowhere; the API refuses it on the way in.
struct MemberOf {
    text: Rc<str>,
    expression: Option<Expression>,
}

impl MemberOf {
    fn new(constraint: &PlacementConstraint) -> Option<Self> {
        if constraint.kind != PlacementConstraintType::MemberOf {
            return None;
        }
        let text = constraint.expression.as_deref().unwrap_or_default();
        Some(Self { text: text.into(), expression: query::parse(text).ok() })
    }

    fn holds(&self, world: &World, instance: ContainerInstanceId, coming: Option<&str>) -> bool {
        self.expression.as_ref().is_some_and(|expression| match coming {
            Some(group) => expression.matches_beside(world, instance, group),
            None => expression.matches(world, instance),
        })
    }
}
