//! Links: a run in the part of an address that no server sees.
//!
//! `#scenario=rolling&at=95` is a scenario as it comes, `#run=1.…` any run: its seed and commands as text
//! ([`payload`]), deflated and written in base64url by whoever has a browser at hand. Nothing in a link is
//! trusted.

use std::fmt;
use std::rc::Rc;

use serde_json::{Value, json};

use super::recording::{Recording, TimedCommand};
use super::scenarios;
use crate::model::kernel::{SimTime, json};
use crate::model::world::WorldConfig;
use crate::model::world::event::Command;

/// What the hash of an address says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub run: LinkedRun,
    /// Where the playhead stands; at the end of the run if nothing is said.
    pub at: Option<SimTime>,
    /// How far the run had come; up to `at`, if nothing is said.
    pub until: Option<SimTime>,
    /// What is selected, in the page's own words.
    pub select: Option<Rc<str>>,
    /// Time stands still when the link is opened.
    pub is_paused: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkedRun {
    Scenario(Rc<str>),
    /// A packed [`payload`].
    Packed(Rc<str>),
}

/// A run that came with a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    pub recording: Recording,
    /// Where the playhead shall stand.
    pub at: SimTime,
    /// The scenario that the run began with, if it did.
    pub scenario: Option<Rc<str>>,
}

/// A link that is none, and the part that makes it so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkError {
    part: &'static str,
    detail: String,
}

impl LinkError {
    pub fn new(part: &'static str, detail: impl Into<String>) -> Self {
        Self { part, detail: detail.into() }
    }
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "The link's {} {}.", self.part, self.detail)
    }
}

impl std::error::Error for LinkError {}

/// Of the packed text and its packing.
const VERSION: &str = "1";
/// Characters of a packed run that are read at most.
const MOST_PACKED: usize = 64 << 10;
/// Longer links are cut by programs that people send them with: such a run is a file.
pub const LONGEST_TO_SHARE: usize = 8_000;
/// Bytes that a packed run may grow to.
pub const MOST_UNPACKED: u32 = 2 << 20;
/// Events of a run that came from elsewhere; then its replay stops, and with it the memory it takes.
pub const MOST_EVENTS: u32 = 1_000_000;

impl Link {
    pub fn new(run: LinkedRun) -> Self {
        Self { run, at: None, until: None, select: None, is_paused: false }
    }

    /// Reads a hash, with or without its `#`. None if it is no link of ours at all.
    pub fn parse(hash: &str) -> Result<Option<Self>, LinkError> {
        let mut run = None;
        let mut link = Self::new(LinkedRun::Scenario("".into()));
        for part in hash.trim_start_matches('#').split('&') {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            match name {
                "scenario" if scenarios::scenario(value).is_none() => {
                    let known = value.chars().take(40).collect::<String>();
                    return Err(LinkError::new("scenario", format!("“{known}” is none of this page's")));
                }
                "scenario" => run = run.or(Some(LinkedRun::Scenario(value.into()))),
                "run" => run = Some(LinkedRun::Packed(packed(value)?)),
                "at" => link.at = Some(moment("time", value)?),
                "until" => link.until = Some(moment("end", value)?),
                "select" => link.select = Some(value.into()),
                "paused" => link.is_paused = true,
                _ => {}
            }
        }
        Ok(run.map(|run| Self { run, ..link }))
    }

    /// What the link leads to. `unpacked` is the text of a packed run.
    pub fn open(&self, unpacked: &str) -> Result<Opened, LinkError> {
        let (mut recording, scenario) = match &self.run {
            LinkedRun::Scenario(name) => (scenario(name)?, Some(name.clone())),
            LinkedRun::Packed(_) => read_payload(unpacked)?,
        };
        let last = recording.commands.last().map_or(SimTime::ZERO, |timed| timed.at);
        let said = self.until.max(self.at).unwrap_or(recording.until);
        recording.until = last.max(said);
        recording.check().map_err(|error| LinkError::new("run", format!("is refused. {error}")))?;
        let at = self.at.unwrap_or(recording.until);
        Ok(Opened { recording, at, scenario })
    }
}

impl fmt::Display for Link {
    /// The hash, without `#`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.run {
            LinkedRun::Scenario(name) => write!(f, "scenario={name}")?,
            LinkedRun::Packed(packed) => write!(f, "run={VERSION}.{packed}")?,
        }
        for (name, moment) in [("at", self.at), ("until", self.until)] {
            let Some(millis) = moment.map(SimTime::as_millis) else { continue };
            write!(f, "&{name}={}", millis / 1000)?;
            if millis % 1000 > 0 {
                write!(f, ".{:03}", millis % 1000)?;
            }
        }
        if let Some(select) = &self.select {
            write!(f, "&select={select}")?;
        }
        if self.is_paused {
            f.write_str("&paused")?;
        }
        Ok(())
    }
}

