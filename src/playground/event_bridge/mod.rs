//! What ECS sends to Amazon EventBridge when something happens: the events that rules and alarms are made on.
//!
//! Nothing is decided here. [`sent`] tells which entries of the log EventBridge would hear of, and [`event`] writes one
//! out, from the world as it was right after. Sources: ECS developer guide, "Amazon ECS events"; EC2 user guide, "Spot
//! Instance interruption notices".

mod detail;

use serde_json::{Value, json};

use crate::model::api::members::Members;
use crate::model::ecs::service::SchedulingStrategy;
use crate::model::ecs::{
    ContainerInstanceId, ContainerStatus, Deployment, DeploymentId, DeploymentRolloutState, DeploymentStatus,
    ServiceId, TaskId,
};
use crate::model::kernel::{Kind, calendar};
use crate::model::world::event::ServiceAction;
use crate::model::world::{CapacityEvent, Event, LoggedEvent, World};

/// One event for EventBridge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// None: the task that was made just then.
    TaskStateChange(Option<TaskId>),
    /// None: the container instance that registered just then.
    ContainerInstanceStateChange(Option<ContainerInstanceId>),
    ServiceAction(ServiceId, ServiceAction),
    DeploymentStateChange(ServiceId, DeploymentId, ServiceAction),
    SpotInterruptionWarning(ContainerInstanceId),
}

/// Every `detail-type` there is here.
pub const DETAIL_TYPES: [&str; 5] = [
    "ECS Task State Change",
    "ECS Container Instance State Change",
    "ECS Service Action",
    "ECS Deployment State Change",
    "EC2 Spot Instance Interruption Warning",
];

impl Sent {
    pub fn detail_type(self) -> &'static str {
        match self {
            Self::TaskStateChange(_) => DETAIL_TYPES[0],
            Self::ContainerInstanceStateChange(_) => DETAIL_TYPES[1],
            Self::ServiceAction(..) => DETAIL_TYPES[2],
            Self::DeploymentStateChange(..) => DETAIL_TYPES[3],
            Self::SpotInterruptionWarning(_) => DETAIL_TYPES[4],
        }
    }

    /// `eventType` and `eventName` of its detail, which only events about services have.
    pub fn action(self) -> Option<ServiceAction> {
        match self {
            Self::ServiceAction(_, action) | Self::DeploymentStateChange(_, _, action) => Some(action),
            _ => None,
        }
    }
}

/// What EventBridge hears of an event; `world` is the one right after it, or a later one of the same run.
pub fn sent(event: &Event, world: &World) -> Vec<Sent> {
    let known = |instance: &ContainerInstanceId| world.container_instances[*instance].is_known_to_ecs();
    let of_instance = |instance: Option<ContainerInstanceId>| {
        instance.filter(known).map(|instance| Sent::ContainerInstanceStateChange(Some(instance)))
    };
    let of_task = |task: TaskId| Sent::TaskStateChange(Some(task));
    match event {
        Event::TaskCreated(task) => {
            // What its container instance has left is a change of that, too.
            [Some(Sent::TaskStateChange(None)), of_instance(task.container_instance)]
                .into_iter()
                .flatten()
                .collect()
        }
        Event::TaskPlaced { task, .. } | Event::TaskStopAsked { task, .. } => {
            [Some(of_task(*task)), of_instance(world.tasks[*task].container_instance)]
                .into_iter()
                .flatten()
                .collect()
        }
        Event::TaskStatusChanged { task, .. }
        | Event::TaskHealthChanged { task, .. }
        | Event::ContainerStopped { task, .. }
        | Event::ContainerRestarted { task, .. } => vec![of_task(*task)],
        Event::ContainerStatusChanged { task, status: ContainerStatus::Running, .. } => vec![of_task(*task)],
        Event::ContainerInstanceRegistered(_) => vec![Sent::ContainerInstanceStateChange(None)],
        Event::ContainerInstanceStatusChanged { instance, .. }
        | Event::AgentConnectionChanged { instance, .. }
        | Event::AttributesChanged { instance, .. } => of_instance(Some(*instance)).into_iter().collect(),
        Event::Capacity(CapacityEvent::SpotInterruptionNoticed { instance, .. }) => {
            vec![Sent::SpotInterruptionWarning(*instance)]
        }
        Event::ServiceEventPosted { service, action: Some(action), .. } => actions(world, *service, *action),
        Event::ServiceActionTaken { service, action } => vec![Sent::ServiceAction(*service, *action)],
        Event::DeploymentCreated { service, deployment } if deployment.task_set.is_none() => {
            deployment_events(*service, deployment.id, ServiceAction::ServiceDeploymentInProgress)
        }
        Event::DeploymentRolledBack { service, to, .. } => {
            deployment_events(*service, *to, ServiceAction::ServiceDeploymentInProgress)
        }
        Event::DeploymentRolloutChanged { service, deployment, state, .. } => {
            let action = match state {
                DeploymentRolloutState::InProgress => ServiceAction::ServiceDeploymentInProgress,
                DeploymentRolloutState::Completed => ServiceAction::ServiceDeploymentCompleted,
                DeploymentRolloutState::Failed => ServiceAction::ServiceDeploymentFailed,
            };
            deployment_events(*service, *deployment, action)
        }
        // Who sets a count by hand knows it; ECS tells of those that it works out itself.
        Event::DeploymentDesiredCountChanged { service, deployment, .. }
            if computes_its_count(world, *service, *deployment) =>
        {
            vec![Sent::ServiceAction(*service, ServiceAction::ServiceDesiredCountUpdated)]
        }
        _ => Vec::new(),
    }
}

