//! `help` at every level, rendered from the tables.

use super::options::{Extra, OptionTable, Takes, option_name};
use super::verbs::{VERBS, Verb};
use super::wait::waiters;
use crate::model::api::apis::{APIS, Api};
use crate::model::api::operations::Operation;
use crate::model::api::shapes::{DefaultValue, Member, Shape};
use crate::model::kernel::order;
use std::fmt::Write;

const WIDTH: usize = 78;

/// What the terminal understands.
pub fn terminal() -> String {
    let mut out = Page::default();
    out.heading("COMMANDS");
    out.entry("aws ecs <operation>", "The AWS CLI's ECS commands. See `aws ecs help`.");
    out.entry("aws help", "The other AWS services that are answered here.");
    out.entry("playground <verb>", "Instances, images, faults and the clock. See `playground help`.");
    out.entry("+30s", "Let time pass.");
    out.entry("ls", "The files that file:// can name: the editor's text, and what was dropped on the page.");
    out.entry("cat <file>", "Print a file.");
    out.entry("clear", "Empty this terminal.");
    out.entry("help", "This text.");
    out.text
}

/// `aws help`.
pub fn aws() -> String {
    let mut out = Page::default();
    out.heading("NAME");
    out.paragraph(4, "aws - the command line of AWS, as far as the playground has it");
    out.heading("SYNOPSIS");
    out.paragraph(4, "aws [options] <command> <subcommand> [parameters]");
    out.heading("GLOBAL OPTIONS");
    super::options::GLOBALS.iter().copied().flatten().for_each(|extra| out.extra(extra));
    out.heading("AVAILABLE SERVICES");
    APIS.iter().for_each(|api| out.entry(api.name, &format!("{}.", api.title)));
    out.text
}

/// `aws ecs help` and its like.
pub fn service(api: &Api) -> String {
    let mut out = Page::default();
    out.heading("NAME");
    out.paragraph(4, &format!("{} - {}", api.name, api.title));
    out.heading("AVAILABLE COMMANDS");
    let mut rows: Vec<&Operation> = api.operations.iter().collect();
    order::sort_by_key(&mut rows, |operation| operation.cli);
    rows.iter().for_each(|operation| out.entry(operation.cli, operation.doc));
    if waiters(api.name).next().is_some() {
        out.entry("wait", "Wait until a condition holds.");
    }
    out.text
}

/// `aws ecs wait help` and its like.
pub fn wait(api: &Api) -> String {
    let mut out = Page::default();
    out.heading("AVAILABLE COMMANDS");
    for waiter in waiters(api.name) {
        let every =
            format!("Asks every {} seconds, at most {} times.", waiter.delay_seconds, waiter.max_attempts);
        out.entry(waiter.cli, &format!("{} {every}", waiter.doc));
    }
    out.text
}

/// `aws ecs run-task help` and its like.
pub fn operation(operation: &Operation) -> String {
    let mut out = Page::default();
    out.heading("NAME");
    out.paragraph(4, &format!("{} - {}", operation.cli, operation.doc));
    out.options(operation.cli, OptionTable::of_operation(operation), None);
    out.text
}

/// `playground help`.
pub fn playground() -> String {
    let mut out = Page::default();
    out.heading("NAME");
    out.paragraph(4, "playground - what the playground does that ECS does not");
    out.heading("AVAILABLE VERBS");
    VERBS.iter().for_each(|verb| out.entry(verb.name, verb.doc));
    out.text
}

/// `playground advance help` and its like.
pub fn verb(verb: &Verb) -> String {
    let mut out = Page::default();
    out.heading("NAME");
    out.paragraph(4, &format!("{} - {}", verb.name, verb.doc));
    out.options(&format!("playground {}", verb.name), OptionTable::of_verb(verb), verb.positional);
    out.text
}

#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn heading(&mut self, heading: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(heading);
        self.text.push('\n');
    }

    /// Words broken into lines, each indented.
    fn paragraph(&mut self, indent: usize, words: &str) {
        let mut column = 0;
        for word in words.split_whitespace() {
            let length = word.chars().count();
            if column > 0 && column + 1 + length > WIDTH {
                self.text.push('\n');
                column = 0;
            }
            if column == 0 {
                self.text.push_str(&" ".repeat(indent));
                column = indent;
            } else {
                self.text.push(' ');
                column += 1;
            }
            self.text.push_str(word);
            column += length;
        }
        self.text.push('\n');
    }

    fn entry(&mut self, name: &str, doc: &str) {
        let _ = writeln!(self.text, "    {name}");
        self.paragraph(8, doc);
    }

    fn options(&mut self, command: &str, table: OptionTable, positional: Option<&str>) {
        self.heading("SYNOPSIS");
        let members = table.input.members().iter();
        let words = members.map(|member| synopsis(member, positional == Some(member.name)));
        let extras = table.extras().map(|extra| format!("[{}]", extra_usage(extra)));
        let all: Vec<String> = std::iter::once(command.to_string()).chain(words).chain(extras).collect();
        all.iter().for_each(|word| {
            let _ = writeln!(self.text, "    {word}");
        });
        self.heading("OPTIONS");
        table.input.members().iter().for_each(|member| self.member(member));
        table.extras().for_each(|extra| self.extra(extra));
    }

    fn member(&mut self, member: &Member) {
        let _ = writeln!(self.text, "    --{} ({})", option_name(member.name), member.shape.type_name());
        let default = match member.default {
            DefaultValue::None => String::new(),
            DefaultValue::Text(text) => format!(" Default: {text}."),
            DefaultValue::Number(number) => format!(" Default: {number}."),
            DefaultValue::Flag(flag) => format!(" Default: {flag}."),
        };
        self.paragraph(8, &format!("{}{default}", member.doc));
        if let Some(words) = enum_of(member.shape) {
            self.paragraph(8, &format!("Values: {}.", words.join(", ")));
        }
        self.nested(member.shape, 8);
    }

    /// The members of structures inside, one level deeper each.
    fn nested(&mut self, shape: &Shape, indent: usize) {
        match shape {
            Shape::List { member, .. } => self.nested(member, indent),
            Shape::Map { value } => self.nested(value, indent),
            _ => {
                for member in shape.members() {
                    let required = if member.required { ", required" } else { "" };
                    let name =
                        format!("{} ({}{required}): {}", member.name, member.shape.type_name(), member.doc);
                    self.paragraph(indent + 2, &name);
                    self.nested(member.shape, indent + 2);
                }
            }
        }
    }

    fn extra(&mut self, extra: &Extra) {
        let _ = writeln!(self.text, "    {}", extra_usage(extra));
        self.paragraph(8, extra.doc);
    }
}

fn enum_of(shape: &Shape) -> Option<&'static [&'static str]> {
    match shape {
        Shape::Enum(words) => Some(words),
        Shape::List { member, .. } => enum_of(member),
        _ => None,
    }
}

fn synopsis(member: &Member, positional: bool) -> String {
    let name = option_name(member.name);
    let usage = match member.shape {
        _ if positional => format!("<{name}>"),
        Shape::Boolean => format!("--{name} | --no-{name}"),
        Shape::List { .. } => format!("--{name} <value> [<value>...]"),
        _ => format!("--{name} <value>"),
    };
    if member.required { usage } else { format!("[{usage}]") }
}

fn extra_usage(extra: &Extra) -> String {
    match extra.takes {
        Takes::Nothing => format!("--{}", extra.name),
        Takes::Maybe => format!("--{} [<value>]", extra.name),
        Takes::One | Takes::Many => format!("--{} <value>", extra.name),
    }
}
