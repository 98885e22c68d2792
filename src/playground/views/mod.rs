//! From snapshot and log to plain structs that a panel can draw without thinking.

pub mod colour;
pub mod promise;
pub mod shelf;
pub mod stage;
pub mod timeline;
