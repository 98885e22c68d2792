//! Small pieces that several panels use.

mod icon;

pub use icon::{Icon, IconSheet};
