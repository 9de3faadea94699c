//! Random schedules from a fixed seed: the same sequence of schedules in every run.

use super::{ChoicePoint, Mismatch, Next, Search};
use crate::thread_set::Tid;

pub(crate) struct Random {
    state: u64,
    /// The next number, computed in advance.
    next: u32,
}

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Self { state: seed | 1, next: 0 };
        random.number();
        random
    }

    /// Marsaglia's xorshift64*; uses the high half.
    #[inline]
    fn number(&mut self) -> u32 {
        let number = self.next;
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        self.next = (self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32) as u32;
        number
    }

    fn below(&mut self, bound: usize) -> usize {
        scale(self.number(), bound)
    }
}

/// Scales a 32-bit number to a number below `bound`.
#[inline]
fn scale(number: u32, bound: usize) -> usize {
    ((u64::from(number) * bound as u64) >> 32) as usize
}

impl Search for Random {
    fn pick(&mut self, point: &ChoicePoint<'_>) -> Result<Tid, Box<Mismatch>> {
        let number = self.number();
        Ok(point.enabled.choose(|members| scale(number, members)))
    }

    fn variant(&mut self, count: usize) -> usize {
        self.below(count)
    }

    fn advance(&mut self) -> Next {
        Next::Execution
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_always_gives_the_same_numbers() {
        let mut random = Random::new(6);
        let numbers: Vec<_> = (0..12).map(|_| random.below(1000)).collect();
        assert_eq!(numbers, [820, 928, 89, 107, 374, 407, 852, 170, 365, 790, 679, 726]);
    }

    #[test]
    fn every_result_is_chosen() {
        let mut random = Random::new(1);
        let seen: std::collections::BTreeSet<_> = (0..100).map(|_| random.variant(4)).collect();
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), [0, 1, 2, 3]);
    }
}
