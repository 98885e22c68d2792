//! The smallest changes that would have given a task a place, each with the commands that make it.

use std::rc::Rc;

use serde_json::{Value, json};

use super::table::port_name;
use super::words;
use crate::model::capacity::{INSTANCE_TYPES, InstanceType, instance_type};
use crate::model::ecs::task_definition::{Compatibility, NetworkMode};
use crate::model::ecs::{ContainerInstanceStatus, Ec2State, LaunchType, PlacementConstraintType, ZoneId};
use crate::model::world::World;
use crate::model::world::decision::{
    Candidate, PlacementFailure, PlacementRecord, Purpose, RejectReason, Rule,
};
use crate::model::world::event::Command;

/// A way out.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// `Lower api's cpu from 1024 to 512`.
    pub title: String,
    pub detail: String,
    /// What it costs or saves, in a word or two: `−512 CPU`.
    pub tag: String,
    /// To be given in this order.
    pub commands: Vec<Command>,
}

/// Every change that would do on its own, smallest first.
pub fn changes(world: &World, record: &PlacementRecord, failure: &PlacementFailure) -> Vec<Change> {
    if failure.no_fargate_capacity {
        return Vec::new();
    }
    let maker = Maker { world, record, failure };
    let one_each = [
        maker.restore_zone(),
        maker.bring_back(),
        maker.activate(),
        maker.lower_cpu(),
        maker.lower_memory(),
        maker.dynamic_port(),
        maker.put_attribute(),
        maker.drop_constraint(),
        maker.add_instance(),
        maker.lower_count(),
    ];
    one_each.into_iter().flatten().collect()
}

struct Maker<'a> {
    world: &'a World,
    record: &'a PlacementRecord,
    failure: &'a PlacementFailure,
}

fn ecs(operation: &str, request: Value) -> Command {
    Command { service: "ecs".into(), operation: operation.into(), request }
}

fn playground(operation: &str, request: Value) -> Command {
    Command { service: "playground".into(), operation: operation.into(), request }
}

