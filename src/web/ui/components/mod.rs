//! Small pieces that several panels use.

mod copy;
mod fields;
mod icon;
mod json;
mod menu;
mod modal;
mod popup;
mod shape_form;
mod tabs;
mod term;

pub use copy::{CommandLine, CopyButton, Highlighted};
pub use fields::{CheckField, Fields, NumberField, SelectField, TextField, choice, plain, use_fields};
pub use icon::{icon_sheet, symbol};
pub use json::coloured;
pub use menu::{Menu, MenuButton, MenuItem};
pub use modal::Modal;
pub use popup::{Popup, PopupItem};
pub use shape_form::{ShapeForm, ShapeRef};
pub use tabs::{tab_stop, walk_tabs};
pub use term::{named, term};
