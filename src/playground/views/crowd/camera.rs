//! What of a crowd is in view: the zoom, the scroll, and a cursor for the keyboard.

use super::layout::{Layout, Spot};
use crate::playground::views::stage::MOST_CARDS;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Left,
    Right,
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Camera {
    /// Of the window, in CSS pixels.
    pub width: u32,
    pub height: u32,
    /// How far it is scrolled.
    pub top: u32,
    /// None: everything in view, as large as can be.
    step: Option<usize>,
    /// So close that cards are drawn: the first slot of each zone that has one.
    near: Option<u32>,
    pub cursor: Option<Spot>,
}

impl Camera {
    pub fn layout(&self, counts: &[u32]) -> Layout {
        Layout::new(self.width, counts, self.step_now(counts))
    }

    fn step_now(&self, counts: &[u32]) -> usize {
        self.step.unwrap_or_else(|| Layout::fitting(self.width, self.height, counts))
    }

    /// Cells in view.
    pub fn in_view(&self, counts: &[u32]) -> u32 {
        match self.near_slots(counts) {
            Some((first, end)) => counts.iter().map(|&count| count.min(end).saturating_sub(first)).sum(),
            None => self.layout(counts).in_view(self.height),
        }
    }

    /// The slots of every zone that are drawn as cards: first and one past the last.
    pub fn near_slots(&self, counts: &[u32]) -> Option<(u32, u32)> {
        let each = Self::cards_each(counts);
        self.near.map(|first| (first, first + each))
    }

    fn cards_each(counts: &[u32]) -> u32 {
        (MOST_CARDS / counts.len().max(1)).max(1) as u32
    }

    pub fn is_near(&self) -> bool {
        self.near.is_some()
    }

    pub fn shows_all(&self) -> bool {
        self.near.is_none() && self.step.is_none()
    }

    /// One step closer, and what is at that point of the content stays where it is in the window.
    pub fn zoom_in(&mut self, counts: &[u32], at: Option<(u32, u32)>) {
        if self.near.is_some() {
            return;
        }
        let anchor = self.anchor(counts, at);
        let before = self.layout(counts);
        let mut step = self.step_now(counts) + 1;
        // A step that looks the same is none.
        while step < Layout::STEPS && Layout::new(self.width, counts, step).columns == before.columns {
            step += 1;
        }
        let next = Layout::new(self.width, counts, step.min(Layout::STEPS - 1));
        if step >= Layout::STEPS || next.in_view(self.height) as usize <= MOST_CARDS {
            self.go_near(counts, anchor.0);
        } else {
            self.step = Some(step);
            self.hold(counts, anchor);
        }
    }

    pub fn zoom_out(&mut self, counts: &[u32], at: Option<(u32, u32)>) {
        if let Some(first) = self.near.take() {
            let spot = self.cursor.unwrap_or(Spot { zone: 0, slot: first });
            self.show(counts, spot);
            return;
        }
        let anchor = self.anchor(counts, at);
        let before = self.layout(counts);
        let fitting = Layout::fitting(self.width, self.height, counts);
        let mut step = self.step_now(counts);
        while step > fitting && Layout::new(self.width, counts, step).columns == before.columns {
            step -= 1;
        }
        self.step = (step > fitting).then_some(step);
        self.hold(counts, anchor);
    }

    pub fn show_all(&mut self) {
        (self.step, self.near, self.top) = (None, None, 0);
    }

    /// The spot that a zoom holds fast, and how far below the upper edge it is.
    fn anchor(&self, counts: &[u32], at: Option<(u32, u32)>) -> (Spot, u32) {
        let layout = self.layout(counts);
        let pointed = at.and_then(|(x, y)| layout.at(x, y));
        let seen = self.cursor.filter(|&spot| self.sees(&layout, spot));
        let spot = pointed.or(seen).unwrap_or(Spot { zone: 0, slot: layout.slots_in(self.top, 0).0 });
        (spot, layout.rect(spot).y.saturating_sub(self.top))
    }

