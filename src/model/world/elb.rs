//! Load balancers by name and ARN, what they are joined to, and the record of what flowed through them.

use std::rc::Rc;

use serde::Serialize;

use super::World;
use crate::model::ecs::task::NetworkBinding;
use crate::model::ecs::{
    CheckFailure, ContainerStatus, DeploymentId, ListenerId, LoadBalancerId, LoadBalancerType, RuleId,
    ServiceId, Target, TargetGroupId, TargetId, TargetState, Task, TaskId,
};
use crate::model::kernel::{Kind, SimDuration, SimTime, order};

/// The VPC that everything lies in.
pub const VPC_ID: &str = "vpc-0a1b2c3d4e5f6a7b8";

/// A new target shows `Elb.RegistrationInProgress` for this long (assumed).
const REGISTRATION_SHOWN: SimDuration = SimDuration::from_secs(4);

/// What passed in one tick, the length of time that ends at `at`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TrafficTick {
    pub at: SimTime,
    pub millis: u32,
    pub flows: Vec<Flow>,
}

/// Requests of one tick that one rule of a load balancer sent to one target group, and there to the tasks of one
/// deployment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Flow {
    pub load_balancer: Option<LoadBalancerId>,
    /// The rule that took them; none while the load balancer takes nothing.
    pub rule: Option<RuleId>,
    /// None for requests that no target group took.
    pub target_group: Option<TargetGroupId>,
    /// Whose tasks took them; none for targets that no service registered, and for requests that met no target.
    pub service: Option<ServiceId>,
    pub deployment: Option<DeploymentId>,
    pub requests: u64,
    /// Of `requests`: answered by a target with a 5xx code of its own.
    pub target_errors: u64,
    /// 502: the target refused or broke the connection.
    pub bad_gateway: u64,
    /// 503: there was nobody to send them to.
    pub unavailable: u64,
    /// 504: the target did not answer in time.
    pub timed_out: u64,
    /// Milliseconds that all answered requests took together.
    pub latency_total_millis: u64,
    /// CPU time that the targets spent on them, in microseconds of one vCPU.
    pub cpu_micros: u64,
    /// Targets that shared them.
    pub targets: u32,
}

impl Flow {
    /// Requests that got no answer, or an answer with a 5xx code.
    pub fn errors(&self) -> u64 {
        self.target_errors + self.bad_gateway + self.unavailable + self.timed_out
    }

    /// Requests that a target answered, with whatever code.
    pub fn answered(&self) -> u64 {
        self.requests - self.bad_gateway - self.unavailable - self.timed_out
    }

    /// Both took the same way to the same tasks.
    pub fn takes_same_way_as(&self, other: &Flow) -> bool {
        let way =
            |flow: &Flow| (flow.load_balancer, flow.rule, flow.target_group, flow.service, flow.deployment);
        way(self) == way(other)
    }

    pub fn add(&mut self, other: &Flow) {
        self.requests += other.requests;
        self.target_errors += other.target_errors;
        self.bad_gateway += other.bad_gateway;
        self.unavailable += other.unavailable;
        self.timed_out += other.timed_out;
        self.latency_total_millis += other.latency_total_millis;
        self.cpu_micros += other.cpu_micros;
        self.targets += other.targets;
    }
}

/// A target's state as DescribeTargetHealth gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TargetHealth {
    pub state: TargetState,
    /// `Target.Timeout` and the like; empty for a healthy target.
    pub reason: &'static str,
    /// Whose words the description is.
    pub failure: Option<CheckFailure>,
}

impl TargetHealth {
    /// Elastic Load Balancing's sentence; empty for a healthy target.
    pub fn description(&self) -> String {
        match (self.failure, self.reason) {
            (Some(failure), _) => failure.description(),
            (None, "Elb.RegistrationInProgress") => "Target registration is in progress".into(),
            (None, "Elb.InitialHealthChecking") => "Initial health checks in progress".into(),
            (None, "Target.DeregistrationInProgress") => "Target deregistration is in progress".into(),
            (None, "Target.NotRegistered") => "Target is not registered to the target group".into(),
            (None, "Target.NotInUse") => {
                "Target group is not configured to receive traffic from the load balancer".into()
            }
            (None, _) => String::new(),
        }
    }
}

impl World {
    fn elb_arn(&self, path: &str) -> String {
        let config = &self.config;
        format!("arn:aws:elasticloadbalancing:{}:{}:{path}", config.region, config.account_id)
    }

    fn digits(&self, kind: Kind, number: u32) -> String {
        let mut hex = self.identifiers.hex(kind, number);
        hex.truncate(16);
        hex
    }

    /// `app/NAME/ID`, which is also the dimension `LoadBalancer` of its metrics.
    pub fn load_balancer_path(&self, id: LoadBalancerId) -> String {
        let row = &self.load_balancers[id];
        format!("{}/{}/{}", row.kind.abbreviation(), row.name, self.digits(Kind::LoadBalancer, id.0))
    }

