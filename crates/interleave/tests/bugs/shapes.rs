//! Bugs whose reports take another shape: many threads, or one.

use interleave::sync::Mutex;
use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
use interleave::thread;

fn sellers(count: u32) {
    let tickets_sold = AtomicU32::new(0);
    thread::scope(|scope| {
        for _ in 0..count {
            scope.spawn(|| tickets_sold.store(tickets_sold.load(SeqCst) + 1, SeqCst));
        }
    });
    assert_eq!(tickets_sold.load(SeqCst), count);
}

pub(crate) fn five_threads() {
    sellers(5);
}

pub(crate) fn seven_threads() {
    sellers(7);
}

pub(crate) fn nothing_interleaves() {
    let cells: Vec<_> = (0..9).map(Mutex::new).collect();
    let sum: u32 = cells.iter().map(|cell| *cell.lock().unwrap()).sum();
    assert_eq!(sum, 35);
}