    fn sees(&self, layout: &Layout, spot: Spot) -> bool {
        let rect = layout.rect(spot);
        rect.y >= self.top && rect.y + rect.height <= self.top + self.height
    }

    fn hold(&mut self, counts: &[u32], (spot, below): (Spot, u32)) {
        let layout = self.layout(counts);
        let most = layout.height().saturating_sub(self.height);
        self.top = layout.rect(spot).y.saturating_sub(below).min(most);
    }

    /// To the cards among which the spot is.
    pub fn approach(&mut self, counts: &[u32], spot: Spot) {
        self.cursor = Some(spot);
        self.go_near(counts, spot);
    }

    fn go_near(&mut self, counts: &[u32], spot: Spot) {
        let each = Self::cards_each(counts);
        self.near = Some(spot.slot / each * each);
    }

    /// The cards after these, or before.
    pub fn turn(&mut self, counts: &[u32], forward: bool) {
        let each = Self::cards_each(counts);
        let longest = counts.iter().max().copied().unwrap_or_default();
        let Some(first) = self.near else { return };
        let to = if forward { first + each } else { first.saturating_sub(each) };
        if to < longest {
            self.near = Some(to);
        }
    }

    /// Scrolls no further than needed to have it in view, and puts the cursor there.
    pub fn show(&mut self, counts: &[u32], spot: Spot) {
        self.cursor = Some(spot);
        if self.near.is_some() {
            return self.go_near(counts, spot);
        }
        let layout = self.layout(counts);
        let rect = layout.rect(spot);
        if rect.y < self.top {
            self.top = rect.y;
        } else if rect.y + rect.height > self.top + self.height {
            self.top = (rect.y + rect.height).saturating_sub(self.height);
        }
    }

