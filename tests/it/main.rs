//! One binary, one module per room.

mod architecture;
mod operations;
mod real_task_definitions;
mod task_definitions;
