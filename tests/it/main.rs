//! One binary, one module per room.

mod agent;
mod agent_properties;
mod agent_world;
mod api_clusters;
mod api_task_definitions;
mod api_tasks;
mod api_world;
mod architecture;
mod cli;
mod operations;
mod parity;
mod placement;
mod placement_chance;
mod placement_rules;
mod placement_world;
mod query;
mod real_task_definitions;
mod recording;
mod scale_in;
mod tags;
mod task_definitions;
mod transcripts;
mod wire;
mod workload;
