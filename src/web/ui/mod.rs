//! The single-page app, in Yew components.
mod app;

pub use app::App;
