//! The rows that pass a filter. What ECS says again and again is one row that counts.

use std::collections::BTreeSet;

use super::{Entry, EventFilter, EventIndex, Subject};
use crate::model::kernel::SimTime;
use crate::model::world::decision::Purpose;
use crate::model::world::event::{Resource, ServiceAction};
use crate::model::world::{Event, EventLog, World};

/// An entry with those before it that said the same.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Group {
    newest: Entry,
    /// Oldest first.
    earlier: Vec<Entry>,
    /// Of what is said; none for what is never summed up.
    key: Option<u64>,
}

/// One line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    pub entry: Entry,
    /// How often it was said, this time included; 1 for most rows and for those of an opened group.
    pub times: u32,
    /// The entry that its group began with.
    pub first: u32,
    /// Its group shows every time.
    pub is_open: bool,
    /// An earlier time of an opened group.
    pub is_earlier: bool,
}

/// The rows that pass a filter, oldest first.
#[derive(Clone, Debug, Default)]
pub struct FilteredEvents {
    filter: EventFilter,
    generation: u32,
    /// Entries of the index that have been looked at.
    read: usize,
    groups: Vec<Group>,
    /// Groups that show every time, by the entry they began with.
    open: BTreeSet<u32>,
    /// Rows that opened groups add.
    added: u32,
}

/// So many groups back a repetition is looked for.
const LOOKED_BACK: usize = 80;

impl FilteredEvents {
    /// Looks at the rows that are new since the last time, or at all of them if filter or log changed.
    pub fn follow(&mut self, filter: &EventFilter, index: &EventIndex, log: &EventLog, world: &World) {
        if *filter != self.filter || index.generation != self.generation {
            *self = Self { filter: filter.clone(), generation: index.generation, ..Self::default() };
        }
        let new = index.entries.get(self.read..).unwrap_or_default();
        for &entry in new.iter().filter(|entry| filter.passes(entry, log, world)) {
            self.add(entry, key_of(&entry, log));
        }
        self.read = index.entries.len();
    }

    /// A repetition joins its group, which moves to the end.
    fn add(&mut self, entry: Entry, key: Option<u64>) {
        let mut back = self.groups.iter().enumerate().rev().take(LOOKED_BACK);
        let found = key.and_then(|_| back.find(|(_, group)| group.key == key).map(|(at, _)| at));
        let Some(at) = found else {
            return self.groups.push(Group { newest: entry, earlier: Vec::new(), key });
        };
        let mut group = self.groups.remove(at);
        group.earlier.push(group.newest);
        group.newest = entry;
        if self.open.contains(&group.first()) {
            self.added += 1;
        }
        self.groups.push(group);
    }

    /// Shows every time of the group that began with that entry, or no longer.
    pub fn toggle(&mut self, first: u32) {
        let Some(group) = self.groups.iter().find(|group| group.first() == first) else { return };
        let more = group.earlier.len() as u32;
        if self.open.remove(&first) {
            self.added -= more;
        } else {
            self.open.insert(first);
            self.added += more;
        }
    }

    /// Rows of equal generations are of one log.
    pub fn generation(&self) -> u32 {
        self.generation
    }

    pub fn len(&self) -> u32 {
        self.groups.len() as u32 + self.added
    }

    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Up to `count` rows, newest first, after leaving out the `skip` newest.
    pub fn newest(&self, skip: u32, count: u32) -> impl Iterator<Item = Row> {
        let rows = self.groups.iter().rev().flat_map(|group| {
            let first = group.first();
            let is_open = self.open.contains(&first);
            let times = if is_open { 1 } else { group.earlier.len() as u32 + 1 };
            let earlier: &[Entry] = if is_open { &group.earlier } else { &[] };
            let head = Row { entry: group.newest, times, first, is_open, is_earlier: false };
            let rest = earlier.iter().rev();
            let rest = rest.map(move |&entry| Row { entry, times: 1, first, is_open, is_earlier: true });
            std::iter::once(head).chain(rest)
        });
        rows.skip(skip as usize).take(count as usize)
    }

    /// Rows, from the newest on, that are later than that moment.
    pub fn later_than(&self, now: SimTime, log: &EventLog) -> u32 {
        let is_later = |row: &Row| log.get(row.entry.seq).is_some_and(|logged| logged.at > now);
        self.newest(0, u32::MAX).take_while(is_later).count() as u32
    }
}

impl Group {
    fn first(&self) -> u32 {
        self.earlier.first().unwrap_or(&self.newest).seq
    }
}

/// The same for what says the same: a placement that fails again, a message of trouble that is posted again.
fn key_of(entry: &Entry, log: &EventLog) -> Option<u64> {
    let mut hash = Hash(0xcbf2_9ce4_8422_2325);
    match (&log.get(entry.seq)?.event, entry.subject) {
        (Event::PlacementDecided(record), Some(Subject::Placement(_))) => {
            let service = match record.purpose {
                Purpose::Service { service, .. } => Some(service.0),
                // Each is somebody's own call.
                Purpose::RunTask | Purpose::StartTask => return None,
            };
            hash.number(service.unwrap_or_default());
            hash.number(record.definition.0);
        }
        (
            Event::ServiceEventPosted {
                message,
                action:
                    Some(ServiceAction::ServiceTaskPlacementFailure | ServiceAction::ServiceTaskStartImpaired),
                ..
            },
            Some(Subject::Resource(Resource::Service(service))),
        ) => {
            hash.number(service.0);
            hash.words(message);
        }
        _ => return None,
    }
    Some(hash.0)
}

/// FNV-1a.
struct Hash(u64);

impl Hash {
    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }

    fn number(&mut self, number: u32) {
        number.to_le_bytes().into_iter().for_each(|byte| self.byte(byte));
    }

    /// Without ids: they differ each time.
    fn words(&mut self, text: &str) {
        let is_id = |word: &&str| word.len() >= 16 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
        let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !is_id(word));
        words.flat_map(str::bytes).for_each(|byte| self.byte(byte));
    }
}
