//! Small pieces that several panels use.

mod copy;
mod fields;
mod icon;
mod menu;
mod modal;
mod popup;

pub use copy::{CommandLine, Highlighted};
pub use fields::{CheckField, Fields, NumberField, SelectField, TextField, plain, use_fields};
pub use icon::{Icon, IconSheet};
pub use menu::{Menu, MenuButton, MenuItem};
pub use modal::Modal;
pub use popup::{Popup, PopupItem};
