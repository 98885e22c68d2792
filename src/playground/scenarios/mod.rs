//! Named starting worlds, as command scripts.

pub mod script;

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
        name: "fargate",
        title: "Fargate service",
        summary: "Three tasks run without a container instance, each in a zone and with a network interface of its own.",
        script: include_str!("texts/fargate.txt"),
    },
    Scenario {
        name: "rolling",
        title: "Rolling deployment",
        summary: "Revision 2 has begun to replace revision 1, two tasks at a time.",
        script: include_str!("texts/rolling.txt"),
    },
    Scenario {
        name: "no-room",
        title: "No room",
        summary: "Two of five tasks find no container instance with enough CPU left, and ECS says so.",
        script: include_str!("texts/no-room.txt"),
    },
    Scenario {
        name: "crash-loop",
        title: "Crash loop",
        summary: "A process ends two seconds after each start, and ECS never tires of starting it again.",
        script: include_str!("texts/crash-loop.txt"),
    },
    Scenario {
        name: "lost-zone",
        title: "Lose a zone",
        summary: "The power of one of three zones has just gone, and a third of the tasks with it.",
        script: include_str!("texts/lost-zone.txt"),
    },
    Scenario {
        name: "mixed",
        title: "Mixed cluster",
        summary: "Container instances, Fargate and a daemon serve side by side in one cluster.",
        script: include_str!("texts/mixed.txt"),
    },
    Scenario {
        name: "fleet",
        title: "A thousand instances",
        summary: "A thousand container instances run ten thousand tasks of twenty services, and a few crash all the time.",
        script: include_str!("texts/fleet.txt"),
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
