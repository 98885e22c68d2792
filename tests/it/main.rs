//! One binary, one module per room.

mod agent;
mod agent_properties;
mod agent_real;
mod agent_world;
mod architecture;
mod cli;
mod operations;
mod real_task_definitions;
mod recording;
mod task_definitions;
mod workload;
