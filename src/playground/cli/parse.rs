//! A line becomes a target and its request.

use super::error::Program;
use super::options::{Given, OptionKind, OptionTable, Takes, is_option, option_name, read_options};
use super::query::Query;
use super::verbs::{VERBS, Verb, verb};
use super::wait::{Waiter, waiters};
use super::{CliError, help, lexer, skeleton, until, value};
use crate::model::api::apis::{APIS, Api, api};
use crate::model::api::operations::{Operation, ProblemKind, check};
use crate::model::api::shapes::Shape;
use crate::model::kernel::order;
use serde_json::{Map, Value, json};

/// Where `file://` reads from; the editor's text is `task-definition.json`.
pub trait Files {
    /// The text of a file, or `None` when there is none of that name.
    fn read(&self, name: &str) -> Option<String>;
    /// The names of all files, for completion.
    fn names(&self) -> Vec<String>;
}

/// No files at all.
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _name: &str) -> Option<String> {
        None
    }

    fn names(&self) -> Vec<String> {
        Vec::new()
    }
}

/// What a line asks for.
#[derive(Clone, Debug)]
pub enum Target {
    /// An operation of ECS or of another AWS service.
    Api(&'static Operation),
    Wait(&'static Waiter),
    Playground(&'static Verb),
    /// Text for stdout: help or a skeleton.
    Print(String),
    /// Empty the terminal.
    Clear,
    /// An empty line or a comment.
    Nothing,
}

/// `--output`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OutputFormat {
    #[default]
    Json,
    Text,
    Table,
    Yaml,
}

/// A line understood.
#[derive(Clone, Debug)]
pub struct Parsed {
    pub target: Target,
    /// The request of an operation or verb; null for other targets.
    pub request: Value,
    pub output: OutputFormat,
    /// A JMESPath expression that compiles.
    pub query: Option<String>,
    /// Ask for all pages and join them.
    pub paginate: bool,
    pub max_items: Option<u32>,
    pub starting_token: Option<String>,
    pub page_size: Option<u32>,
}

impl Parsed {
    fn of(target: Target) -> Self {
        Self {
            target,
            request: Value::Null,
            output: OutputFormat::Json,
            query: None,
            paginate: true,
            max_items: None,
            starting_token: None,
            page_size: None,
        }
    }
}

/// Reads one line of the terminal. Errors carry the text for stderr and the exit code.
pub fn parse(line: &str, files: &dyn Files) -> Result<Parsed, CliError> {
    let words = lexer::words(line)?;
    let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    match words.split_first() {
        None => Ok(Parsed::of(Target::Nothing)),
        Some((&"aws", rest)) => aws(rest, files),
        Some((&"playground", rest)) => playground(rest, files),
        Some((&"help", _)) => Ok(Parsed::of(Target::Print(help::terminal()))),
        Some((&"clear", _)) => Ok(Parsed::of(Target::Clear)),
        Some((&"ls", _)) => {
            let names: String = files.names().iter().map(|name| format!("{name}\n")).collect();
            Ok(Parsed::of(Target::Print(names)))
        }
        Some((&"cat", names)) => cat(names, files),
        Some((&duration, [])) if duration.starts_with('+') && until::duration_ms(duration).is_some() => {
            playground(&["advance", duration], files)
        }
        Some((name, _)) => Err(CliError::command_not_found(name)),
    }
}

/// Files one after the other, as the shell's `cat` prints them.
fn cat(names: &[&str], files: &dyn Files) -> Result<Parsed, CliError> {
    let text = names.iter().map(|name| files.read(name).ok_or_else(|| CliError::no_such_file(name)));
    Ok(Parsed::of(Target::Print(text.collect::<Result<String, CliError>>()?)))
}

fn aws(words: &[&str], files: &dyn Files) -> Result<Parsed, CliError> {
    let (mut leading, rest) = leading_globals(words)?;
    match rest.split_first() {
        None => Err(CliError::usage(Program::Aws, "the following arguments are required: command")),
        Some((&"help", _)) => Ok(Parsed::of(Target::Print(help::aws()))),
        Some((name, rest)) => {
            let Some(api) = api(name) else {
                let choices: Vec<&str> = APIS.iter().map(|api| api.name).chain(["help"]).collect();
                return Err(CliError::invalid_choice(Program::Aws, "command", name, &choices));
            };
            let (more, rest) = leading_globals(rest)?;
            leading.extend(more);
            service(api, leading, rest, files)
        }
    }
}

/// The global options in front of a command's name.
fn leading_globals<'a>(words: &'a [&'a str]) -> Result<(Vec<Given>, &'a [&'a str]), CliError> {
    let table = OptionTable::of_globals();
    let mut given = Vec::new();
    let mut rest = words;
    while rest.first().is_some_and(|word| is_option(word)) {
        let takes_a_word = !rest[0].contains('=')
            && table.find(rest[0].trim_start_matches('-')).is_some_and(|kind| kind.takes() == Takes::One);
        let length = if takes_a_word { 2.min(rest.len()) } else { 1 };
        given.extend(read_options(table, &rest[..length])?.0);
        rest = &rest[length..];
    }
    Ok((given, rest))
}

fn service(
    api: &'static Api,
    leading: Vec<Given>,
    words: &[&str],
    files: &dyn Files,
) -> Result<Parsed, CliError> {
    match words.split_first() {
        None => Err(CliError::usage(Program::Aws, "the following arguments are required: operation")),
        Some((&"help", _)) => Ok(Parsed::of(Target::Print(help::service(api)))),
        Some((&"wait", rest)) if waiters(api.name).next().is_some() => wait(api, leading, rest, files),
        Some((name, rest)) => match api.operation_by_cli(name) {
            Some(operation) if rest == ["help"] => Ok(Parsed::of(Target::Print(help::operation(operation)))),
            Some(operation) => call(Target::Api(operation), operation, leading, rest, files),
            None => {
                let mut choices: Vec<&str> = api.operations.iter().map(|operation| operation.cli).collect();
                order::sort_by(&mut choices, Ord::cmp);
                choices.extend(waiters(api.name).next().map(|_| "wait"));
                choices.push("help");
                Err(CliError::invalid_choice(Program::Aws, "operation", name, &choices))
            }
        },
    }
}

fn wait(
    api: &'static Api,
    leading: Vec<Given>,
    words: &[&str],
    files: &dyn Files,
) -> Result<Parsed, CliError> {
    let Some((name, rest)) = words.split_first() else {
        return Err(CliError::usage(Program::Aws, "the following arguments are required: subcommand"));
    };
    if *name == "help" {
        return Ok(Parsed::of(Target::Print(help::wait(api))));
    }
    match waiters(api.name).find(|waiter| waiter.cli == *name) {
        Some(waiter) => call(Target::Wait(waiter), waiter.operation(), leading, rest, files),
        None => {
            let choices: Vec<&str> = waiters(api.name).map(|waiter| waiter.cli).collect();
            Err(CliError::invalid_choice(Program::Aws, "subcommand", name, &choices))
        }
    }
}

fn call(
    target: Target,
    operation: &'static Operation,
    leading: Vec<Given>,
    words: &[&str],
    files: &dyn Files,
) -> Result<Parsed, CliError> {
    let table = OptionTable::of_operation(operation);
    let (own, free) = read_options(table, words)?;
    if !free.is_empty() {
        let free: Vec<&str> = free.iter().map(String::as_str).collect();
        return Err(CliError::unknown_options(Program::Aws, &free));
    }
    let given: Vec<Given> = leading.into_iter().chain(own).collect();
    if given.iter().any(|option| option.name == "generate-cli-skeleton") {
        return Ok(Parsed::of(Target::Print(skeleton::skeleton(operation.input))));
    }
    let mut parsed = Parsed::of(target);
    settings(&mut parsed, &given)?;
    parsed.request = request(table, &given, files)?;
    if let Some(pages) = &operation.paginated {
        let by_hand = [pages.token, pages.limit_key].iter().any(|name| !parsed.request[*name].is_null());
        parsed.paginate &= !by_hand;
    }
    Ok(parsed)
}

/// The options that are no members of the request.
fn settings(parsed: &mut Parsed, given: &[Given]) -> Result<(), CliError> {
    for option in given {
        let word = option.words.first().map_or("", String::as_str);
        match option.name.as_str() {
            "output" => parsed.output = output_format(word)?,
            "query" => {
                Query::compile(word).map_err(|reason| CliError::bad_query(word, &reason))?;
                parsed.query = Some(word.to_string());
            }
            "no-paginate" => parsed.paginate = false,
            "starting-token" => parsed.starting_token = Some(word.to_string()),
            "max-items" => parsed.max_items = Some(count("max-items", word)?),
            "page-size" => parsed.page_size = Some(count("page-size", word)?),
            _ => {}
        }
    }
    Ok(())
}

fn output_format(word: &str) -> Result<OutputFormat, CliError> {
    match word {
        "json" => Ok(OutputFormat::Json),
        "text" => Ok(OutputFormat::Text),
        "table" => Ok(OutputFormat::Table),
        "yaml" => Ok(OutputFormat::Yaml),
        _ => {
            Err(CliError::invalid_choice(Program::Aws, "--output", word, &["json", "text", "table", "yaml"]))
        }
    }
}

fn count(option: &str, word: &str) -> Result<u32, CliError> {
    let wrong =
        || CliError::usage(Program::Aws, &format!("argument --{option}: invalid int value: '{word}'"));
    word.parse().map_err(|_| wrong())
}

/// The request of the options; `--cli-input-json` comes first, single options override its members.
fn request(table: OptionTable, given: &[Given], files: &dyn Files) -> Result<Value, CliError> {
    let mut request = Map::new();
    let input = given.iter().find(|option| option.name == "cli-input-json");
    if let Some(input) = input {
        let text = value::load("cli-input-json", &input.words[0], files)?;
        match value::json("cli-input-json", &text)? {
            Value::Object(members) => request = members,
            other => {
                let reason =
                    format!("Invalid type: expecting map, received {}", super::python::class(&other));
                return Err(CliError::parameter("cli-input-json", &reason));
            }
        }
    }
    for option in given {
        if let OptionKind::Member { member, negated } = option.kind {
            let value = match member.shape {
                Shape::Boolean => (!negated).into(),
                _ => value::option_value(&option.name, member.shape, &option.words, files)?,
            };
            request.insert(member.name.to_string(), value);
        }
    }
    if input.is_none() {
        require(table, &request)?;
    }
    let request = Value::Object(request);
    let problems = check(table.input, &request);
    match CliError::validation(table.input, &request, &problems) {
        Some(error) => Err(error),
        None => Ok(request),
    }
}

fn require(table: OptionTable, request: &Map<String, Value>) -> Result<(), CliError> {
    let members = table.input.members().iter();
    let missing: Vec<String> = members
        .filter(|member| member.required && !request.contains_key(member.name))
        .map(|member| format!("--{}", option_name(member.name)))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let message = format!("the following arguments are required: {}", missing.join(", "));
    Err(CliError::usage(table.program, &message))
}

fn playground(words: &[&str], files: &dyn Files) -> Result<Parsed, CliError> {
    let Some(first) = words.first() else {
        return Err(CliError::usage(Program::Playground, "the following arguments are required: verb"));
    };
    if *first == "help" {
        return Ok(Parsed::of(Target::Print(help::playground())));
    }
    let pair = words.get(1).and_then(|second| verb(&format!("{first} {second}")));
    let (verb, rest) = match (pair, verb(first)) {
        (Some(pair), _) => (pair, &words[2..]),
        (None, Some(single)) => (single, &words[1..]),
        (None, None) => return Err(unknown_verb(words)),
    };
    if rest == ["help"] {
        return Ok(Parsed::of(Target::Print(help::verb(verb))));
    }
    let table = OptionTable::of_verb(verb);
    let (mut given, free) = read_options(table, rest)?;
    give_positional(table, verb, &mut given, free)?;
    let mut parsed = Parsed::of(Target::Playground(verb));
    settings(&mut parsed, &given)?;
    parsed.request = request(table, &given, files)?;
    // No service stands behind the verbs to refuse what the shape does not allow.
    match check(verb.input, &parsed.request).first() {
        None => Ok(parsed),
        Some(problem) => {
            Err(CliError::usage(Program::Playground, &refusal(problem.pointer.as_str(), &problem.kind)))
        }
    }
}

fn give_positional(
    table: OptionTable,
    verb: &'static Verb,
    given: &mut Vec<Given>,
    free: Vec<String>,
) -> Result<(), CliError> {
    match (verb.positional.and_then(|name| table.find(&option_name(name))), free.as_slice()) {
        (_, []) => Ok(()),
        (Some(kind), [word]) => {
            given.push(Given {
                kind,
                name: verb.positional.unwrap_or_default().to_string(),
                words: vec![word.clone()],
            });
            Ok(())
        }
        _ => Err(CliError::unknown_options(
            Program::Playground,
            &free.iter().map(String::as_str).collect::<Vec<_>>(),
        )),
    }
}

fn refusal(pointer: &str, kind: &ProblemKind) -> String {
    let member = pointer.split('/').nth(1).unwrap_or_default();
    let option = option_name(member);
    match kind {
        ProblemKind::NotInEnum { allowed, .. } => {
            format!("argument --{option}: must be one of {}", allowed.join(", "))
        }
        ProblemKind::OutOfRange { min, max: i32::MAX } => {
            format!("argument --{option}: must be at least {min}")
        }
        ProblemKind::OutOfRange { min, max } => format!("argument --{option}: must be from {min} to {max}"),
        _ => format!("argument --{option}: the value is not understood: {}", json!(pointer)),
    }
}

fn unknown_verb(words: &[&str]) -> CliError {
    let family = format!("{} ", words[0]);
    let of_family: Vec<&str> = VERBS.iter().filter_map(|verb| verb.name.strip_prefix(&family)).collect();
    match (of_family.as_slice(), words.get(1)) {
        ([], _) => {
            let mut choices: Vec<&str> = VERBS.iter().map(|verb| verb.name).collect();
            choices.push("help");
            CliError::invalid_choice(Program::Playground, "verb", words[0], &choices)
        }
        (_, None) => {
            let message = format!("the following arguments are required: one of {}", of_family.join(", "));
            CliError::usage(Program::Playground, &message)
        }
        (choices, Some(word)) => CliError::invalid_choice(Program::Playground, words[0], word, choices),
    }
}
