//! The slots that are still in the running, kept so that the best one is found without looking at all.
//!
//! A strategy sees either a count shared by many slots (the tasks in an Availability Zone) or a number of
//! the slot's own (its tasks, what would remain of its memory). Slots with the same shared counts sit in
//! one bucket; inside it a tree orders them by their own numbers, one storey per strategy. A choice then
//! looks at each bucket once, and moving one slot costs a few steps. For a few choices the slots just stand in a
//! [`Row`].

use std::collections::BTreeMap;
use std::ops::Deref;

use super::row::Row;
use crate::model::world::decision::Narrowing;

/// What one strategy compares.
#[derive(Clone, Debug)]
pub(super) enum Measure {
    /// Tasks in each group; groups are numbered in the order of their names.
    Shared(Vec<u32>),
    /// A number of the slot's own, given with the slot.
    Own,
}

/// A strategy of the order, by its position there, and what it compares.
#[derive(Clone, Debug)]
pub(super) struct Level {
    pub strategy: u8,
    pub measure: Measure,
}

/// As many levels as a field can have: five strategies, and one more to tell apart what they leave equal.
pub(super) const MOST_LEVELS: usize = 6;

/// One number for each of some levels. A list in place, as a batch makes one for every instance of the
/// cluster. What is compared with each other has the same levels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Numbers {
    len: u8,
    values: [u32; MOST_LEVELS],
}

impl Deref for Numbers {
    type Target = [u32];

    fn deref(&self) -> &[u32] {
        &self.values[..usize::from(self.len)]
    }
}

impl FromIterator<u32> for Numbers {
    /// Panics if there are more numbers than levels.
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let mut list = Self::default();
        for number in numbers {
            list.values[usize::from(list.len)] = number;
            list.len += 1;
        }
        list
    }
}

/// Where a slot stands: its groups and its own numbers, each in the order of the levels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub groups: Numbers,
    pub own: Numbers,
}

#[derive(Clone, Debug)]
pub(super) struct Field {
    pub levels: Vec<Level>,
    /// The fullest group wins instead of the emptiest. Own numbers are the caller's to turn around.
    pub fullest_first: bool,
    slots: Slots,
}

#[derive(Clone, Debug)]
enum Slots {
    Row(Row),
    Buckets(BTreeMap<Numbers, Node>),
}

/// Up to so many choices a row is faster.
const FEW: u32 = 8;

#[derive(Clone, Debug)]
enum Node {
    /// Slots that are equal by every measure, in ascending order.
    Leaf(Vec<u32>),
    Branch {
        size: u32,
        children: BTreeMap<u32, Node>,
    },
}

pub(super) struct Pick {
    pub slot: u32,
    pub narrowed: Vec<Narrowing>,
    pub tied: u32,
}

impl Field {
    /// A field for about so many choices: how many changes what they cost, not what they are.
    pub(super) fn new(levels: Vec<Level>, fullest_first: bool, choices: u32) -> Self {
        let slots = if choices <= FEW { Slots::Row(Row::default()) } else { Slots::Buckets(BTreeMap::new()) };
        Self { levels, fullest_first, slots }
    }

    pub(super) fn insert(&mut self, place: &Place, slot: u32) {
        match &mut self.slots {
            Slots::Row(row) => row.insert(place, slot),
            Slots::Buckets(buckets) => {
                let bucket = buckets.entry(place.groups).or_insert_with(|| Node::new(place.own.len()));
                bucket.insert(&place.own, slot);
            }
        }
    }

    /// Takes out a slot that stands at `place`.
    pub(super) fn remove(&mut self, place: &Place, slot: u32) {
        match &mut self.slots {
            Slots::Row(row) => row.remove(slot),
            Slots::Buckets(buckets) => {
                let node = buckets.get_mut(&place.groups).expect("the slot stands in its bucket");
                node.remove(&place.own, slot);
                if node.size() == 0 {
                    buckets.remove(&place.groups);
                }
            }
        }
    }

    /// Adds a task to the shared counts of a place, or takes one away.
    pub(super) fn count(&mut self, place: &Place, by: i32) {
        let shared = self.levels.iter_mut().filter_map(|level| match &mut level.measure {
            Measure::Shared(counts) => Some(counts),
            Measure::Own => None,
        });
        for (counts, &group) in shared.zip(place.groups.iter()) {
            let count = &mut counts[group as usize];
            *count = count.saturating_add_signed(by);
        }
    }

    /// The best slot. Where several are equal, `draw` gives a number below how many there are.
    pub(super) fn choose(&self, draw: impl FnOnce(u32) -> u32) -> Option<Pick> {
        let buckets = match &self.slots {
            Slots::Row(row) => return row.choose(&self.levels, self.fullest_first, draw),
            Slots::Buckets(buckets) => buckets,
        };
        let mut left: Vec<(&[u32], &Node)> = buckets.iter().map(|(groups, node)| (&**groups, node)).collect();
        let mut narrowed = Vec::with_capacity(self.levels.len());
        let mut shared = 0;
        for level in &self.levels {
            let from = size(&left);
            let best = match &level.measure {
                Measure::Shared(counts) => {
                    let best = self.keep_best_groups(&mut left, |groups| counts[groups[shared] as usize])?;
                    shared += 1;
                    best
                }
                Measure::Own => keep_lowest(&mut left)?,
            };
            narrowed.push(Narrowing { strategy: level.strategy, from, to: size(&left), best });
        }
        let tied = size(&left);
        let drawn = if tied > 1 { draw(tied) } else { 0 };
        Some(Pick { slot: nth(&left, drawn)?, narrowed, tied })
    }

