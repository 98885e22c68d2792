//! The events of the whole run as rows: which of the log are worth a row, and which rows pass a filter.
//!
//! Both follow the log: each looks at an entry once, when it is new. The words of a row are made by
//! [`super::event_line`], only for rows that are on the screen.

use std::rc::Rc;

use super::event_capacity;
mod rows;

pub use rows::{FilteredEvents, Row};

use super::event_line;
use crate::model::ecs::{DecisionId, DeploymentId, ServiceId, TaskId, TaskStatus, ZoneId};
use crate::model::kernel::SimTime;
use crate::model::workload;
use crate::model::world::decision::Purpose;
use crate::model::world::event::Resource;
use crate::model::world::{Event, EventLog, ScalingEvent, World};
use crate::playground::explain::deployment::is_worth_a_line;

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
    Deployment(ServiceId, DeploymentId),
    Zone(ZoneId),
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

    /// Differs as soon as an entry of the log may be another one than it was.
    pub fn generation(&self) -> u32 {
        self.generation
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
            Event::ZonePowerChanged { zone, .. } => return Some((Instance, Some(Subject::Zone(*zone)))),
            Event::Capacity(event) => event_capacity::row(event, world)?,
            Event::TaskPlaced { task, .. } => (Task, Some(Resource::Task(*task))),
            Event::TaskCreated(_) => (Task, Some(Resource::Task(TaskId(self.tasks)))),
            Event::TaskStatusChanged { task, status } if *status != TaskStatus::Provisioning => {
                (Task, Some(Resource::Task(*task)))
            }
            Event::TaskStopAsked { task, .. }
            | Event::TaskHealthChanged { task, .. }
            | Event::TaskProtectionChanged { task, .. }
            | Event::TaskFaultBegan { task, .. }
            | Event::TaskFaultEnded { task, .. }
            | Event::ContainerStopped { task, .. }
            | Event::ContainerRestarted { task, .. } => (Task, Some(Resource::Task(*task))),
            Event::DeploymentCreated { service, deployment } => {
                return Some((Service, Some(Subject::Deployment(*service, deployment.id))));
            }
            Event::DeploymentRolloutChanged { service, deployment, .. } => {
                return Some((Service, Some(Subject::Deployment(*service, *deployment))));
            }
            Event::ServiceEventPosted { service, .. }
            | Event::ServiceActionTaken { service, .. }
            | Event::ServiceStatusChanged { service, .. } => (Service, Some(Resource::Service(*service))),
            Event::Scaling(ScalingEvent::Activity(activity)) => {
                (Service, Some(Resource::Service(activity.service)))
            }
            Event::LoadBalancerCreated(row) => {
                (Service, world.find_load_balancer(&row.name).map(Resource::LoadBalancer))
            }
            Event::LoadBalancerChanged { load_balancer, to } if to.is_active => {
                (Service, Some(Resource::LoadBalancer(*load_balancer)))
            }
            Event::RuleChanged { to, .. } => {
                (Service, Some(Resource::LoadBalancer(world.listeners[to.listener].load_balancer)))
            }
            Event::TargetGroupCreated(row) => {
                (Service, world.find_target_group(&row.name).map(Resource::TargetGroup))
            }
            Event::TargetHealthChanged { target, .. } => {
                let row = &world.targets[*target];
                let group = Resource::TargetGroup(row.target_group);
                (Task, Some(row.task.map_or(group, |(task, _)| Resource::Task(task))))
            }
            Event::ServiceDeploymentChanged { to, .. } if is_worth_a_line(to) => {
                (Service, Some(Resource::Service(to.service)))
            }
            Event::AlarmChanged { .. } | Event::HookOutcomeSet { .. } => (Service, None),
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
    /// Only what happened within this.
    pub scope: Option<Scope>,
    /// Only rows with this in their words, whatever the case.
    pub text: String,
}

/// What ECS gives no ARN that a row could lead to, but a reader asks about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    Deployment(DeploymentId),
    /// A container by its place in the task definition.
    Container(TaskId, u8),
    Zone(ZoneId),
    /// As a container definition names it.
    Image(Rc<str>),
}

