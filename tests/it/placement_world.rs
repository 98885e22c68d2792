//! Small worlds for placement: one cluster, its instances, a definition, tasks without a life of their own.

use std::rc::Rc;

use ecs_playground::model::ecs::cluster::{Cluster, PerLaunchType};
use ecs_playground::model::ecs::container_instance::{Resources, TransportProtocol};
use ecs_playground::model::ecs::service::{
    AvailabilityZoneRebalancing, DeploymentConfiguration, SchedulingStrategy, ServiceSpec,
};
use ecs_playground::model::ecs::task_definition::{
    ContainerDefinition, CpuArchitecture, PortMapping, TaskDefinition,
};
use ecs_playground::model::ecs::{
    Attribute, ClusterId, ClusterStatus, ContainerInstance, ContainerInstanceId, ContainerInstanceStatus,
    DeploymentId, DesiredStatus, Ec2State, HealthStatus, LaunchType, PlacementConstraint,
    PlacementConstraintType, PlacementStrategy, PlacementStrategyType, Service, ServiceId, ServiceStatus,
    Task, TaskDefinitionId, TaskId, TaskStatus, TaskStopCode, ZoneId,
};
use ecs_playground::model::kernel::SimTime;
use ecs_playground::model::placement::{self, Order};
use ecs_playground::model::world::ctx::State;
use ecs_playground::model::world::decision::{PlacementRecord, Purpose, Target};
use ecs_playground::model::world::{Ctx, Event, World, WorldConfig};

pub const CLUSTER: ClusterId = ClusterId(0);
pub const SERVICE: ServiceId = ServiceId(0);

#[derive(Clone)]
pub struct Setup {
    pub state: State,
}

/// An order that owns what [`Order`] borrows.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub purpose: Purpose,
    pub group: Rc<str>,
    pub launch_type: LaunchType,
    pub count: u32,
    pub strategy: Vec<PlacementStrategy>,
    pub constraints: Vec<PlacementConstraint>,
    pub zones: Vec<ZoneId>,
    pub reservation: Resources,
}

impl Wanted {
    pub fn of_service(count: u32, strategy: &str) -> Self {
        let purpose = Purpose::Service { service: SERVICE, deployment: DeploymentId(0) };
        Self { purpose, group: "service:web".into(), ..Self::of_run_task(count, strategy) }
    }

    pub fn of_run_task(count: u32, strategy: &str) -> Self {
        Self {
            purpose: Purpose::RunTask,
            group: "family:web".into(),
            launch_type: LaunchType::Ec2,
            count,
            strategy: strategies(strategy),
            constraints: Vec::new(),
            zones: Vec::new(),
            reservation: room(256, 512),
        }
    }

    pub fn order(&self) -> Order<'_> {
        Order {
            cluster: CLUSTER,
            purpose: self.purpose,
            definition: TaskDefinitionId(0),
            group: self.group.clone(),
            launch_type: self.launch_type,
            capacity_provider: None,
            count: self.count,
            strategy: &self.strategy,
            constraints: &self.constraints,
            zones: &self.zones,
            reservation: self.reservation,
        }
    }
}

/// `spread=attribute:ecs.availability-zone binpack=memory random`, as the console writes them.
pub fn strategies(text: &str) -> Vec<PlacementStrategy> {
    let strategy = |word: &str| {
        let (kind, field) = word.split_once('=').map_or((word, None), |(kind, field)| (kind, Some(field)));
        let kind = match kind {
            "spread" => PlacementStrategyType::Spread,
            "binpack" => PlacementStrategyType::Binpack,
            _ => PlacementStrategyType::Random,
        };
        PlacementStrategy { kind, field: field.map(str::to_owned) }
    };
    text.split_whitespace().map(strategy).collect()
}

pub fn member_of(expression: &str) -> PlacementConstraint {
    PlacementConstraint { kind: PlacementConstraintType::MemberOf, expression: Some(expression.to_owned()) }
}

