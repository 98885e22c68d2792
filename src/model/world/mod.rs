//! All resources in ordered tables, what can happen to them, and the record of what did.
//!
//! Architecture invariant: nothing but [`World::apply`] changes a world, and it never refuses: an
//! [`Event`] has happened already.

pub mod apply;
pub mod capacity_event;
pub mod ctx;
pub mod decision;
mod deployment_names;
pub mod elb;
pub mod event;
mod event_name;
pub mod invariants;
pub mod log;
pub mod names;
pub mod repeat;
mod scaling_event;
pub mod scaling_names;
pub mod scheduling;
mod shift;
pub mod table;
pub mod timer;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde::{Deserialize, Serialize};

pub use capacity_event::CapacityEvent;
pub use ctx::{Ctx, Room};
pub use event::Event;
pub use log::{EventLog, LoggedEvent};
pub use scaling_event::ScalingEvent;
pub use table::Table;
pub use timer::Timer;

use super::ecs::cost::Meter;
use super::ecs::image::ImageBehaviour;
use super::ecs::metric::Scaling;
use super::ecs::service_deployment::HookStatus;
use super::ecs::shortage::Shortage;
use super::ecs::{
    Alarm, AlarmState, AutoScalingGroup, AutoScalingGroupId, CapacityProvider, CapacityProviderId, Cluster,
    ClusterId, ContainerInstance, ContainerInstanceId, DecisionId, DeploymentId, LaunchTemplate, Listener,
    ListenerId, LoadBalancer, LoadBalancerId, Rule, RuleId, Service, ServiceDeployment, ServiceId, Tag,
    Target, TargetGroup, TargetGroupId, TargetId, Task, TaskDefinition, TaskDefinitionId, TaskId,
    TrafficTickId, ZoneId,
};
use super::kernel::{IdentifierKey, SimTime};
use decision::PlacementRecord;
use elb::TrafficTick;
use repeat::RememberedRun;

/// What a run is told at its beginning and never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WorldConfig {
    pub seed: u64,
    pub region: Rc<str>,
    pub account_id: Rc<str>,
    /// The moment the run begins, in milliseconds since 1970 UTC.
    pub start_epoch_millis: u64,
}

impl Default for WorldConfig {
    fn default() -> Self {
        Self {
            seed: 7,
            region: "us-east-1".into(),
            account_id: "123456789012".into(),
            // 2026-01-05T10:00:00Z, a Monday.
            start_epoch_millis: 1_767_607_200_000,
        }
    }
}

/// An Availability Zone and the one subnet this model gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    pub name: Rc<str>,
    pub subnet_id: Rc<str>,
    /// False while its power is cut: nothing runs there and nothing can be launched.
    pub available: bool,
    /// Elastic network interfaces ever made in it; the next address is made from this.
    pub addresses_given: u32,
    /// Instances that the power cut stopped. They start again when the power is back.
    pub without_power: Vec<ContainerInstanceId>,
    /// When the power comes back by itself, if it does.
    pub power_returns_at: Option<SimTime>,
}

/// A family of task definitions. Revisions are never given twice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Family {
    /// Every revision, oldest first: revision `n` is entry `n - 1`.
    pub revisions: Vec<TaskDefinitionId>,
}

/// Everything there is at one moment. Cloning is cheap: rows are shared until one of the two changes.
#[derive(Clone, Debug)]
pub struct World {
    pub config: Rc<WorldConfig>,
    pub identifiers: IdentifierKey,
    pub now: SimTime,
    pub zones: Vec<Zone>,
    pub clusters: Table<ClusterId, Cluster>,
    pub services: Table<ServiceId, Service>,
    pub task_definitions: Table<TaskDefinitionId, TaskDefinition>,
    /// Tags of revisions; the API gives them beside the definition, not inside it.
    pub task_definition_tags: BTreeMap<TaskDefinitionId, Rc<[Tag]>>,
    pub tasks: Table<TaskId, Task>,
    pub container_instances: Table<ContainerInstanceId, ContainerInstance>,
    pub decisions: Table<DecisionId, PlacementRecord>,
    pub families: BTreeMap<Rc<str>, Family>,
    /// Image behaviours that somebody set; others come from the catalogue.
    pub images: BTreeMap<Rc<str>, Rc<ImageBehaviour>>,
    /// Account settings that differ from their defaults.
    pub account_settings: BTreeMap<Rc<str>, Rc<str>>,
    /// RunTask requests that carried a `clientToken`.
    pub remembered_runs: BTreeMap<(ClusterId, Rc<str>), Rc<RememberedRun>>,
    /// Services that want to hear of a container instance that joins or of room that appears: those with a
    /// task that found no place, and all DAEMON services.
    pub services_awaiting_capacity: BTreeSet<(ClusterId, ServiceId)>,
    /// By name.
    pub launch_templates: BTreeMap<Rc<str>, Rc<LaunchTemplate>>,
    pub launch_templates_created: u32,
    pub auto_scaling_groups: Table<AutoScalingGroupId, AutoScalingGroup>,
    /// Those that somebody made: FARGATE and FARGATE_SPOT are not among them.
    pub capacity_providers: Table<CapacityProviderId, CapacityProvider>,
    /// What is paid in each cluster for each capacity provider, or launch type where there is none.
    pub costs: BTreeMap<(ClusterId, Rc<str>), Meter>,
    /// Capacity that AWS does not have now.
    pub shortages: Vec<Rc<Shortage>>,
    pub shortages_begun: u32,
    /// Tasks that stay PROVISIONING until their capacity provider has room for them, oldest first.
    pub waiting_tasks: BTreeSet<(ClusterId, TaskId)>,
    /// When they are next held against the container instances there are.
    pub waiting_looks: BTreeMap<ClusterId, SimTime>,
    pub load_balancers: Table<LoadBalancerId, LoadBalancer>,
    pub listeners: Table<ListenerId, Listener>,
    pub rules: Table<RuleId, Rule>,
    pub target_groups: Table<TargetGroupId, TargetGroup>,
    pub targets: Table<TargetId, Target>,
    /// Everything that flowed, tick by tick.
    pub traffic: Table<TrafficTickId, TrafficTick>,
    /// Every service deployment there ever was, under the deployment it brought.
    pub service_deployments: BTreeMap<DeploymentId, Rc<ServiceDeployment>>,
    /// CloudWatch alarms by name.
    pub alarms: BTreeMap<Rc<str>, Rc<Alarm>>,
    /// What Lambda functions answer as lifecycle hooks, where somebody said so; all others succeed.
    pub hook_outcomes: BTreeMap<Rc<str>, HookStatus>,
    /// Metrics that are watched, and service auto scaling.
    pub scaling: Rc<Scaling>,
    pub next_deployment: DeploymentId,
    pub next_service_event: u32,
}

