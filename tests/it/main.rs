mod agent;
mod agent_properties;
mod agent_world;
mod workload;
//! One binary, one module per room.

mod architecture;
mod cli;
mod operations;
mod placement;
mod placement_world;
mod query;
mod real_task_definitions;
mod recording;
mod task_definitions;
