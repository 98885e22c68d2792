//! Managed scaling: an Auto Scaling group grows and shrinks with the tasks of its capacity provider.
//!
//! Once a minute the metric CapacityProviderReservation is published: M / N × 100, where M instances are needed and
//! N are in service. A minute later the two alarms of a target tracking policy judge it: high at once, low after
//! fifteen minutes.
//! Source: ECS developer guide, "Automatically manage Amazon ECS capacity with cluster auto scaling".

mod decide;
pub mod estimate;

use std::rc::Rc;

use super::groups::emit;
use crate::model::ecs::capacity_provider::ScalingMemory;
use crate::model::ecs::{CapacityProviderId, ClusterStatus};
use crate::model::kernel::SimDuration;
use crate::model::world::{CapacityEvent, Ctx, Timer, World};

const MINUTE: SimDuration = SimDuration::from_mins(1);

/// The provider is scaled: it is there, managed scaling is on, and a cluster uses it.
pub fn is_measured(world: &World, provider: CapacityProviderId) -> bool {
    let row = &world.capacity_providers[provider];
    let managed = row.group().is_some_and(|own| {
        own.managed_scaling.enabled && world.auto_scaling_groups[own.group].deleted_at.is_none()
    });
    managed && row.is_active() && is_attached(world, &row.name)
}

/// Some cluster has the provider among its own.
pub fn is_attached(world: &World, name: &str) -> bool {
    { world.clusters.iter() }.any(|(_, cluster)| {
        cluster.status != ClusterStatus::Inactive
            && cluster.capacity_providers.iter().any(|attached| &**attached == name)
    })
}

/// Sees to it that a provider is measured, if it should be and is not yet.
pub fn begin(ctx: &mut Ctx, provider: CapacityProviderId) {
    let memory = &ctx.world().capacity_providers[provider].memory;
    if !memory.measures && is_measured(ctx.world(), provider) {
        let memory = ScalingMemory { measures: true, ..(**memory).clone() };
        remember(ctx, provider, memory);
        ctx.schedule(MINUTE, Timer::CapacityDatapoint { provider });
    }
}

/// A minute is over: the alarms judge the last datapoint, and the next one is published.
pub fn datapoint(ctx: &mut Ctx, provider: CapacityProviderId) {
    let mut memory = (*ctx.world().capacity_providers[provider].memory).clone();
    if !is_measured(ctx.world(), provider) {
        return remember(ctx, provider, ScalingMemory::default());
    }
    if let Some(judged) = memory.datapoint {
        decide::judge(ctx, provider, &judged, &mut memory);
    }
    let datapoint = estimate::measure(ctx.world(), provider);
    let unchanged = memory.datapoint.is_some_and(|last| estimate::same(&last, &datapoint));
    if !unchanged {
        emit(ctx, CapacityEvent::DatapointPublished { provider, datapoint });
        memory.datapoint = Some(datapoint);
    }
    let target = ctx.world().capacity_providers[provider].group().map(|group| group.managed_scaling);
    let low = target.is_some_and(|scaling| datapoint.reservation < scaling.target_capacity * 100);
    memory.low_since = if low { memory.low_since.or(Some(ctx.now())) } else { None };
    remember(ctx, provider, memory);
    ctx.schedule(MINUTE, Timer::CapacityDatapoint { provider });
}

fn remember(ctx: &mut Ctx, provider: CapacityProviderId, memory: ScalingMemory) {
    if *ctx.world().capacity_providers[provider].memory != memory {
        emit(ctx, CapacityEvent::ScalingMemoryChanged { provider, memory: Rc::new(memory) });
    }
}
