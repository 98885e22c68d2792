//! What images and commands come to.
