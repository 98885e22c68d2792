//! What people type, ask and learn. Still pure: nothing here names a browser.

pub mod cli;
pub mod console;
pub mod event_bridge;
pub mod explain;
pub mod links;
pub mod recording;
pub mod scenarios;
pub mod views;
