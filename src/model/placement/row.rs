//! Slots in a row, to be looked through at each choice: for a few choices that costs less than making a tree.

use super::field::{Level, Measure, Pick, Place};
use crate::model::world::decision::Narrowing;

/// Slots and where they stand, in no order.
#[derive(Clone, Debug, Default)]
pub(super) struct Row(Vec<(Place, u32)>);

impl Row {
    pub(super) fn insert(&mut self, place: &Place, slot: u32) {
        self.0.push((*place, slot));
    }

    /// Takes out a slot that stands in the row.
    pub(super) fn remove(&mut self, slot: u32) {
        let position = self.0.iter().position(|&(_, other)| other == slot);
        self.0.swap_remove(position.expect("the slot stands in the row"));
    }

    /// The best slot, as [`Field::choose`](super::field::Field::choose) has it.
    pub(super) fn choose(
        &self,
        levels: &[Level],
        fullest_first: bool,
        draw: impl FnOnce(u32) -> u32,
    ) -> Option<Pick> {
        let mut left: Vec<&(Place, u32)> = self.0.iter().collect();
        let mut narrowed = Vec::with_capacity(levels.len());
        let (mut shared, mut own) = (0, 0);
        for level in levels {
            let from = left.len() as u32;
            let best = match &level.measure {
                Measure::Shared(counts) => {
                    shared += 1;
                    keep_best(&mut left, fullest_first, |place| counts[place.groups[shared - 1] as usize])?
                }
                Measure::Own => {
                    own += 1;
                    keep_best(&mut left, false, |place| place.own[own - 1])?
                }
            };
            narrowed.push(Narrowing { strategy: level.strategy, from, to: left.len() as u32, best });
        }
        let tied = left.len() as u32;
        if tied <= 1 {
            return left.first().map(|&&(_, slot)| Pick { slot, narrowed, tied });
        }
        let drawn = draw(tied) as usize;
        let (_, &mut &(_, slot), _) =
            left.select_nth_unstable_by_key(drawn, |(place, slot)| (place.groups, *slot));
        Some(Pick { slot, narrowed, tied })
    }
}

fn keep_best(left: &mut Vec<&(Place, u32)>, highest: bool, number: impl Fn(&Place) -> u32) -> Option<u32> {
    let numbers = left.iter().map(|(place, _)| number(place));
    let best = if highest { numbers.max()? } else { numbers.min()? };
    left.retain(|(place, _)| number(place) == best);
    Some(best)
}
