//! Golden sessions: every file of `transcripts/` is a script, and behind each of its commands the `>`
//! lines say what happened until the next one. `UPDATE_EXPECT=1` writes them anew.
//!
//! `TASK3` and `CI1` stand for the fourth task and the second container instance, in commands as in answers. What a
//! command prints is shown if it was asked for with `--query`, if it failed, and for `run-until` and `traffic list`.

use std::fs;
use std::path::PathBuf;

use ecs_playground::model::api::auto_scaling::describe_activity;
use ecs_playground::model::ecs::{AutoScalingGroupId, ContainerInstanceId, TaskId};
use ecs_playground::model::world::event::Resource;
use ecs_playground::model::world::{CapacityEvent, Event, LoggedEvent, ScalingEvent, World, WorldConfig};
use ecs_playground::playground::cli::parse::NoFiles;
use ecs_playground::playground::console;
use ecs_playground::playground::explain::capacity as explain;
use ecs_playground::playground::explain::deployment;
use ecs_playground::playground::explain::routes;
use ecs_playground::playground::explain::{scaling, task_fault};
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
    let problems: Vec<String> = files.iter().filter_map(problem).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

fn problem(file: &PathBuf) -> Option<String> {
    let expected = fs::read_to_string(file).unwrap();
    let found = match transcript(&expected) {
        Ok(found) => found,
        Err(error) => return Some(format!("{}: {error}", file.display())),
    };
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(file, found).unwrap();
        return None;
    }
    (found != expected).then(|| first_difference(file, &expected, &found))
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
    let (mut number, mut created) = (0, 0);
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
        let line = spelled_out(session.world(), &step.line);
        let output = console::run(&mut session, &line, &NoFiles);
        if (output.exit_code != 0) != step.fails {
            return Err(format!("line {}: {}{}", step.number, output.stdout, output.stderr));
        }
        let world = session.world();
        assert_eq!(world.broken_invariant(), None);
        for event in session.simulation().log().since(before) {
            if let Some(what) = line_of(world, event, &mut created) {
                written += &format!("> {} {}\n", event.at, named(world, &what));
            }
        }
        let asked = [" --query ", " run-until ", " traffic list"].iter().any(|word| step.line.contains(word));
        let printed = if asked { output.stdout } else { String::new() } + &output.stderr;
        let shown = printed.lines().filter(|line| !line.is_empty());
        shown.for_each(|line| written += &format!("> {}\n", named(world, line)));
    }
    Ok(written)
}

/// What a reader of a transcript wants to know of an event; none for the rest. `created` counts the tasks so far, as
/// the event does not name the id that its task was given.
fn line_of(world: &World, logged: &LoggedEvent, created: &mut u32) -> Option<String> {
    let task = |task: &TaskId| {
        format!("{} ({})", world.task_hex(*task), world.tasks[*task].definition.family_revision())
    };
    let instance = |instance: &ContainerInstanceId| world.container_instance_hex(*instance);
    Some(match &logged.event {
        Event::ServiceEventPosted { message, .. } => message.to_string(),
        Event::Capacity(event) => return capacity_line(world, event),
        Event::TaskPlaced { task: id, .. } => {
            let on = world.tasks[*id].container_instance.as_ref().map(instance).unwrap_or_default();
            format!("{} has a place on {on}", task(id))
        }
        Event::TaskCreated(row) => {
            let id = TaskId(*created);
            *created += 1;
            let place = row.container_instance.as_ref().map(instance);
            let place = place.or(row.zone.map(|zone| world.zone(zone).name.to_string())).unwrap_or_default();
            format!("{} {} on {place}", task(&id), row.last_status.as_str())
        }
        Event::TaskStatusChanged { task: id, status } => format!("{} {}", task(id), status.as_str()),
        Event::TaskStopAsked { task: id, code, reason } => format!("{} stops: {code:?}: {reason}", task(id)),
        Event::TaskHealthChanged { task: id, health } => format!("{} is {health:?}", task(id)),
        Event::TaskFaultBegan { task: id, fault } => format!("{}: {}", task(id), task_fault::line(fault)),
        Event::TaskFaultEnded { task: id, number } => {
            let action = world.tasks[*id].faults[*number as usize].kind.action();
            format!("{}: {action} is over", task(id))
        }
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
        Event::ServiceDeploymentChanged { deployment, to } if deployment::is_worth_a_line(to) => {
            format!("{}: {}", world.deployment_name(*deployment), deployment::line(world, to))
        }
        Event::DeploymentRolledBack { reason, .. } => reason.to_string(),
        Event::AlarmChanged { name, to } => {
            // The letters behind a target tracking alarm's name say nothing to a reader.
            let end = name.find("-Alarm").and_then(|at| Some(at + name[at..].find('-')? + 1));
            let end = end.and_then(|at| Some(at + name[at..].find('-')?));
            let name = &name[..end.unwrap_or(name.len())];
            format!("alarm {name} is {}: {}", to.state.as_str(), to.state_reason)
        }
        Event::DeploymentRolloutChanged { reason, .. } => reason.to_string(),
        Event::ServiceStatusChanged { status, .. } => format!("service is {status:?}"),
        Event::LoadBalancerChanged { load_balancer: id, to } if to.is_active => {
            format!("load balancer {} is active", world.load_balancers[*id].name)
        }
        Event::RuleChanged { rule, to } => {
            format!("listener rule {}: {}", world.rule_name(*rule), routes::shares(world, to))
        }
        Event::TargetHealthChanged { target: id, state, failure, .. } => {
            let row = &world.targets[*id];
            let group = &world.target_groups[row.target_group].name;
            let whose = row.task.map_or(row.id.to_string(), |(id, _)| task(&id));
            let why = failure
                .map_or(String::new(), |failure| format!(": {}: {}", failure.code(), failure.description()));
            format!("{whose} in {group} is {}{why}", state.as_str())
        }
        Event::Scaling(ScalingEvent::Activity(row)) => {
            let story = scaling::story(row);
            format!("{}: {} {}", world.services[row.service].name, story.lead, story.rest)
        }
        Event::TagsChanged { resource: Resource::Cluster(_), tags } => {
            format!("cluster has {} tags", tags.len())
        }
        _ => return None,
    })
}

