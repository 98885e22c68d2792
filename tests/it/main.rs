//! One binary, one module per room.

mod architecture;
mod cli;
mod lab;
mod operations;
mod real_task_definitions;
mod recording;
mod scheduler;
mod task_definitions;