    fn keep_best_groups(
        &self,
        left: &mut Vec<(&[u32], &Node)>,
        count: impl Fn(&[u32]) -> u32,
    ) -> Option<u32> {
        let counts = left.iter().map(|(groups, _)| count(groups));
        let best = if self.fullest_first { counts.max()? } else { counts.min()? };
        left.retain(|(groups, _)| count(groups) == best);
        Some(best)
    }
}

fn size(nodes: &[(&[u32], &Node)]) -> u32 {
    nodes.iter().map(|(_, node)| node.size()).sum()
}

/// Goes one storey down, to the lowest number there is.
fn keep_lowest(left: &mut Vec<(&[u32], &Node)>) -> Option<u32> {
    let best = left.iter().filter_map(|(_, node)| node.lowest()).min()?;
    left.retain_mut(|(_, node)| match node.child(best) {
        Some(child) => {
            *node = child;
            true
        }
        None => false,
    });
    Some(best)
}

fn nth(left: &[(&[u32], &Node)], mut index: u32) -> Option<u32> {
    for (_, node) in left {
        match node {
            Node::Leaf(slots) if (index as usize) < slots.len() => return Some(slots[index as usize]),
            _ => index -= node.size(),
        }
    }
    None
}

impl Node {
    fn new(storeys: usize) -> Self {
        match storeys {
            0 => Self::Leaf(Vec::new()),
            _ => Self::Branch { size: 0, children: BTreeMap::new() },
        }
    }

    fn size(&self) -> u32 {
        match self {
            Self::Leaf(slots) => slots.len() as u32,
            Self::Branch { size, .. } => *size,
        }
    }

    fn lowest(&self) -> Option<u32> {
        match self {
            Self::Leaf(_) => None,
            Self::Branch { children, .. } => children.keys().next().copied(),
        }
    }

    fn child(&self, number: u32) -> Option<&Self> {
        match self {
            Self::Leaf(_) => None,
            Self::Branch { children, .. } => children.get(&number),
        }
    }

    fn insert(&mut self, own: &[u32], slot: u32) {
        match self {
            // A new field is filled in ascending order.
            Self::Leaf(slots) if slots.last().is_none_or(|&last| last < slot) => slots.push(slot),
            Self::Leaf(slots) => {
                let position = slots.binary_search(&slot).unwrap_or_else(|position| position);
                slots.insert(position, slot);
            }
            Self::Branch { size, children } => {
                *size += 1;
                children.entry(own[0]).or_insert_with(|| Self::new(own.len() - 1)).insert(&own[1..], slot);
            }
        }
    }

    fn remove(&mut self, own: &[u32], slot: u32) {
        match self {
            Self::Leaf(slots) => {
                let position = slots.binary_search(&slot).expect("the slot stands in its leaf");
                slots.remove(position);
            }
            Self::Branch { size, children } => {
                *size -= 1;
                let child = children.get_mut(&own[0]).expect("the slot stands on its branch");
                child.remove(&own[1..], slot);
                if child.size() == 0 {
                    children.remove(&own[0]);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Slots by zone and by the tasks on them, and the numbers that are drawn.
    fn fields(slots: &[(u32, u32)], zones: &[u32; 3], fullest_first: bool, choices: u32) -> Field {
        let levels = vec![
            Level { strategy: 0, measure: Measure::Shared(zones.to_vec()) },
            Level { strategy: 1, measure: Measure::Own },
        ];
        let mut field = Field::new(levels, fullest_first, choices);
        for (&(zone, tasks), slot) in slots.iter().zip(0..) {
            field.insert(&at(zone, tasks), slot);
        }
        field
    }

    fn at(zone: u32, tasks: u32) -> Place {
        Place { groups: [zone].into_iter().collect(), own: [tasks].into_iter().collect() }
    }

    proptest! {
        #[test]
        fn a_row_and_a_tree_choose_alike(
            mut slots in prop::collection::vec((0..3u32, 0..4u32), 1..40),
            zones: [u8; 3],
            fullest_first: bool,
            draws in prop::collection::vec(any::<u32>(), 1..20),
        ) {
            let zones = zones.map(|tasks| u32::from(tasks % 4) + 20);
            let mut row = fields(&slots, &zones, fullest_first, 1);
            let mut tree = fields(&slots, &zones, fullest_first, FEW + 1);
            for draw in draws {
                let picks = [&row, &tree].map(|field| field.choose(|equal| draw % equal).expect("slots are left"));
                prop_assert_eq!(picks[0].slot, picks[1].slot);
                prop_assert_eq!(&picks[0].narrowed, &picks[1].narrowed);
                prop_assert_eq!(picks[0].tied, picks[1].tied);
                let slot = picks[0].slot;
                let (zone, tasks) = &mut slots[slot as usize];
                for field in [&mut row, &mut tree] {
                    field.remove(&at(*zone, *tasks), slot);
                    field.count(&at(*zone, *tasks), if fullest_first { -1 } else { 1 });
                    field.insert(&at(*zone, *tasks + 1), slot);
                }
                *tasks += 1;
            }
        }
    }
}
