//! Each thread increments one counter.
use crate::yardsticks::count::Count;
use interleave::sync::atomic::{AtomicU32, Ordering::Relaxed};
use interleave::thread;

pub(super) const THREE: Count =
    Count { name: "ainc", size: "n = 3", body: || ainc(3), published: 6, quick: true };

fn ainc(threads: usize) {
    let x = AtomicU32::new(0);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| x.fetch_add(1, Relaxed));
        }
    });
}
