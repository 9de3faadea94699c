//! `SeqCst` everywhere: stronger than necessary. One exchange decides which publisher wins.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};

#[derive(Default)]
pub struct Bulletin {
    first: AtomicU32,
    second: AtomicU32,
    third: AtomicU32,
    begun: AtomicBool,
    done: AtomicBool,
}

impl Bulletin {
    pub fn new() -> Bulletin {
        Bulletin::default()
    }

    pub fn publish(&self, [first, second, third]: [u32; 3]) {
        if self.begun.compare_exchange(false, true, SeqCst, SeqCst).is_ok() {
            self.first.store(first, SeqCst);
            self.second.store(second, SeqCst);
            self.third.store(third, SeqCst);
            self.done.store(true, SeqCst);
        }
    }

    pub fn read(&self) -> Option<[u32; 3]> {
        self.done
            .load(SeqCst)
            .then(|| [self.first.load(SeqCst), self.second.load(SeqCst), self.third.load(SeqCst)])
    }
}
