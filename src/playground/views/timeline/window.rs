//! The part of the run that the timeline shows. It pages by half its length; it never slides.

use crate::model::kernel::{SimDuration, SimTime};

/// Shapes that would be closer than this part of the width are drawn as one.
const FINEST: u64 = 400;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub from: SimTime,
    pub span: SimDuration,
}

impl Window {
    /// The page that the playhead is on: it runs through the second half, then the page turns.
    pub fn at(now: SimTime, span: SimDuration) -> Self {
        let half = (span.as_millis() / 2).max(1);
        let from = (now.as_millis() / half).saturating_sub(1) * half;
        Self { from: SimTime::from_millis(from), span }
    }

    /// The beginning of the run, in a round span that holds all of it so far; none after an hour.
    pub fn so_far(now: SimTime) -> Option<Self> {
        const SPANS: [u64; 5] = [5, 10, 15, 30, 60];
        let spans = SPANS.into_iter().map(Self::from_start);
        spans.into_iter().find(|window| now < window.to())
    }

    /// From the beginning of the run to its end.
    pub fn whole(end: SimTime) -> Self {
        let minutes = end.as_millis() / 60_000 + 1;
        Self::from_start(minutes.next_multiple_of(5))
    }

    fn from_start(minutes: u64) -> Self {
        Self { from: SimTime::ZERO, span: SimDuration::from_mins(minutes) }
    }

    /// The same page as long as the moment is on it.
    pub fn turned_to(self, now: SimTime) -> Self {
        if (self.from..self.to()).contains(&now) { self } else { Self::at(now, self.span) }
    }

    pub fn to(self) -> SimTime {
        self.from + self.span
    }

    /// Where a moment lies, in per cent of the width; outside 0 to 100 if it is not shown.
    pub fn percent(self, at: SimTime) -> f64 {
        let offset = at.as_millis() as f64 - self.from.as_millis() as f64;
        offset * 100.0 / self.span.as_millis().max(1) as f64
    }

    pub fn clamped(self, at: SimTime) -> f64 {
        self.percent(at).clamp(0.0, 100.0)
    }

    /// The moment at a share of the width, 0 to 1.
    pub fn moment(self, share: f64) -> SimTime {
        let offset = (self.span.as_millis() as f64 * share.clamp(0.0, 1.0)) as u64;
        self.from + SimDuration::from_millis(offset)
    }

    pub fn shows(self, from: SimTime, to: SimTime) -> bool {
        from < self.to() && to > self.from
    }

    /// Milliseconds that are too short to be told apart in it.
    pub fn grain(self) -> u64 {
        (self.span.as_millis() / FINEST).max(1)
    }

    /// Milliseconds between two labels: a round number, about five to a page.
    pub fn label_gap(self) -> u64 {
        const ROUND: [u64; 14] = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200];
        let wanted = self.span.as_secs() / 6;
        let seconds = ROUND.into_iter().find(|&seconds| seconds >= wanted).unwrap_or(wanted.max(1));
        seconds * 1000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_turns_by_half_and_otherwise_stands_still() {
        let span = SimDuration::from_secs(180);
        let from = |second: u64| Window::at(SimTime::from_secs(second), span).from.as_millis() / 1000;
        let pages: Vec<u64> = [0, 89, 90, 179, 180, 269, 270].into_iter().map(from).collect();
        assert_eq!(pages, [0, 0, 0, 0, 90, 90, 180]);
    }

    #[test]
    fn the_run_so_far_has_a_round_span_up_to_an_hour() {
        let minutes = |minute: u64| {
            Window::so_far(SimTime::from_secs(minute * 60)).map(|window| window.span.as_secs() / 60)
        };
        assert_eq!([0, 4, 5, 31, 60].map(minutes), [Some(5), Some(5), Some(10), Some(60), None]);
        assert_eq!(Window::whole(SimTime::from_secs(61 * 60)).span, SimDuration::from_mins(65));
    }

    #[test]
    fn a_page_is_kept_while_the_playhead_is_on_it() {
        let page = Window { from: SimTime::from_secs(90), span: SimDuration::from_secs(180) };
        assert_eq!(page.turned_to(SimTime::from_secs(100)), page);
        assert_eq!(page.turned_to(SimTime::from_secs(10)).from, SimTime::ZERO);
        assert_eq!(page.moment(0.5), SimTime::from_secs(180));
        assert_eq!(page.percent(SimTime::from_secs(180)), 50.0);
    }
}
