//! How fast the page lets simulated time pass. The model knows nothing of it.

use crate::model::kernel::SimDuration;

/// Simulated seconds per second that a person can choose.
pub const SPEEDS: [u32; 5] = [1, 5, 10, 60, 600];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Playback {
    pub playing: bool,
    /// One of [`SPEEDS`].
    pub speed: u32,
}

impl Default for Playback {
    fn default() -> Self {
        Self { playing: true, speed: 10 }
    }
}

impl Playback {
    /// Simulated time that passes in `elapsed_millis` of the reader's.
    pub fn span(self, elapsed_millis: u32) -> SimDuration {
        let speed = if self.playing { self.speed } else { 0 };
        SimDuration::from_millis(u64::from(elapsed_millis) * u64::from(speed))
    }
}
