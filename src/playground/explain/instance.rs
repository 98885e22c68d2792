//! What the placement decisions said of one container instance.

use crate::model::ecs::{ContainerInstanceId, DecisionId, TaskDefinitionId};
use crate::model::kernel::SimTime;
use crate::model::world::World;
use crate::model::world::decision::{RejectReason, Target};

/// One decision in which the instance was a candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Considered {
    pub decision: DecisionId,
    pub at: SimTime,
    pub definition: TaskDefinitionId,
    /// Tasks that were placed on it.
    pub taken: u32,
    /// Tasks that the decision left without a place anywhere.
    pub unplaced: u32,
    /// Why it could not take one; empty if it could.
    pub rejects: Vec<RejectReason>,
}

/// Decisions looked at, and rows given, newest first.
const LOOKED_AT: usize = 60;
const MOST: usize = 8;

pub fn considered(world: &World, id: ContainerInstanceId) -> Vec<Considered> {
    let target = Target::ContainerInstance(id);
    let newest = world.decisions.iter().rev().take(LOOKED_AT);
    let rows = newest.filter_map(|(decision, record)| {
        let taken = record.choices.iter().filter(|choice| choice.target == target).count() as u32;
        let of_failure = record.failure.iter().flat_map(|failure| failure.candidates.iter());
        let candidate = of_failure.chain(record.candidates.iter()).find(|row| row.instance == id)?;
        Some(Considered {
            decision,
            at: record.at,
            definition: record.definition,
            taken,
            unplaced: record.unplaced,
            rejects: candidate.rejects.to_vec(),
        })
    });
    rows.take(MOST).collect()
}
