//! One binary, one module per room.

mod architecture;
mod operations;
mod placement;
mod placement_chance;
mod placement_rules;
mod placement_world;
mod query;
mod real_task_definitions;
mod scale_in;
mod task_definitions;
