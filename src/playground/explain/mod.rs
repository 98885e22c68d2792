//! "Why?", answered from what was recorded while deciding and from the event log. Data first, text second;
//! nothing is decided again here.

pub mod capacity;
pub mod change;
pub mod deployment;
pub mod instance;
pub mod life;
pub mod placement;
pub mod revision;
pub mod routes;
pub mod scaling;
pub mod service;
pub mod table;
pub mod task;
pub mod task_fault;
pub mod trace;
pub mod why_not;
pub mod words;
