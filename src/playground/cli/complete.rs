//! Completion: what may stand at the cursor, with a sentence each.

use super::lexer::{Word, words_so_far};
use super::options::{Extra, OptionKind, OptionTable, Takes, is_option, option_name};
use super::parse::Files;
use super::verbs::{VERBS, Verb};
use super::wait::waiters;
use crate::model::api::apis::{APIS, Api, api};
use crate::model::api::shapes::{Member, Shape};
use crate::model::kernel::order;

/// The names of resources, for values. `cluster` is the line's `--cluster`, or `default`.
pub trait Names {
    fn clusters(&self) -> Vec<String>;
    fn services(&self, cluster: &str) -> Vec<String>;
    /// Ids, not ARNs.
    fn tasks(&self, cluster: &str) -> Vec<String>;
    /// Ids, not ARNs.
    fn container_instances(&self, cluster: &str) -> Vec<String>;
    fn families(&self) -> Vec<String>;
    /// `family:revision`.
    fn task_definitions(&self) -> Vec<String>;
    fn images(&self) -> Vec<String>;
    fn availability_zones(&self) -> Vec<String>;
    fn instance_types(&self) -> Vec<String>;
    fn capacity_providers(&self) -> Vec<String>;
    /// What is to be said of a name that another method gave, if there is something.
    fn about(&self, _member: &str, _cluster: &str, _name: &str) -> Option<String> {
        None
    }
}

/// One thing that may stand at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The whole word.
    pub text: String,
    pub doc: String,
}

/// The candidates and the bytes of the line they replace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    pub start: usize,
    pub end: usize,
    pub candidates: Vec<Candidate>,
}

/// Completes the word before the cursor, a byte position in the line.
pub fn complete(line: &str, cursor: usize, names: &dyn Names, files: &dyn Files) -> Completion {
    let cursor = floor_boundary(line, cursor);
    let words = words_so_far(&line[..cursor]);
    let begun = words.last().filter(|word| word.end == cursor).cloned();
    let begun = begun.unwrap_or(Word { text: String::new(), start: cursor, end: cursor });
    let done: Vec<&str> = words
        .iter()
        .filter(|word| word.end < cursor || word.start == word.end)
        .map(|word| word.text.as_str())
        .collect();
    let sources = Sources { names, files };
    let mut candidates = candidates(&done, &begun.text, &sources);
    candidates.retain(|candidate| candidate.text.starts_with(&begun.text) && candidate.text != begun.text);
    Completion { start: begun.start, end: cursor, candidates }
}

struct Sources<'a> {
    names: &'a dyn Names,
    files: &'a dyn Files,
}

fn floor_boundary(line: &str, cursor: usize) -> usize {
    (0..=cursor.min(line.len())).rev().find(|at| line.is_char_boundary(*at)).unwrap_or(0)
}

fn candidate(text: impl Into<String>, doc: impl Into<String>) -> Candidate {
    Candidate { text: text.into(), doc: doc.into() }
}

fn candidates(done: &[&str], begun: &str, sources: &Sources) -> Vec<Candidate> {
    match done {
        [] => vec![
            candidate("aws", "The AWS CLI."),
            candidate("playground", "Instances, images, faults and the clock."),
            candidate("help", "What there is."),
            candidate("ls", "The files there are."),
            candidate("cat", "Print a file."),
            candidate("clear", "Empty the terminal."),
        ],
        ["cat", ..] => sources.files.names().into_iter().map(|name| candidate(name, "A file.")).collect(),
        ["aws"] => {
            let services = APIS.iter().map(|api| candidate(api.name, format!("{}.", api.title)));
            services.chain([help()]).collect()
        }
        ["aws", service] => api(service).map_or_else(Vec::new, subcommands),
        ["aws", service, "wait"] => waiters(service).map(|row| candidate(row.cli, row.doc)).collect(),
        ["aws", service, "wait", waiter, rest @ ..] => {
            match waiters(service).find(|row| row.cli == *waiter) {
                Some(row) => options(OptionTable::of_operation(row.operation()), None, rest, begun, sources),
                None => Vec::new(),
            }
        }
        ["aws", service, operation, rest @ ..] => {
            match api(service).and_then(|api| api.operation_by_cli(operation)) {
                Some(row) => options(OptionTable::of_operation(row), None, rest, begun, sources),
                None => Vec::new(),
            }
        }
        ["playground", rest @ ..] => verbs(rest, begun, sources),
        _ => Vec::new(),
    }
}

/// What may follow `aws ecs` and its like.
fn subcommands(api: &Api) -> Vec<Candidate> {
    let mut all: Vec<Candidate> = api.operations.iter().map(|row| candidate(row.cli, row.doc)).collect();
    order::sort_by(&mut all, |left, right| left.text.cmp(&right.text));
    all.extend(waiters(api.name).next().map(|_| candidate("wait", "Wait until a condition holds.")));
    all.push(help());
    all
}

fn help() -> Candidate {
    candidate("help", "What there is.")
}