    /// Moves the cursor; sideways it goes on into the next zone.
    pub fn walk(&mut self, counts: &[u32], way: Way) {
        let layout = self.layout(counts);
        let Some(from) = self.cursor else {
            let first = layout.slots_in(self.top, 0).0;
            let zone = counts.iter().position(|&count| count > first).unwrap_or_default() as u32;
            return self.show(counts, Spot { zone, slot: first });
        };
        let columns = layout.columns;
        let count = |zone: u32| counts.get(zone as usize).copied().unwrap_or_default();
        let (row, column) = (from.slot / columns, from.slot % columns);
        let page = (self.height / layout.cell_height.max(1)).max(1) * columns;
        let last = count(from.zone).saturating_sub(1);
        // In another zone: the same row, or the last one it has.
        let beside = |zone: u32, column: u32| {
            let slot = (row * columns + column).min(count(zone).saturating_sub(1));
            Spot { zone, slot }
        };
        let to = match way {
            Way::Left if column > 0 => Spot { slot: from.slot - 1, ..from },
            Way::Left => {
                let Some(zone) = (0..from.zone).rev().find(|&zone| count(zone) > 0) else { return };
                beside(zone, columns - 1)
            }
            Way::Right if column + 1 < columns && from.slot < last => Spot { slot: from.slot + 1, ..from },
            Way::Right => {
                let mut zones = from.zone + 1..counts.len() as u32;
                let Some(zone) = zones.find(|&zone| count(zone) > 0) else { return };
                beside(zone, 0)
            }
            Way::Up => Spot { slot: from.slot.checked_sub(columns).unwrap_or(from.slot), ..from },
            Way::Down if from.slot + columns <= last => Spot { slot: from.slot + columns, ..from },
            Way::Down => from,
            Way::PageUp => Spot { slot: from.slot.checked_sub(page).unwrap_or(column), ..from },
            Way::PageDown => Spot { slot: (from.slot + page).min(last), ..from },
            Way::First => Spot { slot: 0, ..from },
            Way::Last => Spot { slot: last, ..from },
        };
        self.show(counts, to);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNTS: [u32; 3] = [1667, 1667, 1666];

    fn camera() -> Camera {
        Camera { width: 1080, height: 400, ..Camera::default() }
    }

    #[test]
    fn five_thousand_fit_and_zoom_ends_in_cards_and_leads_back() {
        let mut camera = camera();
        let all = camera.layout(&COUNTS);
        assert!(all.height() <= 400 && !all.shows_tasks(), "{all:?}");
        assert_eq!(camera.in_view(&COUNTS), 5000);
        let mut seen = vec![5000];
        while !camera.is_near() {
            camera.zoom_in(&COUNTS, None);
            let now = camera.in_view(&COUNTS);
            assert!(now <= *seen.last().unwrap(), "{now} after {seen:?}");
            assert!(camera.is_near() || now > 60);
            seen.push(now);
        }
        assert_eq!(camera.in_view(&COUNTS), 60);
        assert!(seen.len() > 5, "{seen:?}");
        for _ in 0..20 {
            camera.zoom_out(&COUNTS, None);
        }
        assert!(camera.shows_all());
    }

    #[test]
    fn what_is_under_the_pointer_stays_there() {
        let mut camera = camera();
        for _ in 0..4 {
            camera.zoom_in(&COUNTS, None);
        }
        camera.top = 300;
        let (x, y) = (500, 450);
        let spot = camera.layout(&COUNTS).at(x, y).unwrap();
        let before = camera.layout(&COUNTS).rect(spot).y - camera.top;
        camera.zoom_in(&COUNTS, Some((x, y)));
        let after = camera.layout(&COUNTS).rect(spot).y - camera.top;
        assert_eq!(before, after);
    }

    #[test]
    fn every_cell_is_found_where_it_is_drawn() {
        let camera = camera();
        let layout = camera.layout(&COUNTS);
        for spot in [(0, 0), (1, 77), (2, 1665), (0, 1666)].map(|(zone, slot)| Spot { zone, slot }) {
            let rect = layout.rect(spot);
            assert_eq!(layout.at(rect.x + rect.width / 2, rect.y + rect.height / 2), Some(spot));
        }
        assert_eq!(layout.at(0, layout.height() + 50), None);
    }

    #[test]
    fn the_cursor_walks_into_the_next_zone_and_stays_in_view() {
        let mut camera = camera();
        camera.walk(&COUNTS, Way::Down);
        assert_eq!(camera.cursor, Some(Spot { zone: 0, slot: 0 }));
        camera.walk(&COUNTS, Way::Left);
        assert_eq!(camera.cursor, Some(Spot { zone: 0, slot: 0 }));
        let columns = camera.layout(&COUNTS).columns;
        for _ in 0..columns {
            camera.walk(&COUNTS, Way::Right);
        }
        assert_eq!(camera.cursor, Some(Spot { zone: 1, slot: 0 }));
        camera.zoom_in(&COUNTS, None);
        camera.zoom_in(&COUNTS, None);
        camera.walk(&COUNTS, Way::Last);
        let layout = camera.layout(&COUNTS);
        let rect = layout.rect(camera.cursor.unwrap());
        assert_eq!(camera.top + camera.height, rect.y + rect.height);
    }

    #[test]
    fn cards_are_turned_by_a_page() {
        let mut camera = camera();
        while !camera.is_near() {
            camera.zoom_in(&COUNTS, None);
        }
        assert_eq!(camera.near_slots(&COUNTS), Some((0, 20)));
        camera.turn(&COUNTS, true);
        assert_eq!(camera.near_slots(&COUNTS), Some((20, 40)));
        camera.show(&COUNTS, Spot { zone: 2, slot: 1665 });
        assert_eq!(camera.near_slots(&COUNTS), Some((1660, 1680)));
        camera.turn(&COUNTS, true);
        assert_eq!(camera.near_slots(&COUNTS), Some((1660, 1680)));
    }
}
