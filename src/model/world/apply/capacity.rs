//! Container instances and Availability Zones.

use crate::model::ecs::ContainerInstanceId;
use crate::model::ecs::container_instance::ContainerInstanceStatus;
use crate::model::world::{Event, World};

impl World {
    pub(super) fn apply_capacity(&mut self, event: &Event) {
        let now = self.now;
        match event {
            Event::ContainerInstanceRegistered(instance) => {
                let id = self.container_instances.push(instance.clone());
                let cluster = self.clusters.change(instance.cluster);
                cluster.container_instances.push(id);
                cluster.registered_container_instances_count += u32::from(instance.is_registered());
            }
            Event::ContainerInstanceStatusChanged { instance, status, reason } => {
                self.set_instance_status(*instance, *status);
                let row = self.container_instances.change(*instance);
                row.status_reason.clone_from(reason);
                row.version += 1;
            }
            Event::AgentConnectionChanged { instance, connected } => {
                let row = self.container_instances.change(*instance);
                row.agent_connected = *connected;
                row.version += 1;
            }
            Event::Ec2StateChanged { instance, state } => {
                self.container_instances.change(*instance).ec2_state = *state;
            }
            Event::AttributesChanged { instance, attributes } => {
                self.container_instances.change(*instance).attributes = attributes.clone();
            }
            Event::ImageCached { instance, image } => {
                self.container_instances.change(*instance).image_cache.insert(image.clone(), now);
            }
            Event::ImageCacheCleared { instance } => {
                self.container_instances.change(*instance).image_cache.clear();
            }
            Event::ZonePowerChanged { zone, available } => {
                self.zones[zone.0 as usize].available = *available;
            }
            other => unreachable!("{other:?} is not of this file"),
        }
    }

    fn set_instance_status(&mut self, id: ContainerInstanceId, status: ContainerInstanceStatus) {
        let now = self.now;
        let row = self.container_instances.change(id);
        let was_registered = row.is_registered();
        row.status = status;
        if status == ContainerInstanceStatus::Inactive {
            row.gone_at = Some(now);
        }
        let (is_registered, cluster) = (row.is_registered(), row.cluster);
        let count = &mut self.clusters.change(cluster).registered_container_instances_count;
        match (was_registered, is_registered) {
            (false, true) => *count += 1,
            (true, false) => *count -= 1,
            _ => {}
        }
    }
}
