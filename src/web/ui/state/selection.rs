//! What the inspector shows, and the way back.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::ecs::{
    CapacityProviderId, ClusterId, ContainerInstanceId, DecisionId, DeploymentId, LoadBalancerId, ServiceId,
    TargetGroupId, TaskDefinitionId, TaskId, ZoneId,
};
use crate::model::world::World;
use crate::model::world::event::Resource;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum InspectorTab {
    #[default]
    Overview,
    /// "Why here?" of a task, "Why not?" of a failed placement.
    Why,
    Events,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selection {
    Cluster(ClusterId),
    Service(ServiceId),
    Deployment(ServiceId, DeploymentId),
    Task(TaskId),
    /// A container of a task, by its place in the definition.
    Container(TaskId, u8),
    ContainerInstance(ContainerInstanceId),
    CapacityProvider(CapacityProviderId),
    TaskDefinition(TaskDefinitionId),
    /// The image of that container of that revision; [`Selection::image`] finds the first that names it.
    Image(TaskDefinitionId, u8),
    /// An Availability Zone, with what Fargate runs there.
    Zone(ZoneId),
    LoadBalancer(LoadBalancerId),
    TargetGroup(TargetGroupId),
    /// A placement that failed.
    Placement(DecisionId),
    /// One entry of the event log.
    Event(u32),
}

impl Selection {
    /// The image as the first task definition that names it has it; none if none does.
    pub fn image(world: &World, image: &str) -> Option<Self> {
        world.task_definitions.iter().find_map(|(id, row)| {
            let container =
                row.container_definitions.iter().position(|container| container.image == image)?;
            Some(Self::Image(id, container as u8))
        })
    }

    /// Whether it is there in this world: not yet before it was made.
    pub fn is_in(self, world: &World) -> bool {
        match self {
            Self::Cluster(id) => world.clusters.contains(id),
            Self::Service(id) => world.services.contains(id),
            Self::Deployment(id, deployment) => {
                let row = world.service_deployments.get(&deployment);
                world.services.contains(id)
                    && deployment < world.next_deployment
                    && row.is_none_or(|row| row.service == id)
            }
            Self::Task(id) => world.tasks.contains(id),
            Self::Container(id, part) => {
                world.tasks.contains(id) && usize::from(part) < world.tasks[id].containers.len()
            }
            Self::ContainerInstance(id) => world.container_instances.contains(id),
            Self::CapacityProvider(id) => world.capacity_providers.contains(id),
            Self::TaskDefinition(id) => world.task_definitions.contains(id),
            Self::Image(id, part) => {
                world.task_definitions.contains(id)
                    && usize::from(part) < world.task_definitions[id].container_definitions.len()
            }
            Self::Zone(id) => world.zones.len() as u32 > id.0,
            Self::LoadBalancer(id) => world.load_balancers.contains(id),
            Self::TargetGroup(id) => world.target_groups.contains(id),
            Self::Placement(id) => world.decisions.contains(id),
            Self::Event(_) => true,
        }
    }

    /// Reads what a link has, as [`fmt::Display`] writes it; none if it is nothing that can be selected.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, row) = text.split_once('-')?;
        let (row, part) = row.split_once('.').map_or((row, None), |(row, part)| (row, Some(part)));
        let row = row.parse().ok()?;
        let Some(part) = part else { return Self::whole(kind, row) };
        Some(match kind {
            "service" => Self::Deployment(ServiceId(row), DeploymentId(part.parse().ok()?)),
            "task" => Self::Container(TaskId(row), part.parse().ok()?),
            "definition" => Self::Image(TaskDefinitionId(row), part.parse().ok()?),
            _ => return None,
        })
    }

    fn whole(kind: &str, row: u32) -> Option<Self> {
        Some(match kind {
            "cluster" => Self::Cluster(ClusterId(row)),
            "service" => Self::Service(ServiceId(row)),
            "task" => Self::Task(TaskId(row)),
            "instance" => Self::ContainerInstance(ContainerInstanceId(row)),
            "provider" => Self::CapacityProvider(CapacityProviderId(row)),
            "definition" => Self::TaskDefinition(TaskDefinitionId(row)),
            "zone" => Self::Zone(ZoneId(row)),
            "balancer" => Self::LoadBalancer(LoadBalancerId(row)),
            "targets" => Self::TargetGroup(TargetGroupId(row)),
            "placement" => Self::Placement(DecisionId(row)),
            "event" => Self::Event(row),
            _ => return None,
        })
    }
}