impl Maker<'_> {
    fn cluster(&self) -> &str {
        &self.world.clusters[self.record.cluster].name
    }

    fn family(&self) -> &str {
        &self.world.task_definitions[self.record.definition].family
    }

    /// The closest candidate that nothing but this rule speaks against.
    fn blocked_only_by(&self, rule: Rule) -> impl Iterator<Item = &Candidate> {
        let only = move |row: &&Candidate| {
            !row.rejects.is_empty() && row.rejects.iter().all(|reason| reason.rule() == rule)
        };
        self.failure.candidates.iter().filter(only)
    }

    fn lower_cpu(&self) -> Option<Change> {
        let best = self.blocked_only_by(Rule::Cpu).max_by_key(|row| row.remaining.cpu_units)?;
        let (needs, has) = (self.record.needs.resources.cpu_units, best.remaining.cpu_units);
        self.lower(best, "cpu", needs, has, "CPU")
    }

    fn lower_memory(&self) -> Option<Change> {
        let best = self.blocked_only_by(Rule::Memory).max_by_key(|row| row.remaining.memory_mib)?;
        let (needs, has) = (self.record.needs.resources.memory_mib, best.remaining.memory_mib);
        self.lower(best, "memory", needs, has, "MiB")
    }

    fn lower(&self, to: &Candidate, member: &str, needs: u32, has: u32, unit: &str) -> Option<Change> {
        let mut registration = self.registration()?;
        if has == 0 || !lower_size(&mut registration, member, needs, has) {
            return None;
        }
        let family = self.family();
        let place = words::short_instance(self.world, to.instance);
        Some(Change {
            title: format!(
                "Lower {family}’s {member} from {} to {}",
                words::grouped(needs),
                words::grouped(has)
            ),
            detail: format!("Registers {}. Fits on {place}: needs {has}, has {has}.", self.next_revision()),
            tag: format!("−{} {unit}", words::grouped(needs - has)),
            commands: self.with_new_revision(registration),
        })
    }

    fn dynamic_port(&self) -> Option<Change> {
        let definition = &self.world.task_definitions[self.record.definition];
        let blocked = self.blocked_only_by(Rule::Ports).next()?;
        if definition.effective_network_mode() != NetworkMode::Bridge {
            return None;
        }
        let mut registration = self.registration()?;
        for container in registration["containerDefinitions"].as_array_mut()? {
            for mapping in container["portMappings"].as_array_mut().into_iter().flatten() {
                mapping["hostPort"] = json!(0);
            }
        }
        let (protocol, port) = self.record.needs.host_ports.first().copied()?;
        let place = words::short_instance(self.world, blocked.instance);
        Some(Change {
            title: format!("Use a dynamic host port instead of {}", port_name(protocol, port)),
            detail: format!(
                "Registers {} with hostPort 0. Then {place} and others can hold several.",
                self.next_revision()
            ),
            tag: "port 0".to_owned(),
            commands: self.with_new_revision(registration),
        })
    }

    fn put_attribute(&self) -> Option<Change> {
        let mut rows = self.blocked_only_by(Rule::Attributes);
        let (row, name) = rows.find_map(|row| match &*row.rejects {
            [RejectReason::MissingAttribute(name)] if !is_reserved(name) => Some((row, name.clone())),
            _ => None,
        })?;
        let instance = self.world.container_instance_hex(row.instance);
        let attribute = json!({ "name": &*name, "targetType": "container-instance", "targetId": instance });
        Some(Change {
            title: format!("Give {} the attribute {name}", words::short_instance(self.world, row.instance)),
            detail: "It meets every other rule.".to_owned(),
            tag: "1 attribute".to_owned(),
            commands: vec![ecs(
                "PutAttributes",
                json!({ "cluster": self.cluster(), "attributes": [attribute] }),
            )],
        })
    }

    fn activate(&self) -> Option<Change> {
        let draining =
            |row: &&Candidate| row.rejects.contains(&RejectReason::Status(ContainerInstanceStatus::Draining));
        let row = self.blocked_only_by(Rule::Status).find(draining)?;
        let instance = self.world.container_instance_hex(row.instance);
        let request = json!({
            "cluster": self.cluster(), "containerInstances": [instance], "status": "ACTIVE",
        });
        Some(Change {
            title: format!("Set {} ACTIVE again", words::short_instance(self.world, row.instance)),
            detail: "It is DRAINING and meets every other rule.".to_owned(),
            tag: "1 instance".to_owned(),
            commands: vec![ecs("UpdateContainerInstancesState", request)],
        })
    }

    /// An instance in a lost zone has lost its agent too.
    fn restore_zone(&self) -> Option<Change> {
        let is_lost = |row: &&Candidate| {
            row.rejects.contains(&RejectReason::ZoneUnavailable)
                && row.rejects.iter().all(|reason| matches!(reason.rule(), Rule::Status | Rule::Agent))
        };
        let row = self.failure.candidates.iter().find(is_lost)?;
        let zone = self.world.zone_name(row.zone);
        Some(Change {
            title: format!("Bring {zone} back"),
            detail: "Its instances start again and meet every other rule.".to_owned(),
            tag: "1 zone".to_owned(),
            commands: vec![playground("RestoreAvailabilityZone", json!({ "availabilityZone": &**zone }))],
        })
    }

    fn bring_back(&self) -> Option<Change> {
        let row = self.blocked_only_by(Rule::Agent).next()?;
        let name = words::short_instance(self.world, row.instance);
        let request = json!({
            "cluster": self.cluster(),
            "containerInstance": self.world.container_instance_hex(row.instance),
        });
        let is_stopped = matches!(
            self.world.container_instances[row.instance].ec2_state,
            Ec2State::Stopping | Ec2State::Stopped
        );
        let (title, operation) = match is_stopped {
            true => (format!("Start {name}"), "StartInstance"),
            false => (format!("Connect the agent of {name}"), "ConnectAgent"),
        };
        Some(Change {
            title,
            detail: "It meets every other rule.".to_owned(),
            tag: "1 instance".to_owned(),
            commands: vec![playground(operation, request)],
        })
    }

    fn drop_constraint(&self) -> Option<Change> {
        let Purpose::Service { service, .. } = self.record.purpose else { return None };
        let row = self.blocked_only_by(Rule::Constraints).next()?;
        let (kind, name) = match row.rejects.first()? {
            RejectReason::DistinctInstance => (PlacementConstraintType::DistinctInstance, "distinctInstance"),
            RejectReason::MemberOf(_) => (PlacementConstraintType::MemberOf, "memberOf"),
            _ => return None,
        };
        let given = &self.world.services[service].placement_constraints;
        let kept: Vec<_> = given.iter().filter(|constraint| constraint.kind != kind).collect();
        if kept.len() == given.len() {
            // It is the task definition's.
            return None;
        }
        let service = &self.world.services[service].name;
        let request =
            json!({ "cluster": self.cluster(), "service": &**service, "placementConstraints": kept });
        Some(Change {
            title: format!("Drop {service}’s constraint {name}"),
            detail: format!("Then it fits on {}.", words::short_instance(self.world, row.instance)),
            tag: "1 constraint".to_owned(),
            commands: vec![ecs("UpdateService", request)],
        })
    }

    /// One more instance of a type that the cluster has already, or else the cheapest that is big enough.
    fn add_instance(&self) -> Option<Change> {
        let needs = self.record.needs.resources;
        let kind = self.known_type().or_else(|| self.cheapest_type())?;
        let zone = self.emptiest_zone()?;
        let zone_name = self.world.zone_name(zone);
        let request = json!({
            "cluster": self.cluster(), "instanceType": kind.name, "availabilityZone": &**zone_name, "count": 1,
        });
        let price = kind.price_micro_usd_per_hour / 1000;
        let has = kind.registered_resources(self.world.has_trunking()).cpu_units;
        Some(Change {
            title: format!("Add one {} in {zone_name}", kind.name),
            detail: format!(
                "Keeps {}: needs {} CPU units, has {}. Joins in about a minute.",
                self.world.task_definition_name(self.record.definition),
                words::grouped(needs.cpu_units),
                words::grouped(has)
            ),
            tag: format!("+${}.{:03}/h", price / 1000, price % 1000),
            commands: vec![playground("LaunchInstances", request)],
        })
    }

    /// The cheapest of the types of candidates that only lack room.
    fn known_type(&self) -> Option<&'static InstanceType> {
        let lacks_room = |row: &&Candidate| {
            !row.rejects.iter().any(|reason| matches!(reason.rule(), Rule::Attributes | Rule::Constraints))
                || row.rejects.contains(&RejectReason::DistinctInstance)
        };
        let rows = self.failure.candidates.iter().filter(lacks_room);
        let types =
            rows.filter_map(|row| instance_type(&self.world.container_instances[row.instance].instance_type));
        types.filter(|kind| self.is_enough(kind)).min_by_key(|kind| kind.price_micro_usd_per_hour)
    }

    /// For a task that asks only for room: an expression might exclude whatever we would name.
    fn cheapest_type(&self) -> Option<&'static InstanceType> {
        let asks_more =
            self.record.constraints.iter().any(|row| row.kind == PlacementConstraintType::MemberOf)
                || self.record.needs.attributes.iter().any(|name| !is_reserved(name));
        let fitting = INSTANCE_TYPES.iter().filter(|kind| !asks_more && self.is_enough(kind));
        fitting.min_by_key(|kind| kind.price_micro_usd_per_hour)
    }

    fn is_enough(&self, kind: &InstanceType) -> bool {
        let architecture = self.record.needs.architecture;
        self.record.needs.resources.fits_in(kind.registered_resources(self.world.has_trunking()))
            && architecture.is_none_or(|needed| needed == kind.architecture)
    }

    fn emptiest_zone(&self) -> Option<ZoneId> {
        let zones = (0..self.world.zones.len() as u32).map(ZoneId);
        let subnets = self.subnet_zones();
        let may = |zone: &ZoneId| subnets.is_empty() || subnets.contains(zone);
        let open = zones.filter(|&zone| self.world.zone(zone).available && may(&zone));
        open.min_by_key(|&zone| self.failure.candidates.iter().filter(|row| row.zone == zone).count())
    }

    /// The zones of the service's subnets: an instance elsewhere would be of no use. Empty: all are.
    fn subnet_zones(&self) -> Vec<ZoneId> {
        let Purpose::Service { service, .. } = self.record.purpose else { return Vec::new() };
        let network = self.world.services[service].spec.network_configuration.as_ref();
        let subnets = network.and_then(|network| network["awsvpcConfiguration"]["subnets"].as_array());
        let names = subnets.into_iter().flatten().filter_map(Value::as_str);
        names.map(|name| self.world.zone_of_subnet(name)).collect()
    }

    fn lower_count(&self) -> Option<Change> {
        let Purpose::Service { service, .. } = self.record.purpose else { return None };
        let row = &self.world.services[service];
        let has = row.running_count() + row.pending_count();
        if row.is_daemon() || has >= row.desired_count {
            return None;
        }
        let request = json!({ "cluster": self.cluster(), "service": &*row.name, "desiredCount": has });
        Some(Change {
            title: format!("Lower {}’s desired count from {} to {has}", row.name, row.desired_count),
            detail: "ECS then asks for no more than it has room for.".to_owned(),
            tag: format!("−{}", words::count(row.desired_count - has, "task")),
            commands: vec![ecs("UpdateService", request)],
        })
    }

    /// The revision as it would be registered again. None where Fargate's fixed sizes rule a change out.
    fn registration(&self) -> Option<Value> {
        let definition = &self.world.task_definitions[self.record.definition];
        if definition.requires(Compatibility::Fargate) {
            return None;
        }
        let mut text = serde_json::to_value(definition).ok()?;
        let members = text.as_object_mut()?;
        for added_by_ecs in [
            "taskDefinitionArn",
            "revision",
            "status",
            "requiresAttributes",
            "compatibilities",
            "registeredAt",
            "registeredBy",
            "deregisteredAt",
            "deleteRequestedAt",
        ] {
            members.remove(added_by_ecs);
        }
        members.retain(|_, member| !member.as_array().is_some_and(Vec::is_empty));
        Some(text)
    }

    fn next_revision(&self) -> String {
        let family = self.family();
        let known = self.world.families.get(family).map_or(0, |family| family.revisions.len());
        format!("{family}:{}", known + 1)
    }

    /// Registers the revision and has the service, or whoever ran the task, use it.
    fn with_new_revision(&self, registration: Value) -> Vec<Command> {
        let register = ecs("RegisterTaskDefinition", registration);
        let (cluster, family) = (self.cluster(), self.family());
        let then = match self.record.purpose {
            Purpose::Service { service, .. } => {
                let service = &*self.world.services[service].name;
                let request = json!({ "cluster": cluster, "service": service, "taskDefinition": family });
                ecs("UpdateService", request)
            }
            Purpose::RunTask | Purpose::StartTask => {
                let launch_type = LaunchType::Ec2.as_str();
                let request =
                    json!({ "cluster": cluster, "taskDefinition": family, "launchType": launch_type });
                ecs("RunTask", request)
            }
        };
        vec![register, then]
    }
}

