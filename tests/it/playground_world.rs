//! A run that starts with an empty cluster `lab`, to put requests of both services to.

use ecs_playground::model::ecs::{ContainerInstance, ContainerInstanceId, EcsResult, Task, TaskId};
use ecs_playground::model::kernel::SimDuration;
use ecs_playground::model::simulation::Simulation;
use ecs_playground::model::world::event::Command;
use ecs_playground::model::world::{World, WorldConfig};
use serde_json::{Value, json};

pub struct PlaygroundWorld {
    pub simulation: Simulation,
}

impl PlaygroundWorld {
    pub fn new() -> Self {
        let mut world = Self { simulation: Simulation::new(WorldConfig::default()) };
        world.ok("ecs", "CreateCluster", json!({ "clusterName": "lab" }));
        world
    }

    /// With registered instances, `per_zone` of them in each zone: instance 0 is in the first.
    pub fn with_instances(per_zone: u32) -> Self {
        let mut world = Self::new();
        let request =
            json!({ "cluster": "lab", "instanceType": "m5.large", "count": 3 * per_zone, "ready": true });
        world.ok("playground", "LaunchInstances", request);
        world
    }

    /// Registers a task definition `web` whose one container has a health check, and starts a task of it on
    /// each of the instances.
    pub fn start_tasks(&mut self, instances: &[u32]) {
        let container = json!({
            "name": "app",
            "image": "nginx:1.27",
            "cpu": 256,
            "memory": 512,
            "healthCheck": { "command": ["CMD-SHELL", "curl -f http://localhost/ || exit 1"], "interval": 5, "retries": 2 },
        });
        let definition = json!({ "family": "web", "containerDefinitions": [container] });
        self.ok("ecs", "RegisterTaskDefinition", definition);
        let names: Vec<String> = instances
            .iter()
            .map(|&id| self.world().container_instance_hex(ContainerInstanceId(id)))
            .collect();
        let request = json!({ "cluster": "lab", "taskDefinition": "web", "containerInstances": names });
        assert_eq!(self.ok("ecs", "StartTask", request)["failures"], json!([]));
        self.advance(60);
    }

    pub fn call(&mut self, service: &str, operation: &str, request: Value) -> EcsResult<Value> {
        let command = Command { service: service.into(), operation: operation.into(), request };
        self.simulation.execute(&command)
    }

    /// A request that must succeed.
    pub fn ok(&mut self, service: &str, operation: &str, request: Value) -> Value {
        let shown = request.to_string();
        self.call(service, operation, request).unwrap_or_else(|error| panic!("{operation} {shown}: {error}"))
    }

    /// `Name: message` of a request that must be refused.
    pub fn refused(&mut self, service: &str, operation: &str, request: Value) -> String {
        let shown = request.to_string();
        let error = self.call(service, operation, request).err();
        error.unwrap_or_else(|| panic!("{operation} {shown} was not refused")).to_string()
    }

    /// A fault on one instance.
    pub fn hit(&mut self, operation: &str, instance: u32) -> EcsResult<Value> {
        let name = self.world().ec2_instance_id(ContainerInstanceId(instance));
        self.call("playground", operation, json!({ "containerInstance": name }))
    }

    pub fn advance(&mut self, seconds: u64) {
        let until = self.simulation.now() + SimDuration::from_secs(seconds);
        self.simulation.advance_to(until);
    }

    pub fn world(&self) -> &World {
        self.simulation.world()
    }

    pub fn instance(&self, id: u32) -> &ContainerInstance {
        &self.world().container_instances[ContainerInstanceId(id)]
    }

    pub fn task(&self, id: u32) -> &Task {
        &self.world().tasks[TaskId(id)]
    }

    /// EC2 state, status and connection of an instance as one line.
    pub fn state(&self, id: u32) -> String {
        let row = self.instance(id);
        let connected = if row.agent_connected { "connected" } else { "not connected" };
        format!("{:?} {:?} {connected}", row.ec2_state, row.status)
    }

    /// Replays the log into a new world and holds every event against the invariants.
    pub fn check_every_event(&self) {
        let mut world = World::new((*self.world().config).clone());
        for logged in self.simulation.log().iter() {
            world.now = logged.at;
            world.apply(&logged.event);
            assert_eq!(world.broken_invariant(), None, "after {:?}", logged.event);
        }
    }
}