fn verbs(done: &[&str], begun: &str, sources: &Sources) -> Vec<Candidate> {
    let matching = |verb: &&Verb| {
        let words: Vec<&str> = verb.name.split(' ').collect();
        done.len() >= words.len() && done[..words.len()] == words[..]
    };
    if let Some(verb) = VERBS.iter().find(matching) {
        let used = verb.name.split(' ').count();
        let table = OptionTable::of_verb(verb);
        return options(table, verb.positional, &done[used..], begun, sources);
    }
    let depth = done.len();
    let mut next: Vec<Candidate> = Vec::new();
    for verb in VERBS {
        let words: Vec<&str> = verb.name.split(' ').collect();
        if words.len() > depth
            && words[..depth] == *done
            && next.iter().all(|known| known.text != words[depth])
        {
            let doc = if words.len() == depth + 1 { verb.doc } else { family_doc(words[depth]) };
            next.push(candidate(words[depth], doc));
        }
    }
    if depth == 0 {
        next.push(help());
    }
    next
}

fn family_doc(family: &str) -> &'static str {
    match family {
        "image" => "How containers of an image behave.",
        _ => "Break something.",
    }
}

/// Either options not yet used, or values of the option under way.
fn options(
    table: OptionTable,
    positional: Option<&str>,
    done: &[&str],
    begun: &str,
    sources: &Sources,
) -> Vec<Candidate> {
    let cluster = cluster_of(done);
    let last = done.iter().rposition(|word| is_option(word));
    let under_way = last.and_then(|at| Some((at, table.find(done[at].strip_prefix("--")?)?)));
    let mut out = Vec::new();
    if let Some((at, kind)) = under_way {
        let given = done.len() - at - 1;
        let wants = match kind.takes() {
            Takes::Nothing => false,
            Takes::One | Takes::Maybe => given == 0,
            Takes::Many => true,
        };
        if wants && !begun.starts_with("--") {
            out.extend(option_values(kind, cluster, sources));
        }
        if kind.takes() == Takes::One && given == 0 {
            return out;
        }
    } else if let Some(OptionKind::Member { member, .. }) =
        positional.and_then(|name| table.find(&option_name(name)))
    {
        out.extend(member_values(member, cluster, sources));
    }
    out.extend(unused_options(table, done));
    if done.is_empty() {
        out.push(help());
    }
    out
}

fn cluster_of<'a>(done: &[&'a str]) -> &'a str {
    let at = done.iter().position(|word| *word == "--cluster");
    at.and_then(|at| done.get(at + 1)).copied().unwrap_or("default")
}

fn unused_options(table: OptionTable, done: &[&str]) -> Vec<Candidate> {
    let used = |name: &str| {
        done.iter().filter_map(|word| word.strip_prefix("--")).any(|word| {
            word == name || word.strip_prefix("no-") == Some(name) || name.strip_prefix("no-") == Some(word)
        })
    };
    let member = |member: &Member| (option_name(member.name), member.doc, member.required);
    let mut members: Vec<(String, &str, bool)> = table.input.members().iter().map(member).collect();
    order::sort_by_key(&mut members, |(_, _, required)| !required);
    let extras = table.extras().map(|extra: &Extra| (extra.name.to_string(), extra.doc, false));
    members
        .into_iter()
        .chain(extras)
        .filter(|(name, ..)| !used(name))
        .map(|(name, doc, _)| candidate(format!("--{name}"), doc))
        .collect()
}

fn option_values(kind: OptionKind, cluster: &str, sources: &Sources) -> Vec<Candidate> {
    match kind {
        OptionKind::Extra(extra) if extra.name == "cli-input-json" => files(sources),
        OptionKind::Extra(extra) => extra.choices.iter().map(|choice| candidate(*choice, "")).collect(),
        OptionKind::Member { member, .. } => member_values(member, cluster, sources),
    }
}

fn files(sources: &Sources) -> Vec<Candidate> {
    sources.files.names().into_iter().map(|name| candidate(format!("file://{name}"), "A file.")).collect()
}

fn member_values(member: &Member, cluster: &str, sources: &Sources) -> Vec<Candidate> {
    let shape = match member.shape {
        Shape::List { member, .. } => member,
        shape => shape,
    };
    if let Shape::Enum(words) = shape {
        return words.iter().map(|word| candidate(*word, "")).collect();
    }
    if !shape.is_scalar() {
        return files(sources);
    }
    let names = sources.names;
    let (found, doc) = match member.name {
        "cluster" | "clusters" | "clusterName" => (names.clusters(), "Cluster."),
        "service" | "services" | "serviceName" => (names.services(cluster), "Service."),
        "task" | "tasks" => (names.tasks(cluster), "Task."),
        "containerInstance" | "containerInstances" => {
            (names.container_instances(cluster), "Container instance.")
        }
        "family" | "familyPrefix" => (names.families(), "Family."),
        "taskDefinition" | "taskDefinitions" => {
            (names.families().into_iter().chain(names.task_definitions()).collect(), "Task definition.")
        }
        "image" => (names.images(), "Image."),
        "availabilityZone" => (names.availability_zones(), "Availability Zone."),
        "instanceType" => (names.instance_types(), "EC2 instance type."),
        "capacityProviders" => (names.capacity_providers(), "Capacity provider."),
        "until" => (vec!["steady".into(), "next-event".into(), "+30s".into()], "Where to stop."),
        "by" => (vec!["30s".into(), "5m".into(), "1h".into()], "A duration."),
        _ => return Vec::new(),
    };
    let about = |name: &str| names.about(member.name, cluster, name).unwrap_or_else(|| doc.to_owned());
    found.into_iter().map(|name| candidate(name.as_str(), about(&name))).collect()
}
