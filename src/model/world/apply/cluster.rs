//! Clusters, task definitions, tags and images.

use std::rc::Rc;

use crate::model::ecs::task_definition::TaskDefinitionStatus;
use crate::model::ecs::{ClusterStatus, Tag};
use crate::model::world::event::Resource;
use crate::model::world::{Event, World};

impl World {
    pub(super) fn apply_cluster(&mut self, event: &Event) {
        let now = self.now;
        match event {
            Event::ClusterCreated(cluster) => {
                self.clusters.push(cluster.clone());
            }
            Event::ClusterChanged { cluster, to } => *self.clusters.change(*cluster) = (**to).clone(),
            Event::ClusterDeleted { cluster } => {
                self.clusters.change(*cluster).status = ClusterStatus::Inactive;
            }
            Event::TaskDefinitionRegistered { definition, tags } => {
                let id = self.task_definitions.push(definition.clone());
                self.task_definition_tags.insert(id, tags.clone());
                let family = Rc::from(definition.family.as_str());
                self.families.entry(family).or_default().revisions.push(id);
            }
            Event::TaskDefinitionDeregistered { definition } => {
                let deregistered_at = self.epoch_millis(now);
                let row = self.task_definitions.change(*definition);
                row.status = TaskDefinitionStatus::Inactive;
                row.deregistered_at = Some(deregistered_at);
            }
            Event::TaskDefinitionDeletionAsked { definition } => {
                let requested_at = self.epoch_millis(now);
                let row = self.task_definitions.change(*definition);
                row.status = TaskDefinitionStatus::DeleteInProgress;
                row.delete_requested_at = Some(requested_at);
            }
            Event::AccountSettingChanged { name, value: Some(value) } => {
                self.account_settings.insert(name.clone(), value.clone());
            }
            Event::AccountSettingChanged { name, value: None } => {
                self.account_settings.remove(name);
            }
            Event::TagsChanged { resource, tags } => self.set_tags(*resource, tags.to_vec()),
            Event::ImageBehaviourSet { image, behaviour } => {
                self.images.insert(image.clone(), behaviour.clone());
            }
            Event::ImageBehaviourReset { image } => {
                self.images.remove(image);
            }
            _ => unreachable!("an event of another file"),
        }
    }

    fn set_tags(&mut self, resource: Resource, tags: Vec<Tag>) {
        match resource {
            Resource::Cluster(id) => self.clusters.change(id).tags = tags,
            Resource::Service(id) => self.services.change(id).tags = tags,
            Resource::Task(id) => self.tasks.change(id).tags = tags,
            Resource::TaskDefinition(id) => {
                self.task_definition_tags.insert(id, tags.into());
            }
            Resource::ContainerInstance(id) => self.container_instances.change(id).tags = tags,
            Resource::CapacityProvider(id) => self.capacity_providers.change(id).tags = tags,
            Resource::LoadBalancer(_) | Resource::TargetGroup(_) => {}
        }
    }
}
