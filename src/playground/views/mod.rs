//! From snapshot and log to plain structs that a panel can draw without thinking.

pub mod author;
pub mod balancing;
pub mod colour;
pub mod crowd;
pub mod decimal;
pub mod deployments;
mod event_capacity;
pub mod event_line;
pub mod events;
pub mod faults;
pub mod forms;
pub mod guide;
pub mod images;
pub mod members;
pub mod metrics;
pub mod names;
pub mod promise;
pub mod providers;
pub mod search;
pub mod sentence;
pub mod shelf;
pub mod spoken;
pub mod stage;
pub mod timeline;
