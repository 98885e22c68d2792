//! Runs lines: what `cli` parsed, given to a session.

mod events;
mod names;
mod session_verbs;

pub use names::WorldNames;

use serde_json::Value;

use super::cli::paging::Pages;
use super::cli::verbs::{VERBS, Verb};
use super::cli::wait::{MAX_ATTEMPTS_EXCEEDED, Verdict, Waiter};
use super::cli::{CliError, Files, Parsed, Target, format, line, parse};
use super::recording::Session;
use crate::model::api::apis::api;
use crate::model::api::operations::Operation;
use crate::model::ecs::EcsResult;
use crate::model::kernel::SimDuration;
use crate::model::world::event::Command;

/// What a line printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    pub stdout: String,
    pub stderr: String,
    pub exit_code: i32,
    /// The terminal shall be emptied.
    pub clear: bool,
}

impl Output {
    fn printed(stdout: String) -> Self {
        Self { stdout, ..Self::default() }
    }
}

impl From<CliError> for Output {
    fn from(error: CliError) -> Self {
        Self { stderr: cut(error.message), exit_code: error.exit_code, ..Self::default() }
    }
}

/// The AWS CLI gives back in full what it could not read. Ten megabytes of it would be the end of a page.
const LONGEST_ERROR: usize = 4_000;

fn cut(mut message: String) -> String {
    if let Some((end, _)) = message.char_indices().nth(LONGEST_ERROR) {
        message.truncate(end);
        message.push_str("…\n");
    }
    message
}

/// Runs a line. It may let time pass: a waiter does, and so do `advance` and `run-until`.
pub fn run(session: &mut Session, line: &str, files: &dyn Files) -> Output {
    parse(line, files).and_then(|parsed| run_parsed(session, &parsed)).unwrap_or_else(Output::from)
}

/// Verbs that look or let time pass: in the past they replay what the recording holds.
const HARMLESS_VERBS: [&str; 5] = ["image list", "traffic list", "list-events", "advance", "run-until"];

/// True if the line could change what comes after now.
pub fn changes_the_run(line: &str, files: &dyn Files) -> bool {
    match parse(line, files).map(|parsed| parsed.target) {
        Ok(Target::Api(operation)) => !crate::model::api::is_read(operation.name),
        Ok(Target::Playground(verb)) => !HARMLESS_VERBS.contains(&verb.name),
        Ok(_) | Err(_) => false,
    }
}

fn run_parsed(session: &mut Session, parsed: &Parsed) -> Result<Output, CliError> {
    match &parsed.target {
        Target::Api(operation) => {
            let answer = ask(session, operation, parsed);
            let answer = answer.map_err(|error| CliError::service(operation.name, &error))?;
            Ok(Output::printed(format::response_text(parsed, operation.name, answer)?))
        }
        Target::Playground(verb) => run_verb(session, verb, parsed),
        Target::Wait(waiter) => wait(session, waiter, &parsed.request).map(|()| Output::default()),
        Target::Print(text) => Ok(Output::printed(text.clone())),
        Target::Clear => Ok(Output { clear: true, ..Output::default() }),
        Target::Nothing => Ok(Output::default()),
    }
}

/// The answer of one operation, all its pages joined unless the line says otherwise.
fn ask(session: &mut Session, operation: &'static Operation, parsed: &Parsed) -> EcsResult<Value> {
    let Some(mut pages) = Pages::of(operation, parsed) else {
        return give(session, operation.api, operation.name, parsed.request.clone());
    };
    while pages.take(give(session, operation.api, operation.name, pages.request())?) {}
    Ok(pages.finish())
}

fn run_verb(session: &mut Session, verb: &Verb, parsed: &Parsed) -> Result<Output, CliError> {
    if verb.name == events::VERB {
        let answer = events::list(session, &parsed.request)?;
        return Ok(Output::printed(format::response_text(parsed, "ListEvents", answer)?));
    }
    let Some(operation) = operation_of(verb) else {
        return session_verbs::run(session, verb, &parsed.request).map(Output::printed);
    };
    let answer = give(session, "playground", &operation, parsed.request.clone());
    let answer = answer.map_err(|error| CliError::service(&operation, &error))?;
    Ok(Output::printed(format::response_text(parsed, &operation, answer)?))
}

fn give(session: &mut Session, service: &str, operation: &str, request: Value) -> EcsResult<Value> {
    session.execute(&Command { service: service.into(), operation: operation.into(), request })
}

/// Asks, lets time pass, and asks again, as the AWS CLI does.
fn wait(session: &mut Session, waiter: &Waiter, request: &Value) -> Result<(), CliError> {
    for attempt in 0..waiter.max_attempts {
        if attempt > 0 {
            let pause = SimDuration::from_secs(u64::from(waiter.delay_seconds));
            session.advance_to(session.now() + pause);
        }
        let answer = give(session, waiter.api, waiter.operation, request.clone());
        let answer = answer.map_err(|error| CliError::service(waiter.operation, &error))?;
        match waiter.judge(&answer) {
            Verdict::Success => return Ok(()),
            Verdict::Retry => {}
            Verdict::Failure(reason) => return Err(CliError::waiter(waiter.name, &reason)),
        }
    }
    Err(CliError::waiter(waiter.name, MAX_ATTEMPTS_EXCEEDED))
}

/// The model's operation behind a verb; none for those that act on the session itself.
///
/// `launch-instances` is `LaunchInstances`, `fault kill-container` is `KillContainer`, `image set` is
/// `SetImage`.
fn operation_of(verb: &Verb) -> Option<String> {
    if session_verbs::NAMES.contains(&verb.name) || verb.name == events::VERB {
        return None;
    }
    if verb.name == "image list" {
        return Some("ListImages".to_owned());
    }
    let words = verb.name.strip_prefix("fault ").unwrap_or(verb.name);
    let words = match words.split_once(' ') {
        Some((noun @ ("image" | "traffic"), word)) => format!("{word}-{noun}"),
        _ => words.to_owned(),
    };
    Some(words.split('-').map(capitalised).collect())
}

/// The verb that does an operation of the service `playground`.
pub fn verb_of(operation: &str) -> Option<&'static Verb> {
    VERBS.iter().find(|verb| operation_of(verb).as_deref() == Some(operation))
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

/// The line that gives the command.
pub fn line_of(command: &Command) -> String {
    if let Some(api) = api(&command.service) {
        let known = api.operation(&command.operation);
        return known.map(|operation| line::to_line(operation, &command.request)).unwrap_or_default();
    }
    verb_of(&command.operation).map(|verb| line::verb_to_line(verb, &command.request)).unwrap_or_default()
}
