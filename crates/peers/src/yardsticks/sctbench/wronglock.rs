//! Two locks protect one variable.
use super::published::{Figure::*, Published};
use crate::yardsticks::bug::{Bug, Twin};
use interleave::sync::Mutex;
use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
use interleave::thread;

pub(super) const SEVEN: Bug<Published> = Bug {
    name: "wronglock",
    body: |twin| wronglock(7, twin),
    published: Published { rff: Trivial, pos: Trivial, pct3: Mean(88.2), period: Mean(4.3) },
};

pub(super) const THREE: Bug<Published> = Bug {
    name: "wronglock_3",
    body: |twin| wronglock(3, twin),
    published: Published { rff: Trivial, pos: Trivial, pct3: Mean(40.3), period: Mean(5.0) },
};

fn wronglock(others: usize, twin: Twin) {
    let (data_lock, this_lock) = (Mutex::new(()), Mutex::new(()));
    let value = AtomicU32::new(0);
    let increment = || value.store(value.load(SeqCst) + 1, SeqCst);
    thread::scope(|scope| {
        scope.spawn(|| {
            let _guard = data_lock.lock().unwrap();
            let before = value.load(SeqCst);
            increment();
            assert_eq!(value.load(SeqCst), before + 1);
        });
        for _ in 0..others {
            scope.spawn(|| {
                let lock = if twin == Twin::Buggy { &this_lock } else { &data_lock };
                let _guard = lock.lock().unwrap();
                increment();
            });
        }
    });
}
