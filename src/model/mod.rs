//! Amazon ECS, pure: no page, no prose.

pub mod kernel;
pub mod ecs;
pub mod world;
pub mod placement;
pub mod agent;
pub mod workload;
pub mod capacity;
pub mod faults;
pub mod scheduler;
pub mod api;
pub mod simulation;
