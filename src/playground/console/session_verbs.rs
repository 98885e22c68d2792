//! Verbs that move the clock instead of changing the world.

use serde_json::Value;

use crate::model::kernel::{SimDuration, SimTime};
use crate::playground::cli::CliError;
use crate::playground::cli::until::{Until, duration_ms};
use crate::playground::cli::verbs::Verb;
use crate::playground::recording::{Session, Steadiness, unsteady_services};

pub const NAMES: [&str; 3] = ["advance", "run-until", "seed"];

const DEFAULT_LIMIT: &str = "1h";

pub fn run(session: &mut Session, verb: &Verb, request: &Value) -> Result<String, CliError> {
    match verb.name {
        "advance" => advance(session, text(request, "by")),
        "run-until" => run_until(session, text(request, "until"), text(request, "limit")),
        _ => seed(session, request["seed"].as_u64().unwrap_or_default()),
    }
}

fn text<'a>(request: &'a Value, member: &str) -> &'a str {
    request[member].as_str().unwrap_or_default()
}

fn duration(option: &str, text: &str) -> Result<SimDuration, CliError> {
    let millis = duration_ms(text);
    millis.map(SimDuration::from_millis).ok_or_else(|| {
        CliError::parameter(option, &format!("\"{text}\" is not a duration such as 30s, 5m or 1h30m"))
    })
}

fn advance(session: &mut Session, by: &str) -> Result<String, CliError> {
    let by = duration("by", by)?;
    session.advance_to(session.now() + by);
    Ok(clock(session))
}

fn run_until(session: &mut Session, until: &str, limit: &str) -> Result<String, CliError> {
    let given = if limit.is_empty() { DEFAULT_LIMIT } else { limit };
    let limit = duration("limit", given)?;
    let Some(until) = Until::parse(until) else {
        let message = format!("\"{until}\" is not steady, next-event, a time of day or a duration");
        return Err(CliError::parameter("until", &message));
    };
    match until {
        Until::Steady => {
            return Ok(match session.run_until_steady(limit) {
                Steadiness::Steady => format!("steady at {}", clock(session)),
                Steadiness::StillMoving => unsteady(session, given),
            });
        }
        Until::NextEvent => {
            session.step();
        }
        Until::After { milliseconds } => {
            session.advance_to(session.now() + SimDuration::from_millis(milliseconds));
        }
        Until::TimeOfDay { seconds } => session.advance_to(next_time_of_day(session, seconds)),
    }
    Ok(clock(session))
}

/// What `run-until steady` says when its limit comes first.
fn unsteady(session: &Session, limit: &str) -> String {
    let world = session.world();
    let services = unsteady_services(world).map(|id| {
        let service = &world.services[id];
        format!("service {} of cluster {}", service.name, world.clusters[service.cluster].name)
    });
    let services: Vec<String> = services.collect();
    let what = if services.is_empty() { "a standalone task".to_owned() } else { services.join(", ") };
    format!("not steady within {limit}, at {}: {what}\n", session.now())
}

/// The next moment at which the run's calendar clock shows that second of the day.
fn next_time_of_day(session: &Session, seconds: u32) -> SimTime {
    const DAY_MILLIS: u64 = 86_400_000;
    let now = session.world().epoch_millis(session.now());
    let wanted = u64::from(seconds) * 1000;
    let ahead = (wanted + DAY_MILLIS - now % DAY_MILLIS - 1) % DAY_MILLIS + 1;
    session.now() + SimDuration::from_millis(ahead)
}

/// Another seed is another run: the same commands, given at the same moments.
fn seed(session: &mut Session, seed: u64) -> Result<String, CliError> {
    let mut recording = session.recording().clone();
    recording.config.seed = seed;
    *session = Session::replay(recording);
    Ok(format!("seed {seed}, replayed to {}", clock(session)))
}

fn clock(session: &Session) -> String {
    format!("{}\n", session.now())
}