/// A world at one moment, to look at.
pub type Snapshot = Rc<World>;

const ZONES_PER_REGION: u8 = 3;

/// Tasks of a cluster that may wait in PROVISIONING for capacity. Source: the service quotas of ECS.
pub const MOST_WAITING_TASKS: u32 = 500;

impl World {
    pub fn new(config: WorldConfig) -> Self {
        let identifiers = IdentifierKey::new(config.seed);
        let zones = (0..ZONES_PER_REGION).map(|number| Zone::new(&config.region, number)).collect();
        Self {
            config: Rc::new(config),
            identifiers,
            now: SimTime::ZERO,
            zones,
            clusters: Table::default(),
            services: Table::default(),
            task_definitions: Table::default(),
            task_definition_tags: BTreeMap::new(),
            tasks: Table::default(),
            container_instances: Table::default(),
            decisions: Table::default(),
            families: BTreeMap::new(),
            images: BTreeMap::new(),
            account_settings: BTreeMap::new(),
            remembered_runs: BTreeMap::new(),
            services_awaiting_capacity: BTreeSet::new(),
            launch_templates: BTreeMap::new(),
            launch_templates_created: 0,
            auto_scaling_groups: Table::default(),
            capacity_providers: Table::default(),
            costs: BTreeMap::new(),
            shortages: Vec::new(),
            shortages_begun: 0,
            waiting_tasks: BTreeSet::new(),
            waiting_looks: BTreeMap::new(),
            load_balancers: Table::default(),
            listeners: Table::default(),
            rules: Table::default(),
            target_groups: Table::default(),
            targets: Table::default(),
            traffic: Table::default(),
            service_deployments: BTreeMap::new(),
            alarms: BTreeMap::new(),
            hook_outcomes: BTreeMap::new(),
            scaling: Rc::default(),
            next_deployment: DeploymentId(0),
            next_service_event: 0,
        }
    }

    pub fn zone(&self, id: ZoneId) -> &Zone {
        &self.zones[id.0 as usize]
    }

    pub fn zone_named(&self, name: &str) -> Option<ZoneId> {
        let position = self.zones.iter().position(|zone| &*zone.name == name)?;
        Some(ZoneId(position as u32))
    }

    /// How many more tasks may wait for that capacity provider to make room. None may if nobody makes any.
    pub fn room_to_wait(&self, cluster: ClusterId, provider: Option<&str>) -> u32 {
        let provider = provider.and_then(|name| self.find_capacity_provider(name));
        if !provider.is_some_and(|id| self.capacity_providers[id].makes_room()) {
            return 0;
        }
        let all = (cluster, TaskId(0))..=(cluster, TaskId(u32::MAX));
        MOST_WAITING_TASKS.saturating_sub(self.waiting_tasks.range(all).count() as u32)
    }

    /// The account setting `awsvpcTrunking` is on: instances launched from now on have a trunk interface.
    pub fn has_trunking(&self) -> bool {
        self.account_settings.get("awsvpcTrunking").is_some_and(|value| &**value == "enabled")
    }

    /// The alarm exists and is in ALARM.
    pub fn is_in_alarm(&self, name: &str) -> bool {
        self.alarms.get(name).is_some_and(|alarm| alarm.state == AlarmState::Alarm)
    }

    /// A moment of the run as milliseconds since 1970 UTC.
    pub fn epoch_millis(&self, at: SimTime) -> u64 {
        self.config.start_epoch_millis + at.as_millis()
    }
}

impl Zone {
    fn new(region: &str, number: u8) -> Self {
        let letter = char::from(b'a' + number);
        Self {
            name: format!("{region}{letter}").into(),
            subnet_id: format!("subnet-0{letter}1b2c3d4e5f6a7b8{number}").into(),
            available: true,
            addresses_given: 0,
            without_power: Vec::new(),
            power_returns_at: None,
        }
    }
}
