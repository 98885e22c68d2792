//! Named starting worlds, as command scripts.

pub mod script;
pub mod templates;

use super::cli::parse::NoFiles;
use super::recording::Session;
use crate::model::world::WorldConfig;

/// A starting world that the page offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scenario {
    pub name: &'static str,
    pub title: &'static str,
    /// One sentence: what there is to see.
    pub summary: &'static str,
    pub script: &'static str,
}

pub static SCENARIOS: &[Scenario] = &[
    Scenario {
        name: "demo",
        title: "A steady service",
        summary: "Three container instances in three zones run six tasks of one service.",
        script: include_str!("texts/demo.txt"),
    },
    Scenario {
        name: "empty",
        title: "Nothing yet",
        summary: "No cluster, no task definition: begin with the first command.",
        script: "",
    },
];

pub fn scenario(name: &str) -> Option<&'static Scenario> {
    SCENARIOS.iter().find(|scenario| scenario.name == name)
}

/// A session in which the script of the scenario has run; none if there is no such scenario.
///
/// Panics if one of our own scripts fails: a test runs them all.
pub fn start(name: &str) -> Option<Session> {
    let scenario = scenario(name)?;
    let session = script::run(scenario.script, WorldConfig::default(), &NoFiles);
    Some(session.unwrap_or_else(|error| panic!("the scenario {name}: {error}")))
}
