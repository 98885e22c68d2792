//! Capacity providers as cards, what a cluster costs, and the tasks that wait for room.

use std::rc::Rc;

use crate::model::capacity::groups;
use crate::model::capacity::managed_scaling::estimate::waiting_for;
use crate::model::ecs::auto_scaling::ActivityStatus;
use crate::model::ecs::capacity_provider::{ScalingOutcome, is_fargate};
use crate::model::ecs::{
    CapacityProviderId, ClusterId, ContainerInstance, ContainerInstanceId, Ec2State, LaunchType,
    LifecycleState, ProviderKind, TaskId,
};
use crate::model::kernel::SimTime;
use crate::model::world::World;
use crate::playground::explain::capacity as explain;

/// A capacity provider with instances of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderCard {
    pub id: CapacityProviderId,
    pub name: Rc<str>,
    /// None for Managed Instances.
    pub sizes: Option<Sizes>,
    pub is_spot: bool,
    /// In service, on their way in, on their way out.
    pub in_service: u32,
    pub coming: u32,
    pub leaving: u32,
    pub waiting: u32,
    pub metric: Option<Metric>,
    /// Where it stands and why, in a sentence.
    pub why: String,
    /// What happens next, and when.
    pub countdown: Option<(&'static str, SimTime)>,
    /// The newest activity of the group failed with these words.
    pub failure: Option<Rc<str>>,
}

/// Of an Auto Scaling group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sizes {
    pub group: Rc<str>,
    pub min: u32,
    pub desired: u32,
    pub max: u32,
}

/// `CapacityProviderReservation` and its target, with its course over the last while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metric {
    /// In hundredths of a per cent; none before the first datapoint.
    pub now: Option<u32>,
    pub target: u32,
    /// Points of a line in a box of 100 by 100, as SVG writes them.
    pub line: String,
    /// Where the target lies in that box.
    pub target_y: u32,
}

/// How EC2 sells an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Market {
    OnDemand,
    Spot,
    /// EC2 has given notice and takes it back in so many seconds.
    Interrupted {
        seconds: u64,
    },
}

impl Market {
    pub fn of(world: &World, row: &ContainerInstance) -> Self {
        match row.spot.as_ref().map(|spot| spot.interrupted_at) {
            None => Self::OnDemand,
            Some(Some(at)) if row.gone_at.is_none() => {
                Self::Interrupted { seconds: at.since(world.now).as_millis().div_ceil(1000) }
            }
            Some(_) => Self::Spot,
        }
    }
}

/// How much of the metric's course a card shows.
const SHOWN: u64 = 45 * 60 * 1000;

/// The providers of a cluster that have instances of their own, in its order.
pub fn provider_cards(world: &World, cluster: ClusterId) -> Vec<ProviderCard> {
    let names = world.clusters[cluster].capacity_providers.iter();
    let ids = names.filter_map(|name| world.find_capacity_provider(name));
    ids.map(|id| provider_card(world, cluster, id)).collect()
}

/// The tasks of a cluster that wait for capacity, oldest first.
pub fn waiting_tasks(world: &World, cluster: ClusterId) -> Vec<TaskId> {
    let all = (cluster, TaskId(0))..=(cluster, TaskId(u32::MAX));
    world.waiting_tasks.range(all).map(|&(_, task)| task).collect()
}

/// The instances of a provider that are not gone.
pub fn instances_of(world: &World, cluster: ClusterId, provider: &str) -> Vec<ContainerInstanceId> {
    let ids = world.clusters[cluster].container_instances.iter().copied();
    let is_own = |id: &ContainerInstanceId| {
        let row = &world.container_instances[*id];
        row.capacity_provider.as_deref() == Some(provider) && row.ec2_state != Ec2State::Terminated
    };
    ids.filter(is_own).collect()
}

fn provider_card(world: &World, cluster: ClusterId, id: CapacityProviderId) -> ProviderCard {
    let row = &world.capacity_providers[id];
    let rows: Vec<&ContainerInstance> = instances_of(world, cluster, &row.name)
        .into_iter()
        .map(|id| &world.container_instances[id])
        .collect();
    let count = |is: fn(&ContainerInstance) -> bool| rows.iter().filter(|row| is(row)).count() as u32;
    let (sizes, metric, failure, is_spot) = match &row.kind {
        ProviderKind::AutoScalingGroup(own) => {
            let group = &world.auto_scaling_groups[own.group];
            let sizes = Sizes {
                group: group.name.clone(),
                min: group.min_size,
                desired: group.desired_capacity,
                max: group.max_size,
            };
            let scaling = own.managed_scaling;
            let metric = scaling.enabled.then(|| metric(world, id, scaling.target_capacity));
            let newest = group.activities.front().filter(|row| row.status == ActivityStatus::Failed);
            let short = groups::capacity(world, group) != group.desired_capacity;
            let failure = newest.filter(|_| short).and_then(|row| row.status_message.clone());
            let template = world.launch_templates.get(&group.launch_template);
            (Some(sizes), metric, failure, template.is_some_and(|template| template.spot))
        }
        ProviderKind::ManagedInstances(own) => (None, None, None, own.spot),
    };
    ProviderCard {
        id,
        name: row.name.clone(),
        sizes,
        is_spot,
        in_service: count(ContainerInstance::is_registered) - count(leaves),
        coming: count(comes),
        leaving: count(leaves),
        waiting: waiting_for(world, &row.name).len() as u32,
        metric,
        why: explain::standing(world, id),
        countdown: countdown(row.memory.last_outcome.filter(|_| row.memory.measures)),
        failure,
    }
}

