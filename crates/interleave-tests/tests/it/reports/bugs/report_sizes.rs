//! Bugs with reports of another layout: many threads, many steps, or a single thread.

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

pub(crate) fn single_thread() {
    let cells: Vec<_> = (0..9).map(Mutex::new).collect();
    let sum: u32 = cells.iter().map(|cell| *cell.lock().unwrap()).sum();
    assert_eq!(sum, 35);
}

/// Too many steps for a screen, without a loop.
pub(crate) fn many_steps() {
    let values: Vec<_> = (0..30).map(AtomicU32::new).collect();
    let visit = |first: usize, last: usize| {
        let mut at = first;
        while at != last {
            match at % 3 {
                0 => values[at].store(7, SeqCst),
                1 => _ = values[at].load(SeqCst),
                _ => _ = values[at].fetch_add(1, SeqCst),
            }
            at = (at + 7) % 30;
        }
    };
    thread::scope(|scope| {
        for name in ["twin", "twin"] {
            let builder = thread::Builder::new().name(name.to_owned());
            builder.spawn_scoped(scope, || visit(0, 23)).unwrap();
        }
    });
    let eight = values[8].load(SeqCst);
    assert_eq!(eight, 9, "two visits add two");
}
