//! What events are called.

use super::event::Event;

macro_rules! names {
    ($event:expr; $($variant:ident)*) => {
        match $event {
            $(Event::$variant { .. } => stringify!($variant),)*
        }
    };
}

impl Event {
    /// The kind of event, such as `TaskStatusChanged`.
    pub fn name(&self) -> &'static str {
        if let Event::Capacity(event) = self {
            return event.name();
        }
        names! { self;
            CommandReceived CommandRefused ClusterCreated ClusterChanged ClusterDeleted
            TaskDefinitionRegistered TaskDefinitionDeregistered TaskDefinitionDeletionAsked AccountSettingChanged TagsChanged
            InstanceLaunched ContainerInstanceRegistered ContainerInstanceStatusChanged AgentConnectionChanged
            Ec2StateChanged AttributesChanged ImageCached ImageUncached ZonePowerChanged ImageBehaviourSet
            ImageBehaviourReset Capacity PlacementDecided TaskCreated TaskPlaced RunRemembered TaskStatusChanged TaskStopAsked
            TaskHealthChanged TaskAccepted TaskProtectionChanged TaskConnected TaskFaultBegan TaskFaultEnded TaskPullStarted TaskPullStopped
            NetworkInterfaceChanged ContainerStatusChanged ContainerStopped ContainerStopAsked
            ContainerRestarted ContainerHealthChanged ContainerHealthBroken ReportHeldBack ReportsCaughtUp
            ContainerPortsBound ServiceCreated ServiceChanged ServiceStatusChanged DeploymentCreated
            DeploymentStatusChanged DeploymentDesiredCountChanged DeploymentRolloutChanged
            DeploymentFailuresCounted ServiceEventPosted ServiceActionTaken SchedulerDecided SchedulerMemoryChanged LoadBalancerCreated LoadBalancerChanged ListenerCreated ListenerChanged TrafficChanged RuleCreated RuleChanged TargetGroupCreated TargetGroupChanged TargetRegistered TargetHealthChanged TargetChecked TargetOverloadChanged TrafficFlowed TaskSetChanged DeploymentHasRun DeploymentRolledBack ServiceDeploymentChanged AlarmChanged AlarmDeleted HookOutcomeSet Scaling
        }
    }
}
