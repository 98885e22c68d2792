//! A run to put requests to: a cluster `lab` with a container instance in each zone, and an empty one.

use std::fs;
use std::path::PathBuf;
use std::rc::Rc;

use ecs_playground::model::api::{self, apis::APIS};
use ecs_playground::model::ecs::container_instance::{CpuArchitecture, Resources};
use ecs_playground::model::ecs::{
    Attribute, ClusterId, ContainerInstance, ContainerInstanceId, ContainerInstanceStatus, Ec2State,
    EcsResult, ZoneId,
};
use ecs_playground::model::kernel::{SimDuration, SimTime};
use ecs_playground::model::simulation::Simulation;
use ecs_playground::model::world::ctx::State;
use ecs_playground::model::world::event::Command;
use ecs_playground::model::world::{Ctx, Event, World, WorldConfig};
use serde_json::{Value, json};

pub struct ApiWorld {
    pub simulation: Simulation,
}

impl ApiWorld {
    pub fn new() -> Self {
        let mut state = State::new(World::new(WorldConfig::default()));
        let mut ctx = Ctx::new(&mut state, None);
        for name in ["lab", "empty"] {
            let request = json!({ "clusterName": name, "capacityProviders": ["FARGATE", "FARGATE_SPOT"] });
            api::execute(&mut ctx, &APIS[0], "CreateCluster", &request).expect("a new cluster");
        }
        for zone in 0..3 {
            ctx.emit(Event::ContainerInstanceRegistered(Rc::new(instance(ZoneId(zone)))));
        }
        Self { simulation: Simulation::from_state(state) }
    }

    /// The same with the task definitions of these tests: `web` (bridge), `own` (awsvpc) and `far` (Fargate).
    pub fn with_definitions() -> Self {
        let mut world = Self::new();
        for definition in [web(), own(), far()] {
            world.ok("RegisterTaskDefinition", definition);
        }
        world
    }

    pub fn call(&mut self, operation: &str, request: Value) -> EcsResult<Value> {
        self.call_service("ecs", operation, request)
    }

    pub fn call_service(&mut self, service: &str, operation: &str, request: Value) -> EcsResult<Value> {
        let command = Command { service: service.into(), operation: operation.into(), request };
        self.simulation.execute(&command)
    }

    /// A request that must succeed.
    pub fn ok(&mut self, operation: &str, request: Value) -> Value {
        let shown = request.to_string();
        self.call(operation, request).unwrap_or_else(|error| panic!("{operation} {shown}: {error}"))
    }

    /// `Name: message` of a request that must be refused, and changes nothing.
    pub fn refused(&mut self, operation: &str, request: Value) -> String {
        let shown = request.to_string();
        let error = self.call(operation, request).err();
        error.unwrap_or_else(|| panic!("{operation} {shown} was not refused")).to_string()
    }

    pub fn advance(&mut self, seconds: u64) {
        let until = self.simulation.now() + SimDuration::from_secs(seconds);
        self.simulation.advance_to(until);
        assert_eq!(self.simulation.world().broken_invariant(), None);
    }

    pub fn instance_arn(&self, number: u32) -> String {
        self.simulation.world().container_instance_arn(ContainerInstanceId(number))
    }

    /// Runs one task that must find a place, and gives its ARN.
    pub fn one_task(&mut self, request: Value) -> String {
        let answer = self.ok("RunTask", request);
        assert_eq!(answer["failures"], json!([]));
        answer["tasks"][0]["taskArn"].as_str().expect("a task").to_owned()
    }
}

pub fn web() -> Value {
    json!({
        "family": "web",
        "tags": [{ "key": "team", "value": "shop" }],
        "containerDefinitions": [{
            "name": "web",
            "image": "nginx:1.27",
            "cpu": 256,
            "memory": 512,
            "portMappings": [{ "containerPort": 80, "hostPort": 0 }],
        }],
    })
}

pub fn own() -> Value {
    json!({
        "family": "own",
        "networkMode": "awsvpc",
        "containerDefinitions": [{ "name": "web", "image": "nginx:1.27", "memory": 256 }],
    })
}

pub fn far() -> Value {
    json!({
        "family": "far",
        "networkMode": "awsvpc",
        "requiresCompatibilities": ["FARGATE"],
        "cpu": "256",
        "memory": "512",
        "containerDefinitions": [{
            "name": "web",
            "image": "nginx:1.27",
            "portMappings": [{ "containerPort": 80 }],
        }],
    })
}

/// A network configuration with the subnet of the first zone.
pub fn network(world: &ApiWorld) -> Value {
    let subnet = world.simulation.world().zone(ZoneId(0)).subnet_id.to_string();
    json!({ "awsvpcConfiguration": { "subnets": [subnet] } })
}

fn instance(zone: ZoneId) -> ContainerInstance {
    let registered = Resources { cpu_units: 2048, memory_mib: 3884, gpus: 0, enis: 2 };
    let attribute = |name: &str| Attribute { name: name.into(), value: None };
    ContainerInstance {
        cluster: ClusterId(0),
        instance_type: "c5.large".into(),
        zone,
        architecture: CpuArchitecture::X86_64,
        status: ContainerInstanceStatus::Active,
        status_reason: None,
        agent_connected: true,
        ec2_state: Ec2State::Running,
        registered_at: SimTime::ZERO,
        gone_at: None,
        registered_resources: registered,
        remaining_resources: registered,
        held_resources: Resources::default(),
        ports: Default::default(),
        held_ports: Default::default(),
        attributes: [
            attribute("ecs.capability.task-eni"),
            attribute("com.amazonaws.ecs.capability.docker-remote-api.1.18"),
        ]
        .into(),
        tags: Vec::new(),
        capacity_provider: None,
        group: None,
        spot: None,
        price_micro_usd_per_hour: 0,
        agent_version: "1.105.1".into(),
        tasks: Vec::new(),
        running_tasks_count: 0,
        pending_tasks_count: 0,
        image_cache: Default::default(),
        version: 1,
    }
}

/// Compares an answer with `tests/it/golden/<name>.json`; `UPDATE_EXPECT=1` rewrites the file.
pub fn golden(name: &str, answer: &Value) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/it/golden/{name}.json"));
    let shown = serde_json::to_string_pretty(answer).expect("a value can be written") + "\n";
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, shown).expect("the golden file can be written");
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(shown, expected, "{name}: run with UPDATE_EXPECT=1 if this is right");
}
