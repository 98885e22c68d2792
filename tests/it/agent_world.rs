//! A world with nothing in it but agents: instances, definitions and tasks appear by saying so.

use std::rc::Rc;

use ecs_playground::model::agent::{self, NewTask};
use ecs_playground::model::ecs::cluster::PerLaunchType;
use ecs_playground::model::ecs::container_instance::{CpuArchitecture, Resources};
use ecs_playground::model::ecs::image::{HealthPlan, ImageBehaviour, PullOutcome, Serving, Then};
use ecs_playground::model::ecs::service::{
    AvailabilityZoneRebalancing, DeploymentConfiguration, SchedulingStrategy, ServiceSpec,
};
use ecs_playground::model::ecs::{
    Cluster, ClusterId, ClusterStatus, ContainerInstance, ContainerInstanceId, ContainerInstanceStatus,
    Deployment, DeploymentId, DeploymentRolloutState, DeploymentStatus, Ec2State, LaunchType, Service,
    ServiceId, ServiceStatus, Task, TaskDefinition, TaskDefinitionId, TaskId, ZoneId,
};
use ecs_playground::model::kernel::{SimDuration, SimTime};
use ecs_playground::model::world::ctx::State;
use ecs_playground::model::world::decision::Target;
use ecs_playground::model::world::{Ctx, Event, Timer, World, WorldConfig};
use serde_json::json;

pub const CLUSTER: ClusterId = ClusterId(0);

/// An image that pulls quickly, is up after a second, serves for ever and ends well.
pub fn steady() -> ImageBehaviour {
    ImageBehaviour {
        pull: PullOutcome::Ok,
        pull_size_mib: 10,
        boot_millis: 1_000,
        then: Then::Run,
        health: HealthPlan::Healthy,
        stop_millis: Some(500),
        stop_exit_code: 0,
        cpu_percent: 5,
        memory_mib: 10,
        serving: Serving {
            latency_millis: 20,
            cpu_micros: 1_000,
            most_per_second: 0,
            error_percent: 0,
            health_path: None,
        },
    }
}

pub struct AgentWorld {
    pub state: State,
}

impl AgentWorld {
    pub fn new() -> Self {
        Self::seeded(7)
    }

    pub fn seeded(seed: u64) -> Self {
        let config = WorldConfig { seed, ..WorldConfig::default() };
        let mut world = Self { state: State::new(World::new(config)) };
        world.say(Event::ClusterCreated(Rc::new(Cluster {
            name: "demo".into(),
            status: ClusterStatus::Active,
            created_at: SimTime::ZERO,
            tags: Vec::new(),
            settings: Vec::new(),
            configuration: None,
            service_connect_defaults: None,
            capacity_providers: Vec::new(),
            default_capacity_provider_strategy: Vec::new(),
            services: Vec::new(),
            container_instances: Vec::new(),
            registered_container_instances_count: 0,
            running_tasks: PerLaunchType::default(),
            pending_tasks: PerLaunchType::default(),
        })));
        world
    }

    /// An empty container instance with 2 vCPU, 4 GB and two network interfaces for tasks.
    pub fn instance(&mut self) -> ContainerInstanceId {
        self.instance_with(Resources { cpu_units: 2048, memory_mib: 4096, gpus: 0, enis: 2 })
    }

    pub fn instance_with(&mut self, registered: Resources) -> ContainerInstanceId {
        let id = self.world().container_instances.next_id();
        self.say(Event::ContainerInstanceRegistered(Rc::new(ContainerInstance {
            cluster: CLUSTER,
            instance_type: "c5.large".into(),
            zone: ZoneId(0),
            architecture: CpuArchitecture::X86_64,
            status: ContainerInstanceStatus::Active,
            status_reason: None,
            agent_connected: true,
            ec2_state: Ec2State::Running,
            registered_at: self.now(),
            gone_at: None,
            registered_resources: registered,
            remaining_resources: registered,
            held_resources: Resources::default(),
            ports: Default::default(),
            held_ports: Default::default(),
            attributes: Rc::new([]),
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
        })));
        id
    }