impl EventFilter {
    pub fn is_empty(&self) -> bool {
        self.kind.is_none() && self.resource.is_none() && self.scope.is_none() && self.text.trim().is_empty()
    }

    fn passes(&self, entry: &Entry, log: &EventLog, world: &World) -> bool {
        let kind = self.kind.is_none_or(|kind| kind == entry.kind);
        let concerns = || self.resource.is_none_or(|wanted| concerns(entry, wanted, world));
        let within = || {
            let wanted = self.scope.as_ref();
            wanted.is_none_or(|scope| {
                log.get(entry.seq).is_some_and(|row| scope.holds(entry, &row.event, world))
            })
        };
        let wanted = self.text.trim();
        let has_text = || {
            let Some(logged) = log.get(entry.seq).filter(|_| !wanted.is_empty()) else { return true };
            event_line::line(world, logged, entry).holds(wanted)
        };
        kind && concerns() && within() && has_text()
    }
}

impl Scope {
    fn holds(&self, entry: &Entry, event: &Event, world: &World) -> bool {
        let task = match entry.subject {
            Some(Subject::Resource(Resource::Task(id))) => Some(id),
            _ => None,
        };
        match self {
            Self::Deployment(wanted) => match event {
                Event::DeploymentCreated { deployment, .. } => deployment.id == *wanted,
                Event::DeploymentRolloutChanged { deployment, .. } => deployment == wanted,
                Event::PlacementDecided(record) => {
                    matches!(record.purpose, Purpose::Service { deployment, .. } if deployment == *wanted)
                }
                _ => task.is_some_and(|id| world.tasks[id].deployment == Some(*wanted)),
            },
            Self::Container(wanted, number) => match event {
                Event::ContainerStopped { task, container, .. }
                | Event::ContainerRestarted { task, container } => (task, container) == (wanted, number),
                _ => task == Some(*wanted),
            },
            Self::Zone(wanted) => match (event, entry.subject) {
                (Event::ZonePowerChanged { zone, .. }, _) => zone == wanted,
                (Event::CommandReceived(command), _) => {
                    command.request["availabilityZone"] == **world.zone_name(*wanted)
                }
                (_, Some(Subject::Resource(Resource::ContainerInstance(id)))) => {
                    world.container_instances[id].zone == *wanted
                }
                _ => task.is_some_and(|id| world.tasks[id].zone == Some(*wanted)),
            },
            Self::Image(wanted) => match event {
                Event::ImageBehaviourSet { image, .. } | Event::ImageBehaviourReset { image } => {
                    workload::is_name_of(image, wanted)
                }
                Event::CommandReceived(command) => command.request["image"] == **wanted,
                Event::ContainerStopped { task, container, .. }
                | Event::ContainerRestarted { task, container } => {
                    let containers = &world.tasks[*task].definition.container_definitions;
                    containers.get(usize::from(*container)).is_some_and(|row| *row.image == **wanted)
                }
                _ => false,
            },
        }
    }
}

fn concerns(entry: &Entry, wanted: Resource, world: &World) -> bool {
    let resource = match entry.subject {
        Some(Subject::Resource(resource)) => resource,
        Some(Subject::Placement(decision)) => {
            let purpose = world.decisions[decision].purpose;
            let Purpose::Service { service, .. } = purpose else {
                return false;
            };
            Resource::Service(service)
        }
        Some(Subject::Deployment(service, _)) => Resource::Service(service),
        Some(Subject::Zone(_)) | None => return false,
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
        Resource::TargetGroup(id) => {
            [world.load_balancer_of(id).map(Resource::LoadBalancer), None, None, None]
        }
        _ => [None; 4],
    };
    if let (Resource::Task(id), Resource::TargetGroup(group)) = (resource, wanted) {
        return world.targets.iter().any(|(_, target)| {
            target.target_group == group && target.task.is_some_and(|(task, _)| task == id)
        });
    }
    resource == wanted || owners.contains(&Some(wanted))
}
