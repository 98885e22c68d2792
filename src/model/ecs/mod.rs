//! The nouns of ECS, with the API's names.

pub mod alarm;
pub mod arn;
pub mod auto_scaling;
pub mod capacity_provider;
pub mod cluster;
pub mod container_instance;
pub mod cost;
pub mod deployment;
pub mod deployment_configuration;
pub mod error;
pub mod id;
pub mod image;
pub mod load_balancer;
pub mod metric;
pub mod placement;
pub mod service;
pub mod service_deployment;
pub mod service_scaling;
pub mod shortage;
pub mod tag;
pub mod target_group;
pub mod task;
pub mod task_definition;
pub mod task_fault;
pub mod task_set;
pub mod wire;

pub use alarm::{Alarm, AlarmState};
pub use auto_scaling::{AutoScalingGroup, GroupMember, LaunchTemplate, LifecycleState};
pub use capacity_provider::{CapacityProvider, ProviderKind};
pub use cluster::{Cluster, ClusterStatus};
pub use container_instance::{Attribute, ContainerInstance, ContainerInstanceStatus, Ec2State};
pub use deployment::{Deployment, DeploymentRolloutState, DeploymentStatus};
pub use error::{EcsError, EcsResult, ExceptionName};
pub use id::{
    AutoScalingGroupId, CapacityProviderId, ClusterId, ContainerInstanceId, DecisionId, DeploymentId,
    ListenerId, LoadBalancerId, RuleId, ServiceId, TargetGroupId, TargetId, TaskDefinitionId, TaskId,
    TrafficTickId, ZoneId,
};
pub use load_balancer::{Listener, LoadBalancer, LoadBalancerType, Rule, RuleAction, Traffic};
pub use placement::{PlacementConstraint, PlacementConstraintType, PlacementStrategy, PlacementStrategyType};
pub use service::{Service, ServiceEvent, ServiceStatus};
pub use service_deployment::{LifecycleStage, ServiceDeployment, ServiceDeploymentStatus};
pub use tag::Tag;
pub use target_group::{CheckFailure, HealthCheck, Target, TargetGroup, TargetState, TargetType};
pub use task::{
    Container, ContainerStatus, DesiredStatus, HealthStatus, LaunchType, Task, TaskStatus, TaskStopCode,
};
pub use task_definition::TaskDefinition;
pub use task_fault::{TaskFault, TaskFaultKind};
pub use task_set::TaskSet;
