//! The nouns of ECS, with the API's names.

pub mod error;
pub mod tag;
pub mod task_definition;
pub mod wire;

pub use error::{EcsError, ExceptionName};
