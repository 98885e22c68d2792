//! Everything that can happen, in the past tense. An event is never refused.

use std::rc::Rc;

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::capacity_event::CapacityEvent;
use super::decision::{PlacementRecord, Target as Place};
use super::elb::TrafficTick;
use super::repeat::RememberedRun;
use super::scaling_event::ScalingEvent;
use super::scheduling::SchedulerDecision;
use super::timer::ContainerStep;
use crate::model::ecs::container_instance::ContainerInstanceStatus;
use crate::model::ecs::image::ImageBehaviour;
use crate::model::ecs::service::{SchedulerMemory, ServiceStatus};
use crate::model::ecs::service_deployment::HookStatus;
use crate::model::ecs::task::{AttachmentStatus, NetworkBinding};
use crate::model::ecs::{
    Alarm, Attribute, CapacityProviderId, CheckFailure, Cluster, ClusterId, ContainerInstance,
    ContainerInstanceId, ContainerStatus, DecisionId, Deployment, DeploymentId, DeploymentRolloutState,
    DeploymentStatus, Ec2State, EcsError, HealthStatus, Listener, ListenerId, LoadBalancer, LoadBalancerId,
    Rule, RuleId, Service, ServiceDeployment, ServiceId, Tag, Target, TargetGroup, TargetGroupId, TargetId,
    TargetState, Task, TaskDefinition, TaskDefinitionId, TaskFault, TaskId, TaskSet, TaskStatus,
    TaskStopCode, Traffic, ZoneId,
};
use crate::model::kernel::SimTime;

/// Something a person or program asked for. `service` is `ecs` or `playground`, `operation` the action's
/// name (`RunTask`, `LaunchInstances`), `request` its members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct Command {
    pub service: Rc<str>,
    pub operation: Rc<str>,
    pub request: Value,
}

/// Whatever has a name and a story of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Resource {
    Cluster(ClusterId),
    Service(ServiceId),
    Task(TaskId),
    TaskDefinition(TaskDefinitionId),
    ContainerInstance(ContainerInstanceId),
    CapacityProvider(CapacityProviderId),
    /// Has no tags here.
    LoadBalancer(LoadBalancerId),
    /// Has no tags here.
    TargetGroup(TargetGroupId),
}

/// `eventName` of an ECS Service Action, which goes with most service events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceAction {
    ServiceSteadyState,
    ServiceTaskPlacementFailure,
    ServiceTaskStartImpaired,
    ServiceDeploymentInProgress,
    ServiceDeploymentCompleted,
    ServiceDeploymentFailed,
    TasksStarted,
    TasksStopped,
    TasksetSteadyState,
    ServiceRebalancingStarted,
    ServiceRebalancingCompleted,
    ServiceRebalancingStopped,
    TasksetScaleInFailureByTaskProtection,
    /// Goes with the steady state of a service that has a capacity provider strategy.
    CapacityProviderSteadyState,
    /// A task of a daemon runs where the daemon's constraints no longer admit it. No message says it.
    ServiceDaemonPlacementConstraintViolated,
    /// ECS worked out another count, of a daemon or of a task set. No message says it.
    ServiceDesiredCountUpdated,
}

impl ServiceAction {
    pub fn name(self) -> &'static str {
        match self {
            Self::ServiceSteadyState => "SERVICE_STEADY_STATE",
            Self::ServiceTaskPlacementFailure => "SERVICE_TASK_PLACEMENT_FAILURE",
            Self::ServiceTaskStartImpaired => "SERVICE_TASK_START_IMPAIRED",
            Self::ServiceDeploymentInProgress => "SERVICE_DEPLOYMENT_IN_PROGRESS",
            Self::ServiceDeploymentCompleted => "SERVICE_DEPLOYMENT_COMPLETED",
            Self::ServiceDeploymentFailed => "SERVICE_DEPLOYMENT_FAILED",
            Self::TasksStarted => "TASKS_STARTED",
            Self::TasksStopped => "TASKS_STOPPED",
            Self::TasksetSteadyState => "TASKSET_STEADY_STATE",
            Self::ServiceRebalancingStarted => "SERVICE_REBALANCING_STARTED",
            Self::ServiceRebalancingCompleted => "SERVICE_REBALANCING_COMPLETED",
            Self::ServiceRebalancingStopped => "SERVICE_REBALANCING_STOPPED",
            Self::TasksetScaleInFailureByTaskProtection => "TASKSET_SCALE_IN_FAILURE_BY_TASK_PROTECTION",
            Self::CapacityProviderSteadyState => "CAPACITY_PROVIDER_STEADY_STATE",
            Self::ServiceDaemonPlacementConstraintViolated => "SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED",
            Self::ServiceDesiredCountUpdated => "SERVICE_DESIRED_COUNT_UPDATED",
        }
    }

    /// `INFO`, `WARN` or `ERROR`. Source: ECS developer guide, "Amazon ECS service action events".
    pub fn event_type(self) -> &'static str {
        match self {
            Self::ServiceTaskStartImpaired => "WARN",
            Self::ServiceTaskPlacementFailure
            | Self::ServiceDeploymentFailed
            | Self::ServiceDaemonPlacementConstraintViolated => "ERROR",
            _ => "INFO",
        }
    }
}

