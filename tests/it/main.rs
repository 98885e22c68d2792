//! One binary, one module per room.

mod operations;
