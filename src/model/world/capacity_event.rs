//! What happens to Auto Scaling groups, capacity providers and Spot Instances.

use std::rc::Rc;

use serde::Serialize;

use crate::model::ecs::auto_scaling::{ActivityStatus, ScalingActivity};
use crate::model::ecs::capacity_provider::{Datapoint, ScalingDecision, ScalingMemory};
use crate::model::ecs::shortage::Shortage;
use crate::model::ecs::{
    AutoScalingGroup, AutoScalingGroupId, CapacityProvider, CapacityProviderId, ClusterId,
    ContainerInstanceId, LaunchTemplate, LifecycleState, TaskId,
};
use crate::model::kernel::SimTime;

/// As [`super::Event`]: in the past tense, and never refused.
#[derive(Clone, Debug, Serialize)]
pub enum CapacityEvent {
    LaunchTemplateCreated(Rc<LaunchTemplate>),
    LaunchTemplateDeleted {
        name: Rc<str>,
    },
    GroupCreated(Rc<AutoScalingGroup>),
    /// What it was told changed; its instances and activities stay as they are.
    GroupChanged {
        group: AutoScalingGroupId,
        to: Rc<AutoScalingGroup>,
    },
    /// The group will look at itself then, or has.
    GroupLookPromised {
        group: AutoScalingGroupId,
        at: Option<SimTime>,
    },
    LifecycleChanged {
        instance: ContainerInstanceId,
        lifecycle: LifecycleState,
        activity: u32,
    },
    ProtectionChanged {
        instance: ContainerInstanceId,
        protected: bool,
    },
    ActivityStarted(Rc<ScalingActivity>),
    ActivityChanged {
        group: AutoScalingGroupId,
        number: u32,
        status: ActivityStatus,
        message: Option<Rc<str>>,
        attempts: u32,
    },
    ProviderCreated(Rc<CapacityProvider>),
    /// What it was told changed; what it remembers stays as it is.
    ProviderChanged {
        provider: CapacityProviderId,
        to: Rc<CapacityProvider>,
    },
    /// The instances of its group, those there are and those to come, belong to the provider.
    InstancesAdopted {
        provider: CapacityProviderId,
    },
    /// A minute's value that differs from that of the minute before.
    DatapointPublished {
        provider: CapacityProviderId,
        datapoint: Datapoint,
    },
    /// Managed scaling changed the size of a group, or did not for another reason than before. Changes nothing by
    /// itself; it is the record of the reasons.
    ScalingDecided(Rc<ScalingDecision>),
    ScalingMemoryChanged {
        provider: CapacityProviderId,
        memory: Rc<ScalingMemory>,
    },
    /// ECS launches Managed Instances for waiting tasks. No type if none that it may launch holds such a task; no
    /// instances if EC2 refuses them.
    ManagedInstancesLaunched {
        provider: CapacityProviderId,
        instance_type: Option<Rc<str>>,
        instances: u32,
        tasks: u32,
    },
    /// Fargate will take down the machine under the task; a service replaces it before.
    TaskRetires {
        task: TaskId,
    },
    /// Tasks of the cluster that wait for capacity will be looked at then, or were.
    WaitingLookPromised {
        cluster: ClusterId,
        at: Option<SimTime>,
    },
    /// EC2 takes the Spot Instance back at that moment.
    SpotInterruptionNoticed {
        instance: ContainerInstanceId,
        at: SimTime,
    },
    ShortageBegan(Rc<Shortage>),
    ShortageEnded {
        number: u32,
    },
}

impl CapacityEvent {
    pub fn name(&self) -> &'static str {
        match self {
            Self::LaunchTemplateCreated(_) => "LaunchTemplateCreated",
            Self::LaunchTemplateDeleted { .. } => "LaunchTemplateDeleted",
            Self::GroupCreated(_) => "AutoScalingGroupCreated",
            Self::GroupChanged { .. } => "AutoScalingGroupChanged",
            Self::GroupLookPromised { .. } => "AutoScalingGroupLookPromised",
            Self::LifecycleChanged { .. } => "LifecycleChanged",
            Self::ProtectionChanged { .. } => "InstanceProtectionChanged",
            Self::ActivityStarted(_) => "ScalingActivityStarted",
            Self::ActivityChanged { .. } => "ScalingActivityChanged",
            Self::ProviderCreated(_) => "CapacityProviderCreated",
            Self::ProviderChanged { .. } => "CapacityProviderChanged",
            Self::InstancesAdopted { .. } => "InstancesAdopted",
            Self::DatapointPublished { .. } => "CapacityProviderReservationPublished",
            Self::ScalingDecided(_) => "ManagedScalingDecided",
            Self::ScalingMemoryChanged { .. } => "ScalingMemoryChanged",
            Self::ManagedInstancesLaunched { .. } => "ManagedInstancesLaunched",
            Self::TaskRetires { .. } => "TaskRetires",
            Self::WaitingLookPromised { .. } => "WaitingLookPromised",
            Self::SpotInterruptionNoticed { .. } => "SpotInterruptionNoticed",
            Self::ShortageBegan(_) => "ShortageBegan",
            Self::ShortageEnded { .. } => "ShortageEnded",
        }
    }
}
