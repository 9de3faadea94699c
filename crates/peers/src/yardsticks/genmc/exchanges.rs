//! Compare-exchange operations on one cell.
use super::program::program;
use crate::yardsticks::prelude::*;

pub(super) const PROGRAMS: [Count; 11] = [
    program("cas", "n = 2", 2, || each(2, |x, i| exchange(x, 0, i + 1))),
    program("cas", "n = 5", 5, || each(5, |x, i| exchange(x, 0, i + 1))),
    program("casw", "n = 2", 6, || each(2, exchange_and_store)),
    program("casw", "n = 3", 66, || each(3, exchange_and_store)),
    program("casw", "n = 4", 1_200, || each(4, exchange_and_store)),
    program("casrot", "n = 3", 5, || each(3, |x, i| exchange(x, i, i + 1))),
    program("casrot", "n = 5", 43, || each(5, |x, i| exchange(x, i, i + 1))),
    program("casrot", "n = 7", 523, || each(7, |x, i| exchange(x, i, i + 1))),
    program("wcas", "n = 2", 5, || each(3, store_or_exchange)),
    program("wcas", "n = 4", 33, || each(5, store_or_exchange)),
    program("wcas", "n = 6", 193, || each(7, store_or_exchange)),
];

fn each(count: usize, body: fn(&AtomicU32, u32)) -> bool {
    let x = AtomicU32::new(0);
    threads::each(count, |thread| {
        body(&x, thread as u32);
        Some(())
    })
}

fn exchange(x: &AtomicU32, current: u32, new: u32) {
    _ = x.compare_exchange(current, new, Relaxed, Relaxed);
}

fn exchange_and_store(x: &AtomicU32, thread: u32) {
    exchange(x, 0, 1);
    x.store(thread + 3, Release);
}

fn store_or_exchange(x: &AtomicU32, thread: u32) {
    match thread {
        0 => x.store(2, Release),
        _ => exchange(x, 2, 3),
    }
}
