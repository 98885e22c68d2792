//! One binary, one module per room.

mod api_clusters;
mod api_task_definitions;
mod api_tasks;
mod api_world;
mod architecture;
mod cli;
mod operations;
mod parity;
mod real_task_definitions;
mod recording;
mod tags;
mod task_definitions;
mod wire;
