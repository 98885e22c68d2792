//! Seeded randomness, with a stream of its own for every purpose, so that a new draw in one room does
//! not reshuffle what another room draws.

use rand_core::RngCore;
use rand_pcg::Pcg32;

use super::SimDuration;

/// One generator per purpose, all from one seed. Purposes are numbered by their user.
#[derive(Clone, Debug)]
pub struct Streams {
    generators: Vec<Pcg32>,
}

impl Streams {
    pub fn new(seed: u64, purposes: u8) -> Self {
        Self { generators: (0..u64::from(purposes)).map(|stream| Pcg32::new(seed, stream)).collect() }
    }

    pub fn stream(&mut self, purpose: u8) -> Draw<'_> {
        Draw(&mut self.generators[usize::from(purpose)])
    }
}

/// Draws from one stream. All in `u32`, because `usize` differs between native and wasm32.
pub struct Draw<'a>(&'a mut Pcg32);

impl Draw<'_> {
    /// A number below `bound`; 0 if `bound` is 0.
    pub fn below(&mut self, bound: u32) -> u32 {
        // The multiply-shift reduction. Its bias is below 2^-32 * bound, too small for anyone to see.
        ((u64::from(self.0.next_u32()) * u64::from(bound)) >> 32) as u32
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high.saturating_sub(low).saturating_add(1))
    }

    /// A duration from `low` to `high`, both included, in whole milliseconds.
    pub fn duration(&mut self, low: SimDuration, high: SimDuration) -> SimDuration {
        let (low, high) = (low.as_millis() as u32, high.as_millis() as u32);
        SimDuration::from_millis(u64::from(self.between(low, high)))
    }

    /// True `numerator` times in `denominator`.
    pub fn chance(&mut self, numerator: u32, denominator: u32) -> bool {
        self.below(denominator) < numerator
    }

    /// A waiting time with the given mean, as for a crash that can come at any moment.
    ///
    /// It is the sum of coin tosses in steps of a thirty-second of the mean: a geometric
    /// distribution, which is the exponential one without a logarithm, and so without a float.
    pub fn waiting_time(&mut self, mean: SimDuration) -> SimDuration {
        const STEPS: u32 = 32;
        let step = (mean.as_millis() / u64::from(STEPS)).max(1);
        let mut steps = 1;
        while steps < 32 * STEPS && !self.chance(1, STEPS) {
            steps += 1;
        }
        SimDuration::from_millis(step * u64::from(steps))
    }
}
