pub mod operations;
pub mod shapes;
