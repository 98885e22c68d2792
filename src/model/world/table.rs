//! A table of rows that is cheap to clone and cheap to change after cloning.

use std::marker::PhantomData;
use std::rc::Rc;

/// Rows are never removed: what is gone stays describable, as the log refers to it.
///
/// Rows sit in chunks behind `Rc`. A clone copies only the list of chunks and the pointers of the last,
/// growing one; a change copies one chunk's pointers and one row, and only if somebody else still holds
/// them. So a snapshot in every frame and a checkpoint every few seconds cost next to nothing, and an
/// unchanged row keeps its address, which is how the page knows that it need not draw it again.
#[derive(Debug)]
pub struct Table<Id, Row> {
    full: Vec<Rc<[Rc<Row>]>>,
    /// The rows after the last full chunk, fewer than make one.
    rest: Vec<Rc<Row>>,
    id: PhantomData<Id>,
}

const CHUNK: u32 = 64;

impl<Id, Row> Default for Table<Id, Row> {
    fn default() -> Self {
        Self { full: Vec::new(), rest: Vec::new(), id: PhantomData }
    }
}

impl<Id, Row> Clone for Table<Id, Row> {
    fn clone(&self) -> Self {
        Self { full: self.full.clone(), rest: self.rest.clone(), id: PhantomData }
    }
}

impl<Id, Row> Table<Id, Row> {
    pub fn len(&self) -> u32 {
        self.in_full_chunks() + self.rest.len() as u32
    }

    fn in_full_chunks(&self) -> u32 {
        self.full.len() as u32 * CHUNK
    }
}

impl<Id: From<u32> + Into<u32> + Copy, Row> Table<Id, Row> {
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The id that the next row will get.
    pub fn next_id(&self) -> Id {
        self.len().into()
    }

    /// The row itself, to keep. Panics if there is none: ids come from this table.
    pub fn rc(&self, id: Id) -> &Rc<Row> {
        let row: u32 = id.into();
        match self.full.get((row / CHUNK) as usize) {
            Some(chunk) => &chunk[(row % CHUNK) as usize],
            None => &self.rest[(row - self.in_full_chunks()) as usize],
        }
    }

    pub fn contains(&self, id: Id) -> bool {
        id.into() < self.len()
    }

    pub fn ids(&self) -> impl DoubleEndedIterator<Item = Id> + use<Id, Row> {
        (0..self.len()).map(Id::from)
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Id, &Rc<Row>)> {
        self.ids().map(|id| (id, self.rc(id)))
    }
}

impl<Id: From<u32> + Into<u32> + Copy, Row: Clone> Table<Id, Row> {
    /// Adds a row. Only `World::apply` calls it.
    pub(super) fn push(&mut self, row: Rc<Row>) -> Id {
        let id = self.next_id();
        self.rest.push(row);
        if self.rest.len() as u32 == CHUNK {
            self.full.push(self.rest.drain(..).collect());
        }
        id
    }

    /// Changes a row. Only `World::apply` calls it.
    pub(super) fn change(&mut self, id: Id) -> &mut Row {
        let row: u32 = id.into();
        let in_full_chunks = self.in_full_chunks();
        let row = match self.full.get_mut((row / CHUNK) as usize) {
            Some(chunk) => &mut Rc::make_mut(chunk)[(row % CHUNK) as usize],
            None => &mut self.rest[(row - in_full_chunks) as usize],
        };
        Rc::make_mut(row)
    }
}

impl<Id: From<u32> + Into<u32> + Copy, Row> std::ops::Index<Id> for Table<Id, Row> {
    type Output = Row;

    fn index(&self, id: Id) -> &Row {
        self.rc(id)
    }
}
