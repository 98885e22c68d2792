//! The nouns of ECS, with the API's names.

pub mod error;

pub use error::{EcsError, ExceptionName};
