//! Task definitions in the API.

pub mod validate;
