//! Series that stay bounded: when one is full, it is thinned out to a coarser grain.

use super::Point;
use crate::model::kernel::SimTime;

const MOST: usize = 4_000;

/// A service's counts over time. Of each grain's time it keeps the lowest count and the last.
#[derive(Clone, Debug, Default)]
pub struct Series {
    points: Vec<Point>,
    /// Milliseconds; 0 keeps every point.
    grain: u64,
}

impl Series {
    pub fn push(&mut self, point: Point) {
        match self.points.last_mut() {
            Some(last) if last.at == point.at => *last = point,
            _ => self.points.push(point),
        }
        while self.points.len() > MOST {
            self.grain = (self.grain * 2).max(1_000);
            self.points = thinned(&self.points, self.grain);
        }
    }

    pub fn last(&self) -> Point {
        self.points.last().copied().unwrap_or_default()
    }

    /// In force at that moment; none before the service was created.
    pub fn at(&self, at: SimTime) -> Option<Point> {
        let after = self.points.partition_point(|point| point.at <= at);
        after.checked_sub(1).map(|position| self.points[position])
    }

    /// The point in force at `from` and those up to `to`, no more than about two for each `grain`.
    pub fn between(&self, from: SimTime, to: SimTime, grain: u64) -> Vec<Point> {
        let first = self.points.partition_point(|point| point.at <= from).saturating_sub(1);
        let end = self.points.partition_point(|point| point.at <= to);
        thinned(&self.points[first.min(end)..end], grain.max(1))
    }
}

fn thinned(points: &[Point], grain: u64) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    let bucket = |point: &Point| point.at.as_millis() / grain;
    for group in points.chunk_by(|a, b| bucket(a) == bucket(b)) {
        let lowest = group.iter().min_by_key(|point| point.running);
        let last = group.last();
        kept.extend(lowest);
        kept.extend(last.filter(|last| lowest.is_none_or(|lowest| lowest.at < last.at)));
    }
    kept
}

/// Moments at which something small happened.
#[derive(Clone, Debug, Default)]
pub struct Ticks {
    at: Vec<SimTime>,
    grain: u64,
}

impl Ticks {
    pub fn push(&mut self, at: SimTime) {
        let grain = self.grain.max(1);
        if self.at.last().is_some_and(|last| last.as_millis() / grain == at.as_millis() / grain) {
            return;
        }
        self.at.push(at);
        while self.at.len() > MOST {
            self.grain = (self.grain * 2).max(1_000);
            let grain = self.grain;
            self.at.dedup_by_key(|at| at.as_millis() / grain);
        }
    }

    /// At most one for each `grain` milliseconds.
    pub fn between(&self, from: SimTime, to: SimTime, grain: u64) -> Vec<SimTime> {
        let first = self.at.partition_point(|at| *at < from);
        let end = self.at.partition_point(|at| *at <= to);
        let mut kept = self.at[first.min(end)..end].to_vec();
        kept.dedup_by_key(|at| at.as_millis() / grain.max(1));
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_run_is_kept_coarsely_with_its_dips() {
        let mut series = Series::default();
        let mut ticks = Ticks::default();
        for second in 0..50_000_u64 {
            let running = if second == 12_345 { 1 } else { 5 + (second % 2) as u32 };
            series.push(Point { at: SimTime::from_secs(second), running, ..Point::default() });
            ticks.push(SimTime::from_secs(second));
        }
        assert!(series.points.len() <= MOST && ticks.at.len() <= MOST);
        assert!(series.points.iter().any(|point| point.running == 1), "the dip is the news");
        assert_eq!(series.last().at, SimTime::from_secs(49_999));
        assert_eq!(series.at(SimTime::from_secs(60_000)).unwrap(), series.last());
    }

    #[test]
    fn a_part_begins_with_what_was_in_force() {
        let mut series = Series::default();
        for second in [1_u64, 5, 9] {
            series.push(Point { at: SimTime::from_secs(second), running: second as u32, ..Point::default() });
        }
        let part = series.between(SimTime::from_secs(6), SimTime::from_secs(20), 1);
        assert_eq!(part.iter().map(|point| point.running).collect::<Vec<_>>(), [5, 9]);
        assert!(series.between(SimTime::ZERO, SimTime::ZERO, 1).is_empty());
    }
}
