//! The page: Yew components over plain views.
//!
//! `app` alone reads the state; it makes the views and hands them down as properties, so that a panel
//! whose view did not change is not drawn again. Everybody acts through [`state::Dispatch`].

mod app;
mod calm;
pub mod components;
mod first_look;
mod keeping;
mod keys;
pub mod links;
mod live;
pub mod panels;
mod start;
pub mod state;
mod steps;

pub use start::start;
pub use state::STORAGE_KEY;
