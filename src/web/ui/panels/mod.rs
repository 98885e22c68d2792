//! The regions of the page. Each is given the page's state, makes its view of it, and hands the parts
//! of the view to components that are drawn again only when their part changed.

pub mod add_menu;
pub mod author;
pub mod blanks;
pub mod dialogs;
pub mod drawer;
pub mod embed;
pub mod inspector;
pub mod notice;
pub mod opening;
pub mod palette;
pub mod phone;
pub mod rail;
pub mod stage;
pub mod top_bar;
pub mod transport;