    pub fn load_balancer_arn(&self, id: LoadBalancerId) -> String {
        self.elb_arn(&format!("loadbalancer/{}", self.load_balancer_path(id)))
    }

    pub fn dns_name(&self, id: LoadBalancerId) -> String {
        let (row, region) = (&self.load_balancers[id], &self.config.region);
        let digits = self.digits(Kind::LoadBalancer, id.0);
        match row.kind {
            LoadBalancerType::Application => {
                let number = self.identifiers.digits(Kind::LoadBalancer, id.0) % 1_000_000_000;
                format!("{}-{number}.{region}.elb.amazonaws.com", row.name)
            }
            LoadBalancerType::Network => format!("{}-{digits}.elb.{region}.amazonaws.com", row.name),
        }
    }

    fn listener_path(&self, id: ListenerId) -> String {
        let load_balancer = self.load_balancer_path(self.listeners[id].load_balancer);
        format!("{load_balancer}/{}", self.digits(Kind::Listener, id.0))
    }

    pub fn listener_arn(&self, id: ListenerId) -> String {
        self.elb_arn(&format!("listener/{}", self.listener_path(id)))
    }

    pub fn rule_arn(&self, id: RuleId) -> String {
        let listener = self.listener_path(self.rules[id].listener);
        self.elb_arn(&format!("listener-rule/{listener}/{}", self.digits(Kind::Rule, id.0)))
    }

    /// `targetgroup/NAME/ID`, which is also the dimension `TargetGroup` of its metrics.
    pub fn target_group_path(&self, id: TargetGroupId) -> String {
        format!("targetgroup/{}/{}", self.target_groups[id].name, self.digits(Kind::TargetGroup, id.0))
    }

    pub fn target_group_arn(&self, id: TargetGroupId) -> String {
        self.elb_arn(&self.target_group_path(id))
    }

    /// The load balancer of that name or ARN, unless it was deleted.
    pub fn find_load_balancer(&self, name_or_arn: &str) -> Option<LoadBalancerId> {
        let is_it = |id: &LoadBalancerId| {
            let row = &self.load_balancers[*id];
            !row.is_deleted && (&*row.name == name_or_arn || self.load_balancer_arn(*id) == name_or_arn)
        };
        self.load_balancers.ids().find(is_it)
    }

    /// The target group of that name or ARN, unless it was deleted.
    pub fn find_target_group(&self, name_or_arn: &str) -> Option<TargetGroupId> {
        let is_it = |id: &TargetGroupId| {
            let row = &self.target_groups[*id];
            !row.is_deleted && (&*row.name == name_or_arn || self.target_group_arn(*id) == name_or_arn)
        };
        self.target_groups.ids().find(is_it)
    }

    /// `web:80`: the load balancer and the port.
    pub fn listener_name(&self, id: ListenerId) -> String {
        let row = &self.listeners[id];
        format!("{}:{}", self.load_balancers[row.load_balancer].name, row.port)
    }

    /// `web:80/10` or `web:80/default`: the listener and the priority.
    pub fn rule_name(&self, id: RuleId) -> String {
        let row = &self.rules[id];
        let priority = row.priority.map_or("default".to_owned(), |priority| priority.to_string());
        format!("{}/{priority}", self.listener_name(row.listener))
    }

    /// The listener of that ARN or name, unless it was deleted.
    pub fn find_listener(&self, name_or_arn: &str) -> Option<ListenerId> {
        let is_it = |id: &ListenerId| {
            !self.listeners[*id].is_deleted
                && (self.listener_name(*id) == name_or_arn || self.listener_arn(*id) == name_or_arn)
        };
        self.listeners.ids().find(is_it)
    }

    /// The rule of that ARN or name, unless it was deleted. Default rules have ARNs too.
    pub fn find_rule(&self, name_or_arn: &str) -> Option<RuleId> {
        let is_it = |id: &RuleId| {
            !self.rules[*id].is_deleted
                && (self.rule_name(*id) == name_or_arn || self.rule_arn(*id) == name_or_arn)
        };
        self.rules.ids().find(is_it)
    }

    /// What `productionListenerRule` and its like name: a rule, or a listener, whose default rule it then is.
    pub fn find_rule_or_listener(&self, name_or_arn: &str) -> Option<RuleId> {
        let of_listener = || Some(self.listeners[self.find_listener(name_or_arn)?].default_rule);
        self.find_rule(name_or_arn).or_else(of_listener)
    }