pub fn distinct_instance() -> PlacementConstraint {
    PlacementConstraint { kind: PlacementConstraintType::DistinctInstance, expression: None }
}

/// A definition with one container, which maps a port; 0 lets the instance pick.
pub fn with_port(port: u32) -> TaskDefinition {
    let mapping = PortMapping { container_port: Some(80), host_port: Some(port), ..PortMapping::default() };
    let container = ContainerDefinition {
        name: "app".into(),
        port_mappings: vec![mapping],
        ..ContainerDefinition::default()
    };
    TaskDefinition {
        family: "web".into(),
        container_definitions: vec![container],
        ..TaskDefinition::default()
    }
}

/// The instances chosen, in order, and a `-` for each task without a place.
pub fn targets(record: &PlacementRecord) -> String {
    let chosen = record.choices.iter().map(|choice| match choice.target {
        Target::ContainerInstance(id) => id.0.to_string(),
        Target::Fargate(zone) => format!("z{}", zone.0),
    });
    let unplaced = (0..record.unplaced).map(|_| "-".to_owned());
    chosen.chain(unplaced).collect::<Vec<_>>().join(" ")
}

pub fn room(cpu_units: u32, memory_mib: u32) -> Resources {
    Resources { cpu_units, memory_mib, gpus: 0, enis: 0 }
}

pub fn attribute(name: &str, value: &str) -> Attribute {
    Attribute { name: name.into(), value: Some(value.into()) }
}

