//! What the command line says when it cannot go on, and with which exit code.

use super::python;
use crate::model::api::operations::{ProblemKind, ShapeProblem};
use crate::model::api::shapes::Shape;
use crate::model::ecs::EcsError;
use serde_json::Value;

/// The command or its values could not be understood.
const EXIT_PARSE: i32 = 252;
/// The service answered with an exception.
const EXIT_SERVICE: i32 = 254;
/// Anything else.
const EXIT_GENERAL: i32 = 255;

const AWS_USAGE: &str = "\nusage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]
To see help text, you can run:

  aws help
  aws <command> help
  aws <command> <subcommand> help
";

const PLAYGROUND_USAGE: &str = "\nusage: playground <verb> [parameters]
To see help text, you can run:

  playground help
  playground <verb> help
";

/// Text for stderr and the exit code that goes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CliError {
    pub exit_code: i32,
    pub message: String,
}

/// Which program a usage text speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    Aws,
    Playground,
}

impl Program {
    fn name(self) -> &'static str {
        match self {
            Program::Aws => "aws",
            Program::Playground => "playground",
        }
    }

    fn usage(self) -> &'static str {
        match self {
            Program::Aws => AWS_USAGE,
            Program::Playground => PLAYGROUND_USAGE,
        }
    }
}

impl CliError {
    /// The shell could not split the line.
    pub fn shell(message: String) -> Self {
        Self { exit_code: 2, message: format!("sh: {message}\n") }
    }

    /// The first word is no program of this terminal.
    pub fn command_not_found(name: &str) -> Self {
        let message = format!("sh: {name}: command not found. Type help to see what there is.\n");
        Self { exit_code: 127, message }
    }

    /// `cat` of a file that is not there.
    pub fn no_such_file(name: &str) -> Self {
        Self { exit_code: 1, message: format!("cat: {name}: No such file or directory\n") }
    }

    /// A usage error: `aws: error: ...` below the usage text.
    pub fn usage(program: Program, message: &str) -> Self {
        let message = format!("{}\n{}: error: {message}\n\n", program.usage(), program.name());
        Self { exit_code: EXIT_PARSE, message }
    }

    /// Options that the command does not have.
    pub fn unknown_options(program: Program, words: &[&str]) -> Self {
        let message = format!("{}\nUnknown options: {}\n\n", program.usage(), words.join(", "));
        Self { exit_code: EXIT_PARSE, message }
    }

    /// A word that is not among the choices; similar ones are suggested.
    pub fn invalid_choice(program: Program, argument: &str, word: &str, choices: &[&str]) -> Self {
        let mut text = format!("argument {argument}: Invalid choice, valid choices are:\n\n");
        for row in choices.chunks(2) {
            let cells: Vec<String> = row.iter().map(|choice| format!("{choice:<40}")).collect();
            text.push_str(&cells.join(" | "));
            text.push('\n');
        }
        let near: Vec<&&str> = choices.iter().filter(|choice| is_close(word, choice)).collect();
        if !near.is_empty() {
            text.push_str(&format!("\n\nInvalid choice: '{word}', maybe you meant:\n\n"));
            near.iter().for_each(|choice| text.push_str(&format!("  * {choice}\n")));
        }
        Self::usage(program, text.trim_end())
    }

    /// The value of one option could not be read.
    pub fn parameter(option: &str, message: &str) -> Self {
        let message = format!("\nError parsing parameter '--{option}': {message}\n");
        Self { exit_code: EXIT_PARSE, message }
    }

    /// A number was expected; the AWS CLI answers with Python's own words.
    pub fn not_a_number(type_name: &str, text: &str) -> Self {
        let message = match type_name {
            "double" => format!("\ncould not convert string to float: '{text}'\n"),
            _ => format!("\ninvalid literal for int() with base 10: '{text}'\n"),
        };
        Self { exit_code: EXIT_GENERAL, message }
    }

    /// `--query` is not JMESPath.
    pub fn bad_query(expression: &str, reason: &str) -> Self {
        let message = format!("\nBad value for --query {expression}: {reason}\n");
        Self { exit_code: EXIT_PARSE, message }
    }

    /// `--query` cannot be applied to the response.
    pub fn query_failed(reason: String) -> Self {
        Self { exit_code: EXIT_GENERAL, message: format!("\n{reason}\n") }
    }

    /// The request as a whole does not have its shape, in the SDK's words; `None` when the CLI would send it.
    pub fn validation(shape: &'static Shape, request: &Value, problems: &[ShapeProblem]) -> Option<Self> {
        let lines: Vec<String> =
            problems.iter().filter_map(|problem| validation_line(shape, request, problem)).collect();
        if lines.is_empty() {
            return None;
        }
        let message = format!("\nParameter validation failed:\n{}\n", lines.join("\n"));
        Some(Self { exit_code: EXIT_PARSE, message })
    }

    /// An exception of the service.
    pub fn service(operation: &str, error: &EcsError) -> Self {
        let message = format!(
            "\nAn error occurred ({}) when calling the {operation} operation: {}\n",
            error.name.as_str(),
            error.message
        );
        Self { exit_code: EXIT_SERVICE, message }
    }

    /// A waiter gave up.
    pub fn waiter(waiter: &str, reason: &str) -> Self {
        Self { exit_code: EXIT_GENERAL, message: format!("\nWaiter {waiter} failed: {reason}\n") }
    }
}

/// At least four fifths of the letters appear in both, in order.
fn is_close(word: &str, choice: &str) -> bool {
    let mut row = vec![0usize; choice.len() + 1];
    for a in word.bytes() {
        let mut diagonal = 0;
        for (j, b) in choice.bytes().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if a == b { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    row[choice.len()] * 10 >= (word.len() + choice.len()) * 4
}

fn validation_line(shape: &'static Shape, request: &Value, problem: &ShapeProblem) -> Option<String> {
    let path = python::path(request, &problem.pointer);
    let place = if path.is_empty() { "input" } else { path.as_str() };
    match &problem.kind {
        ProblemKind::MissingRequired { name } => {
            Some(format!("Missing required parameter in {place}: \"{name}\""))
        }
        ProblemKind::UnknownMember { .. } => {
            let (parent, name) = problem.pointer.rsplit_once('/')?;
            let names: Vec<&str> =
                shape_at(shape, parent)?.members().iter().map(|member| member.name).collect();
            let place = python::path(request, parent);
            let place = if place.is_empty() { "input" } else { place.as_str() };
            Some(format!(
                "Unknown parameter in {place}: \"{}\", must be one of: {}",
                unescape(name),
                names.join(", ")
            ))
        }
        ProblemKind::WrongType { expected, .. } => {
            let value = request.pointer(&problem.pointer)?;
            // The AWS CLI lets an integer of any size through; the service refuses it.
            if *expected == "integer" && value.is_i64() {
                return None;
            }
            Some(format!(
                "Invalid type for parameter {place}, value: {}, type: {}, valid types: {}",
                python::text(value),
                python::class(value),
                python::valid_types(expected)
            ))
        }
        ProblemKind::NotInEnum { .. } | ProblemKind::OutOfRange { .. } | ProblemKind::TooMany { .. } => None,
    }
}

fn unescape(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

fn shape_at(shape: &'static Shape, pointer: &str) -> Option<&'static Shape> {
    pointer.split('/').skip(1).try_fold(shape, |shape, step| match shape {
        Shape::List { member, .. } => Some(*member),
        Shape::Map { value } => Some(*value),
        _ => Some(shape.member(&unescape(step))?.shape),
    })
}
