//! How true the model is: for every operation and every behaviour, whether it is modelled, simplified or absent.
//!
//! Plain data that the page shows and `tests/it/parity.rs` holds against the table of operations. Whoever changes
//! what the model does changes its line here.

mod assumed;
mod behaviours;
mod operations;

use serde::Serialize;

pub use assumed::ASSUMED;
pub use behaviours::BEHAVIOURS;
pub use operations::OPERATIONS;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fidelity {
    /// Acts as documented, as far as a caller can see.
    Modelled,
    /// Acts, but leaves out something a caller could see.
    Simplified,
    /// Not there, or accepted and kept without effect.
    Absent,
}

/// One line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The resource or topic the line belongs to.
    pub area: &'static str,
    /// The operation's name, or what is judged.
    pub subject: &'static str,
    pub fidelity: Fidelity,
    /// One sentence: what it does here, or what is missing.
    pub note: &'static str,
    /// The AWS documentation it was built from: a page of the API reference or the developer guide.
    pub source: &'static str,
}

/// A choice where no source says what ECS does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Assumption {
    pub area: &'static str,
    /// One sentence: what the model does.
    pub choice: &'static str,
}

/// Everything that is judged: operations first.
pub fn lines() -> impl Iterator<Item = &'static Line> {
    OPERATIONS.iter().chain(BEHAVIOURS)
}

const fn modelled(
    area: &'static str,
    subject: &'static str,
    note: &'static str,
    source: &'static str,
) -> Line {
    Line { area, subject, fidelity: Fidelity::Modelled, note, source }
}

const fn simplified(
    area: &'static str,
    subject: &'static str,
    note: &'static str,
    source: &'static str,
) -> Line {
    Line { area, subject, fidelity: Fidelity::Simplified, note, source }
}

const fn absent(area: &'static str, subject: &'static str, note: &'static str, source: &'static str) -> Line {
    Line { area, subject, fidelity: Fidelity::Absent, note, source }
}
