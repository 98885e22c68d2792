//! How close a container instance came to taking a task.

use crate::model::ecs::ContainerInstanceId;
use crate::model::world::decision::{Candidate, MOST_CANDIDATES, RejectReason};

/// Candidates sorted, closest first, and how many were dropped because there were too many.
///
/// Those that fit come first, and of those the ones that were chosen, in that order: they are what a page
/// talks about. `chosen` has their positions, ascending, and the first task that each was chosen for. Then the
/// fewest failed rules count, then the smallest shortfall relative to what was needed; ECS does not publish how
/// it finds "the closest matching container instance". Instances that are not ACTIVE come last: ECS does not
/// call them close, however much room they have.
pub(super) fn closest_first(candidates: &[Candidate], chosen: &[(u32, u32)]) -> (Vec<Candidate>, u32) {
    let most = candidates.len().min(MOST_CANDIDATES);
    let mut by_choice: Vec<_> = chosen.iter().map(|&(number, choice)| (choice, number)).collect();
    by_choice.sort_unstable();
    let mut sorted = Vec::with_capacity(most);
    sorted.extend(by_choice.iter().take(most).map(|&(_, number)| candidates[number as usize].clone()));
    let mut chosen = chosen.iter().peekable();
    let mut rejected = Vec::new();
    for (number, candidate) in (0_u32..).zip(candidates) {
        if chosen.next_if(|(next, _)| *next == number).is_some() {
            continue;
        }
        if !candidate.rejects.is_empty() {
            rejected.push((distance(&candidate.rejects), number));
        } else if sorted.len() < most {
            sorted.push(candidate.clone());
        }
    }
    let room = most - sorted.len();
    if room < rejected.len() {
        rejected.select_nth_unstable(room);
        rejected.truncate(room);
    }
    rejected.sort_unstable();
    sorted.extend(rejected.iter().map(|&(_, number)| candidates[number as usize].clone()));
    (sorted, (candidates.len() - most) as u32)
}

/// The candidate that came closest, and the first rule it failed. None if no instance is ACTIVE: ECS then
/// says that it found no container instances.
pub(super) fn closest(sorted: &[Candidate]) -> Option<(ContainerInstanceId, RejectReason)> {
    let candidate = sorted.first().filter(|candidate| !is_inactive(&candidate.rejects))?;
    Some((candidate.instance, candidate.rejects.first()?.clone()))
}

/// Not ACTIVE, failed rules, shortfall in thousandths: all zero for an instance that fits.
fn distance(rejects: &[RejectReason]) -> (bool, u32, u32) {
    let mut failed = 0;
    let mut last = None;
    for rule in rejects.iter().map(RejectReason::rule) {
        failed += u32::from(last != Some(rule));
        last = Some(rule);
    }
    (is_inactive(rejects), failed, rejects.iter().map(shortfall).sum())
}

fn is_inactive(rejects: &[RejectReason]) -> bool {
    rejects.iter().any(|reason| matches!(reason, RejectReason::Status(_)))
}

/// The missing part of what was needed, in thousandths; all of it for what cannot be there in part.
fn shortfall(reason: &RejectReason) -> u32 {
    match *reason {
        RejectReason::Cpu { needs, has }
        | RejectReason::Memory { needs, has }
        | RejectReason::Gpu { needs, has }
        | RejectReason::Eni { needs, has }
        | RejectReason::PortLimit { needs, has } => {
            let missing = u64::from(needs.saturating_sub(has));
            (missing * 1000 / u64::from(needs.max(1))) as u32
        }
        _ => 1000,
    }
}