/// The number of a daemon's tasks follows the container instances, that of a task set its scale. What a rollout takes
/// from an older deployment of a daemon is no count of the service.
fn computes_its_count(world: &World, service: ServiceId, deployment: DeploymentId) -> bool {
    let row = &world.services[service];
    let is_older = |row: &Deployment| row.id == deployment && row.status != DeploymentStatus::Primary;
    let is_daemon = row.scheduling_strategy == SchedulingStrategy::Daemon;
    row.is_external() || (is_daemon && !row.deployments.iter().any(is_older))
}

fn deployment_events(service: ServiceId, deployment: DeploymentId, action: ServiceAction) -> Vec<Sent> {
    vec![Sent::DeploymentStateChange(service, deployment, action), Sent::ServiceAction(service, action)]
}

fn actions(world: &World, service: ServiceId, action: ServiceAction) -> Vec<Sent> {
    let steady = || {
        let has_strategy = !world.services[service].spec.capacity_provider_strategy.is_empty();
        has_strategy.then_some(Sent::ServiceAction(service, ServiceAction::CapacityProviderSteadyState))
    };
    match action {
        // The change of the deployment has told it.
        ServiceAction::ServiceDeploymentCompleted | ServiceAction::ServiceDeploymentFailed => Vec::new(),
        ServiceAction::ServiceSteadyState => {
            [Some(Sent::ServiceAction(service, action)), steady()].into_iter().flatten().collect()
        }
        _ => vec![Sent::ServiceAction(service, action)],
    }
}

/// The event whole, as a rule's target gets it. `world` is the one right after the entry `logged`, and `sent` one of
/// the entry's events.
pub fn event(world: &World, logged: &LoggedEvent, sent: Sent) -> Value {
    let (resources, detail) = detail::of(world, logged, sent);
    let source = if matches!(sent, Sent::SpotInterruptionWarning(_)) { "aws.ec2" } else { "aws.ecs" };
    let number = self::sent(&logged.event, world).iter().position(|other| *other == sent);
    let id = world.identifiers.uuid(Kind::EventBridgeEvent, logged.seq, number.unwrap_or_default() as u32);
    Members::new()
        .with("version", "0")
        .with("id", id)
        .with("detail-type", sent.detail_type())
        .with("source", source)
        .with("account", &*world.config.account_id)
        .with("time", calendar::iso_seconds(world.epoch_millis(logged.at)))
        .with("region", &*world.config.region)
        .with("resources", json!(resources))
        .with("detail", detail)
        .build()
}
