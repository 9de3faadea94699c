//! A walk of random schedules from a fixed seed: the same schedules every time.

use super::{Mismatch, Point, Search};
use crate::thread_set::Tid;

pub(crate) struct Random {
    state: u64,
    walks_left: u64,
}

impl Random {
    pub(crate) fn new(seed: u64, walks: u64) -> Self {
        Self { state: seed | 1, walks_left: walks }
    }

    /// Marsaglia's xorshift64*, reduced to a number below `bound`.
    fn below(&mut self, bound: usize) -> usize {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        let high = self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32;
        ((high * bound as u64) >> 32) as usize
    }
}

impl Search for Random {
    fn pick(&mut self, point: &Point<'_>) -> Result<Tid, Mismatch> {
        let nth = self.below(point.enabled.len());
        Ok(point.enabled.nth(nth).expect("a number below the size of the set"))
    }

    fn variant(&mut self, count: usize) -> usize {
        self.below(count)
    }

    fn advance(&mut self) -> bool {
        self.walks_left = self.walks_left.saturating_sub(1);
        self.walks_left > 0
    }

    fn is_exhaustive(&self) -> bool {
        false
    }
}
