//! What the inspector shows, and the way back.

use crate::model::ecs::{ClusterId, ContainerInstanceId, DecisionId, ServiceId, TaskDefinitionId, TaskId};
use crate::model::world::World;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
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
    Task(TaskId),
    ContainerInstance(ContainerInstanceId),
    TaskDefinition(TaskDefinitionId),
    /// A placement that failed.
    Placement(DecisionId),
    /// One entry of the event log.
    Event(u32),
}

impl Selection {
    /// Whether it has come to be. Going back in time can lead to a moment before that.
    pub fn exists_in(self, world: &World) -> bool {
        match self {
            Self::Cluster(id) => world.clusters.contains(id),
            Self::Service(id) => world.services.contains(id),
            Self::Task(id) => world.tasks.contains(id),
            Self::ContainerInstance(id) => world.container_instances.contains(id),
            Self::TaskDefinition(id) => world.task_definitions.contains(id),
            Self::Placement(id) => world.decisions.contains(id),
            // The inspector says that it lies ahead.
            Self::Event(_) => true,
        }
    }
}

/// Selections in the order they were made, with a place in them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trail {
    steps: Vec<Selection>,
    /// Steps up to the current one; 0 when nothing is selected.
    position: usize,
    pub tab: InspectorTab,
    closed: bool,
}

const LONGEST: usize = 50;

impl Trail {
    pub fn current(&self) -> Option<&Selection> {
        self.steps.get(self.position.checked_sub(1)?).filter(|_| !self.closed)
    }

    pub fn go(&mut self, to: Selection, tab: InspectorTab) {
        self.tab = tab;
        self.closed = false;
        if self.steps.get(self.position.wrapping_sub(1)) == Some(&to) {
            return;
        }
        self.steps.truncate(self.position);
        self.steps.push(to);
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

    pub fn back(&mut self) {
        if self.can_go_back() {
            self.position -= 1;
            self.tab = InspectorTab::Overview;
        }
    }

    pub fn forward(&mut self) {
        if self.can_go_forward() {
            self.position += 1;
            self.tab = InspectorTab::Overview;
        }
    }

    /// After the world was replaced nothing of the old one can be shown.
    pub fn forget(&mut self) {
        *self = Self::default();
    }
}
