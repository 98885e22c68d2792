//! ECS Playground: a model of Amazon ECS that runs inside a page.
//!
//! # The map
//!
//! Three storeys. A room may use the rooms named behind it, and nothing else of this crate;
//! `tests/it/architecture.rs` reads this map and checks every path against it.
//!
//! ```text
//! model::kernel          -
//! model::ecs             kernel
//! model::world           kernel ecs
//! model::workload        kernel ecs world
//! model::placement       kernel ecs world
//! model::elb             kernel ecs world workload
//! model::agent           kernel ecs world workload elb
//! model::capacity        kernel ecs world agent
//! model::faults          kernel ecs world workload elb agent capacity
//! model::scheduler       kernel ecs world placement elb agent
//! model::autoscaling     kernel ecs world elb scheduler
//! model::api             kernel ecs world placement elb agent capacity scheduler autoscaling
//! model::simulation      kernel ecs world workload placement elb agent capacity faults scheduler autoscaling api
//! playground::recording  kernel ecs world simulation
//! playground::explain    kernel ecs world agent capacity
//! playground::event_bridge  kernel ecs world api
//! playground::cli        kernel ecs api
//! playground::console    kernel ecs world api capacity faults simulation cli recording event_bridge
//! playground::scenarios  kernel ecs world simulation cli console recording
//! playground::links      kernel world recording scenarios
//! playground::views      kernel ecs world workload capacity faults api explain event_bridge recording
//! web                    *
//! ```
//!
//! Data flows one way: a command reaches the simulation, deciders read the world and say what happened,
//! `World::apply` makes it so, and everything shown is read from a snapshot and the event log.
//!
//! # What must not be there
//!
//! - Nothing outside `web` names a browser crate.
//! - Nothing but `World::apply` changes a world.
//! - No wall clock, no `HashMap`, no float, no `usize` in what the model keeps: one seed and one list of
//!   commands give the same event log on every machine.
//! - API actions change desired state; only `RunTask` and `StartTask` place tasks.
//! - `explain` reads what was recorded while deciding and never decides again.
//! - Playback speed lives in `web`: the model is told "advance to t" and sees no wall clock.

pub mod model;
pub mod playground;
#[cfg(any(feature = "page", feature = "npm"))]
pub mod web;
