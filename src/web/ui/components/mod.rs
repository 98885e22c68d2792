//! Small pieces that several panels use.

mod copy;
mod icon;
mod menu;

pub use copy::{CommandLine, Highlighted};
pub use icon::{Icon, IconSheet};
pub use menu::{Menu, MenuItem};
