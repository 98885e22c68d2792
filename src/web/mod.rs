//! The only storey that names a browser crate.

#[cfg(feature = "page")]
pub mod browser;
#[cfg(feature = "npm")]
pub mod npm;
#[cfg(feature = "page")]
pub mod ui;