impl fmt::Display for Selection {
    /// As links have it: `task-12`, and `task-12.0` for a part of it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, row) = match *self {
            Self::Cluster(id) => ("cluster", id.0),
            Self::Service(id) => ("service", id.0),
            Self::Deployment(id, part) => return write!(f, "service-{}.{}", id.0, part.0),
            Self::Task(id) => ("task", id.0),
            Self::Container(id, part) => return write!(f, "task-{}.{part}", id.0),
            Self::ContainerInstance(id) => ("instance", id.0),
            Self::CapacityProvider(id) => ("provider", id.0),
            Self::TaskDefinition(id) => ("definition", id.0),
            Self::Image(id, part) => return write!(f, "definition-{}.{part}", id.0),
            Self::Zone(id) => ("zone", id.0),
            Self::LoadBalancer(id) => ("balancer", id.0),
            Self::TargetGroup(id) => ("targets", id.0),
            Self::Placement(id) => ("placement", id.0),
            Self::Event(seq) => ("event", seq),
        };
        write!(f, "{kind}-{row}")
    }
}

impl From<Resource> for Selection {
    fn from(resource: Resource) -> Self {
        match resource {
            Resource::Cluster(id) => Self::Cluster(id),
            Resource::Service(id) => Self::Service(id),
            Resource::Task(id) => Self::Task(id),
            Resource::TaskDefinition(id) => Self::TaskDefinition(id),
            Resource::ContainerInstance(id) => Self::ContainerInstance(id),
            Resource::CapacityProvider(id) => Self::CapacityProvider(id),
            Resource::LoadBalancer(id) => Self::LoadBalancer(id),
            Resource::TargetGroup(id) => Self::TargetGroup(id),
        }
    }
}

/// Selections in the order they were made, each with the tab it was left at, and a place in them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trail {
    steps: Vec<(Selection, InspectorTab)>,
    /// Steps up to the current one; 0 when nothing is selected.
    position: usize,
    pub tab: InspectorTab,
    closed: bool,
}

const LONGEST: usize = 50;

impl Trail {
    pub fn current(&self) -> Option<&Selection> {
        self.steps.get(self.position.checked_sub(1)?).filter(|_| !self.closed).map(|(step, _)| step)
    }

    pub fn go(&mut self, to: Selection, tab: InspectorTab) {
        self.leave();
        self.tab = tab;
        self.closed = false;
        if self.steps.get(self.position.wrapping_sub(1)).is_some_and(|(step, _)| *step == to) {
            return;
        }
        self.steps.truncate(self.position);
        self.steps.push((to, tab));
        if self.steps.len() > LONGEST {
            self.steps.remove(0);
        }
        self.position = self.steps.len();
    }

    pub fn close(&mut self) {
        self.closed = true;
    }

    pub fn can_go_back(&self) -> bool {
        self.position > 1
    }

    pub fn can_go_forward(&self) -> bool {
        self.position < self.steps.len()
    }

    /// A closed inspector opens again where it was.
    pub fn back(&mut self) {
        if std::mem::take(&mut self.closed) {
            return;
        }
        if self.can_go_back() {
            self.leave();
            self.position -= 1;
            self.arrive();
        }
    }

    pub fn forward(&mut self) {
        self.closed = false;
        if self.can_go_forward() {
            self.leave();
            self.position += 1;
            self.arrive();
        }
    }

    fn leave(&mut self) {
        let tab = self.tab;
        if let Some((_, left_at)) = self.position.checked_sub(1).and_then(|at| self.steps.get_mut(at)) {
            *left_at = tab;
        }
    }

    fn arrive(&mut self) {
        if let Some((_, left_at)) = self.position.checked_sub(1).and_then(|at| self.steps.get(at)) {
            self.tab = *left_at;
        }
    }

    /// After the world was replaced nothing of the old one can be shown.
    pub fn forget(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_selected_reads_back() {
        for text in
            ["service-3", "service-3.7", "task-12", "task-12.1", "definition-0.0", "zone-2", "event-40"]
        {
            assert_eq!(Selection::parse(text).map(|selection| selection.to_string()), Some(text.to_owned()));
        }
        assert_eq!(["zone-1.2", "task-1.x", "task", "cat-1"].map(Selection::parse), [None; 4]);
    }

    #[test]
    fn back_and_forward_keep_the_tab() {
        let (service, task) = (Selection::Service(ServiceId(0)), Selection::Task(TaskId(3)));
        let mut trail = Trail::default();
        trail.go(service, InspectorTab::Overview);
        trail.tab = InspectorTab::Events;
        trail.go(task, InspectorTab::Why);
        trail.back();
        assert_eq!((trail.current(), trail.tab), (Some(&service), InspectorTab::Events));
        trail.forward();
        assert_eq!((trail.current(), trail.tab), (Some(&task), InspectorTab::Why));
        assert!(!trail.can_go_forward());
        trail.close();
        assert_eq!(trail.current(), None);
        trail.back();
        assert_eq!(trail.current(), Some(&task));
    }
}