/// Attributes of ECS and the agent cannot be put.
fn is_reserved(name: &Rc<str>) -> bool {
    name.starts_with("ecs.") || name.starts_with("com.amazonaws.")
}

/// Writes the smaller size where the task's size comes from. False if no one member says it.
fn lower_size(registration: &mut Value, member: &str, from: u32, to: u32) -> bool {
    if registration.get(member).is_some_and(Value::is_string) {
        registration[member] = json!(to.to_string());
        let of_containers = sum_of_containers(registration, member);
        return of_containers <= to;
    }
    let Some(containers) = registration["containerDefinitions"].as_array_mut() else { return false };
    let member = match member {
        "memory" if containers.iter().any(|row| row.get("memoryReservation").is_some()) => {
            "memoryReservation"
        }
        other => other,
    };
    let largest = containers.iter_mut().max_by_key(|row| row[member].as_u64().unwrap_or(0));
    let Some(largest) = largest else { return false };
    let old = largest[member].as_u64().unwrap_or(0);
    let less = u64::from(from - to);
    // Docker takes no container with less than 6 MiB.
    if old < less + 6 {
        return false;
    }
    largest[member] = json!(old - less);
    true
}

fn sum_of_containers(registration: &Value, member: &str) -> u32 {
    let containers = registration["containerDefinitions"].as_array();
    let sizes = containers.into_iter().flatten().filter_map(|row| row.get(member)?.as_u64());
    sizes.sum::<u64>().try_into().unwrap_or(u32::MAX)
}
