//! The command line: a line becomes a request, a response becomes text. It parses and formats, and never runs.
//!
//! It follows version 2 of the AWS CLI; the options come from the operations table, so both always agree.

pub mod complete;
pub mod error;
pub mod format;
pub mod help;
pub mod lexer;
pub mod line;
pub mod options;
pub mod paging;
pub mod parse;
pub mod python;
pub mod query;
pub mod shorthand;
pub mod skeleton;
pub mod table;
pub mod text;
pub mod until;
pub mod value;
pub mod verbs;
pub mod wait;
pub mod yaml;

pub use error::CliError;
pub use parse::{Files, OutputFormat, Parsed, Target, parse};
