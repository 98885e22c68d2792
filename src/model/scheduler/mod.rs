//! The service scheduler: keeps the count, rolls deployments, says what it does.
//!
//! It works in looks. What happens in the world only promises one (`hear`); a look reads the world, makes a
//! plan (`reconcile`), acts on it (`start`, `stop`), and promises the next one. Between two looks it keeps
//! nothing but the `SchedulerMemory` of the service.

mod census;
mod daemon;
mod deployments;
mod failure;
mod health;
mod hear;
mod lifecycle;
mod look;
mod messages;
mod protection;
mod rebalance;
pub mod reconcile;
mod service_deployments;
mod shares;
mod start;
mod steady;
mod stop;
mod task_sets;
pub mod throttle;
mod traffic;
pub mod waiting;

pub use deployments::{in_progress_reason, scale};
pub use hear::hear;
pub use look::look;
pub use service_deployments::{answer_hook, ask_to_stop};
pub use task_sets::{rescale as rescale_task_sets, set_count as set_task_set_count};
