//! Small pieces that several panels use.

mod copy;
mod icon;
mod popup;

pub use copy::{CommandLine, Highlighted};
pub use icon::{Icon, IconSheet};
pub use popup::{Popup, PopupItem};
