//! One binary, one module per room.

mod architecture;
mod cli;
mod operations;
mod recording;
mod real_task_definitions;
mod task_definitions;
