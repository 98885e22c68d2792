//! Where each cell lies: zones side by side, each a grid that is filled row by row.

/// A slot of a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    pub zone: u32,
    pub slot: u32,
}

/// In CSS pixels, from the top left corner of all there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
}

/// Least width and height of a cell for each step of the zoom. What is left of a row is shared out.
const LADDER: [(u32, u32); 16] = [
    (4, 4),
    (5, 5),
    (6, 6),
    (8, 8),
    (10, 10),
    (12, 12),
    (15, 13),
    (18, 14),
    (24, 15),
    (31, 16),
    (40, 18),
    (52, 20),
    (68, 26),
    (90, 32),
    (120, 40),
    (170, 48),
];
/// From this width on a cell shows its tasks; below, only how full it is.
const BAR_WIDTH: u32 = 22;
const ZONE_GAP: u32 = 14;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    pub cell_width: u32,
    pub cell_height: u32,
    pub columns: u32,
    /// Of the longest zone.
    pub rows: u32,
    gap: u32,
    zone_width: u32,
    counts: Vec<u32>,
}

impl Layout {
    pub const STEPS: usize = LADDER.len();

    /// Zones with so many slots each, in so many pixels across.
    pub fn new(width: u32, counts: &[u32], step: usize) -> Self {
        let zones = counts.len().max(1) as u32;
        let zone_width = (width.saturating_sub(ZONE_GAP * (zones - 1)) / zones).max(8);
        let (least, cell_height) = LADDER[step.min(Self::STEPS - 1)];
        let gap = match least {
            0..8 => 1,
            8..24 => 2,
            _ => 4,
        };
        let columns = ((zone_width + gap) / (least + gap)).max(1);
        let cell_width = ((zone_width + gap) / columns).saturating_sub(gap).max(1);
        let rows = counts.iter().map(|count| count.div_ceil(columns)).max().unwrap_or_default();
        Self { cell_width, cell_height, columns, rows, gap, zone_width, counts: counts.to_vec() }
    }

    /// The largest step at which everything is in view, or the smallest there is.
    pub fn fitting(width: u32, height: u32, counts: &[u32]) -> usize {
        let fits = |step: &usize| Self::new(width, counts, *step).height() <= height;
        (0..Self::STEPS).rev().find(fits).unwrap_or_default()
    }

    pub fn shows_tasks(&self) -> bool {
        self.cell_width >= BAR_WIDTH
    }

    pub fn height(&self) -> u32 {
        self.rows * self.pitch().1
    }

    fn pitch(&self) -> (u32, u32) {
        (self.cell_width + self.gap, self.cell_height + self.gap)
    }

    pub fn rect(&self, spot: Spot) -> Rect {
        let (across, down) = self.pitch();
        Rect {
            x: spot.zone * (self.zone_width + ZONE_GAP) + spot.slot % self.columns * across,
            y: spot.slot / self.columns * down,
            width: self.cell_width,
            height: self.cell_height,
        }
    }

    /// What lies there; a gap belongs to the cell before it.
    pub fn at(&self, x: u32, y: u32) -> Option<Spot> {
        let (across, down) = self.pitch();
        let zone = x / (self.zone_width + ZONE_GAP);
        let column = x % (self.zone_width + ZONE_GAP) / across;
        let slot = y / down * self.columns + column;
        let exists =
            column < self.columns && self.counts.get(zone as usize).is_some_and(|&count| slot < count);
        exists.then_some(Spot { zone, slot })
    }

    /// Slots of every zone that a window of that height shows, from `top` on: first and one past the last.
    pub fn slots_in(&self, top: u32, height: u32) -> (u32, u32) {
        let down = self.pitch().1;
        (top / down * self.columns, (top + height).div_ceil(down) * self.columns)
    }

    /// How many cells a window of that height shows at most.
    pub fn in_view(&self, height: u32) -> u32 {
        let shown = (height / self.pitch().1).max(1) * self.columns;
        self.counts.iter().map(|&count| count.min(shown)).sum()
    }
}
