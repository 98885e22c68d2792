//! Launching EC2 instances into a cluster.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::attributes::check_custom;
use super::registration::{Registration, check_quota, register};
use super::{InstanceType, life, shortages};
use crate::model::ecs::shortage::ShortageOf;
use crate::model::ecs::{Attribute, ClusterId, ContainerInstanceId, Ec2State, EcsError, EcsResult, ZoneId};
use crate::model::world::{Ctx, Event, World};

/// Instances of one type that shall join a cluster.
#[derive(Clone, Copy, Debug)]
pub struct Launch<'a> {
    pub cluster: ClusterId,
    pub instance_type: &'static InstanceType,
    /// None spreads them over the zones that have power, the emptiest first.
    pub zone: Option<ZoneId>,
    pub count: u32,
    /// `ECS_INSTANCE_ATTRIBUTES` of the agent's configuration.
    pub attributes: &'a [Attribute],
    /// Registered at once, as a scenario that starts with a running cluster wants it.
    pub ready: bool,
}

/// Launches the instances, or refuses all of them.
pub fn launch(ctx: &mut Ctx, order: &Launch) -> EcsResult<Vec<ContainerInstanceId>> {
    order.attributes.iter().try_for_each(check_custom)?;
    check_quota(ctx.world(), order.cluster, order.count)?;
    let zones = choose_zones(ctx.world(), order)?;
    // A shortage is of requests, not of instances: a share of it falls on each zone that is asked, once.
    let asked: BTreeSet<ZoneId> = zones.iter().copied().collect();
    let denied = |zone: &ZoneId| !order.ready && shortages::denies_launch(ctx, *zone, ShortageOf::Api);
    if let Some(zone) = asked.into_iter().find(denied) {
        let zone = ctx.world().zone_name(zone);
        return Err(insufficient_capacity(order.instance_type.name, Some(zone)));
    }
    let mut registrations: BTreeMap<ZoneId, Registration> = BTreeMap::new();
    let mut launched = Vec::with_capacity(zones.len());
    for zone in zones {
        let registration = registrations.entry(zone).or_insert_with(|| {
            Registration::new(ctx.world(), order.cluster, order.instance_type, zone, order.attributes)
        });
        launched.push(if order.ready { register(ctx, registration) } else { set_off(ctx, registration) });
    }
    Ok(launched)
}

/// Launches one instance, which will boot and register.
pub(super) fn set_off(ctx: &mut Ctx, registration: &Registration) -> ContainerInstanceId {
    let id = ctx.world().container_instances.next_id();
    let row = registration.launching(ctx.now());
    ctx.emit(Event::InstanceLaunched(Rc::new(row)));
    life::promise_boot(ctx, id);
    id
}

/// The zone of each instance, in launch order.
fn choose_zones(world: &World, order: &Launch) -> EcsResult<Vec<ZoneId>> {
    if let Some(zone) = order.zone {
        let has_power = world.zone(zone).available;
        return if has_power {
            Ok(vec![zone; order.count as usize])
        } else {
            Err(insufficient_capacity(order.instance_type.name, Some(world.zone_name(zone))))
        };
    }
    let mut instances = instances_per_zone(world, order.cluster);
    let mut zones = Vec::new();
    for _ in 0..order.count {
        let emptiest = instances.iter_mut().min_by_key(|(zone, count)| (**count, **zone));
        let (zone, count) = emptiest.ok_or_else(|| insufficient_capacity(order.instance_type.name, None))?;
        *count += 1;
        zones.push(*zone);
    }
    Ok(zones)
}

/// How many instances of the cluster are not gone, for each zone that has power.
fn instances_per_zone(world: &World, cluster: ClusterId) -> BTreeMap<ZoneId, u32> {
    let zones = world.zones.iter().zip(0..).filter(|(zone, _)| zone.available);
    let mut instances: BTreeMap<ZoneId, u32> = BTreeMap::new();
    instances.extend(zones.map(|(_, number)| (ZoneId(number), 0)));
    for &id in &world.clusters[cluster].container_instances {
        let row = &world.container_instances[id];
        let gone = matches!(row.ec2_state, Ec2State::ShuttingDown | Ec2State::Terminated);
        if let Some(count) = instances.get_mut(&row.zone).filter(|_| !gone) {
            *count += 1;
        }
    }
    instances
}

/// EC2's error code. The rest of the text is assumed.
pub(super) fn insufficient_capacity(kind: &str, zone: Option<&str>) -> EcsError {
    let place = zone.map_or("any Availability Zone".to_owned(), |zone| format!("Availability Zone {zone}"));
    EcsError::client(format!("InsufficientInstanceCapacity: There is no {kind} capacity in {place} now."))
}