/// An instance of a zone that is free and well.
pub fn instance(zone: u32, registered_resources: Resources) -> ContainerInstance {
    let agent_ports = [22, 2375, 2376, 51678, 51679];
    ContainerInstance {
        cluster: CLUSTER,
        instance_type: "m5.large".into(),
        zone: ZoneId(zone),
        architecture: CpuArchitecture::X86_64,
        status: ContainerInstanceStatus::Active,
        status_reason: None,
        agent_connected: true,
        ec2_state: Ec2State::Running,
        registered_at: SimTime::ZERO,
        gone_at: None,
        registered_resources,
        remaining_resources: registered_resources,
        held_resources: Resources::default(),
        ports: agent_ports.into_iter().map(|port| ((TransportProtocol::Tcp, port), 1)).collect(),
        held_ports: Default::default(),
        attributes: [attribute("ecs.instance-type", "m5.large"), attribute("rack", "r1")].into(),
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

impl Setup {
    /// A cluster with a service `web` of the definition, which asks for nothing but its reservation.
    pub fn new() -> Self {
        Self::with(TaskDefinition { family: "web".into(), revision: 1, ..TaskDefinition::default() })
    }

    pub fn with(definition: TaskDefinition) -> Self {
        let mut setup = Self { state: State::new(World::new(WorldConfig::default())) };
        setup.say(Event::ClusterCreated(Rc::new(cluster())));
        setup.say(Event::TaskDefinitionRegistered { definition: Rc::new(definition), tags: Rc::from([]) });
        setup.say(Event::ServiceCreated(Rc::new(service())));
        setup
    }

    pub fn say(&mut self, event: Event) {
        Ctx::new(&mut self.state, None).emit(event);
        self.state.unheard.clear();
    }

    pub fn world(&self) -> &World {
        &self.state.world
    }

    pub fn add(&mut self, instance: ContainerInstance) -> ContainerInstanceId {
        let id = self.world().container_instances.next_id();
        self.say(Event::ContainerInstanceRegistered(Rc::new(instance)));
        id
    }

    /// Instances, one for each `(zone, cpu, memory)`.
    pub fn add_all(&mut self, instances: &[(u32, u32, u32)]) {
        for &(zone, cpu, memory) in instances {
            self.add(instance(zone, room(cpu, memory)));
        }
    }

    pub fn place(&mut self, wanted: &Wanted) -> Rc<PlacementRecord> {
        let (_, record) = placement::place(&mut Ctx::new(&mut self.state, None), &wanted.order());
        self.state.unheard.clear();
        record
    }

    /// Places and creates the tasks.
    pub fn start(&mut self, wanted: &Wanted) -> Rc<PlacementRecord> {
        let record = self.place(wanted);
        for choice in &record.choices {
            self.create(wanted, choice.target);
        }
        record
    }

    pub fn create(&mut self, wanted: &Wanted, target: Target) -> TaskId {
        let task = task(self.world(), wanted, target);
        let id = self.world().tasks.next_id();
        self.say(Event::TaskCreated(Rc::new(task)));
        id
    }

    pub fn ask_to_stop(&mut self, task: TaskId) {
        let code = TaskStopCode::UserInitiated;
        self.say(Event::TaskStopAsked { task, code, reason: "Task stopped by user".into() });
    }
}

fn cluster() -> Cluster {
    Cluster {
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
    }
}

pub fn service() -> Service {
    let spec = ServiceSpec {
        task_definition: Some(TaskDefinitionId(0)),
        launch_type: Some(LaunchType::Ec2),
        capacity_provider_strategy: Vec::new(),
        platform_version: None,
        network_configuration: None,
        load_balancers: Vec::new(),
        service_registries: Vec::new(),
        service_connect_configuration: None,
        volume_configurations: Vec::new(),
        vpc_lattice_configurations: Vec::new(),
    };
    Service {
        cluster: CLUSTER,
        name: "web".into(),
        status: ServiceStatus::Active,
        scheduling_strategy: SchedulingStrategy::Replica,
        desired_count: 0,
        spec: Rc::new(spec),
        deployment_configuration: DeploymentConfiguration {
            maximum_percent: 200,
            minimum_healthy_percent: 100,
            other: Default::default(),
        },
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
        created_at: SimTime::ZERO,
        deployments: Vec::new(),
        service_deployment: None,
        events: Default::default(),
        tasks: Vec::new(),
        memory: Rc::default(),
    }
}

/// A task as it is when it has just been created.
pub fn task(world: &World, wanted: &Wanted, target: Target) -> Task {
    let definition = world.task_definitions.rc(TaskDefinitionId(0)).clone();
    let (container_instance, zone) = match target {
        Target::ContainerInstance(id) => (Some(id), world.container_instances[id].zone),
        Target::Fargate(zone) => (None, zone),
    };
    let host_ports = definition.host_ports().iter().map(|port| (port.protocol, port.port as u16)).collect();
    let service = matches!(wanted.purpose, Purpose::Service { .. }).then_some(SERVICE);
    Task {
        cluster: CLUSTER,
        definition,
        definition_id: TaskDefinitionId(0),
        service,
        deployment: service.map(|_| DeploymentId(0)),
        group: wanted.group.clone(),
        started_by: None,
        launch_type: wanted.launch_type,
        capacity_provider: None,
        platform_version: None,
        container_instance,
        zone: Some(zone),
        reservation: wanted.reservation,
        host_ports,
        network_interface: None,
        last_status: TaskStatus::Pending,
        desired_status: DesiredStatus::Running,
        health_status: HealthStatus::Unknown,
        containers: Vec::new(),
        created_at: world.now,
        accepted_at: None,
        connectivity_at: None,
        pull_started_at: None,
        pull_stopped_at: None,
        started_at: None,
        stopping_at: None,
        execution_stopped_at: None,
        stopped_at: None,
        stop_code: None,
        stopped_reason: None,
        history: vec![(TaskStatus::Pending, world.now)],
        decision: None,
        overrides: None,
        network_configuration: None,
        tags: Vec::new(),
        enable_execute_command: false,
        retires: false,
        targets: Vec::new(),
        protected_until: None,
        faults: Vec::new(),
        version: 1,
    }
}
