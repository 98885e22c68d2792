//! ECS Playground: a model of Amazon ECS that runs inside a page.
pub mod model;
pub mod playground;
#[cfg(any(feature = "page", feature = "npm"))]
pub mod web;
