//! A response becomes the text the AWS CLI prints.

use super::parse::{OutputFormat, Parsed};
use super::query::Query;
use super::{CliError, table, text, yaml};
use serde::Serialize;
use serde_json::Value;

/// Members that hold a moment. Source: the timestamp members of the service model's responses.
const TIMESTAMPS: &[&str] = &[
    "CreationTime",
    "EndTime",
    "StartTime",
    "StateUpdatedTimestamp",
    "Timestamp",
    "connectivityAt",
    "createdAt",
    "deleteRequestedAt",
    "deregisteredAt",
    "executionStoppedAt",
    "expirationDate",
    "expiresAt",
    "finishedAt",
    "lastStartedAt",
    "lastStatusChange",
    "lastUpdated",
    "pullStartedAt",
    "pullStoppedAt",
    "registeredAt",
    "stabilityStatusAt",
    "startedAt",
    "stoppedAt",
    "stoppingAt",
    "updatedAt",
];

/// What the AWS CLI prints for a response: `--query` applied, in the format of `--output`. `title` is the operation's
/// API name, which a table shows on top.
/// An error is a `--query` whose functions do not fit the response.
pub fn response_text(parsed: &Parsed, title: &str, mut response: Value) -> Result<String, CliError> {
    write_moments(&mut response);
    if let Some(expression) = &parsed.query {
        let picked = Query::compile(expression).and_then(|query| query.search(&response));
        response = picked.map_err(CliError::query_failed)?;
    } else if response.as_object().is_some_and(serde_json::Map::is_empty) {
        // An action without an answer prints nothing.
        return Ok(String::new());
    }
    Ok(match parsed.output {
        OutputFormat::Json => pretty_json(&response) + "\n",
        OutputFormat::Text => text::text(&response),
        OutputFormat::Table => table::table(title, &response),
        OutputFormat::Yaml => yaml::yaml(&response),
    })
}

/// JSON with four spaces per level.
pub fn pretty_json(value: &Value) -> String {
    let mut out = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b"    ");
    let written = value.serialize(&mut serde_json::Serializer::with_formatter(&mut out, formatter));
    written.expect("a JSON value is written to memory");
    String::from_utf8(out).expect("JSON is UTF-8")
}

/// Replaces the wire's seconds by text such as `2026-01-05T10:00:00.123000+00:00`.
fn write_moments(value: &mut Value) {
    match value {
        Value::Array(entries) => entries.iter_mut().for_each(write_moments),
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                match member.as_f64() {
                    Some(seconds) if TIMESTAMPS.contains(&name.as_str()) => *member = moment(seconds).into(),
                    _ => write_moments(member),
                }
            }
        }
        _ => {}
    }
}

/// Seconds since the epoch as ISO 8601 in UTC; the fraction is left out when it is zero.
pub fn moment(seconds: f64) -> String {
    // The wire has milliseconds; rounding undoes what the fraction lost in binary.
    let milliseconds = (seconds * 1000.0).round() as i64;
    let (days, of_day) = (milliseconds.div_euclid(86_400_000), milliseconds.rem_euclid(86_400_000));
    let (year, month, day) = civil_date(days);
    let (hours, minutes) = (of_day / 3_600_000, of_day / 60_000 % 60);
    let (whole, fraction) = (of_day / 1000 % 60, of_day % 1000);
    let fraction = if fraction == 0 { String::new() } else { format!(".{fraction:03}000") };
    format!("{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{whole:02}{fraction}+00:00")
}

/// Year, month and day of a number of days since 1970-01-01, counted in eras of 400 years that begin on 1 March.
fn civil_date(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}
