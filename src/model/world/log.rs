//! Everything that happened, in order, with its cause.

use std::rc::Rc;

use serde::Serialize;

use super::Event;
use crate::model::kernel::SimTime;

#[derive(Clone, Debug, Serialize)]
pub struct LoggedEvent {
    /// Position in the log.
    pub seq: u32,
    pub at: SimTime,
    /// The earlier event that led to this one; none for what only time brought about.
    pub cause: Option<u32>,
    pub event: Event,
}

/// The event log. Cloning shares the full chunks.
#[derive(Clone, Debug, Default)]
pub struct EventLog {
    chunks: Vec<Rc<Vec<LoggedEvent>>>,
    len: u32,
}

const CHUNK: u32 = 64;

impl EventLog {
    pub(super) fn push(&mut self, at: SimTime, cause: Option<u32>, event: Event) -> u32 {
        let seq = self.len;
        if seq.is_multiple_of(CHUNK) {
            self.chunks.push(Rc::new(Vec::with_capacity(CHUNK as usize)));
        }
        let last = self.chunks.last_mut().expect("a chunk was just made sure of");
        Rc::make_mut(last).push(LoggedEvent { seq, at, cause, event });
        self.len += 1;
        seq
    }

    pub fn len(&self) -> u32 {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub fn get(&self, seq: u32) -> Option<&LoggedEvent> {
        self.chunks.get((seq / CHUNK) as usize)?.get((seq % CHUNK) as usize)
    }

    /// Events from `seq` on.
    pub fn since(&self, seq: u32) -> impl DoubleEndedIterator<Item = &LoggedEvent> {
        (seq.min(self.len)..self.len).filter_map(|seq| self.get(seq))
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &LoggedEvent> {
        self.since(0)
    }

    /// A 64-bit fingerprint (FNV-1a) of the whole log as JSON lines. Two runs with the same fingerprint
    /// had the same events at the same times; native and wasm must agree.
    pub fn fingerprint(&self) -> u64 {
        let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
        for event in self.iter() {
            serde_json::to_writer(&mut hash, event).expect("events serialise, and hashing does not fail");
        }
        hash.0
    }
}

struct Fnv(u64);

impl std::io::Write for Fnv {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
