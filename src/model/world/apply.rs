//! The only place that changes a world. Decides nothing, refuses nothing.

mod auto_scaling;
mod capacity;
mod cluster;
mod cost;
mod elb;
mod service;
mod task;

use super::{Event, LoggedEvent, World};

impl World {
    /// Brings a world of before the entry to where it has happened.
    pub fn relive(&mut self, logged: &LoggedEvent) {
        self.now = logged.at;
        self.apply(&logged.event);
    }

    /// Brings the world to where `event` has happened.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::CommandReceived(_)
            | Event::CommandRefused(_)
            | Event::ServiceActionTaken { .. }
            | Event::SchedulerDecided(_) => {}
            Event::Scaling(event) => self.apply_scaling(event),
            Event::ClusterCreated(_)
            | Event::ClusterChanged { .. }
            | Event::ClusterDeleted { .. }
            | Event::TaskDefinitionRegistered { .. }
            | Event::TaskDefinitionDeregistered { .. }
            | Event::TaskDefinitionDeletionAsked { .. }
            | Event::AccountSettingChanged { .. }
            | Event::TagsChanged { .. }
            | Event::ImageBehaviourSet { .. }
            | Event::ImageBehaviourReset { .. } => self.apply_cluster(event),
            Event::InstanceLaunched(_)
            | Event::ContainerInstanceRegistered(_)
            | Event::ContainerInstanceStatusChanged { .. }
            | Event::AgentConnectionChanged { .. }
            | Event::Ec2StateChanged { .. }
            | Event::AttributesChanged { .. }
            | Event::ImageCached { .. }
            | Event::ImageUncached { .. }
            | Event::ZonePowerChanged { .. } => self.apply_capacity(event),
            Event::Capacity(event) => self.apply_auto_scaling(event),
            Event::PlacementDecided(_)
            | Event::TaskCreated(_)
            | Event::TaskPlaced { .. }
            | Event::RunRemembered(_)
            | Event::TaskStatusChanged { .. }
            | Event::TaskStopAsked { .. }
            | Event::TaskHealthChanged { .. }
            | Event::TaskAccepted { .. }
            | Event::TaskProtectionChanged { .. }
            | Event::TaskConnected { .. }
            | Event::TaskFaultBegan { .. }
            | Event::TaskFaultEnded { .. }
            | Event::TaskPullStarted { .. }
            | Event::TaskPullStopped { .. }
            | Event::NetworkInterfaceChanged { .. } => self.apply_task(event),
            Event::ContainerStatusChanged { .. }
            | Event::ContainerStopped { .. }
            | Event::ContainerStopAsked { .. }
            | Event::ContainerRestarted { .. }
            | Event::ContainerHealthChanged { .. }
            | Event::ContainerHealthBroken { .. }
            | Event::ReportHeldBack { .. }
            | Event::ReportsCaughtUp { .. }
            | Event::ContainerPortsBound { .. } => self.apply_container(event),
            Event::ServiceCreated(_)
            | Event::ServiceChanged { .. }
            | Event::ServiceStatusChanged { .. }
            | Event::DeploymentCreated { .. }
            | Event::DeploymentStatusChanged { .. }
            | Event::DeploymentDesiredCountChanged { .. }
            | Event::DeploymentRolloutChanged { .. }
            | Event::DeploymentFailuresCounted { .. }
            | Event::TaskSetChanged { .. }
            | Event::DeploymentHasRun { .. }
            | Event::DeploymentRolledBack { .. }
            | Event::ServiceDeploymentChanged { .. }
            | Event::AlarmChanged { .. }
            | Event::AlarmDeleted { .. }
            | Event::HookOutcomeSet { .. }
            | Event::ServiceEventPosted { .. }
            | Event::SchedulerMemoryChanged { .. } => self.apply_service(event),
            Event::LoadBalancerCreated(_)
            | Event::LoadBalancerChanged { .. }
            | Event::ListenerCreated { .. }
            | Event::ListenerChanged { .. }
            | Event::TrafficChanged { .. }
            | Event::RuleCreated(_)
            | Event::RuleChanged { .. }
            | Event::TargetGroupCreated(_)
            | Event::TargetGroupChanged { .. }
            | Event::TargetRegistered(_)
            | Event::TargetHealthChanged { .. }
            | Event::TargetChecked { .. }
            | Event::TargetOverloadChanged { .. }
            | Event::TrafficFlowed(_) => self.apply_elb(event),
        }
    }
}
