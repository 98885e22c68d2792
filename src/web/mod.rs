//! The only storey that names a browser crate.
