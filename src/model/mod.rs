//! Amazon ECS, pure: no page, no prose.

pub mod agent;
pub mod api;
pub mod autoscaling;
pub mod capacity;
pub mod ecs;
pub mod elb;
pub mod faults;
pub mod kernel;
pub mod placement;
pub mod scheduler;
pub mod simulation;
pub mod workload;
pub mod world;
