//! Verbs that move the clock instead of changing the world.

use serde_json::Value;

use crate::model::kernel::{SimDuration, SimTime};
use crate::playground::cli::CliError;
use crate::playground::cli::until::{Until, duration_ms};
use crate::playground::cli::verbs::Verb;
use crate::playground::recording::{Session, Steadiness};

pub const NAMES: [&str; 3] = ["advance", "run-until", "seed"];

const DEFAULT_LIMIT: SimDuration = SimDuration::from_hours(1);

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
    let by = duration("--by", by)?;
    session.advance_to(session.now() + by);
    Ok(clock(session))
}

fn run_until(session: &mut Session, until: &str, limit: &str) -> Result<String, CliError> {
    let limit = if limit.is_empty() { DEFAULT_LIMIT } else { duration("--limit", limit)? };
    let Some(until) = Until::parse(until) else {
        let message = format!("\"{until}\" is not steady, next-event, a time of day or a duration");
        return Err(CliError::parameter("--until", &message));
    };
    match until {
        Until::Steady => {
            let steadiness = session.run_until_steady(limit);
            let note = if steadiness == Steadiness::Steady { "steady" } else { "not steady yet" };
            return Ok(format!("{note} at {}", clock(session)));
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
