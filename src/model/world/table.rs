//! A table of rows that is cheap to clone and cheap to change after cloning.

use std::marker::PhantomData;
use std::rc::Rc;

/// Rows are never removed: what is gone stays describable, as the log refers to it.
///
/// Rows sit in chunks behind `Rc`. A clone copies only the list of chunks; a change copies one chunk's
/// pointers and one row, and only if somebody else still holds them. So a snapshot in every frame and a
/// checkpoint every few seconds cost next to nothing, and an unchanged row keeps its address, which is
/// how the page knows that it need not draw it again.
#[derive(Debug)]
pub struct Table<Id, Row> {
    chunks: Vec<Rc<Vec<Rc<Row>>>>,
    len: u32,
    id: PhantomData<Id>,
}

const CHUNK: u32 = 64;

impl<Id, Row> Default for Table<Id, Row> {
    fn default() -> Self {
        Self { chunks: Vec::new(), len: 0, id: PhantomData }
    }
}

impl<Id, Row> Clone for Table<Id, Row> {
    fn clone(&self) -> Self {
        Self { chunks: self.chunks.clone(), len: self.len, id: PhantomData }
    }
}

impl<Id: From<u32> + Into<u32> + Copy, Row> Table<Id, Row> {
    pub fn len(&self) -> u32 {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The id that the next row will get.
    pub fn next_id(&self) -> Id {
        self.len.into()
    }

    /// The row itself, to keep. Panics if there is none: ids come from this table.
    pub fn rc(&self, id: Id) -> &Rc<Row> {
        let row: u32 = id.into();
        &self.chunks[(row / CHUNK) as usize][(row % CHUNK) as usize]
    }

    pub fn contains(&self, id: Id) -> bool {
        id.into() < self.len
    }

    pub fn ids(&self) -> impl DoubleEndedIterator<Item = Id> + use<Id, Row> {
        (0..self.len).map(Id::from)
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Id, &Rc<Row>)> {
        self.ids().map(|id| (id, self.rc(id)))
    }
}

impl<Id: From<u32> + Into<u32> + Copy, Row: Clone> Table<Id, Row> {
    /// Adds a row. Only `World::apply` calls it.
    pub(super) fn push(&mut self, row: Rc<Row>) -> Id {
        let id = self.next_id();
        if self.len.is_multiple_of(CHUNK) {
            self.chunks.push(Rc::new(Vec::with_capacity(CHUNK as usize)));
        }
        let last = self.chunks.last_mut().expect("a chunk was just made sure of");
        Rc::make_mut(last).push(row);
        self.len += 1;
        id
    }

    /// Changes a row. Only `World::apply` calls it.
    pub(super) fn change(&mut self, id: Id) -> &mut Row {
        let row: u32 = id.into();
        let chunk = Rc::make_mut(&mut self.chunks[(row / CHUNK) as usize]);
        Rc::make_mut(&mut chunk[(row % CHUNK) as usize])
    }
}

impl<Id: From<u32> + Into<u32> + Copy, Row> std::ops::Index<Id> for Table<Id, Row> {
    type Output = Row;

    fn index(&self, id: Id) -> &Row {
        self.rc(id)
    }
}
