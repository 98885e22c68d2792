//! One binary, one module per room.

<<<<<<< HEAD
mod architecture;
=======
mod cli;
>>>>>>> cli
mod operations;
mod recording;
mod real_task_definitions;
mod task_definitions;
