//! Container instances and Availability Zones.

use crate::model::ecs::{ContainerInstanceId, ContainerInstanceStatus, Ec2State};
use crate::model::world::{Event, World};

impl World {
    pub(super) fn apply_capacity(&mut self, event: &Event) {
        let now = self.now;
        match event {
            Event::InstanceLaunched(instance) | Event::ContainerInstanceRegistered(instance) => {
                let id = self.container_instances.push(instance.clone());
                if instance.ec2_state == Ec2State::Running {
                    self.pay_instance(id, true);
                }
                let cluster = self.clusters.change(instance.cluster);
                cluster.container_instances.push(id);
                cluster.registered_container_instances_count += u32::from(instance.is_registered());
                if let Some(member) = &instance.group {
                    self.auto_scaling_groups.change(member.group).instances.push(id);
                }
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
                self.set_ec2_state(*instance, *state);
            }
            Event::AttributesChanged { instance, attributes } => {
                let row = self.container_instances.change(*instance);
                row.attributes = attributes.clone();
                row.version += 1;
            }
            Event::ImageCached { instance, image } => {
                self.container_instances.change(*instance).image_cache.insert(image.clone(), now);
            }
            Event::ImageUncached { instance, image } => {
                self.container_instances.change(*instance).image_cache.remove(image);
            }
            Event::ZonePowerChanged { zone, available, until } => {
                let zone = &mut self.zones[zone.0 as usize];
                zone.available = *available;
                zone.power_returns_at = *until;
                zone.without_power.clear();
            }
            _ => unreachable!("an event of another file"),
        }
    }

    fn set_ec2_state(&mut self, id: ContainerInstanceId, state: Ec2State) {
        let row = self.container_instances.change(id);
        let was = std::mem::replace(&mut row.ec2_state, state);
        let running = Ec2State::Running;
        let (ran, runs) = (was == running, state == running);
        let zone = &mut self.zones[row.zone.0 as usize];
        // Who stops an instance sees it `stopping` first. Only a power cut stops it from one moment to the next.
        let lost_power = matches!(was, Ec2State::Pending | Ec2State::Running) && state == Ec2State::Stopped;
        if lost_power && !zone.available {
            zone.without_power.push(id);
        }
        if ran != runs {
            self.pay_instance(id, runs);
        }
    }

    fn set_instance_status(&mut self, id: ContainerInstanceId, status: ContainerInstanceStatus) {
        let now = self.now;
        let row = self.container_instances.change(id);
        let was_registered = row.is_registered();
        let registers = row.status == ContainerInstanceStatus::Registering;
        if registers && status == ContainerInstanceStatus::Active {
            row.registered_at = now;
        }
        row.status = status;
        if matches!(status, ContainerInstanceStatus::Inactive | ContainerInstanceStatus::RegistrationFailed) {
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
