pub mod task_definitions;
