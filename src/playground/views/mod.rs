//! From snapshot and log to plain structs that a panel can draw without thinking.

pub mod shelf;
