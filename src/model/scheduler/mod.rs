//! The service scheduler: keeps the count, rolls deployments, says what it does.
//!
//! It works in looks. What happens in the world only promises one (`hear`); a look reads the world, makes a
//! plan (`reconcile`), acts on it (`start`, `stop`), and promises the next one. Between two looks it keeps
//! nothing but the `SchedulerMemory` of the service.

mod census;
mod daemon;
mod deployments;
mod health;
mod hear;
mod look;
mod messages;
mod protection;
mod rebalance;
pub mod reconcile;
mod shares;
mod start;
mod steady;
mod stop;
pub mod throttle;
pub mod waiting;

pub use deployments::{in_progress_reason, scale};
pub use hear::hear;
pub use look::look;