    /// Registers a definition from its JSON.
    pub fn definition(&mut self, json: &str) -> TaskDefinitionId {
        let id = self.world().task_definitions.next_id();
        let mut definition: TaskDefinition = serde_json::from_str(json).expect("a task definition");
        definition.revision = 1;
        definition.family = format!("family-{}", id.0);
        let tags = Rc::new([]);
        self.say(Event::TaskDefinitionRegistered { definition: Rc::new(definition), tags });
        id
    }

    /// A service, with one deployment of the definition, that registers its tasks with service discovery.
    pub fn service_with_targets(&mut self, definition: TaskDefinitionId) -> (ServiceId, DeploymentId) {
        let (service, deployment) = (self.world().services.next_id(), self.world().next_deployment);
        let spec = Rc::new(ServiceSpec {
            task_definition: Some(definition),
            launch_type: None,
            capacity_provider_strategy: Vec::new(),
            platform_version: None,
            network_configuration: None,
            load_balancers: Vec::new(),
            service_registries: vec![json!({"containerName": "a", "containerPort": 80})],
            service_connect_configuration: None,
            vpc_lattice_configurations: Vec::new(),
            volume_configurations: Vec::new(),
        });
        let configuration = DeploymentConfiguration {
            maximum_percent: 200,
            minimum_healthy_percent: 100,
            other: Default::default(),
        };
        self.say(Event::ServiceCreated(Rc::new(Service {
            cluster: CLUSTER,
            name: "web".into(),
            status: ServiceStatus::Draining,
            scheduling_strategy: SchedulingStrategy::Replica,
            desired_count: 1,
            spec: spec.clone(),
            deployment_configuration: configuration,
            deployment_controller: None,
            placement_constraints: Vec::new(),
            placement_strategy: Vec::new(),
            health_check_grace_period_seconds: None,
            availability_zone_rebalancing: AvailabilityZoneRebalancing::Disabled,
            enable_ecs_managed_tags: false,
            enable_execute_command: false,
            propagate_tags: None,
            role_arn: None,
            tags: Vec::new(),
            client_token: None,
            created_at: self.now(),
            deployments: Vec::new(),
            service_deployment: None,
            events: Default::default(),
            tasks: Vec::new(),
            memory: Default::default(),
        })));
        let row = Deployment {
            id: deployment,
            status: DeploymentStatus::Primary,
            task_definition: definition,
            spec,
            desired_count: 1,
            pending_count: 0,
            running_count: 0,
            failed_tasks: 0,
            has_run: false,
            was_completed: false,
            created_at: self.now(),
            updated_at: self.now(),
            rollout_state: DeploymentRolloutState::InProgress,
            task_set: None,
            rollout_state_reason: "".into(),
        };
        self.say(Event::DeploymentCreated { service, deployment: Rc::new(row) });
        (service, deployment)
    }

    pub fn image(&mut self, image: &str, behaviour: ImageBehaviour) {
        self.say(Event::ImageBehaviourSet { image: image.into(), behaviour: Rc::new(behaviour) });
    }

    pub fn run_on(&mut self, instance: ContainerInstanceId, definition: TaskDefinitionId) -> TaskId {
        self.run(definition, Target::ContainerInstance(instance))
    }

    pub fn run_on_fargate(&mut self, definition: TaskDefinitionId) -> TaskId {
        self.run(definition, Target::Fargate(ZoneId(1)))
    }

    fn run(&mut self, definition: TaskDefinitionId, target: Target) -> TaskId {
        let task = self.new_task(definition, target);
        self.create(task)
    }

    pub fn create(&mut self, task: NewTask) -> TaskId {
        self.act(|ctx| agent::create_task(ctx, task))
    }

