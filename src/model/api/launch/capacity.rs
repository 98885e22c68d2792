//! Launch type or capacity provider strategy: where tasks of a request run, and how many where.

use std::rc::Rc;

use crate::model::ecs::arn::short_name;
use crate::model::ecs::capacity_provider::is_fargate;
use crate::model::ecs::cluster::CapacityProviderStrategyItem;
use crate::model::ecs::{Cluster, EcsError, EcsResult, LaunchType};
use crate::model::kernel::order;

/// Where the tasks of one request run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Capacity {
    LaunchType(LaunchType),
    /// Never empty.
    Strategy(Vec<CapacityProviderStrategyItem>),
}

/// A part of a request's tasks that runs on one kind of capacity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    pub launch_type: LaunchType,
    pub capacity_provider: Option<Rc<str>>,
    pub count: u32,
}

impl Capacity {
    /// What a request means: its launch type, its strategy, the cluster's default strategy, or else EC2 (the last
    /// is assumed).
    pub fn of_request(
        cluster: &Cluster,
        launch_type: Option<LaunchType>,
        strategy: &[CapacityProviderStrategyItem],
    ) -> EcsResult<Self> {
        if launch_type.is_some() && !strategy.is_empty() {
            return Err(EcsError::invalid_parameter(
                "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.",
            ));
        }
        let strategy = refuse_strategy(&cluster.capacity_providers, strategy)?;
        Ok(match launch_type {
            Some(launch_type) => Self::LaunchType(launch_type),
            None if !strategy.is_empty() => Self::Strategy(strategy),
            None if !cluster.default_capacity_provider_strategy.is_empty() => {
                Self::Strategy(cluster.default_capacity_provider_strategy.clone())
            }
            None => Self::LaunchType(LaunchType::Ec2),
        })
    }

    /// The providers of one strategy are all of one kind.
    pub fn launch_type(&self) -> LaunchType {
        match self {
            Self::LaunchType(launch_type) => *launch_type,
            Self::Strategy(items) => {
                items.first().map_or(LaunchType::Ec2, |item| launch_type_of(&item.capacity_provider))
            }
        }
    }

    /// Divides `count` tasks: first the base, then the rest by weight.
    pub fn shares(&self, count: u32) -> Vec<Share> {
        let launch_type = self.launch_type();
        match self {
            Self::LaunchType(_) => vec![Share { launch_type, capacity_provider: None, count }],
            Self::Strategy(items) => {
                let counts = items.iter().zip(divide(items, count)).filter(|(_, count)| *count > 0);
                let share = |(item, count): (&CapacityProviderStrategyItem, u32)| Share {
                    launch_type,
                    capacity_provider: Some(item.capacity_provider.clone()),
                    count,
                };
                counts.map(share).collect()
            }
        }
    }
}

/// What tasks of a provider are launched as.
pub fn launch_type_of(provider: &str) -> LaunchType {
    if is_fargate(provider) { LaunchType::Fargate } else { LaunchType::Ec2 }
}

/// Refuses a strategy that is none, or names a provider which is not among `attached`. Gives it with names where it
/// has ARNs.
pub fn refuse_strategy(
    attached: &[Rc<str>],
    strategy: &[CapacityProviderStrategyItem],
) -> EcsResult<Vec<CapacityProviderStrategyItem>> {
    let named = strategy.iter().map(|item| CapacityProviderStrategyItem {
        capacity_provider: short_name(&item.capacity_provider).into(),
        ..item.clone()
    });
    let strategy: Vec<_> = named.collect();
    let on_fargate = strategy.iter().filter(|item| is_fargate(&item.capacity_provider)).count();
    let message = if strategy.is_empty() {
        return Ok(strategy);
    } else if strategy.iter().any(|item| !attached.contains(&item.capacity_provider)) {
        "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster"
    } else if on_fargate > 0 && on_fargate < strategy.len() {
        "A capacity provider strategy cannot contain a mix of capacity providers using Auto Scaling groups and Fargate providers."
    } else if strategy.iter().filter(|item| item.base > 0).count() > 1 {
        "There are multiple capacity providers in the specified capacity provider strategy with a base value defined"
    } else if strategy.iter().all(|item| item.weight == 0) {
        "There are no capacity providers in the capacity provider strategy with a weight value greater than zero"
    } else {
        return Ok(strategy);
    };
    Err(EcsError::invalid_parameter(message))
}

/// How many tasks each line of the strategy gets. What does not divide evenly goes to the largest remainders, the
/// earlier line first (assumed).
fn divide(items: &[CapacityProviderStrategyItem], count: u32) -> Vec<u32> {
    let mut rest = count;
    let mut counts: Vec<u32> = Vec::new();
    for item in items {
        let base = item.base.min(rest);
        rest -= base;
        counts.push(base);
    }
    let weights: u64 = items.iter().map(|item| u64::from(item.weight)).sum();
    if weights == 0 {
        return counts;
    }
    let by_weight = |item: &CapacityProviderStrategyItem| u64::from(rest) * u64::from(item.weight);
    let whole: Vec<u32> = items.iter().map(|item| (by_weight(item) / weights) as u32).collect();
    let left = rest - whole.iter().sum::<u32>();
    let mut order: Vec<usize> = (0..items.len()).collect();
    order::sort_by_key(&mut order, |&line| std::cmp::Reverse(by_weight(&items[line]) % weights));
    for (line, whole) in whole.iter().enumerate() {
        counts[line] += whole;
    }
    for &line in order.iter().take(left as usize) {
        counts[line] += 1;
    }
    counts
}
