//! Small pieces that several panels use.

mod icon;
mod menu;

pub use icon::{Icon, IconSheet};
pub use menu::{Menu, MenuButton, MenuItem};
