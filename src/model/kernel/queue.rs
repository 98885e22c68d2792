//! What the world promised itself, in the order it falls due.

use std::collections::BTreeMap;

use super::SimTime;

/// A queue keyed by `(time, sequence)`: what is due first leaves first, and of two that are due at the
/// same moment the one put in first.
///
/// A tree and not a heap: taking the first of a large heap touches memory all over it, while here the next
/// things to happen lie side by side.
#[derive(Clone, Debug)]
pub struct Queue<T> {
    items: BTreeMap<(SimTime, u64), T>,
    next_sequence: u64,
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Self { items: BTreeMap::new(), next_sequence: 0 }
    }
}

impl<T> Queue<T> {
    pub fn push(&mut self, due: SimTime, item: T) {
        self.items.insert((due, self.next_sequence), item);
        self.next_sequence += 1;
    }

    /// The moment the next item falls due.
    pub fn next_due(&self) -> Option<SimTime> {
        self.items.first_key_value().map(|(&(due, _), _)| due)
    }

    /// The next item, with the moment it falls due.
    pub fn peek(&self) -> Option<(SimTime, &T)> {
        self.items.first_key_value().map(|(&(due, _), item)| (due, item))
    }

    /// Takes the next item if it is due at `until` or before.
    pub fn pop_due(&mut self, until: SimTime) -> Option<(SimTime, T)> {
        let next = self.items.first_entry().filter(|entry| entry.key().0 <= until)?;
        let ((due, _), item) = next.remove_entry();
        Some((due, item))
    }

    pub fn len(&self) -> usize {
        self.items.len()
    }

    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}
