//! A small world to try services in: an account with one cluster, driven through the API like any other client.

use ecs_playground::model::ecs::{EcsResult, ServiceId};
use ecs_playground::model::kernel::SimTime;
use ecs_playground::model::simulation::Simulation;
use ecs_playground::model::world::event::Command;
use ecs_playground::model::world::{World, WorldConfig};
use serde_json::{Value, json};

pub struct Lab {
    pub simulation: Simulation,
}

impl Lab {
    /// Cluster `lab` with Fargate.
    pub fn new() -> Self {
        let mut lab = Self { simulation: Simulation::new(WorldConfig::default()) };
        let providers = ["FARGATE", "FARGATE_SPOT"];
        lab.ok("CreateCluster", json!({ "clusterName": "lab", "capacityProviders": providers }));
        lab
    }

    pub fn call(&mut self, operation: &str, request: Value) -> EcsResult<Value> {
        self.command_of("ecs", operation, request)
    }

    /// An action that must succeed.
    pub fn ok(&mut self, operation: &str, request: Value) -> Value {
        self.call(operation, request).unwrap_or_else(|error| panic!("{operation}: {error}"))
    }

    pub fn playground(&mut self, operation: &str, request: Value) -> Value {
        let answer = self.command_of("playground", operation, request);
        answer.unwrap_or_else(|error| panic!("{operation}: {error}"))
    }

    /// A fault that may find nothing to break.
    pub fn try_playground(&mut self, operation: &str, request: Value) {
        drop(self.command_of("playground", operation, request));
    }

    /// An action of any service.
    pub fn command_of(&mut self, service: &str, operation: &str, request: Value) -> EcsResult<Value> {
        let command = Command { service: service.into(), operation: operation.into(), request };
        let answer = self.simulation.execute(&command);
        self.check();
        answer
    }

    /// Lets time pass, with all invariants checked after everything that happens.
    pub fn advance(&mut self, seconds: u64) {
        let until = SimTime::from_millis(self.simulation.now().as_millis() + seconds * 1000);
        while self.simulation.step(until) {
            self.check();
        }
        self.simulation.advance_to(until);
    }

    fn check(&self) {
        if let Some(broken) = self.world().broken_invariant() {
            panic!("{}: {broken}", self.simulation.now());
        }
    }

    pub fn world(&self) -> &World {
        self.simulation.world()
    }

    /// A Fargate task definition of one container: `members` are laid over its defaults.
    pub fn register_fargate(&mut self, family: &str, members: Value) {
        let mut container =
            json!({ "name": "app", "image": "nginx:1.27", "portMappings": [{ "containerPort": 80 }] });
        overlay(&mut container, members);
        self.ok(
            "RegisterTaskDefinition",
            json!({
                "family": family, "cpu": "256", "memory": "512", "networkMode": "awsvpc",
                "requiresCompatibilities": ["FARGATE"], "containerDefinitions": [container],
            }),
        );
    }

    /// A task definition for container instances: 256 CPU units and 512 MiB.
    pub fn register_ec2(&mut self, family: &str, members: Value) {
        let mut container = json!({ "name": "app", "image": "nginx:1.27", "cpu": 256, "memory": 512 });
        overlay(&mut container, members);
        self.ok("RegisterTaskDefinition", json!({ "family": family, "containerDefinitions": [container] }));
    }

    /// Creates the Fargate service `web` from the family `web`.
    pub fn create_web(&mut self, desired_count: u32, members: Value) -> Value {
        let mut request = fargate_service("web", "web", desired_count);
        overlay(&mut request, members);
        self.ok("CreateService", request)
    }

    pub fn update_web(&mut self, members: Value) -> Value {
        let mut request = json!({ "cluster": "lab", "service": "web" });
        overlay(&mut request, members);
        self.ok("UpdateService", request)
    }

    pub fn service(&mut self, name: &str) -> Value {
        let answer = self.ok("DescribeServices", json!({ "cluster": "lab", "services": [name] }));
        answer["services"][0].clone()
    }

    pub fn service_id(&self, name: &str) -> ServiceId {
        let found = self.world().services.iter().rev().find(|(_, row)| &*row.name == name);
        found.expect("the service exists").0
    }

    /// The messages of a service, oldest first, with identifiers replaced by what they are of.
    pub fn messages(&self, name: &str) -> Vec<String> {
        let events = &self.world().services[self.service_id(name)].events;
        events.iter().rev().map(|event| anonymous(&event.message)).collect()
    }

    /// Tasks of the service that are meant to run.
    pub fn wanted(&self, name: &str) -> Vec<String> {
        let service = &self.world().services[self.service_id(name)];
        let wanted = service.tasks.iter().filter(|&&task| self.world().tasks[task].is_wanted());
        wanted.map(|&task| self.world().task_hex(task)).collect()
    }
}

pub fn fargate_service(name: &str, family: &str, desired_count: u32) -> Value {
    json!({
        "cluster": "lab", "serviceName": name, "taskDefinition": family, "desiredCount": desired_count,
        "launchType": "FARGATE",
        "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["subnet-0a11", "subnet-0b22"] } },
    })
}

/// Lays the members of `over` over those of `base`; null takes one away.
pub fn overlay(base: &mut Value, over: Value) {
    let Value::Object(over) = over else { return };
    for (name, value) in over {
        match value {
            Value::Null => drop(base.as_object_mut().expect("a structure").remove(&name)),
            value => base[name] = value,
        }
    }
}

/// 32 hexadecimal digits become `ID`, the 19 digits of a deployment become `DEP`.
fn anonymous(message: &str) -> String {
    let is_id = |word: &str| word.len() == 32 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_deployment = |word: &str| word.len() == 19 && word.bytes().all(|byte| byte.is_ascii_digit());
    let mut text = String::new();
    let mut word = String::new();
    for letter in message.chars().chain(['\n']) {
        if letter.is_ascii_alphanumeric() {
            word.push(letter);
            continue;
        }
        text += if is_id(&word) {
            "ID"
        } else if is_deployment(&word) {
            "DEP"
        } else {
            &word
        };
        word.clear();
        text.push(letter);
    }
    text.trim_end().to_owned()
}
