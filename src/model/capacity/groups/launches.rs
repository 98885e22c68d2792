//! A group launches instances: in which zone, of which type, On-Demand or Spot.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::{activities, capacity, emit, promise_look, provider_of};
use crate::model::capacity::launch::set_off;
use crate::model::capacity::registration::{Registration, check_quota};
use crate::model::capacity::user_data::{self, AgentConfig};
use crate::model::capacity::{InstanceType, instance_type, shortages};
use crate::model::ecs::container_instance::SpotInstance;
use crate::model::ecs::shortage::ShortageOf;
use crate::model::ecs::{
    AutoScalingGroup, AutoScalingGroupId, ClusterId, GroupMember, LaunchTemplate, LifecycleState, ZoneId,
};
use crate::model::world::{CapacityEvent, Ctx, World};

/// A group that could not launch tries again after this many seconds (assumed).
const TO_RETRY: (u64, u64) = (45, 75);

/// What every launch of one look has in common.
struct Plan {
    cluster: ClusterId,
    config: AgentConfig,
    types: Vec<&'static InstanceType>,
    template_is_spot: bool,
    provider: Option<Rc<str>>,
}

pub(super) fn launch(ctx: &mut Ctx, group: AutoScalingGroupId, count: u32) {
    let plan = match Plan::new(ctx.world(), group) {
        Ok(plan) => plan,
        Err(message) => return give_up(ctx, group, &message),
    };
    let mut known: BTreeMap<(ZoneId, &str, bool), Registration> = BTreeMap::new();
    for _ in 0..count {
        if let Err(message) = launch_one(ctx, group, &plan, &mut known) {
            return give_up(ctx, group, &message);
        }
    }
}

fn give_up(ctx: &mut Ctx, group: AutoScalingGroupId, message: &str) {
    let row = &ctx.world().auto_scaling_groups[group];
    let have = capacity(ctx.world(), row);
    let cause = activities::launched(ctx.world(), &row.cause.clone(), have, row.desired_capacity);
    activities::fail(ctx, group, true, cause, message);
    promise_look(ctx, group, TO_RETRY);
}

fn launch_one(
    ctx: &mut Ctx,
    group: AutoScalingGroupId,
    plan: &Plan,
    known: &mut BTreeMap<(ZoneId, &'static str, bool), Registration>,
) -> Result<(), String> {
    let (zone, kind) = choose(ctx, group, plan)?;
    let world = ctx.world();
    let row = &world.auto_scaling_groups[group];
    let have = capacity(world, row);
    let spot = plan.template_is_spot || is_spot(world, row);
    let cause = activities::launched(world, &row.cause.clone(), have, have + 1);
    let (protected, next) = (row.new_instances_protected_from_scale_in, world.container_instances.next_id());
    let activity = activities::begin(ctx, group, Some(next), true, cause);
    let now = ctx.now();
    let registration = known.entry((zone, kind.name, spot)).or_insert_with(|| {
        let mut registration =
            Registration::new(ctx.world(), plan.cluster, kind, zone, &plan.config.attributes);
        registration.capacity_provider = plan.provider.clone();
        let drains = plan.config.drains_on_spot_notice;
        if spot {
            registration.sold_as_spot(SpotInstance { drains, interrupted_at: None });
        }
        registration
    });
    registration.group = Some(Rc::new(GroupMember {
        group,
        lifecycle: LifecycleState::Pending,
        since: now,
        protected_from_scale_in: protected,
        activity,
    }));
    set_off(ctx, registration);
    Ok(())
}

impl Plan {
    fn new(world: &World, group: AutoScalingGroupId) -> Result<Self, String> {
        let row = &world.auto_scaling_groups[group];
        let template = world.launch_templates.get(&row.launch_template).ok_or_else(|| {
            format!(
                "The launch template {} does not exist. Launching EC2 instance failed.",
                row.launch_template
            )
        })?;
        let config = user_data::read(template.user_data.as_deref().unwrap_or_default());
        let name = config.cluster.as_deref().unwrap_or("default");
        // An agent whose cluster is missing would retry for ever; here the instance is not launched at all.
        let cluster = world.active_cluster(Some(name)).map_err(|_| {
            format!("The cluster {name}, which the user data names, does not exist. Launching EC2 instance failed.")
        })?;
        check_quota(world, cluster, 1).map_err(|error| error.message)?;
        let provider = provider_of(world, group).map(|id| world.capacity_providers[id].name.clone());
        Ok(Self { cluster, config, types: types(row, template), template_is_spot: template.spot, provider })
    }
}

/// The types a group may launch, the preferred one first.
pub fn types(group: &AutoScalingGroup, template: &LaunchTemplate) -> Vec<&'static InstanceType> {
    let names = match group.overrides.as_slice() {
        [] => template.instance_type.as_slice(),
        overrides => overrides,
    };
    names.iter().filter_map(|name| instance_type(name)).collect()
}

/// The emptiest zone of the group, and the first of its types that EC2 has there. If none is to be had there, the
/// next zone; where nothing is, the reason that the first one gave.
fn choose(
    ctx: &mut Ctx,
    group: AutoScalingGroupId,
    plan: &Plan,
) -> Result<(ZoneId, &'static InstanceType), String> {
    let zones = zones_by_instances(ctx.world(), &ctx.world().auto_scaling_groups[group]);
    let mut refusal = None;
    for zone in zones {
        for kind in &plan.types {
            if !shortages::denies_launch(ctx, zone, ShortageOf::AutoScalingGroup(group)) {
                return Ok((zone, kind));
            }
            let world = ctx.world();
            let row = &world.auto_scaling_groups[group];
            refusal
                .get_or_insert_with(|| activities::no_capacity(world, kind.name, world.zone_name(zone), row));
        }
    }
    Err(refusal.unwrap_or_else(|| "No instance type to launch. Launching EC2 instance failed.".to_owned()))
}

fn zones_by_instances(world: &World, group: &AutoScalingGroup) -> Vec<ZoneId> {
    let mut counts: Vec<(u32, ZoneId)> = group.zones.iter().map(|&zone| (0, zone)).collect();
    for row in group.instances.iter().map(|&id| &world.container_instances[id]) {
        let counts_here = row.group.as_ref().is_some_and(|member| member.lifecycle.counts());
        if let Some(entry) = counts.iter_mut().find(|(_, zone)| counts_here && *zone == row.zone) {
            entry.0 += 1;
        }
    }
    counts.sort_unstable();
    counts.into_iter().map(|(_, zone)| zone).collect()
}

/// Whether the next instance is a Spot one: first the On-Demand base, then the share.
fn is_spot(world: &World, group: &AutoScalingGroup) -> bool {
    let Some(distribution) = group.distribution else { return false };
    let members = group.instances.iter().map(|&id| &world.container_instances[id]);
    let counted = members.filter(|row| row.group.as_ref().is_some_and(|member| member.lifecycle.counts()));
    let (mut on_demand, mut all) = (0_u32, 0_u32);
    counted.for_each(|row| {
        all += 1;
        on_demand += u32::from(row.spot.is_none());
    });
    let base = distribution.on_demand_base_capacity;
    if on_demand < base {
        return false;
    }
    let above = (all + 1).saturating_sub(base);
    let wanted = (above * distribution.on_demand_percentage_above_base_capacity).div_ceil(100);
    on_demand - base >= wanted
}

/// The instances of a group from now on belong to the provider, and so do those it has.
pub fn adopt(ctx: &mut Ctx, provider: crate::model::ecs::CapacityProviderId) {
    emit(ctx, CapacityEvent::InstancesAdopted { provider });
}
