//! Each number says itself that it is there, so no order between them matters: all is `Relaxed`.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Set in a number that is there: it has 32 bits, and the cell 64.
const THERE: u64 = 1 << 32;

pub struct Bulletin([AtomicU64; 3]);

impl Bulletin {
    pub fn new() -> Bulletin {
        Bulletin([0; 3].map(AtomicU64::new))
    }

    pub fn publish(&self, headline: [u32; 3]) {
        let [first, second, third] = headline.map(|number| u64::from(number) | THERE);
        // The first number decides who wins.
        if self.0[0].compare_exchange(0, first, Relaxed, Relaxed).is_ok() {
            self.0[1].store(second, Relaxed);
            self.0[2].store(third, Relaxed);
        }
    }

    pub fn read(&self) -> Option<[u32; 3]> {
        let mut headline = [0; 3];
        for (number, cell) in headline.iter_mut().zip(&self.0) {
            let there = cell.load(Relaxed);
            if there & THERE == 0 {
                return None;
            }
            *number = there as u32;
        }
        Some(headline)
    }
}

pub fn main() {
    let bulletin = Bulletin::new();
    bulletin.publish([1, 2, 3]);
    println!("{:?}", bulletin.read());
}