fn comes(row: &ContainerInstance) -> bool {
    !row.is_known_to_ecs() && matches!(row.ec2_state, Ec2State::Pending | Ec2State::Running)
}

fn leaves(row: &ContainerInstance) -> bool {
    let ends = |lifecycle| matches!(lifecycle, LifecycleState::TerminatingWait | LifecycleState::Terminating);
    let by_group = row.group.as_ref().is_some_and(|member| ends(member.lifecycle));
    row.is_registered() && (by_group || row.spot.as_ref().is_some_and(|spot| spot.interrupted_at.is_some()))
}

fn countdown(outcome: Option<ScalingOutcome>) -> Option<(&'static str, SimTime)> {
    match outcome? {
        ScalingOutcome::WarmingUp { until: Some(until) } => Some(("warm in", until)),
        ScalingOutcome::LowAlarmPending { until } => Some(("low alarm in", until)),
        ScalingOutcome::AfterScaleOut { until } => Some(("may shrink in", until)),
        _ => None,
    }
}

fn metric(world: &World, id: CapacityProviderId, target: u32) -> Metric {
    let series = &world.capacity_providers[id].reservation;
    let now = world.now.as_millis();
    let began = now.saturating_sub(SHOWN);
    // From nothing to twice the target and the highest value shown.
    let highest = series.iter().map(|(_, value)| value).max().unwrap_or_default();
    let top = u64::from(highest.max(target * 100 * 3 / 2).max(1));
    let x = |at: u64| at.saturating_sub(began) * 100 / SHOWN.min(now).max(1);
    let y = |value: u32| 100 - (u64::from(value) * 96 / top).min(96) - 2;
    let mut points: Vec<String> = Vec::new();
    let mut last = None;
    for (at, value) in series.iter() {
        let at = at.as_millis().max(began);
        if let Some(last) = last {
            points.push(format!("{},{}", x(at), y(last)));
        }
        points.push(format!("{},{}", x(at), y(value)));
        last = Some(value);
    }
    if let Some(last) = last {
        points.push(format!("100,{}", y(last)));
    }
    Metric { now: last, target, line: points.join(" "), target_y: y(target * 100) as u32 }
}

/// What a cluster costs, in millionths of a US dollar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    pub per_hour: u64,
    /// Of `per_hour`, what is paid for capacity that no task reserves.
    pub idle_per_hour: u64,
    pub paid: u64,
    /// Capacity provider, or launch type where there is none; cost per hour, of it idle, and paid so far.
    pub rows: Vec<(Rc<str>, u64, u64, u64)>,
}

/// None for a cluster that nothing was ever paid for.
pub fn cost(world: &World, cluster: ClusterId) -> Option<Cost> {
    let all = (cluster, Rc::from(""))..;
    let meters = world.costs.range(all).take_while(|((of, _), _)| *of == cluster);
    let mut cost = Cost::default();
    for ((_, payer), meter) in meters {
        let (per_hour, paid) = (meter.micro_usd_per_hour, meter.paid_micro_usd(world.now));
        let on_instances = !is_fargate(payer);
        let idle = if on_instances { idle_per_hour(world, cluster, payer) } else { 0 };
        cost.per_hour += per_hour;
        cost.idle_per_hour += idle;
        cost.paid += paid;
        cost.rows.push((payer.clone(), per_hour, idle, paid));
    }
    (!cost.rows.is_empty()).then_some(cost)
}

/// The share of each instance that no task reserves: of CPU or memory, whichever is more in demand.
fn idle_per_hour(world: &World, cluster: ClusterId, payer: &str) -> u64 {
    let on_demand = payer == LaunchType::Ec2.as_str();
    let rows = world.clusters[cluster].container_instances.iter().map(|&id| &world.container_instances[id]);
    let own = rows.filter(|row| {
        row.ec2_state == Ec2State::Running
            && match row.capacity_provider.as_deref() {
                Some(provider) => provider == payer,
                None => on_demand,
            }
    });
    own.map(|row| {
        let (has, left) = (row.registered_resources, row.remaining_resources);
        let share = |left: u32, has: u32| u64::from(left) * 1000 / u64::from(has.max(1));
        let idle = share(left.cpu_units, has.cpu_units).min(share(left.memory_mib, has.memory_mib));
        u64::from(row.price_micro_usd_per_hour) * idle / 1000
    })
    .sum()
}

/// `$0.29`, with more digits for less money: `$0.0042`.
pub fn dollars(micro_usd: u64) -> String {
    let digits = match micro_usd {
        0 => return "$0".to_owned(),
        1..10_000 => 4,
        10_000..1_000_000 => 3,
        _ => 2,
    };
    let unit = 10_u64.pow(6 - digits);
    let rounded = (micro_usd + unit / 2) / unit;
    let scale = 10_u64.pow(digits);
    format!("${}.{:0width$}", rounded / scale, rounded % scale, width = digits as usize)
}
