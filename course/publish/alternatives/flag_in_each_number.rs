//! Each number has a flag of its own, so no order between the numbers matters: everything is `Relaxed`.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Set in a number that is published: a number has 32 bits, and a cell has 64.
const READY: u64 = 1 << 32;

pub struct Bulletin([AtomicU64; 3]);

impl Bulletin {
    pub fn new() -> Bulletin {
        Bulletin([0; 3].map(AtomicU64::new))
    }

    pub fn publish(&self, headline: [u32; 3]) {
        let [first, second, third] = headline.map(|number| u64::from(number) | READY);
        // The first number decides which publisher wins.
        if self.0[0].compare_exchange(0, first, Relaxed, Relaxed).is_ok() {
            self.0[1].store(second, Relaxed);
            self.0[2].store(third, Relaxed);
        }
    }

    pub fn read(&self) -> Option<[u32; 3]> {
        let mut headline = [0; 3];
        for (number, cell) in headline.iter_mut().zip(&self.0) {
            let value = cell.load(Relaxed);
            if value & READY == 0 {
                return None;
            }
            *number = value as u32;
        }
        Some(headline)
    }
}