    /// A standalone task of the definition, to change before it is created.
    pub fn new_task(&self, definition: TaskDefinitionId, target: Target) -> NewTask {
        let launch_type = match target {
            Target::ContainerInstance(_) => LaunchType::Ec2,
            Target::Fargate(_) => LaunchType::Fargate,
        };
        NewTask {
            cluster: CLUSTER,
            definition,
            service: None,
            group: "family:test".into(),
            started_by: None,
            launch_type,
            capacity_provider: None,
            platform_version: None,
            target: Some(target),
            decision: None,
            overrides: None,
            network_configuration: None,
            tags: Vec::new(),
            enable_execute_command: false,
        }
    }

    pub fn say(&mut self, event: Event) {
        self.act(|ctx| {
            ctx.emit(event);
        });
    }

    /// Lets `decide` act at the present moment, and the agents hear of it.
    pub fn act<T>(&mut self, decide: impl FnOnce(&mut Ctx) -> T) -> T {
        let answer = decide(&mut Ctx::new(&mut self.state, None));
        self.deliver();
        answer
    }

    pub fn advance_millis(&mut self, millis: u64) {
        let until = self.now() + SimDuration::from_millis(millis);
        while let Some((due, timer)) = self.state.queue.pop_due(until) {
            self.state.world.now = due;
            let ctx = &mut Ctx::new(&mut self.state, None);
            match timer {
                Timer::TaskStep { task, step } => agent::task_step(ctx, task, step),
                Timer::ContainerStep { task, container, start, step } => {
                    agent::container_step(ctx, task, container, start, step);
                }
                other => panic!("{other:?} is not the agent's"),
            }
            self.deliver();
        }
        self.state.world.now = until;
    }

    pub fn advance(&mut self, seconds: u64) {
        self.advance_millis(seconds * 1000);
    }

    fn deliver(&mut self) {
        while let Some(seq) = self.state.unheard.pop_front() {
            let event = self.state.log.get(seq).expect("unheard events are logged").event.clone();
            agent::hear(&mut Ctx::new(&mut self.state, Some(seq)), &event);
        }
    }

    pub fn now(&self) -> SimTime {
        self.state.world.now
    }

    pub fn world(&self) -> &World {
        &self.state.world
    }

    pub fn task(&self, task: TaskId) -> &Task {
        &self.state.world.tasks[task]
    }

    /// What was said of one task, a line each, without times.
    pub fn story(&self, task: TaskId) -> Vec<String> {
        self.state.log.iter().filter_map(|logged| self.tell(task, &logged.event)).collect()
    }

    fn tell(&self, of: TaskId, event: &Event) -> Option<String> {
        let name = |number: u8| self.task(of).containers[usize::from(number)].name.clone();
        match event {
            Event::TaskStatusChanged { task, status } if *task == of => Some(status.as_str().to_owned()),
            Event::TaskStopAsked { task, code, reason } if *task == of => Some(format!("{code:?}: {reason}")),
            Event::TaskHealthChanged { task, health } if *task == of => Some(format!("task {health:?}")),
            Event::ContainerStatusChanged { task, container, status } if *task == of => {
                Some(format!("{} {status:?}", name(*container)))
            }
            Event::ContainerStopped { task, container, exit_code, reason } if *task == of => {
                let code = exit_code.map_or("never ran".to_owned(), |code| format!("exited {code}"));
                let reason = reason.as_ref().map_or(String::new(), |reason| format!(" ({reason})"));
                Some(format!("{} {code}{reason}", name(*container)))
            }
            Event::ContainerStopAsked { task, container } if *task == of => {
                Some(format!("{} SIGTERM", name(*container)))
            }
            Event::ContainerRestarted { task, container } if *task == of => {
                Some(format!("{} restarted", name(*container)))
            }
            Event::ContainerHealthChanged { task, container, health } if *task == of => {
                Some(format!("{} {health:?}", name(*container)))
            }
            _ => None,
        }
    }

    /// Applies the whole log again, event by event, and looks at the invariants after each.
    pub fn check_invariants(&self) {
        let mut world = World::new((*self.world().config).clone());
        for logged in self.state.log.iter() {
            world.now = logged.at;
            world.apply(&logged.event);
            if let Some(broken) = world.broken_invariant() {
                panic!("after event {} {:?}: {broken}", logged.seq, logged.event);
            }
        }
    }
}
