//! The part of the run that is drawn over time: the timeline and the charts show the same page of it.

use super::{AppState, DrawerTab};
use crate::model::kernel::SimDuration;
use crate::playground::views::timeline::Window;

/// How long the page is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Range {
    /// By the speed; while charts are shown, the whole run, up to an hour.
    #[default]
    Automatic,
    Quarter,
    Hour,
    WholeRun,
}

impl AppState {
    /// Turns the page if the playhead has left it, so that otherwise nothing moves under the pointer.
    pub(super) fn turn_page(&mut self) {
        let now = self.snapshot.now;
        self.page = match self.range {
            Range::Automatic if self.drawer == DrawerTab::Metrics => self.page_of_charts(),
            Range::Automatic => self.page_of(by_speed(self.playback.speed)),
            Range::Quarter => self.page_of(SimDuration::from_mins(15)),
            Range::Hour => self.page_of(SimDuration::from_hours(1)),
            Range::WholeRun => Window::whole(self.end.max(now)),
        };
    }

    fn page_of(&self, span: SimDuration) -> Window {
        let now = self.snapshot.now;
        if self.page.span == span { self.page.turned_to(now) } else { Window::at(now, span) }
    }

    /// Metrics have a value a minute: on a page of a few minutes they would say little. Going back does not make it
    /// shorter.
    fn page_of_charts(&self) -> Window {
        let hour = SimDuration::from_hours(1);
        let least = by_speed(self.playback.speed).min(hour);
        match Window::so_far(self.end).filter(|window| window.span >= least) {
            Some(window) => window,
            None => self.page_of(hour),
        }
    }
}

/// The faster, the longer a page: it turns every few seconds of the reader's time at most.
fn by_speed(speed: u32) -> SimDuration {
    SimDuration::from_secs(match speed {
        0..=1 => 60,
        2..=5 => 120,
        6..=10 => 180,
        11..=60 => 900,
        _ => 7_200,
    })
}