    /// The listeners of a load balancer, oldest first.
    pub fn listeners_of(&self, load_balancer: LoadBalancerId) -> impl Iterator<Item = ListenerId> + '_ {
        let belongs = move |id: &ListenerId| {
            let row = &self.listeners[*id];
            row.load_balancer == load_balancer && !row.is_deleted
        };
        self.listeners.ids().filter(belongs)
    }

    /// The rules of a listener, in the order in which they are tried: the default rule comes last.
    pub fn rules_of(&self, listener: ListenerId) -> Vec<RuleId> {
        let belongs = |id: &RuleId| {
            let row = &self.rules[*id];
            row.listener == listener && !row.is_deleted
        };
        let mut rules: Vec<RuleId> = self.rules.ids().filter(belongs).collect();
        let priority = |id: &RuleId| self.rules[*id].priority.unwrap_or(u32::MAX);
        order::sort_by(&mut rules, |a, b| priority(a).cmp(&priority(b)));
        rules
    }

    /// The rules that name the target group, weights of 0 included.
    pub fn rules_naming(&self, group: TargetGroupId) -> impl Iterator<Item = RuleId> + '_ {
        let names = move |id: &RuleId| {
            let row = &self.rules[*id];
            !row.is_deleted && row.action.target_groups().iter().any(|(named, _)| *named == group)
        };
        self.rules.ids().filter(names)
    }

    /// The load balancer that a rule leads to the target group, if there is one.
    pub fn load_balancer_of(&self, group: TargetGroupId) -> Option<LoadBalancerId> {
        let rule = self.rules_naming(group).next()?;
        Some(self.listeners[self.rules[rule].listener].load_balancer)
    }

    /// A target's state and why it is so.
    pub fn target_health(&self, id: TargetId) -> TargetHealth {
        let row = &self.targets[id];
        let health = |state, reason| TargetHealth { state, reason, failure: None };
        match row.state {
            TargetState::Unused => health(TargetState::Unused, "Target.NotRegistered"),
            TargetState::Draining => health(TargetState::Draining, "Target.DeregistrationInProgress"),
            _ if self.rules_naming(row.target_group).next().is_none() => {
                health(TargetState::Unused, "Target.NotInUse")
            }
            TargetState::Initial if self.now < row.registered_at + REGISTRATION_SHOWN => {
                health(TargetState::Initial, "Elb.RegistrationInProgress")
            }
            TargetState::Initial => health(TargetState::Initial, "Elb.InitialHealthChecking"),
            TargetState::Healthy => health(TargetState::Healthy, ""),
            TargetState::Unhealthy => {
                let failure = row.failure;
                let reason = failure.map_or("Elb.InternalError", CheckFailure::code);
                TargetHealth { state: TargetState::Unhealthy, reason, failure }
            }
        }
    }

    /// The task and container that answer at that address now.
    pub fn answering(&self, id: &str, port: u32) -> Option<(TaskId, u8)> {
        let instance = self.find_ec2_instance(id);
        let candidates: Vec<_> = match instance {
            Some(instance) => self.container_instances[instance].tasks.clone(),
            None => self.tasks.ids().rev().collect(),
        };
        candidates.into_iter().find_map(|task| {
            let row = &self.tasks[task];
            let container = match instance {
                Some(_) => bound_container(row, port),
                None => own_container(row, id, port),
            };
            container.map(|container| (task, container))
        })
    }

    /// The traffic that flowed since `from`, oldest tick first.
    pub fn traffic_since(&self, from: SimTime) -> impl DoubleEndedIterator<Item = &Rc<TrafficTick>> {
        let (mut low, mut high) = (0, self.traffic.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.traffic[middle.into()].at <= from {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        (low..self.traffic.len()).map(|tick| self.traffic.rc(tick.into()))
    }
}

fn bound_container(task: &Task, port: u32) -> Option<u8> {
    let binds = |binding: &NetworkBinding| u32::from(binding.host_port) == port;
    let found = task.containers.iter().position(|container| container.network_bindings.iter().any(binds));
    found.map(|container| container as u8)
}

fn own_container(task: &Task, address: &str, port: u32) -> Option<u8> {
    let interface = task.network_interface.as_ref()?;
    if &*interface.private_ipv4_address != address || task.last_status.is_ending() {
        return None;
    }
    let maps = |mapped: Option<u32>| mapped == Some(port);
    let containers = &task.definition.container_definitions;
    let found = containers
        .iter()
        .position(|container| container.port_mappings.iter().any(|mapping| maps(mapping.container_port)));
    found.map(|container| container as u8)
}

impl Target {
    /// It can be sent requests, as far as its own state goes.
    pub fn is_registered(&self) -> bool {
        !matches!(self.state, TargetState::Draining | TargetState::Unused)
    }

    /// The port that its task listens on, where a host port leads to another one.
    pub fn container_port(&self, world: &World) -> u32 {
        let container = self.task.and_then(|(task, at)| world.tasks[task].containers.get(usize::from(at)));
        let bindings = container.into_iter().flat_map(|container| &container.network_bindings);
        let mut leading = bindings.filter(|binding| u32::from(binding.host_port) == self.port);
        leading.next().map_or(self.port, |binding| u32::from(binding.container_port))
    }

    /// The process behind it has been up since then; none if it is not.
    pub fn up_since(&self, world: &World) -> Option<SimTime> {
        let (task, container) = self.task?;
        let container = world.tasks[task].containers.get(usize::from(container))?;
        let started = container.started_at.filter(|_| container.status == ContainerStatus::Running)?;
        Some(started + SimDuration::from_millis(u64::from(container.behaviour.boot_millis)))
    }
}