impl Serialize for ServiceAction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Large ones sit behind a pointer, so that the log stays small.
#[derive(Clone, Debug, Serialize)]
pub enum Event {
    /// A command that may change something arrived. Reads leave no trace.
    CommandReceived(Rc<Command>),
    /// The command that caused this event was refused, in ECS's words. It changed nothing.
    CommandRefused(Rc<EcsError>),

    ClusterCreated(Rc<Cluster>),
    ClusterChanged {
        cluster: ClusterId,
        to: Rc<Cluster>,
    },
    ClusterDeleted {
        cluster: ClusterId,
    },
    TaskDefinitionRegistered {
        definition: Rc<TaskDefinition>,
        tags: Rc<[Tag]>,
    },
    TaskDefinitionDeregistered {
        definition: TaskDefinitionId,
    },
    TaskDefinitionDeletionAsked {
        definition: TaskDefinitionId,
    },
    /// None: the setting is back at its default.
    AccountSettingChanged {
        name: Rc<str>,
        value: Option<Rc<str>>,
    },
    TagsChanged {
        resource: Resource,
        tags: Rc<[Tag]>,
    },

    /// An EC2 instance that ECS does not know yet. It becomes ACTIVE when its agent registers.
    InstanceLaunched(Rc<ContainerInstance>),
    /// An EC2 instance that runs already joined a cluster.
    ContainerInstanceRegistered(Rc<ContainerInstance>),
    ContainerInstanceStatusChanged {
        instance: ContainerInstanceId,
        status: ContainerInstanceStatus,
        reason: Option<Rc<str>>,
    },
    AgentConnectionChanged {
        instance: ContainerInstanceId,
        connected: bool,
    },
    Ec2StateChanged {
        instance: ContainerInstanceId,
        state: Ec2State,
    },
    AttributesChanged {
        instance: ContainerInstanceId,
        attributes: Rc<[Attribute]>,
    },
    ImageCached {
        instance: ContainerInstanceId,
        image: Rc<str>,
    },
    /// The container instance has to pull the image anew.
    ImageUncached {
        instance: ContainerInstanceId,
        image: Rc<str>,
    },
    ZonePowerChanged {
        zone: ZoneId,
        available: bool,
        /// When a cut ends by itself, if it does.
        until: Option<SimTime>,
    },
    ImageBehaviourSet {
        image: Rc<str>,
        behaviour: Rc<ImageBehaviour>,
    },
    ImageBehaviourReset {
        image: Rc<str>,
    },

    /// Auto Scaling groups, capacity providers and Spot Instances.
    Capacity(CapacityEvent),

    PlacementDecided(Rc<PlacementRecord>),
    TaskCreated(Rc<Task>),
    /// A task that waited for its capacity provider got a place, by this choice of a recorded decision.
    TaskPlaced {
        task: TaskId,
        target: Place,
        decision: (DecisionId, u32),
    },
    /// A RunTask with a `clientToken` was carried out; the same request again starts nothing new.
    RunRemembered(Rc<RememberedRun>),
    TaskStatusChanged {
        task: TaskId,
        status: TaskStatus,
    },
    /// The desired status became STOPPED.
    TaskStopAsked {
        task: TaskId,
        code: TaskStopCode,
        reason: Rc<str>,
    },
    TaskHealthChanged {
        task: TaskId,
        health: HealthStatus,
    },
    /// The agent took it on: what it reserves is really held now.
    TaskAccepted {
        task: TaskId,
    },
    /// Scale-in protection was set until that moment, or taken off.
    TaskProtectionChanged {
        task: TaskId,
        until: Option<SimTime>,
    },
    TaskConnected {
        task: TaskId,
    },
    /// An action of AWS FIS acts on the task from now on.
    TaskFaultBegan {
        task: TaskId,
        fault: Rc<TaskFault>,
    },
    /// The one of that number no longer does.
    TaskFaultEnded {
        task: TaskId,
        number: u32,
    },
    TaskPullStarted {
        task: TaskId,
    },
    TaskPullStopped {
        task: TaskId,
    },
    NetworkInterfaceChanged {
        task: TaskId,
        status: AttachmentStatus,
    },
    ContainerStatusChanged {
        task: TaskId,
        container: u8,
        status: ContainerStatus,
    },
    /// Its process ended. `exit_code` is none if it never ran.
    ContainerStopped {
        task: TaskId,
        container: u8,
        exit_code: Option<i32>,
        reason: Option<Rc<str>>,
    },
    ContainerStopAsked {
        task: TaskId,
        container: u8,
    },
    ContainerRestarted {
        task: TaskId,
        container: u8,
    },
    ContainerHealthChanged {
        task: TaskId,
        container: u8,
        health: HealthStatus,
    },
    /// Its health check fails from now on, until it is restarted.
    ContainerHealthBroken {
        task: TaskId,
        container: u8,
    },
    /// Something befell it while its agent was disconnected, so ECS does not know yet.
    ReportHeldBack {
        task: TaskId,
        container: u8,
        step: ContainerStep,
    },
    /// The agent is back and tells what it held back about the task's containers.
    ReportsCaughtUp {
        task: TaskId,
    },
    /// Host ports were bound.
    ContainerPortsBound {
        task: TaskId,
        container: u8,
        bindings: Rc<[NetworkBinding]>,
    },

