//! Two 64-bit integers: the second holds one number and the state, and publishes both.

use std::sync::atomic::{AtomicU64, Ordering};

/// In `back`: a thread has begun to publish.
const TAKEN: u64 = 1 << 63;
/// In `back`: the headline can be read.
const READY: u64 = 1 << 62;

#[derive(Default)]
pub struct Bulletin {
    front: AtomicU64,
    back: AtomicU64,
}

impl Bulletin {
    pub fn new() -> Bulletin {
        Bulletin::default()
    }

    pub fn publish(&self, [first, second, third]: [u32; 3]) {
        if self.back.fetch_or(TAKEN, Ordering::AcqRel) & TAKEN != 0 {
            return;
        }
        self.front.store(u64::from(first) << 32 | u64::from(second), Ordering::Relaxed);
        self.back.fetch_or(READY | u64::from(third), Ordering::Release);
    }

    pub fn read(&self) -> Option<[u32; 3]> {
        let back = self.back.load(Ordering::Acquire);
        if back & READY == 0 {
            return None;
        }
        let front = self.front.load(Ordering::Relaxed);
        Some([(front >> 32) as u32, front as u32, back as u32])
    }
}
