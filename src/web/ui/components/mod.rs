//! Small pieces that several panels use.

mod copy;
mod icon;
mod menu;
mod popup;

pub use copy::{CommandLine, Highlighted};
pub use icon::{Icon, IconSheet};
pub use menu::{Menu, MenuButton, MenuItem};
pub use popup::{Popup, PopupItem};
