//! Room that is kept for daemons: other tasks do not get what a daemon's task needs on an instance that has none of
//! its tasks yet. Source: ECS developer guide, service scheduler concepts: DAEMON.

use std::rc::Rc;

use super::Order;
use super::filter::{Requirements, Standing};
use crate::model::ecs::container_instance::Resources;
use crate::model::ecs::service::SchedulingStrategy;
use crate::model::ecs::{ContainerInstanceId, LaunchType, Service, ServiceId, ServiceStatus};
use crate::model::world::World;
use crate::model::world::decision::{Purpose, Rule};

/// The daemons of a cluster that want room.
pub(super) struct Daemons(Vec<Daemon>);

struct Daemon {
    name: Rc<str>,
    requirements: Requirements,
    /// Instances that have a task of it, in order.
    covered: Vec<ContainerInstanceId>,
}

impl Daemons {
    /// Nothing is kept from a daemon itself.
    pub(super) fn new(world: &World, order: &Order) -> Self {
        let own = match order.purpose {
            Purpose::Service { service, .. } => Some(service),
            Purpose::RunTask | Purpose::StartTask => None,
        };
        let is_daemon = |id: ServiceId| {
            let row = &world.services[id];
            row.scheduling_strategy == SchedulingStrategy::Daemon && row.status == ServiceStatus::Active
        };
        if own.is_some_and(is_daemon) {
            return Self(Vec::new());
        }
        let services = world.clusters[order.cluster].services.iter().copied();
        let daemons = services.filter(|&id| is_daemon(id));
        Self(daemons.filter_map(|id| Daemon::new(world, order, &world.services[id])).collect())
    }

    /// What is left of the room on an instance, and the names of those that some of it is kept for.
    pub(super) fn leave(&self, world: &World, standing: &Standing, names: &mut Vec<Rc<str>>) -> Resources {
        let mut left = standing.remaining;
        for daemon in self.0.iter().filter(|daemon| daemon.wants(world, standing)) {
            let needs = daemon.requirements.needs.resources;
            left = Resources {
                cpu_units: left.cpu_units.saturating_sub(needs.cpu_units),
                memory_mib: left.memory_mib.saturating_sub(needs.memory_mib),
                gpus: left.gpus.saturating_sub(needs.gpus),
                enis: left.enis.saturating_sub(needs.enis),
            };
            if !names.contains(&daemon.name) {
                names.push(daemon.name.clone());
            }
        }
        left
    }
}

impl Daemon {
    fn new(world: &World, order: &Order, service: &Service) -> Option<Self> {
        let definition = service.spec.task_definition?;
        let wanted = Order {
            definition,
            group: format!("service:{}", service.name).into(),
            launch_type: LaunchType::Ec2,
            capacity_provider: None,
            count: 1,
            strategy: &[],
            constraints: &service.placement_constraints,
            zones: &[],
            reservation: world.task_definitions[definition].takes(LaunchType::Ec2),
            ..*order
        };
        let tasks = service.tasks.iter().map(|&task| &world.tasks[task]);
        let covered = tasks.filter(|task| task.is_wanted()).filter_map(|task| task.container_instance);
        let mut covered: Vec<ContainerInstanceId> = covered.collect();
        covered.sort_unstable();
        Some(Self { name: service.name.clone(), requirements: Requirements::new(world, &wanted), covered })
    }

    /// It has no task there, and nothing but room could speak against one.
    fn wants(&self, world: &World, standing: &Standing) -> bool {
        let is_room = |rule| matches!(rule, Rule::Cpu | Rule::Memory | Rule::Gpu | Rule::Ports | Rule::Eni);
        if self.covered.binary_search(&standing.id).is_ok() {
            return false;
        }
        // The tasks that are counted there are those of the service that asks, not the daemon's.
        let own = Standing { group_tasks: 0, placed: 0, ..*standing };
        self.requirements.rejects(world, &own).iter().all(|reject| is_room(reject.rule()))
    }
}
