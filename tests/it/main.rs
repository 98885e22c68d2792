//! One binary, one module per room.

mod operations;
mod real_task_definitions;
mod task_definitions;