fn capacity_line(world: &World, event: &CapacityEvent) -> Option<String> {
    let group = |id: AutoScalingGroupId| &world.auto_scaling_groups[id].name;
    Some(match event {
        CapacityEvent::DatapointPublished { provider, datapoint } => {
            format!("{} {}", world.capacity_providers[*provider].name, explain::measured(datapoint))
        }
        CapacityEvent::ScalingDecided(decision) => explain::decision(world, decision),
        CapacityEvent::ActivityStarted(row) => {
            format!("{} {}: {}", group(row.group), describe_activity(world, row), row.cause)
        }
        CapacityEvent::ActivityChanged { group: id, message: Some(message), attempts, .. } => {
            format!("{} ×{attempts}: {message}", group(*id))
        }
        CapacityEvent::LifecycleChanged { instance, lifecycle, .. } => {
            format!("{} {}", world.container_instance_hex(*instance), lifecycle.as_str())
        }
        CapacityEvent::ProtectionChanged { instance, protected } => {
            format!("{} protected from scale-in: {protected}", world.container_instance_hex(*instance))
        }
        CapacityEvent::SpotInterruptionNoticed { instance, at } => {
            format!("{} interruption notice, ends {at}", world.container_instance_hex(*instance))
        }
        CapacityEvent::ManagedInstancesLaunched { instance_type, instances, tasks, .. } => {
            format!("ECS launches {instances} × {instance_type:?} for {tasks} tasks")
        }
        _ => return None,
    })
}

/// The line with the real identifiers that `TASK3` and `CI1` stand for.
fn spelled_out(world: &World, line: &str) -> String {
    let mut line = line.to_owned();
    for (name, arn) in policies(world) {
        line = line.replace(&name, &arn);
    }
    for id in world.tasks.ids().rev() {
        line = line.replace(&format!("TASK{}", id.0), &world.task_hex(id));
    }
    for number in (0..world.next_deployment.0).rev() {
        let id = ecs_playground::model::ecs::DeploymentId(number);
        line = line.replace(&format!("TASKSET{number}"), &world.deployment_name(id));
    }
    for (id, row) in world.service_deployments.iter().rev() {
        line = line.replace(&format!("DEPLOYMENT{}", id.0), &world.service_deployment_arn(row.service, *id));
    }
    for id in world.container_instances.ids().rev() {
        line = line.replace(&format!("CI{}", id.0), &world.container_instance_hex(id));
    }
    line
}

/// What `POLICY:cpu` stands for.
fn policies(world: &World) -> Vec<(String, String)> {
    let targets = world.scaling.targets.iter();
    let all = targets.flat_map(|target| target.policies.iter().map(move |policy| (target.service, policy)));
    let named = all.map(|(service, policy)| {
        let arn = world.scaling_policy_arn(service, policy.number, &policy.name);
        (format!("POLICY:{}", policy.name), arn)
    });
    named.collect()
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
    for id in world.target_groups.ids() {
        let name = &world.target_groups[id].name;
        line = line.replace(&world.target_group_arn(id), &format!("arn:{name}"));
    }
    for number in 0..world.next_deployment.0 {
        let id = ecs_playground::model::ecs::DeploymentId(number);
        line = line.replace(&world.deployment_name(id), &format!("ecs-svc/DEP{number}"));
    }
    line
}
