//! The names that completion offers, read from a world.

use crate::model::capacity::INSTANCE_TYPES;
use crate::model::ecs::capacity_provider::FARGATE_PROVIDERS;
use crate::model::ecs::{ClusterId, ClusterStatus, ServiceStatus};
use crate::model::kernel::order;
use crate::model::world::World;
use crate::playground::cli::complete::Names;

/// Values that are longer lists than a person reads are cut.
const MOST: usize = 50;

#[derive(Clone, Copy, Debug)]
pub struct WorldNames<'a>(pub &'a World);

impl WorldNames<'_> {
    fn cluster(&self, name: &str) -> Option<ClusterId> {
        self.0.find_cluster(name)
    }
}

impl Names for WorldNames<'_> {
    fn clusters(&self) -> Vec<String> {
        let clusters = self.0.clusters.iter().filter(|(_, row)| row.status != ClusterStatus::Inactive);
        clusters.map(|(_, row)| row.name.to_string()).take(MOST).collect()
    }

    fn services(&self, cluster: &str) -> Vec<String> {
        let Some(cluster) = self.cluster(cluster) else { return Vec::new() };
        let services = self.0.clusters[cluster].services.iter().map(|&id| &self.0.services[id]);
        let live = services.filter(|service| service.status != ServiceStatus::Inactive);
        live.map(|service| service.name.to_string()).take(MOST).collect()
    }

    fn tasks(&self, cluster: &str) -> Vec<String> {
        let Some(cluster) = self.cluster(cluster) else { return Vec::new() };
        let tasks = self.0.tasks.iter().rev().filter(|(_, task)| task.cluster == cluster && task.is_wanted());
        tasks.map(|(id, _)| self.0.task_hex(id)).take(MOST).collect()
    }

    fn container_instances(&self, cluster: &str) -> Vec<String> {
        let Some(cluster) = self.cluster(cluster) else { return Vec::new() };
        let all = self.0.clusters[cluster].container_instances.iter().copied();
        let registered = all.filter(|&id| self.0.container_instances[id].is_registered());
        registered.map(|id| self.0.container_instance_hex(id)).take(MOST).collect()
    }

    fn families(&self) -> Vec<String> {
        self.0.families.keys().map(ToString::to_string).take(MOST).collect()
    }

    fn task_definitions(&self) -> Vec<String> {
        self.0.task_definitions.ids().rev().map(|id| self.0.task_definition_name(id)).take(MOST).collect()
    }

    fn images(&self) -> Vec<String> {
        let definitions = self.0.task_definitions.iter();
        let mut images: Vec<String> = definitions
            .flat_map(|(_, definition)| &definition.container_definitions)
            .map(|container| container.image.clone())
            .collect();
        order::sort_by(&mut images, String::cmp);
        images.dedup();
        images.truncate(MOST);
        images
    }

    fn availability_zones(&self) -> Vec<String> {
        self.0.zones.iter().map(|zone| zone.name.to_string()).collect()
    }

    fn instance_types(&self) -> Vec<String> {
        INSTANCE_TYPES.iter().map(|kind| kind.name.to_owned()).collect()
    }

    fn capacity_providers(&self) -> Vec<String> {
        let own = self.0.capacity_providers.iter().filter(|(_, row)| row.is_active());
        let own = own.map(|(_, row)| row.name.to_string());
        own.chain(FARGATE_PROVIDERS.iter().map(|name| name.to_string())).take(MOST).collect()
    }

    fn about(&self, member: &str, cluster: &str, name: &str) -> Option<String> {
        let world = self.0;
        match member {
            "service" | "services" | "serviceName" => {
                let row = &world.services[world.find_service(self.cluster(cluster)?, name)?];
                Some(format!("{} of {} running", row.running_count(), row.desired_count))
            }
            "task" | "tasks" => {
                let row = &world.tasks[world.find_task(self.cluster(cluster)?, name)?];
                Some(format!("{}, {}", row.definition.family_revision(), row.last_status.as_str()))
            }
            "containerInstance" | "containerInstances" => {
                let id = world.find_container_instance(self.cluster(cluster)?, name)?;
                let row = &world.container_instances[id];
                let (ec2, zone) = (world.ec2_instance_id(id), world.zone_name(row.zone));
                Some(format!("{ec2}, {} in {zone}", row.instance_type))
            }
            "taskDefinition" | "taskDefinitions" if !name.contains(':') => {
                let newest = world.newest_active_revision(name)?;
                Some(format!("Newest revision: {}", world.task_definition_name(newest)))
            }
            _ => None,
        }
    }
}
