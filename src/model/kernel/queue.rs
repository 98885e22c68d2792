//! What the world promised itself, in the order it falls due.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::SimTime;

/// A queue keyed by `(time, sequence)`: what is due first leaves first, and of two that are due at the
/// same moment the one put in first.
#[derive(Clone, Debug)]
pub struct Queue<T> {
    heap: BinaryHeap<Reverse<Entry<T>>>,
    next_sequence: u64,
}

#[derive(Clone, Debug)]
struct Entry<T> {
    due: SimTime,
    sequence: u64,
    item: T,
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Self { heap: BinaryHeap::new(), next_sequence: 0 }
    }
}

impl<T> Queue<T> {
    pub fn push(&mut self, due: SimTime, item: T) {
        let sequence = self.next_sequence;
        self.next_sequence += 1;
        self.heap.push(Reverse(Entry { due, sequence, item }));
    }

    /// The moment the next item falls due.
    pub fn next_due(&self) -> Option<SimTime> {
        self.heap.peek().map(|Reverse(entry)| entry.due)
    }

    /// The next item, with the moment it falls due.
    pub fn peek(&self) -> Option<(SimTime, &T)> {
        self.heap.peek().map(|Reverse(entry)| (entry.due, &entry.item))
    }

    /// Takes the next item if it is due at `until` or before.
    pub fn pop_due(&mut self, until: SimTime) -> Option<(SimTime, T)> {
        if self.next_due()? > until {
            return None;
        }
        self.heap.pop().map(|Reverse(entry)| (entry.due, entry.item))
    }

    pub fn len(&self) -> usize {
        self.heap.len()
    }

    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }
}

impl<T> Entry<T> {
    fn key(&self) -> (SimTime, u64) {
        (self.due, self.sequence)
    }
}

impl<T> PartialEq for Entry<T> {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl<T> Eq for Entry<T> {}

impl<T> PartialOrd for Entry<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Entry<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}
