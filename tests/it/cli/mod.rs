//! The command line: lines in, requests or error texts out; responses in, printed text out.

mod completion;
mod lines;
mod output;
mod round_trip;

use ecs_playground::playground::cli::complete::Names;
use ecs_playground::playground::cli::{Files, Parsed, Target, parse};
use serde_json::json;

struct OneFile;

impl Files for OneFile {
    fn read(&self, name: &str) -> Option<String> {
        (name == "task-definition.json").then(|| {
            json!({ "family": "web", "containerDefinitions": [{ "name": "app", "image": "nginx" }] })
                .to_string()
        })
    }

    fn names(&self) -> Vec<String> {
        vec!["task-definition.json".into()]
    }
}

fn parsed(line: &str) -> Parsed {
    parse(line, &OneFile).unwrap_or_else(|error| panic!("{line}\n{}", error.message))
}

/// The words that name the target.
fn target(parsed: &Parsed) -> String {
    match &parsed.target {
        Target::Api(operation) => operation.name.to_string(),
        Target::Wait(waiter) => format!("wait {}", waiter.cli),
        Target::Playground(verb) => format!("playground {}", verb.name),
        Target::Print(_) => "print".into(),
        Target::Clear => "clear".into(),
        Target::Nothing => "nothing".into(),
    }
}

struct SomeNames;

impl Names for SomeNames {
    fn clusters(&self) -> Vec<String> {
        vec!["demo".into()]
    }
    fn services(&self, cluster: &str) -> Vec<String> {
        vec![format!("{cluster}-web")]
    }
    fn tasks(&self, _cluster: &str) -> Vec<String> {
        vec!["0123abcd".into()]
    }
    fn container_instances(&self, _cluster: &str) -> Vec<String> {
        vec!["4567cdef".into()]
    }
    fn families(&self) -> Vec<String> {
        vec!["web".into()]
    }
    fn task_definitions(&self) -> Vec<String> {
        vec!["web:1".into()]
    }
    fn images(&self) -> Vec<String> {
        vec!["nginx:1.27".into()]
    }
    fn availability_zones(&self) -> Vec<String> {
        vec!["us-east-1a".into()]
    }
    fn instance_types(&self) -> Vec<String> {
        vec!["t3.small".into()]
    }
    fn capacity_providers(&self) -> Vec<String> {
        vec!["FARGATE".into()]
    }
}
