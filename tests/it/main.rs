//! One binary, one module per room.

mod cli;
mod operations;
