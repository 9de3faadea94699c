//! One state: empty, being written, or written. A losing publisher waits until it is written.

use std::hint;
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};

const EMPTY: u8 = 0;
/// One thread is writing; no other thread may write or read.
const WRITING: u8 = 1;
const WRITTEN: u8 = 2;

pub struct Bulletin {
    state: AtomicU8,
    headline: [AtomicU32; 3],
}

impl Bulletin {
    pub fn new() -> Bulletin {
        Bulletin { state: AtomicU8::new(EMPTY), headline: [0; 3].map(AtomicU32::new) }
    }

    pub fn publish(&self, headline: [u32; 3]) {
        use Ordering::{Acquire, Relaxed, Release};
        match self.state.compare_exchange(EMPTY, WRITING, Relaxed, Relaxed) {
            Ok(_) => {
                for (cell, number) in self.headline.iter().zip(headline) {
                    cell.store(number, Relaxed);
                }
                self.state.store(WRITTEN, Release);
            }
            Err(_) => {
                while self.state.load(Acquire) != WRITTEN {
                    hint::spin_loop();
                }
            }
        }
    }

    pub fn read(&self) -> Option<[u32; 3]> {
        match self.state.load(Ordering::Acquire) {
            WRITTEN => Some([0, 1, 2].map(|i| self.headline[i].load(Ordering::Relaxed))),
            _ => None,
        }
    }
}
