//! The regions of the page.