    ServiceCreated(Rc<Service>),
    /// Its own members changed; counts, deployments, events, tasks and memory stay as they are.
    ServiceChanged {
        service: ServiceId,
        to: Rc<Service>,
    },
    ServiceStatusChanged {
        service: ServiceId,
        status: ServiceStatus,
    },
    DeploymentCreated {
        service: ServiceId,
        deployment: Rc<Deployment>,
    },
    DeploymentStatusChanged {
        service: ServiceId,
        deployment: DeploymentId,
        status: DeploymentStatus,
    },
    DeploymentDesiredCountChanged {
        service: ServiceId,
        deployment: DeploymentId,
        desired_count: u32,
    },
    DeploymentRolloutChanged {
        service: ServiceId,
        deployment: DeploymentId,
        state: DeploymentRolloutState,
        reason: Rc<str>,
    },
    DeploymentFailuresCounted {
        service: ServiceId,
        deployment: DeploymentId,
        failed_tasks: u32,
    },
    /// What a task set says of itself changed.
    TaskSetChanged {
        service: ServiceId,
        deployment: DeploymentId,
        to: Rc<TaskSet>,
    },
    /// The first task of a deployment reached RUNNING.
    DeploymentHasRun {
        service: ServiceId,
        deployment: DeploymentId,
    },
    /// An older deployment became the PRIMARY one again.
    DeploymentRolledBack {
        service: ServiceId,
        to: DeploymentId,
        reason: Rc<str>,
    },
    /// A service deployment began, or went on: this is what it is now.
    ServiceDeploymentChanged {
        deployment: DeploymentId,
        to: Rc<ServiceDeployment>,
    },
    /// A CloudWatch alarm was put, or its state changed: this is what it is now.
    AlarmChanged {
        name: Rc<str>,
        to: Rc<Alarm>,
    },
    AlarmDeleted {
        name: Rc<str>,
    },
    /// What a Lambda function that serves as a lifecycle hook answers from now on.
    HookOutcomeSet {
        function: Rc<str>,
        status: HookStatus,
    },
    /// A message of `DescribeServices`' event list.
    ServiceEventPosted {
        service: ServiceId,
        message: Rc<str>,
        action: Option<ServiceAction>,
    },
    /// A service action that no message tells of.
    ServiceActionTaken {
        service: ServiceId,
        action: ServiceAction,
    },
    /// The service scheduler acted, or found itself held back. Changes nothing by itself; it is the record
    /// of the reasons.
    SchedulerDecided(Rc<SchedulerDecision>),
    SchedulerMemoryChanged {
        service: ServiceId,
        memory: Rc<SchedulerMemory>,
    },

    LoadBalancerCreated(Rc<LoadBalancer>),
    /// Its own members changed, or it became active, or it was deleted.
    LoadBalancerChanged {
        load_balancer: LoadBalancerId,
        to: Rc<LoadBalancer>,
    },
    ListenerCreated {
        listener: Rc<Listener>,
        default_rule: Rc<Rule>,
    },
    /// Its own members changed, or it was deleted; its traffic stays as it is.
    ListenerChanged {
        listener: ListenerId,
        to: Rc<Listener>,
    },
    /// What the playground sends to the listener.
    TrafficChanged {
        listener: ListenerId,
        traffic: Rc<[Rc<Traffic>]>,
    },
    RuleCreated(Rc<Rule>),
    /// Its weights, its conditions or its priority changed, or it was deleted.
    RuleChanged {
        rule: RuleId,
        to: Rc<Rule>,
    },
    TargetGroupCreated(Rc<TargetGroup>),
    /// Its own members changed, or it was deleted; its targets stay as they are.
    TargetGroupChanged {
        target_group: TargetGroupId,
        to: Rc<TargetGroup>,
    },
    TargetRegistered(Rc<Target>),
    TargetHealthChanged {
        target: TargetId,
        state: TargetState,
        failure: Option<CheckFailure>,
        next_check_at: Option<SimTime>,
    },
    /// A health check ran, or is promised: `against` checks in a row speak against the target's state by now.
    TargetChecked {
        target: TargetId,
        against: u32,
        next_check_at: Option<SimTime>,
    },
    /// It gets more than twice what it can answer, or no longer does.
    TargetOverloadChanged {
        target: TargetId,
        overloaded: bool,
    },
    /// A tick of traffic has passed. There are none while nobody sends anything.
    TrafficFlowed(Rc<TrafficTick>),
    /// Something about metrics or service auto scaling.
    Scaling(ScalingEvent),
}
