//! Numbers over time, kept as they changed.

use std::rc::Rc;

use super::SimTime;

/// A series of whole numbers: each value holds from its moment until the next one. Only changes are kept, and a
/// clone shares all but the growing end, so that a snapshot of a long run costs next to nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Series {
    full: Vec<Rc<[(SimTime, u32)]>>,
    rest: Vec<(SimTime, u32)>,
}

const CHUNK: usize = 128;

impl Series {
    /// The value from `at` on, which must not be earlier than the last one.
    pub fn push(&mut self, at: SimTime, value: u32) {
        if self.last().is_some_and(|(_, last)| last == value) {
            return;
        }
        self.rest.push((at, value));
        if self.rest.len() == CHUNK {
            self.full.push(self.rest.drain(..).collect());
        }
    }

    pub fn last(&self) -> Option<(SimTime, u32)> {
        self.rest.last().or_else(|| self.full.last()?.last()).copied()
    }

    /// Every change, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (SimTime, u32)> {
        self.full.iter().flat_map(|chunk| chunk.iter()).chain(&self.rest).copied()
    }
}
