//! One binary, one module per room.

mod architecture;
mod operations;
