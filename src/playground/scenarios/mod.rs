//! Named starting worlds, as command scripts.

pub mod first;
pub mod script;
pub mod timelines;

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
        name: first::NAME,
        title: first::TITLE,
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
        name: "circuit-breaker",
        title: "Circuit breaker",
        summary: "Revision 2 cannot be pulled; at three failed tasks the service goes back to revision 1 by itself.",
        script: include_str!("texts/circuit-breaker.txt"),
    },
    Scenario {
        name: "blue-green",
        title: "Blue/green deployment",
        summary: "Green gets all its tasks beside blue, and waits for your word before the traffic moves.",
        script: include_str!("texts/blue-green.txt"),
    },
    Scenario {
        name: "canary",
        title: "Canary deployment",
        summary: "A tenth of the traffic goes to revision 2; ten minutes later all of it follows.",
        script: include_str!("texts/canary.txt"),
    },
    Scenario {
        name: "stuck",
        title: "Stuck deployment",
        summary: "The percentages let no task start and none stop, so revision 2 never comes.",
        script: include_str!("texts/stuck.txt"),
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
        name: "auto-scaling",
        title: "Scale from zero",
        summary: "Twelve tasks wait in PROVISIONING for a group without instances, which is about to grow.",
        script: include_str!("texts/auto-scaling.txt"),
    },
    Scenario {
        name: "spot",
        title: "Spot interruption",
        summary: "EC2 takes one Spot Instance back in two minutes; it drains, and its tasks move.",
        script: include_str!("texts/spot.txt"),
    },
    Scenario {
        name: "fargate-spot",
        title: "Base and weights",
        summary: "Of ten tasks one is the base on FARGATE, the others go one to four to FARGATE and FARGATE_SPOT.",
        script: include_str!("texts/fargate-spot.txt"),
    },
    Scenario {
        name: "mixed",
        title: "Mixed cluster",
        summary: "Container instances, Fargate and a daemon serve side by side in one cluster.",
        script: include_str!("texts/mixed.txt"),
    },
    Scenario {
        name: "balanced",
        title: "Behind a load balancer",
        summary: "Four tasks answer 120 requests a second; revision 2 waits to be deployed, and it answers with errors.",
        script: include_str!("texts/balanced.txt"),
    },
    Scenario {
        name: "bad-health-path",
        title: "Wrong health check path",
        summary: "The target group asks for a path that answers 404, so ECS replaces every task it starts.",
        script: include_str!("texts/bad-health-path.txt"),
    },
    Scenario {
        name: "scaling",
        title: "Service auto scaling",
        summary: "Requests grow for ten minutes, and target tracking adds tasks to keep their CPU near half.",
        script: include_str!("texts/scaling.txt"),
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
