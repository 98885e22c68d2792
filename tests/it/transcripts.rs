//! Golden sessions: every file of `transcripts/` is a script, and behind each of its commands the `>`
//! lines say what happened until the next one. `UPDATE_EXPECT=1` writes them anew.

use std::fs;
use std::path::PathBuf;

use ecs_playground::model::ecs::{ContainerInstanceId, TaskId};
use ecs_playground::model::world::event::Resource;
use ecs_playground::model::world::{Event, LoggedEvent, World, WorldConfig};
use ecs_playground::playground::cli::parse::NoFiles;
use ecs_playground::playground::console;
use ecs_playground::playground::recording::Session;
use ecs_playground::playground::scenarios::script;

fn files() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/transcripts");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn what_happens_is_what_the_transcripts_say() {
    let files = files();
    assert!(!files.is_empty());
    for file in files {
        let expected = fs::read_to_string(&file).unwrap();
        let found = transcript(&expected).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&file, found).unwrap();
        } else if found != expected {
            panic!("{}", first_difference(&file, &expected, &found));
        }
    }
}

fn first_difference(file: &std::path::Path, expected: &str, found: &str) -> String {
    let (mut wanted, mut got) = (expected.lines(), found.lines());
    for number in 1.. {
        let (wanted, got) = (wanted.next(), got.next());
        if wanted != got {
            return format!("{}:{number}\n expected: {wanted:?}\n    found: {got:?}", file.display());
        }
        assert!(wanted.is_some(), "texts that differ have a line that differs");
    }
    unreachable!()
}

/// The script of a transcript with the `>` lines that it should have.
fn transcript(text: &str) -> Result<String, String> {
    let mut session = Session::new(WorldConfig::default());
    let mut written = String::new();
    let mut steps = script::steps(text).into_iter().peekable();
    let source: Vec<&str> = text.lines().collect();
    let mut number = 0;
    while number < source.len() {
        let line = source[number];
        number += 1;
        let Some(step) = steps.next_if(|step| step.number as usize == number) else {
            if !line.starts_with('>') {
                written += &format!("{line}\n");
            }
            continue;
        };
        let length = step.line.lines().count();
        source[number - 1..number - 1 + length].iter().for_each(|line| written += &format!("{line}\n"));
        number += length - 1;
        let before = session.simulation().log().len();
        let output = console::run(&mut session, &step.line, &NoFiles);
        if (output.exit_code != 0) != step.fails {
            return Err(format!("line {}: {}{}", step.number, output.stdout, output.stderr));
        }
        if step.fails {
            output
                .stderr
                .lines()
                .filter(|line| !line.is_empty())
                .for_each(|line| written += &format!("> {line}\n"));
        }
        let world = session.world();
        assert_eq!(world.broken_invariant(), None);
        for event in session.simulation().log().since(before) {
            if let Some(what) = line_of(world, event) {
                written += &format!("> {} {}\n", event.at, named(world, &what));
            }
        }
    }
    Ok(written)
}

/// What a reader of a transcript wants to know of an event; none for the rest.
fn line_of(world: &World, logged: &LoggedEvent) -> Option<String> {
    let task = |task: &TaskId| {
        format!("{} ({})", world.task_hex(*task), world.tasks[*task].definition.family_revision())
    };
    let instance = |instance: &ContainerInstanceId| world.container_instance_hex(*instance);
    Some(match &logged.event {
        Event::ServiceEventPosted { message, .. } => message.to_string(),
        Event::TaskStatusChanged { task: id, status } => format!("{} {}", task(id), status.as_str()),
        Event::TaskStopAsked { task: id, code, reason } => format!("{} stops: {code:?}: {reason}", task(id)),
        Event::TaskHealthChanged { task: id, health } => format!("{} is {health:?}", task(id)),
        Event::ContainerStopped { task: id, container, exit_code, reason } => {
            let name = &world.tasks[*id].containers[usize::from(*container)].name;
            let exit = exit_code.map_or("no exit code".to_owned(), |code| format!("exit {code}"));
            let reason = reason.as_deref().map_or(String::new(), |reason| format!(", {reason}"));
            format!("{} container {name}: {exit}{reason}", task(id))
        }
        Event::ContainerRestarted { task: id, container } => {
            let name = &world.tasks[*id].containers[usize::from(*container)].name;
            format!("{} container {name} restarted", task(id))
        }
        Event::ContainerInstanceStatusChanged { instance: id, status, .. } => {
            format!("{} is {status:?}", instance(id))
        }
        Event::AgentConnectionChanged { instance: id, connected } => {
            format!("{} agent connected: {connected}", instance(id))
        }
        Event::DeploymentRolloutChanged { reason, .. } => reason.to_string(),
        Event::ServiceStatusChanged { status, .. } => format!("service is {status:?}"),
        Event::TagsChanged { resource: Resource::Cluster(_), tags } => {
            format!("cluster has {} tags", tags.len())
        }
        _ => return None,
    })
}

/// Identifiers as `TASK3`, `CI1`: which thing it is matters to a reader, its digits do not.
fn named(world: &World, line: &str) -> String {
    let mut line = line.to_owned();
    for id in world.tasks.ids().rev() {
        line = line.replace(&world.task_hex(id), &format!("TASK{}", id.0));
    }
    for id in world.container_instances.ids().rev() {
        line = line.replace(&world.container_instance_hex(id), &format!("CI{}", id.0));
        line = line.replace(&world.ec2_instance_id(id), &format!("i-CI{}", id.0));
    }
    for number in 0..world.next_deployment.0 {
        let id = ecs_playground::model::ecs::DeploymentId(number);
        line = line.replace(&world.deployment_name(id), &format!("ecs-svc/DEP{number}"));
    }
    line
}
