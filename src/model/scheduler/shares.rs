//! A capacity provider strategy, turned into counts: `base` first, the rest by `weight`.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::look::Look;
use crate::model::ecs::cluster::CapacityProviderStrategyItem;
use crate::model::ecs::service::ServiceSpec;

/// How many of `count` new tasks each capacity provider gets, given the tasks it has already.
pub fn split(look: &Look, spec: &ServiceSpec, count: u32) -> Vec<(Rc<str>, u32)> {
    let world = look.world();
    let mut has: BTreeMap<Rc<str>, u32> = BTreeMap::new();
    for task in look.service().tasks.iter().map(|&task| &world.tasks[task]) {
        if let Some(provider) = task.capacity_provider.as_ref().filter(|_| task.is_wanted()) {
            *has.entry(provider.clone()).or_insert(0) += 1;
        }
    }
    share_out(&spec.capacity_provider_strategy, &has, count)
}

/// Gives each of `count` tasks to the provider that is furthest behind its share.
pub fn share_out(
    strategy: &[CapacityProviderStrategyItem],
    has: &BTreeMap<Rc<str>, u32>,
    count: u32,
) -> Vec<(Rc<str>, u32)> {
    let mut totals: Vec<u32> =
        strategy.iter().map(|item| has.get(&item.capacity_provider).copied().unwrap_or(0)).collect();
    let mut given = vec![0; strategy.len()];
    for _ in 0..count {
        let Some(next) = next_provider(strategy, &totals) else { break };
        totals[next] += 1;
        given[next] += 1;
    }
    let shares = strategy.iter().zip(given).filter(|(_, given)| *given > 0);
    shares.map(|(item, given)| (item.capacity_provider.clone(), given)).collect()
}

fn next_provider(strategy: &[CapacityProviderStrategyItem], totals: &[u32]) -> Option<usize> {
    let below_base = (0..strategy.len()).find(|&at| totals[at] < strategy[at].base);
    // Tasks above the base, in proportion to the weights: the smallest (n + 1) / weight is next.
    let weighted = (0..strategy.len()).filter(|&at| strategy[at].weight > 0);
    let behind = weighted.min_by(|&a, &b| {
        let next = |at: usize| u64::from(totals[at].saturating_sub(strategy[at].base) + 1);
        (next(a) * u64::from(strategy[b].weight)).cmp(&(next(b) * u64::from(strategy[a].weight)))
    });
    below_base.or(behind)
}