/// `1.` and base64url.
fn packed(value: &str) -> Result<Rc<str>, LinkError> {
    let wrong = |detail: String| Err(LinkError::new("run", detail));
    let Some((version, packed)) = value.split_once('.') else {
        return wrong("has no version".into());
    };
    if version != VERSION {
        let version = version.chars().take(8).collect::<String>();
        return wrong(format!("is of version {version}, and this page reads {VERSION}"));
    }
    if packed.len() > MOST_PACKED {
        return wrong(format!("has {} characters, and {MOST_PACKED} is the most", packed.len()));
    }
    match packed.chars().find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_')) {
        Some(strange) => wrong(format!("holds “{strange}”, which no link does")),
        None if packed.is_empty() => wrong("is cut off".into()),
        None => Ok(packed.into()),
    }
}

/// `95` or `95.25`: seconds since the run began.
fn moment(part: &'static str, value: &str) -> Result<SimTime, LinkError> {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, "0"));
    let digits = |text: &str, most: usize| {
        let fine = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        fine.then(|| text.parse::<u64>().ok()).flatten()
    };
    let millis = digits(whole, 12).zip(digits(fraction, 3)).map(|(seconds, rest)| {
        let scale = [1, 100, 10, 1][fraction.len().min(3)];
        seconds * 1000 + rest * scale
    });
    let shown = value.chars().take(20).collect::<String>();
    millis
        .map(SimTime::from_millis)
        .ok_or_else(|| LinkError::new(part, format!("“{shown}” is no number of seconds")))
}

fn scenario(name: &str) -> Result<Recording, LinkError> {
    let session = scenarios::start(name);
    let session = session.ok_or_else(|| LinkError::new("scenario", "is none of this page's"))?;
    Ok(session.recording().clone())
}

/// How many of the commands are a scenario's own; none if the run did not begin with it.
pub fn scenario_commands(recording: &Recording, name: &str) -> Option<usize> {
    let base = scenario(name).ok()?;
    let begins = base.config == recording.config && recording.commands.starts_with(&base.commands);
    begins.then_some(base.commands.len())
}

/// The text to pack: seed and commands, without how far the run had come, so that it stays the same while
/// time passes.
pub fn payload(recording: &Recording, scenario: Option<&str>) -> String {
    let mut text = json!({ "commands": values(&recording.commands) });
    if recording.config != WorldConfig::default() {
        text["config"] = serde_json::to_value(&recording.config).expect("a configuration is plain data");
    }
    if let Some(name) = scenario {
        text["scenario"] = name.into();
    }
    text.to_string()
}

/// The same with only the commands that came after those of the scenario: shorter, but of no use to a page
/// whose scenario has changed since. None if the run did not begin with it.
pub fn payload_after(recording: &Recording, scenario: &str) -> Option<String> {
    let (base, own) = recording.commands.split_at(scenario_commands(recording, scenario)?);
    Some(json!({ "after": [scenario, checksum(base)], "commands": values(own) }).to_string())
}

fn values(commands: &[TimedCommand]) -> Vec<Value> {
    commands.iter().map(command_value).collect()
}

/// `[at, "RunTask", {…}]`; operations of the playground carry its name.
fn command_value(timed: &TimedCommand) -> Value {
    let Command { service, operation, request } = &timed.command;
    let operation =
        if &**service == "ecs" { operation.to_string() } else { format!("{service}:{operation}") };
    json!([timed.at.as_millis(), operation, request])
}

/// FNV-1a of the commands' text: tells whether a scenario is still the same.
fn checksum(commands: &[TimedCommand]) -> String {
    let text = Value::Array(values(commands)).to_string();
    let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    format!("{:08x}", text.bytes().fold(0x811c_9dc5, step))
}

fn read_payload(text: &str) -> Result<(Recording, Option<Rc<str>>), LinkError> {
    let damaged = || LinkError::new("run", "is damaged");
    let value: Value = serde_json::from_str(text).map_err(|_| damaged())?;
    let (mut recording, begun) = match value["after"].as_array().map(Vec::as_slice) {
        Some([Value::String(name), Value::String(sum)]) => {
            let base = scenario(name)?;
            if checksum(&base.commands) != *sum {
                let detail =
                    format!("“{name}” has changed since the link was made, so the run cannot be had again");
                return Err(LinkError::new("scenario", detail));
            }
            (base, Some(name.as_str()))
        }
        Some(_) => return Err(damaged()),
        None => {
            let config = match value.get("config") {
                Some(config) => json::decode(config).map_err(|_| damaged())?,
                None => WorldConfig::default(),
            };
            (Recording::new(config), value["scenario"].as_str())
        }
    };
    let commands = value["commands"].as_array().ok_or_else(damaged)?;
    let read = commands.iter().map(read_command).collect::<Option<Vec<_>>>();
    recording.commands.extend(read.ok_or_else(damaged)?);
    Ok((recording, begun.map(Rc::from)))
}

fn read_command(value: &Value) -> Option<TimedCommand> {
    let [at, operation, request] = value.as_array()?.as_slice() else { return None };
    let (service, operation) = operation.as_str()?.split_once(':').unwrap_or(("ecs", operation.as_str()?));
    let command = Command { service: service.into(), operation: operation.into(), request: request.clone() };
    Some(TimedCommand { at: SimTime::from_millis(at.as_u64()?), command })
}
