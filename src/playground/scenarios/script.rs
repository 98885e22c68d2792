//! A script: the lines a person would type, as text. Scenarios, tests, lessons and benchmarks are scripts.
//!
//! One line is one command; a line with an open quote, or that ends with a backslash, goes on in the next. `+30s` lets time pass, `#`
//! begins a comment, and `!` in front of a command says that it is expected to fail.

use std::fmt;

use crate::model::world::WorldConfig;
use crate::playground::cli::{Files, lexer};
use crate::playground::console::{self, Output};
use crate::playground::recording::Session;

/// A command of a script, with the number of the line it begins on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub number: u32,
    pub line: String,
    pub fails: bool,
}

/// A line that did not do what the script expects of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptError {
    pub number: u32,
    pub line: String,
    pub output: Output,
}

impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { number, line, output } = self;
        let what = if output.exit_code == 0 { "was expected to fail" } else { "failed" };
        write!(f, "line {number} {what}: {line}\n{}{}", output.stdout, output.stderr)
    }
}

/// The commands of a script.
pub fn steps(text: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut lines = text.lines().zip(1..);
    while let Some((first, number)) = lines.next() {
        if first.trim().is_empty() || first.starts_with(['#', '>']) {
            continue;
        }
        let (fails, first) = first.strip_prefix("! ").map_or((false, first), |rest| (true, rest));
        let mut line = first.to_owned();
        while lexer::goes_on(&line) {
            let Some((next, _)) = lines.next() else { break };
            line = format!("{line}\n{next}");
        }
        steps.push(Step { number, line, fails });
    }
    steps
}

/// Runs one command of a script.
pub fn run_step(session: &mut Session, step: &Step, files: &dyn Files) -> Result<Output, ScriptError> {
    let output = console::run(session, &step.line, files);
    if (output.exit_code != 0) == step.fails {
        return Ok(output);
    }
    Err(ScriptError { number: step.number, line: step.line.clone(), output })
}

/// Runs a whole script from the beginning of a world.
pub fn run(text: &str, config: WorldConfig, files: &dyn Files) -> Result<Session, ScriptError> {
    let mut session = Session::new(config);
    for step in steps(text) {
        run_step(&mut session, &step, files)?;
    }
    Ok(session)
}
