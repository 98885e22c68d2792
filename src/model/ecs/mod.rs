//! The nouns of ECS, with the API's names.

pub mod arn;
pub mod cluster;
pub mod container_instance;
pub mod deployment;
pub mod error;
pub mod id;
pub mod image;
pub mod placement;
pub mod service;
pub mod tag;
pub mod task;
pub mod task_definition;
pub mod wire;

pub use cluster::{Cluster, ClusterStatus};
pub use container_instance::{Attribute, ContainerInstance, ContainerInstanceStatus, Ec2State};
pub use deployment::{Deployment, DeploymentRolloutState, DeploymentStatus};
pub use error::{EcsError, EcsResult, ExceptionName};
pub use id::{
    ClusterId, ContainerInstanceId, DecisionId, DeploymentId, ServiceId, TaskDefinitionId, TaskId, ZoneId,
};
pub use placement::{PlacementConstraint, PlacementConstraintType, PlacementStrategy, PlacementStrategyType};
pub use service::{Service, ServiceEvent, ServiceStatus};
pub use tag::Tag;
pub use task::{
    Container, ContainerStatus, DesiredStatus, HealthStatus, LaunchType, Task, TaskStatus, TaskStopCode,
};
pub use task_definition::TaskDefinition;
