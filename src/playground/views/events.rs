//! The events of the whole run as rows: which of the log are worth a row, and which rows pass a filter.
//!
//! Both follow the log: each looks at an entry once, when it is new. The words of a row are made by
//! [`super::event_line`], only for rows that are on the screen.

mod rows;

pub use rows::{FilteredEvents, Row};

use super::event_line::{self, text_of};
use crate::model::ecs::{DecisionId, TaskId, TaskStatus};
use crate::model::kernel::SimTime;
use crate::model::world::event::Resource;
use crate::model::world::{Event, EventLog, World};

/// What a row is about; the filter has one button for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// ECS's own messages about services, and deployments.
    Service,
    Task,
    Instance,
    /// Task definitions and clusters.
    Definition,
    /// What was asked for, faults included, and what was refused.
    Command,
}

impl EventKind {
    pub const ALL: [Self; 5] = [Self::Service, Self::Task, Self::Instance, Self::Definition, Self::Command];

    pub fn label(self) -> &'static str {
        match self {
            Self::Service => "Services",
            Self::Task => "Tasks",
            Self::Instance => "Instances",
            Self::Definition => "Definitions",
            Self::Command => "Commands",
        }
    }
}

/// What a row leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Resource(Resource),
    /// A placement that failed.
    Placement(DecisionId),
}

/// An event that has a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its position in the log.
    pub seq: u32,
    pub kind: EventKind,
    pub subject: Option<Subject>,
}

/// The rows of a log, oldest first.
#[derive(Clone, Debug, Default)]
pub struct EventIndex {
    /// Entries of the log that have been read, and the moment of the last one.
    read: u32,
    last_at: SimTime,
    /// Decisions and tasks that those entries made: the next one has this id.
    decisions: u32,
    tasks: u32,
    entries: Vec<Entry>,
    /// Grows whenever the log was cut and the rows were made anew.
    generation: u32,
}

impl EventIndex {
    /// Reads what the log has come to hold since the last time, or all of it if it was cut.
    pub fn follow(&mut self, log: &EventLog, world: &World) {
        let last = self.read.checked_sub(1).map(|seq| log.get(seq).map(|logged| logged.at));
        if last.is_some_and(|at| at != Some(self.last_at)) {
            self.begin_anew();
        }
        for logged in log.since(self.read) {
            if let Some((kind, subject)) = self.row(&logged.event, world) {
                self.entries.push(Entry { seq: logged.seq, kind, subject });
            }
            match &logged.event {
                Event::PlacementDecided(_) => self.decisions += 1,
                Event::TaskCreated(_) => self.tasks += 1,
                _ => {}
            }
            self.last_at = logged.at;
        }
        self.read = log.len();
    }

    /// Forgets the rows: what it follows next is another log.
    ///
    /// A new index would not do. Who holds filtered rows could not tell it from the old one.
    pub fn begin_anew(&mut self) {
        *self = Self { generation: self.generation + 1, ..Self::default() };
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// None for what is only bookkeeping, or is told by another row.
    fn row(&self, event: &Event, world: &World) -> Option<(EventKind, Option<Subject>)> {
        use EventKind::{Command, Definition, Instance, Service, Task};
        let (kind, resource) = match event {
            Event::CommandReceived(_) | Event::CommandRefused(_) => return Some((Command, None)),
            Event::PlacementDecided(record) if record.unplaced > 0 => {
                let decision = DecisionId(self.decisions);
                return Some((Service, Some(Subject::Placement(decision))));
            }
            Event::ClusterCreated(cluster) => {
                (Definition, world.find_cluster(&cluster.name).map(Resource::Cluster))
            }
            Event::ClusterDeleted { cluster } => (Definition, Some(Resource::Cluster(*cluster))),
            Event::TaskDefinitionRegistered { definition, .. } => {
                let definition = world.find_task_definition(&definition.family_revision());
                (Definition, definition.map(Resource::TaskDefinition))
            }
            Event::TaskDefinitionDeregistered { definition }
            | Event::TaskDefinitionDeletionAsked { definition } => {
                (Definition, Some(Resource::TaskDefinition(*definition)))
            }
            Event::ImageBehaviourSet { .. } | Event::ImageBehaviourReset { .. } => (Definition, None),
            Event::ContainerInstanceStatusChanged { instance, .. }
            | Event::AgentConnectionChanged { instance, .. }
            | Event::Ec2StateChanged { instance, .. } => {
                (Instance, Some(Resource::ContainerInstance(*instance)))
            }
            Event::ZonePowerChanged { .. } => (Instance, None),
            Event::TaskCreated(_) => (Task, Some(Resource::Task(TaskId(self.tasks)))),
            Event::TaskStatusChanged { task, status } if *status != TaskStatus::Provisioning => {
                (Task, Some(Resource::Task(*task)))
            }
            Event::TaskStopAsked { task, .. }
            | Event::TaskHealthChanged { task, .. }
            | Event::ContainerStopped { task, .. }
            | Event::ContainerRestarted { task, .. } => (Task, Some(Resource::Task(*task))),
            Event::ServiceEventPosted { service, .. }
            | Event::DeploymentCreated { service, .. }
            | Event::DeploymentRolloutChanged { service, .. }
            | Event::ServiceStatusChanged { service, .. } => (Service, Some(Resource::Service(*service))),
            _ => return None,
        };
        Some((kind, resource.map(Subject::Resource)))
    }
}

/// Which rows are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventFilter {
    /// None: all kinds.
    pub kind: Option<EventKind>,
    /// Only what happened to this resource, or to what belongs to it.
    pub resource: Option<Resource>,
    /// Only rows with this in their words, whatever the case.
    pub text: String,
}

impl EventFilter {
    pub fn is_empty(&self) -> bool {
        self.kind.is_none() && self.resource.is_none() && self.text.trim().is_empty()
    }

    fn passes(&self, entry: &Entry, log: &EventLog, world: &World) -> bool {
        let kind = self.kind.is_none_or(|kind| kind == entry.kind);
        let concerns = || self.resource.is_none_or(|wanted| concerns(entry, wanted, world));
        let wanted = self.text.trim();
        let has_text = || {
            let Some(logged) = log.get(entry.seq).filter(|_| !wanted.is_empty()) else { return true };
            let line = event_line::line(world, logged, entry);
            text_of(&line).to_ascii_lowercase().contains(&wanted.to_ascii_lowercase())
        };
        kind && concerns() && has_text()
    }
}

fn concerns(entry: &Entry, wanted: Resource, world: &World) -> bool {
    let resource = match entry.subject {
        Some(Subject::Resource(resource)) => resource,
        Some(Subject::Placement(decision)) => {
            let purpose = world.decisions[decision].purpose;
            let crate::model::world::decision::Purpose::Service { service, .. } = purpose else {
                return false;
            };
            Resource::Service(service)
        }
        None => return false,
    };
    let owners = match resource {
        Resource::Task(id) => {
            let task = &world.tasks[id];
            let service = task.service.map(Resource::Service);
            let instance = task.container_instance.map(Resource::ContainerInstance);
            [
                Some(Resource::TaskDefinition(task.definition_id)),
                service,
                instance,
                Some(Resource::Cluster(task.cluster)),
            ]
        }
        Resource::Service(id) => [Some(Resource::Cluster(world.services[id].cluster)), None, None, None],
        Resource::ContainerInstance(id) => {
            [Some(Resource::Cluster(world.container_instances[id].cluster)), None, None, None]
        }
        _ => [None; 4],
    };
    resource == wanted || owners.contains(&Some(wanted))
}
