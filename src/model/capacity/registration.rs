//! What ECS knows of a container instance: registering, draining, deregistering.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::InstanceType;
use super::attributes::agent_attributes;
use crate::model::agent;
use crate::model::ecs::container_instance::{CpuArchitecture, Resources, SpotInstance, TransportProtocol};
use crate::model::ecs::cost;
use crate::model::ecs::{
    Attribute, ClusterId, ContainerInstance, ContainerInstanceId, ContainerInstanceStatus, Ec2State,
    EcsError, EcsResult, ExceptionName, GroupMember, Tag, ZoneId,
};
use crate::model::kernel::SimTime;
use crate::model::world::{Ctx, Event, World};

/// The quota of a cluster.
pub const MOST_INSTANCES_PER_CLUSTER: u32 = 5_000;
/// TCP ports that are taken on every instance: SSH, Docker and the agent itself.
pub const RESERVED_PORTS: [u16; 5] = [22, 2375, 2376, 51678, 51679];
const AGENT_VERSION: &str = "1.105.1";

/// What an agent says when it registers.
#[derive(Clone, Debug)]
pub struct Registration {
    pub cluster: ClusterId,
    pub instance_type: Rc<str>,
    pub zone: ZoneId,
    pub architecture: CpuArchitecture,
    pub resources: Resources,
    pub attributes: Rc<[Attribute]>,
    pub tags: Vec<Tag>,
    /// The version of this model's agents if none.
    pub agent_version: Option<Rc<str>>,
    pub capacity_provider: Option<Rc<str>>,
    pub group: Option<Rc<GroupMember>>,
    pub spot: Option<Rc<SpotInstance>>,
    pub price_micro_usd_per_hour: u32,
}

impl Registration {
    /// An instance of a known type, as its agent describes it.
    pub fn new(
        world: &World,
        cluster: ClusterId,
        kind: &InstanceType,
        zone: ZoneId,
        custom: &[Attribute],
    ) -> Self {
        Self {
            cluster,
            instance_type: kind.name.into(),
            zone,
            architecture: kind.architecture,
            resources: kind.registered_resources(world.has_trunking()),
            attributes: agent_attributes(world, kind, zone, custom),
            tags: Vec::new(),
            agent_version: None,
            capacity_provider: None,
            group: None,
            spot: None,
            price_micro_usd_per_hour: kind.price_micro_usd_per_hour,
        }
    }

    /// It is a Spot Instance, at a Spot price.
    pub(super) fn sold_as_spot(&mut self, spot: SpotInstance) {
        self.spot = Some(Rc::new(spot));
        self.price_micro_usd_per_hour = cost::spot_price(u64::from(self.price_micro_usd_per_hour)) as u32;
    }

    /// The row of an instance that was only just launched: ECS does not know it yet.
    pub(super) fn launching(&self, now: SimTime) -> ContainerInstance {
        self.row(now, ContainerInstanceStatus::Registering, Ec2State::Pending)
    }

    fn registered(&self, now: SimTime) -> ContainerInstance {
        self.row(now, ContainerInstanceStatus::Active, Ec2State::Running)
    }

    fn row(&self, now: SimTime, status: ContainerInstanceStatus, ec2_state: Ec2State) -> ContainerInstance {
        let mut reserved = BTreeMap::new();
        reserved.extend(RESERVED_PORTS.into_iter().map(|port| ((TransportProtocol::Tcp, port), 1)));
        ContainerInstance {
            cluster: self.cluster,
            instance_type: self.instance_type.clone(),
            zone: self.zone,
            architecture: self.architecture,
            status,
            status_reason: None,
            agent_connected: status == ContainerInstanceStatus::Active,
            ec2_state,
            registered_at: now,
            gone_at: None,
            registered_resources: self.resources,
            remaining_resources: self.resources,
            held_resources: Resources::default(),
            ports: reserved.clone(),
            held_ports: reserved,
            attributes: self.attributes.clone(),
            tags: self.tags.clone(),
            capacity_provider: self.capacity_provider.clone(),
            group: self.group.clone(),
            spot: self.spot.clone(),
            price_micro_usd_per_hour: self.price_micro_usd_per_hour,
            agent_version: self.agent_version.clone().unwrap_or_else(|| AGENT_VERSION.into()),
            tasks: Vec::new(),
            running_tasks_count: 0,
            pending_tasks_count: 0,
            image_cache: BTreeMap::new(),
            version: 1,
        }
    }
}

/// Registers an instance that runs already. The cluster's quota must have been checked.
pub fn register(ctx: &mut Ctx, registration: &Registration) -> ContainerInstanceId {
    let id = ctx.world().container_instances.next_id();
    let row = registration.registered(ctx.now());
    ctx.emit(Event::ContainerInstanceRegistered(Rc::new(row)));
    id
}

/// Refuses `more` container instances if the cluster would have too many. Launching ones count.
pub fn check_quota(world: &World, cluster: ClusterId, more: u32) -> EcsResult<()> {
    let row = &world.clusters[cluster];
    let counts = |id: &&ContainerInstanceId| {
        let instance = &world.container_instances[**id];
        instance.is_registered() || instance.status == ContainerInstanceStatus::Registering
    };
    let there = row.container_instances.iter().filter(counts).count() as u32;
    if there + more <= MOST_INSTANCES_PER_CLUSTER {
        return Ok(());
    }
    let message = format!(
        "A cluster can have at most {MOST_INSTANCES_PER_CLUSTER} container instances. \
         {} has {there}, so {more} more are too many.",
        row.name
    );
    Err(EcsError::new(ExceptionName::LimitExceededException, message))
}

/// Sets ACTIVE or DRAINING. The scheduler hears of it and moves the service tasks away.
pub fn change_state(ctx: &mut Ctx, instance: ContainerInstanceId, status: ContainerInstanceStatus) {
    if ctx.world().container_instances[instance].status != status {
        ctx.emit(Event::ContainerInstanceStatusChanged { instance, status, reason: None });
    }
}

/// Takes the instance out of the cluster. The EC2 instance goes on, and so do the containers, but ECS has
/// nothing to do with them any more: to it the tasks are STOPPED.
pub fn deregister(ctx: &mut Ctx, instance: ContainerInstanceId) {
    change_state(ctx, instance, ContainerInstanceStatus::Inactive);
    agent::deregistered(ctx, instance);
}
